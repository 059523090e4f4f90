"""Give an answer, settle a condition, keep, shift or withdraw a promise (O3, D3). Every step tells every asker (I6).

The caller holds the lock of the row that was asked (`signals.actions.locked`), so that all steps on it stand in one row.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db, hooks
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.rules.deadlines import Precision
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.models import (
    Answer,
    AnswerKind,
    Condition,
    ConditionState,
    Promise,
    PromiseShift,
    PromiseState,
)
from wijkwerk.work.answers.tell import due_words, tell

NEW_ANSWER = "Er kwam een nieuw antwoord."


class Refused(Exception):
    """The step is not possible now; the text is for the person who tried, in Dutch. `field`: where on the form it belongs."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class NewCondition:
    """What must happen first (I5)."""

    what: str
    kind: str
    needed: str
    owner_team: Team
    expected_until: date
    precision: str = Precision.DAY


@dataclass(frozen=True)
class NewAnswer:
    """An answer as a person gives it. `what` and `due_until` belong to a yes and a yes-if, `reason` to a no."""

    kind: str
    owner_team: Team
    text: str = ""
    what: str = ""
    due_until: date | None = None
    precision: str = Precision.DAY
    reason: str = ""
    can_do: str = ""
    public_answer: str = ""
    conditions: tuple[NewCondition, ...] = field(default=())


@transaction.atomic
def give_answer(
    *, asked: Asked, new: NewAnswer, by: User, now: datetime, extra: dict[str, str] | None = None
) -> Answer:
    """One answer to what was asked; the one before it is kept as superseded and its open promise is withdrawn.

    Raises Refused where the answer lacks what its kind needs; the database refuses the same.
    """
    _check(new)
    _supersede(asked, by=by, now=now)
    answer = _store_answer(asked, new, by=by, now=now)
    if new.kind == AnswerKind.YES:
        _promise(asked, answer, now=now)
    _write(asked, "answered", by=by, now=now, result=new.kind, text={"text": new.text, "reason": new.reason})
    facts = answer_facts(new) | (extra or {})
    tell(asked, f"answer_{new.kind}", facts=facts, now=now)
    return answer


def _check(new: NewAnswer) -> None:
    if new.kind == AnswerKind.NO and not new.reason.strip():
        raise Refused("Een nee heeft altijd een reden.")
    if new.kind != AnswerKind.NO and not (new.what.strip() and new.due_until):
        raise Refused("Zeg wat u gaat doen, en wanneer het klaar is.")
    if (new.kind == AnswerKind.YES_IF) != bool(new.conditions):
        raise Refused("Een voorwaarde hoort bij ‘ja, op voorwaarde dat’, en alleen daarbij.")


def _supersede(asked: Asked, *, by: User, now: datetime) -> None:
    earlier = db.locked(
        Answer.objects.filter(municipality=asked.municipality, subject=asked.subject, superseded_at=None)
    )
    for answer in earlier:
        answer.superseded_at = now
        answer.save(update_fields=["superseded_at"])
        Condition.objects.filter(answer=answer, state=ConditionState.OPEN).update(
            state=ConditionState.LAPSED, settled_at=now, settled_why=NEW_ANSWER
        )
        for promise in db.locked(Promise.objects.filter(answer=answer, state=PromiseState.OPEN)):
            _settle_promise(promise, state=PromiseState.WITHDRAWN, explanation=NEW_ANSWER, now=now)
            _write(asked, "promise_withdrawn", by=by, now=now, text={"why": NEW_ANSWER, "what": promise.what})


def _store_answer(asked: Asked, new: NewAnswer, *, by: User, now: datetime) -> Answer:
    lead = uuid7() if new.conditions else None
    is_no = new.kind == AnswerKind.NO
    answer = Answer(
        municipality=asked.municipality,
        subject=asked.subject,
        kind=new.kind,
        text=new.text,
        what="" if is_no else new.what,
        reason=new.reason if is_no else None,
        can_do=new.can_do,
        lead_condition_id=lead,
        due_until=None if is_no else new.due_until,
        precision=new.precision,
        owner_team=new.owner_team,
        given_by=by,
        given_at=now,
        public_answer="" if asked.care else new.public_answer,
    )
    answer.save(force_insert=True)
    for place, condition in enumerate(new.conditions):
        key = lead if place == 0 and lead else uuid7()
        Condition(id=key, municipality=asked.municipality, answer=answer, **_columns(condition)).save(
            force_insert=True
        )
    return answer


