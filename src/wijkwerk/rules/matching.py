"""What may become of a wish of an area in the plan of a department, and by whom (O30, T4, T9).

The area asks; the department talks, takes it up on a line of its plan, or says no with a reason. Only the department
opens its own decision again. Both sides write in the record of what was said. A wish for another year is asked anew.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

# Who somebody is towards a match: of those who write the plan that asks, or of the team that decides.
ASKER: Final = "asker"
DECIDER: Final = "decider"


class MatchState(StrEnum):
    """Of one wish with one department for one year."""

    ASKED = "asked"
    NEGOTIATING = "negotiating"
    INCLUDED = "included"
    REFUSED = "refused"


class MatchStep(StrEnum):
    """What somebody can do with it."""

    NEGOTIATE = "negotiate"
    NOTE = "note"
    INCLUDE = "include"
    REFUSE = "refuse"
    OPEN_AGAIN = "open_again"


OPEN: Final = frozenset({MatchState.ASKED, MatchState.NEGOTIATING})
_BOTH: Final = frozenset({ASKER, DECIDER})
_DECIDER: Final = frozenset({DECIDER})

TABLE: Final[dict[tuple[MatchState, MatchStep], tuple[MatchState, frozenset[str]]]] = {
    (MatchState.ASKED, MatchStep.NEGOTIATE): (MatchState.NEGOTIATING, _DECIDER),
    (MatchState.ASKED, MatchStep.INCLUDE): (MatchState.INCLUDED, _DECIDER),
    (MatchState.ASKED, MatchStep.REFUSE): (MatchState.REFUSED, _DECIDER),
    (MatchState.NEGOTIATING, MatchStep.INCLUDE): (MatchState.INCLUDED, _DECIDER),
    (MatchState.NEGOTIATING, MatchStep.REFUSE): (MatchState.REFUSED, _DECIDER),
    (MatchState.INCLUDED, MatchStep.OPEN_AGAIN): (MatchState.NEGOTIATING, _DECIDER),
    (MatchState.REFUSED, MatchStep.OPEN_AGAIN): (MatchState.NEGOTIATING, _DECIDER),
    **{(state, MatchStep.NOTE): (state, _BOTH) for state in MatchState},
}


def match_after(state: str, step: MatchStep, roles: frozenset[str]) -> MatchState | None:
    """Return the state after the step; None when it is not possible now, or not for these roles."""
    after, allowed = TABLE.get((MatchState(state), step), (None, frozenset[str]()))
    return after if allowed & roles else None


def open_steps(state: str, roles: frozenset[str]) -> frozenset[MatchStep]:
    """Return the steps that these roles can take now."""
    return frozenset(step for step in MatchStep if match_after(state, step, roles) is not None)


def is_overdue(state: str, decide_by: date | None, today: date) -> bool:
    """Return whether the department should have decided before today."""
    return state in OPEN and decide_by is not None and decide_by < today
