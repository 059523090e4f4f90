"""One page per step on a signal: fetch with permission, read a form, call one action, go back to the signal."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.ground.subjects.models import PhotoState
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers import askers
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.queries import told
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, offers, publishing
from wijkwerk.work.signals.actions.broad import look_missing, look_required
from wijkwerk.work.signals.desk import forms as desk_forms
from wijkwerk.work.signals.desk.may import acting, find
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.models import Signal


def run_step(
    request: HttpRequest,
    signal: Signal,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], Any],
    done: str,
    page: dict[str, Any],
    to: str = "",
) -> HttpResponse:
    """Show the form, or do the work once. What is refused comes back on the same page with everything that was typed."""
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(verb, work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(to or "signals:detail", *([] if to else [signal.subject.code]))
    context = {"signal": signal, "form": form, "verb": verb, **page}
    status = 422 if form.errors else 200
    return render(request, page.get("template", "signals/step.html"), context, status=status)


KEEP = {
    "title": "Houd deze melding zelf",
    "button": "Ik houd het zelf",
    "text": "Wie u vroeg om het over te nemen, hoeft niets meer te doen.",
}


@require_http_methods(GET_POST)
def take(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "take")
    access, form = access_of(request), desk_forms.ConfirmForm(given(request))
    team = own_team(access.teams | access.care_teams, signal)

    def work() -> None:
        actions.take(signal=signal, team=team, **acting(request, signal))

    page = {
        "title": "Neem deze melding",
        "button": "Ik heb het",
        "text": "De melder ziet dan uw naam en uw team.",
    }
    if signal.owner_person_id == request.user.pk and signal.state != State.REOPENED:
        if not offers.asked_or_sent_back(signal) and request.method != "POST":
            messages.info(request, "U heeft deze melding al.")
            return redirect("signals:detail", signal.subject.code)
        page = KEEP
    done = "U heeft deze melding nu. De melder ziet uw naam."
    if page["title"] == KEEP["title"]:
        done = "Genoteerd: u houdt deze melding zelf."
    return run_step(request, signal, form, verb="take", work=work, done=done, page=page)


def own_team(teams: frozenset[uuid.UUID], signal: Signal) -> Team | None:
    """Who takes a signal of another team brings it to a team of their own; else the team stays."""
    if signal.owner_team_id in teams or not teams:
        return None
    return (
        Team.objects.filter(municipality=signal.municipality_id, pk__in=teams, ended_at=None)
        .order_by("name")
        .first()
    )


@require_http_methods(GET_POST)
def note(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    form = desk_forms.NoteForm(given(request))

    def work() -> None:
        actions.note(signal=signal, text=form.cleaned_data["text"], **acting(request, signal))

    page = {"title": "Schrijf een notitie", "button": "Bewaar notitie", "fields": ["text"]}
    return run_step(request, signal, form, verb="note", work=work, done="De notitie is bewaard.", page=page)


@require_http_methods(GET_POST)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "answer")
    form = desk_forms.AnswerForm(
        given(request),
        municipality=signal.municipality,
        care=signal.visibility == "care",
        today=local_date(timezone.now()),
        initial={"team": signal.owner_team_id, "condition_team": signal.owner_team_id},
    )

    def work() -> None:
        actions.answer(signal=signal, new=form.answer(signal.owner_team), **acting(request, signal))

    page: dict[str, Any] = {"template": "signals/answer.html", "title": "Geef antwoord"}
    page |= {"look_first": look_missing(signal), "look_required": look_required(signal)}
    if request.POST.get("preview") == "1" and form.is_valid():
        letter = actions.answer_letter(signal=signal, new=form.answer(signal.owner_team), now=timezone.now())
        return render(request, page["template"], {"signal": signal, "form": form, "letter": letter, **page})
    done = "Uw antwoord is verstuurd. Wilt u het ook voor iedereen laten zien? Kies dan ‘Maak openbaar’."
    return run_step(request, signal, form, verb="answer", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "publish")
    if signal.visibility == "care":
        raise Http404
    last = next(iter(told(signal.subject)), None)
    first = publishing.first_words(signal, last)
    form = desk_forms.PublishForm(given(request), initial=first)

    def work() -> None:
        if request.POST.get("hide") == "1":
            publishing.hide(signal=signal, **who(request))
        else:
            publishing.show(signal=signal, words=publishing.PublicWords(**form.words()), **who(request))

    page = {"template": "signals/publish.html", "title": "Maak openbaar", "told": last}
    done = "Dit staat nu zo op de website."
    return run_step(request, signal, form, verb="publish", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def publish_photo(request: HttpRequest, code: str, photo: uuid.UUID) -> HttpResponse:
    """Show one photo to everybody, or take it back."""
    signal = find(request, code, "publish")
    row = signal.subject.attachments.filter(pk=photo, state=PhotoState.READY).first()
    if row is None or signal.visibility == "care":
        raise Http404
    hide = row.public_at is not None
    form = (desk_forms.ConfirmForm if hide else desk_forms.PhotoForm)(given(request))

    def work() -> None:
        if hide:
            publishing.hide_photo(signal=signal, photo=row, **who(request))
        else:
            publishing.show_photo(signal=signal, photo=row, alt=form.cleaned_data["alt"], **who(request))

    page = {
        "title": "Haal de foto van de website" if hide else "Laat de foto aan iedereen zien",
        "button": "Haal de foto weg" if hide else "Laat de foto zien",
        "photo": row,
    }
    done = "De foto is niet meer openbaar." if hide else "De foto staat nu op de website."
    return run_step(request, signal, form, verb="publish_photo", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def make_care(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "make_care")
    form = desk_forms.ConfirmForm(given(request))

    def work() -> None:
        care.make_care(signal=signal, **acting(request, signal))

    page = {
        "title": "Naar de zorglijn",
        "button": "Ja, naar de zorglijn",
        "text": "Gaat dit over de gezondheid of het gezin van één persoon? Dan ziet alleen het zorgteam het nog. "
        "Het verdwijnt uit elke lijst en van elke kaart. Dit kan niet terug.",
    }
    done = "Het zorgteam heeft deze melding nu. U ziet die zelf niet meer."
    to = "" if access_of(request).care_teams else "signals:desk"
    return run_step(request, signal, form, verb="make_care", work=work, done=done, page=page, to=to)


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    form = desk_forms.ReasonForm(given(request))

    def work() -> None:
        actions.reopen(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    page = {"title": "Open deze melding opnieuw", "button": "Open opnieuw", "fields": ["why"]}
    done = "De melding is weer open."
    return run_step(request, signal, form, verb="reopen", work=work, done=done, page=page)


@require_http_methods(GET_POST)
def close(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "answer")
    form = desk_forms.ConfirmForm(given(request))

    def work() -> None:
        actions.close(signal=signal, **acting(request, signal))

    page = {
        "title": "Sluit deze melding",
        "button": "Sluit de melding",
        "text": "Doe dit alleen als de melder tevreden is. De melder krijgt bericht.",
    }
    return run_step(request, signal, form, verb="close", work=work, done="De melding is gesloten.", page=page)


@require_http_methods(GET_POST)
def renew_link(request: HttpRequest, code: str, asker: uuid.UUID) -> HttpResponse:
    """A lost or shared link: the old one dies, the new one goes to the asker."""
    signal = find(request, code, "see_askers")
    row = (
        Asker.objects.select_related("subject")
        .filter(pk=asker, subject=signal.subject, erased_at=None)
        .first()
    )
    if row is None:
        raise Http404
    form = desk_forms.ConfirmForm(given(request))

    def work() -> None:
        askers.renew_link(asker=row, **who(request))
        actions.resend_link(signal=signal, asker=row, now=timezone.now())

    page = {
        "title": "Stuur een nieuwe link",
        "button": "Stuur een nieuwe link",
        "text": "De oude link werkt dan niet meer. De melder krijgt de nieuwe.",
    }
    done = "De nieuwe link is onderweg."
    return run_step(request, signal, form, verb="renew_link", work=work, done=done, page=page)
