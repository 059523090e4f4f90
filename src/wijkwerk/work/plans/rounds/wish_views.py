"""One wish at a time for who leads a round: through or out with its reason, once more, into the plan; and a signal that joins."""

import uuid
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.db import within
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import access_of
from wijkwerk.work.plans.actions import wishes as verbs
from wijkwerk.work.plans.desk import looking
from wijkwerk.work.plans.desk.item_forms import CodeForm, PutForm
from wijkwerk.work.plans.desk.link_views import NO_SIGNAL
from wijkwerk.work.plans.desk.may import acting_on
from wijkwerk.work.plans.desk.running import run_step
from wijkwerk.work.plans.models import Outcome, Plan, Round, RoundWish
from wijkwerk.work.plans.rounds.forms import AgainForm, JudgeForm
from wijkwerk.work.plans.rounds.may import Judged, judged, running
from wijkwerk.work.plans.rounds.shown import Wording
from wijkwerk.work.signals.models import OPEN, Signal
from wijkwerk.work.signals.sections import Themes

MOST: Final = 25


def _round_url(plan: Plan) -> str:
    return reverse("plans:round_work", args=[plan.subject.code])


def _about(request: HttpRequest, found: Judged) -> dict[str, Any]:
    """What one reads of a wish: all of it for who may see the signal, else what everybody reads."""
    signal = found.wish.signal
    title, place, url = Wording(access_of(request), found.round, timezone.localdate()).public(found.wish)
    return {
        "template": "plans/round_wish.html",
        "wish": found.wish,
        "sees": found.sees,
        "may_refuse": found.may_refuse,
        "signal": signal,
        "public_title": title,
        "place": signal.words if found.sees and signal.words else place,
        "public_url": url,
        "theme": current(found.round.municipality).part(Themes).label(signal.theme),
        "back": _round_url(found.round.plan),
        "left": len(found.open),
    }


@require_http_methods(GET_POST)
def judge_wish(request: HttpRequest, code: str, wish: uuid.UUID) -> HttpResponse:
    """Through, or out with the reason; then on to the next wish that nobody looked at."""
    found = judged(request, code, wish)
    plan = found.round.plan
    form = JudgeForm(given(request), municipality=plan.municipality, may_refuse=found.may_refuse)

    def work() -> None:
        said, acting = form.cleaned_data, acting_on(request, plan)
        if said["outcome"] == Outcome.THROUGH:
            verbs.let_through(wish=found.wish.row, **acting)
            return
        words = {name: said[name] for name in ("criterion", "why", "can_do")}
        verbs.let_out(wish=found.wish.row, **words, **acting)

    page = _about(request, found) | {"title": "Bekijk deze wens", "button": "Bewaar", "judges": True}
    to = reverse("plans:judge_wish", args=[code, found.open[0]]) if found.open else page["back"]
    return run_step(
        request, plan, form, verb="judge_wish", work=work, done="Dat is bewaard.", page=page, to=to
    )


@require_http_methods(GET_POST)
def reconsider_wish(request: HttpRequest, code: str, wish: uuid.UUID) -> HttpResponse:
    """Look once more; who got a no hears it."""
    found = judged(request, code, wish)
    plan, form = found.round.plan, AgainForm(given(request))

    def work() -> None:
        verbs.reconsider(wish=found.wish.row, why=form.cleaned_data["why"], **acting_on(request, plan))

    page = _about(request, found) | {"title": "Kijk nog eens", "button": "Bekijk deze wens opnieuw"}
    to, done = reverse("plans:judge_wish", args=[code, found.wish.row.pk]), "Deze wens is weer open."
    return run_step(request, plan, form, verb="reconsider_wish", work=work, done=done, page=page, to=to)


@require_http_methods(GET_POST)
def place_wish(request: HttpRequest, code: str, wish: uuid.UUID) -> HttpResponse:
    """In an item that is there, or a new one. What becomes public is written anew, never taken from who asked (D4)."""
    found = judged(request, code, wish)
    plan, signal = found.round.plan, found.wish.signal
    items = {each.subject.code: each for each in looking.open_items(plan)}
    form = PutForm(given(request), items=items, writes=True, initial={"title": signal.public_title})

    def work() -> None:
        chosen = items.get(form.cleaned_data["item"])
        new = None if chosen else form.new_item(plan, signal.subject)
        verbs.place_wish(wish=found.wish.row, item=chosen, new=new, **acting_on(request, plan))

    page = _about(request, found) | {"title": "Zet in het plan", "button": "Zet in het plan"}
    done = "De wens staat in het plan."
    return run_step(request, plan, form, verb="place_wish", work=work, done=done, page=page, to=page["back"])


@require_http_methods(GET_POST)
def bring_signal(request: HttpRequest, code: str) -> HttpResponse:
    """A signal that was there already takes part: by its code, or chosen among the open ones of the area."""
    found = running(request, code)
    access, plan = access_of(request), found.plan
    form = CodeForm(
        given(request),
        look=lambda typed: looking.signal_at(access, plan.municipality, typed),
        missing=NO_SIGNAL,
    )

    def work() -> None:
        verbs.bring_signal(round_=found, signal=form.found, **acting_on(request, plan))

    page = {
        "template": "plans/round_bring.html",
        "title": "Laat een melding meedoen",
        "button": "Laat meedoen",
        "open": [_row(signal, access) for signal in _open_signals(access, found)[:MOST]],
        "back": _round_url(plan),
    }
    to = reverse("plans:bring_signal", args=[code])
    done = "De melding doet mee."
    return run_step(request, plan, form, verb="bring_signal", work=work, done=done, page=page, to=to)


def _open_signals(access: Access, found: Round) -> QuerySet[Signal]:
    """Open signals of the area that do not take part yet, the newest first."""
    there = RoundWish.objects.filter(municipality=found.municipality_id, round=found).values("wish")
    rows = Signal.objects.filter(
        looking.may_stand(access),
        within("area_path", found.plan.area_path),
        municipality=found.municipality_id,
        state__in=OPEN,
    ).exclude(pk__in=there)
    return rows.select_related("subject").defer("text").order_by("-received_at", "-pk")


def _row(signal: Signal, access: Access) -> dict[str, Any]:
    title = signal.public_title or (signal.title if access.may("see", signal) else "") or "Zonder titel"
    return {"code": signal.subject.code, "title": title, "at": signal.received_at}
