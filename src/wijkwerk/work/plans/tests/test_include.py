"""A department takes a wish up on a line of its plan (O30)."""

from decimal import Decimal

import pytest

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import department_plans, items, matching
from wijkwerk.work.plans.models import Match, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import ALL, put


def _include(town, match, line, amount=Decimal(30000)):
    by = {"by": town.people["traffic"], "roles": cast.DECIDES, "now": NOW}
    return matching.include(match=match, line=line, amount=amount, **by)


def test_it_stands_on_a_line_with_what_was_granted(town: Town, agenda: Plan):
    """What was asked stays beside what was granted, and the line has the wish."""
    match, line = cast.ask(town, put(town, agenda)), cast.line_of(town, cast.plan_of(town))
    _include(town, match, line)
    match.refresh_from_db()
    assert (match.state, match.line, match.amount, match.granted) == (
        "included",
        line,
        Decimal(38000),
        Decimal(30000),
    )
    assert match.decided_by == town.people["traffic"]


def test_an_unknown_amount_stays_unknown(town: Town, agenda: Plan):
    """No amount is not nought."""
    match = cast.ask(town, put(town, agenda), amount=None)
    _include(town, match, cast.line_of(town, cast.plan_of(town)), None)
    match.refresh_from_db()
    assert (match.amount, match.granted) == (None, None)


@pytest.mark.parametrize("which", ["other team", "other year", "ended"])
def test_only_a_living_line_of_that_department_and_year(town: Town, agenda: Plan, which):
    """A line of another department, of another year or one that stopped is refused."""
    match = cast.ask(town, put(town, agenda))
    year = 2029 if which == "other year" else cast.YEAR
    line = cast.line_of(town, cast.plan_of(town, "wijkbeheer" if which == "other team" else "verkeer", year))
    if which == "ended":
        department_plans.end_line(line=line, by=town.people["traffic"], roles=cast.DECIDES, now=NOW)
    with pytest.raises(Refused, match="regel"):
        _include(town, match, line)
    match.refresh_from_db()
    assert match.state == "asked"


def test_negative_money_is_refused(town: Town, agenda: Plan):
    """A department grants nothing below zero."""
    match, line = cast.ask(town, put(town, agenda)), cast.line_of(town, cast.plan_of(town))
    with pytest.raises(Refused, match="nul"):
        _include(town, match, line, Decimal(-1))


def test_what_was_dropped_is_not_taken_up(town: Town, agenda: Plan):
    """An area that dropped its wish gets no money for it by mistake."""
    item = put(town, agenda)
    match, line = cast.ask(town, item), cast.line_of(town, cast.plan_of(town))
    items.drop(item=item, why="Niet meer nodig.", by=town.people["owner"], roles=ALL, now=NOW)
    with pytest.raises(Refused, match="niet meer door"):
        _include(town, match, line)
    assert Match.objects.get(pk=match.pk).line is None
