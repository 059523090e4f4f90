"""Promises per area and team on the desk, and the conditions that are still open (Q11, Q17)."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import among, within
from wijkwerk.ground.people.may import Access
from wijkwerk.work.answers.models import Condition, ConditionState, Promise, PromiseState
from wijkwerk.work.answers.queries import promises_for
from wijkwerk.work.signals.models import Signal

PAGE = 50


def soon(access: Access, municipality: Municipality, *, today: date, most: int = 5) -> list[Promise]:
    """Open promises that fall due first, late ones before all."""
    rows = promises_for(access, municipality).filter(state=PromiseState.OPEN)
    return list(rows.select_related("asked", "owner_team").order_by("due_until", "pk")[:most])


def promise_page(
    access: Access,
    municipality: Municipality,
    *,
    state: str,
    team: str,
    area_path: str,
    after: str,
    today: date,
) -> tuple[list[Promise], str]:
    """One page, by date; and the mark of the next page. One query."""
    rows = promises_for(access, municipality)
    if state == "late":
        rows = rows.filter(state=PromiseState.OPEN, due_until__lt=today)
    elif state in PromiseState.values:
        rows = rows.filter(state=state)
    if team:
        rows = rows.filter(owner_team__key=team)
    rows = rows.filter(within("area_path", area_path), _beyond(after))
    found = list(rows.select_related("asked", "owner_team").order_by("due_until", "pk")[: PAGE + 1])
    mark = f"{found[PAGE - 1].due_until.isoformat()}~{found[PAGE - 1].pk.hex}" if len(found) > PAGE else ""
    return found[:PAGE], mark


def _beyond(mark: str) -> Q:
    day, _, key = mark.partition("~")
    try:
        due, pk = date.fromisoformat(day), uuid.UUID(hex=key)
    except ValueError:
        return Q()
    return Q(due_until__gt=due) | Q(due_until=due, pk__gt=pk)


def open_conditions(access: Access, municipality: Municipality, most: int = 50) -> list[dict[str, Any]]:
    """Who has which condition, and when we expect to know (Q17): of signals that this person may see."""
    visible = Signal.objects.filter(access.visible(), municipality=municipality)
    rows = Condition.objects.filter(
        among(visible, "answer__subject"),
        municipality=municipality,
        state=ConditionState.OPEN,
        answer__superseded_at=None,
    )
    rows = rows.select_related("owner_team", "answer__subject").order_by("expected_until")[:most]
    return [{"condition": row, "code": row.answer.subject.code} for row in rows]
