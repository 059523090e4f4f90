"""An area asks a department to take a wish up in its plan and budget (O30, T4)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import adopting, items, matching
from wijkwerk.work.plans.matches import state_words
from wijkwerk.work.plans.matching import queries
from wijkwerk.work.plans.models import DepartmentLine, Match, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import url


def test_it_is_asked_with_the_day_to_decide_by(town: Town, agenda: Plan):
    """The wish stands with the department, with words, money and the day that the budget cycle of that year gives."""
    match = cast.ask(town, put(town, agenda))
    assert (match.state, match.team, match.amount) == ("asked", town.teams["verkeer"], Decimal(38000))
    assert match.decide_by == date(2027, 4, 15)  # for 2028: 15 April of the year before, as start.yaml has it
    line = Line.objects.get(verb="match_asked")
    assert line.subject == match.item_id
    assert line.actor == town.people["owner"].pk


def test_for_a_budget_that_is_made_already_the_answer_may_come_later(
    town: Town, agenda: Plan, log_in, monkeypatch
):
    """The day for 2027 was 15 April 2026: the department has till the next day on which it decides, and the form says so."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    item = put(town, agenda)
    page = log_in("owner").get(url("ask_department", item)).content.decode()
    assert "De begroting van 2027 is al gemaakt." in page
    assert "Dan komt het antwoord later: uiterlijk donderdag 15 april 2027." in page
    match = cast.ask(town, item, year=2027)
    assert match.decide_by == date(2027, 4, 15)
    assert state_words(match, TODAY)[1] == "Gevraagd"
    assert queries.late_of(match.team, 2027, TODAY) == ([], 0)
    assert state_words(match, date(2027, 4, 16))[1] == "Wacht te lang op een besluit"


def test_in_time_for_next_year_nothing_is_said_of_a_budget_that_is_made(
    town: Town, agenda: Plan, log_in, monkeypatch
):
    """In January the budget of next year is still to be made."""
    moment = datetime(2027, 1, 11, 9, tzinfo=UTC)
    item = put(town, agenda)
    client = log_in("owner")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: moment.date())
    page = client.get(url("ask_department", item)).content.decode()
    assert "U bent nu op tijd voor de begroting van 2028." in page
    assert "is al gemaakt" not in page
    assert cast.ask(town, item, now=moment).decide_by == date(2027, 4, 15)


@pytest.mark.parametrize(
    ("day", "in_time"),
    [
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
        (date(2027, 4, 15), False),
        (date(2027, 4, 16), True),
    ],
)
def test_between_handing_in_and_deciding_the_page_says_that_it_is_late(
    town: Town, agenda: Plan, log_in, monkeypatch, day: date, in_time: bool
):
    """Departments still decide, but about what was handed in before; after that one is in time for the year that follows."""
    item, client = put(town, agenda), log_in("owner")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)
    page = client.get(url("ask_department", item)).content.decode()
    late = "wensen voor de begroting van 2028 moesten vóór maandag 1 maart 2027 binnen zijn"
    assert (late in page) == (not in_time)
    assert ("U bent nu op tijd voor de begroting" in page) == in_time


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"owner"}), frozenset({"adopter"})])
def test_only_who_writes_the_plan_asks(town: Town, agenda: Plan, roles):
    """Who only cares for the item, or nobody at all, asks nothing."""
    with pytest.raises(Refused):
        cast.ask(town, put(town, agenda), roles=roles)
    assert not Match.objects.exists()


def test_once_for_each_item_department_and_year(town: Town, agenda: Plan):
    """The same question for the same year is refused; another year or department is another question."""
    item = put(town, agenda)
    cast.ask(town, item)
    with pytest.raises(Refused, match="al aan deze afdeling gevraagd voor 2028"):
        cast.ask(town, item)
    cast.ask(town, item, year=2029)
    cast.ask(town, item, "wijkbeheer")
    assert Match.objects.count() == 3


@pytest.mark.parametrize("team", ["meldpunt", "gebiedsteam", "zorg"])
def test_only_departments_have_a_plan_to_stand_in(town: Town, agenda: Plan, team):
    """An intake desk, an area team and a care team are not asked."""
    with pytest.raises(Refused, match="afdeling"):
        cast.ask(town, put(town, agenda), team)


