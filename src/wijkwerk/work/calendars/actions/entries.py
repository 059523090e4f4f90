"""Put a code in a month and see it through: plan, change, make certain, move, finish, drop (O15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.dutch_dates import day_words
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.yearplan import AREA, TEAM, EntryState, EntryStep, Month
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.steps import (
    LOOK_AGAIN,
    check_area,
    check_month,
    check_who,
    code_of,
    locked_entry,
    log,
    need,
    plain,
    take_step,
)
from wijkwerk.work.calendars.window import first_day
from wijkwerk.work.plans.steps import clean

# What an entry can be about; a round goes by the code of its plan.
ABOUT = ("plan", "item")
NO_ABOUT = "Bij deze code vinden wij geen plan en geen punt uit een plan. Kijk of de code klopt."
NO_WHY = "Schrijf kort waarom."
SAME_MONTH = "Dit staat al in deze maand. Kies een andere."
NOT_THIS_TEAM = own("Alleen wie over {area.with_article} gaat, geeft dit aan een ander team.")


@dataclass(frozen=True)
class NewEntry:
    """What stands in a cell. `about` is the public code of a plan or of an item of a plan; empty = of none."""

    code: str
    team: Team
    code_year: int | None = None
    uncertain: bool = False
    person: User | None = None
    note: str = ""
    about: str = ""


@transaction.atomic
def plan_entry(
    *,
    municipality: Municipality,
    area: Area,
    month: Month,
    new: NewEntry,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Entry:
    """A code in a month of an area. `roles` are those towards this area and this team. Raises Refused."""
    need(roles, AREA, TEAM)
    check_area(municipality, area)
    check_month(month)
    entry = Entry(
        municipality=municipality,
        area=area,
        area_path=area.path,
        month=month.key,
        made_by=by,
        made_at=now,
        changed_at=now,
        **_columns(municipality, new, now),
    )
    entry.save(force_insert=True)
    log(entry, "entry_planned", by=by, now=now, text=plain(entry))
    return entry


def _columns(municipality: Municipality, new: NewEntry, now: datetime) -> dict[str, Any]:
    """What can be changed later as well. Raises Refused for what does not fit."""
    found = code_of(municipality, new.code, new.code_year)
    check_who(municipality, new.team, new.person, now)
    return {
        "code": found.code,
        "code_year": new.code_year,
        "uncertain": new.uncertain,
        "team": new.team,
        "person": new.person,
        "note": clean(new.note)[:200],
        "about": _about(municipality, new.about),
    }


def _about(municipality: Municipality, code: str) -> Subject | None:
    if not code.strip():
        return None
    found = clean_code(code)
    rows = Subject.objects.filter(municipality=municipality, kind__in=ABOUT)
    subject = rows.filter(code=found).first() if is_public_code(found) else None
    if subject is None:
        raise Refused(NO_ABOUT)
    return subject


@transaction.atomic
def change_entry(
    *,
    entry: Entry,
    new: NewEntry,
    by: User,
    roles: frozenset[str],
    teams: frozenset[Any],
    now: datetime,
) -> Entry:
    """Another code, team, person, note or mark. Who is of the team alone gives it to no team but their own (`teams`)."""
    entry = locked_entry(entry)
    take_step(entry, EntryStep.CHANGE, roles)
    if AREA not in roles and new.team.pk != entry.team_id and new.team.pk not in teams:
        raise Refused(NOT_THIS_TEAM)
    columns = {**_columns(entry.municipality, new, now), "changed_at": now}
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(columns))
    log(entry, "entry_changed", by=by, now=now, text=plain(entry))
    return entry


@transaction.atomic
def make_certain(*, entry: Entry, by: User, roles: frozenset[str], now: datetime) -> Entry:
    """It goes through: the question mark goes."""
    entry = locked_entry(entry)
    take_step(entry, EntryStep.MAKE_CERTAIN, roles)
    entry.uncertain, entry.changed_at = False, now
    entry.save(update_fields=["uncertain", "changed_at"])
    log(entry, "entry_certain", by=by, now=now, text=plain(entry))
    return entry


@transaction.atomic
def move_entry(
    *,
    entry: Entry,
    seen_in: Month,
    to: Month,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Entry:
    """To another month, with the reason. A mark stays behind in the old cell and points at the new one.

    `seen_in` is the month in which the person saw it: when somebody moved it meanwhile the step is refused.
    """
    entry = locked_entry(entry)
    take_step(entry, EntryStep.MOVE, roles)
    check_month(to)
    if entry.month != seen_in.key:
        raise Refused(LOOK_AGAIN)
    if to.key == entry.month:
        raise Refused(SAME_MONTH)
    why = clean(why, NO_WHY)[:300]
    mark = _left_behind(entry, why, by, now)
    # Back where it once stood: there is nothing to point at any more.
    entry.moved_from.filter(municipality=entry.municipality_id, month=to.key).delete()
    entry.month, entry.changed_at = to.key, now
    entry.save(update_fields=["month", "changed_at"])
    mark.save(force_insert=True)
    text = {**plain(entry), "from": seen_in.key, "why": why}
    log(entry, "entry_moved", by=by, now=now, text=text)
    return entry


def _left_behind(entry: Entry, why: str, by: User, now: datetime) -> Entry:
    kept = ("municipality_id", "area_id", "area_path", "month", "code", "code_year", "uncertain", "team_id")
    return Entry(
        **{name: getattr(entry, name) for name in kept},
        state=EntryState.MOVED,
        moved_to=entry,
        why=why,
        made_by=by,
        made_at=now,
        changed_at=now,
    )


@transaction.atomic
def finish_entry(*, entry: Entry, by: User, roles: frozenset[str], now: datetime) -> Entry:
    """It is done; not while it is uncertain, and not before its month."""
    entry = locked_entry(entry)
    take_step(entry, EntryStep.FINISH, roles)
    first = first_day(Month.of(entry.month))
    if local_date(now) < first:
        raise Refused(f"Dit kan vanaf {day_words(first)}: dan begint de maand waarin het staat.")
    entry.state, entry.changed_at = EntryState.DONE, now
    entry.save(update_fields=["state", "changed_at"])
    log(entry, "entry_finished", by=by, now=now, text=plain(entry))
    return entry


@transaction.atomic
def drop_entry(*, entry: Entry, why: str, by: User, roles: frozenset[str], now: datetime) -> None:
    """It does not go through: the row goes, and the marks that pointed at it. The reason stays in the journal."""
    entry = locked_entry(entry)
    take_step(entry, EntryStep.DROP, roles)
    why = clean(why, NO_WHY)[:300]
    log(entry, "entry_dropped", by=by, now=now, text={**plain(entry), "why": why})
    entry.moved_from.filter(municipality=entry.municipality_id).delete()
    entry.delete()
