"""Only a records keeper of the municipality itself, today, approves the destruction of its journal."""

from datetime import timedelta

import pytest

from wijkwerk.ground.people.hooks import journal_approver
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.testing_cast import NOW, SINCE, TODAY


def approver(town, email):
    return journal_approver(municipality=town.municipality.pk, email=email, now=NOW)


@pytest.fixture
def keeper(town):
    user = town.people["partner"]
    Role.objects.create(municipality=town.municipality, user=user, kind=RoleKind.RECORDS, since=SINCE)
    return user


def test_a_records_keeper_does(town, keeper):
    assert approver(town, keeper.email) == keeper.pk
    assert approver(town, f" {keeper.email.upper()} ") == keeper.pk


@pytest.mark.parametrize("part", ["resident", "owner", "admin", "alderman", "carer"])
def test_nobody_else_does(town, keeper, part):
    assert approver(town, town.people[part].email) is None


def test_not_in_another_municipality(town, keeper, other_town):
    assert approver(other_town, keeper.email) is None


def test_not_when_the_role_is_over(town, keeper):
    Role.objects.filter(kind=RoleKind.RECORDS).update(until=TODAY - timedelta(days=1))
    assert approver(town, keeper.email) is None


def test_not_with_an_account_that_was_closed(town, keeper):
    type(keeper).objects.filter(pk=keeper.pk).update(is_active=False)
    assert approver(town, keeper.email) is None
