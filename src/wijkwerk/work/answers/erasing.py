"""Empty what is personal about who asked and what was answered; kinds, dates and public words stay (D6, D18)."""

from datetime import datetime
from typing import Any

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import db
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.work.answers.askers import empty_asker
from wijkwerk.work.answers.models import Answer, Asker, Condition, DataRequest, Promise, PromiseShift


def erase(*, subject: Subject, municipality: Municipality, now: datetime, **rest: Any) -> int:
    """Every asker of this subject, and every word of its answers, conditions and promises. Returns how many rows."""
    living = Asker.objects.filter(municipality=municipality, subject=subject, erased_at=None)
    # One by one: each link must die in its own way. A copy on another subject stays with that subject.
    askers = list(db.locked(living.order_by("pk")))
    for asker in askers:
        empty_asker(asker, now=now)
    return len(askers) + _requests(subject, municipality, now=now) + _answers(subject, municipality, now=now)


def _requests(subject: Subject, municipality: Municipality, *, now: datetime) -> int:
    rows = DataRequest.objects.filter(municipality=municipality, asker__subject=subject, erased_at=None)
    # What is still to be settled keeps no text, and counts as granted: it is erased.
    rows.filter(settled_at=None).update(settled_at=now, granted=True, carried_out_at=now)
    return rows.update(text="", why="", erased_at=now)


def _answers(subject: Subject, municipality: Municipality, *, now: datetime) -> int:
    here = {"municipality": municipality, "erased_at": None}
    answers = Answer.objects.filter(**here, subject=subject)
    conditions = Condition.objects.filter(**here, answer__subject=subject)
    promises = Promise.objects.filter(**here, asked=subject)
    shifts = PromiseShift.objects.filter(**here, promise__asked=subject)
    count = conditions.update(what="", needed="", settled_why="", erased_at=now)
    count += shifts.update(why="", erased_at=now)
    count += promises.update(what="", explanation="", erased_at=now)
    said = {"text": "", "what": "", "can_do": "", "erased_at": now}
    count += answers.filter(kind="no").update(reason="", **said)
    return count + answers.exclude(kind="no").update(**said)
