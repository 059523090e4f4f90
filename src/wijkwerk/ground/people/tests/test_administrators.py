"""Four eyes for the role of administrator (D14)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.people import administrators, may
from wijkwerk.ground.people.actions import Post
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind, RoleRequest
from wijkwerk.ground.people.tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def ask(place, who="member", by="admin", now=NOW):
    post = Post(kind=RoleKind.ADMIN, since=TODAY)
    people = place.people
    return administrators.ask_administrator(
        municipality=place.municipality, user=people[who], post=post, by=people[by], now=now
    )


def is_admin(place, who):
    return may.access(place.people[who], place.municipality, today=TODAY).is_admin


def test_what_one_administrator_asks_holds_only_when_another_confirms(place):
    request = ask(place)
    assert not is_admin(place, "member")
    role = administrators.confirm_administrator(request=request, by=place.people["second"], now=NOW)
    assert is_admin(place, "member")
    request.refresh_from_db()
    assert (request.role, request.decided_by) == (role, place.people["second"])


@pytest.mark.parametrize("who", ["admin", "member", "manager", "resident"])
def test_the_asker_the_person_and_who_is_no_administrator_cannot_confirm(place, who):
    request = ask(place)
    with pytest.raises(Refused):
        administrators.confirm_administrator(request=request, by=place.people[who], now=NOW)
    assert not is_admin(place, "member")


def test_the_database_itself_refuses_one_pair_of_eyes(place):
    request = ask(place)
    role = place.role(place.people["member"], RoleKind.ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.filter(pk=request.pk).update(
            role=role, decided_by=place.people["admin"], decided_at=NOW
        )


@pytest.mark.parametrize(("days", "holds"), [(14, True), (15, False)])
def test_a_request_can_be_confirmed_for_fourteen_days(place, days, holds):
    request = ask(place)
    later = NOW + timedelta(days=days)
    if holds:
        administrators.confirm_administrator(request=request, by=place.people["second"], now=later)
    else:
        with pytest.raises(Refused):
            administrators.confirm_administrator(request=request, by=place.people["second"], now=later)
    assert Role.objects.filter(user=place.people["member"], kind=RoleKind.ADMIN).exists() is holds


def test_a_request_is_decided_once(place):
    request = ask(place)
    administrators.refuse_administrator(request=request, by=place.people["second"], now=NOW)
    with pytest.raises(Refused):
        administrators.confirm_administrator(request=request, by=place.people["second"], now=NOW)


def test_a_request_of_somebody_who_is_no_administrator_any_more_cannot_be_confirmed(place):
    place.person("third", RoleKind.ADMIN)
    request = ask(place, by="third")
    Role.objects.filter(user=place.people["third"]).update(until=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        administrators.confirm_administrator(request=request, by=place.people["second"], now=NOW)


def test_asking_twice_is_refused_and_asking_after_the_first_lapsed_is_not(place):
    ask(place)
    with pytest.raises(Refused):
        ask(place, by="second")
    ask(place, by="second", now=NOW + timedelta(days=20))
    assert RoleRequest.objects.filter(decided_at=None).count() == 1


def test_somebody_in_care_cannot_become_administrator(place):
    with pytest.raises(Refused):
        ask(place, who="carer")


def test_the_operator_makes_the_first_administrator_alone(place):
    administrators.appoint_administrator(
        municipality=place.municipality, user=place.people["resident"], now=NOW
    )
    assert is_admin(place, "resident")
