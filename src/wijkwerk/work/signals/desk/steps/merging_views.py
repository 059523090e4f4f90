"""Find what looks alike, merge with the two side by side, take apart again, and split; and the panel that shows it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.signals.actions import merging
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.lists.rows import dress
from wijkwerk.work.signals.desk.may import acting, find, roles_on
from wijkwerk.work.signals.desk.steps.merging_forms import OtherForm, SplitForm
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.finding import likeness
from wijkwerk.work.signals.models import Signal

BACK = (
    "De melders horen weer bij hun eigen melding. Zij krijgen bericht, en een nieuwe datum voor het antwoord."
)


def panel(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What `_merged.html` shows, read from the history that the page fetched already: no query. Values are public codes."""
    found: dict[str, Any] = {"into": "", "part_of": "", "parts": [], "came": {}}
    for event in events:
        codes = event.get("codes", [])
        match event.get("verb"), codes:
            case "merged", [code]:
                found["into"] = code
            case "unmerged", _:
                found["into"] = ""
            case "merged_in", [code]:
                found["came"][code] = None
            case "merged_out", [code]:
                found["came"].pop(code, None)
            case "split", [*parts]:
                found["parts"] = parts
            case "split_off", [code]:
                found["part_of"] = code
            case _:
                pass
    return found | {"came": list(found["came"])}


def _whole(request: HttpRequest, code: str) -> Signal:
    """The signal, for who may give it away. About care there is no such page (D8)."""
    signal = find(request, code, "give")
    if signal.visibility == "care":
        raise Http404
    return signal


def _look(request: HttpRequest, code: str) -> Signal | None:
    """The other signal, when this person has the same rights on it; who has not does not learn that it is there."""
    try:
        return _whole(request, code)
    except Http404:
        return None


@require_safe
def alike(request: HttpRequest, code: str) -> HttpResponse:
    """The signals that may be about the same, with the reasons."""
    signal, access, now = _whole(request, code), access_of(request), timezone.now()
    found = likeness.look_alikes(signal, access, now=now)
    rows = dress([each.signal for each in found], access, signal.municipality, timezone.localdate(now))
    step = workflow.allowed(State(signal.state), Step.MERGE, roles_on(access, signal))
    context = {
        "signal": signal,
        "found": list(zip(rows, found, strict=True)),
        "may_merge": step is not None and not signal.formal_kind,
        "form": OtherForm(look=lambda _: None),
    }
    return render(request, "signals/alike.html", context)


@require_http_methods(GET_POST)
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the other signal by its code, see both side by side, and merge."""
    signal, access = _whole(request, code), access_of(request)
    chosen = OtherForm(
        request.GET if "met" in request.GET else None, look=lambda typed: _look(request, typed)
    )
    if not chosen.is_valid():
        context = {"signal": signal, "form": chosen}
        return render(request, "signals/merge_choose.html", context, status=422 if chosen.errors else 200)
    into: Signal = chosen.cleaned_data["met"]

    def work() -> None:
        merging.merge(signal=signal, into=into, **acting(request, signal))

    page = {
        "template": "signals/merge.html",
        "title": "Voeg twee meldingen samen",
        "into": into,
        "both": list(
            zip(
                (signal, into),
                dress([signal, into], access, signal.municipality, timezone.localdate()),
                strict=True,
            )
        ),
    }
    done = f"Melding {signal.subject.code} hoort nu bij deze melding. De melders krijgen bericht."
    to = reverse("signals:detail", args=[into.subject.code])
    return run_step(
        request, signal, ConfirmForm(given(request)), verb="merge", work=work, done=done, page=page, to=to
    )


@require_http_methods(GET_POST)
def unmerge(request: HttpRequest, code: str) -> HttpResponse:
    """Undo a merge. What was not merged, or is undone already, shows on its own page that it stands alone."""
    signal = _whole(request, code)
    if signal.state != State.MERGED:
        return redirect("signals:detail", signal.subject.code)

    def work() -> None:
        merging.unmerge(signal=signal, **acting(request, signal))

    page = {
        "title": "Haal de meldingen weer uit elkaar",
        "button": "Haal uit elkaar",
        "text": f"{BACK} Wat openbaar was, moet u daarna zelf weer openbaar maken.",
    }
    form = ConfirmForm(given(request))
    return run_step(
        request, signal, form, verb="unmerge", work=work, done="De melding staat weer op zichzelf.", page=page
    )


@require_http_methods(GET_POST)
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Two to five parts, each with its own team and answer."""
    signal = _whole(request, code)
    form = SplitForm(given(request), signal=signal)

    def work() -> None:
        merging.split(signal=signal, parts=form.parts(), **acting(request, signal))

    page = {"template": "signals/split.html", "title": "Splits deze melding"}
    done = "De melding is gesplitst. De melders krijgen over elk deel bericht."
    return run_step(request, signal, form, verb="split", work=work, done=done, page=page)
