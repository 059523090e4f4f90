"""Nobody is closed out over an e-mail that did not arrive, and what goes again carries the link that works today."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import Letter, LetterState
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, change_contact, link_token, renew_link
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import clocks
from wijkwerk.work.signals.actions import asking, urgent
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.waiting import ANSWER, OWNERS, asked, reporter

LogIn = Callable[..., Client]
LISTED = "/bureau/brieven/"
POST = NewAsker(Contact.POST, "Fatima", "Fatima Voorbeeld\nLindelaan 4\n1234 AB Testwoude")
NEW = "fatima.v@example.org"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server knows nobody."""

    def refuse(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPRecipientsRefused({self.to[0]: (550, f"5.1.1 <{self.to[0]}> unknown".encode())})

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)


def end_of_waiting(signal: Signal) -> Signal:
    assert clocks.stop_waiting(now=NOW + timedelta(days=15)) == 1
    return Signal.objects.get(pk=signal.pk)


def test_a_refused_question_stands_on_the_desk_with_the_reason_and_closes_nothing(
    town: Town, log_in: LogIn, refuses: None
) -> None:
    signal = asked(town)
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.BOUNCED}
    page = log_in("traffic").get(LISTED).content.decode()
    assert "Wij hebben een vraag" in page
    assert "Het e-mailadres bestaat niet of is niet goed geschreven." in page
    assert "Wij hebben een vraag" not in log_in("member").get(LISTED).content.decode()
    assert (end_of_waiting(signal).state, signal.result) == ("owned", "")


def test_a_question_that_waits_for_the_mail_server_closes_nothing_and_need_not_leave_any_more(
    town: Town,
) -> None:
    signal = end_of_waiting(asked(town, left=False))
    assert (signal.state, signal.waiting_until) == ("owned", None)
    assert Letter.objects.get(kind="question").state == LetterState.WITHDRAWN
    assert not Letter.objects.filter(kind="question_expired").exists()


def test_who_got_the_question_at_the_second_address_is_waited_for_and_closed(
    town: Town, log_in: LogIn
) -> None:
    signal = asked(town)
    letter = Letter.objects.get(kind="question")
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.BOUNCED)
    form = {"contact": "email", "address": NEW, "once": "k"}
    log_in("traffic").post(reverse("signals:send_again", args=[letter.pk]), form)
    outbox.do_due(now=NOW)
    assert end_of_waiting(signal).result == "no_reply"


def test_a_question_that_is_answered_before_it_left_does_not_leave(town: Town) -> None:
    signal = asked(town, left=False)
    said = {"text": ANSWER, "asker": reporter(signal), "roles": OWNERS, "via": "phone"}
    asking.reply(signal=signal, by=town.people["traffic"], now=NOW, **said)
    outbox.do_due(now=NOW)
    assert not any("vraag" in each.subject for each in mail.outbox)


def test_a_refused_alarm_is_no_letter_to_the_asker(town: Town, log_in: LogIn) -> None:
    """Colleagues have no other address here: who sees it tells them."""
    signal = town.signal()
    Letter.objects.filter(subject=signal.pk).update(
        state=LetterState.BOUNCED, asker=None, kind=urgent.ALARM, title="Spoed"
    )
    page = log_in("traffic").get(LISTED).content.decode()
    assert "Dit was een bericht aan collega’s." in page
    assert "Ander adres" not in page


@pytest.mark.parametrize("way", ["send again", "new address", "lay ready", "waited"])
def test_after_a_new_link_no_letter_carries_the_old_one(town: Town, log_in: LogIn, way: str) -> None:
    """The old link was renewed because others may have it: it is dead, also in what leaves later."""
    signal = town.signal(askers=(POST,)) if way == "lay ready" else town.signal()
    asker, letter = Asker.objects.get(), Letter.objects.get()
    old = link_token(asker)
    if way == "send again":
        Letter.objects.update(state=LetterState.BOUNCED)
    Letter.objects.filter(state=LetterState.TO_PRINT).update(batch=signal.pk)
    renew_link(asker=asker, by=None, now=NOW)
    if way == "send again":
        form = {"contact": "email", "address": NEW, "once": "k"}
        log_in("traffic").post(reverse("signals:send_again", args=[letter.pk]), form)
    if way == "new address":
        change_contact(asker=asker, contact="email", address=NEW, by=None, now=NOW)
    asker.refresh_from_db()
    latest = Letter.objects.latest("made_at", "id")
    assert link_token(asker) in letters.full_body(latest)
    assert old not in letters.full_body(latest)
    assert latest.batch is None  # what was printed has the old link on it
    outbox.do_due(now=NOW)
    assert not any(old in each.body for each in mail.outbox)
    assert len(mail.outbox) == (way != "lay ready")


def test_an_e_mail_that_has_not_left_goes_to_the_new_address_alone(town: Town) -> None:
    town.signal()
    change_contact(asker=Asker.objects.get(), contact="email", address=NEW, by=None, now=NOW)
    outbox.do_due(now=NOW)
    assert [each.to for each in mail.outbox] == [[NEW]]


def test_a_question_that_is_posted_late_gives_the_asker_as_many_days_and_one_reminder(town: Town) -> None:
    """Nobody is reminded of what still lies with us; from the day it is posted everything counts anew."""
    signal = asked(town, town.signal(askers=(POST,)))
    assert clocks.remind_askers(now=NOW + timedelta(days=7)) == 0
    assert clocks.remind_askers(now=NOW + timedelta(days=8)) == 0
    assert not Letter.objects.filter(kind="question_reminder").exists()
    posted = NOW + timedelta(days=13)
    assert letters.mark_done(letter=Letter.objects.get(kind="question"), now=posted)
    signal.refresh_from_db()
    assert signal.waiting_until == (posted + timedelta(days=14)).date()
    assert clocks.stop_waiting(now=NOW + timedelta(days=15)) == 0
    assert clocks.remind_askers(now=posted + timedelta(days=7)) == 1
    assert clocks.remind_askers(now=posted + timedelta(days=8)) == 0
    assert clocks.stop_waiting(now=posted + timedelta(days=15)) == 1


def test_a_question_that_leaves_on_the_day_it_was_asked_moves_no_date(town: Town) -> None:
    signal = asked(town)
    assert signal.waiting_until == (NOW + timedelta(days=14)).date()
    assert not letters.mark_done(letter=Letter.objects.get(kind="question"), now=NOW + timedelta(days=3))
    signal.refresh_from_db()
    assert signal.waiting_until == (NOW + timedelta(days=14)).date()
