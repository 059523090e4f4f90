"""`wijkwerk letters` sends what is due and says what still waits."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core import mail

from wijkwerk.ground.letters import actions
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.testing import command

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def queue(channel=Channel.EMAIL, body="Wij hebben uw melding ontvangen."):
    letter = actions.NewLetter(
        municipality=uuid.uuid4(),
        kind="receipt",
        channel=channel,
        address="anna@example.org" if channel == Channel.EMAIL else "Dorpsstraat 1, Merwoude",
        title="Uw melding",
        body=body,
        asker=uuid.uuid4(),
        link_base="https://wijkwerk.example/spoor/",
    )
    (made,) = actions.queue([letter], now=NOW)
    return made


def told(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_letter_that_is_due_is_sent(capsys):
    letter = queue()
    assert command("letters", "--json") == 0
    assert told(capsys) == {"sent": 1, "waiting": 0, "refused": 0, "to_print": 0, "to_call": 0}
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert Letter.objects.get(pk=letter.pk).state == LetterState.SENT


def test_a_second_run_sends_nothing_twice(capsys):
    queue()
    command("letters", "--json")
    capsys.readouterr()
    assert command("letters", "--json") == 0
    assert told(capsys)["sent"] == 0
    assert len(mail.outbox) == 1


def test_a_letter_for_the_post_waits_for_a_person_and_is_no_failure(capsys):
    queue(Channel.POST)
    assert command("letters", "--json") == 0
    assert told(capsys)["to_print"] == 1
    assert mail.outbox == []


def test_a_mail_server_that_is_away_loses_nothing_and_gives_code_one(capsys, settings):
    letter = queue()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert command("letters", "--json") == 1
    assert told(capsys)["waiting"] == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert Letter.objects.get(pk=letter.pk).state == LetterState.QUEUED


def test_without_a_secret_no_letter_with_a_trace_link_leaves(capsys, settings):
    settings.SECRET_IS_EPHEMERAL = True
    queue(body=f"Volg uw melding: {TRACE_MARK}")
    assert command("letters", "--json") == 1
    assert told(capsys)["waiting"] == 1
    assert mail.outbox == []
