"""Handing over: give, take over or send back, take the question back, ask higher up (I9, O4)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of, person_of, who
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import handing
from wijkwerk.work.signals.actions.escalating import Up, escalate, next_up
from wijkwerk.work.signals.actions.offers import confirm_before
from wijkwerk.work.signals.desk.forms import ConfirmForm, ReasonForm
from wijkwerk.work.signals.desk.lists.queries import may_confirm
from wijkwerk.work.signals.desk.may import acting, find
from wijkwerk.work.signals.desk.steps import handing_panels
from wijkwerk.work.signals.desk.steps.handing_forms import GiveForm, UpForm
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.models import Handover, HandoverState, Signal


@require_http_methods(GET_POST)
def give(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = GiveForm(given(request), municipality=signal.municipality, care=signal.visibility == "care")

    def work() -> None:
        team, person = form.receiver
        why = form.cleaned_data["why"]
        actions.give(signal=signal, to_team=team, to_person=person, why=why, **acting(request, signal))

    return run_step(
        request,
        signal,
        form,
        verb="give",
        work=work,
        done="U heeft het gevraagd. Tot uw collega’s bevestigen, blijft het bij u.",
        page={
            "title": "Geef door aan een ander",
            "button": "Vraag het",
            "text": f"U krijgt antwoord uiterlijk op {_before(signal)}. Tot uw collega’s bevestigen, blijft de melding bij u.",
        },
    )


def _before(signal: Signal) -> str:
    return day_words(confirm_before(signal, timezone.now()))


@require_http_methods(GET_POST)
def receive(request: HttpRequest, handover: uuid.UUID) -> HttpResponse:
    """The receiver says "I have it", or sends it back with the reason (I9)."""
    access = access_of(request)
    rows = Handover.objects.select_related(
        "signal__subject",
        "signal__municipality",
        "signal__owner_team",
        "signal__owner_person",
        "from_team",
        "to_team",
        "asked_by",
    )
    row = rows.filter(pk=handover, municipality=getattr(request, "municipality", None)).first()
    if row is None or not access.kinds or not may_confirm(access, row):
        raise Http404
    if row.state != HandoverState.SENT:
        messages.info(request, "Dit is al geregeld.")
        return redirect("signals:desk")
    back = request.POST.get("back") == "1"
    form = (ReasonForm if back else ConfirmForm)(given(request))

    def work() -> None:
        if back:
            actions.bounce(handover=row, why=form.cleaned_data["why"], **who(request))
        else:
            actions.confirm(handover=row, **who(request))

    return run_step(
        request,
        row.signal,
        form,
        verb="bounce" if back else "confirm",
        work=work,
        done="U heeft het teruggestuurd." if back else "U heeft deze melding nu. De melder ziet uw naam.",
        page={
            "template": "signals/receive.html",
            "handover": row,
            "reason": form if back else ReasonForm(),
            "title": "Een collega vraagt u dit over te nemen",
            **handing_panels.on_offer(row, access),
        },
        to="signals:desk" if back else "",
    )


@require_POST
def withdraw_handover(request: HttpRequest, code: str) -> HttpResponse:
    """The side that asked takes the question back. Only a button."""
    signal = find(request, code, "note")
    try:
        handing.withdraw_handover(signal=signal, **acting(request, signal))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "De vraag is teruggenomen. De melding bleef waar zij was.")
    return redirect("signals:detail", signal.subject.code)


@require_http_methods(GET_POST)
def escalate_signal(request: HttpRequest, code: str) -> HttpResponse:
    """One button with a reason; the page says to whom it goes."""
    signal = find(request, code, "note")
    try:
        up = next_up(signal, by=person_of(request), today=local_date(timezone.now()))
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("signals:detail", signal.subject.code)
    form = UpForm(given(request))

    def work() -> None:
        escalate(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    return run_step(
        request,
        signal,
        form,
        verb="escalate",
        work=work,
        done=f"U heeft het hogerop gevraagd, aan {up.who}.",
        page={
            "title": "Vraag het hogerop",
            "button": "Vraag het",
            "lead": _goes_to(up),
            "text": _stays(signal),
        },
    )


def _goes_to(up: Up) -> str:
    return f"Uw vraag gaat naar: {up.who}."


def _stays(signal: Signal) -> str:
    return (
        f"Zij antwoorden uiterlijk op {_before(signal)}. Tot zij bevestigen, blijft {signal.owner_team.name} de eigenaar. "
        "De melder leest dat wij het hogerop vragen."
    )
