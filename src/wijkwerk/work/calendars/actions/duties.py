"""What was agreed that an area has each year: give a duty, and end it (O15)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, User
from wijkwerk.rules.yearplan import AREA
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.queries import double
from wijkwerk.work.calendars.steps import FIRST, LAST, LOOK_AGAIN, check_area, check_who, code_of, log, need

MOST_TIMES = 12
NO_TIMES = "Vul in hoe vaak per jaar: 1 tot en met 12 keer."
ENDS_ALREADY = "Deze afspraak stopt al in {year}. Vul een eerder jaar in."
NO_YEAR = "Vul een jaar in tussen 2000 en 2100."


@transaction.atomic
def give_duty(
    *,
    municipality: Municipality,
    area: Area,
    code: str,
    times: int,
    team: Team,
    person: User | None = None,
    since: int,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Duty:
    """This area has this code so many times a year from a year on.

    One that runs already gets other terms: in the same year it changes, from a later year on a new one follows it, so
    that earlier years keep what was agreed then. Raises Refused.
    """
    need(roles, AREA)
    check_area(municipality, area)
    found = code_of(municipality, code)
    check_who(municipality, team, person, now)
    if not 1 <= times <= MOST_TIMES:
        raise Refused(NO_TIMES)
    if not FIRST.year <= since <= LAST.year:
        raise Refused(NO_YEAR)
    # Two who give the same duty at one moment stand in a row at the area.
    db.locked(Area.objects.filter(pk=area.pk)).get()
    duty = _running(municipality, area, found.code, since) or Duty(
        municipality=municipality, area=area, code=found.code, since=since, made_at=now
    )
    duty.area_path, duty.times, duty.team, duty.person = area.path, times, team, person
    duty.save()
    log(duty, "duty_given", by=by, now=now, text=_plain(duty))
    return duty


def _running(municipality: Municipality, area: Area, code: str, since: int) -> Duty | None:
    """The duty that runs and gets other terms; None when what was agreed ends the year before, so that no year has two."""
    rows = Duty.objects.filter(municipality=municipality, area=area, code=code)
    rows.filter(since__gte=since, until__isnull=False).delete()
    rows.filter(Q(until=None) | Q(until__gte=since), since__lt=since).update(until=since - 1)
    running = db.locked(rows.filter(until=None)).first()
    if running is not None:
        running.since = since
    return running


@transaction.atomic
def end_duty(*, duty: Duty, until: int, by: User, roles: frozenset[str], now: datetime) -> Duty | None:
    """`until` is its last year. A duty that never held a year goes altogether (None).

    One that has a last year already ends sooner only where another one holds in the same years. Raises Refused.
    """
    need(roles, AREA)
    rows = Duty.objects.filter(Q(until=None) | double(), pk=duty.pk, municipality=duty.municipality_id)
    row = db.locked(rows).first()
    if row is None:
        raise Refused(LOOK_AGAIN)
    if row.until is not None and until >= row.until:
        raise Refused(ENDS_ALREADY.format(year=row.until))
    if not FIRST.year - 1 <= until <= LAST.year:
        raise Refused(NO_YEAR)
    log(row, "duty_ended", by=by, now=now, text={**_plain(row), "until": until})
    if until < row.since:
        row.delete()
        return None
    row.until = until
    row.save(update_fields=["until"])
    return row


def _plain(duty: Duty) -> dict[str, object]:
    return {
        "area": str(duty.area_id),
        "code": duty.code,
        "times": duty.times,
        "since": duty.since,
        "team": str(duty.team_id),
        "person": str(duty.person_id) if duty.person_id else None,
    }
