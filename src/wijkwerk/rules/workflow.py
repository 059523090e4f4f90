"""The life of a signal as one table: from which state, by whom, which step, to which state.

Source: catalogue O2 (states) and data decision D2 (the sender stays owner until the receiver confirms).
A new step or state is a new row in ``TABLE``; nothing else in this module knows a step by name, except that
the steps of ``ENDING`` look at what is still promised.

Roles are plain strings. The caller works out which of them somebody has towards *this* signal:

========================  ==========================================================================
``owner_team``            member of the team that owns the signal now (or their deputy)
``owner_person``          the person who took it (or their deputy)
``receiver``              asked to take it over: the person, or a member of the team, in an open handover
``area_manager``          manager of the area that the signal lies in
``staff``                 any member of staff who may see the signal
``asker``                 somebody who asked, and is owed the answer
``clock``                 the system, when a term has passed
``adviser``               area manager, who asks departments and commands none (I11); opens no step
========================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """Where a signal is. ``routed``: a team is pointed at, nobody has confirmed. ``owned``: somebody has."""

    RECEIVED = "received"
    INTAKE = "intake"
    ROUTED = "routed"
    OWNED = "owned"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    REDIRECTED = "redirected"
    MERGED = "merged"
    SPLIT = "split"
    REOPENED = "reopened"


class Step(StrEnum):
    """What one can do with a signal; the same word names the action, the URL and the template."""

    TAKE = "take"
    GIVE = "give"
    ESCALATE = "escalate"
    CONFIRM = "confirm"
    BOUNCE = "bounce"
    ASK = "ask"
    REPLY = "reply"
    RESUME = "resume"
    NOTE = "note"
    CLASSIFY = "classify"
    LOOK_BROADLY = "look_broadly"
    MARK_MORE = "mark_more"
    MARK_URGENT = "mark_urgent"
    ANSWER = "answer"
    SETTLE_CONDITION = "settle_condition"
    KEEP_PROMISE = "keep_promise"
    FORWARD = "forward"
    REGISTER = "register"
    REDIRECT = "redirect"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    CLOSE = "close"
    REOPEN = "reopen"
    MAKE_CARE = "make_care"
    LAPSE = "lapse"
    FALL_BACK = "fall_back"
    EXPIRE = "expire"


OWNER_TEAM: Final = "owner_team"
OWNER_PERSON: Final = "owner_person"
RECEIVER: Final = "receiver"
AREA_MANAGER: Final = "area_manager"
STAFF: Final = "staff"
ASKER: Final = "asker"
CLOCK: Final = "clock"
ADVISER: Final = "adviser"
ROLES: Final = frozenset({OWNER_TEAM, OWNER_PERSON, RECEIVER, AREA_MANAGER, STAFF, ASKER, CLOCK})

OWNERS: Final = frozenset({OWNER_TEAM, OWNER_PERSON, AREA_MANAGER})
ALL_STAFF: Final = OWNERS | {RECEIVER, STAFF}

# Not yet answered: what stands on a to-do list.
TO_DO: Final = frozenset(
    {State.RECEIVED, State.INTAKE, State.ROUTED, State.OWNED, State.WAITING, State.REOPENED}
)
# What still needs an owner: the to-do list, and answers whose promise or term is still running.
ALIVE: Final = TO_DO | {State.ANSWERED}


@dataclass(frozen=True, slots=True)
class Row:
    """``step`` leads from each state of ``before`` to ``after`` (None: the state stays) for any of ``who``."""

    step: Step
    before: frozenset[State]
    after: State | None
    who: frozenset[str]


def _row(step: Step, before: Iterable[State], after: State | None, who: Iterable[str]) -> Row:
    return Row(step, frozenset(before), after, frozenset(who))


_S = State
# Waiting for the asker says "stays" where a person changes: the question to the asker is still open.
TABLE: Final[tuple[Row, ...]] = (
    _row(Step.TAKE, TO_DO - {_S.WAITING}, _S.OWNED, OWNERS),
    # An answered signal with a running promise still changes hands, without losing its answer.
    _row(Step.TAKE, {_S.ANSWERED, _S.WAITING}, None, OWNERS),
    _row(Step.GIVE, {_S.RECEIVED, _S.INTAKE, _S.ROUTED}, _S.ROUTED, OWNERS),
    # The sender stays owner until the receiver confirms (D2), so giving does not undo "owned" or "reopened".
    _row(Step.GIVE, {_S.OWNED, _S.WAITING, _S.ANSWERED, _S.REOPENED}, None, OWNERS),
    # Anybody of staff may scale up, better too often (001); the owner stays owner until the next rung confirms.
    _row(Step.ESCALATE, ALIVE, None, ALL_STAFF),
    _row(Step.CONFIRM, TO_DO - {_S.WAITING}, _S.OWNED, {RECEIVER}),
    _row(Step.CONFIRM, {_S.ANSWERED, _S.WAITING}, None, {RECEIVER}),
    # What nobody had confirmed goes back to be placed again, by the receiver or by the team pointed at.
    _row(Step.BOUNCE, {_S.RECEIVED, _S.ROUTED}, _S.INTAKE, {RECEIVER, OWNER_TEAM}),
    _row(Step.BOUNCE, {_S.INTAKE, _S.OWNED, _S.WAITING, _S.ANSWERED, _S.REOPENED}, None, {RECEIVER}),
    # A question to the asker: the term stands still until the reply, or until we go on without it.
    _row(Step.ASK, TO_DO - {_S.WAITING}, _S.WAITING, OWNERS),
    _row(Step.REPLY, {_S.WAITING}, _S.OWNED, ALL_STAFF | {ASKER}),
    _row(Step.RESUME, {_S.WAITING}, _S.OWNED, OWNERS | {CLOCK}),
    _row(Step.EXPIRE, {_S.WAITING}, _S.CLOSED, {CLOCK}),
    # In every state, so that a note written while somebody else closes the signal is not lost.
    _row(Step.NOTE, State, None, ALL_STAFF),
    _row(Step.CLASSIFY, ALIVE, None, OWNERS),
    _row(Step.LOOK_BROADLY, ALIVE, None, ALL_STAFF),
    _row(Step.MARK_MORE, ALIVE, None, ALL_STAFF),
    _row(Step.MARK_URGENT, TO_DO, None, ALL_STAFF),
    _row(Step.ANSWER, {_S.RECEIVED, _S.ROUTED, _S.OWNED, _S.REOPENED, _S.ANSWERED}, _S.ANSWERED, OWNERS),
    # A reopened signal may still carry promises and conditions of its earlier answer.
    _row(Step.SETTLE_CONDITION, ALIVE - {_S.RECEIVED}, None, OWNERS),
    _row(Step.KEEP_PROMISE, ALIVE - {_S.RECEIVED}, None, OWNERS),
    # A formal matter stays somebody's work until the other system's reference is entered (D9).
    _row(Step.FORWARD, TO_DO, _S.OWNED, OWNERS),
    _row(Step.REGISTER, TO_DO - {_S.WAITING}, _S.REDIRECTED, OWNERS),
    _row(Step.REDIRECT, TO_DO, _S.REDIRECTED, OWNERS),
    _row(Step.MERGE, ALIVE, _S.MERGED, OWNERS),
    _row(Step.UNMERGE, {_S.MERGED}, _S.REOPENED, OWNERS),
    _row(Step.SPLIT, TO_DO, _S.SPLIT, OWNERS),
    _row(Step.CLOSE, {_S.ANSWERED}, _S.CLOSED, OWNERS | {ASKER, CLOCK}),
    _row(Step.REOPEN, {_S.ANSWERED, _S.CLOSED}, _S.REOPENED, ALL_STAFF | {ASKER}),
    # What was sent elsewhere by mistake, or comes back, is ours again.
    _row(Step.REOPEN, {_S.REDIRECTED}, _S.REOPENED, ALL_STAFF),
    # A condition that lapses takes the answer away: the asker is owed a new one (O3).
    _row(Step.LAPSE, {_S.ANSWERED}, _S.REOPENED, OWNERS | {CLOCK}),
    # The person who confirmed is gone or away: the team has it again, and somebody must confirm (D2).
    _row(Step.FALL_BACK, {_S.OWNED}, _S.ROUTED, {CLOCK}),
    # Individual care can come to light at any moment, also after the end (D8).
    _row(Step.MAKE_CARE, State, None, ALL_STAFF),
)
# The steps that end a signal: refused while something is still promised.
ENDING: Final = frozenset({Step.CLOSE, Step.EXPIRE, Step.REGISTER, Step.REDIRECT, Step.MERGE, Step.SPLIT})


def _lookup(table: Iterable[Row]) -> Mapping[tuple[State, Step], tuple[State, frozenset[str]]]:
    cells: dict[tuple[State, Step], tuple[State, frozenset[str]]] = {}
    for row in table:
        for state in row.before:
            if (state, row.step) in cells:
                raise ValueError(f"two rows for {state} x {row.step}")
            cells[state, row.step] = (row.after or state, row.who)
    return MappingProxyType(cells)


_CELLS: Final = _lookup(TABLE)


def allowed(
    state: State, step: Step, roles: frozenset[str], *, open_promises: int = 0, open_conditions: int = 0
) -> State | None:
    """Return the state after ``step``, or None when this step is not open to these roles in this state.

    ``open_promises`` and ``open_conditions`` count what still hangs on the signal; while either is above
    zero it cannot be ended (D3), for a condition that is met becomes a promise. Whether an asker is still
    within the term to reopen is for the caller, with ``rules.deadlines``. Unknown role names give no right.
    """
    after, who = _CELLS.get((State(state), Step(step)), (None, frozenset[str]()))
    if after is None or not who & roles:
        return None
    if step in ENDING and (open_promises > 0 or open_conditions > 0):
        return None
    return after


def steps(
    state: State, roles: frozenset[str], *, open_promises: int = 0, open_conditions: int = 0
) -> list[Step]:
    """Return the steps open to ``roles`` in ``state``, in the order of ``Step``: the order of the buttons."""
    return [
        step
        for step in Step
        if allowed(state, step, roles, open_promises=open_promises, open_conditions=open_conditions)
    ]


def why_not(
    state: State, step: Step, roles: frozenset[str], *, open_promises: int = 0, open_conditions: int = 0
) -> str:
    """Return a Dutch sentence for the screen that says why ``step`` is refused; '' when it is allowed."""
    if allowed(state, step, roles, open_promises=open_promises, open_conditions=open_conditions):
        return ""
    if (State(state), Step(step)) not in _CELLS:
        return "Dit kan niet meer of nog niet: de melding is in een andere fase."
    if not _CELLS[state, step][1] & roles:
        return "U kunt deze stap niet zetten. De eigenaar van de melding kan dat wel."
    if open_promises > 0:
        return "Dit kan nog niet: er staat nog een belofte open."
    return "Dit kan nog niet: er staat nog een voorwaarde open."
