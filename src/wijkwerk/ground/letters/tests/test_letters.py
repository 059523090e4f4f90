"""A letter leaves once, with a link that only its asker gets; a mail server that is away loses nothing."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters import actions
from wijkwerk.ground.letters.actions import NewLetter
from wijkwerk.ground.letters.models import Channel, Letter
from wijkwerk.ground.letters.tokens import hashed, token, without_tokens

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOWN, SUBJECT, ASKER = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
pytestmark = pytest.mark.django_db


def letter(**given: Any) -> NewLetter:
    values: dict[str, Any] = {
        "municipality": TOWN,
        "kind": "receipt",
        "channel": Channel.EMAIL,
        "address": "fatima@example.org",
        "title": "Uw melding",
        "body": "Volg uw melding: {trace_link}",
        "subject": SUBJECT,
        "asker": ASKER,
        "asker_version": 1,
        "link_base": "https://wijkwerk.example/spoor/",
    }
    return NewLetter(**values | given)


def test_a_letter_leaves_once_with_the_link_of_its_asker() -> None:
    actions.queue([letter()], now=NOW)
    assert "{trace_link}" in Letter.objects.get().body
    outbox.do_due(now=NOW)
    outbox.do_due(now=NOW)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body == f"Volg uw melding: https://wijkwerk.example/spoor/{token(ASKER, 1)}/"
    assert (Letter.objects.get().state, Letter.objects.get().sent_at) == ("sent", NOW)
    assert token(ASKER, 1) not in str(Letter.objects.values().get())


def test_a_mail_server_that_is_away_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.queue([letter()], now=NOW)

    def away(self: object, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        outbox.do_due(now=NOW)
    row = Outbox.objects.get()
    assert (row.done_at, row.tries) == (None, 0)
    outbox.do_due(now=row.not_before)
    assert len(mail.outbox) == 1


def test_without_a_secret_key_a_letter_waits_instead_of_sending_a_dead_link(settings: Any) -> None:
    settings.SECRET_IS_EPHEMERAL = True
    actions.queue([letter(), letter(body="Zonder link.")], now=NOW)
    outbox.do_due(now=NOW)
    assert [message.body for message in mail.outbox] == ["Zonder link."]
    settings.SECRET_IS_EPHEMERAL = False
    outbox.do_due(now=NOW + timedelta(minutes=6))
    assert len(mail.outbox) == 2


def test_post_waits_to_be_printed_and_telephone_to_be_called() -> None:
    actions.queue([letter(channel=Channel.POST, address="Lindelaan 1\n1234 AB Testwoude")], now=NOW)
    actions.queue([letter(channel=Channel.PHONE, address="000 555 01 99")], now=NOW)
    outbox.do_due(now=NOW)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["to_call", "to_print"]
    assert not mail.outbox


def test_line_ends_in_a_title_or_address_make_no_new_header() -> None:
    actions.queue(
        [letter(title="Hallo\r\nBcc: all@example.org", address="a@example.org\nBcc: b@example.org")], now=NOW
    )
    row = Letter.objects.get()
    assert "\n" not in row.title + row.address
    assert "\r" not in row.title + row.address


def test_a_letter_that_was_withdrawn_does_not_leave() -> None:
    actions.queue([letter()], now=NOW)
    assert actions.withdraw(municipality=TOWN, subject=SUBJECT, now=NOW) == 1
    outbox.do_due(now=NOW)
    assert not mail.outbox


def test_erasing_empties_letters_and_keeps_that_they_were_sent() -> None:
    actions.queue([letter()], now=NOW)
    outbox.do_due(now=NOW)
    actions.erase(municipality=TOWN, subject=SUBJECT, now=NOW)
    row = Letter.objects.get()
    assert (row.body, row.address, row.title, row.sent_at) == ("", "", "", NOW)


def test_erasing_one_asker_leaves_the_letters_of_the_others() -> None:
    other = uuid.uuid4()
    actions.queue([letter(), letter(asker=other, address="b@example.org")], now=NOW)
    actions.erase_asker(municipality=TOWN, asker=ASKER, now=NOW)
    assert sorted(Letter.objects.values_list("address", flat=True)) == ["", "b@example.org"]


def test_a_token_is_unguessable_bound_to_its_version_and_cut_out_of_logs(settings: Any) -> None:
    first, second = token(ASKER, 1), token(ASKER, 2)
    assert len(first) == 22
    assert first != second
    assert hashed(first) != hashed(second)
    assert first not in without_tokens(f"GET /spoor/{first}/ HTTP/1.1")
    settings.TRACE_KEY = b"another key"
    assert token(ASKER, 1) != first
