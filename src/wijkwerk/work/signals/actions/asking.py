"""Ask the asker what we must know first, and take in what askers write: the state *waiting* (O2).

- A question goes to who reported, never to who joined: it may quote what the reporter wrote (D4). Who joined reads on their
  page only that we wait.
- While a question is open the term to answer stands still. `days_left` keeps the working days that were left; with the reply
  they count on from that day, at least one.
- Words of an asker are never lost: what answers no open question is a message, whatever the state.
- Nobody is closed out who cannot reply: when all who were asked are erased, when our question never reached them (a letter
  that nobody posted or that came back, a call that nobody made), or something is still promised, we go on without.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import add_working_days, day_words, local_date, working_days_between
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.tell import tell
from wijkwerk.work.signals.actions.handling import reopen_until
from wijkwerk.work.signals.actions.steps import (
    ASKING,
    IS_ERASED,
    end,
    locked,
    log,
    opened,
    step,
    wait_no_more,
)
from wijkwerk.work.signals.conversation import meant_for, open_question, reachable
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.intake import asked_of, need_words
from wijkwerk.work.signals.models import Message, Question, QuestionState, Signal
from wijkwerk.work.signals.sections import Terms

NOBODY: Final = (
    "Er is niemand om iets te vragen: de melder wil geen bericht. Ga zelf kijken, vraag het een collega, "
    "of geef antwoord met wat u weet."
)
# The result of what was closed because nobody replied, and what who joined reads of it.
RESULT: Final = "no_reply"
NO_REPLY: Final = "Wij hadden een vraag aan de melder. Daar kwam geen antwoord op."
CLOCK: Final = frozenset({workflow.CLOCK})


@transaction.atomic
def ask(*, signal: Signal, question: str, by: User, roles: frozenset[str], now: datetime) -> Question:
    """One question to who reported it; the term stands still until the reply, or until we stop waiting."""
    signal = locked(signal)
    need_words(question, "Schrijf eerst uw vraag.")
    after, to, today = step(signal, Step.ASK, roles), reachable(signal), local_date(now)
    if not to:
        raise Refused(NOBODY)
    signal.state = after
    signal.days_left = working_days_between(today, signal.answer_due) if signal.answer_due else None
    signal.answer_due = signal.reminded_at = None
    reply_days = part_at(signal.municipality, Terms, signal.area_path).reply_days
    signal.waiting_until = today + timedelta(days=reply_days)
    if signal.owner_person is None:
        signal.owner_person, signal.owned_at, signal.meant_for = by, now, None
    signal.save(
        update_fields=[
            "state", "days_left", "answer_due", "reminded_at", "waiting_until", "owner_person", "owned_at", "meant_for",
            *opened(signal, now=now),
        ]
    )  # fmt: skip
    made = Question.objects.create(
        municipality=signal.municipality, signal=signal, text=question, asked_by=by, asked_at=now
    )
    log(signal, "asked", by=by, now=now, text={"question": question})
    searching.index(signal, now=now)
    tell(asked_of(signal), "question", facts=_facts(signal, made), now=now, only=to)
    return made


@transaction.atomic
def reply(
    *,
    signal: Signal,
    text: str,
    asker: Asker | None,
    by: User | None,
    roles: frozenset[str],
    now: datetime,
    via: str,
    letter: uuid.UUID | None = None,
) -> Message:
    """The answer to our question: back to the owner, and the term runs on. `by` = the colleague who wrote it down.

    Words that answer no open question of this asker are kept as a message; the same `letter` twice is one message.
    """
    signal = locked(signal)
    if before := _by_letter(signal, letter):
        return before
    question = open_question(signal)
    if question is None or not meant_for(asker):
        return _receive(signal, text, asker=asker, by=by, now=now, via=via, letter=letter)
    after = step(signal, Step.REPLY, roles)
    said = _keep(signal, text, question=question, asker=asker, by=by, now=now, via=via, letter=letter)
    signal.save(update_fields=_go_on(signal, after, now=now, question=QuestionState.ANSWERED))
    log(signal, "replied", by=by, now=now, origin=via)
    return said


@transaction.atomic
def message(
    *,
    signal: Signal,
    text: str,
    asker: Asker | None,
    by: User | None,
    now: datetime,
    via: str,
    letter: uuid.UUID | None = None,
) -> Message:
    """What an asker wants to say of their own accord, in any state; it changes nothing but the desk of the owner."""
    signal = locked(signal)
    if before := _by_letter(signal, letter):
        return before
    return _receive(signal, text, asker=asker, by=by, now=now, via=via, letter=letter)


@transaction.atomic
def see_messages(*, signal: Signal, by: User, now: datetime, last: uuid.UUID | None = None) -> int:
    """The owner read them. `last` = the last one that stood on the page; what came after it stays new. Returns how many."""
    signal = locked(signal)
    unseen = Message.objects.filter(municipality=signal.municipality_id, signal=signal, seen_at=None)
    if last is not None:
        shown = Message.objects.filter(municipality=signal.municipality_id, signal=signal, pk=last).first()
        unseen = unseen.filter(written_at__lte=shown.written_at) if shown else unseen.none()
    seen = unseen.update(seen_by=by, seen_at=now)
    if seen:
        log(signal, "messages_seen", by=by, now=now)
    return seen


@transaction.atomic
def resume(*, signal: Signal, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """Go on without the reply: the asker need not answer any more, and the term runs on."""
    signal = locked(signal)
    after = step(signal, Step.RESUME, roles)
    signal.save(update_fields=_go_on(signal, after, now=now, question=QuestionState.WITHDRAWN))
    log(signal, "resumed", by=by, now=now)
    return signal


@transaction.atomic
def remind(*, signal: Signal, now: datetime) -> bool:
    """Say it once more to who was asked. Nobody left to say it to: then there is nothing to wait for. Returns whether told."""
    signal = locked(signal)
    question = open_question(signal)
    if question is None or signal.reminded_at is not None:
        return False
    if not reachable(signal):
        _resume_by_clock(signal, now=now)
        return False
    signal.reminded_at = now
    signal.save(update_fields=["reminded_at"])
    to = _heard(signal, question)
    if not to:
        return False  # our question lies with us: when it leaves, `question_left` begins anew
    log(signal, "reminded", by=None, now=now, origin="clock")
    tell(asked_of(signal), "question_reminder", facts=_facts(signal, question), now=now, only=to)
    return True


@transaction.atomic
def question_left(*, letter: Letter, now: datetime, **rest: Any) -> None:
    """Our question left later than we asked it: who was asked has as many days from now on, and a reminder of their own."""
    if letter.kind != ASKING[0] or letter.subject is None or local_date(letter.made_at) == local_date(now):
        return
    rows = Signal.objects.filter(pk=letter.subject, municipality=letter.municipality, state=State.WAITING)
    found = rows.select_related("subject", "municipality").first()
    signal = locked(found) if found else None
    question = open_question(signal) if signal else None
    if signal is None or question is None or question.asked_at > letter.made_at:
        return
    days = part_at(signal.municipality, Terms, signal.area_path).reply_days
    signal.waiting_until = local_date(now) + timedelta(days=days)
    signal.reminded_at = None
    signal.save(update_fields=["waiting_until", "reminded_at"])


@transaction.atomic
def expire(*, signal: Signal, now: datetime) -> Signal:
    """The last day to reply has passed: closed, with the reason, and every asker hears it. They can open it again.

    When something is still promised, or nobody is left who could have replied, we go on without the reply.
    """
    signal = locked(signal)
    if signal.waiting_until is None or signal.waiting_until >= local_date(now):
        return signal
    question = open_question(signal)
    to = _heard(signal, question)
    try:
        after = step(signal, Step.EXPIRE, CLOCK)
    except Refused:
        to = []
    if question is None or not to:
        return _resume_by_clock(signal, now=now)
    waited = wait_no_more(signal, now=now, question=QuestionState.EXPIRED)
    signal.state, signal.reopen_until = after, reopen_until(signal, now)
    signal.save(update_fields=["state", "reopen_until", *waited, *end(signal, result=RESULT, now=now)])
    log(signal, "question_expired", by=None, now=now, origin="clock")
    _tell_expired(signal, question, to, now=now)
    return signal


def _heard(signal: Signal, question: Question | None) -> list[Asker]:
    """Whom we asked and who can have heard it; nobody while our question lies unposted, untold or came back."""
    if question is None:
        return []
    to = reachable(signal)
    got = letters.reached(
        municipality=signal.municipality_id,
        askers=[asker.pk for asker in to],
        kinds=ASKING,
        since=question.asked_at,
    )
    return [asker for asker in to if asker.pk in got]


def _tell_expired(signal: Signal, question: Question, to: list[Asker], *, now: datetime) -> None:
    """Who was asked hears what it was about; everybody else only that it is closed, and why (I6)."""
    until = signal.reopen_until
    facts = _facts(signal, question) | {"reopen_until": day_words(until) if until else ""}
    tell(asked_of(signal), "question_expired", facts=facts, now=now, only=to)
    told = {asker.pk for asker in to}
    others = Asker.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, erased_at=None
    ).exclude(pk__in=told)
    closed = _facts(signal) | {"why": NO_REPLY}
    tell(asked_of(signal), "closed", facts=closed, now=now, only=others, besides=to)


def _resume_by_clock(signal: Signal, *, now: datetime) -> Signal:
    after = step(signal, Step.RESUME, CLOCK)
    signal.save(update_fields=_go_on(signal, after, now=now, question=QuestionState.EXPIRED))
    log(signal, "resumed", by=None, now=now, origin="clock")
    return signal


def _go_on(signal: Signal, after: State, *, now: datetime, question: QuestionState) -> list[str]:
    """The owner has it again and the term runs on; without a person it is the team's. Returns the names of fields to save."""
    signal.state = after
    if signal.owner_person_id is None:
        signal.state = step(signal, Step.FALL_BACK, CLOCK)
    if signal.days_left is not None:
        signal.answer_due = add_working_days(local_date(now), max(signal.days_left, 1))
    return ["state", "answer_due", *wait_no_more(signal, now=now, question=question)]


