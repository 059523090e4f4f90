"""One dossier as a ZIP: a PDF of the whole, the files, and metadata (D15). Each room gives its own part."""

import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.dutch_dates import day_words
from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.letters.models import Letter, Received
from wijkwerk.ground.subjects.mdto import Held, dossier_xml, file_xml
from wijkwerk.ground.subjects.models import Attachment, PhotoState, Subject
from wijkwerk.ground.subjects.photos import media
from wijkwerk.ground.subjects.records import Happened, Part, Piece, Whole
from wijkwerk.rules.deadlines import AMSTERDAM

PAPER: Final = Path(__file__).parent / "paper" / "dossier.typ"
MOST: Final = 500  # letters and photos of one dossier
IN_MEMORY: Final = 4 * 1024 * 1024  # bytes; what is larger goes to a temporary file


def parts_of(subject: Subject, municipality: Municipality, more: Iterable[Part] = ()) -> list[Part]:
    """What every room holds about the subject, and what the caller adds, in the order of the paper."""
    found = [*hooks.run("records.dossier", subject=subject, municipality=municipality), *more]
    return sorted((part for part in found if part is not None), key=lambda part: part.place)


def letters_part(*, subject: Subject, municipality: Municipality) -> Part:
    """The letters that left and came in; the trace link is not in them (D5)."""
    here = {"municipality": municipality.pk, "subject": subject.pk, "erased_at": None}
    left = Letter.objects.filter(**here).order_by("made_at", "id")[:MOST]
    came = Received.objects.filter(**here).exclude(body="").order_by("received_at", "id")[:MOST]
    return Part(
        "Brieven en berichten",
        40,
        (
            *(
                _letter(row.title, "Aan", row.address, row.get_channel_display(), row.made_at, row.body)
                for row in left
            ),
            *(_letter(row.title, "Van", row.sender, "e-mail", row.received_at, row.body) for row in came),
        ),
    )


def _letter(title: str, who: str, address: str, channel: str, at: datetime, body: str) -> Piece:
    facts = ((who, " ".join(address.split())), ("Hoe", channel), ("Wanneer", moment_words(at)))
    return Piece(title or "Zonder titel", facts, body)


def build(
    *, whole: Whole, subject: Subject, municipality: Municipality, now: datetime, more: Iterable[Part] = ()
) -> IO[bytes]:
    """The ZIP, ready to be read from its start. The caller closes it. No name in it comes from a person."""
    name = f"Gemeente {municipality.name}"
    pdf = paper(
        PAPER,
        title=f"Dossier {subject.code}",
        municipality=name,
        data=_paper(whole, parts_of(subject, municipality, more), now=now),
    )
    files = [Held("dossier.pdf", pdf), *_photos(subject, municipality)]
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the response closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for held in files:
            archive.writestr(held.name, held.data)
            archive.writestr(f"{held.name}.mdto.xml", file_xml(held, whole, now=now))
        about = dossier_xml(whole, municipality=name, municipality_code=municipality.code, files=files)
        archive.writestr("dossier.mdto.xml", about)
    made.seek(0)
    return made


def _photos(subject: Subject, municipality: Municipality) -> Iterable[Held]:
    rows = Attachment.objects.filter(municipality=municipality, subject=subject, state=PhotoState.READY)
    for number, row in enumerate(rows.order_by("uploaded_at", "id")[:MOST], start=1):
        path = media(row.stored)
        if path.is_file():
            yield Held(f"foto-{number}.jpg", path.read_bytes())


def _paper(whole: Whole, parts: list[Part], *, now: datetime) -> dict[str, Any]:
    """The data of the template: only texts and lists of texts."""
    kept = whole.kept
    facts = [
        ("Code", kept.code),
        ("Thema", kept.about),
        ("Gebied", whole.area),
        ("Begonnen", moment_words(whole.began_at)),
        ("Geëindigd", day_words(kept.ended_on) if kept.ended_on else "nog niet"),
        ("Bewaren", _term(whole)),
        ("Gemaakt", moment_words(now)),
    ]
    return {
        "name": whole.name,
        "facts": [fact for fact in facts if fact[1]],
        "parts": [
            {
                "title": part.title,
                "pieces": [_piece(each) for each in part.pieces],
                "events": _events(part.events),
            }
            for part in parts
        ],
    }


def _term(whole: Whole) -> str:
    kept = whole.kept
    until = f", tot en met {day_words(kept.destroy_after)}" if kept.destroy_after else ""
    return f"regel {kept.rule}, {kept.years} jaar{until}" if kept.rule else ""


def _piece(each: Piece) -> dict[str, Any]:
    return {"title": each.title, "facts": [fact for fact in each.facts if fact[1]], "text": each.text}


def _events(events: Iterable[Happened]) -> list[list[str]]:
    return [
        [moment_words(each.at), "\n".join(part for part in (each.what, each.text) if part), each.by]
        for each in events
    ]


def moment_words(at: datetime) -> str:
    """A moment as "2 november 2026, 10:00"."""
    return f"{day_words(at)}, {at.astimezone(AMSTERDAM):%H:%M}"
