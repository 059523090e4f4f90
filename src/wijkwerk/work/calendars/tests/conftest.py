"""What tests of the calendar begin with: an entry in a month, a duty of an area, and the person's reach."""

from typing import Any

import pytest

from wijkwerk.rules.yearplan import AREA, TEAM, Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import duties, entries
from wijkwerk.work.calendars.models import Duty, Entry

BOTH = frozenset({AREA, TEAM})
MAY = Month(2027, 5)


def plan(town: Town, code: str = "S", month: Month = MAY, area: str = "Noord", **given: Any) -> Entry:
    """An entry by the area manager of Noord, of the team of the area."""
    by = town.people[given.pop("by", "owner")]
    roles = given.pop("roles", BOTH)
    values: dict[str, Any] = {"team": town.teams[given.pop("team", "gebiedsteam")]}
    new = entries.NewEntry(code=code, **values | given)
    return entries.plan_entry(
        municipality=town.municipality,
        area=town.areas[area],
        month=month,
        new=new,
        by=by,
        roles=roles,
        now=NOW,
    )


def agree(town: Town, code: str = "S", area: str = "Noord", **given: Any) -> Duty:
    """A duty of an area, from this year on."""
    values: dict[str, Any] = {"times": 1, "since": 2026, "team": town.teams["gebiedsteam"], "roles": BOTH}
    return duties.give_duty(
        municipality=town.municipality,
        area=town.areas[area],
        code=code,
        by=town.people["owner"],
        now=NOW,
        **values | given,
    )


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
