"""One item for who writes the plan and who cares for it: its page, its fields, and the steps that it goes through."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules.planning import ItemStep, PlanState
from wijkwerk.rules.smart import Action, Remark, smart
from wijkwerk.work.plans import words
from wijkwerk.work.plans.actions import items as verbs
from wijkwerk.work.plans.desk import looking
from wijkwerk.work.plans.desk.board import card_of
from wijkwerk.work.plans.desk.forecast import forecast, promised_people
from wijkwerk.work.plans.desk.history import events
from wijkwerk.work.plans.desk.item_forms import DropForm, FinishForm, ItemForm, item_values
from wijkwerk.work.plans.desk.may import acting, find_item
from wijkwerk.work.plans.desk.running import around, run_step
from wijkwerk.work.plans.matches import matching_panel
from wijkwerk.work.plans.models import Match, PlanItem
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.lists.rows import STATE_WORDS


@require_safe
def item_work(request: HttpRequest, code: str) -> HttpResponse:
    """All of one item: fields, SMART remarks, what it answers and serves, what happened, what one can do now."""
    item = find_item(request, code)
    access, today = access_of(request), timezone.localdate()
    kind = kind_of(item.plan)
    card = card_of(item, access, today)
    context = {
        "card": card,
        "steps": card.steps,
        "money": words.money(item.money),
        "kind_word": item.get_kind_display(),
        "stream": kind.stream_label(item.stream) if kind and item.stream else item.stream,
        "remarks": remarks_on(item),
        "signals": _signals(request, item),
        "serves": looking.served_by(item),
        "matching": matching_panel(item, access),
        "events": events(item),
        "adopts": item.plan.state == PlanState.ADOPTED,
    }
    return render(request, "plans/item_work.html", around(request, item) | context)


def remarks_on(item: PlanItem) -> list[Remark]:
    """The five remarks; "agreed" when somebody said yes: a person has it, or a department took it up. One query at most."""
    agreed = item.owner_person_id is not None or item.owner_team_id == item.plan.owner_team_id
    agreed = (
        agreed
        or Match.objects.filter(municipality=item.municipality_id, item=item, state="included").exists()
    )
    return smart(
        Action(
            what=item.title,
            indicator=item.indicator,
            target=item.target,
            agreed=agreed,
            money=float(item.money) if item.money is not None else None,
            due=item.due_until,
        )
    )


def _signals(request: HttpRequest, item: PlanItem) -> list[dict[str, Any]]:
    """The signals of an item: with title and link for who sees them, else only that there is one."""
    access = access_of(request)
    found: list[dict[str, Any]] = []
    for signal in looking.signals_of(item):
        sees = access.may("see", signal)
        shown = "signals:detail" if sees else "signals:shown"
        code = signal.subject.code
        found.append(
            {
                "code": code if sees or signal.published_at else "",
                "title": signal.public_title or (signal.title if sees else ""),
                "url": reverse(shown, args=[code]) if sees or signal.published_at else "",
                "badge": STATE_WORDS[signal.state],  # type: ignore[index]
                "sees": sees,
                "fixed": item.origin_subject_id == signal.pk,
            }
        )
    return found


@require_http_methods(GET_POST)
def change_item(request: HttpRequest, code: str) -> HttpResponse:
    item = find_item(request, code, ItemStep.CHANGE)
    form = ItemForm(given(request), item=item, today=timezone.localdate(), initial=item_values(item))

    def work() -> None:
        why = form.cleaned_data.get("why", "")
        seen = request.POST.get("seen", "")
        verbs.change_item(item=item, new=form.changed_item(), why=why, seen=seen, **acting(request, item))

    page: dict[str, Any] = {"template": "plans/change_item.html", "title": "Vul dit punt aan"}
    page["remarks"], page["seen"] = remarks_on(item), verbs.seen_of(item)
    if item.adopted_at is not None:
        page["people"], page["revising"] = promised_people(item), item.plan.state == PlanState.REVISING
        page["hears"] = forecast([item], access_of(request)) if item.due_until is None else None
    return run_step(
        request, item, form, verb="change_item", work=work, done="Dit punt is bewaard.", page=page
    )


def _plain(
    request: HttpRequest, item: PlanItem, step: ItemStep, work: Callable[[], Any], *, done: str, **page: Any
) -> HttpResponse:
    """A step without words of its own. From a button on the board one goes back to that card."""
    form = ConfirmForm(given(request))
    to = ""
    if request.POST.get("van") == "bord":
        to = reverse("plans:board", args=[item.plan.subject.code]) + f"#punt-{item.subject.code}"
    return run_step(request, item, form, verb=step.value, work=work, done=done, page=page, to=to)


@require_http_methods(GET_POST)
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """In an adopted plan this says yes to who asked: the page says to how many, and who hears it later."""
    item = find_item(request, code, ItemStep.CHOOSE)
    adopts = item.plan.state == PlanState.ADOPTED

    def work() -> None:
        verbs.choose(item=item, **acting(request, item))

    page: dict[str, Any] = {"title": "Kies dit punt", "button": "Ja, dit gaan we doen"}
    page["text"] = "U kunt dit terugdraaien tot het plan is vastgesteld."
    if adopts:
        page["hears"] = forecast([item], access_of(request))
        page["text"] = (
            "Het plan is al vastgesteld. Kiest u dit punt, dan is het beloofd. U kunt dat niet terugdraaien."
        )
    return _plain(request, item, ItemStep.CHOOSE, work, done=f"Gekozen: {item.title}", **page)


@require_http_methods(GET_POST)
def unchoose(request: HttpRequest, code: str) -> HttpResponse:
    item = find_item(request, code, ItemStep.UNCHOOSE)

    def work() -> None:
        verbs.unchoose(item=item, **acting(request, item))

    page = {"title": "Toch niet kiezen", "button": "Maak er weer een voorstel van"}
    done = f"Weer een voorstel: {item.title}"
    return _plain(request, item, ItemStep.UNCHOOSE, work, done=done, **page)


@require_http_methods(GET_POST)
def start(request: HttpRequest, code: str) -> HttpResponse:
    item = find_item(request, code, ItemStep.START)

    def work() -> None:
        verbs.start(item=item, **acting(request, item))

    page = {"title": "Begin met dit punt", "button": "Wij zijn begonnen"}
    return _plain(request, item, ItemStep.START, work, done=f"Begonnen: {item.title}", **page)


@require_http_methods(GET_POST)
def propose_again(request: HttpRequest, code: str) -> HttpResponse:
    item = find_item(request, code, ItemStep.PROPOSE_AGAIN)

    def work() -> None:
        verbs.propose_again(item=item, **acting(request, item))

    page = {"title": "Stel dit punt opnieuw voor", "button": "Stel opnieuw voor"}
    done = f"Opnieuw voorgesteld: {item.title}"
    return _plain(request, item, ItemStep.PROPOSE_AGAIN, work, done=done, **page)


@require_http_methods(GET_POST)
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """It is done: who asked hears how."""
    item = find_item(request, code, ItemStep.FINISH)
    form = FinishForm(given(request))

    def work() -> None:
        verbs.finish(item=item, how=form.cleaned_data["how"], **acting(request, item))

    page = {"title": "Dit punt is klaar", "button": "Klaar"} | _who_hears(request, item)
    return run_step(request, item, form, verb="finish", work=work, done=f"Klaar: {item.title}", page=page)


@require_http_methods(GET_POST)
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """It will not be done: who asked reads why, and gets a new answer."""
    item = find_item(request, code, ItemStep.DROP)
    form = DropForm(given(request))

    def work() -> None:
        verbs.drop(item=item, why=form.cleaned_data["why"], **acting(request, item))

    page = {"title": "Dit punt gaat niet door", "button": "Laat dit vallen", "drops": True}
    page |= _who_hears(request, item)
    done = f"Gaat niet door: {item.title}"
    return run_step(request, item, form, verb="drop", work=work, done=done, page=page)


def _who_hears(request: HttpRequest, item: PlanItem) -> dict[str, Any]:
    """Whom the item was promised to, and the signals of it that nobody answered."""
    left = forecast([item], access_of(request))
    return {"people": promised_people(item), "unanswered": left.signals + left.waiting}
