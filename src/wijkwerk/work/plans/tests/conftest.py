"""What tests of plans begin with: an agenda of Noord in draft, and a wish of a resident in it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.models import Signal

ALL = frozenset({WRITER, ADOPTER, OWNER})


def begin(town: Town, kind: str = "agenda", **given: Any) -> Plan:
    """A plan in draft by the area manager of Noord, for Noord."""
    values: dict[str, Any] = {
        "title": f"{kind.capitalize()} van Noord",
        "starts": date(2027, 1, 1),
        "ends": date(2027, 12, 31),
        "owner_team": town.teams["gebiedsteam"],
        "area": town.areas["Noord"],
    }
    new = writing.NewPlan(kind=kind, **values | given)
    return writing.begin_plan(municipality=town.municipality, new=new, by=town.people["owner"], now=NOW)


def put(town: Town, plan: Plan, signal: Signal | None = None, **given: Any) -> PlanItem:
    """An item in a plan, from a signal or from the street; with a date, and proposed."""
    values: dict[str, Any] = {
        "title": "Een drempel in de Lindelaan",
        "origin": "signal" if signal else "resident",
        "origin_subject": signal.subject if signal else None,
        "origin_words": "" if signal else "gehoord op het plein",
        "owner_team": town.teams["verkeer"],
        "due_until": date(2027, 6, 30),
        "precision": "quarter",
    }
    new = items.NewItem(**values | given)
    return items.propose_item(plan=plan, new=new, by=town.people["owner"], roles=ALL, now=NOW)


def choose(town: Town, item: PlanItem, now: Any = NOW) -> PlanItem:
    """It will be done."""
    return items.choose(item=item, by=town.people["owner"], roles=ALL, now=now)


def adopt(town: Town, plan: Plan, now: Any = NOW) -> Any:
    """Adopted by the college, yesterday."""
    decision = adopting.Decision("het college van burgemeester en wethouders", TODAY, "besluit 12")
    return adopting.adopt_plan(plan=plan, decision=decision, by=town.people["owner"], roles=ALL, now=now)


@pytest.fixture
def agenda(town: Town) -> Plan:
    """A yearly agenda of Noord in draft."""
    return begin(town)


@pytest.fixture
def letters(town: Town) -> Callable[[Signal], list[str]]:
    """Kinds of the letters about a signal, oldest first."""
    from wijkwerk.ground.letters.models import Letter  # noqa: PLC0415

    def kinds(signal: Signal) -> list[str]:
        rows = Letter.objects.filter(subject=signal.pk).order_by("made_at", "pk")
        return list(rows.values_list("kind", flat=True))

    return kinds
