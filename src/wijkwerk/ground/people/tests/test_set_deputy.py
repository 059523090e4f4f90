"""Standing in for a colleague: what it gives, what it never gives, and where the work goes (D2)."""

from datetime import timedelta

import pytest

from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.people import actions, may
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Deputy, Role, RoleKind
from wijkwerk.ground.people.tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=10)


@pytest.fixture
def released(monkeypatch):
    found = []
    monkeypatch.setitem(
        hooks._hooks, "people.role_ended", [lambda *, user, municipality, now, by: found.append(user.name)]
    )
    return found


def stand_in(place, person, deputy, since=TODAY, until=LATER):
    people = place.people
    return actions.set_deputy(
        municipality=place.municipality, person=people[person], deputy=people[deputy], since=since, until=until,
        by=people[person], now=NOW,
    )  # fmt: skip


def access(place, who, today=TODAY):
    return may.access(place.people[who], place.municipality, today=today)


def test_the_deputy_may_what_the_person_may_from_the_first_to_the_last_day(place, released):
    stand_in(place, "manager", "member", since=TOMORROW)
    assert access(place, "member").areas == frozenset()
    assert access(place, "member", TOMORROW).areas == {"a.b."}
    assert access(place, "member", LATER).areas == {"a.b."}
    assert access(place, "member", LATER + timedelta(days=1)).areas == frozenset()


def test_work_falls_to_the_team_at_once_when_the_absence_has_begun(place, released):
    stand_in(place, "manager", "member")
    assert released == ["Manager"]


def test_work_falls_to_the_team_on_the_first_day_of_a_later_absence(place, released):
    stand_in(place, "manager", "member", since=TOMORROW)
    outbox.do_due(now=NOW)
    assert released == []
    outbox.do_due(now=NOW + timedelta(days=1))
    assert released == ["Manager"]


def test_an_absence_that_was_called_off_takes_no_work_away(place, released):
    row = stand_in(place, "manager", "member", since=TOMORROW)
    actions.end_deputy(deputy=row, by=place.people["manager"], now=NOW)
    outbox.do_due(now=NOW + timedelta(days=1))
    assert released == []
    assert not Deputy.objects.exists()


def test_a_deputy_never_gets_the_keys_of_an_administrator(place, released):
    stand_in(place, "admin", "member")
    assert not access(place, "member").is_admin


def test_care_is_taken_over_only_by_who_has_care(place, released):
    with pytest.raises(Refused):
        stand_in(place, "carer", "member")
    place.person("nurse", RoleKind.CARE, team="care")
    stand_in(place, "carer", "nurse")
    # Even where a row says otherwise, care stays with care.
    Deputy.objects.create(
        municipality=place.municipality,
        person=place.people["carer"],
        deputy=place.people["member"],
        since=TODAY,
        until=LATER,
    )
    assert access(place, "member").care_teams == frozenset()


def test_who_left_stands_in_for_nobody(place, released):
    stand_in(place, "manager", "member")
    Role.objects.filter(user=place.people["member"]).update(until=TODAY - timedelta(days=1))
    assert access(place, "member") == may.Access(
        user_id=place.people["member"].pk, municipality_id=place.municipality.pk
    )


def test_a_deputy_of_a_deputy_gets_nothing(place, released):
    place.person("third", RoleKind.TEAM_MEMBER, team="area")
    stand_in(place, "manager", "member")
    stand_in(place, "member", "third")
    assert access(place, "third").areas == frozenset()


@pytest.mark.parametrize(
    ("deputy", "since", "until"),
    [
        ("manager", TODAY, LATER),
        ("resident", TODAY, LATER),
        ("member", LATER, TODAY),
        ("member", TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
    ],
)
def test_oneself_a_resident_and_impossible_days_are_refused(place, deputy, since, until):
    with pytest.raises(Refused):
        stand_in(place, "manager", deputy, since, until)


def test_two_deputies_in_the_same_days_are_refused(place, released):
    place.person("third", RoleKind.TEAM_MEMBER, team="area")
    stand_in(place, "manager", "member")
    with pytest.raises(Refused):
        stand_in(place, "manager", "third", since=LATER, until=LATER)


def test_coming_back_early_ends_what_the_deputy_may(place, released):
    row = stand_in(place, "manager", "member")
    Deputy.objects.filter(pk=row.pk).update(since=TODAY - timedelta(days=5))
    row.refresh_from_db()
    actions.end_deputy(deputy=row, by=place.people["manager"], now=NOW)
    assert access(place, "member").areas == frozenset()
