"""One page per step: show a form, do the work once, go back to where it shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.web import access_of
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.hinting import goes_on


def run_step(
    request: HttpRequest,
    thing: Plan | PlanItem,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], Any],
    done: str,
    page: dict[str, Any],
    to: str = "",
) -> HttpResponse:
    """Show the form, or do the work once and go `to` (else to the thing). What is refused comes back with all that was typed."""
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(f"plans.{verb}", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(to or thing_url(thing), *([] if to else [thing.subject.code]))
    context = {"form": form, "verb": verb, **around(request, thing), **page}
    return render(
        request, page.get("template", "plans/step.html"), context, status=422 if form.errors else 200
    )


def thing_url(thing: Plan | PlanItem) -> str:
    """The name of the page of a plan or an item; its code is the argument."""
    return "plans:item_work" if isinstance(thing, PlanItem) else "plans:work"


def around(request: HttpRequest, thing: Plan | PlanItem) -> dict[str, Any]:
    """What the head of each page needs: the plan, the item if it is about one, and whether there is a desk to go back to."""
    item = thing if isinstance(thing, PlanItem) else None
    return {
        "plan": item.plan if item else thing,
        "item": item,
        "thing": thing,
        "has_desk": access_of(request).works,
    }
