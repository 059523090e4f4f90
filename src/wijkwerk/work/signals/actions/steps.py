"""What every verb on a signal stands on: its row held, the step allowed, one line in the journal, what each end leaves (O2)."""

from datetime import datetime
from typing import Any

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Condition, ConditionState, Promise, PromiseState
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.intake import years_after
from wijkwerk.work.signals.models import HandoverState, Question, QuestionState, Signal

# A formal matter has a way of its own by law: these steps would leave that way (D9).
NOT_FORMAL = frozenset({Step.ANSWER, Step.ASK, Step.MERGE, Step.SPLIT})

# The letters in which an asker reads our question.
ASKING = ("question", "question_reminder")

IS_ERASED = (
    "De gegevens van deze melding zijn gewist. Er kan niets meer bij. Meld het opnieuw als het nog speelt."
)

IS_FORMAL = (
    "Dit is een officieel bericht. Het krijgt hier geen ja of nee. "
    "Is het dat toch niet? Kies dan ‘Toch geen officieel bericht’."
)


def locked(signal: Signal) -> Signal:
    """The row as it is now, held till the end of the transaction, so that of two people one is first (RELIABILITY 13)."""
    row = db.locked(Signal.objects.filter(pk=signal.pk, municipality=signal.municipality_id)).get()
    row.subject, row.municipality = signal.subject, signal.municipality  # neither ever changes
    return row


def step(signal: Signal, which: Step, roles: frozenset[str]) -> State:
    """The state after the step. Raises Refused, with a sentence for the screen, when it is not allowed."""
    if signal.erased_at is not None and which is not Step.MAKE_CARE:
        raise Refused(IS_ERASED)
    if signal.formal_kind and which in NOT_FORMAL:
        raise Refused(IS_FORMAL)
    promises, conditions = _open_counts(signal) if which in workflow.ENDING else (0, 0)
    state = State(signal.state)
    after = workflow.allowed(state, which, roles, open_promises=promises, open_conditions=conditions)
    if after is None:
        raise Refused(
            workflow.why_not(state, which, roles, open_promises=promises, open_conditions=conditions)
            or offers.LOOKS_AGAIN
        )
    return after


def take_back(signal: Signal, *, by: User | None, why: str, now: datetime) -> None:
    """Whoever was asked to take it need not: said in the journal and on the trace, whatever step made it so."""
    offer = offers.offer_of(signal)
    if offer is None:
        return
    offers.settle_offers(signal, state=HandoverState.WITHDRAWN, by=by, why=why, now=now)
    log(signal, "handover_withdrawn", by=by, now=now, text={"team": offer.to_team.name})


def _open_counts(signal: Signal) -> tuple[int, int]:
    promises = Promise.objects.filter(asked=signal.subject_id, state=PromiseState.OPEN).count()
    conditions = Condition.objects.filter(
        answer__subject=signal.subject_id, answer__superseded_at=None, state=ConditionState.OPEN
    )
    return promises, conditions.count()


def log(
    signal: Signal,
    verb: str,
    *,
    by: User | None,
    now: datetime,
    text: Any = None,
    result: str = "",
    origin: str = "web",
) -> None:
    """One journal line about a signal."""
    write(
        Entry(
            municipality=signal.municipality_id,
            verb=verb,
            at=now,
            subject=signal.subject_id,
            actor=by.pk if by else None,
            origin=origin,
            result=result,
            text=text,
        )
    )


def end(signal: Signal, *, result: str, now: datetime) -> list[str]:
    """Fill in what every end has: moment, result, when it may be destroyed; nobody is waited for any more.

    Returns the names of the fields to save.
    """
    signal.closed_at, signal.result, signal.answer_due = now, result, None
    signal.destroy_after = years_after(now, signal.retention_years) if signal.retention_years else None
    return ["closed_at", "result", "answer_due", "destroy_after", *wait_no_more(signal, now=now)]


def opened(signal: Signal, *, now: datetime) -> list[str]:
    """Who takes, gives, answers or sends on an urgent signal has seen it: the alarm stops.

    Returns the names of the fields to save.
    """
    if signal.urgent_at is not None and signal.urgent_seen_at is None:
        signal.urgent_seen_at = now
    return ["urgent_seen_at"]


def wait_no_more(
    signal: Signal, *, now: datetime, question: QuestionState = QuestionState.WITHDRAWN
) -> list[str]:
    """The asker is no longer waited for, and the question that stood open is settled, also where it still lay on paper.

    Returns the names of the fields to save. Every way out of waiting passes here: a question that stayed open would bar
    the next one.
    """
    if signal.waiting_until is not None:
        rows = Question.objects.filter(municipality=signal.municipality_id, signal=signal)
        rows.filter(state=QuestionState.OPEN).update(state=question, settled_at=now)
        letters.keep_back(municipality=signal.municipality_id, subject=signal.subject_id, kinds=ASKING)
    signal.waiting_until = signal.days_left = signal.reminded_at = None
    return ["waiting_until", "days_left", "reminded_at"]
