"""A wish of a round that came into the plan by another way counts as placed, everywhere and in the same words."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items, linking, wishes
from wijkwerk.work.plans.gathering import account_of, gather
from wijkwerk.work.plans.models import PlanItem, Round, RoundWish
from wijkwerk.work.plans.round_panels import in_rounds
from wijkwerk.work.plans.tests.conftest import begin, put
from wijkwerk.work.plans.tests.desk_cast import page_of
from wijkwerk.work.plans.tests.rounds_cast import fresh, go_on, leads, opened, out, wished
from wijkwerk.work.signals.actions import merging
from wijkwerk.work.signals.models import Signal


def signal_of(row: RoundWish) -> Signal:
    return Signal.objects.select_related("subject", "municipality").get(pk=row.wish_id)


def linked(town: Town, round_: Round, row: RoundWish, **given: Any) -> PlanItem:
    """An item of the plan, made on its board, answers the signal of this wish."""
    item = put(town, round_.plan, **given)
    return linking.link_signal(item=item, signal=signal_of(row), **leads(town))


def told(row: RoundWish) -> dict[str, Any]:
    panel = in_rounds(signal=signal_of(row), public=True)
    assert panel is not None
    first: dict[str, Any] = panel.context["rounds"][0]
    return first


@pytest.mark.parametrize("fate", ["open", "out"])
def test_it_is_told_to_who_asked_on_the_page_and_in_the_numbers(town: Town, fate):
    round_ = opened(town)
    row = wished(town, round_)
    if fate == "out":
        go_on(town, round_, RoundStep.FILTER)
        out(town, row)
    type(round_.plan).objects.update(public_at=round_.made_at)
    assert told(row)["words"] != "Uw wens staat in het plan."
    linked(town, round_, row)
    assert told(row)["words"] == "Uw wens staat in het plan."
    assert told(row)["why"] == ""
    text = page_of(Client(), "round", round_.plan)
    assert "Wordt nog bekeken" not in text
    assert "Valt af" not in text
    assert "In het plan" in text
    assert "Een drempel in de Lindelaan" in text
    account = account_of(round_, gather(fresh(round_)))
    assert (account.wishes, account.open, account.placed, account.fell_out) == (1, 0, 1, 0)


def test_it_holds_the_round_no_more_and_stands_in_the_plan_once(town: Town):
    round_ = opened(town)
    row = wished(town, round_)
    item = linked(town, round_, row)
    go_on(town, round_, RoundStep.PLACE)
    with pytest.raises(Refused):
        wishes.place_wish(wish=row, item=item, **leads(town))
    done = go_on(town, fresh(round_), RoundStep.ADOPT)
    assert [each.item for each in gather(done)] == [item]


def test_what_was_dropped_or_stands_in_another_plan_does_not_count(town: Town):
    round_ = opened(town)
    row, other = wished(town, round_), wished(town, round_)
    item = linked(town, round_, row)
    items.drop(item=item, why="Er ligt een kabel.", **leads(town))
    elsewhere = put(town, begin(town, title="Een andere agenda"))
    linking.link_signal(item=elsewhere, signal=signal_of(other), **leads(town))
    assert [each.placed for each in gather(fresh(round_))] == [False, False]
    type(round_.plan).objects.update(public_at=round_.made_at)
    assert "nog niet bekeken" in told(row)["words"]
    assert "nog niet bekeken" in told(other)["words"]


def test_a_signal_that_was_merged_with_the_wish_brings_it_along(town: Town):
    round_ = opened(town)
    row = wished(town, round_)
    into = town.signal()
    merging.merge(signal=signal_of(row), into=into, **leads(town) | {"roles": frozenset({"owner_team"})})
    linking.link_signal(item=put(town, round_.plan), signal=into, **leads(town))
    assert [each.placed for each in gather(fresh(round_))] == [True]
    type(round_.plan).objects.update(public_at=round_.made_at)
    assert told(row)["words"] == "Uw wens staat in het plan."


@pytest.mark.parametrize("number", [1, 12])
def test_it_costs_the_same_for_few_and_many(town: Town, number):
    round_ = opened(town)
    for each in range(number):
        row = wished(town, round_)
        linked(town, round_, row, title=f"Punt {each}")
    with CaptureQueriesContext(connection) as asked:
        assert all(each.placed for each in gather(round_))
    assert len(asked) == 5


def test_a_wish_that_stands_in_the_plan_cannot_fall_out_of_the_round(town: Town):
    """Not by an old page either: it is refused, and nobody gets a no."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    linked(town, fresh(round_), row)
    with pytest.raises(Refused):
        out(town, row)
    assert signal_of(row).answer_kind == ""
