"""Where the room of calendars joins in: settings, words of the history, and work of who does not work here any more."""

from datetime import datetime

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry as Line
from wijkwerk.ground.journal.actions import write_many
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.queries import works_here
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.yearplan import EntryState
from wijkwerk.work.calendars.models import Duty, Entry
from wijkwerk.work.calendars.sections import give_sections

WORDS = {
    "entry_planned": "In de kalender gezet",
    "entry_changed": "In de kalender veranderd",
    "entry_certain": "In de kalender vastgezet",
    "entry_moved": "In de kalender verplaatst",
    "entry_finished": "In de kalender afgevinkt",
    "entry_dropped": "Uit de kalender gehaald",
    "entry_to_team": "In de kalender terug naar het team",
    "duty_given": "Afspraak voor elk jaar gemaakt of veranderd",
    "duty_ended": "Afspraak voor elk jaar gestopt",
}


def words() -> dict[str, str]:
    """Dutch words for the verbs that this room writes in the journal."""
    return WORDS


def back_to_team(*, user: User, municipality: Municipality, now: datetime, by: User | None) -> int:
    """Who works here no more does nothing in the calendar: the team is left. Who is only away keeps it. Returns how many."""
    if works_here(user, municipality, today=local_date(now)):
        return 0
    Duty.objects.filter(municipality=municipality, person=user, until=None).update(person=None)
    mine = Entry.objects.filter(municipality=municipality, person=user, state=EntryState.PLANNED)
    keys = list(mine.values_list("pk", flat=True))
    actor = by.pk if by else None
    write_many(
        [
            Line(
                municipality=municipality.pk,
                verb="entry_to_team",
                at=now,
                subject=key,
                actor=actor,
                origin="roles",
            )
            for key in keys
        ]
    )
    return mine.update(person=None)


hooks.add("settings.section", give_sections)
hooks.add("journal.words", words)
hooks.add("people.role_ended", back_to_team)