def _columns(condition: NewCondition) -> dict[str, Any]:
    return {
        "what": condition.what,
        "kind": condition.kind,
        "needed": condition.needed,
        "owner_team": condition.owner_team,
        "expected_until": condition.expected_until,
        "precision": condition.precision,
    }


def answer_facts(new: NewAnswer) -> dict[str, str]:
    """What the letter of an answer says; also for a preview."""
    lead = new.conditions[0] if new.conditions else None
    return {
        "answer": new.text,
        "what": new.what,
        "due": due_words(new.due_until, new.precision),
        "reason": new.reason,
        "can_do": new.can_do,
        "team": new.owner_team.name,
        "condition": " en ".join(each.what for each in new.conditions),
        "needed": " en ".join(each.needed for each in new.conditions),
        "expected": due_words(lead.expected_until, lead.precision) if lead else "",
    }


def _promise(asked: Asked, answer: Answer, *, now: datetime) -> Promise:
    """The promise of a yes; it copies what, whose and when from the answer (D3)."""
    subject = new_subject(municipality=asked.municipality, kind="promise")
    if answer.due_until is None:
        raise ValueError("a yes has a date: CHECK answer_yes_has_date")
    promise = Promise(
        subject=subject,
        municipality=asked.municipality,
        answer=answer,
        asked=asked.subject,
        what=answer.what,
        owner_team=answer.owner_team,
        area_path="" if asked.care else asked.area_path,
        due_until=answer.due_until,
        precision=answer.precision,
        first_due=answer.due_until,
        made_at=now,
        care=asked.care,
        public_what="" if asked.care else answer.public_what,
    )
    promise.save(force_insert=True)
    return promise


@transaction.atomic
def settle_condition(
    *, asked: Asked, condition: Condition, met: bool, why: str, by: User, now: datetime
) -> Condition:
    """A condition is met or has lapsed; the askers hear which, and why. All met makes the promise.

    Raises Refused when it was settled already, or lapses without a reason.
    """
    condition = db.locked(Condition.objects.filter(pk=condition.pk)).get()
    if condition.state != ConditionState.OPEN:
        raise Refused("Deze voorwaarde is al afgehandeld.")
    if not met and not why.strip():
        raise Refused("Leg uit waarom de voorwaarde vervalt.")
    condition.state = ConditionState.MET if met else ConditionState.LAPSED
    condition.settled_at, condition.settled_why = now, why
    condition.save(update_fields=["state", "settled_at", "settled_why"])
    verb = "condition_met" if met else "condition_lapsed"
    _write(asked, verb, by=by, now=now, text={"what": condition.what, "why": why})
    answer = condition.answer
    if met and not answer.conditions.exclude(state=ConditionState.MET).exists():
        _promise(asked, answer, now=now)
    facts = {
        "what": answer.what,
        "due": due_words(answer.due_until, answer.precision),
        "team": answer.owner_team.name,
        "condition": condition.what,
        "needed": condition.needed,
        "why": why,
    }
    facts |= settled(asked, verb, by=by, now=now)
    tell(asked, verb, facts=facts, now=now)
    return condition


@transaction.atomic
def keep_promise(*, asked: Asked, promise: Promise, how: str, by: User, now: datetime) -> Promise:
    """What was promised is done; every asker hears it."""
    promise = _open_promise(promise)
    _settle_promise(promise, state=PromiseState.KEPT, explanation=how, now=now)
    _write(asked, "promise_kept", by=by, now=now, text={"what": promise.what, "how": how})
    more = settled(asked, "promise_kept", by=by, now=now)
    tell(asked, "promise_kept", facts=_promise_facts(promise) | {"why": how} | more, now=now)
    return promise


