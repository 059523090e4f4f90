"""The table of states and steps, cell by cell, against a matrix written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.workflow import (
    ALIVE,
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
COLUMNS = "take give confirm bounce note answer settle_condition keep_promise close reopen make_care lapse fall_back"
# Each cell: the letters of the roles that may, ">" and the state after. "-" means: nobody may.
EXPECTED = """
          |take  |give  |confirm|bounce|note     |answer|settle |keep   |close   |reopen    |care     |lapse   |fall
received  |TPM>ow|TPM>ro|R>ow   |TR>in |TPRMS>re |TPM>an|-      |-      |-       |-         |TPRMS>re|-       |-
intake    |TPM>ow|TPM>ro|R>ow   |R>in  |TPRMS>in |-     |TPM>in |TPM>in |-       |-         |TPRMS>in|-       |-
routed    |TPM>ow|TPM>ro|R>ow   |TR>in |TPRMS>ro |TPM>an|TPM>ro |TPM>ro |-       |-         |TPRMS>ro|-       |-
owned     |TPM>ow|TPM>ow|R>ow   |R>ow  |TPRMS>ow |TPM>an|TPM>ow |TPM>ow |-       |-         |TPRMS>ow|-       |C>ro
waiting   |TPM>ow|TPM>wa|R>ow   |R>wa  |TPRMS>wa |-     |TPM>wa |TPM>wa |-       |-         |TPRMS>wa|-       |-
answered  |TPM>an|TPM>an|R>an   |R>an  |TPRMS>an |TPM>an|TPM>an |TPM>an |TPMAC>cl|TPRMSA>ro2|TPRMS>an|TPMC>ro2|-
closed    |-     |-     |-      |-     |TPRMS>cl |-     |-      |-      |-       |TPRMSA>ro2|TPRMS>cl|-       |-
redirected|-     |-     |-      |-     |TPRMS>rd |-     |-      |-      |-       |-         |TPRMS>rd|-       |-
merged    |-     |-     |-      |-     |TPRMS>me |-     |-      |-      |-       |-         |TPRMS>me|-       |-
split     |-     |-     |-      |-     |TPRMS>sp |-     |-      |-      |-       |-         |TPRMS>sp|-       |-
reopened  |TPM>ow|TPM>ro|R>ow   |R>ro2 |TPRMS>ro2|TPM>an|TPM>ro2|TPM>ro2|-       |-         |TPRMS>ro2|-       |-
"""


def expected_cells() -> dict[tuple[State, Step, str], State | None]:
    """Read the matrix above into one entry per state x step x role."""
    cells: dict[tuple[State, Step, str], State | None] = {}
    for line in EXPECTED.strip("\n").splitlines()[1:]:
        name, *entries = (part.strip() for part in line.split("|"))
        for step, entry in zip(COLUMNS.split(), entries, strict=True):
            letters, _, after = entry.partition(">")
            for letter, role in ROLE_LETTERS.items():
                may = letter in letters
                cells[State(name), Step(step), role] = STATE_LETTERS[after] if may else None
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


def test_open_promises_hinder_no_other_step():
    everyone = frozenset(ROLES)
    for state in State:
        others = [step for step in steps(state, everyone) if step != Step.CLOSE]
        assert steps(state, everyone, open_promises=3, open_conditions=3) == others


def test_the_buttons_come_in_a_fixed_order():
    assert steps(State.OWNED, frozenset({"owner_person"})) == [
        Step.TAKE,
        Step.GIVE,
        Step.NOTE,
        Step.ANSWER,
        Step.SETTLE_CONDITION,
        Step.KEEP_PROMISE,
        Step.MAKE_CARE,
    ]
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


@pytest.mark.parametrize("state", [State.REDIRECTED, State.MERGED, State.SPLIT])
def test_what_went_elsewhere_stays_there(state):
    assert reachable(state, frozenset(ROLES)) == {state}


def test_an_answer_is_the_only_way_off_the_to_do_list():
    ways_out = {
        step
        for state in TO_DO
        for step in Step
        if (after := allowed(state, step, frozenset(ROLES))) is not None and after not in TO_DO
    }
    assert ways_out == {Step.ANSWER}


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
