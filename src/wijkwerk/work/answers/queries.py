"""Promises per area and team, and the whole of what was answered to a subject."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import inside, within, within_any
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import is_late
from wijkwerk.work.answers.models import Answer, Condition, Promise, PromiseShift, PromiseState


@dataclass(frozen=True)
class Told:
    """An answer with its conditions and promise, as a page shows it."""

    answer: Answer
    conditions: list[Condition]
    promise: Promise | None
    shifts: list[PromiseShift]


def told(subject: Subject) -> list[Told]:
    """Everything that was answered to a subject, newest first. Two queries; three when a promise was moved."""
    answers = Answer.objects.filter(municipality=subject.municipality_id, subject=subject)
    answers = answers.select_related(
        "owner_team", "given_by", "promise", "promise__owner_team", "promise__subject"
    )
    conditions = Condition.objects.select_related("owner_team").order_by("expected_until", "pk")
    rows = list(answers.prefetch_related(Prefetch("conditions", conditions)).order_by("-given_at", "-pk"))
    promises = [answer.promise for answer in rows if hasattr(answer, "promise")]
    shifts = _shifts([promise for promise in promises if promise.due_until != promise.first_due])
    return [
        Told(answer, list(answer.conditions.all()), promise, shifts.get(promise.pk, []) if promise else [])
        for answer in rows
        for promise in [getattr(answer, "promise", None)]
    ]


def _shifts(moved: list[Promise]) -> dict[uuid.UUID, list[PromiseShift]]:
    found: dict[uuid.UUID, list[PromiseShift]] = {}
    if moved:
        for shift in PromiseShift.objects.filter(promise__in=moved).order_by("shifted_at"):
            found.setdefault(shift.promise_id, []).append(shift)
    return found


def promises_for(access: Access, municipality: Municipality) -> QuerySet[Promise]:
    """Promises that this person may see; care only for the care line, and only its own (D8)."""
    care = Q(care=True, owner_team__in=access.care_teams) if access.care_teams else Q(pk__in=[])
    rows = Promise.objects.filter(municipality=municipality)
    if access.intake:
        return rows.filter(care | Q(care=False))
    mine = within_any("area_path", access.areas | access.watches) | Q(owner_team__in=access.teams)
    return rows.filter(care | (Q(care=False) & mine))


def public_promises(
    municipality: Municipality, area_path: str = "", *, wide: bool = False
) -> QuerySet[Promise]:
    """Promises that strangers may see: with public words, never care. `wide`: the area is a large part of the municipality."""
    rows = Promise.objects.filter(municipality=municipality, care=False).exclude(public_what="")
    return rows.filter((inside if wide else within)("area_path", area_path))


def figures(rows: QuerySet[Promise], *, today: date, since: date) -> dict[str, Any]:
    """Promise 2 in numbers, by the first due date (D3): kept, kept later than first said, late now, oldest open one.

    `due` counts promises whose first date lies from `since` until today, and those that were kept early.
    """
    fell_due = rows.exclude(state=PromiseState.WITHDRAWN).filter(
        Q(first_due__gte=since, first_due__lt=today) | Q(state=PromiseState.KEPT, first_due__gte=since)
    )
    late_now = Q(state=PromiseState.OPEN, due_until__lt=today)
    numbers = fell_due.aggregate(
        due=Count("pk"),
        kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
        late=Count("pk", filter=late_now),
        moved=Count("pk", filter=Q(state=PromiseState.OPEN, due_until__gte=today)),
    )
    oldest = rows.filter(state=PromiseState.OPEN).aggregate(oldest=Min("made_at"))["oldest"]
    return numbers | {"oldest_days": days_open(oldest, today)}


def days_open(made_at: datetime | None, today: date) -> int | None:
    """Age in days of an open promise; None where there is none."""
    return (today - made_at.date()).days if made_at else None


def late(promise: Promise, today: date) -> bool:
    """Late = open and today after the date; derived, never stored (D3)."""
    return promise.state == PromiseState.OPEN and is_late(promise.due_until, today)
