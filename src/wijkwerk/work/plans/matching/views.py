"""One screen for a department with the wishes of all areas (Q27, Q28), and one for the college over all departments (Q34)."""

import uuid
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.tables import csv_response
from wijkwerk.ground.kit.xlsx import Sheet, xlsx_response
from wijkwerk.rules import budget_cycle
from wijkwerk.rules.matching import DECIDER, open_steps
from wijkwerk.work.plans import words
from wijkwerk.work.plans.matches import state_words
from wijkwerk.work.plans.matching import overview, queries, years
from wijkwerk.work.plans.matching.may import at_desk, find_team
from wijkwerk.work.plans.models import Match
from wijkwerk.work.plans.sections import BudgetCycle


@require_safe
def department(request: HttpRequest, key: str) -> HttpResponse:
    """All that areas ask of this department for a year: what is late on top, then by area; and the lines of its plan."""
    team = find_team(request, key)
    access, municipality = at_desk(request)
    today = timezone.localdate()
    year = years.read_year(request, municipality, today)
    after = _read_mark(request.GET.get("na", "")[:200])
    late, late_count = queries.late_of(team, year, today) if after is None else ([], 0)
    rows, more = queries.page_of(team, year, today, after)
    decides = team.pk in access.teams
    plan = queries.plan_of(team, year)
    context = {
        "team": team,
        "year": year,
        "years": years.year_links(today, year),
        "decides": decides,
        "decide_by": budget_cycle.decide_by(current(municipality).part(BudgetCycle).steps, year),
        "today": today,
        "late": _rows(late, decides=decides),
        "late_more": late_count - len(late),
        "areas": _by_area(rows, decides=decides),
        "empty": not (late or rows),
        "sums": overview.sums(queries.tallies_of(municipality, year, team)),
        "plan": plan,
        "lines": _lines(plan) if plan else [],
        "coming": years.coming_days(municipality, today),
        "pager": {
            "next_url": f"?jaar={year}&na={more[0]}~{more[1].hex}" if more else "",
            "previous_url": f"?jaar={year}" if after else "",
        },
    }
    return render(request, "plans/matching/department.html", context)


def _read_mark(text: str) -> queries.After | None:
    path, _, key = text.partition("~")
    try:
        return path, uuid.UUID(hex=key)
    except ValueError:
        return None


def _rows(found: Iterable[Match], *, decides: bool) -> list[dict[str, Any]]:
    """A wish as a row: its words, and what its department can do with it now."""
    today = timezone.localdate()
    roles = frozenset({DECIDER}) if decides else frozenset[str]()
    return [
        {
            "match": each,
            "item": each.item,
            "area": each.item.area.name if each.item.area else "Hele gemeente",
            "badge": state_words(each, today),
            "money": words.money(each.amount),
            "granted": words.money(each.granted),
            "steps": {step.value for step in open_steps(each.state, roles)},
        }
        for each in found
    ]


def _by_area(found: list[Match], *, decides: bool) -> list[dict[str, Any]]:
    rows = _rows(found, decides=decides)
    groups = groupby(rows, key=lambda row: row["match"].item.area_path)
    return [{"area": part[0]["area"], "rows": part} for part in (list(group) for _, group in groups)]


def _lines(plan: Any) -> list[dict[str, Any]]:
    lines = queries.lines_of(plan)
    wishes = queries.on_lines(lines)
    return [
        {
            "line": line,
            "money": words.money(line.amount),
            "granted": overview.known(line.granted, line.unknown),  # type: ignore[attr-defined]
            "wishes": wishes.get(line.pk, []),
            "over": line.amount is not None and (line.granted or 0) > line.amount,  # type: ignore[attr-defined]
        }
        for line in lines
    ]


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """What areas asked of all departments for a year, what was taken up, and what stayed outside plans and budget."""
    _, municipality = at_desk(request)
    today = timezone.localdate()
    year = years.read_year(request, municipality, today)
    found = overview.of_year(municipality, year)
    context = {
        "year": year,
        "years": years.year_links(today, year),
        "found": found,
        "coming": years.coming_days(municipality, today),
        "files": [
            (word, f"{reverse(f'plans:departments_{kind}')}?jaar={year}")
            for kind, word in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
        "decide_by": budget_cycle.decide_by(current(municipality).part(BudgetCycle).steps, year),
        "today": today,
    }
    return render(request, "plans/matching/departments.html", context)


@require_safe
def departments_csv(request: HttpRequest) -> StreamingHttpResponse:
    year, rows = _table(request)
    return csv_response(f"wensen-{year}.csv", overview.HEAD, rows)


@require_safe
def departments_xlsx(request: HttpRequest) -> HttpResponse:
    year, rows = _table(request)
    return xlsx_response(f"wensen-{year}.xlsx", [Sheet(f"Wensen {year}", overview.HEAD, rows)])


def _table(request: HttpRequest) -> tuple[int, list[tuple[Any, ...]]]:
    _, municipality = at_desk(request)
    year = years.read_year(request, municipality, timezone.localdate())
    return year, overview.table(overview.of_year(municipality, year))
