"""What was asked for as a file: PDF on A4 that lies on its side, a workbook, a table, a calendar."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.kit.tables import csv_response
from wijkwerk.ground.kit.xlsx import Sheet, xlsx_response
from wijkwerk.rules.deadlines import short_day_words
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars import grid, ical, page, queries
from wijkwerk.work.calendars.may import Reach, at_desk
from wijkwerk.work.calendars.queries import Row
from wijkwerk.work.calendars.window import address, words

TEMPLATE = Path(__file__).parent / "paper" / "year.typ"
HEAD = (
    "Gebied", "Maand", "Code", "Jaar", "Betekenis", "Stand", "Verplaatst naar", "Team", "Wie", "Toelichting",
)  # fmt: skip


def _found(request: HttpRequest) -> tuple[page.Found, Reach]:
    reach, municipality = at_desk(request)
    return page.find(municipality, request.GET, timezone.localdate()), reach


def _name(found: page.Found, kind: str) -> str:
    window = found.asked.window
    return f"jaarkalender-{address(window.start)}-{address(window.end)}.{kind}"


def _rows(found: page.Found) -> Iterable[tuple[Any, ...]]:
    for row in found.shown:
        name = found.names[row.area_path].name if row.area_path in found.names else row.area_name
        yield (
            name,
            address(Month.of(row.month)),
            row.code,
            row.code_year,
            found.legend.label(row.code),
            grid.LOOKS[grid.look_of(row)][0],
            address(Month.of(row.goes_to)) if row.goes_to else "",
            found.teams[row.team].name if row.team in found.teams else "",
            row.person,
            row.note,
        )


@require_safe
def year_csv(request: HttpRequest) -> StreamingHttpResponse:
    found, _ = _found(request)
    return csv_response(_name(found, "csv"), HEAD, _rows(found))


@require_safe
def year_xlsx(request: HttpRequest) -> HttpResponse:
    """Three sheets: what stands where, what was agreed, and how busy each team is."""
    found, _ = _found(request)
    agreed = [
        (
            each.area.name, each.code, found.legend.label(each.code), each.times, each.since, each.until, each.team.name,
            each.person.name if each.person else "",
        )
        for each in found.duties
    ]  # fmt: skip
    heads = ("Gebied", "Code", "Betekenis", "Keer per jaar", "Vanaf", "Tot en met", "Team", "Wie")
    months = found.asked.window.months
    busy = sorted(
        {team for team, _ in found.load if team in found.teams}, key=lambda key: found.teams[key].name
    )
    loads = [
        (found.teams[key].name, *(found.load.get((key, each.key), 0) for each in months)) for key in busy
    ]
    sheets = [
        Sheet("Kalender", HEAD, _rows(found)),
        Sheet("Afspraken", heads, agreed),
        Sheet("Drukte", ("Team", *(address(each) for each in months)), loads),
    ]
    return xlsx_response(_name(found, "xlsx"), sheets)


@require_safe
def year_pdf(request: HttpRequest) -> HttpResponse:
    found, reach = _found(request)
    today = timezone.localdate()
    lines = page.lines_of(found, reach, queries.managers(found.municipality, today))
    made = paper(
        TEMPLATE,
        title=f"Jaarkalender {found.asked.window.title}",
        municipality=f"Gemeente {found.municipality.name}",
        data=paper_data(found, lines, today),
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_name(found, "pdf")}"'
    return answer


def paper_data(found: page.Found, lines: list[grid.Line], today: date) -> dict[str, Any]:
    """The grid as the paper's template reads it."""
    most = found.legend.most_per_month
    teams = [found.asked.team] if found.asked.team else [found.teams[key] for key in _busy_teams(found)]
    peaks = [
        f"{team.name}: {words(month)}, {found.load[team.pk, month.key]} taken"
        for team in teams
        for month in found.asked.window.months
        if found.load.get((team.pk, month.key), 0) > most
    ]
    return {
        "day": short_day_words(today),
        "area": found.names[found.asked.path].name if found.asked.path else "",
        "team": found.asked.team.name if found.asked.team else "",
        "legend": [[each.code, each.label] for each in found.legend.codes],
        "blocks": [_block(table) for table in page.tables_of(found, lines)],
        "peaks": peaks,
        "most": most,
    }


def _busy_teams(found: page.Found) -> list[Any]:
    keys = {team for team, _ in found.load if team in found.teams}
    return sorted(keys, key=lambda key: found.teams[key].name)


def _block(table: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "name": row["line"].name,
            "who": row["line"].who,
            "cells": [
                [{"text": mark.text, "look": mark.look or "planned"} for mark in cell.marks]
                for cell in row["cells"]
            ],
        }
        for row in table["rows"]
    ]
    return {"head": [head.text for head in table["heads"]], "rows": rows}


@require_safe
def year_ics(request: HttpRequest) -> HttpResponse:
    """With team, person and note: for colleagues. Where something moved to, it stands once."""
    found, _ = _found(request)
    events = [_event(row, found, request) for row in found.shown if not row.is_moved]
    answer = HttpResponse(ical.calendar("Jaarkalender", events), content_type=ical.KIND)
    answer["Content-Disposition"] = f'attachment; filename="{_name(found, "ics")}"'
    return answer


def _event(row: Row, found: page.Found, request: HttpRequest) -> ical.Event:
    month = Month.of(row.month)
    state = grid.LOOKS[grid.look_of(row)][0]
    team = found.teams[row.team].name if row.team in found.teams else ""
    lines = [f"In de maand {words(month)}, {state}.", f"Team: {team}", *_more(row)]
    return ical.Event(
        key=row.id,
        host=request.get_host().partition(":")[0],
        day=date(month.year, month.number, 1),
        changed_at=row.changed_at,
        title=event_title(row, found.legend, row.area_name),
        text="\n".join(lines),
        category=found.legend.label(row.code),
        url=request.build_absolute_uri(reverse("calendars:entry", args=[row.id])),
        certain=not row.uncertain,
    )


def _more(row: Row) -> list[str]:
    return ([f"Wie: {row.person}"] if row.person else []) + ([row.note] if row.note else [])


def event_title(row: Row, legend: Any, area: str) -> str:
    """ "Agenda 2027, Noord"."""
    what = grid.code_words(legend, row.code, row.code_year)
    return f"{what[:1].upper()}{what[1:]}, {area}"
