"""The year calendar of staff: areas and months, what does not fit, how busy a team is, what stands in this month."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.words import own
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars import grid, load, page, queries
from wijkwerk.work.calendars.forms import area_choices
from wijkwerk.work.calendars.may import Reach, at_desk
from wijkwerk.work.calendars.window import USUAL, address, words

NUMBERS = (6, 12, 24)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, however many areas and months there are."""
    reach, municipality = at_desk(request)
    today = timezone.localdate()
    found = page.find(municipality, request.GET, today)
    lines = page.lines_of(found, reach, queries.managers(municipality, today))
    part, more = page.page_of(lines, request.GET.get("na", "")[:120])
    made = page.notices_of(found, reach)
    context = {
        "found": found,
        "asked": found.asked,
        "tables": page.tables_of(found, part),
        "lines": part,
        "legend": found.legend.codes,
        "looks": _looks(),
        "notices": made[: page.SHOWN_NOTICES],
        "more_notices": made[page.SHOWN_NOTICES :],
        "no_duties": not found.duties,
        "reach": reach,
        "pager": _pager(found.asked, more, request.GET.get("na", "")),
        **_load(found, reach),
        **_now(found),
        **_around(found.asked),
        **_starts(found.asked),
        "areas": area_choices(municipality),
        "team_choices": [team for team in found.teams.values() if team.ended_at is None],
        "numbers": sorted({*NUMBERS, found.asked.window.number}),
        "area_name": found.names[found.asked.path].name if found.asked.path else "",
        # The link of a row: the same page for that area alone.
        "asked_here": found.asked.url(gebied=None) + "&gebied=",
    }
    return render(request, "calendars/year.html", context)


def _looks() -> list[dict[str, str]]:
    """The four shapes with their words, on the first letter of the alphabet."""
    order = ("planned", "maybe", "done", "moved")
    marks = [(key, *grid.LOOKS[key]) for key in order]
    return [
        {"text": "A?" if key == "maybe" else "A", "look": look, "icon": icon, "words": state}
        for key, state, look, icon in marks
    ]


def _pager(asked: page.Asked, more: str, after: str) -> dict[str, str]:
    return {
        "next_url": asked.url(na=more) + "#rooster" if more else "",
        "next_label": own("Volgende {area.many}"),
        "previous_url": asked.url() + "#rooster" if after else "",
        "previous_label": "Naar het begin",
    }


def _load(found: page.Found, reach: Reach) -> dict[str, Any]:
    """How busy a team is: the chosen one, else the busiest of one's own, else the busiest."""
    key = found.asked.team.pk if found.asked.team else load.busiest_team(found.load, reach.teams)
    team = found.teams.get(key) if key else None
    if team is None:
        return {"charts": [], "busy_team": None}
    blocks, most = found.asked.window.blocks, found.legend.most_per_month
    return {"charts": load.charts(team.name, team.pk, found.load, blocks, most), "busy_team": team}


def _now(found: page.Found) -> dict[str, Any]:
    window = found.asked.window
    return {
        "now_words": words(window.now),
        "now_rows": page.now_of(found)[:12],
        "now_known": window.now.year in window.years,
    }


def _starts(asked: page.Asked) -> dict[str, Any]:
    """Months to begin with: this one, each January near it, and the one that is shown."""
    now, shown = asked.window.now, asked.window.start
    months = {now, shown, *(Month(now.year + each, 1) for each in range(-2, 4))}
    return {"starts": [(address(each), words(each)) for each in sorted(months)], "start": address(shown)}


def _around(asked: page.Asked) -> dict[str, Any]:
    """Addresses of the months before and after, of today, and of the files."""
    before, after = asked.window.shifted(-asked.window.number), asked.window.shifted(asked.window.number)
    one = {"vanaf": None, "maanden": asked.window.number if asked.window.number != USUAL else None}
    return {
        "before_url": asked.url(vanaf=address(before.start)) if before else "",
        "after_url": asked.url(vanaf=address(after.start)) if after else "",
        "now_url": asked.url(**one) if asked.window.start != asked.window.now else "",
        "files": [
            {"url": reverse(f"calendars:{name}") + asked.url(), "label": label}
            for name, label in (
                ("year_pdf", "PDF, om af te drukken"),
                ("year_xlsx", "Werkblad (XLSX)"),
                ("year_csv", "Tabel (CSV)"),
                ("year_ics", "Agenda (iCal)"),
            )
        ],
    }
