"""Everything that somebody without a name may send has a limit, and no header of theirs gets round it (RELIABILITY 18)."""

from itertools import count

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from tests.house.permission_cells import things_of
from tests.house.test_permissions import CELLS
from wijkwerk.work.signals.public import limits
from wijkwerk.work.signals.public.limits import LIMITS, Limit

# What strangers may send, of ours; the login library has limits of its own, looked at below.
OURS = sorted(
    name for (name, method), cell in CELLS.items() if method == "POST" and cell == "all" and ":" in name
)
MOST = 3


@pytest.fixture
def tight(monkeypatch):
    """Every limit three, so that a test sees where it lies."""
    for name, limit in LIMITS.items():
        monkeypatch.setitem(limits.LIMITS, name, Limit(MOST, limit.minutes))


def address_of(things, name):
    return reverse(name, args=things.arguments(name))


def test_there_is_something_that_strangers_may_send():
    assert len(OURS) >= 7


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_each_write_of_a_stranger_names_its_limit(town, name):
    view = resolve(address_of(things_of(town), name)).func
    assert getattr(view, "limit", None) in LIMITS


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_after_the_limit_one_is_told_whom_to_call_and_a_false_address_does_not_help(town, tight, name):
    address, numbers = address_of(things_of(town), name), count(1)

    def send():
        forged = f"203.0.113.{next(numbers)}"
        return Client().post(
            address,
            {},
            headers={"x-forwarded-for": forged, "x-real-ip": forged, "forwarded": f"for={forged}"},
        )

    before = [send().status_code for _ in range(MOST)]
    assert 429 not in before
    refused = send()
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert "Bel" in refused.content.decode()


@pytest.mark.django_db
def test_two_clients_each_have_their_own_share(town, tight):
    address = reverse("signals:report")
    for _ in range(MOST + 1):
        last = Client(REMOTE_ADDR="203.0.113.7").post(address, {})
    assert last.status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.8").post(address, {}).status_code != 429


def test_the_count_stands_in_the_database_so_that_two_workers_share_it():
    assert configured.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


@pytest.mark.parametrize("what", ["login", "login_failed", "signup", "reset_password"])
def test_logging_in_signing_up_and_a_new_password_have_limits_too(what):
    assert "/ip" in configured.ACCOUNT_RATE_LIMITS[what]


def test_an_address_that_needs_no_name_is_found_by_its_arguments(db, town):
    """Else an address could be passed over because the test could not reach it."""
    things = things_of(town)
    for name in OURS:
        try:
            address_of(things, name)
        except NoReverseMatch:
            pytest.fail(name)
