"""What every verb of the calendar stands on: the row held, the step allowed, what is written fit to keep, one line."""

import uuid
from datetime import datetime
from typing import Any

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry as Line
from wijkwerk.ground.journal.actions import write
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.ground.people.queries import works_here
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.yearplan import AREA, TEAM, EntryStep, Month, allowed
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.models import Duty, Entry
from wijkwerk.work.calendars.sections import Calendar, CalendarCode

LOOK_AGAIN = "Dit kan nu niet meer. Iemand anders was u voor: bekijk de kalender opnieuw."
NOT_YOURS = own("U kunt dit niet doen. Dat kan wie over {area.with_article} gaat, of het team dat dit doet.")
NO_CODE = "Deze code staat niet in de legenda. Kies een andere."
NO_CODE_YEAR = "Bij deze code hoort geen jaar. Maak dit veld leeg."
NO_MONTH = "Kies een maand tussen 2000 en 2100."
NO_AREA = own("{area.this} is er niet. Kies een {area.other}.")
NO_TEAM = "Dit team is er niet meer. Kies een ander team."
NO_PERSON = "Deze collega werkt hier nu niet. Kies iemand anders, of niemand."
FIRST, LAST = Month(2000, 1), Month(2100, 12)
BOTH = frozenset({AREA, TEAM})


def locked_entry(entry: Entry) -> Entry:
    """The row as it is now, held till the end of the transaction. Raises Refused when somebody took it away."""
    rows = Entry.objects.filter(pk=entry.pk, municipality=entry.municipality_id)
    row = db.locked(rows).first()
    if row is None:
        raise Refused(LOOK_AGAIN)
    return row


def take_step(entry: Entry, step: EntryStep, roles: frozenset[str]) -> None:
    """Raises Refused, with a sentence for the screen, when the step is not possible now or not for this person."""
    if allowed(entry.state, step, roles, uncertain=entry.uncertain):
        return
    if allowed(entry.state, step, BOTH, uncertain=entry.uncertain):
        raise Refused(NOT_YOURS)
    if step == EntryStep.FINISH and entry.uncertain:
        raise Refused("Dit is nog onzeker. Zet eerst vast dat het doorgaat.")
    raise Refused(LOOK_AGAIN)


def need(roles: frozenset[str], *wanted: str) -> None:
    """Raises Refused unless the person has one of these roles."""
    if not roles & set(wanted):
        raise Refused(NOT_YOURS)


def code_of(municipality: Municipality, code: str, year: int | None = None) -> CalendarCode:
    """The code as the legend has it. Raises Refused for one that it has not, and for a year where none belongs."""
    found = current(municipality).part(Calendar).get(code)
    if found is None:
        raise Refused(NO_CODE)
    if year is not None and not found.with_year:
        raise Refused(NO_CODE_YEAR)
    if year is not None and not FIRST.year <= year <= LAST.year:
        raise Refused("Vul een jaar in tussen 2000 en 2100.")
    return found


def check_area(municipality: Municipality, area: Area) -> None:
    """Raises Refused for an area of elsewhere, or one that is in no division of now."""
    if area.municipality_id != municipality.pk or not area.path:
        raise Refused(NO_AREA)


def check_month(month: Month) -> None:
    """Raises Refused outside the years that a calendar has."""
    if not FIRST <= month <= LAST or not 1 <= month.number <= 12:
        raise Refused(NO_MONTH)


def check_who(municipality: Municipality, team: Team, person: User | None, now: datetime) -> None:
    """Raises Refused for a team that ended or is for care, and for a person who does not work here today."""
    if team.municipality_id != municipality.pk or team.ended_at is not None or team.kind == TeamKind.CARE:
        raise Refused(NO_TEAM)
    if person is not None and not works_here(person, municipality, today=local_date(now)):
        raise Refused(NO_PERSON)


def line(thing: Entry | Duty, verb: str, *, by: User, now: datetime, text: dict[str, Any]) -> Line:
    """A journal line about an entry or a duty, to be written."""
    return Line(
        municipality=thing.municipality_id, verb=verb, at=now, subject=thing.pk, actor=by.pk, text=text
    )


def log(thing: Entry | Duty, verb: str, *, by: User, now: datetime, text: dict[str, Any]) -> None:
    """One journal line about an entry or a duty."""
    write(line(thing, verb, by=by, now=now, text=text))


def plain(entry: Entry) -> dict[str, Any]:
    """What the journal keeps of an entry: enough to know which it was once it is gone."""
    return {
        "area": str(entry.area_id),
        "month": entry.month,
        "code": entry.code,
        "year": entry.code_year,
        "uncertain": entry.uncertain,
        "team": _key(entry.team_id),
        "person": _key(entry.person_id),
        "note": entry.note,
    }


def _key(given: uuid.UUID | None) -> str | None:
    return str(given) if given else None
