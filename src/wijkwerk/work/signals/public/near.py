"""Public signals near a place, so that somebody can join instead of reporting it again. Public fields only (D4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any

from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public.history import STATES

METRES = 300.0
ROUND = 50  # metres: the public place is rounded itself, so more would be false
MOST = 5
MOST_LOOKED_AT = 300
CLOSED_FOR = timedelta(days=90)
METRES_A_DEGREE = 111_320.0
OVER = (State.REDIRECTED, State.MERGED, State.SPLIT)
FIELDS = (
    "subject__code",
    "public_title",
    "public_place",
    "public_lon",
    "public_lat",
    "theme",
    "state",
    "answer_kind",
)


@dataclass(frozen=True)
class Near:
    """One signal nearby. `metres` is rounded to 50; `open` says whether one can still join."""

    code: str
    title: str
    place: str
    lon: float
    lat: float
    metres: int
    badge: str
    word: str
    answer_kind: str
    open: bool
    same_theme: bool


def similar(municipality: Municipality, *, lon: float, lat: float, theme: str, now: datetime) -> list[Near]:
    """At most five published signals within 300 metres: the same theme first, then the nearest. One query."""
    high = METRES / METRES_A_DEGREE
    wide = high / max(0.01, cos(radians(lat)))
    rows = Signal.objects.filter(
        municipality=municipality,
        published_at__isnull=False,
        public_lat__range=(lat - high, lat + high),
        public_lon__range=(lon - wide, lon + wide),
    )
    rows = rows.exclude(visibility="care").exclude(state__in=OVER)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=now - CLOSED_FOR))
    found = [
        _near(row, lon, lat, theme) for row in rows.order_by("-received_at").values(*FIELDS)[:MOST_LOOKED_AT]
    ]
    within = [each for each in found if each.metres <= METRES]
    return sorted(within, key=lambda each: (not each.same_theme, each.metres, each.code))[:MOST]


def _near(row: dict[str, Any], lon: float, lat: float, theme: str) -> Near:
    east = (row["public_lon"] - lon) * METRES_A_DEGREE * cos(radians(lat))
    north = (row["public_lat"] - lat) * METRES_A_DEGREE
    badge, word = STATES[State(row["state"])]
    return Near(
        code=row["subject__code"],
        title=row["public_title"],
        place=row["public_place"],
        lon=row["public_lon"],
        lat=row["public_lat"],
        metres=max(ROUND, round(hypot(east, north) / ROUND) * ROUND),
        badge=badge,
        word=word,
        answer_kind=row["answer_kind"],
        open=row["state"] != State.CLOSED,
        same_theme=row["theme"] == theme,
    )
