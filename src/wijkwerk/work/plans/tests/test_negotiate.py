"""A department and an area talk about a wish."""

import pytest

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import matching
from wijkwerk.work.plans.models import MatchNote, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import put


def test_it_is_in_talk_with_what_was_said_first(town: Town, agenda: Plan):
    """State and first line of the record come together."""
    match = cast.bring(town, cast.ask(town, put(town, agenda)), "negotiating")
    assert match.state == "negotiating"
    assert MatchNote.objects.get().text == "Wij kijken ernaar."


def test_without_words_nothing_changes(town: Town, agenda: Plan):
    """No note, no change of state."""
    match = cast.ask(town, put(town, agenda))
    with pytest.raises(Refused):
        matching.negotiate(match=match, text=" ", by=town.people["traffic"], roles=cast.DECIDES, now=NOW)
    match.refresh_from_db()
    assert match.state == "asked"
