"""What the addresses of the calendar point at: an entry of team Verkeer in Noord and a duty; and a year full of everything."""

from typing import Any

from django.utils import timezone

from wijkwerk.rules.yearplan import AREA, TEAM, Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import duties, entries
from wijkwerk.work.calendars.models import Entry

BOTH = frozenset({AREA, TEAM})
ENTRY = ("entry", "change_entry", "make_certain", "move_entry", "finish_entry", "drop_entry")
AREAS = ("area_year", "area_ics")


def calendar_arguments(name: str, town: Town, other: dict[str, Any]) -> list[Any] | None:
    """The arguments of an address of the calendar; None for any other address."""
    room, _, short = name.partition(":")
    if room != "calendars":
        return None
    if short in ENTRY:
        return [other["entry"]]
    if short == "end_duty":
        return [other["duty"]]
    return [town.areas["Noord"].code] if short in AREAS else []


def calendar_things(town: Town) -> dict[str, Any]:
    """An uncertain entry and a duty, by their ids."""
    entry = put(town, "S", month_of_today().plus(6), uncertain=True, note="Neem laarzen mee")
    return {"entry": entry.pk, "duty": agree(town, "P", "Noord").pk}


def month_of_today() -> Month:
    """The month that the pages take for this one."""
    today = timezone.localdate()
    return Month(today.year, today.month)


def put(town: Town, code: str, month: Month, area: str = "Noord", **given: Any) -> Entry:
    """An entry by the manager of Noord; of team Verkeer unless said otherwise."""
    team = town.teams[given.pop("team", "verkeer")]
    return entries.plan_entry(
        municipality=town.municipality, area=town.areas[area], month=month, new=entries.NewEntry(code, team, **given),
        by=town.people["owner"], roles=BOTH, now=NOW,
    )  # fmt: skip


def agree(town: Town, code: str, area: str, **given: Any) -> Any:
    """A duty of an area from this year on."""
    values: dict[str, Any] = {"times": 1, "since": month_of_today().year, "team": town.teams["gebiedsteam"]}
    return duties.give_duty(
        municipality=town.municipality, area=town.areas[area], code=code, by=town.people["owner"], roles=BOTH, now=NOW,
        **values | given,
    )  # fmt: skip


def furnish_calendar(town: Town) -> None:
    """Each shape, each warning, a month that is too full, a long word, and something that moved."""
    now = month_of_today()
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    long = "Verkeersveiligheidsmaatregelenoverleg met iedereen in de wijk"
    entries.finish_entry(entry=put(town, "B", now, note=long), **by)
    put(town, "A", now.plus(10), code_year=now.year + 2, person=town.people["owner"])
    for area in ("Noord", "Noord", "Lindebuurt", "Zuid"):
        put(town, "C", now.plus(3), area, uncertain=area == "Zuid")
    moved = put(town, "E", now.plus(2), "Lindebuurt")
    entries.move_entry(entry=moved, seen_in=now.plus(2), to=now.plus(4), why=long, **by)
    agree(town, "S", "Lindebuurt", times=3)
    agree(town, "V", "Zuid")
    agree(town, "R", "Zuid", person=town.people["elsewhere"])
