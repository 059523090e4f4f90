"""A letter that a mail server refuses for good did not arrive; what it refuses for now is tried again for days."""

import smtplib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters import actions, refusals
from wijkwerk.ground.letters.actions import NewLetter
from wijkwerk.ground.letters.models import Channel, Letter, LetterState
from wijkwerk.testing import command

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAIL = "fatima@example.org"
pytestmark = pytest.mark.django_db


def refused(code: int, said: bytes = b"5.1.1 <fatima@example.org> no such user") -> smtplib.SMTPException:
    return smtplib.SMTPRecipientsRefused({MAIL: (code, said)})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    """A mail server that says what is put in its list, the last of it for ever; with an empty list it takes all."""
    says: list[Exception] = []
    real = mail.EmailMessage.send

    def send(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        if says:
            raise says[0]
        return real(self)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    return says


def letter() -> Letter:
    new = NewLetter(uuid.uuid4(), "receipt", Channel.EMAIL, MAIL, "Uw melding", "Dank u wel.")
    return actions.queue([new], now=NOW)[0]


def later(until: timedelta) -> datetime:
    """The worker works on, each time that the outbox has something due, until then."""
    moment = NOW
    while moment <= NOW + until:
        outbox.do_due(now=moment)
        actions.give_up(now=moment)
        waiting = Outbox.objects.filter(done_at=None).order_by("not_before").first()
        if waiting is None:
            break
        moment = max(waiting.not_before, moment + timedelta(seconds=1))
    return moment


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (refused(550), "refused 550 5.1.1"),
        (refused(550, b"go away"), "refused 550"),
        (smtplib.SMTPDataError(554, b"5.7.1 spam"), "refused 554 5.7.1"),
        (ValueError("Invalid address"), "refused: no address or title that a mail can carry"),
    ],
)
def test_what_is_refused_for_good_did_not_arrive_and_is_not_tried_again(server, problem, why):
    made = letter()
    server.append(problem)
    outbox.do_due(now=NOW)
    made.refresh_from_db()
    assert (made.state, made.problem, made.sent_at) == (LetterState.BOUNCED, why, None)
    assert Outbox.objects.get().done_at is not None
    assert MAIL not in f"{made.problem}{Outbox.objects.get().problem}"


@pytest.mark.parametrize(
    "problem",
    [
        refused(450, b"4.2.1 try later"),
        refused(530, b"5.7.0 authentication required"),
        smtplib.SMTPSenderRefused(550, b"who are you", "meld@example.org"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong password"),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError("away"),
        TimeoutError("slow"),
    ],
    ids=repr,
)
def test_what_is_refused_for_now_is_tried_for_days_and_then_did_not_arrive(server, problem):
    """A mail server that is away for a long weekend costs nobody a letter."""
    made = letter()
    server.append(problem)
    moment = later(timedelta(days=4))
    made.refresh_from_db()
    assert made.state == LetterState.QUEUED
    assert Outbox.objects.get().not_before - moment <= timedelta(hours=1)
    later(timedelta(days=6))
    made.refresh_from_db()
    assert (made.state, made.problem) == (LetterState.BOUNCED, refusals.GIVEN_UP)


def test_a_queue_that_lay_still_for_long_gets_its_tries(server):
    """After a week without a worker one "not now" of the mail server gives up nothing."""
    made = letter()
    server.append(refused(450, b"4.2.1 try later"))
    outbox.do_due(now=NOW + timedelta(days=7))
    actions.give_up(now=NOW + timedelta(days=7))
    made.refresh_from_db()
    assert (made.state, Outbox.objects.get().tries) == (LetterState.QUEUED, 1)


def test_when_the_server_is_back_the_letter_leaves(server):
    made = letter()
    server.append(ConnectionRefusedError("away"))
    moment = later(timedelta(days=3))
    server.clear()
    outbox.do_due(now=moment)
    made.refresh_from_db()
    assert (made.state, len(mail.outbox)) == (LetterState.SENT, 1)


def test_what_the_outbox_gave_up_did_not_arrive(server):
    """Whatever went wrong, and also what was given up before anybody looked."""
    made, other = letter(), letter()
    Outbox.objects.filter(ids__letter=str(made.pk)).update(tries=outbox.MOST_TRIES)
    assert actions.give_up(now=NOW) == 1
    assert actions.give_up(now=NOW) == 0
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.state, made.problem) == (LetterState.BOUNCED, refusals.GIVEN_UP)
    assert other.state == LetterState.QUEUED


def test_a_letter_that_was_withdrawn_meanwhile_stays_withdrawn(server):
    made = letter()
    Letter.objects.update(state=LetterState.WITHDRAWN)
    Outbox.objects.update(tries=outbox.MOST_TRIES)
    assert actions.give_up(now=NOW) == 0
    made.refresh_from_db()
    assert made.state == LetterState.WITHDRAWN


def test_what_waits_or_came_back_has_reached_nobody(server):
    asker, town = uuid.uuid4(), uuid.uuid4()
    new = NewLetter(town, "question", Channel.EMAIL, MAIL, "Vraag", "Waar?", asker=asker, asker_version=1)
    actions.queue([new], now=NOW)
    asked = {"municipality": town, "askers": [asker], "kinds": ["question"], "since": NOW}
    assert actions.reached(**asked) == set()
    server.append(refused(550))
    outbox.do_due(now=NOW)
    assert actions.reached(**asked) == set()
    Letter.objects.update(state=LetterState.SENT)
    assert actions.reached(**asked) == {asker}


def test_the_command_says_how_many_were_refused(server, capsys):
    letter()
    server.append(refused(550))
    assert command("letters", "--json") == 1
    assert '"refused": 1' in capsys.readouterr().out
