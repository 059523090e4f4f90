"""What everybody may see of the calendar of an area: what is certain, in the words of the legend. No person, team or note."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars import grid, ical, queries
from wijkwerk.work.calendars.forms import area_of_code
from wijkwerk.work.calendars.output_views import event_title
from wijkwerk.work.calendars.queries import Row
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.window import month_of, words

BACK, AHEAD = 3, 12  # months before and after this one


def _rows(request: HttpRequest, code: str) -> tuple[Area, Calendar, list[Row], Month]:
    """The area and what stands there for everybody; a code that the legend has no word for is left out."""
    municipality = municipality_of(request)
    area = area_of_code(municipality, code)
    if area is None:
        raise Http404
    now = month_of(timezone.localdate())
    legend = current(municipality).part(Calendar)
    entries = queries.public(municipality, now.plus(-BACK), now.plus(AHEAD), area.path)
    rows = queries.rows_of(entries, queries.MOST_PUBLIC)
    return area, legend, [row for row in rows if legend.get(row.code) is not None], now


@require_safe
def area_year(request: HttpRequest, code: str) -> HttpResponse:
    """Month by month, as a list. Also what happens in areas that lie in this one or hold it, with their names."""
    area, legend, rows, now = _rows(request, code)
    months: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        months.setdefault(row.month, []).append(_shown(row, legend, area))
    context = {
        "area": area,
        "area_url": _area_url(area),
        "coming": [
            (words(Month.of(key)), key == now.key, each) for key, each in months.items() if key >= now.key
        ],
        "past": [(words(Month.of(key)), False, each) for key, each in months.items() if key < now.key],
        "ics_url": reverse("calendars:area_ics", args=[code]),
    }
    return render(request, "calendars/area.html", context)


def _shown(row: Row, legend: Calendar, area: Area) -> dict[str, Any]:
    what = grid.code_words(legend, row.code, row.code_year)
    return {
        "what": f"{what[:1].upper()}{what[1:]}",
        "where": row.area_name if row.area_path != area.path else "",
        "done": row.is_done,
    }


def _area_url(area: Area) -> str:
    """The page of the area stands on an upper floor; an installation may be without it."""
    try:
        return reverse("pages:area", args=[area.code])
    except NoReverseMatch:
        return ""


@require_safe
def area_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a calendar program, which looks again by itself."""
    area, legend, rows, _ = _rows(request, code)
    url = request.build_absolute_uri(reverse("calendars:area_year", args=[code]))
    host = request.get_host().partition(":")[0]
    events = [
        ical.Event(
            key=row.id,
            host=host,
            day=date(row.month // 100, row.month % 100, 1),
            changed_at=row.changed_at,
            title=event_title(row, legend, row.area_name),
            text=f"Ergens in {words(Month.of(row.month))}. De dag staat nog niet vast.",
            category=legend.label(row.code),
            url=url,
        )
        for row in rows
    ]
    answer = HttpResponse(ical.calendar(f"Kalender van {area.name}", events), content_type=ical.KIND)
    answer["Content-Disposition"] = f'inline; filename="kalender-{code}.ics"'
    return answer
