"""One wish with one department: ask it, its page with the record of what was said, and each step."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.rules import budget_cycle
from wijkwerk.rules.deadlines import day_words
from wijkwerk.rules.matching import MatchStep, open_steps
from wijkwerk.rules.planning import WRITER
from wijkwerk.work.plans import words
from wijkwerk.work.plans.actions import matching as verbs
from wijkwerk.work.plans.desk.may import find_item
from wijkwerk.work.plans.matches import roles_on_match, state_words
from wijkwerk.work.plans.matching.forms import AskForm, IncludeForm, NoteForm, RefuseForm
from wijkwerk.work.plans.matching.may import acting, find_match
from wijkwerk.work.plans.matching.running import run
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.models import DepartmentLine, Match, MatchNote, PlanItem
from wijkwerk.work.plans.sections import BudgetCycle

MOST_NOTES = 200
HANDED_IN = "Let op: wensen voor de begroting van {year} moesten vóór {day} binnen zijn. Vraag of uw wens nog mee kan."


@require_http_methods(GET_POST)
def ask_department(request: HttpRequest, code: str) -> HttpResponse:
    """The writers of a plan ask a department to take an item up in its plan of a year."""
    item = find_item(request, code)
    roles = roles_on(access_of(request), item.plan)
    if WRITER not in roles:
        raise Http404
    today = timezone.localdate()
    steps = current(item.municipality).part(BudgetCycle).steps
    year = budget_cycle.first_year(steps, today)
    teams = Team.objects.filter(
        municipality=item.municipality, kind__in=verbs.DEPARTMENTS, ended_at=None
    ).order_by("name")
    years = list(range(today.year + 1, today.year + 2 + verbs.YEARS_AHEAD))
    form = AskForm(given(request), teams=teams, years=years, initial=_first_words(item, year))

    def work() -> None:
        names = ("team", "year", "ask", "amount")
        values = {name: form.cleaned_data[name] for name in names}
        verbs.ask_department(item=item, roles=roles, **values, **who(request))

    def field_of(said: str) -> str | None:
        return "team" if said == verbs.ASKED_BEFORE.format(year=form.cleaned_data["year"]) else None

    page = {
        "title": "Vraag het aan een afdeling",
        "thing": item.title,
        "text": _in_time(item, today),
        "button": "Vraag het",
        "item": item,
    }
    to = _item_url(item)
    done = "Het is gevraagd."
    return run(
        request, form, verb="ask_department", work=work, done=done, to=to, page=page, field_of=field_of
    )


def _in_time(item: PlanItem, today: date) -> str:
    """For which budget one is in time, that the day for handing in is past, and that a budget is made already."""
    steps = current(item.municipality).part(BudgetCycle).steps
    year = budget_cycle.first_year(steps, today)
    last = budget_cycle.decide_by(steps, year)
    said = f"U bent nu op tijd voor de begroting van {year}."
    if last is None:
        return said
    first = budget_cycle.hand_in_before(steps, year)
    if first is not None and today >= first:
        said = HANDED_IN.format(year=year, day=day_words(first))
    said = f"{said} De afdelingen beslissen daarover uiterlijk {day_words(last)}."
    if year == today.year + 1:
        return said
    return f"{said} {verbs.IS_MADE.format(year=today.year + 1, day=day_words(last))}"


def _first_words(item: PlanItem, year: int) -> dict[str, Any]:
    """What the form begins with: the text of the item, its money, and the team that cares for it where that has a plan."""
    amount = f"{item.money:.2f}".replace(".", ",") if item.money is not None else ""
    return {"year": year, "ask": item.title, "amount": amount, "team": item.owner_team_id}


def _item_url(item: PlanItem) -> str:
    return reverse("plans:item_work", args=[item.subject.code]) + "#afdelingen"


def department_url(match: Match) -> str:
    """The page of the department with this wish in sight."""
    return f"{reverse('plans:department', args=[match.team.key])}?jaar={match.year}#wens-{match.pk}"


@require_safe
def match(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """All of one wish: what was asked, what became of it, what was said, and what one can do now."""
    found = find_match(request, match)
    access, today = access_of(request), timezone.localdate()
    rows = MatchNote.objects.filter(municipality=found.municipality, match=found)
    notes = rows.select_related("written_by").order_by("-written_at", "-pk")[:MOST_NOTES]
    context = {
        "match": found,
        "item": found.item,
        "badge": state_words(found, today),
        "amount": words.money(found.amount),
        "granted": words.money(found.granted),
        "notes": [
            {"title": note.written_by.name, "moment": note.written_at, "text": note.text}
            for note in reversed(list(notes))
        ],
        "steps": {each.value for each in open_steps(found.state, roles_on_match(access, found))},
        "has_desk": access.works,
        "department_url": department_url(found),
        "area": words.area_name(found.municipality, found.item.area_path),
    }
    return render(request, "plans/matching/match.html", context)


def _match_url(match: Match) -> str:
    return reverse("plans:match", args=[match.pk])


def _about(match: Match, title: str, button: str, **more: Any) -> dict[str, Any]:
    thing = f"{match.item.title} · {match.team.name}, {match.year}"
    return {"title": title, "button": button, "thing": thing, "match": match, **more}


@require_http_methods(GET_POST)
def negotiate(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """The department talks with the area about it."""
    found = find_match(request, match, MatchStep.NEGOTIATE)
    form = NoteForm(given(request))

    def work() -> None:
        verbs.negotiate(match=found, text=form.cleaned_data["text"], **acting(request, found))

    page = _about(found, own("In gesprek met {area.with_article}"), "Zet op ‘in gesprek’")
    done = f"In gesprek: {found.item.title}"
    return run(request, form, verb="negotiate", work=work, done=done, to=department_url(found), page=page)


@require_http_methods(GET_POST)
def note_match(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """A line in the record of what was said."""
    found = find_match(request, match, MatchStep.NOTE)
    form = NoteForm(given(request))

    def work() -> None:
        verbs.note_match(match=found, text=form.cleaned_data["text"], **acting(request, found))

    page = _about(found, "Schrijf op wat er is gezegd", "Bewaar de notitie")
    done = "De notitie is bewaard."
    return run(request, form, verb="note_match", work=work, done=done, to=_match_url(found), page=page)


@require_http_methods(GET_POST)
def include(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """Yes, on a line of the department's plan of that year."""
    found = find_match(request, match, MatchStep.INCLUDE)
    rows = DepartmentLine.objects.filter(municipality=found.municipality, ended_at=None)
    lines = rows.filter(plan__team=found.team, plan__year=found.year).order_by("code")
    form = IncludeForm(given(request), lines=lines, initial={"amount": found.amount})

    def work() -> None:
        values = {name: form.cleaned_data[name] for name in ("line", "amount")}
        verbs.include(match=found, **values, **acting(request, found))

    page = _about(found, "Neem deze wens op in uw plan", "Neem op")
    page["text"] = f"Gevraagd: {found.ask}. Bedrag: {words.money(found.amount)}."
    page["no_lines"] = not lines.exists()
    done = f"Opgenomen: {found.item.title}"
    return run(request, form, verb="include", work=work, done=done, to=department_url(found), page=page)


@require_http_methods(GET_POST)
def refuse(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """No, with the reason."""
    found = find_match(request, match, MatchStep.REFUSE)
    form = RefuseForm(given(request))

    def work() -> None:
        verbs.refuse(match=found, reason=form.cleaned_data["reason"], **acting(request, found))

    page = _about(found, "Neem deze wens niet op", "Neem niet op")
    page["text"] = f"Gevraagd: {found.ask}."
    done = f"Niet opgenomen: {found.item.title}"
    return run(request, form, verb="refuse", work=work, done=done, to=department_url(found), page=page)


@require_http_methods(GET_POST)
def open_again(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """The department looks again at its own decision."""
    found = find_match(request, match, MatchStep.OPEN_AGAIN)
    form = NoteForm(given(request))

    def work() -> None:
        verbs.open_again(match=found, text=form.cleaned_data["text"], **acting(request, found))

    page = _about(found, "Kijk opnieuw naar deze wens", "Open opnieuw")
    page["text"] = "Het besluit vervalt. De wens staat dan weer op ‘in gesprek’. Schrijf op waarom."
    done = f"Weer in gesprek: {found.item.title}"
    return run(request, form, verb="open_again", work=work, done=done, to=department_url(found), page=page)
