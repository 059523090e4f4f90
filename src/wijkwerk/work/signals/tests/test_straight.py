"""Reports go straight to the team of the settings and nobody stands in between; the table may mean a person first (I1, D2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.people.models import Role
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.actions.escalating import escalate
from wijkwerk.work.signals.desk.may import FROM_ASIDE, roles_on, verbs_on
from wijkwerk.work.signals.hooks import back_to_team
from wijkwerk.work.signals.intake import NewSignal, report_many
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.owners import router
from wijkwerk.work.signals.tests.handing_cast import LADDER, OWNERS, again, give, settle

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def straight(town: Town) -> Town:
    settle(town, handling={"reports_straight_to": "wijkbeheer"}, ladder=LADDER)
    return town


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_a_report_goes_straight_whatever_the_table_says_and_a_worry_by_the_table(straight: Town) -> None:
    assert straight.signal(kind="report").owner_team.key == "wijkbeheer"
    assert straight.signal(kind="worry").owner_team.key == "verkeer"
    assert straight.signal(kind="report", care=True).owner_team.key == "zorg"


def test_without_the_setting_the_table_says(town: Town) -> None:
    assert town.signal(kind="report").owner_team.key == "verkeer"


def test_a_team_that_is_gone_gets_nothing(straight: Town) -> None:
    team = straight.teams["wijkbeheer"]
    team.ended_at = NOW
    team.save()
    assert straight.signal(kind="report").owner_team.key == "verkeer"


CLOSED = ("take", "give", "answer", "classify", "publish", "escalate")


@pytest.mark.parametrize("part", ["owner", "elsewhere", "traffic", "alderman", "carer", "partner", "admin"])
@pytest.mark.parametrize("name", CLOSED)
def test_nobody_from_aside_gets_in_between(straight: Town, log_in: LogIn, part: str, name: str) -> None:
    signal = straight.signal(kind="report")
    found = log_in(part).get(url(name, signal))
    if part == "owner" and name == "escalate":
        form = {"why": "Ik vind dit belangrijk."}
        assert log_in(part).post(url(name, signal), form).status_code in (302, 422)
        assert not signal.handovers.exists()
    else:
        assert found.status_code == 404


def test_the_area_manager_sees_it_and_writes_a_note_and_the_page_says_why(
    straight: Town, log_in: LogIn
) -> None:
    signal = straight.signal(kind="report")
    client = log_in("owner")
    page = client.get(url("detail", signal)).content.decode()
    assert "rechtstreeks naar Wijkbeheer" in page
    assert not any(url(name, signal) in page for name in CLOSED)
    assert client.post(url("note", signal), {"text": "Ik ken de bewoner."}).status_code == 302
    assert url("take", signal) not in client.get(reverse("signals:desk")).content.decode()


@pytest.mark.parametrize("name", ["take", "give", "answer", "classify"])
def test_the_team_itself_does_all_of_it(straight: Town, log_in: LogIn, name: str) -> None:
    signal = straight.signal(kind="report")
    assert log_in("member").get(url(name, signal)).status_code == 200


def test_what_is_left_of_rights_and_roles(straight: Town) -> None:
    report, worry = straight.signal(kind="report"), straight.signal(kind="worry")
    owner, intake, member = (straight.access(part) for part in ("owner", "intake", "member"))
    assert verbs_on(owner, report, straight.municipality) == FROM_ASIDE
    # An adviser opens no step: see test_manager_asks.
    assert roles_on(owner, report) == {"staff", "adviser"}
    assert "take" in verbs_on(owner, worry, straight.municipality)
    assert "give" in verbs_on(intake, report, straight.municipality)
    assert roles_on(member, report) >= {"owner_team"}


def test_the_area_manager_who_is_of_the_team_works_on(straight: Town) -> None:
    role = Role.objects.get(user=straight.people["owner"])
    role.team = straight.teams["wijkbeheer"]
    role.save()
    assert "answer" in verbs_on(
        straight.access("owner"), straight.signal(kind="report"), straight.municipality
    )


def test_once_the_team_gave_it_away_it_is_as_any_other(straight: Town) -> None:
    signal = straight.signal(kind="report")
    handover = actions.give(
        signal=signal,
        to_team=straight.teams["verkeer"],
        to_person=None,
        why="Van u.",
        by=straight.people["member"],
        roles=OWNERS,
        now=NOW,
    )
    actions.confirm(handover=handover, by=straight.people["traffic"], now=NOW)
    assert "take" in verbs_on(straight.access("owner"), again(signal), straight.municipality)


def test_from_aside_nobody_asks_higher_and_the_team_itself_may(straight: Town) -> None:
    signal = straight.signal(kind="report")
    access = straight.access("owner")
    with pytest.raises(Refused, match="rechtstreeks"):
        escalate(signal=signal, why="x", by=straight.people["owner"], roles=roles_on(access, signal), now=NOW)
    escalate(signal=signal, why="x", by=straight.people["member"], roles=OWNERS, now=NOW)
    assert signal.handovers.count() == 1


def test_what_turns_out_to_be_a_report_goes_straight_when_placed_again(straight: Town) -> None:
    signal = straight.signal(kind="worry")
    new = NewClass(theme="verkeer", kind="report", title="x")
    by = straight.people["traffic"]
    classify(signal=signal, new=new, by=by, roles=OWNERS, now=NOW, route_again=True)
    assert again(signal).owner_team.key == "wijkbeheer"


def person_first(town: Town, part: str = "traffic", **more: Any) -> None:
    row = {"theme": "verkeer", "team": "verkeer", "person": town.people[part].email.upper(), **more}
    settle(town, routing=[row])


def test_the_table_means_a_person_first_and_the_team_owns_it(town: Town, log_in: LogIn) -> None:
    person_first(town)
    signal = town.signal()
    assert (signal.meant_for, signal.owner_person) == (town.people["traffic"], None)
    assert signal.owner_team.key == "verkeer"
    mine = log_in("traffic").get(reverse("signals:list"), {"lijst": "mijn"}).content.decode()
    assert signal.subject.code in mine


@pytest.mark.parametrize("why", ["other team", "role over", "account off"])
def test_who_does_not_work_there_today_is_not_meant(town: Town, why: str) -> None:
    person_first(town, "member" if why == "other team" else "traffic")
    if why == "role over":
        Role.objects.filter(user=town.people["traffic"]).update(until=NOW.date() - timedelta(days=1))
    if why == "account off":
        town.people["traffic"].is_active = False
        town.people["traffic"].save()
    assert town.signal().meant_for is None


@pytest.mark.parametrize("end", ["take", "confirm", "gone", "answer_by_team"])
def test_meant_is_over_when_somebody_has_it_or_the_person_is_gone(town: Town, end: str) -> None:
    person_first(town)
    signal = town.signal()
    if end == "take":
        actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    elif end == "confirm":
        actions.confirm(handover=give(town, signal), by=town.people["member"], now=NOW)
    elif end == "gone":
        back_to_team(user=town.people["traffic"], municipality=town.municipality, now=NOW, by=None)
    else:
        actions.take(signal=signal, by=town.people["owner"], roles=OWNERS, now=NOW)
    assert again(signal).meant_for is None
    assert again(signal).state in (State.OWNED, State.ROUTED)


def test_many_at_once_are_routed_as_one_and_the_person_is_looked_up_once(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    person_first(town)
    new = NewSignal(theme="verkeer", kind="worry", text="Te hard.", place=town.place())
    roads = router(town.municipality)
    routed = roads.route(theme="verkeer", kind="worry", area_path=town.place().area_path, via="web", text="")
    with django_assert_max_num_queries(1):
        people = {roads.meant_for(routed, today=NOW.date()) for _ in range(50)}
    assert people == {town.people["traffic"]}
    made = report_many(municipality=town.municipality, many=[new] * 3, by=None, now=NOW)
    assert {again(each).meant_for for each in made} == people
