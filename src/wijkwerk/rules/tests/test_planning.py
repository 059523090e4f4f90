"""Plans, items and rounds go only along the steps of their tables; links between items never lead back (O10 to O13, I29)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules import planning
from wijkwerk.rules.planning import (
    ADOPTER,
    CLOCK,
    OWNER,
    WRITER,
    Bounds,
    ItemState,
    ItemStep,
    PlanState,
    PlanStep,
    RoundStep,
    has_cycle,
    item_after,
    plan_after,
    rank,
)

ROLES = (WRITER, ADOPTER, OWNER, CLOCK)

# Every pair that is open, written out by hand: (state, step): (after, who).
PLANS = {
    ("draft", "write"): ("draft", {WRITER}),
    ("draft", "discuss"): ("discussed", {WRITER}),
    ("draft", "adopt"): ("adopted", {ADOPTER}),
    ("discussed", "write"): ("discussed", {WRITER}),
    ("discussed", "take_back"): ("draft", {WRITER}),
    ("discussed", "adopt"): ("adopted", {ADOPTER}),
    ("adopted", "revise"): ("revising", {WRITER}),
    ("adopted", "replace"): ("replaced", {ADOPTER}),
    ("adopted", "account"): ("ended", {ADOPTER}),
    ("revising", "write"): ("revising", {WRITER}),
    ("revising", "adopt"): ("adopted", {ADOPTER}),
    ("revising", "replace"): ("replaced", {ADOPTER}),
    ("revising", "account"): ("ended", {ADOPTER}),
}
ITEMS = {
    ("proposed", "change"): ("proposed", {WRITER, OWNER}),
    ("proposed", "choose"): ("chosen", {WRITER}),
    ("proposed", "drop"): ("dropped", {WRITER, OWNER}),
    ("chosen", "change"): ("chosen", {WRITER, OWNER}),
    ("chosen", "unchoose"): ("proposed", {WRITER}),
    ("chosen", "start"): ("doing", {WRITER, OWNER}),
    ("chosen", "finish"): ("done", {WRITER, OWNER}),
    ("chosen", "drop"): ("dropped", {WRITER, OWNER}),
    ("doing", "change"): ("doing", {WRITER, OWNER}),
    ("doing", "finish"): ("done", {WRITER, OWNER}),
    ("doing", "drop"): ("dropped", {WRITER, OWNER}),
    ("dropped", "propose_again"): ("proposed", {WRITER}),
}


@pytest.mark.parametrize(("state", "step", "role"), list(product(PlanState, PlanStep, ROLES)))
def test_a_plan_goes_only_where_the_table_says(state, step, role):
    after, who = PLANS.get((state.value, step.value), (None, set()))
    assert plan_after(state, step, frozenset({role})) == (after if role in who else None)


@pytest.mark.parametrize(("state", "step", "role"), list(product(ItemState, ItemStep, ROLES)))
@pytest.mark.parametrize("adopted", [False, True])
def test_an_item_goes_only_where_the_table_says(state, step, role, adopted):
    after, who = ITEMS.get((state.value, step.value), (None, set()))
    if adopted and step is ItemStep.UNCHOOSE:
        after = None
    assert item_after(state, step, frozenset({role}), adopted=adopted) == (after if role in who else None)


def test_a_done_item_stays_done():
    assert planning.item_steps(ItemState.DONE, frozenset(ROLES)) == []


def test_a_round_goes_through_each_step_once():
    step, seen = RoundStep.CALL, [RoundStep.CALL]
    while (after := planning.round_after(step)) is not None:
        step = after
        seen.append(step)
    assert seen == list(RoundStep)


@given(levels=st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=2, max_size=12), data=st.data())
def test_links_that_go_up_in_rank_never_go_round(levels, data):
    ranks = [rank(level, is_task=task) for level, task in levels]
    pairs = [(a, b) for a, b in product(range(len(ranks)), repeat=2) if ranks[a] > ranks[b]]
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=30)) if pairs else []
    assert not has_cycle(chosen)


def _naive(links) -> bool:
    """A cycle is there when some node reaches itself: by walking every way from it."""
    below: dict[int, set[int]] = {}
    for source, target in links:
        below.setdefault(source, set()).add(target)

    def reaches(start: int) -> bool:
        seen, front = set(), set(below.get(start, ()))
        while front:
            if start in front:
                return True
            seen |= front
            front = {far for near in front for far in below.get(near, ())} - seen
        return False

    return any(reaches(start) for start in below)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_cycle_is_found_as_by_walking_every_way(links):
    assert has_cycle(links) == _naive(links)


def test_ten_thousand_links_in_a_row_are_no_trouble():
    assert not has_cycle([(number, number + 1) for number in range(10_000)])


@pytest.mark.parametrize("level", [0, 4, -1])
def test_a_level_is_one_of_three(level):
    with pytest.raises(ValueError, match="level"):
        rank(level, is_task=False)


# Bounds of three municipalities (002, section 5): Apeldoorn 4 to 5 items, Arnhem 5, Doetinchem 20-30 tasks and 2-5 priorities.
@pytest.mark.parametrize(
    ("bounds", "priorities", "tasks", "names"),
    [
        (Bounds((4, 5)), 4, 90, []),
        (Bounds((4, 5)), 6, 0, ["priorities"]),
        (Bounds((5, 5)), 5, 0, []),
        (Bounds((5, 5)), 4, 0, ["priorities"]),
        (Bounds((2, 5), (20, 30)), 2, 20, []),
        (Bounds((2, 5), (20, 30)), 1, 31, ["priorities", "tasks"]),
        (Bounds(), 0, 0, []),
    ],
)
def test_numbers_outside_the_bounds_are_named(bounds, priorities, tasks, names):
    assert [each[0] for each in bounds.misfits(priorities=priorities, tasks=tasks)] == names
