"""A person on the line is found by name or telephone, only where one may see askers, and it is written down."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, change_contact, erase_asker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.answers.moving import copy_askers
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.desk.lists.found import asked_for
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import SearchText, Signal

LogIn = Callable[..., Client]
OWNER = frozenset({"owner_team"})
ASKER = NewAsker(Contact.PHONE, "Zoë van der Éértenberg", "+31 6 12 34 56 78")
pytestmark = pytest.mark.django_db


def look(client: Client, who: str) -> Any:
    return client.post(reverse("signals:search"), {"who": who})


def codes(client: Client, who: str) -> list[str]:
    response = look(client, who)
    assert response.status_code == 200, who
    return [each.row.code for each in response.context["rows"]]


@pytest.fixture
def signal(town: Town) -> Signal:
    """Asked by Zoë, by telephone; beside it one by Fatima."""
    town.signal()
    return town.signal(askers=(ASKER,))


@pytest.mark.parametrize(
    "who",
    [
        "zoe", "ZOË VAN", "eertenberg", "Eerten", "van der eertenberg", "Zoë Eertenberg", "eertenberg zoe", "0612345678",
        "06 12 34 56 78", "+31612345678", "061234",
    ],
)  # fmt: skip
def test_a_name_or_number_finds_the_signal(signal: Signal, log_in: LogIn, who: str) -> None:
    assert codes(log_in("traffic"), who) == [signal.subject.code]


@pytest.mark.parametrize(
    "who", ["piet", "zoe fatima", "artenberg", "0687654321", "123456", "van der", "%%%abc", "_oev"]
)
def test_another_name_or_number_finds_nothing_and_says_what_to_do(
    signal: Signal, log_in: LogIn, who: str
) -> None:
    page = look(log_in("traffic"), who)
    assert page.context["rows"] == []
    assert "Vraag naar de code" in unescape(page.content.decode())


@pytest.mark.parametrize("who", ["", "zo", "0612", "!?", "  "])
def test_what_is_too_short_is_not_looked_up(signal: Signal, log_in: LogIn, who: str) -> None:
    assert look(log_in("traffic"), who).status_code == 422
    assert not Line.objects.filter(verb="looked_up").exists()


def test_only_who_may_see_the_asker_of_that_signal_finds_it(signal: Signal, log_in: LogIn) -> None:
    found = {
        part: len(codes(log_in(part), "zoe"))
        for part in ("traffic", "owner", "intake", "elsewhere", "member", "carer")
    }
    assert found == {"traffic": 1, "owner": 1, "intake": 1, "elsewhere": 0, "member": 0, "carer": 0}
    Signal.objects.update(visibility="network")
    assert codes(log_in("member"), "zoe") == []


@pytest.mark.parametrize("part", ["alderman", "admin", "partner", "resident", "keeper"])
def test_who_sees_no_askers_has_no_such_search(signal: Signal, log_in: LogIn, part: str) -> None:
    assert look(log_in(part), "zoe").status_code == 404
    if part == "alderman":
        assert "aan de lijn" not in log_in(part).get(reverse("signals:search")).content.decode()


def test_the_journal_says_who_looked_and_never_for_whom(town: Town, signal: Signal, log_in: LogIn) -> None:
    look(log_in("traffic"), "zoe")
    look(log_in("traffic"), "0612345678")
    lines = Line.objects.filter(verb="looked_up").order_by("id")
    assert [line.result for line in lines] == ["name", "phone"]
    assert {line.actor for line in lines} == {town.people["traffic"].pk}
    assert {line.subject for line in lines} == {None}
    assert not Detail.objects.filter(line__in=lines).exists()


def test_the_words_of_a_question_stand_in_no_address(signal: Signal, log_in: LogIn) -> None:
    page = look(log_in("traffic"), "zoe").content.decode()
    assert "?q=zoe" not in page
    assert "no-store" in look(log_in("traffic"), "zoe")["Cache-Control"]


def test_a_name_is_never_copied_into_the_index_of_words(signal: Signal, log_in: LogIn) -> None:
    assert not SearchText.objects.filter(words__contains="eertenberg").exists()
    response = log_in("traffic").get(reverse("signals:search"), {"q": "eertenberg"})
    assert response.context["rows"] == []


def test_who_is_erased_is_found_by_nothing(town: Town, signal: Signal, log_in: LogIn) -> None:
    asker = Asker.objects.get(subject=signal.subject)
    erase_asker(asker=asker, by=None, now=NOW)
    assert codes(log_in("traffic"), "zoe") == codes(log_in("traffic"), "0612345678") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Asker.objects.filter(pk=asker.pk).update(name_key="zoe")


def test_another_number_and_a_copy_are_found_too(town: Town, signal: Signal, log_in: LogIn) -> None:
    asker, part = Asker.objects.get(subject=signal.subject), town.signal()
    change_contact(asker=asker, contact="phone", address="020 555 12 34", by=None, now=NOW)
    copy_askers(source=signal.subject, target=part.subject, now=NOW)
    assert set(codes(log_in("traffic"), "0205551234")) == {signal.subject.code, part.subject.code}
    assert codes(log_in("traffic"), "0612345678") == []
    change_contact(asker=asker, contact="email", address="zoe0612345678@example.org", by=None, now=NOW)
    assert codes(log_in("traffic"), "0612345678") == []


def test_care_is_found_by_its_own_line_only(town: Town, signal: Signal, log_in: LogIn) -> None:
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    for part in ("traffic", "owner", "intake", "elsewhere", "member"):
        assert codes(log_in(part), "zoe") == codes(log_in(part), "0612345678") == []
    assert codes(log_in("carer"), "zoe") == [signal.subject.code]


def test_askers_of_before_get_their_keys_when_the_index_is_made_anew(
    town: Town, signal: Signal, log_in: LogIn
) -> None:
    Asker.objects.update(name_key="", last_key="", digits="")
    assert codes(log_in("traffic"), "zoe") == []
    searching.rebuild(town.municipality, now=NOW)
    assert codes(log_in("traffic"), "zoe") == [signal.subject.code]


def test_a_common_name_shows_25_and_says_that_there_are_more(town: Town, log_in: LogIn) -> None:
    for _ in range(26):
        town.signal(askers=(ASKER,))
    page = look(log_in("traffic"), "zoe")
    assert len(page.context["rows"]) == 25
    assert "Er zijn er meer" in page.content.decode()


def test_the_look_up_uses_the_indexes(town: Town) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL reads a table of a few rows whole, whatever its indexes")
    rows = Asker.objects.filter(asked_for("zoe"), municipality=town.municipality)
    plan = rows.explain()
    assert "asker_name" in plan
    assert "asker_last" in plan
    assert "SCAN answers_asker" not in plan
    assert (
        "asker_digits" in Asker.objects.filter(asked_for("061234"), municipality=town.municipality).explain()
    )
