"""While a next version is written, who asked hears and reads the name that holds, also in what is kept (promise 3, I27)."""

from datetime import date, timedelta
from typing import Any

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items, wishes, writing
from wijkwerk.work.plans.models import Asked, Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.rounds_cast import opened, out, wished
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.models import Signal

HOLDS, DRAFT = "Agenda van Noord", "Een naam die nog niet geldt"
LATER = NOW + timedelta(days=1)


def by(town: Town) -> dict[str, Any]:
    return {"by": town.people["owner"], "roles": ALL, "now": LATER}


@pytest.fixture
def item(town: Town, agenda: Plan) -> PlanItem:
    """An adopted item in a plan that is being revised under another name."""
    made = choose(town, put(town, agenda))
    adopt(town, agenda)
    writing.revise(plan=agenda, **by(town))
    days = {"starts": date(2028, 1, 1), "ends": date(2037, 12, 31)}
    writing.change_plan(plan=agenda, title=DRAFT, **days, **by(town))
    return PlanItem.objects.select_related("plan__subject", "municipality", "subject").get(pk=made.pk)


def told(signal: Signal) -> tuple[list[str], list[str]]:
    """What the letters about a signal say, and the names of plans in its history."""
    bodies = Letter.objects.filter(subject=signal.pk).order_by("made_at", "pk").values_list("body", flat=True)
    lines = Line.objects.filter(subject=signal.pk, verb__in=("planned", "unplanned", "in_round"))
    return list(bodies), [line.detail.text["plan"] for line in lines.order_by("id").select_related("detail")]


def test_the_yes_and_the_history_say_the_name_that_holds(town: Town, item: PlanItem):
    """A signal that is linked during a revision reads nothing of the draft."""
    signal = town.signal()
    items.link_signal(item=item, signal=signal, **by(town))
    items.drop(item=item, why="Er ligt een leiding.", **by(town))
    bodies, names = told(signal)
    assert f"Uw wens staat in een plan: {HOLDS}." in bodies[1]
    assert names == [HOLDS, HOLDS]
    assert not any(DRAFT in body for body in bodies)


def test_what_the_clock_says_later_has_the_name_that_holds(town: Town, item: PlanItem):
    """An answer that had to wait for the asker does not tell the draft either."""
    signal = town.signal()
    waits = {"by": town.people["owner"], "roles": frozenset({"owner_team"}), "now": NOW}
    asking.ask(signal=signal, question="Welke?", **waits)
    items.link_signal(item=item, signal=signal, **by(town))
    asking.resume(signal=signal, **waits)
    assert promising.catch_up(now=LATER) == 1
    assert HOLDS in told(signal)[0][-1]
    assert DRAFT not in told(signal)[0][-1]


def test_a_round_for_the_next_version_speaks_of_the_name_that_holds(town: Town, item: PlanItem):
    """Taking part, and the no of who fell out."""
    round_ = opened(town, item.plan)
    wish = wished(town, round_)
    wishes.bring_signal(round_=round_, signal=town.signal(), **by(town))
    Asked.objects.get(what=f"Ronde: {HOLDS}")
    signal = Signal.objects.get(pk=wish.wish_id)
    round_.step = "filter"
    round_.save(update_fields=["step"])
    out(town, wish)
    bodies, names = told(signal)
    assert names == [HOLDS]
    assert f"Uw wens deed mee met de ronde voor dit plan: {HOLDS}." in bodies[-1]


def test_after_the_next_adoption_the_new_name_is_said(town: Town, item: PlanItem):
    """What was adopted is what is told, from that moment on."""
    plan = item.plan
    plan.refresh_from_db()
    adopt(town, plan, now=LATER)
    item = PlanItem.objects.select_related("plan__subject", "municipality", "subject").get(pk=item.pk)
    signal = town.signal()
    items.link_signal(item=item, signal=signal, **by(town))
    bodies, names = told(signal)
    assert DRAFT in bodies[-1]
    assert names == [DRAFT]
