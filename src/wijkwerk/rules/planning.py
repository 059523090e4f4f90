"""The life of a plan, of an item in it and of a round, each as one table: from where, which step, by whom, to where.

Source: catalogue O10 to O13 (states of vision, programme, agenda, task), O12 (the round) and invariants I26, I28, I29.
One set of states serves every kind of plan, because the kinds are settings (data decision D12): what O10 calls "in
force" and O12 "running" is ``adopted`` with a date within its horizon, what O12 calls "accounted" is ``ended``.

Roles towards a plan or an item are plain strings; the caller works out which of them somebody has:

=============  =============================================================================
``writer``     may write this plan: for a residents' own plan only their group (I26)
``adopter``    may write down that it was adopted
``owner``      member of the team that owns the item
``clock``      the system
=============  =============================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WRITER: Final = "writer"
ADOPTER: Final = "adopter"
OWNER: Final = "owner"
CLOCK: Final = "clock"


class PlanState(StrEnum):
    """``adopted``: in force. ``revising``: in force as adopted, while a next version is written. ``ended``: accounted for."""

    DRAFT = "draft"
    DISCUSSED = "discussed"
    ADOPTED = "adopted"
    REVISING = "revising"
    REPLACED = "replaced"
    ENDED = "ended"


class PlanStep(StrEnum):
    """What one can do with a plan; the same word names the action, the URL and the template."""

    WRITE = "write"
    DISCUSS = "discuss"
    TAKE_BACK = "take_back"
    ADOPT = "adopt"
    REVISE = "revise"
    REPLACE = "replace"
    ACCOUNT = "account"


class ItemState(StrEnum):
    """Of a priority or a task (O13). ``chosen``: it will be done; before the plan is adopted that is still an intention."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class ItemStep(StrEnum):
    """What one can do with an item."""

    CHANGE = "change"
    CHOOSE = "choose"
    UNCHOOSE = "unchoose"
    START = "start"
    FINISH = "finish"
    DROP = "drop"
    PROPOSE_AGAIN = "propose_again"


class RoundStep(StrEnum):
    """Where a round is (O12): people say what they wish, it is filtered, placed in the plan, adopted, and accounted for."""

    CALL = "call"
    FILTER = "filter"
    PLACE = "place"
    ADOPT = "adopt"
    ACCOUNT = "account"
    DONE = "done"


class Origin(StrEnum):
    """Where an item came from; never nothing (I28). ``resident``: said aloud, at a walk, a meeting or in the street."""

    SIGNAL = "signal"
    RESIDENT = "resident"
    INITIATIVE = "initiative"
    VISION = "vision"
    DEPARTMENT = "department"
    PARTNER = "partner"
    COUNCIL = "council"


# What came from residents: the share that T25 and I28 ask for.
FROM_RESIDENTS: Final = frozenset({Origin.SIGNAL, Origin.RESIDENT, Origin.INITIATIVE})
# An origin that is itself something of ours, and so is pointed at; the others are said in words.
POINTED_AT: Final = frozenset({Origin.SIGNAL, Origin.VISION})
IN_FORCE: Final = frozenset({PlanState.ADOPTED, PlanState.REVISING})
LIVE_ITEMS: Final = frozenset({ItemState.CHOSEN, ItemState.DOING})
# What counts for the bounds (I29): chosen, and what came of it. What fell out does not.
COUNTED: Final = frozenset({ItemState.CHOSEN, ItemState.DOING, ItemState.DONE})

_P, _I = PlanState, ItemState
_WRITING: Final = frozenset({WRITER})
_ADOPTING: Final = frozenset({ADOPTER})
_CARING: Final = frozenset({WRITER, OWNER})

PLAN_TABLE: Final[Mapping[tuple[PlanState, PlanStep], tuple[PlanState, frozenset[str]]]] = {
    **{(state, PlanStep.WRITE): (state, _WRITING) for state in (_P.DRAFT, _P.DISCUSSED, _P.REVISING)},
    (_P.DRAFT, PlanStep.DISCUSS): (_P.DISCUSSED, _WRITING),
    (_P.DISCUSSED, PlanStep.TAKE_BACK): (_P.DRAFT, _WRITING),
    **{(state, PlanStep.ADOPT): (_P.ADOPTED, _ADOPTING) for state in (_P.DRAFT, _P.DISCUSSED, _P.REVISING)},
    (_P.ADOPTED, PlanStep.REVISE): (_P.REVISING, _WRITING),
    # A next plan of the same kind takes its place when that is adopted.
    **{(state, PlanStep.REPLACE): (_P.REPLACED, _ADOPTING) for state in IN_FORCE},
    **{(state, PlanStep.ACCOUNT): (_P.ENDED, _ADOPTING) for state in IN_FORCE},
}

