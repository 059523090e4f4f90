"""Two members of a department who decide at one moment: one decision holds, and the row is whole (RELIABILITY 13)."""

import pytest

from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.plans.actions import department_plans, matching
from wijkwerk.work.plans.models import DepartmentLine, Match
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import begin, put
from wijkwerk.work.signals.tests.test_races import at_once, won


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def test_of_a_yes_and_a_no_at_one_moment_one_is_done(living_town: Town):
    """Four say yes and four say no at once: one decision holds, and line and reason fit its state."""
    town = living_town
    item = put(town, begin(town))
    line = cast.line_of(town, cast.plan_of(town))
    by = {"by": town.people["traffic"], "roles": cast.DECIDES, "now": NOW}
    match = cast.ask(town, item)

    def either(each: int) -> Match:
        own = Match.objects.select_related("team", "municipality").get(pk=match.pk)
        if each % 2:
            return matching.include(match=own, line=line, amount=None, **by)
        return matching.refuse(match=own, reason="Geen geld.", **by)

    assert won(at_once(either, number=8)) == 1
    match.refresh_from_db()
    assert (match.state == "included") == (match.line_id is not None) == (match.reason == "")


def test_a_line_never_ends_under_a_wish(living_town: Town):
    """One takes a wish up on a line while another ends that line: never both."""
    town = living_town
    item = put(town, begin(town))
    line = cast.line_of(town, cast.plan_of(town))
    by = {"by": town.people["traffic"], "roles": cast.DECIDES, "now": NOW}
    match = cast.ask(town, item)

    def either(each: int) -> object:
        if each % 2:
            own = Match.objects.select_related("team", "municipality").get(pk=match.pk)
            return matching.include(match=own, line=line, amount=None, **by)
        fresh = DepartmentLine.objects.select_related("plan").get(pk=line.pk)
        return department_plans.end_line(line=fresh, **by)

    assert won(at_once(either, number=8)) == 1
    match.refresh_from_db()
    line.refresh_from_db()
    assert (match.line_id is None) == (line.ended_at is not None)


def test_asked_eight_times_at_once_is_asked_once(living_town: Town):
    """Two who write one plan ask the same at one moment: it stands there once."""
    town = living_town
    item = put(town, begin(town))
    assert won(at_once(lambda _: cast.ask(town, item), number=8)) == 1
    assert Match.objects.count() == 1
