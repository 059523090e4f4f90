"""The screens of the accessibility statement and of privacy: what one types is what the document says."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.faces.blueprints.tests.test_screens import HOSTILE, newest, typed
from wijkwerk.faces.blueprints.tests.test_sheets_new import send
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.statements import Accessibility, Privacy, Status

pytestmark = pytest.mark.django_db
CHECKED = {
    "status": "B", "stated_on": "01-05-2026", "checked_on": "01-04-2026", "checked_by": "Bureau Proef",
    "report": "https://proef.example/rapport", "url": "https://register.example/1",
}  # fmt: skip
PINS = {
    "rij-0-what": "De spelden werken niet met een toetsenbord", "rij-0-why": "De kaart kent geen tabtoets.",
    "rij-0-until": "1-1-2027", "rij-0-instead": "Gebruik de lijst onder de kaart.",
}  # fmt: skip


def page_of(cast, slug="toegankelijkheid"):
    return cast.client(cast.admin).get(reverse(f"blueprints:{slug}"))


def test_a_statement_with_a_shortcoming_is_stored_as_it_was_typed(cast):
    own = {"text": "Wij werken eraan.", "email": "iedereen@merwoude.example", "phone": "14 0299"}
    assert send(cast, "toegankelijkheid", **CHECKED, **PINS, **own, receipt_days="3").status_code == 302
    found = newest(cast).part(Accessibility)
    assert (found.status, found.stated_on, found.checked_on) == (
        Status.PARTLY,
        date(2026, 5, 1),
        date(2026, 4, 1),
    )
    assert (found.email, found.phone, found.text, found.receipt_days) == (*own_values(own), 3)
    one = found.shortcomings[0]
    assert (one.what, one.until, one.instead) == (PINS["rij-0-what"], date(2027, 1, 1), PINS["rij-0-instead"])


def own_values(own):
    return own["email"], own["phone"], own["text"]


def test_sending_the_page_as_it_stands_changes_nothing(cast):
    """The round trip: every day, list and text comes back from the form as the document holds it."""
    send(cast, "toegankelijkheid", **CHECKED, **PINS, planned_on="2-9-2026")
    before = newest(cast).raw
    assert send(cast, "toegankelijkheid").status_code == 302
    assert newest(cast).raw == before
    fields = typed(page_of(cast))
    assert (fields["checked_on"], fields["rij-0-until"]) == ("01-04-2026", "01-01-2027")


def test_a_shortcoming_that_is_solved_goes_and_the_other_keeps_its_name(cast):
    two = {"rij-1-what": "Er is geen versie in gebarentaal"}
    send(cast, "toegankelijkheid", **CHECKED, **PINS)
    send(cast, "toegankelijkheid", **two)
    keys = [each.key for each in newest(cast).part(Accessibility).shortcomings]
    assert len(set(keys)) == 2
    assert send(cast, "toegankelijkheid", **{"rij-0-DELETE": "on"}).status_code == 302
    assert [each.key for each in newest(cast).part(Accessibility).shortcomings] == keys[1:]


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"status": "A"}, "stated_on"),
        ({"status": "A", "stated_on": "1-5-2026"}, "checked_on"),
        ({"status": "B", "stated_on": "1-5-2026", "checked_on": "1-4-2026"}, "checked_by"),
        ({"status": "C", "stated_on": "1-5-2026"}, "planned_on"),
        ({"status": "C", "stated_on": "1-5-2026", "planned_on": "1-5-2027"}, "planned_on"),
        ({"status": "D"}, "stated_on"),
        ({"status": "E", "stated_on": "1-5-2026"}, "stated_on"),
        ({"status": "F"}, "status"),
        ({"stated_on": "gisteren"}, "stated_on"),
        ({"email": "geen adres"}, "email"),
        ({"phone": "bel ons"}, "phone"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"report": "//elders.example"}, "report"),
        ({"answer_weeks": "13"}, "answer_weeks"),
        ({"rij-0-why": "Er is iets."}, "rij-0-what"),
        ({"rij-0-what": "Iets", "rij-0-until": "ooit"}, "rij-0-until"),
    ],
)
def test_a_claim_without_its_ground_is_refused_at_its_field(cast, changed, at):
    answer = send(cast, "toegankelijkheid", **changed)
    assert answer.status_code == 422
    assert f'id="id_{at}_error"' in answer.content.decode()
    assert newest(cast).number == 1


def test_status_b_without_a_shortcoming_is_refused_at_the_top(cast):
    answer = send(cast, "toegankelijkheid", **CHECKED)
    assert answer.status_code == 422
    assert "Bij status B schrijft u op wat nog niet goed werkt." in answer.content.decode()


@pytest.mark.parametrize("field", ["stated_on", "checked_on"])
def test_a_check_that_is_still_to_come_was_no_check(cast, field):
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {
        **CHECKED,
        **PINS,
        "stated_on": f"{timezone.localdate():%d-%m-%Y}",
        field: f"{tomorrow:%d-%m-%Y}",
    }
    answer = send(cast, "toegankelijkheid", **given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    today = {**given, field: f"{timezone.localdate():%d-%m-%Y}"}
    assert send(cast, "toegankelijkheid", **today).status_code == 302


def test_the_history_tells_the_statement_in_words(cast):
    send(cast, "toegankelijkheid", **CHECKED, **PINS)
    text = cast.client(cast.admin).get(reverse("blueprints:version", args=[2])).content.decode()
    for words in (
        "Toegankelijkheid, Status", "E: nog geen verklaring", "B: voldoet gedeeltelijk", "1 april 2026",
        "Werkt nog niet goed, De spelden werken niet met een toetsenbord, Opgelost voor", "1 januari 2027",
    ):  # fmt: skip
        assert words in text
    assert "shortcomings" not in text


def test_the_privacy_officer_is_stored_as_typed(cast):
    new = {
        "controller": "het college", "officer": "de privacywacht", "email": "fg@merwoude.example", "phone": "14 0298",
        "url": "https://merwoude.example/privacy", "text": "Kort.\n\nEn klaar.",
    }  # fmt: skip
    assert send(cast, "privacy", **new).status_code == 302
    assert newest(cast).raw["privacy"] == new
    before = newest(cast).number
    assert send(cast, "privacy").status_code == 302
    assert newest(cast).number == before
    assert newest(cast).part(Privacy).officer == "de privacywacht"


@pytest.mark.parametrize(
    ("field", "value"), [("controller", ""), ("officer", ""), ("email", "x"), ("url", "x:y")]
)
def test_privacy_that_does_not_hold_is_refused_at_its_field(cast, field, value):
    answer = send(cast, "privacy", **{field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert newest(cast).number == 1


@pytest.mark.parametrize(
    ("slug", "field"), [("toegankelijkheid", "text"), ("privacy", "text"), ("privacy", "officer")]
)
def test_hostile_words_are_text_on_these_sheets(cast, slug, field):
    assert send(cast, slug, **{field: HOSTILE}).status_code == 302
    known.forget()
    for url in (
        reverse(f"blueprints:{slug}"),
        reverse("blueprints:version", args=[2]),
        reverse(f"pages:{PUBLIC[slug]}"),
    ):
        text = cast.client(cast.admin).get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


PUBLIC = {"toegankelijkheid": "accessibility", "privacy": "privacy"}
