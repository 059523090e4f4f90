"""What cannot wait: the mark "spoed", who opened it, and an alarm until somebody does.

A page that is only looked at changes nothing, so "opened" is a deed: the button "Ik heb dit gezien", or taking, giving,
answering or sending on (`actions.opened`). The alarm goes to the number on call and to the team; it holds no word of the
reporter and no name (D4). Of care it tells only the care team, and no theme (D8).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import NotReady, current
from wijkwerk.ground.letters.actions import NewLetter, queue
from wijkwerk.ground.letters.models import Channel
from wijkwerk.ground.people.models import User
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.tell import base_url
from wijkwerk.work.signals.actions.steps import locked, log, opened, step
from wijkwerk.work.signals.intake import need_words
from wijkwerk.work.signals.models import TO_ANSWER, Signal
from wijkwerk.work.signals.sections import Themes, Urgent

ALARM = "urgent_alarm"
MOST = 200
TITLE = "Spoed: melding {code} is nog niet geopend"
BODY = """\
Er is een spoedmelding. Nog niemand opende haar.

Code: {code}
Waarover: {theme}
Team: {team}
Hoe lang al: {minutes} minuten

Open de melding op het bureau:
{link}

Kies daar ‘Ik heb dit gezien’, of neem de melding. Dan stopt dit bericht.
"""


@transaction.atomic
def mark_urgent(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """It cannot wait. Who is on call is alarmed when nobody opens it in time. `why` is for colleagues."""
    signal = locked(signal)
    need_words(why, "Schrijf kort waarom dit niet kan wachten.")
    if waits(signal):
        raise Refused("Deze melding heeft al spoed.")
    step(signal, Step.MARK_URGENT, roles)
    signal.urgent_at, signal.urgent_seen_at, signal.alarmed_at = now, None, None
    signal.save(update_fields=["urgent_at", "urgent_seen_at", "alarmed_at"])
    log(signal, "marked_urgent", by=by, now=now, text={"why": why})
    return signal


@transaction.atomic
def unmark_urgent(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """It can wait after all."""
    signal = locked(signal)
    if signal.urgent_at is None:
        raise Refused("Deze melding heeft geen spoed.")
    need_words(why, "Schrijf kort waarom dit wel kan wachten.")
    step(signal, Step.MARK_URGENT, roles)
    signal.urgent_at = signal.urgent_seen_at = signal.alarmed_at = None
    signal.save(update_fields=["urgent_at", "urgent_seen_at", "alarmed_at"])
    log(signal, "unmarked_urgent", by=by, now=now, text={"why": why})
    return signal


@transaction.atomic
def see_urgent(*, signal: Signal, by: User, now: datetime) -> Signal:
    """Somebody who may take it says "I have seen this": no more alarms. Said twice it counts once."""
    signal = locked(signal)
    if signal.urgent_at is None:
        raise Refused("Deze melding heeft geen spoed.")
    if signal.urgent_seen_at is None:
        signal.save(update_fields=opened(signal, now=now))
        log(signal, "urgent_seen", by=by, now=now)
    return signal


def waits(signal: Signal) -> bool:
    """Whether it is urgent, not ended, and nobody opened it."""
    return signal.urgent_at is not None and signal.urgent_seen_at is None and signal.state in TO_ANSWER


def waiting(municipality: Municipality) -> QuerySet[Signal]:
    """All urgent signals of a municipality that nobody opened; care too, so only for what shows none of them."""
    return Signal.objects.filter(
        municipality=municipality, urgent_at__isnull=False, urgent_seen_at=None, state__in=TO_ANSWER
    )


def sound_alarms(*, now: datetime) -> int:
    """Alarm about what was not opened in time, and again each time as long passes. Returns how many signals."""
    alarmed = 0
    for municipality in Municipality.objects.order_by("code"):
        try:
            minutes = current(municipality).part(Urgent).minutes
        except NotReady:
            continue
        before = now - timedelta(minutes=minutes)
        due = waiting(municipality).filter(_due(before)).select_related("subject", "owner_team")
        for signal in due.order_by("urgent_at")[:MOST]:
            signal.municipality = municipality
            alarmed += _alarm(signal, before=before, now=now)
    return alarmed


def _due(before: datetime) -> Q:
    return Q(urgent_at__lte=before) & (Q(alarmed_at=None) | Q(alarmed_at__lte=before))


@transaction.atomic
def _alarm(signal: Signal, *, before: datetime, now: datetime) -> int:
    signal = locked(signal)
    last = signal.alarmed_at or signal.urgent_at
    if not waits(signal) or last is None or last > before:
        return 0  # in between somebody opened it, or another worker alarmed
    signal.alarmed_at = now
    signal.save(update_fields=["alarmed_at"])
    log(signal, ALARM, by=None, now=now, origin="clock")
    queue([_letter(signal, address, now=now) for address in _whom(signal)], now=now)
    return 1


def _whom(signal: Signal) -> list[str]:
    """Who is on call and the team of the owner; of care the team alone, unless it has no e-mail.

    Then somebody must still be woken: who is on call hears that the care team has something, and not what.
    """
    on_call, team = current(signal.municipality).part(Urgent).email, signal.owner_team.email
    addresses = [team or on_call] if signal.visibility == "care" else [on_call, team]
    return list(dict.fromkeys(address for address in addresses if address))


def _letter(signal: Signal, address: str, *, now: datetime) -> NewLetter:
    document, code, care = current(signal.municipality), signal.subject.code, signal.visibility == "care"
    assert signal.urgent_at is not None  # noqa: S101  # the caller looked
    desk = f"{base_url(signal.municipality)}/bureau/"
    facts = {
        "code": code,
        "theme": "dat staat bij de melding" if care else document.part(Themes).label(signal.theme),
        "team": signal.owner_team.name,
        "minutes": str(int((now - signal.urgent_at).total_seconds() // 60)),
        "link": f"{desk}melding/{code}/",
    }
    if care and address != signal.owner_team.email:
        facts |= {"code": "alleen het zorgteam ziet die", "link": desk}
    return NewLetter(
        municipality=signal.municipality_id,
        subject=signal.subject_id,
        kind=ALARM,
        channel=Channel.EMAIL,
        address=address,
        sender=document.part(Contact).email,
        title=TITLE.format_map(facts),
        body=BODY.format_map(facts),
    )
