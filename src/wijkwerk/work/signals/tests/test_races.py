"""Fifty people at once on one signal: one of them wins, nothing is written twice and no note is lost (RELIABILITY 13)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules import workflow
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.actions import NewAnswer, Refused, keep_promise
from wijkwerk.work.answers.models import Answer, Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.intake import NewSignal, asked_of, report
from wijkwerk.work.signals.models import Handover, Note, Signal

OWNERS = frozenset({workflow.OWNER_TEAM})
MANY = 50


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def at_once(work: Callable[[int], object], number: int = MANY, hands: int = 8) -> list[object]:
    """Do the work `number` times with eight hands that start together. Returns results and refusals."""
    start = threading.Barrier(hands)
    first = threading.local()

    def one(each: int) -> object:
        if not hasattr(first, "started"):
            first.started = True
            start.wait(timeout=30)
        try:
            return work(each)
        except Refused as refused:
            return refused
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(number)))


def won(results: list[object]) -> int:
    return sum(not isinstance(result, Refused) for result in results)


def test_of_fifty_who_confirm_a_handover_one_becomes_the_owner(living_town: Town) -> None:
    town = living_town
    signal = town.signal()
    by = town.people["traffic"]
    handover = actions.give(
        signal=signal,
        to_team=town.teams["wijkbeheer"],
        to_person=None,
        why="Voor u",
        by=by,
        roles=OWNERS,
        now=NOW,
    )
    people = [town.people["member"], town.people["intake"]]

    def confirm(each: int) -> Signal:
        fresh = Handover.objects.select_related("signal").get(pk=handover.pk)
        return actions.confirm(handover=fresh, by=people[each % 2], now=NOW)

    results = at_once(confirm)
    assert won(results) == 1
    signal.refresh_from_db()
    assert (signal.state, signal.owner_team) == ("owned", town.teams["wijkbeheer"])


def test_fifty_notes_at_once_are_fifty_notes(living_town: Town) -> None:
    signal = living_town.signal()
    by = living_town.people["traffic"]
    at_once(lambda each: actions.note(signal=signal, text=f"Notitie {each}", by=by, roles=OWNERS, now=NOW))
    assert set(Note.objects.values_list("text", flat=True)) == {f"Notitie {each}" for each in range(MANY)}


def test_a_promise_is_kept_once_and_told_once(living_town: Town) -> None:
    town = living_town
    by = town.people["traffic"]
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Een drempel", due_until=NOW.date())
    signal = actions.answer(signal=town.signal(), new=new, by=by, roles=OWNERS, now=NOW)
    promise = Promise.objects.get()
    results = at_once(
        lambda _: keep_promise(asked=asked_of(signal), promise=promise, how="Klaar", by=by, now=NOW)
    )
    assert won(results) == 1
    assert Letter.objects.filter(kind="promise_kept").count() == 1


def test_two_answers_at_once_leave_one_in_force(living_town: Town) -> None:
    town = living_town
    signal = town.signal()
    by = town.people["traffic"]
    no = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
    at_once(lambda _: actions.answer(signal=signal, new=no, by=by, roles=OWNERS, now=NOW), number=16)
    assert Answer.objects.filter(superseded_at=None).count() == 1
    assert Answer.objects.count() == 16


def test_a_form_sent_fifty_times_is_one_signal(living_town: Town) -> None:
    town = living_town
    new = NewSignal(theme="verkeer", kind="report", text="Een gat in de weg.", place=town.place())
    results = at_once(
        lambda _: report(municipality=town.municipality, new=new, by=None, now=NOW, key="the same key").pk
    )
    assert len(set(results)) == 1
    assert Signal.objects.count() == 1


def test_closing_and_answering_at_once_never_leaves_a_closed_signal_with_an_open_promise(
    living_town: Town,
) -> None:
    town = living_town
    by = town.people["traffic"]
    no = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
    yes = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Toch een drempel", due_until=NOW.date())
    signal = actions.answer(signal=town.signal(), new=no, by=by, roles=OWNERS, now=NOW)

    def either(each: int) -> Signal:
        if each % 2:
            return actions.close(signal=signal, by=by, roles=OWNERS, now=NOW)
        return actions.answer(signal=signal, new=yes, by=by, roles=OWNERS, now=NOW)

    at_once(either, number=16)
    signal.refresh_from_db()
    open_promises = Promise.objects.filter(asked=signal.subject, state="open").count()
    assert not (signal.state == "closed" and open_promises)
