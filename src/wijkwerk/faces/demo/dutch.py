"""Small Dutch: which word goes before a street, and how a date is said."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
NEUTER = ("pad", "plein", "plantsoen", "erf", "veld", "park", "bolwerk", "wegje", "stoepje", "weide")
ON = (
    "weg",
    "dijk",
    "kade",
    "singel",
    "gracht",
    "markt",
    "brink",
    "wal",
    "dreef",
    "pad",
    "plein",
    "erf",
    "veld",
    "vloer",
)
HET_PLACES = (
    "Aaldepark",
    "Horstpark",
    "Noorderpark",
    "Beemdpark",
    "Wallenpark",
    "Kompaspark",
    "fietspad",
    "stadhuis",
)
DE_PLACES = (
    "vijver",
    "jachthaven",
    "stationstunnel",
    "vestingtoren",
    "Sint-Joriskerk",
    "bosrand",
    "bushalte",
)
QUARTERS = ("eerste", "tweede", "derde", "vierde")


def the(street: str) -> str:
    """The street with its article: «de Lindelaan», «het Kerkepad»."""
    neuter = street.lower().endswith(NEUTER) and not street.lower().endswith("weide")
    return f"{'het' if neuter else 'de'} {street}"


def inside(street: str) -> str:
    """Where in words: «in de Lindelaan», «op het Lindeplein»."""
    return f"{'op' if street.lower().endswith(ON) else 'in'} {the(street)}"


def near(place: str) -> str:
    """Near a known place: «bij het Aaldepark», «bij station Merwoude»."""
    if place.startswith(HET_PLACES):
        return f"bij het {place}"
    return f"bij de {place}" if place.startswith(DE_PLACES) else f"bij {place}"


def on_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def due_until(day: date, precision: str) -> date:
    """The last day of the week, month, quarter, season or year that holds the day; the day itself for «day»."""
    if precision == "week":
        return day + timedelta(days=6 - day.weekday())
    if precision == "month":
        return _month_end(day.year, day.month)
    if precision == "quarter":
        return _month_end(day.year, 3 * ((day.month + 2) // 3))
    if precision == "season":
        month = {0: 2, 1: 5, 2: 8, 3: 11}[day.month % 12 // 3]
        return _month_end(day.year + (day.month == 12), month)
    return date(day.year, 12, 31) if precision == "year" else day


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def when(until: date, precision: str) -> str:
    """A due date as it is said, with its preposition; `until` is what `due_until` gave."""
    if precision == "week":
        return f"in de week van {on_day(until - timedelta(days=6))}"
    if precision == "month":
        return f"in {MONTHS[until.month - 1]} {until.year}"
    if precision == "quarter":
        return f"in het {QUARTERS[until.month // 3 - 1]} kwartaal van {until.year}"
    if precision == "season":
        name = {2: "de winter", 5: "het voorjaar", 8: "de zomer", 11: "het najaar"}[until.month]
        return f"in {name} van {until.year}"
    return f"in {until.year}" if precision == "year" else f"vóór {on_day(until + timedelta(days=1))}"
