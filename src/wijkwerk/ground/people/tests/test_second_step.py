"""Staff need a second step (D14): without one they reach only the pages to set it up; with one they must show it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.people.middleware import DEMO_MARK
from wijkwerk.ground.people.models import RoleKind
from wijkwerk.ground.people.tests.conftest import PASSWORD, build

pytestmark = pytest.mark.django_db
STAFF = [
    (RoleKind.ADMIN, {}), (RoleKind.AREA_MANAGER, {"area": "Noord"}), (RoleKind.TEAM_MEMBER, {"team": "area"}),
    (RoleKind.OFFICIAL, {"team": "department"}), (RoleKind.ALDERMAN, {}), (RoleKind.CARE, {"team": "care"}),
]  # fmt: skip


def log_in(user, password=PASSWORD):
    EmailAddress.objects.get_or_create(
        user_id=user.pk, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def log_in_twice(user):
    """Logged in, and the password typed again, as the library asks before anything about the second step changes."""
    client = log_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_of(secret, at=0):
    # The library remembers a code that was used; another moment gives another code.
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())) + at)
    )


@pytest.mark.parametrize(("kind", "where"), STAFF)
def test_staff_without_a_second_step_reach_only_the_pages_to_set_it_up(place, kind, where):
    client = log_in_twice(place.person("new", kind, **where))
    for name in (
        "people:absence",
        "people:people",
        "account_email",
        "account_change_password",
        "usersessions_list",
    ):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), name
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_logging_out_is_always_possible(place):
    client = log_in(place.people["manager"])
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_resident_and_a_partner_need_no_second_step(place):
    for user in (place.people["resident"], place.person("partner", RoleKind.PARTNER, team="partner")):
        assert log_in(user).get(reverse("account_email")).status_code == 200


def test_staff_of_another_municipality_need_it_here_too(place):
    other = build("GM0002", "Elders")
    client = log_in(other.person("foreigner", RoleKind.ADMIN))
    assert client.get(reverse("account_email")).status_code == 302


def test_somebody_who_becomes_staff_needs_it_at_the_next_request(place):
    client = log_in(place.people["resident"])
    place.role(place.people["resident"], RoleKind.TEAM_MEMBER, team="area")
    assert client.get(reverse("people:absence")).url == reverse("mfa_index")


def test_setting_up_an_app_opens_the_house_in_the_same_session(place, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda do, **rest: do())  # a test never commits
    client = log_in_twice(place.people["manager"])
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("people:absence")).status_code == 200
    assert Authenticator.objects.filter(user=place.people["manager"], type="totp").exists()


def test_logging_in_asks_the_code_and_then_opens_the_house(place):
    user = place.people["manager"]
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    client = log_in(user)
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Deze code klopt niet" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("people:absence")).status_code == 200


def test_a_session_from_before_the_second_step_must_show_it_and_cannot_reach_the_recovery_codes(place):
    user = place.people["manager"]
    client = log_in(user)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    for name in ("people:absence", "mfa_view_recovery_codes", "mfa_index", "account_reauthenticate"):
        answer = client.get(reverse(name))
        assert answer.url.startswith(reverse("mfa_reauthenticate")), name
    shown = client.post(
        reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": reverse("people:absence")}
    )
    assert shown.url == reverse("people:absence")
    assert client.get(reverse("people:absence")).status_code == 200


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 302)])
def test_the_mark_of_the_demo_counts_only_in_the_demo(place, settings, demo, status):
    settings.DEMO = demo
    client = log_in(place.people["manager"])
    session = client.session
    session[DEMO_MARK] = True
    session.save()
    assert client.get(reverse("people:absence")).status_code == status


def test_staff_keep_their_last_second_step(place):
    user = place.people["manager"]
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    client = log_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "moet u een tweede stap houden" in page.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_the_qr_code_is_an_element_of_the_page_and_no_data_image(place):
    page = log_in_twice(place.people["manager"]).get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert not re.search(r"\sstyle=", page)


def test_a_visitor_costs_no_query(place, django_assert_num_queries):
    known.all()
    with django_assert_num_queries(0):
        Client().get(reverse("robots"))


def test_somebody_who_showed_a_second_step_costs_no_query_for_it(place, django_assert_max_num_queries):
    user = place.people["manager"]
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    client = log_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    with django_assert_max_num_queries(2):  # the session and the account
        client.get(reverse("robots"))


def test_the_user_model_is_ours():
    assert get_user_model()._meta.label == "people.User"
