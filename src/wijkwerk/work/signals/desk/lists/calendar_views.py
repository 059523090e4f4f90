"""The list of the desk as a month of days by which something must happen; each day leads to its list."""

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.ground.kit.dutch_dates import MONTHS, WEEKDAYS
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.due import MOST, WORDS, due_between
from wijkwerk.work.signals.desk.lists.filters import FIRST_YEAR, LAST_YEAR, Filter, day_of
from wijkwerk.work.signals.desk.lists.frame import Frame, around, frame_of

SHORT: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True)
class Count:
    """How many of one kind are due: icon, number and word."""

    icon: str
    number: int
    word: str


@dataclass(frozen=True)
class Day:
    """One cell of the month. `url` is the list of that day; empty when nothing is due."""

    date: date
    url: str
    counts: tuple[Count, ...]
    outside: bool
    today: bool
    late: bool

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.date.weekday()]

    @property
    def month(self) -> str:
        return MONTHS[self.date.month - 1]


@require_safe
def term_calendar(request: HttpRequest) -> HttpResponse:
    """A month of terms with the filters of the list. One query for all of them, five thousand at most."""
    frame = frame_of(request)
    first = _month(request.GET.get("maand", ""), frame.today)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    rows = queries.desk_rows(frame.access, frame.municipality, frame.wanted, frame.today)
    due = due_between(rows, frame.municipality, weeks[0][0], weeks[-1][-1])
    counts = Counter(due[:MOST])
    listed = reverse("signals:list")
    context = {
        "weeks": [[_day(day, first, counts, frame, listed) for day in week] for week in weeks],
        "heads": list(zip(SHORT, WEEKDAYS, strict=True)),
        "month": f"{MONTHS[first.month - 1]} {first.year}",
        "before": _link(frame.wanted, first - timedelta(days=1)),
        "after": _link(frame.wanted, first + timedelta(days=31)),
        "this_month": frame.wanted.url()
        if (first.year, first.month) != (frame.today.year, frame.today.month)
        else "",
        "maand": f"{first:%Y-%m}",
        "legend": list(WORDS.values()),
        "total": sum(number for (day, _), number in counts.items() if day.month == first.month),
        "cut_after": due[MOST - 1][0] if len(due) > MOST else None,
    }
    return render(request, "signals/calendar.html", around(frame, "signals:calendar") | context)


def _month(text: str, today: date) -> date:
    """The first day of the month in the address, such as 2026-11; of this month when it makes no sense."""
    return day_of(f"{text}-01") or today.replace(day=1)


def _link(wanted: Filter, day: date) -> str:
    """The query string of the month of this day; empty beyond the years there are."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return ""
    return f"{wanted.url()}&maand={day:%Y-%m}"


def _day(day: date, first: date, counts: Counter[tuple[date, str]], frame: Frame, listed: str) -> Day:
    found = tuple(
        Count(icon, counts[day, kind], one if counts[day, kind] == 1 else many)
        for kind, (icon, one, many) in WORDS.items()
        if counts[day, kind]
    )
    url = listed + frame.wanted.url(day=day) if found else ""
    return Day(
        day, url, found, day.month != first.month, day == frame.today, bool(found) and day < frame.today
    )
