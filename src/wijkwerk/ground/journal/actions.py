"""Write a line in the journal, and erase the texts of lines."""

import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wijkwerk.ground.journal.models import Detail, Line


@dataclass(frozen=True)
class Entry:
    """What a caller gives for one line. `text` is any JSON value with words in it; None = a line without text."""

    municipality: uuid.UUID
    verb: str
    at: datetime
    subject: uuid.UUID | None = None
    actor: uuid.UUID | None = None
    origin: str = "web"
    result: str = ""
    text: Any = field(default=None)


def write(entry: Entry) -> Line:
    """One line, and its detail where it has text. Call it inside the transaction of the deed."""
    lines = write_many([entry])
    return lines[0]


def write_many(entries: list[Entry]) -> list[Line]:
    """Many lines in two statements, in the order given."""
    made = [_line_and_detail(entry) for entry in entries]
    lines = Line.objects.bulk_create([line for line, _ in made], batch_size=500)
    Detail.objects.bulk_create([detail for _, detail in made if detail], batch_size=500)
    return lines


def digest_of(text: Any, salt: str) -> str:
    """HMAC-SHA256, hex, of the text as canonical JSON under the salt of its line."""
    stored = json.loads(json.dumps(text))  # as the database gives it back: the keys of a map are words
    canonical = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(bytes.fromhex(salt), canonical.encode(), hashlib.sha256).hexdigest()


def erase_details(*, municipality: uuid.UUID, subject: uuid.UUID) -> int:
    """Erase the texts of all lines about a subject; the lines stay. Returns how many texts went."""
    return Detail.objects.filter(municipality=municipality, subject=subject).delete()[0]


def _line_and_detail(entry: Entry) -> tuple[Line, Detail | None]:
    salt = secrets.token_hex(16)
    line = Line(
        municipality=entry.municipality,
        subject=entry.subject,
        actor=entry.actor,
        verb=entry.verb,
        at=entry.at,
        origin=entry.origin,
        result=entry.result,
        digest="" if entry.text is None else digest_of(entry.text, salt),
    )
    if entry.text is None:
        return line, None
    return line, Detail(
        line=line, municipality=entry.municipality, subject=entry.subject, salt=salt, text=entry.text
    )
