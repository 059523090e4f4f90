"""Ask the asker, write down a reply, go on without it, and tick off new messages; and the panel that shows them."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import who
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.persons import once_each
from wijkwerk.work.signals import conversation
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.may import acting, find
from wijkwerk.work.signals.desk.steps.asking_forms import HeardForm, QuestionForm, SeenForm
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Terms


def panel(signal: Signal, *, sees: bool) -> dict[str, Any] | None:
    """What `_messages.html` shows of a signal that was fetched `with_talk`. None for who may not read it."""
    if not sees:
        return None
    said = conversation.of_signal(signal)
    new = [each for each in said if each.is_new]
    last = new[-1].pk if new else None
    return {"said": said, "new": len(new), "form": SeenForm(last=last)}


@require_http_methods(GET_POST)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    to = once_each(conversation.reachable(signal))
    if not to:
        messages.warning(request, asking.NOBODY)
        return redirect("signals:detail", signal.subject.code)
    form = QuestionForm(given(request))

    def work() -> None:
        asking.ask(signal=signal, question=form.cleaned_data["question"], **acting(request, signal))

    page = {"title": "Stel de melder een vraag", "button": "Stel de vraag", "text": _what_follows(signal, to)}
    done = "De vraag is onderweg. De tijd staat nu stil."
    return run_step(request, signal, form, verb="ask", work=work, done=done, page=page)


def _what_follows(signal: Signal, to: list[Asker]) -> str:
    days = part_at(signal.municipality, Terms, signal.area_path).reply_days
    until = day_words(local_date(timezone.now()) + timedelta(days=days))
    who = "De melder krijgt" if len(to) == 1 else f"{len(to)} melders krijgen"
    alone = "" if len(to) == 1 else " Schrijf niets op wat één van hen vertelde."
    return (
        f"{who} uw vraag. De tijd staat stil tot het antwoord er is, en hoogstens tot en met {until}.{alone}"
    )


@require_http_methods(GET_POST)
def reply(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    question = conversation.open_question(signal)
    askers = Asker.objects.filter(municipality=signal.municipality, subject=signal.subject, erased_at=None)
    form = HeardForm(given(request), askers=askers.order_by("asked_at", "pk")[:50])

    def work() -> None:
        said = {name: form.cleaned_data[name] for name in ("text", "via")}
        asking.reply(signal=signal, asker=form.who(), **said, **acting(request, signal))

    lead = (
        f"Onze vraag: {question.text}"
        if question
        else "Er staat geen vraag open. Dit wordt een bericht van de melder."
    )
    page = {"title": "Antwoord van de melder", "button": "Bewaar het antwoord", "lead": lead}
    done = "Het antwoord van de melder staat erin."
    return run_step(request, signal, form, verb="reply", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def resume(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = ConfirmForm(given(request))

    def work() -> None:
        asking.resume(signal=signal, **acting(request, signal))

    page = {
        "title": "Ga verder zonder antwoord",
        "button": "Ga verder",
        "text": "De melder hoeft dan niet meer te antwoorden. De tijd om te antwoorden gaat weer lopen.",
    }
    return run_step(request, signal, form, verb="resume", work=work, done="De tijd loopt weer.", page=page)


@require_POST
def see_messages(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    form = SeenForm(request.POST)
    if form.is_valid():
        asking.see_messages(signal=signal, last=form.cleaned_data["last"], **who(request))
        messages.success(request, "U heeft de berichten gelezen.")
    return redirect("signals:detail", signal.subject.code)
