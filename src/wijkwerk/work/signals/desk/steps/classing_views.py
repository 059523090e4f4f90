"""What staff say about a signal: what it is and where, what a broad look showed, that more is going on; help with themes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import say
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions.classifying import classify
from wijkwerk.work.signals.actions.marking import look_broadly, mark_more, unmark_more
from wijkwerk.work.signals.desk.may import acting, find, for_desk
from wijkwerk.work.signals.desk.steps.handing_forms import BroadForm, ClassForm, MoreForm
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.finding.learning import FEWEST, suggestion
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.models import BroadLook, Signal, ThemeModel
from wijkwerk.work.signals.sections import Suggesting, Themes

SEES_MARK = "{area_manager.with_article} ziet het teken op het bureau."


@require_http_methods(GET_POST)
def classify_signal(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "give")
    form = ClassForm(given(request), signal=signal, theme=_known(request.GET.get("thema", ""), signal))

    def work() -> None:
        again = form.cleaned_data["route_again"]
        classify(signal=signal, new=form.new(), route_again=again, **acting(request, signal))

    if request.method == "POST" and goes_on(form):
        try:
            form.do_once("classify", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _classified(request, signal)
    context = {"signal": signal, "form": form, "hint": _hint(signal), "care": signal.visibility == "care"}
    return render(request, "signals/classify.html", context, status=422 if form.errors else 200)


def _classified(request: HttpRequest, signal: Signal) -> HttpResponse:
    """Back to the signal; to the desk when it is now in an area or with a team whose signals this person does not see."""
    messages.success(request, "De melding is opnieuw ingedeeld.")
    fresh = Signal.objects.get(municipality=signal.municipality, pk=signal.pk)
    if not access_of(request).may("see", fresh):
        messages.info(request, "U ziet deze melding zelf niet meer: zij hoort nu bij een ander.")
        return redirect("signals:desk")
    return redirect("signals:detail", signal.subject.code)


def _known(theme: str, signal: Signal) -> str:
    return theme if current(signal.municipality).part(Themes).get(theme) else ""


def _hint(signal: Signal) -> dict[str, str] | None:
    """Another theme that fits better, with the words that say so; nothing about care goes into it (D8)."""
    found = None if signal.visibility == "care" else theme_hint(signal.municipality, signal.text)
    return None if found is None or found["theme"] == signal.theme else found


def theme_hint(municipality: Municipality, text: str) -> dict[str, str] | None:
    """The suggested theme of a text in words for a page; None when there is no good one."""
    found = suggestion(municipality, text)
    if found is None:
        return None
    label = current(municipality).part(Themes).label(found.theme)
    return {"theme": found.theme, "label": label, "because": ", ".join(found.because)}


@require_http_methods(GET_POST)
def broad_look(request: HttpRequest, code: str) -> HttpResponse:
    signal = find(request, code, "note")
    look = BroadLook.objects.filter(municipality=signal.municipality, signal=signal).first()
    form = BroadForm(given(request), municipality=signal.municipality, look=look)

    def work() -> None:
        look_broadly(signal=signal, look=form.look(), **acting(request, signal))

    page = {
        "title": "Kijk breed",
        "button": "Bewaar",
        "lead": "Wat is de vraag achter de vraag? Eén antwoord is genoeg.",
        "text": "Alleen collega’s lezen dit. Schrijf niets over iemands gezondheid.",
    }
    return run_step(request, signal, form, verb="look_broadly", work=work, done="Dit is bewaard.", page=page)


@require_http_methods(GET_POST)
def more(request: HttpRequest, code: str) -> HttpResponse:
    """Put the mark on the signal, or take it away."""
    signal = find(request, code, "note")
    marked = signal.more_at is not None
    form = MoreForm(given(request), marked=marked)
    mark = unmark_more if marked else mark_more

    def work() -> None:
        mark(signal=signal, why=form.cleaned_data["why"], **acting(request, signal))

    title = "Er is niet meer aan de hand" if marked else "Hier is meer aan de hand"
    text = "" if marked else say(municipality_of(request), SEES_MARK)
    page = {"title": title, "button": "Haal het teken weg" if marked else "Zet het teken", "text": text}
    done = "Het teken is weg." if marked else "Het teken staat erbij. Zie de lijst ‘Meer aan de hand’."
    return run_step(request, signal, form, verb="mark_more", work=work, done=done, page=page)


@require_safe
def suggestion_about(request: HttpRequest) -> HttpResponse:
    """How the suggested theme is made, and how often it was right: measured, on how many, per theme (D12)."""
    _, municipality = for_desk(request)
    row = ThemeModel.objects.filter(municipality=municipality).first()
    document = current(municipality)
    measured = row.measured if row else {}
    counts = measured.get("per_theme", {})
    themes = [
        {"label": document.part(Themes).label(key), "right": right, "suggested": suggested, "of": of}
        for key, (right, suggested, of) in sorted(counts.items(), key=lambda each: -each[1][2])
    ]
    context = {
        "row": row,
        "measured": measured,
        "share": _share(measured.get("right", 0), measured.get("suggested", 0)),
        "offered": _share(measured.get("suggested", 0), measured.get("of", 0)),
        "wanted": round(100 * document.part(Suggesting).wanted),
        "switched_on": document.part(Suggesting).themes,
        "works": row is not None and row.threshold is not None and document.part(Suggesting).themes,
        "themes": themes,
        "fewest": FEWEST,
    }
    return render(request, "signals/suggestion_about.html", context)


def _share(part: int, of: int) -> int:
    """Whole percent, rounded down: never better than measured."""
    return 100 * part // of if of else 0
