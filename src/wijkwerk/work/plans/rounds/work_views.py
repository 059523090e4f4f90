"""A round for who writes the plan: open it, bring signals, look at each wish, place it, go on, and close."""

from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules.planning import ADOPTER, WRITER, PlanStep, RoundStep, plan_after, round_after
from wijkwerk.work.plans.actions import rounds as leading
from wijkwerk.work.plans.asking import most_per_year, times_asked, too_often
from wijkwerk.work.plans.desk.may import acting_on, find_plan
from wijkwerk.work.plans.desk.running import around, run_step
from wijkwerk.work.plans.gathering import account_of, gather
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.models import Outcome, Plan, Round
from wijkwerk.work.plans.rounds.forms import OpenForm, StepForm
from wijkwerk.work.plans.rounds.history import events
from wijkwerk.work.plans.rounds.may import latest, running
from wijkwerk.work.plans.rounds.shown import (
    STEPS,
    Wording,
    account_rows,
    grouped,
    page_of,
    sorted_for,
    timeline,
)
from wijkwerk.work.plans.steps import kind_of

# What one presses to leave a step.
GO_ON: Final = {
    RoundStep.CALL: ("Begin met bekijken", own("{resident.many} kunnen dan geen wens meer doorgeven.")),
    RoundStep.FILTER: ("Begin met plaatsen", "Elke wens is bekeken. Wat doorgaat, zet u nu in het plan."),
    RoundStep.PLACE: ("Klaar voor vaststellen", "Alles wat doorgaat, staat in het plan."),
    RoundStep.ADOPT: ("Laat zien wat ervan komt", own("{resident.many} zien dan wat er van de wensen kwam.")),
    RoundStep.ACCOUNT: (
        "Sluit de ronde",
        own("De cijfers van vandaag worden bewaard. {resident.many} blijven de ronde zien."),
    ),
}


@require_safe
def round_work(request: HttpRequest, code: str) -> HttpResponse:
    """The round as it stands, what to do now, and every wish; before there is one: how to open it."""
    plan = find_plan(request, code)
    roles, found = roles_on(access_of(request), plan), latest(plan)
    writes = WRITER in roles
    context = around(request, plan) | {
        "round": found,
        "writes": writes,
        "may_open": writes and may_open(plan, roles, found),
        "has_rounds": _has_rounds(plan),
    }
    if found is not None:
        context |= _of_round(request, found, roles)
    return render(request, "plans/round_work.html", context)


def _has_rounds(plan: Plan) -> bool:
    kind = kind_of(plan)
    return kind is not None and kind.rounds


def may_open(plan: Plan, roles: frozenset[str], found: Round | None) -> bool:
    """Whether a round can be opened now."""
    free = found is None or found.ended_at is not None
    return free and _has_rounds(plan) and plan_after(plan.state, PlanStep.WRITE, roles) is not None


def _of_round(request: HttpRequest, found: Round, roles: frozenset[str]) -> dict[str, Any]:
    access, today, step = access_of(request), timezone.localdate(), RoundStep(found.step)
    wishes = sorted_for(gather(found), open_first=True)
    page, mark = page_of(wishes, request.GET.get("na", ""))
    seen = {each.row.pk: each.signal for each in page if access.may("see", each.signal)}
    lines = [replace(line, signal=seen.get(line.key)) for line in Wording(access, found, today).lines(page)]
    account = account_of(found, wishes)
    begin = next((each.row.pk for each in wishes if each.outcome == Outcome.OPEN), None)
    return {
        "badge": STEPS[step][:2],
        "events": timeline(found),
        "account": account,
        "rows": account_rows(account),
        "groups": grouped(lines),
        "step": step.value,
        "brings": WRITER in roles and step in (RoundStep.CALL, RoundStep.FILTER),
        "decides": WRITER in roles and step in (RoundStep.FILTER, RoundStep.PLACE),
        "places": WRITER in roles and step is RoundStep.PLACE,
        "refuses": ADOPTER in roles,
        "begin": begin if step in (RoundStep.FILTER, RoundStep.PLACE) else None,
        "unplaced": sum(leading.unplaced(each) for each in wishes),
        "go_on": GO_ON.get(step) if WRITER in roles else None,
        "adopted": leading.adopted_since(found) if step is RoundStep.ADOPT else True,
        "history": events(found),
        "pager": {
            "next_url": f"?na={mark}#wensen" if mark else "",
            "next_label": "Meer wensen",
            "previous_url": "?#wensen" if "na" in request.GET else "",
        },
    }


@require_http_methods(GET_POST)
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked, and the days of each step, filled in by the lengths of the settings."""
    plan = find_plan(request, code, PlanStep.WRITE)
    if not may_open(plan, roles_on(access_of(request), plan), latest(plan)) and request.method != "POST":
        raise Http404
    today = timezone.localdate()
    days = leading.suggested(plan.municipality, today)
    often = too_often(plan.municipality, plan.area_path, today)
    # Once sent the reason may count as well: on another day another number holds.
    with_why = often or request.method == "POST"
    form = OpenForm(given(request), today=today, with_why=with_why, initial=vars(days))

    def work() -> None:
        leading.open_round(
            plan=plan,
            invitation=form.cleaned_data["invitation"],
            dates=form.dates(),
            why=form.cleaned_data.get("why", ""),
            **acting_on(request, plan),
        )

    page: dict[str, Any] = {
        "template": "plans/round_open.html",
        "title": "Begin een ronde",
        "button": "Begin de ronde",
        "times": times_asked(plan.municipality, plan.area_path, today),
        "most": most_per_year(plan.municipality),
        "often": often,
        "back": reverse("plans:round_work", args=[plan.subject.code]),
    }
    done = "De ronde is begonnen. Iedereen kan haar nu zien."
    return run_step(request, plan, form, verb="open_round", work=work, done=done, page=page, to=page["back"])


@require_http_methods(GET_POST)
def next_step(request: HttpRequest, code: str) -> HttpResponse:
    """On to the next step, or the end."""
    found = running(request, code)
    step, today = RoundStep(found.step), timezone.localdate()
    form = StepForm(given(request), sooner=leading.is_sooner(found, today))
    title, text = GO_ON[step]
    ends = round_after(step) is RoundStep.DONE

    def work() -> None:
        verb = leading.close_round if ends else leading.next_step
        verb(round_=found, why=form.cleaned_data.get("why", ""), **acting_on(request, found.plan))

    page = {
        "template": "plans/round_step.html",
        "title": title,
        "button": title,
        "text": text,
        "back": reverse("plans:round_work", args=[found.plan.subject.code]),
    }
    done = "De ronde is klaar." if ends else "De ronde is een stap verder."
    return run_step(
        request, found.plan, form, verb="next_step", work=work, done=done, page=page, to=page["back"]
    )
