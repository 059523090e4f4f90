"""The dossier of a signal for a download: its metadata and its history in words, around what every room gives (D15)."""

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects import dossiers
from wijkwerk.ground.subjects.records import Happened, Part, Whole
from wijkwerk.work.signals.desk.history import SENTENCES
from wijkwerk.work.signals.finding.mentions import TAKEN_BACK
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.personal.erasing import kept_of
from wijkwerk.work.signals.sections import Themes

MOST_LINES = 2000


def build(signal: Signal, *, now: datetime) -> IO[bytes]:
    """The ZIP; the caller closes it."""
    happened = Part("Wat er gebeurde", 50, events=tuple(events_of(signal, texts=True)))
    return dossiers.build(
        whole=whole(signal),
        subject=signal.subject,
        municipality=signal.municipality,
        more=[happened],
        now=now,
    )


def whole(signal: Signal) -> Whole:
    """What the metadata of the dossier say."""
    names = areas.path_names(signal.municipality)
    return Whole(
        kept=kept_of(signal, current(signal.municipality).part(Themes)),
        name=signal.title or signal.public_title or f"Melding {signal.subject.code}",
        began_at=signal.received_at,
        area=names[signal.area_path].name if signal.area_path in names else "",
        events=tuple(events_of(signal, texts=False)),
    )


def events_of(signal: Signal, *, texts: bool) -> Iterable[Happened]:
    """The lines of the journal with the names of who did it, oldest first; with `texts` the reasons too."""
    lines = list(history(municipality=signal.municipality_id, subjects=[signal.subject_id])[:MOST_LINES])
    names = dict(User.objects.filter(pk__in={line.actor for line in lines}).values_list("pk", "name"))
    for line in lines:
        if line.verb in TAKEN_BACK and not hasattr(line, "detail"):
            continue  # the other signal turned out to be about care: this one says nothing of it (D8)
        facts = _facts(line)
        what = SENTENCES.get(line.verb, line.verb).format_map(_Gone(facts if texts else {}))
        yield Happened(
            line.at,
            what,
            names.get(line.actor, "") if line.actor else "",
            facts.get("why", "") if texts else "",
        )


def _facts(line: Line) -> dict[str, str]:
    detail = getattr(line, "detail", None)
    found = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    return {key: str(value) for key, value in found.items()}


class _Gone(dict[str, str]):
    """Metadata hold no text: what a line is about is left open there."""

    def __missing__(self, key: str) -> str:
        return "…"
