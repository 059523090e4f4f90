"""Entries as a calendar file (iCalendar, RFC 5545): each is a day without a time, the first of its month.

An entry keeps its UID when it is changed or moved, so a calendar program moves it too. Whatever people typed is escaped:
no line of theirs can become a line of the file.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

KIND: Final = "text/calendar; charset=utf-8"
FOLD: Final = 75  # octets of a line, without its end (3.1)
END: Final = "\r\n"
MAKER: Final = "-//Wijkwerk//Jaarkalender//NL"


@dataclass(frozen=True)
class Event:
    """One entry. `certain` False makes it tentative; `host` of the installation makes the UID the world's own."""

    key: uuid.UUID
    host: str
    day: date
    changed_at: datetime
    title: str
    text: str = ""
    category: str = ""
    url: str = ""
    certain: bool = True


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    for event in events:
        lines += _event(event)
    return "".join(fold(line) + END for line in [*lines, "END:VCALENDAR"]).encode()


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.key}@{event.host}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"LAST-MODIFIED:{_moment(event.changed_at)}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"SUMMARY:{escape(event.title)}",
    ]
    if event.text:
        lines.append(f"DESCRIPTION:{escape(event.text)}")
    if event.category:
        lines.append(f"CATEGORIES:{escape(event.category)}")
    if event.url:
        lines.append(f"URL:{_plain(event.url)}")
    # Nobody is occupied the whole first day of a month by it.
    status = "CONFIRMED" if event.certain else "TENTATIVE"
    return [*lines, f"STATUS:{status}", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    r"""Text as a value (3.3.11): \\ \; \, and \n; control signs and half characters become a question mark."""
    whole = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    safe = "".join(sign if sign in "\n\t" or sign.isprintable() else "?" for sign in whole)
    for sign in ("\\", ";", ","):
        safe = safe.replace(sign, f"\\{sign}")
    return safe.replace("\n", "\\n")


def _plain(url: str) -> str:
    return "".join(sign for sign in url if sign.isprintable() and not sign.isspace())


def fold(line: str) -> str:
    """The line in pieces of 75 octets at most, each further one begun with a space; never in the middle of a character."""
    pieces: list[str] = []
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        # The space that begins a further piece counts as well.
        if size + octets > FOLD - (1 if pieces else 0):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + sign, size + octets
    return (END + " ").join([*pieces, piece])
