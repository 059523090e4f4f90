"""Write in the log of an area, take a note up, put it away and open it again (O26); and destroy what is old."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.people.models import Team, User
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.projects.models import LogNote, LogState, LogTag
from wijkwerk.work.projects.sections import AreaLog
from wijkwerk.work.projects.steps import NOT_YOURS, WRITER, clean, locked_note, log

MOST_SIGNS = 2000
MOST_AT_ONCE = 500
NO_TEXT = "Schrijf eerst iets op."
TOO_LONG = f"Hoogstens {MOST_SIGNS} tekens."
NO_AREA = own("{area.this} is er niet. Kies een {area.other}.")
NO_TAG = "Dit onderwerp is er niet meer. Kies een ander."
NO_TEAM = "Kies een team waarin u werkt."


@transaction.atomic
def write_note(
    *,
    municipality: Municipality,
    area: Area,
    text: str,
    tags: Iterable[str],
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> LogNote:
    """A note for colleagues about an area, never about one person. Raises Refused."""
    _need(roles)
    if area.municipality_id != municipality.pk or not area.path:
        raise Refused(NO_AREA)
    chosen = set(tags)
    if chosen - {tag.key for tag in current(municipality).part(AreaLog).tags}:
        raise Refused(NO_TAG)
    text = clean(text, NO_TEXT)
    if len(text) > MOST_SIGNS:
        raise Refused(TOO_LONG)
    note = LogNote.objects.create(
        municipality=municipality, area=area, area_path=area.path, text=text, written_by=by, written_at=now
    )
    LogTag.objects.bulk_create(
        LogTag(municipality=municipality, note=note, tag=tag) for tag in sorted(chosen)
    )
    log(note, "note_written", by=by, now=now)
    return note


@transaction.atomic
def take_up(*, note: LogNote, team: Team, by: User, roles: frozenset[str], now: datetime) -> LogNote:
    """A team does something with it."""
    _need(roles)
    note = locked_note(note, LogState.OPEN)
    if team.municipality_id != note.municipality_id or team.ended_at is not None:
        raise Refused(NO_TEAM)
    note.state, note.taken_by, note.taken_at = LogState.TAKEN_UP, team, now
    note.save(update_fields=["state", "taken_by", "taken_at"])
    log(note, "note_taken_up", by=by, now=now)
    return note


@transaction.atomic
def archive_note(*, note: LogNote, by: User, roles: frozenset[str], now: datetime) -> LogNote:
    """It is put away; after the years of the settings it is destroyed."""
    _need(roles)
    note = locked_note(note, LogState.OPEN, LogState.TAKEN_UP)
    note.state = LogState.ARCHIVED
    note.save(update_fields=["state"])
    log(note, "note_archived", by=by, now=now)
    return note


@transaction.atomic
def reopen_note(*, note: LogNote, by: User, roles: frozenset[str], now: datetime) -> LogNote:
    """What was taken up or put away is open again, and of no team."""
    _need(roles)
    note = locked_note(note, LogState.TAKEN_UP, LogState.ARCHIVED)
    note.state, note.taken_by, note.taken_at = LogState.OPEN, None, None
    note.save(update_fields=["state", "taken_by", "taken_at"])
    log(note, "note_reopened", by=by, now=now)
    return note


def destroy_old(*, now: datetime) -> int:
    """Destroy the notes that were put away and are older than the municipality keeps them. Returns how many went."""
    towns = Municipality.objects.filter(settings_number__gt=0).order_by("code")
    return sum(_destroy_in(town, now=now) for town in towns)


@transaction.atomic
def _destroy_in(town: Municipality, *, now: datetime) -> int:
    years = current(town).part(AreaLog).keep_years
    # 366 days a year: never a day too early.
    rows = LogNote.objects.filter(
        municipality=town, state=LogState.ARCHIVED, written_at__lt=now - timedelta(days=366 * years)
    )
    keys = list(rows.order_by("written_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not keys:
        return 0
    LogTag.objects.filter(municipality=town, note__in=keys).delete()
    LogNote.objects.filter(municipality=town, pk__in=keys).delete()
    write(
        Entry(
            municipality=town.pk, verb="notes_destroyed", at=now, origin="clock", text={"number": len(keys)}
        )
    )
    return len(keys)


def _need(roles: frozenset[str]) -> None:
    if WRITER not in roles:
        raise Refused(NOT_YOURS)
