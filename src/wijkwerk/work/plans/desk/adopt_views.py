"""Adopt a plan and account for it: what changes, who hears yes, what stands in the way, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules.planning import IN_FORCE, LIVE_ITEMS, PlanStep
from wijkwerk.work.plans.actions import adopting
from wijkwerk.work.plans.desk.board import bounds_words, counted, items_of
from wijkwerk.work.plans.desk.differences import Differences, between
from wijkwerk.work.plans.desk.forecast import about_plan
from wijkwerk.work.plans.desk.forms import AccountForm, AdoptForm
from wijkwerk.work.plans.desk.may import acting_on, find_plan
from wijkwerk.work.plans.desk.running import run_step
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.steps import kind_of


@require_http_methods(GET_POST)
def adopt_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who adopted it. The page says first what that does."""
    plan = find_plan(request, code, PlanStep.ADOPT)
    kind, items = kind_of(plan), items_of(plan)
    first = {"body": kind.adopter if kind else "", "decided_on": timezone.localdate()}
    form = AdoptForm(given(request), initial=first)

    def work() -> None:
        adopting.adopt_plan(plan=plan, decision=form.decision(), **acting_on(request, plan))

    page = {
        "template": "plans/adopt.html",
        "title": "Schrijf op dat het plan is vastgesteld",
        "asking": adopting.STILL_ASKING if adopting.still_asking(plan) else "",
        "bounds": bounds_words(kind, counted(items)),
        "misfits": adopting.outside_bounds(plan, items),
        "hears": about_plan(items, access_of(request)),
        "undated": [item for item in items if item.state in LIVE_ITEMS and item.due_until is None],
        "differences": _since_last(plan, items),
        "ends": plan.replaces
        if plan.replaces and plan.version == 0 and plan.replaces.state in IN_FORCE
        else None,
    }
    done = "Het plan is vastgesteld. Iedereen kan het lezen."
    return run_step(request, plan, form, verb="adopt_plan", work=work, done=done, page=page)


def _since_last(plan: Plan, items: list[PlanItem]) -> Differences | None:
    """What this version changes; None for a first one."""
    last = plan.versions.order_by("-number").first()
    return between(last.content, adopting.content_of(plan, items)) if last else None


@require_http_methods(GET_POST)
def account_for(request: HttpRequest, code: str) -> HttpResponse:
    """The end of a plan: what came of it, in words. What is not finished yet is listed first."""
    plan = find_plan(request, code, PlanStep.ACCOUNT)
    form = AccountForm(given(request), initial={"account": plan.account})

    def work() -> None:
        account = form.cleaned_data["account"]
        adopting.account_for(plan=plan, account=account, **acting_on(request, plan))

    items = items_of(plan)
    page: dict[str, Any] = {
        "template": "plans/account.html",
        "title": "Sluit het plan af",
        "left": [item for item in items if item.state in LIVE_ITEMS],
        "done_items": [item for item in items if item.state == "done"],
        "dropped": [item for item in items if item.state == "dropped"],
    }
    done = "Het plan is afgesloten. Iedereen leest wat ervan terechtkwam."
    return run_step(request, plan, form, verb="account_for", work=work, done=done, page=page)
