"""Opening a round makes the plan public, counts as asking, and is not done too often without a reason (T25)."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import rounds
from wijkwerk.work.plans.models import Asked, Round
from wijkwerk.work.plans.tests.conftest import adopt, begin
from wijkwerk.work.plans.tests.rounds_cast import ASK, fresh, leads, opened


def asked(town: Town, area: str = "Noord", days_ago: int = 30, times: int = 1) -> None:
    for _ in range(times):
        new = rounds.NewAsked(
            "Een vragenlijst", TODAY - timedelta(days=days_ago), "vragenlijst", town.areas.get(area)
        )
        rounds.note_asked(municipality=town.municipality, new=new, by=town.people["owner"], now=NOW)


def test_it_is_public_counts_once_and_has_the_days_of_the_settings(town: Town, agenda):
    """The plan is public, one row says that people were asked, and every step has its days."""
    round_ = fresh(opened(town, agenda))
    assert (round_.plan.public_at, round_.plan.state, round_.step) == (NOW, "draft", "call")
    assert Asked.objects.get().round == round_
    days = [round_.call_from, round_.call_until, round_.filter_until, round_.place_until]
    days += [round_.adopt_until, round_.account_until]
    assert [(b - a).days for a, b in itertools.pairwise(days)] == [28, 21, 21, 42, 366]
    assert Line.objects.filter(subject=agenda.pk, verb="round_opened").count() == 1


def test_a_public_plan_keeps_the_day_on_which_it_became_so(town: Town, agenda):
    """A plan that everybody read already is not public anew."""
    agenda.public_at = NOW - timedelta(days=5)
    agenda.save()
    assert fresh(opened(town, agenda)).plan.public_at == NOW - timedelta(days=5)


@pytest.mark.parametrize("where", ["Noord", "whole"])
def test_the_fifth_time_in_a_year_needs_a_reason_that_the_journal_keeps(town: Town, agenda, where):
    """Four times of the area or of the whole municipality is the most; the fifth says why."""
    asked(town, where, times=4)
    with pytest.raises(Refused, match="al 4 keer"):
        opened(town, agenda)
    assert Round.objects.count() == 0
    assert Asked.objects.count() == 4
    opened(town, agenda, why="De school gaat dicht.")
    assert Detail.objects.get(line__verb="round_opened").text == {"why": "De school gaat dicht."}


@pytest.mark.parametrize(("area", "days_ago"), [("Zuid", 10), ("Lindebuurt", 10), ("Noord", 366)])
def test_what_was_asked_elsewhere_below_or_long_ago_does_not_count(town: Town, agenda, area, days_ago):
    """Of itself, of what holds it, within twelve months: nothing else counts."""
    asked(town, area, days_ago, times=9)
    assert opened(town, agenda).pk


def test_one_round_at_a_time(town: Town, agenda):
    """A second round waits for the end of the first."""
    opened(town, agenda)
    with pytest.raises(Refused, match="loopt al"):
        opened(town, agenda)


def test_not_for_a_kind_without_rounds(town: Town):
    """Which kinds have rounds is a setting."""
    with pytest.raises(Refused, match="geen ronde"):
        opened(town, begin(town, "actielijst"))


def test_not_for_a_plan_that_nobody_is_writing(town: Town, agenda):
    """What was adopted is opened again first."""
    adopt(town, agenda)
    with pytest.raises(Refused):
        opened(town, agenda)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"owner"})])
def test_not_by_who_does_not_write_the_plan(town: Town, agenda, roles):
    """Who only cares for an item opens nothing."""
    dates = rounds.suggested(town.municipality, TODAY)
    with pytest.raises(Refused):
        rounds.open_round(plan=agenda, invitation=ASK, dates=dates, **leads(town) | {"roles": roles})


@pytest.mark.parametrize("words", ["", "  ", "Bel 111222333"])
def test_it_says_what_it_asks_and_holds_no_bsn(town: Town, agenda, words):
    """Empty words and a citizen service number are refused."""
    with pytest.raises(Refused):
        opened(town, agenda, invitation=words)


def test_the_days_are_in_order_and_not_past(town: Town, agenda):
    """A step does not end before the one that comes first; nothing begins yesterday."""
    good = rounds.suggested(town.municipality, TODAY)
    wrong = replace(good, account_until=good.call_from)
    with pytest.raises(Refused, match="volgorde"):
        opened(town, agenda, dates=wrong)
    with pytest.raises(Refused, match="voorbij"):
        opened(town, agenda, day=TODAY - timedelta(days=1))
