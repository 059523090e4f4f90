"""A letter that the post brings back is dealt with, and nobody is closed out over a question that never reached them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import Channel, Letter, LetterState
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, change_contact
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import clocks
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.desk import letter_views, post_views
from wijkwerk.work.signals.models import Question, Signal
from wijkwerk.work.signals.tests.waiting import ANSWER, OWNERS, asked, reporter

LogIn = Callable[..., Client]
ADDRESS = "Fatima Voorbeeld\nLindelaan 4\n1234 AB Testwoude"
NEW_ADDRESS = "Fatima Voorbeeld\nBeukenplein 2\n1234 CD Testwoude"
LISTED, POSTED = "/bureau/brieven/", "/bureau/brieven/terug/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def by_post(
    town: Town, theme: str = "verkeer", contact: str = Contact.POST, address: str = ADDRESS
) -> Signal:
    return town.signal(theme=theme, askers=(NewAsker(contact, "Fatima", address),))


def post_all() -> None:
    """Everything on paper goes out."""
    for row in Letter.objects.filter(state=LetterState.TO_PRINT):
        letters.mark_done(letter=row, now=NOW)


def receipt(signal: Signal) -> Letter:
    return Letter.objects.get(subject=signal.pk, kind="receipt")


def url(name: str, letter: Letter) -> str:
    return reverse(f"signals:{name}", args=[letter.pk])


def test_what_came_back_is_found_by_its_code_noted_once_and_sent_to_the_right_address(
    town: Town, log_in: LogIn
) -> None:
    signal, other = by_post(town), by_post(town)
    post_all()
    client, letter = log_in("traffic"), receipt(signal)
    page = client.get(POSTED, {"code": signal.subject.code.lower()}).content.decode()
    assert url("came_back", letter) in page
    assert url("came_back", receipt(other)) not in page
    for _ in range(2):
        assert client.post(url("came_back", letter)).url == LISTED
    assert Line.objects.filter(verb="letter_came_back", subject=signal.pk).count() == 1
    page = client.get(LISTED).content.decode()
    assert "Deze brief kwam terug met de post." in page
    assert url("came_back", letter) not in client.get(POSTED).content.decode()
    form = {"contact": "post", "address": NEW_ADDRESS, "once": "k"}
    assert client.post(url("send_again", letter), form).status_code == 302
    again = Letter.objects.get(subject=signal.pk, state=LetterState.TO_PRINT)
    assert (again.address, again.body) == (NEW_ADDRESS, letter.body)
    assert "Alle brieven kwamen aan" in client.get(LISTED).content.decode()


def test_only_what_we_posted_can_come_back(town: Town, log_in: LogIn) -> None:
    client, waiting, mail = log_in("traffic"), by_post(town), town.signal()
    Letter.objects.filter(subject=mail.pk).update(state=LetterState.SENT)
    assert client.post(url("came_back", receipt(waiting))).status_code == 302
    assert client.post(url("came_back", receipt(mail))).status_code == 404
    assert not Letter.objects.filter(state=LetterState.BOUNCED).exists()
    assert "U verstuurde nog geen brief" in client.get(POSTED).content.decode()
    assert "geen brief bij deze code" in client.get(POSTED, {"code": "ABC"}).content.decode()


@pytest.mark.parametrize("part", ["member", "elsewhere", "alderman", "carer"])
def test_who_may_not_see_the_asker_sees_no_envelope(town: Town, log_in: LogIn, part: str) -> None:
    signal = by_post(town)
    post_all()
    client = log_in(part)
    assert "Lindelaan" not in client.get(POSTED, {"code": signal.subject.code}).content.decode()
    assert client.post(url("came_back", receipt(signal))).status_code == 404


def test_the_letters_of_other_teams_do_not_hide_mine(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much lies ready elsewhere in the town hall, each sees the own letters."""
    monkeypatch.setattr(letter_views, "MOST", 2)
    monkeypatch.setattr(post_views, "SHOWN", 2)
    mine = by_post(town)
    others = [by_post(town, "onderhoud") for _ in range(3)]
    Letter.objects.filter(subject=mine.pk).update(made_at=NOW + timedelta(hours=1))
    client = log_in("traffic")
    assert mine.subject.code in client.get(LISTED).content.decode()
    Letter.objects.filter(subject=mine.pk).update(made_at=NOW - timedelta(hours=1))
    post_all()
    page = client.get(POSTED).content.decode()
    assert mine.subject.code in page
    assert not any(other.subject.code in page for other in others)


def test_with_a_new_address_what_lies_ready_goes_there_too(town: Town) -> None:
    """A letter that is printed already goes again; what left stays as it was."""
    signal = by_post(town)
    post_all()
    asked(town, signal)
    Letter.objects.filter(kind="question").update(batch=signal.pk)
    asker = reporter(signal)
    change_contact(asker=asker, contact="post", address=NEW_ADDRESS, by=None, now=NOW)
    assert Letter.objects.get(state=LetterState.TO_PRINT).address == NEW_ADDRESS
    assert Letter.objects.get(state=LetterState.TO_PRINT).batch is None
    change_contact(asker=asker, contact="phone", address="0612345678", by=None, now=NOW)
    waiting = Letter.objects.get(state__in=letters.UNSENT)
    assert (waiting.state, waiting.channel, waiting.kind) == ("to_call", Channel.PHONE, "question")
    change_contact(asker=asker, contact="none", address="", by=None, now=NOW)
    assert not Letter.objects.filter(state__in=letters.UNSENT).exists()
    assert receipt(signal).address == ADDRESS


def test_who_calls_reads_what_to_say_instead_of_the_link(town: Town, log_in: LogIn) -> None:
    by_post(town, contact=Contact.PHONE, address="06 12 34 56 78")
    page = log_in("traffic").get(LISTED).content.decode()
    assert "Zeg: bel ons en noem uw code." in page
    assert "/spoor/" not in page


@pytest.mark.parametrize("fate", ["lies ready", "came back", "posted"])
def test_silence_closes_only_what_was_asked(town: Town, fate: str) -> None:
    """A question that lay in the pile, or came back with the post, is no question that nobody answered."""
    signal = asked(town, by_post(town))
    if fate != "lies ready":
        post_all()
    if fate == "came back":
        assert letters.came_back(letter=Letter.objects.get(kind="question"), now=NOW)
    assert clocks.stop_waiting(now=NOW + timedelta(days=15)) == 1
    signal.refresh_from_db()
    assert Question.objects.get().state == "expired"
    if fate == "posted":
        assert (signal.state, signal.result) == ("closed", "no_reply")
    else:
        assert (signal.state, signal.waiting_until) == ("owned", None)
        assert signal.answer_due is not None
        assert not Letter.objects.filter(kind="question_expired").exists()


def test_a_call_that_nobody_made_closes_nothing(town: Town) -> None:
    signal = asked(town, by_post(town, contact=Contact.PHONE, address="0612345678"))
    clocks.stop_waiting(now=NOW + timedelta(days=15))
    assert Signal.objects.get(pk=signal.pk).state == "owned"


def test_a_question_that_is_answered_meanwhile_is_not_posted_any_more(town: Town) -> None:
    signal = asked(town, by_post(town))
    asker = Asker.objects.get()
    asking.reply(
        signal=signal, text=ANSWER, asker=asker, by=town.people["traffic"], roles=OWNERS, now=NOW, via="post"
    )
    assert Letter.objects.get(kind="question").state == LetterState.WITHDRAWN
    assert receipt(signal).state == LetterState.TO_PRINT
