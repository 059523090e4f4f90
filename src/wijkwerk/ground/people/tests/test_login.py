"""Accounts of residents: make one, log in, forget a password; and nobody learns who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.tests.conftest import PASSWORD, enter

pytestmark = pytest.mark.django_db
NEW = "buur@example.org"
# A key of the session, the length of the address itself, and the clock.
NOT_COMPARED = ("Set-Cookie", "Content-Length", "Expires")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def known_person(place):
    user = place.people["resident"]
    EmailAddress.objects.create(user_id=user.pk, email=user.email.lower(), verified=True, primary=True)
    return user


def send():
    outbox.do_due(now=timezone.now())
    return mail.outbox


def sign_up(client, email=NEW, password=PASSWORD, again=PASSWORD):
    return client.post(reverse("account_signup"), {"email": email, "password1": password, "password2": again})


def test_a_resident_makes_an_account_and_confirms_it_with_the_code_from_the_mail(place):
    client = Client()
    assert sign_up(client).url == reverse("account_email_verification_sent")
    assert (
        "Bevestig uw e-mailadres" in client.get(reverse("account_email_verification_sent")).content.decode()
    )
    assert mail.outbox == []  # it waits for the worker
    code = re.search(r"\n\n([A-Z0-9-]{6,})\n", send()[0].body)[1]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    user = User.objects.get(email=NEW)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user_id=user.pk).verified


def test_the_text_of_a_waiting_mail_cannot_be_read_in_the_database(place):
    sign_up(Client())
    row = Outbox.objects.get(kind="people.mail")
    assert NEW not in str(row.ids)
    assert send()[0].to == [NEW]


@pytest.mark.parametrize(
    "email", ["jan@gemeente.example", "jan@zorg.gemeente.example", "JAN@GEMEENTE.EXAMPLE"]
)
def test_an_address_of_staff_cannot_sign_up_as_a_resident(place, settings, email):
    settings.STAFF_DOMAINS = ["gemeente.example"]
    page = sign_up(Client(), email)
    assert "werkadres van de gemeente" in page.content.decode()
    assert not User.objects.filter(email_key=email.lower()).exists()


def test_an_address_that_only_ends_like_that_of_staff_can(place, settings):
    settings.STAFF_DOMAINS = ["gemeente.example"]
    assert sign_up(Client(), "jan@nepgemeente.example").status_code == 302


def test_a_resident_cannot_take_a_staff_address_later(place, settings, known_person):
    settings.STAFF_DOMAINS = ["gemeente.example"]
    page = enter(known_person).post(
        reverse("account_email"), {"email": "jan@gemeente.example", "action_add": ""}
    )
    assert "werkadres van de gemeente" in page.content.decode()


def test_two_passwords_that_differ_are_refused_in_plain_words(place):
    page = sign_up(Client(), again="iets heel anders dan dat").content.decode()
    assert "De twee wachtwoorden zijn niet hetzelfde." in page
    assert "Je " not in page


def test_logging_in_goes_to_the_home_page_of_the_municipality_in_the_address(place, known_person):
    answer = Client().post("/m/GM0001/account/login/", {"login": known_person.email, "password": PASSWORD})
    assert answer.url == "/m/GM0001/"


def test_a_new_password_by_mail_keeps_the_municipality_in_the_address(place, known_person):
    Client().post("/m/GM0001/account/password/reset/", {"email": known_person.email})
    assert "/m/GM0001/account/password/reset/key/" in send()[0].body
    assert "Gemeente Hier" in send()[0].body


def told(answer, email):
    """What a visitor can see of an answer: status, where to, headers and body without their own address and token."""
    body = TOKEN.sub("", answer.content.decode()).replace(email, "ADRES")
    headers = {name: value for name, value in answer.headers.items() if name not in NOT_COMPARED}
    return answer.status_code, headers, body, sorted(answer.cookies)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("account_login", lambda email: {"login": email, "password": "niet het goede wachtwoord"}),
        ("account_reset_password", lambda email: {"email": email}),
        ("account_signup", lambda email: {"email": email, "password1": PASSWORD, "password2": PASSWORD}),
    ],
)
def test_a_known_address_is_answered_exactly_as_an_unknown_one(place, known_person, name, given):
    unknown = "onbekend.GM0001@example.org"
    answers = [
        told(Client().post(reverse(name), given(email)), email) for email in (known_person.email, unknown)
    ]
    assert answers[0] == answers[1]


def test_signing_up_with_a_known_address_shows_the_same_next_page_and_tells_only_the_holder(
    place, known_person
):
    pages = []
    for email in (known_person.email.lower(), "onbekend.gm0001@example.org"):
        client = Client()
        sign_up(client, email)
        pages.append(told(client.get(reverse("account_email_verification_sent")), email))
    assert pages[0] == pages[1]
    assert [letter.subject for letter in send() if letter.to == [known_person.email.lower()]] == [
        "U heeft al een account"
    ]


def test_resetting_costs_no_mail_server_while_somebody_waits(place, known_person, settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    assert Client().post(reverse("account_reset_password"), {"email": known_person.email}).status_code == 302


def test_a_deactivated_account_cannot_log_in(place, known_person):
    User.objects.filter(pk=known_person.pk).update(is_active=False)
    client = Client()
    client.post(reverse("account_login"), {"login": known_person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_changing_the_address_changes_the_key_that_keeps_it_unique(place, known_person):
    known_person.email = "Nieuw@Example.org"
    known_person.save(update_fields=["email"])
    assert User.objects.get_by_natural_key("nieuw@example.org") == known_person


def test_the_people_of_the_demo_stand_on_the_login_page_of_the_demo_only(place, settings, monkeypatch):
    people = [{"name": "Noor", "role": "gebiedsmanager", "url": "/demo/noor/"}]
    monkeypatch.setitem(hooks._hooks, "people.login_extra", [lambda *, request: people])
    assert "Noor, gebiedsmanager" not in Client().get(reverse("account_login")).content.decode()
    settings.DEMO = True
    page = Client().get(reverse("account_login")).content.decode()
    assert 'action="/demo/noor/"' in page
    assert "Noor, gebiedsmanager" in page


VISITOR = (
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_reset_password_from_key_done",
)  # fmt: skip
OWN = (
    "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_list_webauthn", "usersessions_list", "socialaccount_connections",
)  # fmt: skip
AGAIN = ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes")


def is_ours(answer):
    page = answer.content.decode()
    return (
        answer.status_code == 200
        and '<html lang="nl"' in page
        and 'id="inhoud"' in page
        and " style=" not in page
    )


@pytest.mark.parametrize("name", VISITOR)
def test_a_visitor_sees_each_page_of_logging_in_in_our_look(place, name):
    assert is_ours(Client().get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_a_resident_sees_each_page_of_the_own_account_in_our_look(place, known_person, name):
    client = Client()
    client.post(reverse("account_login"), {"login": known_person.email, "password": PASSWORD})
    assert is_ours(client.get(reverse(name)))


@pytest.mark.parametrize("name", AGAIN)
def test_pages_about_the_second_step_ask_the_password_again_and_then_open(place, known_person, name):
    client = Client()
    client.post(reverse("account_login"), {"login": known_person.email, "password": PASSWORD})
    assert client.get(reverse(name)).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse(name))
    assert is_ours(answer) or answer.url == reverse("mfa_index")  # no recovery codes without a second step
