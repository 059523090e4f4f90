"""Who answers is told once, before sending, what can be plainer and what is missing; the answer then goes as they wrote it."""

import pytest
from django.urls import reverse

from wijkwerk.testing_cast import TODAY
from wijkwerk.work.answers.models import Answer
from wijkwerk.work.signals.hinting import FIELD
from wijkwerk.work.signals.models import Signal

PLAIN = "Wij kijken maandag naar de stoep. Daarna hoort u van ons wat wij doen."
LONG = " ".join(["Wij kijken naar de stoep bij de school en de bank"] * 3) + "."


def fill(kind="yes", **given):
    base = {"kind": kind, "text": PLAIN, "once": "k1"}
    if kind == "yes":
        base |= {"what": "Wij maken de stoep", "due": f"{TODAY.day}-{TODAY.month}-{TODAY.year + 1}"}
    return base | given


@pytest.fixture
def desk(town, log_in):
    signal = town.signal()
    return log_in("traffic"), reverse("signals:answer", args=[signal.subject.code])


def hidden(page):
    """What was pointed out, as the page gives it back."""
    return page.split(f'name="{FIELD}" value="')[1].split('"')[0]


def test_a_plain_answer_goes_at_once(desk):
    client, url = desk
    assert client.post(url, fill()).status_code == 302
    assert Answer.objects.get().text == PLAIN


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"text": LONG}, "Maak er twee van"),
        ({"text": "Wij zullen dit middels een brief doen."}, "Schrijf liever"),
        ({"text": "De stoep wordt gemaakt."}, "Zeg wie dit doet"),
        ({"text": "Bel Jan op 06-12345678."}, "telefoonnummer"),
        ({"kind": "no", "reason": "Er is geen geld."}, "wat de bewoner wel kan doen"),
        ({"kind": "no", "reason": "Dit wordt bekeken.", "can_do": "Bel ons."}, "Zeg wie dit doet"),
    ],
)
def test_it_is_pointed_out_once_and_goes_the_second_time_as_written(desk, given, advice):
    client, url = desk
    sent = fill(**given)
    first = client.post(url, sent)
    page = first.content.decode()
    assert first.status_code == 200
    assert advice in page
    assert not Answer.objects.exists()
    assert client.post(url, sent | {FIELD: hidden(page)}).status_code == 302
    assert Answer.objects.get().text == sent["text"]


def test_a_changed_text_is_pointed_out_again_for_what_is_new(desk):
    client, url = desk
    page = client.post(url, fill(text="De stoep wordt gemaakt.")).content.decode()
    again = client.post(
        url, fill(text="De stoep wordt gemaakt. Wij doen dit middels een brief.", warned=hidden(page))
    )
    assert again.status_code == 200
    assert "middels" in again.content.decode()
    assert not Answer.objects.exists()


def test_a_no_without_a_reason_stays_refused(desk):
    client, url = desk
    for _ in range(2):
        assert client.post(url, fill("no", can_do="Bel ons.")).status_code == 422
    assert not Answer.objects.exists()


def test_what_harms_comes_first(desk):
    client, url = desk
    text = f"{LONG} Bel Jan op 06-12345678."
    page = client.post(url, fill("no", text=text, reason="Er is geen geld.")).content.decode()
    assert page.index("wel kan doen") < page.index("telefoonnummer") < page.index("Maak er twee van")


def test_looking_at_the_letter_shows_the_advice_and_how_it_reads_and_sends_nothing(desk):
    client, url = desk
    page = client.post(url, fill(text="De stoep wordt gemaakt.", preview="1")).content.decode()
    assert "Zo ziet de brief eruit" in page
    assert "Zeg wie dit doet" in page
    assert "geen keurmerk" in page
    assert not Answer.objects.exists()
    assert client.post(url, fill(text="De stoep wordt gemaakt.", warned=hidden(page))).status_code == 302


def test_advice_shows_what_was_typed_as_text(desk):
    client, url = desk
    page = client.post(
        url, fill(text='De stoep wordt gemaakt. Bel <b onmouseover="x">Jan</b> op 06-12345678.')
    ).content
    assert b"<b onmouseover" not in page


def test_words_for_everybody_with_a_telephone_number_are_pointed_out(town, log_in):
    signal = town.signal()
    client, url = log_in("traffic"), reverse("signals:publish", args=[signal.subject.code])
    given = {"title": "Bel mij op 06-12345678", "once": "k"}
    page = client.post(url, given).content.decode()
    assert "telefoonnummer" in page
    assert not Signal.objects.exclude(published_at=None).exists()
    client.post(url, given | {FIELD: hidden(page)})
    assert Signal.objects.exclude(published_at=None).exists()
    client.post(url, {"title": "Bel mij op 06-99999999", "hide": "1", "once": "k2"})
    assert not Signal.objects.exclude(published_at=None).exists()
