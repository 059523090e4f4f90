"""What turns out to be about one person's care leaves every desk but that of the care line, and nobody sent it back (D8, I7)."""

import pytest

from wijkwerk.rules.workflow import OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.models import Handover

OWNERS = frozenset({OWNER_TEAM})

pytestmark = pytest.mark.django_db


def test_who_was_asked_to_take_it_did_not_send_it_back(town: Town) -> None:
    """The question is taken back by who moved it: "sent back" is said of a receiver who gave a reason."""
    signal, by = town.signal(), town.people["traffic"]
    to_team = town.teams["wijkbeheer"]
    handover = actions.give(
        signal=signal, to_team=to_team, to_person=None, why="Voor u", by=by, roles=OWNERS, now=NOW
    )
    care.make_care(signal=signal, by=by, roles=OWNERS, now=NOW)
    row = Handover.objects.get(pk=handover.pk)
    assert (row.state, row.settled_by, row.settled_at, row.settled_why) == ("withdrawn", by, NOW, care.MOVED)