def _facts(signal: Signal, question: Question | None = None) -> dict[str, str]:
    """What the letters of a question say."""
    until = signal.waiting_until
    asked = {"question": question.text} if question else {}
    return asked | {"team": signal.owner_team.name, "reply_by": day_words(until) if until else ""}


def _by_letter(signal: Signal, letter: uuid.UUID | None) -> Message | None:
    if letter is None:
        return None
    return Message.objects.filter(municipality=signal.municipality_id, letter=letter).first()


def _receive(
    signal: Signal,
    text: str,
    *,
    asker: Asker | None,
    by: User | None,
    now: datetime,
    via: str,
    letter: uuid.UUID | None,
) -> Message:
    if signal.erased_at is not None:
        raise Refused(IS_ERASED)
    said = _keep(signal, text, question=None, asker=asker, by=by, now=now, via=via, letter=letter)
    log(signal, "message_received", by=by, now=now, origin=via)
    return said


def _keep(
    signal: Signal,
    text: str,
    *,
    question: Question | None,
    asker: Asker | None,
    by: User | None,
    now: datetime,
    via: str,
    letter: uuid.UUID | None,
) -> Message:
    """The row. What the owner wrote down in person needs no reading."""
    need_words(text, "Schrijf eerst wat u wilt zeggen.")
    seen = by if by is not None and by.pk == signal.owner_person_id else None
    said = Message.objects.create(
        municipality=signal.municipality,
        signal=signal,
        asker=asker,
        question=question,
        via=via,
        letter=letter,
        text=text,
        written_at=now,
        entered_by=by,
        seen_by=seen,
        seen_at=now if seen else None,
    )
    searching.index(signal, now=now)
    return said
