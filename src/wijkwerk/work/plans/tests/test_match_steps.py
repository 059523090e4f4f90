"""Who may do what with a wish at which moment: the whole matrix of steps, states and roles."""

import pytest

from wijkwerk.rules.matching import ASKER, DECIDER, MatchStep, match_after, open_steps
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import Match, MatchNote, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import put

STATES = ("asked", "negotiating", "included", "refused")
ROLES = {"nobody": frozenset(), "asker": frozenset({ASKER}), "decider": frozenset({DECIDER})}
# As the issue says it, by hand: state -> what the department may do. Both sides may write a note at any moment.
BY_HAND = {
    "asked": {"negotiate": "negotiating", "include": "included", "refuse": "refused", "note": "asked"},
    "negotiating": {"include": "included", "refuse": "refused", "note": "negotiating"},
    "included": {"open_again": "negotiating", "note": "included"},
    "refused": {"open_again": "negotiating", "note": "refused"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", list(MatchStep))
def test_the_rule_is_the_table_that_was_written_by_hand(state, step):
    """Only the department decides, both sides write in the record, nobody else does anything."""
    after = BY_HAND[state].get(step.value)
    assert match_after(state, step, ROLES["decider"]) == after
    assert match_after(state, step, ROLES["asker"]) == (after if step == "note" else None)
    assert match_after(state, step, ROLES["nobody"]) is None
    assert (step in open_steps(state, ROLES["decider"])) == (after is not None)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", [each.value for each in MatchStep])
def test_every_verb_keeps_to_the_table(town: Town, agenda: Plan, verb, state, who):
    """A verb does what the table says for that state and role, or refuses and leaves everything as it was."""
    match = cast.bring(town, cast.ask(town, put(town, agenda)), state)
    cast.line_of(town, cast.plan_of(town, "wijkbeheer"))
    match = Match.objects.select_related("team", "municipality").get(pk=match.pk)
    before = Match.objects.filter(pk=match.pk).values().get()
    notes = MatchNote.objects.count()
    after = match_after(state, MatchStep(verb), ROLES[who])
    if after is None:
        with pytest.raises(Refused):
            cast.act(town, match, verb, ROLES[who])
        assert Match.objects.filter(pk=match.pk).values().get() == before
        assert MatchNote.objects.count() == notes
        return
    cast.act(town, match, verb, ROLES[who])
    match.refresh_from_db()
    assert match.state == after
    assert (match.decided_by is not None) == (after in ("included", "refused"))
    assert (match.line is not None) == (after == "included")
    assert MatchNote.objects.count() == notes + (verb in ("note", "negotiate", "open_again"))
