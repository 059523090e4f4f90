"""Dates and moments in Dutch words. Full dates always; a moment is shown in Europe/Amsterdam (D13)."""

import datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
# Between day and month, so that "2" never ends a line alone.
NBSP = "\u00a0"


def local_day(value: datetime.date) -> datetime.date:
    """The day in Amsterdam of a date or moment. Raises ValueError for a moment without a zone."""
    if not isinstance(value, datetime.datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone has no day in Amsterdam")
    return value.astimezone(HERE).date()


def day_words(value: datetime.date, *, weekday: bool = False) -> str:
    """ "2 november 2026", or "maandag 2 november 2026" with `weekday`."""
    day = local_day(value)
    words = f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def time_words(value: datetime.datetime) -> str:
    """ "2 november 2026, 14.05 uur"."""
    local = value.astimezone(HERE)
    return f"{day_words(value)}, {local.hour}.{local.minute:02d}{NBSP}uur"


def ago(value: datetime.date, *, now: datetime.datetime) -> str:
    """Whole days between `value` and `now`, both as days in Amsterdam; a day to come is "over 3 dagen"."""
    days = (local_day(now) - local_day(value)).days
    near = {0: "vandaag", 1: "gisteren", -1: "morgen"}
    if days in near:
        return near[days]
    return f"{days} dagen geleden" if days > 0 else f"over {-days} dagen"


def waiting(since: datetime.date, *, now: datetime.datetime) -> str:
    """How long something waits, in whole days: "sinds vandaag", "sinds gisteren", "wacht 8 dagen"."""
    days = (local_day(now) - local_day(since)).days
    return f"wacht {days} dagen" if days > 1 else f"sinds {ago(since, now=now)}"
