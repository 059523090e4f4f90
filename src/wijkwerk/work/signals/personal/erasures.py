"""What was erased, as a list of identifiers: kept outside the database, it is carried out again after a restore (D6)."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.subjects.erasing import VERB, Way, erase_subject
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.work.answers.models import Asker, DataRequest
from wijkwerk.work.signals.personal.own_data import erase_person


class What(StrEnum):
    """A whole dossier, one asker, or one asker with what they wrote."""

    SUBJECT = "subject"
    ASKER = "asker"
    WORDS = "words"


@dataclass(frozen=True)
class Erasure:
    """One line of the list: no text, no name; `ground` is the rule of the selection list or an article."""

    what: What
    key: uuid.UUID
    at: datetime
    ground: str = ""


def since(moment: datetime) -> Iterator[Erasure]:
    """All that was erased from this moment on, people before dossiers."""
    rows = DataRequest.objects.filter(with_words=True, carried_out_at__gte=moment).order_by("carried_out_at")
    for asker, at in rows.values_list("asker", "carried_out_at").iterator():
        yield Erasure(What.WORDS, asker, at)  # type: ignore[arg-type]  # never None, see the filter
    people = Asker.objects.filter(erased_at__gte=moment).order_by("erased_at")
    for asker, at in people.values_list("pk", "erased_at").iterator():
        yield Erasure(What.ASKER, asker, at)  # type: ignore[arg-type]
    lines = Line.objects.filter(verb=VERB, at__gte=moment, subject__isnull=False).order_by("at")
    for subject, at, ground in lines.values_list("subject", "at", "result").iterator():
        yield Erasure(What.SUBJECT, subject, at, ground)  # type: ignore[arg-type]


def again(erasures: Iterable[Erasure], *, now: datetime) -> Iterator[tuple[Erasure, str]]:
    """Carry each out once more: `done`, `before` (it was erased in the backup already) or `absent` (not in the backup)."""
    for each in erasures:
        yield each, _again(each, now=now)


@transaction.atomic
def _again(each: Erasure, *, now: datetime) -> str:
    if each.what is What.SUBJECT:
        subject = Subject.objects.filter(pk=each.key).select_related("municipality").first()
        if subject is None:
            return "absent"
        done = erase_subject(
            subject=subject,
            municipality=subject.municipality,
            way=Way.AGAIN,
            why=each.ground or "again",
            by=None,
            now=now,
        )
        return "done" if done else "before"
    asker = Asker.objects.filter(pk=each.key).first()
    if asker is None:
        return "absent"
    if asker.erased_at is not None and each.what is What.ASKER:
        return "before"
    erase_person(asker=asker, with_words=each.what is What.WORDS, by=None, now=now, way=Way.AGAIN)
    return "done"
