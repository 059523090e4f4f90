"""The round trip: a signal gets an owner, a clear answer, a promise that is kept in sight, and the asker hears each step."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules import workflow
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers import actions as answers
from wijkwerk.work.answers.actions import NewAnswer, NewCondition, Refused
from wijkwerk.work.answers.models import Answer, Condition, Promise, PromiseState
from wijkwerk.work.signals import actions, clocks
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({workflow.OWNER_TEAM})
JUNE = date(2027, 6, 1)


def kinds(signal: Signal) -> list[str]:
    return list(
        Letter.objects.filter(subject=signal.pk).order_by("made_at", "id").values_list("kind", flat=True)
    )


def yes(town: Town) -> NewAnswer:
    return NewAnswer(
        "yes", town.teams["verkeer"], text="Wij maken een drempel.", what="Een drempel", due_until=JUNE
    )


def yes_if(town: Town) -> NewAnswer:
    condition = NewCondition(
        "De raad keurt het geld goed", "budget", "€ 38.000", town.teams["verkeer"], date(2026, 12, 17)
    )
    return NewAnswer(
        "yes_if",
        town.teams["verkeer"],
        text="Dat kan.",
        what="Een drempel",
        due_until=JUNE,
        conditions=(condition,),
    )


def test_a_signal_has_an_owner_and_a_receipt_at_once(town: Town) -> None:
    signal = town.signal()
    assert signal.owner_team == town.teams["verkeer"]
    assert signal.state == "routed"
    assert kinds(signal) == ["receipt"]


def test_a_yes_is_a_promise_with_a_date(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    promise = Promise.objects.get(asked=signal.subject)
    assert (promise.what, promise.due_until, promise.first_due) == ("Een drempel", JUNE, JUNE)
    assert kinds(signal) == ["receipt", "answer_yes"]


def test_a_no_has_a_reason_and_no_promise(town: Town) -> None:
    no = NewAnswer(
        "no", town.teams["verkeer"], text="Nee.", reason="De bomen zijn gezond.", can_do="Wij snoeien wel."
    )
    signal = actions.answer(signal=town.signal(), new=no, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert signal.reopen_until == date(2026, 12, 23)
    assert not Promise.objects.filter(asked=signal.subject).exists()
    with pytest.raises(Refused):
        actions.answer(
            signal=signal,
            new=NewAnswer("no", town.teams["verkeer"]),
            by=town.people["traffic"],
            roles=OWNERS,
            now=NOW,
        )


def test_a_condition_that_is_met_becomes_a_promise_and_every_asker_hears_it(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes_if(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    assert not Promise.objects.filter(asked=signal.subject).exists()
    condition = Condition.objects.get(answer__subject=signal.subject)
    answers.settle_condition(
        asked=asked_of(signal), condition=condition, met=True, why="", by=town.people["traffic"], now=NOW
    )
    promise = Promise.objects.get(asked=signal.subject)
    assert promise.due_until == JUNE
    signal.refresh_from_db()
    assert signal.has_promise
    assert kinds(signal) == ["receipt", "answer_yes_if", "condition_met"]


def test_a_condition_that_lapses_asks_for_a_new_answer(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes_if(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    condition = Condition.objects.get(answer__subject=signal.subject)
    answers.settle_condition(
        asked=asked_of(signal),
        condition=condition,
        met=False,
        why="De raad zei nee.",
        by=town.people["traffic"],
        now=NOW,
    )
    signal.refresh_from_db()
    assert signal.state == "reopened"
    assert signal.answer_due is not None
    again = NewAnswer("no", town.teams["verkeer"], text="Nee.", reason="Er is geen geld.")
    signal = actions.answer(signal=signal, new=again, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert Answer.objects.filter(subject=signal.subject).count() == 2
    assert kinds(signal)[-2:] == ["condition_lapsed", "answer_no"]


def test_a_late_promise_is_told_once_then_shifted_with_a_reason_then_kept(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    later = NOW + timedelta(days=200)
    assert clocks.tell_late_promises(now=later) == 1
    assert clocks.tell_late_promises(now=later) == 0
    promise = Promise.objects.get(asked=signal.subject)
    step = {"asked": asked_of(signal), "promise": promise, "by": town.people["traffic"], "now": later}
    with pytest.raises(Refused):
        answers.shift_promise(**step, due_until=date(2027, 7, 1), precision="day", why=" ")
    answers.shift_promise(**step, due_until=date(2027, 7, 1), precision="day", why="De stenen kwamen laat.")
    answers.keep_promise(**step, how="De drempel ligt er.")
    promise.refresh_from_db()
    assert (promise.state, promise.first_due, promise.due_until) == (
        PromiseState.KEPT,
        JUNE,
        date(2027, 7, 1),
    )
    assert kinds(signal)[-3:] == ["promise_late", "promise_shifted", "promise_kept"]
    signal.refresh_from_db()
    assert signal.reopen_until is not None


def test_what_has_an_open_promise_cannot_be_closed_by_anyone(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    with pytest.raises(Refused):
        actions.close(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(state="closed", closed_at=NOW)


def test_the_asker_says_not_solved_within_the_term_and_not_after(town: Town) -> None:
    no = NewAnswer("no", town.teams["verkeer"], text="Nee.", reason="Er is geen ruimte.")
    signal = actions.answer(signal=town.signal(), new=no, by=town.people["traffic"], roles=OWNERS, now=NOW)
    asker = frozenset({workflow.ASKER})
    with pytest.raises(Refused):
        actions.reopen(
            signal=signal, why="Het is niet goed.", by=None, roles=asker, now=NOW + timedelta(days=31)
        )
    signal = actions.reopen(signal=signal, why="Er is wel ruimte.", by=None, roles=asker, now=NOW)
    assert (signal.state, signal.reopened) == ("reopened", 1)


def test_time_closes_what_was_answered(town: Town) -> None:
    no = NewAnswer("no", town.teams["verkeer"], text="Nee.", reason="Er is geen ruimte.")
    signal = actions.answer(signal=town.signal(), new=no, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert clocks.close_finished(now=NOW + timedelta(days=20)) == 0
    assert clocks.close_finished(now=NOW + timedelta(days=31)) == 1
    signal.refresh_from_db()
    assert (signal.state, signal.result) == ("closed", "no")


def test_the_database_refuses_half_answers(town: Town) -> None:
    signal = town.signal()
    base = {
        "municipality": town.municipality,
        "subject": signal.subject,
        "owner_team": town.teams["verkeer"],
        "given_by": town.people["traffic"],
        "given_at": NOW,
    }
    wrong = [
        {"kind": "no", "reason": None},
        {"kind": "no", "reason": ""},
        {"kind": "yes", "what": "x", "due_until": None},
        {"kind": "yes", "what": "", "due_until": JUNE},
        {"kind": "yes_if", "what": "x", "due_until": JUNE},
        {"kind": "maybe", "what": "x", "due_until": JUNE},
        {"kind": "yes", "what": "x", "due_until": JUNE, "reason": "x"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(**base, **values)


def test_a_promise_never_goes_and_its_first_date_stays(town: Town) -> None:
    signal = actions.answer(
        signal=town.signal(), new=yes(town), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    promises = Promise.objects.filter(asked=signal.subject)
    for change in ({"first_due": date(2028, 1, 1)}, {"due_until": date(2028, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            promises.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=promises.get().pk).delete()
