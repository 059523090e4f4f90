"""Who works with signals begins at the desk after logging in; everybody else where they were, or at the home page."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from wijkwerk.testing_cast import PASSWORD, Town

pytestmark = pytest.mark.django_db
DESK = ("owner", "member", "traffic", "intake", "carer", "alderman")


def log_in(town: Town, part: str, address: str = "/account/login/", **given: str) -> str:
    """Where the person comes after typing address and password."""
    cache.clear()
    user = town.people[part]
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    answer = Client().post(address, {"login": user.email, "password": PASSWORD} | given)
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("part", [*DESK, "resident", "partner", "admin", "keeper"])
def test_a_day_begins_at_the_desk_for_who_has_one(town: Town, part: str) -> None:
    assert log_in(town, part) == ("/bureau/" if part in DESK else "/")


def test_who_was_on_the_way_somewhere_comes_there(town: Town) -> None:
    assert log_in(town, "owner", next="/bureau/cijfers/") == "/bureau/cijfers/"


def test_it_is_the_desk_of_the_municipality_in_the_address(town: Town, other_town: Town) -> None:
    code = other_town.municipality.code
    assert log_in(other_town, "owner", f"/m/{code}/account/login/") == f"/m/{code}/bureau/"
    assert log_in(town, "owner", f"/m/{code}/account/login/") == f"/m/{code}/"
