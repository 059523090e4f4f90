"""`wijkwerk letters receive`: take in one e-mail from standard input, or all new ones of a Maildir."""

import argparse
import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop
from wijkwerk.ground.letters.incoming import MOST_BYTES
from wijkwerk.ground.letters.models import Received, ReceivedKind
from wijkwerk.ground.letters.receiving import keep, understood
from wijkwerk.work.signals.mail import municipality_for

WHOSE = "It cannot be told for which municipality this message is. Give --municipality CODE."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--municipality", metavar="CODE", help="for this municipality, e.g. GM0301")
    parser.add_argument(
        "--maildir",
        metavar="DIR",
        type=Path,
        help="take in each new message of this Maildir and mark it as seen",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when a message could not be read or placed; it stays where it was in a Maildir."""
    chosen = _chosen(args.municipality)
    if args.maildir is None:
        row = take_in(sys.stdin.buffer.read(MOST_BYTES + 1), chosen)
        out.done({"kind": row.kind, "received": str(row.pk), "problem": row.problem})
        return REFUSED if row.kind == ReceivedKind.REFUSED else GOOD
    if not (args.maildir / "new").is_dir():
        raise Stop(f"{args.maildir} is no Maildir: it has no folder named new.")
    found: Counter[str] = Counter()
    for number, kind in enumerate(_from_maildir(args.maildir, chosen, out), start=1):
        found[kind] += 1
        out.progress("messages", number)
    out.done({kind: found[kind] for kind in (*ReceivedKind.values, "left")})
    return REFUSED if found["left"] or found[ReceivedKind.REFUSED] else GOOD


def _chosen(code: str | None) -> Municipality | None:
    if code is None:
        return None
    found = Municipality.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise Stop(f"There is no municipality {code}.")
    return found


def take_in(raw: bytes, chosen: Municipality | None) -> Received:
    """One message. Raises Stop when nobody can tell for whom it is."""
    incoming = understood(raw)
    municipality = chosen or municipality_for(incoming)
    if municipality is None:
        raise Stop(WHOSE)
    return keep(municipality=municipality.pk, incoming=incoming, now=datetime.now(UTC))


def _from_maildir(folder: Path, chosen: Municipality | None, out: Output) -> Iterator[str]:
    """The kind of each new message. One that goes wrong stays in `new` and does not hold up the others."""
    with closing(mailbox.Maildir(str(folder), create=False)) as box:
        for key in sorted(box.keys()):
            message = box.get_message(key)
            if message.get_subdir() != "new":
                continue
            try:
                kind = take_in(box.get_bytes(key), chosen).kind
            except Exception as problem:  # the next message must not wait for this one
                out.error(f"{key}: {type(problem).__name__}: {problem}")
                yield "left"
                continue
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
            yield kind
