"""Mail that became nothing is read by who sorts what comes in, and forgotten after two weeks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from wijkwerk.ground.letters.models import Received, ReceivedKind
from wijkwerk.ground.letters.receiving import MOST_A_DAY, UNPLACED_FOR, forget_unplaced, receive
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
LISTED = "/bureau/brieven/"
NOBODY = b"Message-ID: <1@example.org>\nSubject: Bank weg\n\nDe bank bij de vijver is weg.\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def take_in(town: Town, raw: bytes = NOBODY) -> Received:
    return receive(municipality=town.municipality.pk, raw=raw, now=NOW)


def page(client: Client) -> str:
    return client.get(LISTED).content.decode()


def test_who_sorts_what_comes_in_reads_what_became_nothing(town: Town, log_in: LogIn) -> None:
    assert take_in(town).kind == ReceivedKind.REFUSED
    take_in(town, b"\x00\x00")
    found = page(log_in("intake"))
    assert "De bank bij de vijver is weg." in found
    assert "Er stond geen afzender in." in found
    assert "En nog 1 bericht was leeg of niet te lezen" in found


def test_the_eleventh_message_of_an_address_in_a_day_can_be_read_and_says_why_it_is_here(
    town: Town, log_in: LogIn
) -> None:
    for number in range(MOST_A_DAY + 1):
        text = f"From: a@example.org\nMessage-ID: <{number}@x.org>\nSubject: Bank {number}\n\nWeg.\n"
        take_in(town, text.encode())
    found = page(log_in("intake"))
    assert "Van a@example.org. Van dit adres kwamen die dag al veel meldingen." in found
    assert f"Bank {MOST_A_DAY}<" in found
    assert "niet te lezen" not in found


def test_more_than_a_page_holds_is_said_and_what_cannot_be_read_is_counted_whole(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkwerk.work.signals.desk.refused_mail.MOST", 2)
    for number in range(3):
        take_in(town, NOBODY.replace(b"<1@", b"<n%d@" % number))
        take_in(town, b"\x00" * (number + 1))
    found = page(log_in("intake"))
    assert "U ziet de nieuwste 2." in found
    assert "En nog 3 berichten waren leeg of niet te lezen" in found


@pytest.mark.parametrize("part", ["traffic", "member", "owner", "carer", "alderman"])
def test_nobody_else_reads_it(town: Town, log_in: LogIn, part: str) -> None:
    take_in(town)
    assert "vijver" not in page(log_in(part))


def test_another_municipality_does_not_read_it(town: Town, other_town: Town, log_in: LogIn) -> None:
    take_in(other_town)
    assert "vijver" not in page(log_in("intake"))


def test_after_two_weeks_its_text_is_forgotten_and_the_same_message_still_known(town: Town) -> None:
    row = take_in(town)
    assert forget_unplaced(now=NOW + UNPLACED_FOR - timedelta(days=1)) == 0
    assert forget_unplaced(now=NOW + UNPLACED_FOR) == 1
    row.refresh_from_db()
    assert (row.title, row.body, row.sender, row.erased_at) == ("", "", "", NOW + UNPLACED_FOR)
    assert take_in(town).pk == row.pk


def test_the_clock_looks_once_a_day(town: Town) -> None:
    late = NOW + UNPLACED_FOR
    assert forget_unplaced(now=late) == 0
    take_in(town)
    assert forget_unplaced(now=late + timedelta(minutes=1)) == 0
    assert forget_unplaced(now=late + timedelta(days=1)) == 1


def test_what_became_a_signal_is_kept_with_it(town: Town) -> None:
    row = take_in(town, b"From: a@example.org\n" + NOBODY)
    assert Signal.objects.exists()
    assert forget_unplaced(now=NOW + timedelta(days=60)) == 0
    row.refresh_from_db()
    assert row.body
