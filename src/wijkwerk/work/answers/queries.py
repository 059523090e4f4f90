"""Promises per area and team, and the whole of what was answered to a subject."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within, within_any
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import is_late
from wijkwerk.work.answers.models import Answer, Condition, Promise, PromiseState


@dataclass(frozen=True)
class Told:
    """An answer with its conditions and promise, as a page shows it."""

    answer: Answer
    conditions: list[Condition]
    promise: Promise | None
    shifts: list[Any]


def told(subject: Subject) -> list[Told]:
    """Everything that was answered to a subject, newest first. Four queries at most."""
    answers = Answer.objects.filter(municipality=subject.municipality_id, subject=subject)
    answers = answers.select_related(
        "owner_team", "given_by", "promise", "promise__owner_team", "promise__subject"
    )
    rows = list(answers.prefetch_related("conditions__owner_team", "promise__shifts").order_by("-given_at"))
    found = []
    for answer in rows:
        promise = getattr(answer, "promise", None)
        shifts = sorted(promise.shifts.all(), key=lambda each: each.shifted_at) if promise else []
        conditions = sorted(answer.conditions.all(), key=lambda each: (each.expected_until, str(each.pk)))
        found.append(Told(answer, conditions, promise, shifts))
    return found


def promises_for(access: Access, municipality: Municipality) -> QuerySet[Promise]:
    """Promises that this person may see; care only for the care line, and only its own (D8)."""
    care = Q(care=True, owner_team__in=access.care_teams) if access.care_teams else Q(pk__in=[])
    rows = Promise.objects.filter(municipality=municipality)
    if access.intake:
        return rows.filter(care | Q(care=False))
    mine = within_any("area_path", access.areas | access.watches) | Q(owner_team__in=access.teams)
    return rows.filter(care | (Q(care=False) & mine))


def public_promises(municipality: Municipality, area_path: str = "") -> QuerySet[Promise]:
    """Promises that strangers may see: with public words, never care."""
    rows = Promise.objects.filter(municipality=municipality, care=False).exclude(public_what="")
    return rows.filter(within("area_path", area_path))


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