def test_a_department_of_elsewhere_or_one_that_ended_is_not_asked(town: Town, other_town: Town, agenda: Plan):
    """A team of another municipality and a team that stopped are refused."""
    item = put(town, agenda)
    with pytest.raises(Refused):
        matching.ask_department(
            item=item,
            team=other_town.teams["verkeer"],
            year=2028,
            ask="x",
            amount=None,
            by=town.people["owner"],
            roles=ALL,
            now=NOW,
        )
    town.teams["verkeer"].ended_at = NOW
    with pytest.raises(Refused):
        cast.ask(town, item)


@pytest.mark.parametrize("year", [2026, 2033, 0, 99999])
def test_a_year_that_has_begun_or_lies_far_away_is_refused(town: Town, agenda: Plan, year):
    """One asks for next year up to five years later: the budget of this year is made."""
    with pytest.raises(Refused, match="jaar"):
        cast.ask(town, put(town, agenda), year=year)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ask": "  "}, "wat u vraagt"),
        ({"ask": "Voor mevrouw 111222333"}, "burgerservicenummer"),
        ({"amount": Decimal("-1")}, "niet lager dan nul"),
    ],
)
def test_hostile_words_and_money_are_refused(town: Town, agenda: Plan, given, said):
    """Nothing empty, no citizen service number and no negative money is kept."""
    with pytest.raises(Refused, match=said):
        cast.ask(town, put(town, agenda), **given)
    assert not Match.objects.exists()


@pytest.mark.parametrize("moment", ["draft", "discussed", "adopted", "revising", "ended"])
def test_at_each_moment_of_the_plan(town: Town, agenda: Plan, moment):
    """One asks while the plan is written and while it holds, and no more when it is over."""
    from wijkwerk.work.plans.actions import writing  # noqa: PLC0415

    item = put(town, agenda)
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    if moment == "discussed":
        writing.discuss(plan=agenda, **by)
    if moment in ("adopted", "revising", "ended"):
        choose(town, item)
        adopt(town, agenda)
    if moment == "revising":
        writing.revise(plan=agenda, **by)
    if moment == "ended":
        by["now"] = datetime(2028, 1, 10, tzinfo=UTC)
        items.finish(item=item, how="Gedaan.", **by)
        adopting.account_for(plan=agenda, account="Gedaan.", **by)
    agenda.refresh_from_db()
    item.refresh_from_db()
    if moment == "ended":
        with pytest.raises(Refused):
            cast.ask(town, item, now=by["now"], year=2029)
        return
    assert cast.ask(town, item).state == "asked"


def test_what_was_dropped_is_not_asked(town: Town, agenda: Plan):
    """A wish that does not go on asks nothing of a department."""
    item = put(town, agenda)
    items.drop(item=item, why="Niet meer nodig.", by=town.people["owner"], roles=ALL, now=NOW)
    with pytest.raises(Refused, match="gaat niet door"):
        cast.ask(town, item)


def test_the_database_refuses_a_line_of_another_department(town: Town, agenda: Plan):
    """A hand on the database cannot put a wish on a line of another department, or of another year."""
    match = cast.bring(town, cast.ask(town, put(town, agenda)), "included")
    strange = cast.line_of(town, cast.plan_of(town, "wijkbeheer"))
    wrong_year = cast.line_of(town, cast.plan_of(town, year=2029))
    for line in (strange, wrong_year):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.filter(pk=match.pk).update(line=line)
    own = DepartmentLine.objects.get(plan__year=2028, plan__team=town.teams["verkeer"])
    assert Match.objects.get(pk=match.pk).line == own


def test_without_a_cycle_there_is_no_day(town: Town):
    """A municipality without steps in its settings asks without a day to decide by."""
    from wijkwerk.ground.areas import settings as documents  # noqa: PLC0415

    raw = documents.current(town.municipality).raw | {"budget_cycle": []}
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    town.municipality.refresh_from_db()
    plan = begin(town)
    assert cast.ask(town, put(town, plan)).decide_by is None
