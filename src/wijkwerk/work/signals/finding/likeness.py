"""Signals that may be about the same, for staff to compare: near in place and time, scored by `rules.alike`.

A person decides. Nothing is shown that this person may not see, and care never (D8).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Final

from django.db.models import Q

from wijkwerk.ground.people.may import Access
from wijkwerk.rules import workflow
from wijkwerk.rules.alike import Report, suggest
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.words import stems
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.models import OPEN, Signal, Visibility

METRES: Final = 300.0
METRES_A_DEGREE: Final = 111_320.0
SINCE: Final = timedelta(days=120)
CLOSED_SINCE: Final = timedelta(days=60)
MOST_COMPARED: Final = 200
MOST: Final = 10


@dataclass(frozen=True)
class Alike:
    """A signal that looks like it, and why, in Dutch. `mergeable`: this person may merge into it."""

    signal: Signal
    because: list[str]
    mergeable: bool


def look_alikes(signal: Signal, access: Access, *, now: datetime) -> list[Alike]:
    """At most ten, the likeliest first. One query, whatever the size of the table. Of a signal about care: none."""
    if signal.visibility == Visibility.CARE:
        return []
    others = {str(each.pk): each for each in compared_with(signal, access, now=now)}
    found = suggest(_report(signal), [_report(each) for each in others.values()], most=MOST)
    return [Alike(others[each.key], each.because, may_take_in(others[each.key], access)) for each in found]


def may_take_in(signal: Signal, access: Access) -> bool:
    """Whether this person may merge another signal into this one."""
    alive = signal.state in workflow.ALIVE and not signal.formal_kind and signal.visibility != Visibility.CARE
    return alive and access.may("give", signal)


def compared_with(signal: Signal, access: Access, *, now: datetime) -> list[Signal]:
    """The signals of the last 120 days around this one that this person may see, the newest 200. One query."""
    near = _near(signal)
    if near is None:
        return []
    going_on = Q(state__in=OPEN) | Q(state=State.CLOSED, closed_at__gte=now - CLOSED_SINCE)
    rows = Signal.objects.filter(access.visible(), going_on, near, municipality=signal.municipality_id)
    rows = rows.filter(received_at__gte=now - SINCE).exclude(visibility=Visibility.CARE).exclude(pk=signal.pk)
    rows = rows.select_related("subject", "owner_team", "owner_person")
    return list(rows.order_by("-received_at", "-pk")[:MOST_COMPARED])


def _near(signal: Signal) -> Q | None:
    """Within some 300 metres; where a point lacks, of the same theme in the same area. None: nothing says where it is."""
    same = Q(area_path=signal.area_path, theme=signal.theme)
    if signal.lon is None or signal.lat is None:
        return same if signal.area_path else None
    high = METRES / METRES_A_DEGREE
    wide = high / max(0.01, cos(radians(signal.lat)))
    box = Q(
        lat__range=(signal.lat - high, signal.lat + high), lon__range=(signal.lon - wide, signal.lon + wide)
    )
    return box | (same & Q(lat=None)) if signal.area_path else box


def _report(signal: Signal) -> Report:
    return Report(
        key=str(signal.pk),
        theme=signal.theme,
        kind=signal.kind,
        lon=signal.lon,
        lat=signal.lat,
        area_path=signal.area_path,
        received=local_date(signal.received_at),
        stems=tuple(stems(f"{signal.title} {signal.text} {signal.words}")),
    )
