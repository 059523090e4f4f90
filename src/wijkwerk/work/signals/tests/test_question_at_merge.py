"""Who had a question of ours to answer reads that they need not any more, when their signal goes together with another (D5)."""

from datetime import timedelta

import pytest
from django.test import Client

from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, merging, publishing
from wijkwerk.work.signals.models import Question, Signal
from wijkwerk.work.signals.public.own_copy import own_data
from wijkwerk.work.signals.tests.waiting import QUESTION, asked

OWNERS = frozenset({OWNER_TEAM})
OVER = "U hoeft deze vraag niet meer te beantwoorden"

pytestmark = pytest.mark.django_db


def at(hours: int):
    return NOW + timedelta(hours=hours)


def fresh(signal: Signal) -> Signal:
    return Signal.objects.select_related("subject", "municipality").get(pk=signal.pk)


@pytest.fixture
def source(town: Town) -> Signal:
    """It waits for Omar, who reported it; Bo joined."""
    signal = town.signal(askers=(NewAsker(Contact.EMAIL, "Omar", "omar@example.org"),))
    words = publishing.PublicWords("Iets", "Lindelaan")
    publishing.show(signal=signal, words=words, by=town.people["owner"], now=NOW)
    actions.join(signal=fresh(signal), who=NewAsker(Contact.EMAIL, "Bo", "bo@example.org"), now=NOW)
    asked(town, fresh(signal))
    return fresh(signal)


@pytest.fixture
def target(town: Town) -> Signal:
    return town.signal()


def merge(town: Town, source: Signal, target: Signal, hours: int = 1) -> None:
    given = {"by": town.people["owner"], "roles": OWNERS, "now": at(hours)}
    merging.merge(signal=fresh(source), into=fresh(target), **given)


def page(name: str) -> str:
    return Client().get(f"/spoor/{link_token(Asker.objects.get(name=name))}/").content.decode()


def letter(name: str) -> str:
    return Letter.objects.get(kind="merged", asker=Asker.objects.get(name=name).pk).body


def test_the_page_keeps_the_question_and_says_that_it_need_not_be_answered(
    town: Town, source: Signal, target: Signal
) -> None:
    assert "trace_reply" not in page("Omar")
    merge(town, source, target)
    shown = page("Omar")
    assert QUESTION in shown
    assert OVER in shown
    assert "Verstuur uw antwoord" not in shown


def test_the_letter_of_the_merge_says_it_to_who_was_asked_and_to_nobody_else(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    assert f"{OVER}: {QUESTION}" in letter("Omar")
    assert OVER not in letter("Bo")
    assert QUESTION not in letter("Bo")


def test_without_a_question_the_letter_says_nothing_of_it(town: Town, target: Signal) -> None:
    other = town.signal(askers=(NewAsker(Contact.EMAIL, "Els", "els@example.org"),))
    merge(town, other, target)
    assert OVER not in letter("Els")


@pytest.mark.parametrize("name", ["Bo", "Fatima"])
def test_the_question_is_read_by_nobody_whom_we_did_not_ask(
    town: Town, source: Signal, target: Signal, name: str
) -> None:
    merge(town, source, target)
    asker = Asker.objects.get(name=name)
    assert QUESTION not in page(name)
    assert QUESTION not in str(own_data(asker, fresh(target)))


def test_merged_on_it_stands_there_still_and_in_the_copy_of_own_data(
    town: Town, source: Signal, target: Signal
) -> None:
    third = town.signal(askers=(NewAsker(Contact.EMAIL, "Kim", "kim@example.org"),))
    merge(town, source, target)
    merge(town, target, third, 2)
    assert OVER in page("Omar")
    assert QUESTION in str(own_data(Asker.objects.get(name="Omar"), fresh(third)))


def test_an_answer_that_comes_all_the_same_is_a_message(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target)
    given = {"asker": Asker.objects.get(name="Omar"), "by": None, "roles": frozenset({"asker"})}
    said = asking.reply(signal=fresh(target), text="Bij nummer 4.", now=at(2), via="web", **given)
    assert (said.question, said.signal_id) == (None, target.pk)


def test_taken_apart_again_the_question_is_over_visibly_and_it_can_be_asked_anew(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    by = town.people["owner"]
    back = merging.unmerge(signal=fresh(source), by=by, roles=OWNERS, now=at(2))
    assert (back.state, back.waiting_until, back.days_left) == ("reopened", None, None)
    assert back.answer_due is not None
    shown = page("Omar")
    assert OVER in shown
    assert "Verstuur uw antwoord" not in shown
    asking.ask(signal=fresh(source), question="En welke kleur?", by=by, roles=OWNERS, now=at(3))
    assert "Verstuur uw antwoord" in page("Omar")
    assert [each.state for each in Question.objects.order_by("asked_at")] == ["withdrawn", "open"]
