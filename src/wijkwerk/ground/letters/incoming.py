"""Read an e-mail that came in: who, what they wrote themselves, and to which letter or trace link it belongs.

Nothing in a message is trusted: sizes are bounded, HTML becomes text, headers may be broken or absent. Pure: no database.
Sources: RFC 5322 (message), RFC 3464 (delivery status), RFC 3834 (automatic replies), RFC 2919 (lists).
"""

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from wijkwerk.ground.letters.bounds import Bounded, TooMuch

MOST_BYTES = 25 * 1024 * 1024
MOST_TEXT = 10_000
MOST_HTML = 60_000  # signs of all parts together
MOST_PARTS = 100
MOST_PICTURES = 3
OUR_ID = re.compile(
    r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@wijkwerk>", re.IGNORECASE
)
TRACE = re.compile(r"/spoor/([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])")
# Where the words of somebody else begin: what mail programs put above the letter that is answered.
QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:oorspronkelijk|original|doorgestuurd|forwarded)|_{10,}\s*$|(?:van|from):\s.{1,200}$)",
    re.IGNORECASE,
)
# "Op maandag 23 november 2026 om 10:00 schreef Gemeente …:", on one line or two.
WROTE = re.compile(r"^\s*(?:op|on)\b.{4,160}\b(?:schreef|wrote)\b", re.IGNORECASE)
UNENDED = re.compile(r"<(?=[^<>]*(?:<|$))")
SIGNATURE = re.compile(r"^--\s?$")
SPACES = re.compile(r"[^\S\n]+")


class Unreadable(Exception):
    """These bytes are no message that can be read; the text says why, in English, for a log."""


@dataclass(frozen=True)
class Incoming:
    """A message as we understand it. `body` holds the sender's own words only; `token` and `letter` say what it answers.

    `bounced` is the letter of ours that did not arrive; then `problem` says why. `automatic` = no person wrote it.
    """

    message_id: str
    sender: str = ""
    name: str = ""
    title: str = ""
    body: str = ""
    token: str = ""
    letter: uuid.UUID | None = None
    bounced: uuid.UUID | None = None
    problem: str = ""
    automatic: bool = False
    unreadable: bool = False
    recipients: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