@transaction.atomic
def shift_promise(
    *, asked: Asked, promise: Promise, due_until: date, precision: str, why: str, by: User, now: datetime
) -> Promise:
    """Another date, with the reason; every asker hears it. The first date stays for the figures."""
    promise = _open_promise(promise)
    if not why.strip():
        raise Refused("Leg uit waarom het later of eerder wordt.", field="why")
    if due_until == promise.due_until:
        raise Refused("Dit is dezelfde datum als eerst.", field="due")
    old = promise.due_until
    PromiseShift.objects.create(
        municipality=asked.municipality,
        promise=promise,
        old_due=old,
        new_due=due_until,
        precision=precision,
        why=why,
        shifted_by=by,
        shifted_at=now,
    )
    old_words = due_words(old, promise.precision)
    promise.due_until, promise.precision = due_until, precision
    promise.save(update_fields=["due_until", "precision"])
    _write(
        asked, "promise_shifted", by=by, now=now, text={"what": promise.what, "why": why, "old": old_words}
    )
    settled(asked, "promise_shifted", by=by, now=now)
    tell(
        asked, "promise_shifted", facts=_promise_facts(promise) | {"why": why, "old_due": old_words}, now=now
    )
    return promise


@transaction.atomic
def restate_promise(
    *, asked: Asked, promise: Promise, precision: str, owner_team: Team, by: User, now: datetime
) -> Promise:
    """The same day said in other words, or another team that sees to it: no letter, a line in the history. Else nothing."""
    promise = _open_promise(promise)
    if (precision, owner_team.pk) == (promise.precision, promise.owner_team_id):
        return promise
    promise.precision, promise.owner_team = precision, owner_team
    promise.save(update_fields=["precision", "owner_team"])
    facts = _promise_facts(promise)
    said = f"{facts['due'].capitalize()}, door {facts['team']}"
    _write(asked, "promise_restated", by=by, now=now, text={"what": promise.what, "said": said})
    return promise


@transaction.atomic
def withdraw_promise(
    *, asked: Asked, promise: Promise, why: str, by: User, now: datetime, anew: bool = False
) -> Promise:
    """A promise that will not be kept after all: never without an explanation. `anew`: the askers get a new answer by itself."""
    promise = _open_promise(promise)
    if not why.strip():
        raise Refused("Leg uit waarom de belofte niet doorgaat.")
    _settle_promise(promise, state=PromiseState.WITHDRAWN, explanation=why, now=now)
    what = "promise_dropped" if anew else "promise_withdrawn"
    _write(asked, what, by=by, now=now, text={"what": promise.what, "why": why})
    more = settled(asked, what, by=by, now=now)
    tell(asked, what, facts=_promise_facts(promise) | {"why": why} | more, now=now)
    return promise


@transaction.atomic
def tell_late(*, asked: Asked, promise: Promise, now: datetime) -> bool:
    """Tell the askers once per date that a promise is late. Returns whether they were told now."""
    promise = db.locked(Promise.objects.filter(pk=promise.pk)).get()
    if promise.state != PromiseState.OPEN or promise.late_told_for == promise.due_until:
        return False
    promise.late_told_for = promise.due_until
    promise.save(update_fields=["late_told_for"])
    _write(asked, "promise_late", by=None, now=now, origin="clock", text={"what": promise.what})
    tell(asked, "promise_late", facts=_promise_facts(promise), now=now)
    return True


def settled(asked: Asked, what: str, *, by: User, now: datetime) -> dict[str, str]:
    """Let the room of the asked thing do its part, in the same transaction. Returns what that room adds to the letter."""
    found: dict[str, str] = {}
    for given in hooks.run("answers.settled", asked=asked, what=what, by=by, now=now):
        found |= given
    return found


def _open_promise(promise: Promise) -> Promise:
    promise = db.locked(Promise.objects.filter(pk=promise.pk)).get()
    if promise.state != PromiseState.OPEN:
        raise Refused("Deze belofte is al afgehandeld.")
    return promise


def _settle_promise(promise: Promise, *, state: str, explanation: str, now: datetime) -> None:
    promise.state, promise.explanation, promise.settled_at = state, explanation, now
    promise.save(update_fields=["state", "explanation", "settled_at"])


def _promise_facts(promise: Promise) -> dict[str, str]:
    return {
        "what": promise.what,
        "due": due_words(promise.due_until, promise.precision),
        "team": promise.owner_team.name,
    }


def _write(
    asked: Asked, verb: str, *, by: User | None, now: datetime, text: Any, result: str = "", origin: str = ""
) -> None:
    write(
        Entry(
            municipality=asked.municipality.pk,
            verb=verb,
            at=now,
            subject=asked.subject.pk,
            actor=by.pk if by else None,
            origin=origin or asked.origin,
            result=result,
            text=text,
        )
    )
