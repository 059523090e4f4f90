"""Terms and due dates: working days, legal terms, "voorjaar 2027", and Dutch words for all of them.

Dates are local dates in the Netherlands, moments are aware datetimes (data decision D13). Source for legal
terms: Algemene termijnenwet (Atw), articles 1, 3 and 4; each is summed up at the function that uses it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
DAY: Final = timedelta(days=1)
WEEKDAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
QUARTERS: Final = ("eerste", "tweede", "derde", "vierde")
# Meteorological seasons by their last month; winter ends in February of the next year.
SEASON_ENDS: Final = {"winter": 2, "voorjaar": 5, "zomer": 8, "najaar": 11}
SEASON_SYNONYMS: Final = {"lente": "voorjaar", "herfst": "najaar"}


class Precision(StrEnum):
    """How exactly a due date is meant."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"


class BadDue(ValueError):
    """A due date that cannot be read; the message is Dutch and fit for the screen."""


# --- working days and legal terms -----------------------------------------------------------------------


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (algorithm of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """Return the day on which the birthday of the King is kept: 27 April, until 2013 30 April (Queen's Day).

    A Sunday moves to the Saturday before it. Valid from 1980, when that direction became the rule.
    """
    day = date(year, 4, 27 if year >= 2014 else 30)
    return day - DAY if day.weekday() == 6 else day


@cache
def dutch_holidays(year: int) -> frozenset[date]:
    """Return the days that Atw art. 3 treats as generally recognised holidays, for years from 1990.

    Paragraph 1: New Year's Day, the second days of Easter and Whitsun, both Christmas days, Ascension Day,
    the day on which the King's birthday is kept, and 5 May (every year, not only in lustrum years).
    Paragraph 2: Good Friday counts as such. Easter and Whit Sunday are Sundays and need no mention. Days that
    a royal decree puts on a par (paragraph 3, such as the Friday after Ascension Day) come in as ``extra``.
    """
    easter = easter_sunday(year)
    moving = {easter + timedelta(days=after) for after in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(moving | fixed | {kings_day(year)})


def is_working_day(day: date, extra: Collection[date] = frozenset()) -> bool:
    """Tell whether ``day`` is no Saturday, Sunday, holiday (Atw art. 3) or own day off (``extra``)."""
    return day.weekday() < 5 and day not in dutch_holidays(day.year) and day not in extra


def next_working_day(day: date, extra: Collection[date] = frozenset()) -> date:
    """Return ``day`` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, extra):
        day += DAY
    return day


def add_working_days(start: date, n: int, extra: Collection[date] = frozenset()) -> date:
    """Return the ``n``-th working day after ``start``; ``start`` itself does not count.

    ``n`` = 0 gives ``start``, or the first working day after it. Raises ValueError for a negative ``n``.
    """
    if n < 0:
        raise ValueError("a term cannot be negative")
    day = start if n else next_working_day(start, extra)
    for _ in range(n):
        day = next_working_day(day + DAY, extra)
    return day


def moved_working_days(day: date, days: int) -> date:
    """Return the working day so many working days later, or earlier when `days` is below zero."""
    if days >= 0:
        return add_working_days(day, days)
    for _ in range(-days):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def working_days_between(start: date, end: date, extra: Collection[date] = frozenset()) -> int:
    """Return how many working days lie after ``start``, up to and including ``end``; 0 when ``end`` is not later.

    The inverse of ``add_working_days``: adding the outcome to ``start`` gives ``end``, when that is a working day.
    """
    days = (start + timedelta(days=after) for after in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra) for day in days)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_legal_term(
    start: date, *, weeks: int = 0, months: int = 0, extra: Collection[date] = frozenset()
) -> date:
    """Return the last day of a legal term of calendar weeks or months that begins on the day after ``start``.

    Atw art. 1: a term that ends on a Saturday, Sunday or recognised holiday runs on to and including the first
    day that is none of these. Art. 4 under a: not so for terms of more than twelve weeks or three months.
    ``extra`` holds the days that a royal decree put on a par with holidays (art. 3, paragraph 3); the
    municipality's own days off do not lengthen a legal term and do not belong here. Raises ValueError unless
    exactly one of ``weeks`` and ``months`` is above zero.
    """
    if min(weeks, months) < 0 or (weeks > 0) == (months > 0):
        raise ValueError("give either weeks or months, above zero")
    end = start + timedelta(weeks=weeks) if weeks else add_months(start, months)
    return end if weeks > 12 or months > 3 else next_working_day(end, extra)


# --- due dates with a precision -------------------------------------------------------------------------


def last_day(precision: Precision, day: date) -> date:
    """Return the last day of the week (Sunday), month, quarter, season or year that holds ``day``.

    Seasons are meteorological: winter is December to February and ends in the year after its December.
    """
    match precision:
        case Precision.DAY:
            return day
        case Precision.WEEK:
            return day + timedelta(days=6 - day.weekday())
        case Precision.MONTH:
            return _end_of_month(day.year, day.month)
        case Precision.QUARTER:
            return _end_of_month(day.year, (day.month + 2) // 3 * 3)
        case Precision.SEASON:
            return _end_of_month(day.year + day.month // 12, day.month % 12 // 3 * 3 + 2)
        case Precision.YEAR:
            return date(day.year, 12, 31)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def is_late(due_until: date, today: date) -> bool:
    """Tell whether ``today`` lies after ``due_until`` (D3: late is derived, never stored)."""
    return today > due_until


def season_words(day: date) -> str:
    """Return the season that holds ``day``: 'voorjaar 2027', 'winter 2026-2027'."""
    end = last_day(Precision.SEASON, day)
    name = next(name for name, month in SEASON_ENDS.items() if month == end.month)
    return f"{name} {end.year - 1}-{end.year}" if name == "winter" else f"{name} {end.year}"


def day_words(day: date) -> str:
    """Return a date in Dutch words: 'vrijdag 20 november 2026'."""
    return f"{WEEKDAYS[day.weekday()]} {short_day_words(day)}"


def short_day_words(day: date) -> str:
    """Return a date in Dutch words without the day of the week: '20 november 2026'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken(due_until: date, precision: Precision) -> str:
    """Return in Dutch words by when something is done: 'in juni 2027', 'uiterlijk vrijdag 4 december 2026'.

    ``due_until`` may be any day of the week, month, quarter, season or year that is meant.
    """
    match precision:
        case Precision.DAY:
            return f"uiterlijk {day_words(due_until)}"
        case Precision.WEEK:
            return f"in de week van {short_day_words(due_until - timedelta(days=due_until.weekday()))}"
        case Precision.MONTH:
            return f"in {MONTHS[due_until.month - 1]} {due_until.year}"
        case Precision.QUARTER:
            return f"in het {QUARTERS[(due_until.month - 1) // 3]} kwartaal van {due_until.year}"
        case Precision.SEASON:
            name, years = season_words(due_until).split()
            return f"in {'de' if name in {'winter', 'zomer'} else 'het'} {name} van {years}"
        case Precision.YEAR:
            return f"in {due_until.year}"


def due_text(due_until: date, precision: Precision) -> str:
    """Return the text that ``read_due`` reads back: '2026-12-04', '2026-W50', '2027-06', 'voorjaar 2027'."""
    match precision:
        case Precision.DAY:
            return due_until.isoformat()
        case Precision.WEEK:
            year, week, _ = due_until.isocalendar()
            return f"{year}-W{week:02}"
        case Precision.MONTH:
            return f"{due_until:%Y-%m}"
        case Precision.QUARTER:
            return f"{due_until.year}-Q{(due_until.month + 2) // 3}"
        case Precision.SEASON:
            return season_words(due_until)
        case Precision.YEAR:
            return f"{due_until.year}"


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Final = {
    Precision.DAY: re.compile(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)"),
    Precision.WEEK: re.compile(rf"{_YEAR}-w(?P<week>\d\d)"),
    Precision.MONTH: re.compile(
        rf"{_YEAR}-(?P<month>\d\d)|(?P<name>{'|'.join(MONTHS)}) (?P<named_year>(?:19|20)\d\d)"
    ),
    Precision.QUARTER: re.compile(rf"{_YEAR}-[qk](?P<quarter>[1-4])"),
    Precision.SEASON: re.compile(rf"(?P<season>[a-z]+) {_YEAR}(?:\s?[-/]\s?(?P<until>(?:19|20)\d\d))?"),
    Precision.YEAR: re.compile(_YEAR),
}


def read_due(text: str) -> tuple[date, Precision]:
    """Read a due date from a form field or settings document into (last day, precision).

    Reads what ``<input type=date|week|month>`` send, '2027-Q2', 'juni 2027', 'voorjaar 2027' (lente, zomer,
    najaar, herfst), 'winter 2026-2027' and '2027'. Raises BadDue with a Dutch sentence.
    """
    cleaned = " ".join(text.lower().split())
    for precision, form in _FORMS.items():
        if found := form.fullmatch(cleaned):
            try:
                return last_day(precision, _day_within(precision, found.groupdict())), precision
            except BadDue:
                raise
            except ValueError as error:
                raise BadDue(_unreadable(text)) from error
    raise BadDue(_unreadable(text))


def _unreadable(text: str) -> str:
    return (
        f"Wij begrijpen '{text}' niet als datum. Schrijf bijvoorbeeld 2027-06-01, juni 2027 of voorjaar 2027."
    )


def _day_within(precision: Precision, parts: dict[str, str | None]) -> date:
    year = int(parts["year"] or parts["named_year"] or 0)
    match precision:
        case Precision.DAY:
            return date(year, int(parts["month"] or 0), int(parts["day"] or 0))
        case Precision.WEEK:
            return date.fromisocalendar(year, int(parts["week"] or 0), 1)
        case Precision.MONTH:
            return date(year, int(parts["month"] or MONTHS.index(parts["name"] or "") + 1), 1)
        case Precision.QUARTER:
            return date(year, 3 * int(parts["quarter"] or 0), 1)
        case Precision.SEASON:
            return _day_in_season(parts["season"] or "", year, parts["until"])
        case Precision.YEAR:
            return date(year, 1, 1)


def _day_in_season(word: str, year: int, until: str | None) -> date:
    name = SEASON_SYNONYMS.get(word, word)
    if name not in SEASON_ENDS:
        raise BadDue(_unreadable(f"{word} {year}"))
    if name != "winter" and until is None:
        return date(year, SEASON_ENDS[name], 1)
    # "winter 2027" could mean two winters, and a promise must not.
    if name != "winter" or until != str(year + 1):
        raise BadDue("Schrijf een winter met twee jaren na elkaar, zoals winter 2026-2027.")
    return date(year + 1, SEASON_ENDS[name], 1)


# --- moments and local dates ----------------------------------------------------------------------------


def local_date(moment: datetime) -> date:
    """Return the date in the Netherlands at ``moment``. Raises ValueError when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(AMSTERDAM).date()


def start_of_local_day(day: date) -> datetime:
    """Return the moment, in UTC, at which ``day`` begins in the Netherlands."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