def read(raw: bytes) -> Incoming:
    """The message in these bytes. Raises Unreadable for what is empty, too large or has no sign of a message."""
    if not raw.strip():
        raise Unreadable("an empty message")
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        # Whatever goes wrong inside the parser is the sender's doing, not ours: it makes the message unreadable.
        rules = Bounded()
        message = message_from_bytes(raw, rules.piece, policy=rules)
        if not message.keys():
            raise Unreadable("no headers")
        return _understood(message, raw)
    except TooMuch as error:
        raise Unreadable(str(error)) from error
    except (
        MessageError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise Unreadable(f"{type(error).__name__}") from error


def _understood(message: Message, raw: bytes) -> Incoming:
    parts = list(_parts(message))
    sender = parseaddr(_header(message, "From"))
    seen = Incoming(
        message_id=_one_line(_header(message, "Message-ID"))[:200]
        or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender=sender[1][:254] if "@" in sender[1] and sender[1] == _one_line(sender[1]) else "",
        name=_one_line(sender[0])[:120],
        title=_one_line(_header(message, "Subject"))[:200],
        recipients=_recipients(message),
    )
    bounced, problem = _bounce(message, parts)
    if bounced or problem:
        return replace(seen, bounced=bounced, problem=problem, automatic=True)
    whole = _text(parts)
    token = TRACE.search(whole)
    return replace(
        seen,
        body=own_words(whole)[:MOST_TEXT],
        token=token[1] if token else "",
        letter=_our_letter(_header(message, "In-Reply-To") + " " + _header(message, "References")),
        automatic=_automatic(message),
        pictures=tuple(_pictures(parts)),
    )


def _header(message: Message, name: str) -> str:
    """One header as text, unfolded; empty when it is absent or cannot be read."""
    try:
        return str(message.get(name, "") or "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""  # a broken header of a stranger is as good as none


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _recipients(message: Message) -> tuple[str, ...]:
    found = " ".join(_header(message, name) for name in ("Delivered-To", "X-Original-To", "To", "Cc"))
    return tuple(dict.fromkeys(re.findall(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+", found.casefold())))[:50]


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _our_letter(text: str) -> uuid.UUID | None:
    found = OUR_ID.findall(text)
    return uuid.UUID(found[-1]) if found else None


def _automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834): never answered, never a signal."""
    auto = _header(message, "Auto-Submitted").strip().casefold()
    return (
        (auto not in ("", "no"))
        or _header(message, "Precedence").strip().casefold() in ("bulk", "junk", "list", "auto_reply")
        or bool(
            _header(message, "X-Autoreply")
            or _header(message, "X-Autorespond")
            or _header(message, "List-Id")
        )
        or _header(message, "Return-Path").strip() == "<>"
    )


def _bounce(message: Message, parts: list[Message]) -> tuple[uuid.UUID | None, str]:
    """The letter of ours that a mail server gave up on, and why (RFC 3464). A delay is no failure."""
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None, ""
    fields = (
        [block for block in status.get_payload() if isinstance(block, Message)]
        if status.is_multipart()
        else []
    )
    failed = [block for block in fields if _header(block, "Action").strip().casefold() == "failed"]
    if not failed:
        return None, "delayed"
    around = [_header(message, "In-Reply-To"), _header(message, "References")]
    around += [_header(part, "Message-ID") for part in parts if part is not message]
    around += [_decoded(part) for part in parts if part.get_content_type() == "text/rfc822-headers"]
    code = _one_line(_header(failed[0], "Status"))
    return _our_letter(" ".join(around)), f"failed {code}".strip()[:300]


def _decoded(part: Message) -> str:
    """The text of a part, whatever character set it says."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    payload = payload[: MOST_TEXT * 20]
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _text(parts: list[Message]) -> str:
    """The message as plain text: the plain part, else the HTML without its marks."""
    shown = [part for part in parts if not part.is_multipart() and not part.get_filename()]
    plain = [_decoded(part) for part in shown if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return _tidy("\n".join(plain))
    html = [_decoded(part) for part in shown if part.get_content_type() == "text/html"]
    return _tidy(_from_html("\n".join(html)[:MOST_HTML]))


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def own_words(text: str) -> str:
    """What the sender wrote, above, below or between the lines of the letter that they answer, without a signature."""
    kept: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        after = lines[number + 1 : number + 4]
        if line.lstrip().startswith(">"):
            continue
        if QUOTED.match(line) or SIGNATURE.match(line):
            break
        # With a colon at its end only: "Op 3 mei schreef ik u al" is the sender's own.
        if WROTE.match(line) and (
            line.rstrip().endswith(":") or (after[:1] and after[0].rstrip().endswith(":"))
        ):
            if any(each.lstrip().startswith(">") for each in after):
                continue  # the lines of the letter are marked: what is not, is the sender's
            break
        kept.append(SPACES.sub(" ", line).strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


class _Words(HTMLParser):
    """The text between the marks; blocks and line breaks become line ends, quotes are marked as such."""

    BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "table", "ul", "ol"})
    HIDDEN = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.links: list[str] = []
        self.hidden = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in self.HIDDEN
        self.quoted += tag == "blockquote"
        if tag in self.BREAKS or tag == "blockquote":
            self.said.append(self._line_end())
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in self.HIDDEN))
        self.quoted = max(0, self.quoted - (tag == "blockquote"))
        if tag in self.BREAKS or tag == "blockquote":
            self.said.append(self._line_end())

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data.replace("\n", self._line_end()))

    def _line_end(self) -> str:
        return "\n> " if self.quoted else "\n"


def _from_html(text: str) -> str:
    words = _Words()
    # A mark that never ends makes the parser look through all of the rest, for each mark anew.
    words.feed(UNENDED.sub(" ", text))
    words.close()
    # The links come after a line that reads as quoted, so that a trace link is found and not shown.
    return "".join(words.said) + "\n> " + " ".join(words.links)


def _pictures(parts: list[Message]) -> Iterator[bytes]:
    found = 0
    for part in parts:
        if found < MOST_PICTURES and part.get_content_maintype() == "image":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                found += 1
                yield payload
