"""The board of a plan, the line with which one adds an item in a meeting, and a place up or down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.ground.people.web import access_of
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.planning import ItemStep, Origin, PlanStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items as verbs
from wijkwerk.work.plans.desk import board, looking
from wijkwerk.work.plans.desk.item_forms import LineForm
from wijkwerk.work.plans.desk.may import acting, acting_on, find_item, find_plan
from wijkwerk.work.plans.desk.running import around
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.hinting import goes_on


@require_safe
def board_page(request: HttpRequest, code: str) -> HttpResponse:
    """All items of a plan by state. `bij`: the code of the item that was added just now."""
    return _board(request, find_plan(request, code), None)


@require_POST
def propose_item(request: HttpRequest, code: str) -> HttpResponse:
    """Add one item, and come back with the focus where the next one is typed."""
    plan = find_plan(request, code, PlanStep.WRITE)
    form = _line(request, plan, request.POST)
    made: list[PlanItem] = []

    def work() -> None:
        made.append(verbs.propose_item(plan=plan, new=form.item(), **acting_on(request, plan)))

    if goes_on(form):
        try:
            form.do_once("plans.propose_item", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            added = f"?bij={made[0].subject.code}" if made else ""
            return redirect(reverse("plans:board", args=[plan.subject.code]) + added)
    return _board(request, plan, form)


def _line(request: HttpRequest, plan: Plan, data: Any, **initial: Any) -> LineForm:
    access = access_of(request)

    def look(origin: str, typed: str) -> Subject | None:
        if origin == Origin.SIGNAL:
            signal = looking.signal_at(access, plan.municipality, typed)
            return signal.subject if signal else None
        found = looking.higher_item_at(access, plan, typed)
        return found.subject if found else None

    return LineForm(data, plan=plan, look=look, initial=initial)


def _board(request: HttpRequest, plan: Plan, form: LineForm | None) -> HttpResponse:
    access, today, kind = access_of(request), timezone.localdate(), kind_of(plan)
    items = board.items_of(plan)
    adds = board.may_propose(plan, roles_on(access, plan))
    added = _added(request, items)
    if form is None and adds:
        form = _line(request, plan, None, **_as_before(added))
        if added is not None:
            # Without a fragment in the address, for a browser then keeps its focus away from the field.
            form.fields["title"].widget.attrs["autofocus"] = True
    counts = board.counted(items)
    stream = request.GET.get("stroom", "")
    streams = [(each.key, each.label) for each in kind.streams] if kind else []
    stream = stream if stream in dict(streams) else ""
    context = {
        "columns": board.columns_of(items, access, kind, today, stream=stream),
        "bounds": board.bounds_words(kind, counts),
        "form": form if adds else None,
        "added": added,
        "streams": streams,
        "stream": stream,
        "full": len(items) == board.MOST,
        "adopts": plan.state == "adopted",
        "once": ConfirmForm()["once"].value(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "plans/board.html", around(request, plan) | context, status=status)


def _added(request: HttpRequest, items: list[PlanItem]) -> PlanItem | None:
    code = request.GET.get("bij", "")
    return next((item for item in items if code and item.subject.code == code), None)


def _as_before(added: PlanItem | None) -> dict[str, str]:
    """In a meeting the next item comes from where the last one came from; a code is of one item only."""
    if added is None:
        return {}
    return {
        "origin": added.origin,
        "words": added.origin_words,
        "kind": added.kind,
        "stream": added.stream,
    }


@require_POST
def move_item(request: HttpRequest, code: str) -> HttpResponse:
    """One place up or down on the board, and back to that card."""
    item = find_item(request, code, ItemStep.CHOOSE)
    try:
        verbs.move_item(item=item, up=request.POST.get("naar") == "omhoog", **acting(request, item))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("plans:board", args=[item.plan.subject.code]) + f"#punt-{item.subject.code}")
