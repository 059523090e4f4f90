"""Every page of the writers opens in each state of a plan, says what it must, and asks a fixed number of questions."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.rules.planning import PlanState
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import items, writing
from wijkwerk.work.plans.models import Plan
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, url

PLAN_PAGES = ("work", "board", "change_plan", "discuss", "take_back", "revise", "adopt_plan", "account_for")
ITEM_PAGES = (
    "item_work", "change_item", "choose", "unchoose", "start", "finish", "drop", "propose_again", "link_signal", "serve",
)  # fmt: skip


def filled(town: Town, number: int = 3) -> Plan:
    """An agenda with a vision above it, items from signals and from the street, and one that serves the vision."""
    vision = begin(town, "visie", ends=date(2036, 12, 31))
    above = put(town, vision, kind="priority", title="Veilig naar school")
    plan = begin(town)
    for each in range(number):
        signal = town.signal(title=f"Melding {each}")
        item = put(town, plan, signal if each % 2 == 0 else None, title=f"Punt {each}")
        items.serve(item=item, serves=above, by=town.people["owner"], roles=ALL, now=NOW)
        if each % 3:
            choose(town, item)
    return plan


def in_state(town: Town, plan: Plan, state: str) -> Plan:
    """The same plan, further on."""
    by: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    if state == PlanState.DISCUSSED:
        writing.discuss(plan=plan, **by)
    if state in (PlanState.ADOPTED, PlanState.REVISING):
        adopt(town, plan)
    if state == PlanState.REVISING:
        writing.revise(plan=plan, **by)
    plan.refresh_from_db()
    return plan


@pytest.mark.parametrize("state", ["draft", "discussed", "adopted", "revising"])
def test_every_page_of_a_plan_and_of_its_items_opens_in_each_state(town, log_in, state):
    plan = in_state(town, filled(town), state)
    client = log_in("owner")
    for name in PLAN_PAGES:
        assert plan.title in page_of(client, name, plan), name
    assert "Wat deden wij vorig jaar" in page_of(client, "write_part", plan, "terugblik")
    for item in plan.items.all():
        for name in ITEM_PAGES:
            assert item.title in page_of(client, name, item), name


@pytest.mark.parametrize("number", [3, 40])
def test_a_page_costs_the_same_number_of_queries_however_many_items(
    town: Town, log_in: Any, number: int, django_assert_max_num_queries: Any
) -> None:
    plan = filled(town, number)
    client = log_in("owner")
    client.get(url("list"))
    item = plan.items.order_by("place")[1]
    ceilings = {"list": 7, "work": 10, "board": 6, "adopt_plan": 12, "account_for": 6}
    for name, most in ceilings.items():
        with django_assert_max_num_queries(most):
            assert client.get(url(name, *([] if name == "list" else [plan]))).status_code == 200
    for name, most in {"item_work": 10, "change_item": 9, "link_signal": 8, "serve": 6}.items():
        with django_assert_max_num_queries(most):
            assert client.get(url(name, item)).status_code == 200
