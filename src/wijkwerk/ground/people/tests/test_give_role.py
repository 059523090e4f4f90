"""Giving a role: it works, and what is refused."""

from datetime import date, timedelta

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people import actions, may
from wijkwerk.ground.people.actions import Post
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.ground.people.tests.conftest import NOW, TODAY, Place, build

pytestmark = pytest.mark.django_db


def give(
    place: Place, who: str, kind: str, *, by: str = "admin", team: str = "", area: str = "", **given: object
) -> Role:
    post = Post(
        kind=kind, team=place.teams.get(team), area=place.areas.get(area), **{"since": TODAY, **given}
    )
    people = place.people
    return actions.give_role(
        municipality=place.municipality, user=people[who], post=post, by=people[by], now=NOW
    )


def test_a_role_holds_from_its_first_day_and_stands_in_the_journal(place):
    role = give(place, "resident", RoleKind.AREA_MANAGER, area="Zuid", title="Wijkmanager")
    found = may.access(place.people["resident"], place.municipality, today=TODAY)
    assert found.areas == {"a.c."}
    assert role.title == "Wijkmanager"
    line = Line.objects.get(verb="role_given")
    assert (line.actor, line.subject) == (place.people["admin"].pk, place.people["resident"].pk)


def test_a_role_of_tomorrow_gives_nothing_today(place):
    give(place, "resident", RoleKind.TEAM_MEMBER, team="area", since=TODAY + timedelta(days=1))
    assert not may.access(place.people["resident"], place.municipality, today=TODAY).is_staff


@pytest.mark.parametrize(
    ("kind", "where", "field"),
    [
        (RoleKind.TEAM_MEMBER, {}, "team"),
        (RoleKind.AREA_MANAGER, {}, "area"),
        (RoleKind.ALDERMAN, {"team": "area"}, "team"),
        (RoleKind.OFFICIAL, {"team": "department", "area": "Noord"}, "area"),
        (RoleKind.TEAM_MEMBER, {"team": "care"}, "team"),
        (RoleKind.CARE, {"team": "area"}, "team"),
        (RoleKind.PARTNER, {"team": "area"}, "team"),
        (RoleKind.TEAM_MEMBER, {"team": "partner"}, "team"),
        (RoleKind.ADMIN, {}, "kind"),
        (RoleKind.OFFICIAL, {"team": "department", "until": date(2026, 11, 1)}, "until"),
        (
            RoleKind.OFFICIAL,
            {"team": "department", "since": date(2027, 1, 2), "until": date(2027, 1, 1)},
            "until",
        ),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_its_field(place, kind, where, field):
    with pytest.raises(Refused) as refused:
        give(place, "resident", kind, **where)
    assert refused.value.field == field
    assert not Role.objects.filter(user=place.people["resident"]).exists()


def test_nobody_gives_themselves_a_role(place):
    with pytest.raises(Refused):
        give(place, "admin", RoleKind.AREA_MANAGER, area="Noord")


def test_an_administrator_cannot_also_work_in_care(place):
    with pytest.raises(Refused):
        give(place, "second", RoleKind.CARE, team="care")


def test_the_same_role_twice_is_refused(place):
    with pytest.raises(Refused):
        give(place, "member", RoleKind.TEAM_MEMBER, team="maintenance")


def test_a_team_or_area_of_another_municipality_is_refused(place):
    other = build("GM0002", "Elders")
    for post in (
        Post(kind=RoleKind.TEAM_MEMBER, since=TODAY, team=other.teams["area"]),
        Post(kind=RoleKind.AREA_MANAGER, since=TODAY, area=other.areas["Noord"]),
    ):
        with pytest.raises(Refused):
            actions.give_role(
                municipality=place.municipality,
                user=place.people["resident"],
                post=post,
                by=place.people["admin"],
                now=NOW,
            )
