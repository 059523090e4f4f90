"""What an item answers and what it serves; and from a signal: put it in a plan."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.rules.codes import clean_code
from wijkwerk.rules.planning import ItemStep
from wijkwerk.work.plans.actions import items as verbs
from wijkwerk.work.plans.desk import looking
from wijkwerk.work.plans.desk.item_forms import CodeForm, PutForm
from wijkwerk.work.plans.desk.may import acting, find_item
from wijkwerk.work.plans.desk.running import run_step
from wijkwerk.work.plans.may import roles_on, roles_on_item
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.may import find as find_signal
from wijkwerk.work.signals.models import Signal

MOST_SIGNS = 120
NO_SIGNAL = "Wij vinden geen melding met deze code waar u bij mag. Kijk of u alle tekens heeft."
NO_HIGHER = "Wij vinden geen hoger punt met deze code. Kies uit de lijst."


@require_http_methods(GET_POST)
def link_signal(request: HttpRequest, code: str) -> HttpResponse:
    """Add a signal by its code, or by choosing among the open ones of the area (GET `q` to search)."""
    item = find_item(request, code, ItemStep.CHANGE)
    access, today = access_of(request), timezone.localdate()
    form = CodeForm(
        given(request),
        look=lambda typed: looking.signal_at(
            access, item.municipality, typed, answers=item.adopted_at is not None
        ),
        missing=NO_SIGNAL,
    )

    def work() -> None:
        verbs.link_signal(item=item, signal=form.found, **acting(request, item))

    typed = request.GET.get("q", "").strip()[:MOST_SIGNS]
    page = {
        "template": "plans/link_signal.html",
        "title": "Zet een melding bij dit punt",
        "typed": typed,
        "open": [
            _row(signal, access.may("see", signal))
            for signal in looking.open_signals(access, item, typed, today)
        ],
        "promises": item.adopted_at is not None and item.due_until is not None,
    }
    done = "De melding staat bij dit punt."
    return run_step(request, item, form, verb="link_signal", work=work, done=done, page=page)


def _row(signal: Signal, sees: bool) -> dict[str, Any]:
    title = signal.public_title or (signal.title if sees else "") or "Zonder titel"
    return {"code": signal.subject.code, "title": title, "at": signal.received_at}


@require_http_methods(GET_POST)
def unlink_signal(request: HttpRequest, code: str, signal: str) -> HttpResponse:
    """Take a signal away that does not belong here."""
    item = find_item(request, code, ItemStep.CHANGE)
    found = looking.signal_at(access_of(request), item.municipality, signal)
    if found is None:
        raise Http404

    def work() -> None:
        verbs.unlink_signal(item=item, signal=found, **acting(request, item))

    page = {
        "title": f"Haal melding {found.subject.code} weg",
        "button": "Haal weg",
        "text": "De melding zelf blijft. Zij hoort dan niet meer bij dit punt.",
    }
    form = ConfirmForm(given(request))
    done = f"Melding {found.subject.code} hoort hier niet meer bij."
    return run_step(request, item, form, verb="unlink_signal", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def serve(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the higher item that this one helps along."""
    item = find_item(request, code, ItemStep.CHANGE)
    above = {each.subject.code: each for each in looking.higher_items(access_of(request), item)}
    form = CodeForm(given(request), look=lambda typed: above.get(clean_code(typed)), missing=NO_HIGHER)

    def work() -> None:
        verbs.serve(item=item, serves=form.found, **acting(request, item))

    page = {
        "template": "plans/serve.html",
        "title": "Waar draagt dit aan bij?",
        "above": list(above.values()),
    }
    done = "Dat staat er nu bij."
    return run_step(request, item, form, verb="serve", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def serve_no_more(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """It does not help that one along after all."""
    item = find_item(request, code, ItemStep.CHANGE)
    higher = next((each for each in looking.served_by(item) if each.subject.code == other), None)
    if higher is None:
        raise Http404

    def work() -> None:
        verbs.serve_no_more(item=item, serves=higher, **acting(request, item))

    page = {"title": "Draagt hier niet aan bij", "button": "Haal weg", "text": higher.title}
    form = ConfirmForm(given(request))
    done = "Dat is weggehaald."
    return run_step(request, item, form, verb="serve_no_more", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def put_in_plan(request: HttpRequest, code: str) -> HttpResponse:
    """From a signal: first the plan (GET `plan`), then an item of it or a new one."""
    signal = find_signal(request, code, "note")
    if signal.visibility == "care" or signal.formal_kind or signal.erased_at is not None:
        raise Http404
    access = access_of(request)
    plans = looking.plans_to_write(access, signal.municipality, signal.area_path)
    plan = next((each for each in plans if each.subject.code == request.GET.get("plan")), None)
    if plan is None:
        context = {"signal": signal, "plans": plans}
        return render(
            request, "plans/put_choose.html", context, status=422 if request.method == "POST" else 200
        )
    plan.municipality = signal.municipality
    return _put(request, signal, plan)


def _put(request: HttpRequest, signal: Signal, plan: Plan) -> HttpResponse:
    access = access_of(request)
    roles = roles_on(access, plan)
    items = looking.open_items(plan)
    mine = {each.subject.code: each for each in items if roles_on_item(access, each)}
    # What staff wrote for everybody, never the first words of a reporter: the title of an item becomes public.
    form = PutForm(given(request), items=mine, writes=bool(roles), initial={"title": signal.public_title})

    def work() -> None:
        chosen: PlanItem | None = mine.get(form.cleaned_data["item"])
        if chosen is not None:
            verbs.link_signal(item=chosen, signal=signal, roles=roles_on_item(access, chosen), **who(request))
            return
        new = form.new_item(plan, signal.subject)
        verbs.propose_item(plan=plan, new=new, roles=roles, **who(request))

    page = {"template": "plans/put.html", "title": f"Zet in {plan.title}", "signal": signal}
    to = reverse("signals:detail", args=[signal.subject.code])
    done = f"De melding staat in het plan ‘{plan.title}’."
    return run_step(request, plan, form, verb="put_in_plan", work=work, done=done, page=page, to=to)
