"""Personal data in a text is pointed out once before sending; the writer decides, and nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.hinting import FIELD, Hinting, goes_on
from wijkwerk.work.signals.models import Draft, Signal
from wijkwerk.work.signals.tests.elsewhere_cast import answered, put, read

LogIn = Callable[..., Client]
PHONE, MAIL = "Bel 06-12345678.", "Mail jan@example.org."
BSN = "123456782"


class Letter(Hinting, forms.Form):
    hinted = ("text",)
    text = forms.CharField(max_length=4000)
    other = forms.CharField(required=False)


def sent(text: str, warned: str = "", **more: Any) -> Letter:
    return Letter({"text": text, FIELD: warned} | more)


def test_the_first_time_it_is_pointed_out_and_the_second_time_it_goes_on() -> None:
    first = sent(PHONE)
    assert (first.is_valid(), goes_on(first)) == (True, False)
    assert [each.words for each in first.warnings] == ["06-12345678"]
    assert goes_on(sent(PHONE, first.warned))


def test_a_text_with_nothing_personal_goes_on_at_once() -> None:
    assert goes_on(sent("De lantaarn is stuk."))


def test_only_what_is_new_is_pointed_out_again() -> None:
    first = sent(f"{PHONE} {MAIL}")
    assert len(first.warnings) == 2
    assert goes_on(sent(PHONE, first.warned))
    assert goes_on(sent(f"Anders. {MAIL}", first.warned))
    more = sent(f"{PHONE} {MAIL} Kenteken GB-001-B.", first.warned)
    assert [each.words for each in more.warnings] == ["GB-001-B"]


def test_other_fields_are_left_alone() -> None:
    assert goes_on(sent("Niets", other=PHONE))


def test_errors_come_first_and_what_was_pointed_out_is_remembered() -> None:
    first = sent(PHONE)
    wrong = Letter({"text": "", FIELD: first.warned})
    assert (goes_on(wrong), wrong.warnings, wrong.warned) == (False, [], first.warned)


def test_a_form_that_begins_with_a_text_does_not_point_at_it_again() -> None:
    again = Letter(initial={"text": PHONE})
    assert again.warnings == []
    assert goes_on(sent(PHONE, again.warned))


def test_any_other_form_goes_on_when_it_is_valid() -> None:
    assert goes_on(forms.Form({}))


@given(st.text(max_size=300), st.text(max_size=60))
def test_a_second_send_of_the_same_text_always_goes_on(text: str, junk: str) -> None:
    first = sent(f"x{text}", junk)
    if first.is_valid():
        assert goes_on(sent(f"x{text}", first.warned))


WHAT = {"text": PHONE, "kind": "worry", "theme": "verkeer"}


@pytest.mark.django_db
def test_the_report_form_comes_back_with_the_text_and_goes_through(town: Town, client: Client) -> None:
    page = client.post("/melden/", WHAT)
    shown = read(page)
    assert page.status_code == 200
    for words in (
        'role="status"',
        "Hier staat een telefoonnummer",
        "06-12345678",
        "Kies dan de knop onderaan nog een keer",
    ):
        assert words in shown
    assert PHONE in shown
    assert "ww-error" not in shown.split("<main")[1]
    assert "<title>Let op:" in shown
    assert not Draft.objects.exists()
    warned = {FIELD: page.context["form"].warned}
    assert client.post("/melden/", WHAT | warned).status_code == 302
    back = client.get("/melden/")
    assert "Lees dit voor u verstuurt" not in read(back)
    assert client.post("/melden/", WHAT | {FIELD: back.context["form"].warned}).status_code == 302


@pytest.mark.django_db
def test_a_citizen_service_number_stays_refused(town: Town, client: Client) -> None:
    for warned in ("", "x"):
        page = client.post("/melden/", WHAT | {"text": f"Ik ben {BSN}", FIELD: warned})
        assert page.status_code == 422
        assert "burgerservicenummer" in read(page)


@pytest.mark.django_db
def test_danger_is_answered_with_whom_to_call(town: Town, client: Client) -> None:
    put(town, "urgent", phone="0600 000 00", words=["ruik gas"])
    what = WHAT | {"text": "Ik ruik gas in de straat."}
    page = client.post("/melden/", what)
    shown = read(page)
    assert "Is er nu gevaar? Bel 112. Kan het niet wachten? Bel 0600 000 00." in shown
    assert 'href="tel:060000000"' in shown.split("<main")[1]
    assert client.post("/melden/", what | {FIELD: page.context["form"].warned}).status_code == 302


@pytest.mark.django_db
def test_danger_without_a_number_of_its_own_names_the_house(town: Town, client: Client) -> None:
    put(town, "urgent", phone="")
    put(town, "contact", phone="14 0522")
    assert "Bel 14 0522." in read(client.post("/melden/", WHAT | {"text": "Ik ruik gas."}))
    put(town, "contact", phone="")
    shown = read(client.post("/melden/", WHAT | {"text": "Ik ruik gas."}))
    assert "Is er nu gevaar? Bel 112." in shown
    assert "Kan het niet wachten? Bel ." not in shown


@pytest.mark.django_db
def test_of_care_health_and_names_are_what_it_is_about(town: Town, client: Client) -> None:
    what = WHAT | {"text": "Mevrouw Jansen is dement."}
    page = client.post("/melden/", what)
    assert "zet hieronder het vinkje" in read(page)
    assert client.post("/melden/", what | {"care": "on"}).status_code == 302


@pytest.mark.django_db
def test_not_solved_is_looked_at_as_well(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    signal = answered(town, town.signal())
    address = reverse("signals:trace_reopen", args=[link_token(Asker.objects.get(subject=signal.subject))])
    page = Client().post(address, {"why": PHONE, "once": "a"})
    assert (page.status_code, "Hier staat een telefoonnummer" in read(page)) == (200, True)
    again = {"why": PHONE, "once": "a", FIELD: page.context["form"].warned}
    assert Client().post(address, again).status_code == 302
    signal.refresh_from_db()
    assert signal.state == "reopened"


@pytest.mark.django_db
def test_staff_are_reminded_when_they_enter_what_they_heard(town: Town, log_in: LogIn) -> None:
    form = {
        "via": "phone",
        "text": f"Buurman {PHONE}",
        "theme": "verkeer",
        "kind": "report",
        "contact": "none",
        "place": "Bij GB-001-B",
        "once": "a",
    }
    client = log_in("intake")
    page = client.post(reverse("signals:enter"), form)
    assert page.status_code == 200
    assert {each.words for each in page.context["form"].warnings} == {"06-12345678", "GB-001-B"}
    assert not Signal.objects.exists()
    assert (
        client.post(reverse("signals:enter"), form | {FIELD: page.context["form"].warned}).status_code == 302
    )
    assert Signal.objects.count() == 1
