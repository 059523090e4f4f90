"""Accounts of staff: invited by mail, let in again, switched off; and the first administrator by the command line."""

import json
import re
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.output import Output, Stop
from wijkwerk.ground.people import accounts, may
from wijkwerk.ground.people.commands import create_admin
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind, User
from wijkwerk.ground.people.tests.conftest import NOW, TODAY, build, enter

pytestmark = pytest.mark.django_db


def invite(place, email="noor@gemeente.example", name="Noor"):
    return accounts.invite(
        municipality=place.municipality, email=email, name=name, by=place.people["admin"], now=NOW
    )


def sent_link():
    outbox.do_due(now=NOW)
    return re.search(r"https?://\S+/account/\S+", mail.outbox[-1].body)[0]


def choose_password(link, password="een heel nieuw wachtwoord"):
    client = Client()
    path = "/" + link.split("/", 3)[3]
    page = client.get(path, follow=True)
    given = {"password1": password, "password2": password}
    return client.post(page.redirect_chain[-1][0] if page.redirect_chain else path, given, follow=True)


def test_an_invited_colleague_chooses_a_password_with_the_link_from_the_mail(place):
    user = invite(place)
    assert not user.has_usable_password()
    link = sent_link()
    assert f"/m/{place.municipality.code}/account/" in link
    choose_password(link)
    user.refresh_from_db()
    assert user.check_password("een heel nieuw wachtwoord")


def test_the_link_works_once(place):
    user = invite(place)
    link = sent_link()
    choose_password(link)
    choose_password(link, "van een ander wachtwoord")
    user.refresh_from_db()
    assert user.check_password("een heel nieuw wachtwoord")


def test_an_address_in_other_letters_is_the_same_account(place):
    assert invite(place, "Noor@Gemeente.example") == invite(place)
    assert User.objects.filter(email_key="noor@gemeente.example").count() == 1


def test_a_confirmed_account_is_taken_as_it_is_and_gets_no_mail(place):
    user = place.people["resident"]
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    before = user.password
    assert invite(place, user.email).password == before
    outbox.do_due(now=NOW)
    assert mail.outbox == []


def test_whoever_claimed_the_address_first_without_proof_does_not_keep_the_password(place):
    claimed = User.objects.create_user("noor@gemeente.example", "wachtwoord van een ander")
    invite(place)
    claimed.refresh_from_db()
    assert not claimed.has_usable_password()


def test_something_that_is_no_address_is_refused(place):
    with pytest.raises(Refused):
        invite(place, "noor")


def test_a_deactivated_person_has_no_role_here_and_is_out_at_the_next_request(place):
    client = enter(place.people["member"])
    assert client.get(reverse("people:absence")).status_code == 200
    accounts.deactivate(
        municipality=place.municipality, user=place.people["member"], by=place.people["admin"], now=NOW
    )
    assert client.get(reverse("people:absence")).status_code == 404
    assert client.get("/account/password/change/").status_code == 302
    assert not may.access(place.people["member"], place.municipality, today=TODAY).is_staff


def test_who_also_works_elsewhere_keeps_the_account(place):
    other = build("GM0002", "Elders")
    other.role(place.people["member"], RoleKind.TEAM_MEMBER, team="area")
    accounts.deactivate(
        municipality=place.municipality, user=place.people["member"], by=place.people["admin"], now=NOW
    )
    user = User.objects.get(pk=place.people["member"].pk)
    assert user.is_active
    assert may.access(user, other.municipality, today=TODAY).is_staff
    assert not may.access(user, place.municipality, today=TODAY).kinds


def test_an_administrator_cannot_switch_off_their_own_account(place):
    with pytest.raises(Refused):
        accounts.deactivate(
            municipality=place.municipality, user=place.people["admin"], by=place.people["admin"], now=NOW
        )


def test_a_deactivated_person_who_is_invited_again_starts_anew(place):
    user = place.people["member"]
    accounts.deactivate(municipality=place.municipality, user=user, by=place.people["admin"], now=NOW)
    again = invite(place, user.email)
    assert again.is_active
    assert not again.has_usable_password()


def run(place, *, as_json=True, email="baas@gemeente.example", code="GM0001"):
    said = StringIO()
    out = Output(as_json=as_json, stdout=said, stderr=StringIO())
    args = SimpleNamespace(email=email, municipality=code, name="Baas")
    return create_admin.run(args, out), said.getvalue()


def test_the_command_makes_an_administrator_and_prints_a_link_that_works(place):
    code, said = run(place)
    assert code == 0
    choose_password(json.loads(said)["link"])
    user = User.objects.get(email="baas@gemeente.example")
    assert user.check_password("een heel nieuw wachtwoord")
    assert may.access(user, place.municipality, today=Role.objects.get(user=user).since).is_admin


def test_the_command_sends_no_mail(place):
    run(place)
    outbox.do_due(now=NOW)
    assert mail.outbox == []


def test_the_command_stops_for_an_unknown_municipality_and_for_a_second_time(place):
    with pytest.raises(Stop) as unknown:
        run(place, code="GM9999")
    assert unknown.value.code == 2
    run(place)
    with pytest.raises(Stop) as twice:
        run(place)
    assert twice.value.code == 1
