"""What the room of signals gives to a dossier: the signal and what hangs on it (D15)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.subjects.dossiers import moment_words
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Part, Piece
from wijkwerk.work.signals.models import BroadLook, Handover, Message, Note, Question, Signal
from wijkwerk.work.signals.sections import Kinds, Themes


def report_part(*, subject: Subject, municipality: Municipality) -> Part | None:
    """What was reported."""
    signal = (
        Signal.objects.filter(municipality=municipality, pk=subject.pk).select_related("owner_team").first()
    )
    if signal is None:
        return None
    document = current(municipality)
    facts = (
        ("Soort", document.part(Kinds).label(signal.kind)),
        ("Thema", document.part(Themes).label(signal.theme)),
        ("Plek", signal.words),
        ("Punt", f"{signal.lat:.5f}, {signal.lon:.5f}" if signal.lat and signal.lon else ""),
        ("Binnengekomen", f"{moment_words(signal.received_at)}, via {signal.get_via_display()}"),
        ("Eigenaar", signal.owner_team.name),
        ("Openbaar", " · ".join(part for part in (signal.public_title, signal.public_place) if part)),
        ("Ander systeem", " ".join(part for part in (signal.external_system, signal.external_ref) if part)),
        ("Doorgestuurd naar", signal.forwarded_to),
    )
    return Part("De melding", 10, (Piece(signal.title or "Zonder titel", facts, signal.text),))


def talk_part(*, subject: Subject, municipality: Municipality) -> Part:
    """Questions and messages, notes, handovers and the broad look."""
    here = {"municipality": municipality, "signal": subject.pk}
    found = [*_notes(here), *_talk(here), *_handovers(here), *_looks(here)]
    return Part(
        "Wat collega’s en melders schreven",
        35,
        tuple(piece for _, piece in sorted(found, key=lambda e: e[0])),
    )


def _notes(here: dict[str, Any]) -> Iterable[tuple[datetime, Piece]]:
    for row in Note.objects.filter(**here).select_related("written_by"):
        yield row.written_at, _piece("Notitie", row.written_at, row.written_by.name, row.text)


def _talk(here: dict[str, Any]) -> Iterable[tuple[datetime, Piece]]:
    for row in Question.objects.filter(**here).select_related("asked_by"):
        yield row.asked_at, _piece("Vraag aan de melder", row.asked_at, row.asked_by.name, row.text)
    for said in Message.objects.filter(**here).select_related("asker"):
        name = said.asker.name if said.asker else ""
        yield said.written_at, _piece("Bericht van een melder", said.written_at, name, said.text)


def _handovers(here: dict[str, Any]) -> Iterable[tuple[datetime, Piece]]:
    for row in Handover.objects.filter(**here).select_related("from_team", "to_team", "asked_by"):
        title = f"Overdracht van {row.from_team.name} aan {row.to_team.name}: {row.get_state_display()}"
        text = "\n\n".join(part for part in (row.why, row.settled_why) if part)
        yield row.asked_at, _piece(title, row.asked_at, row.asked_by.name, text)


def _looks(here: dict[str, Any]) -> Iterable[tuple[datetime, Piece]]:
    for row in BroadLook.objects.filter(**here).select_related("written_by"):
        text = "\n\n".join(part for part in (row.behind, row.others, row.tried, row.can_self) if part)
        yield row.written_at, _piece("Brede blik", row.written_at, row.written_by.name, text)


def _piece(title: str, at: datetime, by: str, text: str) -> Piece:
    return Piece(title, (("Wanneer", moment_words(at)), ("Door", by)), text)
