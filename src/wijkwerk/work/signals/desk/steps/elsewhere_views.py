"""Pages of staff for what is not ours to answer (formal matters, other organisations) and for what cannot wait."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as go_to
from django.views.decorators.http import require_http_methods, require_POST

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import who
from wijkwerk.rules.deadlines import day_words, working_days_between
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions import elsewhere, urgent
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.may import acting, find
from wijkwerk.work.signals.desk.steps import elsewhere_forms as own_forms
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Formals, Urgent


@require_http_methods(GET_POST)
def forward(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = own_forms.ForwardForm(given(request), municipality=signal.municipality)

    def work() -> None:
        said = {name: form.cleaned_data[name] for name in ("formal_kind", "why")}
        elsewhere.forward(signal=signal, **said, **acting(request, signal))

    page = {
        "title": "Dit is een officieel bericht",
        "button": "Stuur door",
        "text": "Voor een klacht, een bezwaar of een aanvraag gelden vaste regels. Zo’n bericht krijgt hier geen ja of nee. "
        "De melder hoort waar het is, en wanneer er antwoord komt. Het wordt niet openbaar.",
    }
    done = "De melder heeft bericht. Stuur het nu zelf door, en vul daarna het kenmerk in."
    return run_step(request, signal, form, verb="forward", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def unforward(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = own_forms.UnforwardForm(given(request))

    def work() -> None:
        elsewhere.unforward(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    page = {"title": "Toch geen officieel bericht", "button": "Haal het terug"}
    done = "Het is weer een gewone melding, met een nieuwe termijn. De melder heeft bericht."
    return run_step(request, signal, form, verb="unforward", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def register(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = own_forms.RegisterForm(given(request))

    def work() -> None:
        found = {name: form.cleaned_data[name] for name in ("external_system", "external_ref")}
        elsewhere.register(signal=signal, **found, **acting(request, signal))

    page = {
        "title": "Vul het kenmerk in",
        "button": "Bewaar het kenmerk",
        "text": "Staat het bericht in het andere systeem? Dan gaat het daar verder en is het hier klaar.",
    }
    done = "Het kenmerk is bewaard. Het bericht gaat verder in het andere systeem."
    return run_step(request, signal, form, verb="register", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def redirect(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = own_forms.RedirectForm(given(request))

    def work() -> None:
        found = {name: form.cleaned_data[name] for name in ("where", "contact", "why", "external_ref")}
        elsewhere.redirect(signal=signal, **found, **acting(request, signal))

    page = {
        "title": "Stuur door naar een andere organisatie",
        "button": "Stuur door",
        "text": "Stuur de melding eerst zelf naar die organisatie. Stuur geen naam of adres van de melder mee, tenzij de melder "
        "dat goed vindt. Vul daarna dit in: de melder krijgt bericht.",
    }
    done = "De melding is doorgestuurd. Elke melder heeft bericht."
    return run_step(request, signal, form, verb="redirect", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def mark_urgent(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    form = own_forms.UrgentForm(given(request))

    def work() -> None:
        urgent.mark_urgent(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    part = current(signal.municipality).part(Urgent)
    text = f"Opent niemand de melding binnen {part.minutes} minuten? Dan gaat er een alarm. Is er nu gevaar? Bel 112."
    page = {"title": "Dit heeft spoed", "button": "Ja, spoed", "text": text}
    done = "De melding heeft nu spoed."
    return run_step(request, signal, form, verb="mark_urgent", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def unmark_urgent(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    form = own_forms.UrgentForm(given(request))

    def work() -> None:
        urgent.unmark_urgent(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    page = {"title": "Dit heeft geen spoed meer", "button": "Geen spoed meer"}
    done = "De melding heeft geen spoed meer."
    return run_step(request, signal, form, verb="unmark_urgent", work=work, done=done, page=page)


@require_POST
def see_urgent(request: HttpRequest, code: str) -> HttpResponse:
    """The button "I have seen this": looking at the page changes nothing, so it is said."""
    signal = find(request, code, "take")
    form = ConfirmForm(request.POST)
    if form.is_valid():
        mine = who(request)
        try:
            form.do_once("see_urgent", lambda: urgent.see_urgent(signal=signal, **mine), now=mine["now"])
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "U heeft dit gezien. Er gaat geen alarm meer.")
    return go_to("signals:detail", signal.subject.code)


def elsewhere_panel(signal: Signal, today: date, history: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page of a signal shows of all this; nothing is fetched. `history` is what `desk_events` found."""
    sent = [each for each in history if each.get("verb") == elsewhere.REDIRECTED]
    return {
        "contact": sent[-1]["contact"] if sent and signal.result == elsewhere.REDIRECTED else "",
        "formal": _formal(signal, today) if signal.formal_kind else None,
        "unseen": urgent.waits(signal),
        "seen_form": ConfirmForm(),
        "phone": current(signal.municipality).part(Urgent).phone,
    }


def _formal(signal: Signal, today: date) -> dict[str, Any]:
    way = current(signal.municipality).part(Formals).get(signal.formal_kind)
    due, done = signal.legal_due, bool(signal.external_ref)
    return {
        "label": way.label if way else signal.get_formal_kind_display(),
        "contact": elsewhere.contact_words(way) if way else "",
        "late": bool(due and due < today) and not done,
        "left": "" if done or due is None else days_left(due, today),
        "due": day_words(due) if due else "",
        "done": done,
    }


def days_left(due: date, today: date) -> str:
    """How long a legal term still runs, in words of staff."""
    if due < today:
        days = (today - due).days
        return "1 dag te laat" if days == 1 else f"{days} dagen te laat"
    if due == today:
        return "vandaag is de laatste dag"
    days = working_days_between(today, due)
    return "nog 1 werkdag" if days == 1 else f"nog {days} werkdagen"