ITEM_TABLE: Final[Mapping[tuple[ItemState, ItemStep], tuple[ItemState, frozenset[str]]]] = {
    **{(state, ItemStep.CHANGE): (state, _CARING) for state in (_I.PROPOSED, _I.CHOSEN, _I.DOING)},
    (_I.PROPOSED, ItemStep.CHOOSE): (_I.CHOSEN, _WRITING),
    (_I.CHOSEN, ItemStep.UNCHOOSE): (_I.PROPOSED, _WRITING),
    (_I.CHOSEN, ItemStep.START): (_I.DOING, _CARING),
    **{(state, ItemStep.FINISH): (_I.DONE, _CARING) for state in LIVE_ITEMS},
    **{(state, ItemStep.DROP): (_I.DROPPED, _CARING) for state in (_I.PROPOSED, *LIVE_ITEMS)},
    (_I.DROPPED, ItemStep.PROPOSE_AGAIN): (_I.PROPOSED, _WRITING),
}

ROUND_ORDER: Final = tuple(RoundStep)


def plan_after(state: PlanState | str, step: PlanStep, roles: frozenset[str]) -> PlanState | None:
    """Return the state of a plan after ``step``, or None when it is not open to these roles in this state."""
    after, who = PLAN_TABLE.get((PlanState(state), step), (None, frozenset[str]()))
    return after if who & roles else None


def plan_steps(state: PlanState | str, roles: frozenset[str]) -> list[PlanStep]:
    """Return the steps open to ``roles``, in the order of ``PlanStep``."""
    return [step for step in PlanStep if plan_after(state, step, roles)]


def item_after(
    state: ItemState | str, step: ItemStep, roles: frozenset[str], *, adopted: bool = False
) -> ItemState | None:
    """Return the state of an item after ``step``, or None.

    ``adopted``: the plan, and this item with it, was adopted: then it is promised and cannot be un-chosen any more,
    only dropped with the reason; and to choose another one is to adopt it, so that asks an adopter.
    """
    after, who = ITEM_TABLE.get((ItemState(state), step), (None, frozenset[str]()))
    if adopted and step is ItemStep.UNCHOOSE:
        return None
    return after if who & roles else None


def item_steps(state: ItemState | str, roles: frozenset[str], *, adopted: bool = False) -> list[ItemStep]:
    """Return the steps open to ``roles``, in the order of ``ItemStep``."""
    return [step for step in ItemStep if item_after(state, step, roles, adopted=adopted)]


def round_after(step: RoundStep | str) -> RoundStep | None:
    """Return the step that follows in a round; None after the last."""
    place = ROUND_ORDER.index(RoundStep(step))
    return ROUND_ORDER[place + 1] if place + 1 < len(ROUND_ORDER) else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many priorities and tasks a plan of a kind holds (I29). None = no bound. Source: 002 §5."""

    priorities: tuple[int | None, int | None] = (None, None)
    tasks: tuple[int | None, int | None] = (None, None)

    def misfits(self, *, priorities: int, tasks: int) -> list[tuple[str, int, int | None, int | None]]:
        """Return (which, how many, least, most) for each number that lies outside its bounds."""
        given = (("priorities", priorities, self.priorities), ("tasks", tasks, self.tasks))
        return [
            (name, number, least, most)
            for name, number, (least, most) in given
            if (least is not None and number < least) or (most is not None and number > most)
        ]


def rank(level: int, *, is_task: bool) -> int:
    """Return how high an item stands: plans by level (1 strategic, 2 tactical, 3 executive), a priority above its tasks.

    What serves something always stands lower than what it serves, so the links between items cannot go round.
    """
    if level not in (1, 2, 3):
        raise ValueError("a plan has level 1, 2 or 3")
    return level * 10 + (5 if is_task else 0)


def has_cycle(links: Iterable[tuple[object, object]]) -> bool:
    """Tell whether following the links (source, target) leads back to where one began. Depth first, without recursion."""
    below: dict[object, list[object]] = {}
    for source, target in links:
        below.setdefault(source, []).append(target)
    done: set[object] = set()
    for start in below:
        stack: list[tuple[object, bool]] = [(start, False)]
        path: set[object] = set()
        while stack:
            node, leaves = stack.pop()
            if leaves:
                path.discard(node)
                done.add(node)
            elif node in path:
                return True
            elif node not in done:
                path.add(node)
                stack.append((node, True))
                stack += [(each, False) for each in below.get(node, ())]
    return False
