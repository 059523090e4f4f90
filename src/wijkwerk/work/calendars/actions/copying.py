"""Bring a year's entries into the next as uncertain proposals: area managers plan year by year (O15)."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import write_many
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.people.queries import colleagues
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.yearplan import EntryState
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.steps import FIRST, LAST, NOT_YOURS, line, plain

MOST = 2_000
YEAR = 100  # between the same month of two years, as months are stored
Place = tuple[object, int, str]


@dataclass(frozen=True)
class Copied:
    """How many proposals were made, and how many entries were left out: there already, or of a code or team that is gone."""

    made: int
    there: int
    gone: int


@transaction.atomic
def copy_year(
    *, municipality: Municipality, year: int, paths: Iterable[str], by: User, now: datetime
) -> Copied:
    """What stood in `year` in these areas becomes a proposal in the same month of the year after; notes stay behind.

    `paths` are areas in which the person plans. Done twice nothing is doubled: neither what was copied before, wherever
    it went since, nor what somebody planned there by hand. Raises Refused.
    """
    paths = list(paths)
    if not paths:
        raise Refused(NOT_YOURS)
    if not FIRST.year <= year < LAST.year:
        raise Refused("Kies een ander jaar.")
    rows = Entry.objects.filter(db.within_any("area_path", paths), municipality=municipality)
    sources = _standing(rows, year)
    # Held, so that of two who copy at one moment the second finds what the first made.
    found = list(db.locked(sources)[: MOST + 1])
    if len(found) > MOST:
        raise Refused(own("Dit zijn te veel afspraken in een keer. Kies een {area.one}."))
    codes = frozenset(each.code for each in current(municipality).part(Calendar).codes)
    teams = set(Team.objects.filter(municipality=municipality, ended_at=None).values_list("pk", flat=True))
    living = [entry for entry in found if entry.team_id in teams and entry.code in codes]
    fresh = _not_there(living, rows, year + 1)
    here = set(colleagues(municipality, today=local_date(now)).values_list("pk", flat=True))
    made = Entry.objects.bulk_create([_proposal(entry, here, by, now) for entry in fresh], batch_size=500)
    write_many([line(entry, "entry_planned", by=by, now=now, text=plain(entry)) for entry in made])
    return Copied(len(made), len(living) - len(fresh), len(found) - len(living))


def _standing(rows: QuerySet[Entry], year: int) -> QuerySet[Entry]:
    """What stands in a year: marks of what moved away do not count."""
    inside = rows.filter(month__gte=year * YEAR + 1, month__lte=year * YEAR + 12)
    return inside.exclude(state=EntryState.MOVED).order_by("pk")


def _not_there(found: list[Entry], rows: QuerySet[Entry], year: int) -> list[Entry]:
    """Those of which the year has no copy yet and no entry by hand in the same month."""
    copied = set(
        rows.filter(copied_from__in=[entry.pk for entry in found]).values_list("copied_from", flat=True)
    )
    by_hand = Counter[Place](
        _standing(rows, year).filter(copied_from=None).values_list("area_id", "month", "code")
    )
    fresh = []
    for entry in found:
        place: Place = (entry.area_id, entry.month + YEAR, entry.code)
        if entry.pk in copied:
            continue
        if by_hand[place] > 0:
            by_hand[place] -= 1
            continue
        fresh.append(entry)
    return fresh


def _proposal(entry: Entry, here: set[uuid.UUID], by: User, now: datetime) -> Entry:
    kept = ("municipality_id", "area_id", "area_path", "code", "team_id")
    return Entry(
        **{name: getattr(entry, name) for name in kept},
        month=entry.month + YEAR,
        code_year=entry.code_year + 1 if entry.code_year else None,
        uncertain=True,
        person_id=entry.person_id if entry.person_id in here else None,
        copied_from=entry,
        made_by=by,
        made_at=now,
        changed_at=now,
    )
