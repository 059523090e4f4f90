"""Projects: the list, one project with its history, and a page for each step."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import area_of, path_names
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.rules.codes import clean_code
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.projects import queries
from wijkwerk.work.projects.actions import projects as verbs
from wijkwerk.work.projects.forms import HowForm, OfferForm, ReceiveForm, StartForm, WhyForm
from wijkwerk.work.projects.history import events
from wijkwerk.work.projects.may import area_teams, at_desk, find_project, roles_on, starts_at
from wijkwerk.work.projects.models import Project
from wijkwerk.work.projects.running import run
from wijkwerk.work.projects.steps import ProjectStep, open_steps


def area_choices(municipality: Municipality, paths: Any) -> list[tuple[str, str]]:
    """(path, name) of the areas within these paths, from large to small with dashes. From memory."""
    found = sorted(path_names(municipality).items())
    return [
        (path, f"{'– ' * (path.count('.') - 1)}{each.name}")
        for path, each in found
        if any(path.startswith(part) for part in paths)
    ]


def receivers(municipality: Municipality) -> Any:
    """The living departments, by name."""
    rows = Team.objects.filter(municipality=municipality, kind__in=verbs.RECEIVERS, ended_at=None)
    return rows.order_by("name")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """By area; what waits for a team of mine on top."""
    access, municipality = at_desk(request)
    teams = list(receivers(municipality)[:100])
    wanted = queries.read(
        request.GET, municipality, states=queries.STATES, receivers=[team.key for team in teams]
    )
    rows, more = queries.projects(municipality, wanted)
    selects = [
        ("gebied", own("{area.one}"), "Overal", area_choices(municipality, [""]), wanted.path),
        ("stand", "Stand", "Alles wat loopt", [(key, word) for key, (_, word) in queries.STATES.items()], wanted.state),
        ("afdeling", "Afdeling", "Alle afdelingen", [(team.key, team.name) for team in teams], wanted.receiver),
    ]  # fmt: skip
    context = {
        "rows": [_row(each) for each in rows],
        "waiting": [_row(each) for each in queries.waiting_for(municipality, access.teams)]
        if wanted.after is None
        else [],
        "selects": [
            {"name": name, "label": label, "all": every, "options": options, "chosen": chosen}
            for name, label, every, options, chosen in selects
        ],
        "narrowed": bool(wanted.path or wanted.state or wanted.receiver),
        "pager": {"next_url": more, "previous_url": wanted.url() if wanted.after else ""},
        "may_start": bool(access.areas or area_teams(access)),
    }
    return render(request, "projects/list.html", context)


def _row(project: Project) -> dict[str, Any]:
    return {"project": project, "badge": queries.STATES[project.state]}


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """All of one project: what, where, who has it, who will have it, what was handed over and what happened."""
    found = find_project(request, code)
    rows = PlanItem.objects.filter(municipality=found.municipality, pk=found.item_id).select_related(
        "subject"
    )
    context = {
        "project": found,
        "badge": queries.STATES[found.state],
        "steps": open_steps(found.state, roles_on(access_of(request), found)),
        "item": rows.first() if found.item_id else None,
        "events": events(found),
    }
    return render(request, "projects/project.html", context)


@require_http_methods(GET_POST)
def start_project(request: HttpRequest) -> HttpResponse:
    """A new project of an area."""
    access, municipality = at_desk(request)
    mine = area_teams(access)
    if not (access.areas or mine):
        raise Http404
    teams = Team.objects.filter(municipality=municipality, kind=TeamKind.AREA, ended_at=None)
    teams = teams | Team.objects.filter(pk__in=access.teams, ended_at=None)
    form = StartForm(
        given(request),
        areas=area_choices(municipality, access.areas or [""]),
        teams=teams.order_by("name"),
        receivers=receivers(municipality),
        look=lambda typed: _item(municipality, typed),
        initial={"owner_team": mine[0].pk if mine else None},
    )

    def work() -> None:
        values = {name: form.cleaned_data[name] for name in ("title", "text", "owner_team", "receiver")}
        area = area_of(municipality, form.cleaned_data["area"])
        if area is None:
            raise Refused(verbs.NO_AREA)
        roles = starts_at(access, mine, area.path)
        verbs.start_project(
            municipality=municipality, area=area, item=form.found, roles=roles, **values, **who(request)
        )

    page = {"title": "Begin een project", "button": "Begin het project"}
    to = reverse("projects:projects")
    return run(
        request, form, verb="start_project", work=work, done="Het project is begonnen.", to=to, page=page
    )


def _item(municipality: Municipality, typed: str) -> PlanItem | None:
    return PlanItem.objects.filter(municipality=municipality, subject__code=clean_code(typed)).first()


def _acting(request: HttpRequest, project: Project) -> dict[str, Any]:
    return {**who(request), "roles": roles_on(access_of(request), project)}


def _url(project: Project) -> str:
    return reverse("projects:project", args=[project.subject.code])


@require_http_methods(GET_POST)
def offer_project(request: HttpRequest, code: str) -> HttpResponse:
    """The area offers it to the department."""
    found = find_project(request, code, ProjectStep.OFFER)
    form = OfferForm(given(request), initial={"text": found.handed_over})

    def work() -> None:
        verbs.offer_project(project=found, text=form.cleaned_data["text"], **_acting(request, found))

    page = {
        "title": f"Draag over aan {found.receiver.name}",
        "button": "Bied aan",
        "project": found,
        "text": "Het project blijft van u tot een collega daar het op naam overneemt.",
    }
    done = f"Aangeboden aan {found.receiver.name}."
    return run(request, form, verb="offer_project", work=work, done=done, to=_url(found), page=page)


@require_http_methods(GET_POST)
def receive_project(request: HttpRequest, code: str) -> HttpResponse:
    """The department takes it over, by name."""
    found = find_project(request, code, ProjectStep.RECEIVE)
    roles = verbs.members(found.receiver, now=timezone.now())
    people = User.objects.filter(pk__in=roles.values("user")).order_by("name", "pk")
    form = ReceiveForm(given(request), people=people, initial={"person": request.user.pk})

    def work() -> None:
        verbs.receive_project(project=found, person=form.cleaned_data["person"], **_acting(request, found))

    page = {
        "title": "Neem dit project over",
        "button": "Neem over",
        "project": found,
        "text": f"Dit draagt {found.owner_team.name} over: {found.handed_over}",
    }
    done = f"{found.receiver.name} heeft dit project nu."
    return run(request, form, verb="receive_project", work=work, done=done, to=_url(found), page=page)


@require_http_methods(GET_POST)
def send_back_project(request: HttpRequest, code: str) -> HttpResponse:
    """It cannot be taken over like this."""
    found = find_project(request, code, ProjectStep.SEND_BACK)
    form = WhyForm(given(request))

    def work() -> None:
        verbs.send_back_project(project=found, why=form.cleaned_data["why"], **_acting(request, found))

    page = {"title": "Geef dit project terug", "button": "Geef terug", "project": found}
    done = own("Het project is terug in {area.with_article}.")
    return run(request, form, verb="send_back_project", work=work, done=done, to=_url(found), page=page)


@require_http_methods(GET_POST)
def finish_project(request: HttpRequest, code: str) -> HttpResponse:
    """It is done."""
    found = find_project(request, code, ProjectStep.FINISH)
    form = HowForm(given(request))

    def work() -> None:
        verbs.finish_project(project=found, how=form.cleaned_data["how"], **_acting(request, found))

    page = {"title": "Dit project is klaar", "button": "Klaar", "project": found}
    done = f"Klaar: {found.title}"
    return run(request, form, verb="finish_project", work=work, done=done, to=_url(found), page=page)
