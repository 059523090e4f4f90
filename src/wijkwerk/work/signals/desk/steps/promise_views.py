"""Promises and conditions on the desk: the list, and each step on one of them."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.web import who
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.deadlines import Precision, spoken
from wijkwerk.work.answers import actions as answers
from wijkwerk.work.answers.models import Condition, Promise, PromiseState
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.desk import forms
from wijkwerk.work.signals.desk.lists.filters import read_filter
from wijkwerk.work.signals.desk.lists.promise_lists import open_conditions, promise_page
from wijkwerk.work.signals.desk.lists.rows import promise_rows
from wijkwerk.work.signals.desk.may import find, for_desk
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal

STATES = {"open": "Open", "late": "Te laat", "kept": "Nagekomen", "withdrawn": "Ingetrokken"}


@require_safe
def promise_list(request: HttpRequest) -> HttpResponse:
    """What was promised, per area and team, and which conditions are still open."""
    access, municipality = for_desk(request)
    today = timezone.localdate()
    wanted = read_filter(request.GET)
    state = request.GET.get("staat", "open")
    state = state if state in STATES else "open"
    rows, mark = promise_page(
        access,
        municipality,
        state=state,
        team=wanted.team,
        area_path=wanted.area_path,
        after=request.GET.get("na", ""),
        today=today,
    )
    keep = {"staat": state, "team": wanted.team, "gebied": wanted.area_path}
    return render(
        request,
        "signals/promise_list.html",
        {
            "rows": promise_rows(rows, today),
            "conditions": open_conditions(access, municipality) if state == "open" else [],
            "states": [{"key": key, "label": word, "current": key == state} for key, word in STATES.items()],
            "teams": current(municipality).part(Teams),
            "wanted": wanted,
            "state": state,
            "today": today,
            "pager": {"next_url": "?" + urlencode(keep | {"na": mark}) if mark else ""},
        },
    )


@require_http_methods(GET_POST)
def settle_condition(request: HttpRequest, code: str, condition: uuid.UUID) -> HttpResponse:
    signal = find(request, code, "settle")
    row = Condition.objects.filter(
        pk=condition, municipality=signal.municipality, answer__subject=signal.subject
    ).first()
    if row is None:
        raise Http404
    form = forms.SettleForm(given(request))

    def work() -> None:
        locked(signal)
        met, why = form.cleaned_data["outcome"] == "met", form.cleaned_data["why"]
        answers.settle_condition(asked=asked_of(signal), condition=row, met=met, why=why, **who(request))

    page = {
        "title": "Is de voorwaarde vervuld?",
        "lead": f"Voorwaarde: {row.what}",
        "button": "Vertel het de melder",
        "fields": ["outcome", "why"],
    }
    done = "De melder hoort het. Vervult u de laatste voorwaarde? Dan staat de belofte nu op de lijst."
    return run_step(request, signal, form, verb="settle_condition", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def keep_promise(request: HttpRequest, code: str, promise: str) -> HttpResponse:
    form = forms.KeepForm(given(request))
    page = {"title": "Is de belofte nagekomen?", "button": "Ja, het is klaar", "fields": ["how"]}
    return _on_promise(
        request,
        code,
        promise,
        form,
        verb="keep_promise",
        act=lambda **given: answers.keep_promise(how=form.cleaned_data["how"], **given),
        done="Mooi. De melder hoort dat het klaar is.",
        page=page,
    )


@require_http_methods(GET_POST)
def shift_promise(request: HttpRequest, code: str, promise: str) -> HttpResponse:
    form = forms.ShiftForm(given(request), today=timezone.localdate())

    def act(**given: Any) -> None:
        due, precision = form.cleaned_data["due"]
        answers.shift_promise(due_until=due, precision=precision, why=form.cleaned_data["why"], **given)

    page = {
        "title": "Geef de belofte een andere datum",
        "button": "Verzet de datum",
        "fields": ["due", "why"],
    }
    return _on_promise(
        request,
        code,
        promise,
        form,
        verb="shift_promise",
        act=act,
        done="De melder hoort de nieuwe datum.",
        page=page,
    )


@require_http_methods(GET_POST)
def withdraw_promise(request: HttpRequest, code: str, promise: str) -> HttpResponse:
    form = forms.ReasonForm(given(request))
    page = {
        "title": "Trek de belofte in",
        "button": "Trek de belofte in",
        "fields": ["why"],
        "text": "Doe dit alleen als het echt niet meer kan. De melder leest uw uitleg.",
    }
    return _on_promise(
        request,
        code,
        promise,
        form,
        verb="withdraw_promise",
        act=lambda **given: answers.withdraw_promise(why=form.cleaned_data["why"], **given),
        done="De belofte is ingetrokken. De melder hoort waarom.",
        page=page,
    )


def _on_promise(
    request: HttpRequest,
    code: str,
    promise: str,
    form: OnceForm,
    *,
    verb: str,
    act: Callable[..., Any],
    done: str,
    page: dict[str, Any],
) -> HttpResponse:
    signal = find(request, code, "settle")
    row = _promise_of(signal, promise)
    followed = next((url for url in hooks.run("promises.follows", promise=row) if url), None)
    if followed:
        messages.info(request, "Deze belofte hoort bij dit punt. Wat u hier doet, hoort de melder.")
        return redirect(followed)

    def work() -> None:
        locked(signal)
        act(asked=asked_of(signal), promise=row, **who(request))

    lead = f"{row.what} – {spoken(row.due_until, Precision(row.precision))}"
    return run_step(request, signal, form, verb=verb, work=work, done=done, page={"lead": lead, **page})


def _promise_of(signal: Signal, code: str) -> Promise:
    rows = Promise.objects.filter(
        municipality=signal.municipality, asked=signal.subject, state=PromiseState.OPEN
    )
    found = rows.filter(subject__code=clean_code(code)).first() if is_public_code(clean_code(code)) else None
    if found is None:
        raise Http404
    return found
