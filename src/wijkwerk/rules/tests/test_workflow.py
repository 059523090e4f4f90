"""The table of states and steps, cell by cell, against a matrix written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.workflow import (
    ALIVE,
    ENDING,
    ROLES,
    TABLE,
    TO_DO,
    Row,
    State,
    Step,
    _lookup,
    allowed,
    steps,
    why_not,
)

ROLE_LETTERS = {
    "T": "owner_team",
    "P": "owner_person",
    "R": "receiver",
    "M": "area_manager",
    "S": "staff",
    "A": "asker",
    "C": "clock",
}
STATE_LETTERS = {
    "re": State.RECEIVED,
    "in": State.INTAKE,
    "ro": State.ROUTED,
    "ow": State.OWNED,
    "wa": State.WAITING,
    "an": State.ANSWERED,
    "cl": State.CLOSED,
    "rd": State.REDIRECTED,
    "me": State.MERGED,
    "sp": State.SPLIT,
    "ro2": State.REOPENED,
}
# Each cell: the letters of the roles that may, ">" and the state after. "-" means: nobody may.
EXPECTED = """
             |re       |in       |ro       |ow       |wa       |an       |cl        |rd       |me      |sp      |ro2
take         |TPM>ow   |TPM>ow   |TPM>ow   |TPM>ow   |TPM>wa   |TPM>an   |-         |-        |-       |-       |TPM>ow
give         |TPM>ro   |TPM>ro   |TPM>ro   |TPM>ow   |TPM>wa   |TPM>an   |-         |-        |-       |-       |TPM>ro2
escalate     |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |TPRMS>an |-         |-        |-       |-       |TPRMS>ro2
confirm      |R>ow     |R>ow     |R>ow     |R>ow     |R>wa     |R>an     |-         |-        |-       |-       |R>ow
bounce       |TR>in    |R>in     |TR>in    |R>ow     |R>wa     |R>an     |-         |-        |-       |-       |R>ro2
ask          |TPM>wa   |TPM>wa   |TPM>wa   |TPM>wa   |-        |-        |-         |-        |-       |-       |TPM>wa
reply        |-        |-        |-        |-        |TPRMSA>ow|-        |-         |-        |-       |-       |-
resume       |-        |-        |-        |-        |TPMC>ow  |-        |-         |-        |-       |-       |-
note         |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |TPRMS>an |TPRMS>cl  |TPRMS>rd |TPRMS>me|TPRMS>sp|TPRMS>ro2
classify     |TPM>re   |TPM>in   |TPM>ro   |TPM>ow   |TPM>wa   |TPM>an   |-         |-        |-       |-       |TPM>ro2
look_broadly |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |TPRMS>an |-         |-        |-       |-       |TPRMS>ro2
mark_more    |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |TPRMS>an |-         |-        |-       |-       |TPRMS>ro2
mark_urgent  |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |-        |-         |-        |-       |-       |TPRMS>ro2
answer       |TPM>an   |-        |TPM>an   |TPM>an   |-        |TPM>an   |-         |-        |-       |-       |TPM>an
settle_condition|-     |TPM>in   |TPM>ro   |TPM>ow   |TPM>wa   |TPM>an   |-         |-        |-       |-       |TPM>ro2
keep_promise |-        |TPM>in   |TPM>ro   |TPM>ow   |TPM>wa   |TPM>an   |-         |-        |-       |-       |TPM>ro2
forward      |TPM>ow   |TPM>ow   |TPM>ow   |TPM>ow   |TPM>ow   |-        |-         |-        |-       |-       |TPM>ow
register     |TPM>rd   |TPM>rd   |TPM>rd   |TPM>rd   |-        |-        |-         |-        |-       |-       |TPM>rd
redirect     |TPM>rd   |TPM>rd   |TPM>rd   |TPM>rd   |TPM>rd   |-        |-         |-        |-       |-       |TPM>rd
merge        |TPM>me   |TPM>me   |TPM>me   |TPM>me   |TPM>me   |TPM>me   |-         |-        |-       |-       |TPM>me
unmerge      |-        |-        |-        |-        |-        |-        |-         |-        |TPM>ro2 |-       |-
split        |TPM>sp   |TPM>sp   |TPM>sp   |TPM>sp   |TPM>sp   |-        |-         |-        |-       |-       |TPM>sp
close        |-        |-        |-        |-        |-        |TPMAC>cl |-         |-        |-       |-       |-
reopen       |-        |-        |-        |-        |-        |TPRMSA>ro2|TPRMSA>ro2|TPRMS>ro2|-      |-       |-
make_care    |TPRMS>re |TPRMS>in |TPRMS>ro |TPRMS>ow |TPRMS>wa |TPRMS>an |TPRMS>cl  |TPRMS>rd |TPRMS>me|TPRMS>sp|TPRMS>ro2
lapse        |-        |-        |-        |-        |-        |TPMC>ro2 |-         |-        |-       |-       |-
fall_back    |-        |-        |-        |C>ro     |-        |-        |-         |-        |-       |-       |-
expire       |-        |-        |-        |-        |C>cl     |-        |-         |-        |-       |-       |-
"""


def expected_cells() -> dict[tuple[State, Step, str], State | None]:
    """Read the matrix above into one entry per state x step x role."""
    cells: dict[tuple[State, Step, str], State | None] = {}
    head, *lines = EXPECTED.strip("\n").splitlines()
    states = [STATE_LETTERS[part.strip()] for part in head.split("|")[1:]]
    for line in lines:
        name, *entries = (part.strip() for part in line.split("|"))
        for state, entry in zip(states, entries, strict=True):
            who, _, after = entry.partition(">")
            roles = {ROLE_LETTERS[letter] for letter in who if who != "-"}
            for role in ROLES:
                cells[state, Step(name), role] = STATE_LETTERS[after] if role in roles else None
    return cells


CELLS = expected_cells()


def test_the_matrix_names_every_state_step_and_role():
    assert len(CELLS) == len(State) * len(Step) * len(ROLES)
    assert set(ROLE_LETTERS.values()) == ROLES
    assert set(STATE_LETTERS.values()) == set(State)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_each_pair_of_state_and_step_is_open_to_exactly_the_roles_of_the_matrix(state, step):
    found = {role: allowed(state, step, frozenset({role})) for role in ROLES}
    assert found == {role: CELLS[state, step, role] for role in ROLES}


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_nobody_may_anything_without_a_known_role(state, step):
    assert allowed(state, step, frozenset()) is None
    assert allowed(state, step, frozenset({"visitor", ""})) is None


@given(
    st.sampled_from(list(State)),
    st.sampled_from(list(Step)),
    st.frozensets(st.sampled_from(sorted(ROLES))),
)
def test_several_roles_together_give_what_one_of_them_gives(state, step, roles):
    singles = {CELLS[state, step, role] for role in roles} - {None}
    assert len(singles) <= 1
    assert allowed(state, step, roles) == (singles.pop() if singles else None)


@pytest.mark.parametrize("role", ["owner_team", "owner_person", "area_manager", "asker", "clock"])
def test_what_has_an_open_promise_or_condition_cannot_be_closed(role):
    roles = frozenset({role})
    assert allowed(State.ANSWERED, Step.CLOSE, roles, open_promises=1) is None
    assert allowed(State.ANSWERED, Step.CLOSE, roles, open_conditions=2) is None
    assert allowed(State.ANSWERED, Step.CLOSE, roles) is State.CLOSED
    assert Step.CLOSE not in steps(State.ANSWERED, roles, open_promises=1)


@pytest.mark.parametrize("step", sorted(ENDING))
def test_no_step_that_ends_a_signal_passes_over_an_open_promise_or_condition(step):
    for state in State:
        assert allowed(state, step, frozenset(ROLES), open_promises=1) is None
        assert allowed(state, step, frozenset(ROLES), open_conditions=1) is None


def test_every_step_that_leads_to_an_end_is_an_ending():
    ends = {State.CLOSED, State.REDIRECTED, State.MERGED, State.SPLIT}
    for (state, step, _role), after in CELLS.items():
        if after in ends and state not in ends:
            assert step in ENDING


def test_open_promises_hinder_no_other_step():
    everyone = frozenset(ROLES)
    for state in State:
        others = [step for step in steps(state, everyone) if step not in ENDING]
        assert steps(state, everyone, open_promises=3, open_conditions=3) == others


def test_the_buttons_come_in_a_fixed_order():
    found = steps(State.OWNED, frozenset({"owner_person"}))
    assert [each.value for each in found] == [
        "take", "give", "escalate", "ask", "note", "classify", "look_broadly", "mark_more", "mark_urgent", "answer",
        "settle_condition", "keep_promise", "forward", "register", "redirect", "merge", "split", "make_care",
    ]  # fmt: skip
    assert steps(State.CLOSED, frozenset({"asker"})) == [Step.REOPEN]
    assert steps(State.MERGED, frozenset({"asker", "clock"})) == []


def reachable(start: State, roles: frozenset[str]) -> set[State]:
    """Return every state that some sequence of steps by ``roles`` can reach."""
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        after = {found for step in Step if (found := allowed(state, step, roles)) is not None}
        todo.extend(after - seen)
        seen |= after
    return seen


@pytest.mark.parametrize("state", sorted(ALIVE))
def test_the_owning_team_can_always_come_to_an_answer(state):
    assert State.ANSWERED in reachable(state, frozenset({"owner_team"}))


def test_what_was_split_stays_split():
    assert reachable(State.SPLIT, frozenset(ROLES)) == {State.SPLIT}


@pytest.mark.parametrize("state", [State.REDIRECTED, State.MERGED])
def test_a_mistake_in_sending_away_or_merging_can_be_mended_by_the_owner(state):
    assert State.ANSWERED in reachable(state, frozenset({"owner_team"}))


def test_the_only_ways_off_the_to_do_list_are_an_answer_and_the_steps_that_say_where_it_went():
    ways_out = {
        step
        for state in TO_DO
        for step in Step
        if (after := allowed(state, step, frozenset(ROLES))) is not None and after not in TO_DO
    }
    assert ways_out == {Step.ANSWER} | ENDING - {Step.CLOSE}


def test_text_from_a_database_row_works_as_a_state_and_nonsense_is_an_error():
    assert allowed("owned", "answer", frozenset({"owner_team"})) is State.ANSWERED
    with pytest.raises(ValueError, match="lost"):
        allowed("lost", "answer", frozenset({"owner_team"}))


def test_two_rows_for_one_cell_are_refused():
    double = Row(Step.NOTE, frozenset({State.CLOSED}), None, frozenset({"staff"}))
    with pytest.raises(ValueError, match="two rows for closed x note"):
        _lookup([*TABLE, double])


def test_a_refusal_says_why_in_plain_dutch():
    team = frozenset({"owner_team"})
    assert why_not(State.OWNED, Step.ANSWER, team) == ""
    assert "andere fase" in why_not(State.CLOSED, Step.ANSWER, team)
    assert "eigenaar" in why_not(State.OWNED, Step.ANSWER, frozenset({"asker"}))
    assert "belofte" in why_not(State.ANSWERED, Step.CLOSE, team, open_promises=1)
    assert "voorwaarde" in why_not(State.ANSWERED, Step.CLOSE, team, open_conditions=1)
    for state in State:
        for step in Step:
            for role in ROLES:
                told = why_not(state, step, frozenset({role}))
                assert bool(told) == (CELLS[state, step, role] is None)
