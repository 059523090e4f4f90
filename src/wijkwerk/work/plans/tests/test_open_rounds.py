"""Who can say today what they wish, finds it on the front page, at the area and with the plans; before and after, nobody does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.plans.actions import rounds
from wijkwerk.work.plans.public.open_rounds import MOST, open_rounds
from wijkwerk.work.plans.tests.conftest import begin
from wijkwerk.work.plans.tests.rounds_cast import ASK, go_on, leads, opened

OFFER = "U kunt nu meepraten"


def titles(town: Town, day=TODAY, path: str | None = None) -> list[str]:
    return [each["title"] for each in open_rounds(town.municipality, day, path=path)]


def pages(town: Town) -> list[str]:
    code = town.areas["Lindebuurt"].code
    return [reverse("pages:home"), reverse("pages:area", args=[code]), reverse("plans:plans")]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_an_open_round_stands_on_every_page_where_one_looks(town: Town):
    """A round of Noord: on the front page, on the page of a neighbourhood in Noord, and above the plans."""
    round_ = opened(town)
    for path in pages(town):
        page = Client().get(path).content.decode()
        assert OFFER in page, path
        assert reverse("plans:round", args=[round_.plan.subject.code]) in page, path


def test_somewhere_else_one_does_not_hear_of_it(town: Town):
    """Zuid is not asked what Noord is asked; the whole municipality, and what holds Noord, is told."""
    opened(town)
    areas = town.areas
    assert titles(town, path=areas["Noord"].path) == ["Agenda van Noord"]
    assert titles(town, path=areas[""].path) == ["Agenda van Noord"]
    assert titles(town, path=areas["Havenbuurt"].path) == []


@pytest.mark.parametrize("days", [-1, 0, 20, 21, 22])
def test_only_from_the_first_day_to_the_last(town: Town, days):
    """The days of the call are exact: not the day before, not the day after."""
    round_ = opened(town)
    day = TODAY + timedelta(days=days)
    assert bool(titles(town, day)) == (round_.call_from <= day <= round_.call_until)


def test_after_the_call_it_is_gone(town: Town):
    """Led on by hand before the last day: nobody is asked any more."""
    go_on(town, opened(town), RoundStep.FILTER)
    assert titles(town) == []
    assert OFFER not in Client().get(reverse("pages:home")).content.decode()


def test_the_one_that_ends_first_stands_first_and_five_are_enough(town: Town, django_assert_num_queries):
    """One query however many there are."""
    for number in range(MOST + 2):
        plan = begin(town, title=f"Agenda {number}")
        dates = rounds.suggested(town.municipality, TODAY)
        later = {name: day + timedelta(days=10 - number) for name, day in vars(dates).items()}
        later["call_from"] = TODAY
        rounds.open_round(plan=plan, invitation=ASK, dates=rounds.Dates(**later), why="x", **leads(town))
    titles(town)  # the names of areas are remembered from here on
    with django_assert_num_queries(1):
        found = titles(town)
    assert found == [f"Agenda {number}" for number in range(MOST + 1, 1, -1)]
