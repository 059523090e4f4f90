"""The year calendar as one page needs it: what was asked for, what was found, and what it says of it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import AreaName, path_names
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars import grid, notices, queries
from wijkwerk.work.calendars.may import Reach
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.queries import Row
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.window import Window, address, read_window
from wijkwerk.work.plans.sections import BudgetCycle

SHOWN_NOTICES = 6


@dataclass(frozen=True)
class Asked:
    """What the address asks: months, an area ("" = all) and a team (None = all)."""

    window: Window
    path: str
    area_code: str
    team: Team | None

    def url(self, **other: Any) -> str:
        """The query string of the same page with something else in it; None leaves a part out."""
        given: dict[str, Any] = {
            "vanaf": address(self.window.start),
            "maanden": self.window.number,
            "gebied": self.area_code,
            "team": self.team.key if self.team else "",
        }
        return "?" + urlencode({name: value for name, value in (given | other).items() if value})


@dataclass(frozen=True)
class Found:
    """What stands in the calendar for what was asked. `rows` are of whole years, `shown` of the months and the team."""

    municipality: Municipality
    asked: Asked
    legend: Calendar
    names: dict[str, AreaName]
    teams: dict[uuid.UUID, Team]
    rows: list[Row]
    shown: list[Row]
    duties: list[Duty]
    load: dict[tuple[uuid.UUID, int], int]
    cut: bool


def read_asked(
    query: QueryDict, municipality: Municipality, teams: dict[uuid.UUID, Team], today: date
) -> Asked:
    """What an address asks; what makes no sense in it asks nothing."""
    codes = {name.code: path for path, name in path_names(municipality).items()}
    code = query.get("gebied", "")
    path = codes.get(code, "")
    team = next((each for each in teams.values() if each.key == query.get("team", "")), None)
    return Asked(read_window(query, today), path, code if path else "", team)


def find(municipality: Municipality, query: QueryDict, today: date) -> Found:
    """All that a page of the calendar is made of: four queries, whatever was planned."""
    teams = queries.teams_of(municipality)
    asked = read_asked(query, municipality, teams, today)
    window = asked.window
    years = window.years
    first, last = Month(years[0], 1), Month(years[-1], 12)
    rows = queries.rows_of(queries.between(municipality, first, last, asked.path))
    team = asked.team.pk if asked.team else None
    shown = [
        row
        for row in rows[: queries.MOST]
        if window.start.key <= row.month <= window.end.key and team in (None, row.team)
    ]
    return Found(
        municipality=municipality,
        asked=asked,
        legend=current(municipality).part(Calendar),
        names=path_names(municipality),
        teams=teams,
        rows=rows[: queries.MOST],
        shown=shown,
        duties=queries.duties(municipality, first_year=years[0], last_year=years[-1], path=asked.path),
        load=queries.load(municipality, window.start, window.end),
        cut=len(rows) > queries.MOST,
    )


def notices_of(found: Found, reach: Reach) -> list[notices.Notice]:
    """All that does not fit from this year on, of the chosen team alone; own areas first, what is only worth a look last."""
    now = found.asked.window.now
    steps = current(found.municipality).part(BudgetCycle).steps
    known = notices.Known(found.legend, found.names, found.teams, steps, reach.holds)
    years = [year for year in found.asked.window.years if year >= now.year]
    made = [
        *notices.of_peaks(found.load, known, now),
        *notices.of_budget(found.shown, known, now),
        *(notice for year in years for notice in notices.of_year(year, found.duties, found.rows, known)),
        *notices.of_gone_teams(found.duties, found.rows, known, now),
    ]
    if found.asked.team is not None:
        made = [notice for notice in made if notice.team == found.asked.team.pk]
    return sorted(made, key=lambda notice: (not _own(notice, reach), notice.icon == "info"))


def _own(notice: notices.Notice, reach: Reach) -> bool:
    return notice.team in reach.teams if notice.team else reach.holds(notice.path)


def lines_of(found: Found, reach: Reach, managers: dict[str, str]) -> list[grid.Line]:
    """A row for each area that has something here or may get something, in the order of a reader."""
    cells = grid.by_cell(found.shown)
    names = _names(found)
    busy = {row.area_path for row in found.rows}
    nothing = {each.area_path for each in found.duties} - busy
    return [
        _line(path, names, found, cells, path in nothing, reach, managers)
        for path in grid.in_order(_paths(found), names)
    ]


def _names(found: Found) -> dict[str, AreaName]:
    """Names of areas, also of those that are in no division any more but still stand in the calendar."""
    gone = {row.area_path: AreaName(row.area_name, "", "") for row in found.shown}
    return {**gone, **found.names}


def _paths(found: Found) -> set[str]:
    """Areas with something in these months; without a team also those with a duty, the chosen one and what lies in it."""
    paths = {row.area_path for row in found.shown}
    if found.asked.team is not None:
        return paths | {each.area_path for each in found.duties if each.team_id == found.asked.team.pk}
    below = found.asked.path or _root(found.names)
    around = {found.asked.path} if found.asked.path else set()
    near = {path for path in found.names if path.startswith(below) and _depth(path) == _depth(below) + 1}
    return paths | {each.area_path for each in found.duties} | near | around


def _depth(path: str) -> int:
    return path.count(".")


def _root(names: dict[str, AreaName]) -> str:
    """The area that holds all others; "" where there are several."""
    tops = [path for path in names if _depth(path) == 1]
    return tops[0] if len(tops) == 1 else ""


def _line(
    path: str,
    names: dict[str, AreaName],
    found: Found,
    cells: dict[tuple[str, int], list[Row]],
    nothing: bool,
    reach: Reach,
    managers: dict[str, str],
) -> grid.Line:
    name = names[path]
    add = grid.add_url(name.code) if name.code and reach.holds(path) else ""
    blocks = [
        [grid.cell_of(month, cells.get((path, month.key), []), found.legend, add) for month in block]
        for block in found.asked.window.blocks
    ]
    return grid.Line(path, name.name, name.code, managers.get(path, ""), nothing, add, blocks)


def page_of(lines: list[grid.Line], after: str) -> tuple[list[grid.Line], str]:
    """The rows after the area with this path, and the path to go on from ("" at the end)."""
    start = next((place + 1 for place, line in enumerate(lines) if line.path == after), 0)
    part = lines[start : start + grid.MOST_AREAS]
    return part, part[-1].path if start + len(part) < len(lines) else ""


def tables_of(found: Found, lines: list[grid.Line]) -> list[dict[str, Any]]:
    """A table for each twelve months: heads, and each area with its cells."""
    return [
        {
            "heads": grid.heads(block, found.asked.window.now),
            "rows": [{"line": line, "cells": line.blocks[place]} for line in lines],
        }
        for place, block in enumerate(found.asked.window.blocks)
    ]


def now_of(found: Found) -> list[dict[str, Any]]:
    """What stands in this month: first what is done, then what is still to come; of what was asked for."""
    here = [row for row in found.rows if row.month == found.asked.window.now.key and not row.is_moved]
    if found.asked.team is not None:
        here = [row for row in here if row.team == found.asked.team.pk]
    names = _names(found) | {row.area_path: AreaName(row.area_name, "", "") for row in here}
    here.sort(key=lambda row: (not row.is_done, row.uncertain))
    return [
        {
            "row": row,
            "words": grid.code_words(found.legend, row.code, row.code_year),
            "area": found.names.get(row.area_path, names[row.area_path]).name,
            "state": grid.LOOKS[grid.look_of(row)][0],
            "url": reverse("calendars:entry", args=[row.id]),
        }
        for row in here
    ]
