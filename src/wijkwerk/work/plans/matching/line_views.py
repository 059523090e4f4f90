"""The plan of a department and its lines, for who works there."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.models import Team
from wijkwerk.work.plans.actions import department_plans as verbs
from wijkwerk.work.plans.matching.forms import FileForm, LineForm, PlanForm
from wijkwerk.work.plans.matching.may import find_line, find_plan, find_team, keeping
from wijkwerk.work.plans.matching.running import run
from wijkwerk.work.plans.matching.years import read_year
from wijkwerk.work.plans.words import money
from wijkwerk.work.signals.desk.forms import ConfirmForm

# What is refused because of the code.
CODE_TAKEN = (verbs.SAME_CODE, verbs.ENDED_CODE)


def _url(team: Team, year: int) -> str:
    return f"{reverse('plans:department', args=[team.key])}?jaar={year}#regels"


@require_http_methods(GET_POST)
def make_department_plan(request: HttpRequest, key: str) -> HttpResponse:
    """The plan of this department for a year (GET `jaar`)."""
    team = find_team(request, key, member=True)
    year = read_year(request, team.municipality, timezone.localdate())
    form = PlanForm(given(request), initial={"title": f"Plan {year} van {team.name}"[:160]})

    def work() -> None:
        title = form.cleaned_data["title"]
        verbs.make_department_plan(team=team, year=year, title=title, **keeping(request))

    page = {
        "title": f"Maak het plan voor {year}",
        "thing": team.name,
        "button": "Maak het plan",
        "team": team,
    }
    done = f"Het plan voor {year} is er. Zet er nu regels in."
    return run(
        request, form, verb="make_department_plan", work=work, done=done, to=_url(team, year), page=page
    )


@require_http_methods(GET_POST)
def add_line(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """One line in the plan."""
    plan = find_plan(request, key, year)
    form = LineForm(given(request))

    def work() -> None:
        verbs.add_line(plan=plan, new=form.new_line(), **keeping(request))

    def field_of(said: str) -> str | None:
        code = form.cleaned_data["code"]
        return "code" if said in {text.format(code=code) for text in CODE_TAKEN} else None

    page = {
        "title": "Zet een regel in het plan",
        "thing": plan.title,
        "button": "Zet erin",
        "team": plan.team,
    }
    done = "De regel staat in het plan."
    to = _url(plan.team, plan.year)
    return run(request, form, verb="add_line", work=work, done=done, to=to, page=page, field_of=field_of)


@require_http_methods(GET_POST)
def import_lines(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """All lines of a file, or none and what is wrong with each."""
    plan = find_plan(request, key, year)
    files = request.FILES if request.method == "POST" else None
    form = FileForm(given(request), files)
    counts: list[tuple[int, int]] = []

    def work() -> None:
        counts.append(verbs.import_lines(plan=plan, new=form.read.lines, **keeping(request)))

    def done() -> str:
        if not counts:
            return "Dit bestand was al gelezen."
        added, changed = counts[0]
        return f"Gelezen: {added} nieuwe regels, {changed} veranderd."

    page: dict[str, Any] = {
        "title": "Lees regels uit een bestand",
        "thing": plan.title,
        "text": "Is er iets mis met een regel? Dan komt er niets in het plan, en staat hier wat er mis is.",
        "button": "Lees het bestand",
        "team": plan.team,
        "has_file": True,
    }
    return run(
        request, form, verb="import_lines", work=work, done=done, to=_url(plan.team, plan.year), page=page
    )


@require_http_methods(GET_POST)
def end_line(request: HttpRequest, line: uuid.UUID) -> HttpResponse:
    """A line stops."""
    found = find_line(request, line)
    plan = found.plan
    form = ConfirmForm(given(request))

    def work() -> None:
        verbs.end_line(line=found, **keeping(request))

    page = {
        "title": f"Stop regel {found.code}",
        "thing": plan.title,
        "text": f"{found.title}, {money(found.amount)}. Er kan daarna geen wens meer op deze regel.",
        "button": "Stop deze regel",
        "team": plan.team,
    }
    done = f"Regel {found.code} is gestopt."
    return run(request, form, verb="end_line", work=work, done=done, to=_url(plan.team, plan.year), page=page)
