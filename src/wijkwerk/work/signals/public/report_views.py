"""Report in three short steps, without an account and without JavaScript. What was typed waits in a draft (D5, D9)."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.ground.subjects import photos
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.maps import map_context
from wijkwerk.work.signals.models import Draft
from wijkwerk.work.signals.places import Place
from wijkwerk.work.signals.public import drafts
from wijkwerk.work.signals.public.limits import limited, spend, too_often
from wijkwerk.work.signals.public.near import Near, similar
from wijkwerk.work.signals.public.pictures import picture
from wijkwerk.work.signals.public.report_forms import WhatForm, WhereForm, WhoForm
from wijkwerk.work.signals.sections import Kinds, NotFor, Retention, Themes

STEPS = (
    ("report", "Wat is het?"),
    ("report_where", "Waar is het?"),
    ("report_who", "Wie bent u? En klopt alles?"),
)
REACHABLE = re.compile(
    r"[^\s@]+@[^\s@]+\.[a-z]{2,}|(?:\+31|0031|\b0)[ -]?[1-9](?:[ -]?[0-9]){8}\b", re.IGNORECASE
)
CHANGED = (
    "Uw melding is in een ander venster veranderd. Kijk hieronder of alles klopt, en verstuur dan opnieuw."
)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, step: int = 0, status: int = 200
) -> HttpResponse:
    """A page of the form; never kept by a browser or proxy, for it holds what somebody typed."""
    municipality = municipality_of(request)
    base = {"house": current(municipality).part(Contact), "steps": _steps(step), "municipality": municipality}
    answer = render(request, f"signals/public/{template}.html", base | context, status=status)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _steps(now: int) -> list[dict[str, str]]:
    states = ["done" if number < now else "now" if number == now else "" for number in range(len(STEPS))]
    return [
        {"label": label, "state": state, "url": reverse(f"signals:{name}") if state == "done" else ""}
        for (name, label), state in zip(STEPS, states, strict=True)
    ]


def _draft(request: HttpRequest) -> Draft | None:
    return drafts.load(request, municipality_of(request), now=timezone.now())


@limited("report")
@require_http_methods(GET_POST)
def report(request: HttpRequest) -> HttpResponse:
    """Step 1: what is it."""
    municipality, draft = municipality_of(request), _draft(request)
    if drafts.done(draft):
        draft = None
    initial = {"kind": "report"} | drafts.part(draft, "what")
    form = WhatForm(given(request), initial=initial, municipality=municipality)
    if goes_on(form):
        return _keep_what(request, draft, form.cleaned_data)
    context = {"form": form, "not_for": current(municipality).part(NotFor)}
    return page(request, "what", context, step=0, status=422 if form.errors else 200)


def _keep_what(request: HttpRequest, draft: Draft | None, what: dict[str, Any]) -> HttpResponse:
    answer = redirect("signals:report_where")
    if draft is not None:
        drafts.keep(draft, what=what, near_seen=False)
        return answer
    _, token = drafts.begin(municipality_of(request), given={"what": what}, now=timezone.now())
    drafts.remember(answer, token)
    return answer


def _not_yet(draft: Draft | None, needed: str) -> HttpResponse | None:
    """Where to go when this step is not at hand: to the receipt, or to the step that is still open."""
    if drafts.done(draft):
        return redirect("signals:report_done")
    if not drafts.part(draft, "what"):
        return redirect("signals:report")
    if needed == "where" and not drafts.part(draft, "where"):
        return redirect("signals:report_where")
    return None


@limited("report_where")
@require_http_methods(GET_POST)
def report_where(request: HttpRequest) -> HttpResponse:
    """Step 2: where is it. Several places found, or similar signals nearby: the page comes once more."""
    draft = _draft(request)
    elsewhere = _not_yet(draft, "what")
    if elsewhere or draft is None:
        return elsewhere or redirect("signals:report")
    if request.method != "POST":
        given = drafts.part(draft, "where")
        form = WhereForm(initial=given, municipality=draft.municipality)
        return _where_page(request, draft, form, drafts.place(draft))
    searching = "search" in request.POST
    form = WhereForm(request.POST, municipality=draft.municipality, searching=searching)
    if not form.is_valid():
        return _where_page(request, draft, form, form.place, status=422)
    return _after_where(request, draft, form, searching)


def _after_where(request: HttpRequest, draft: Draft, form: WhereForm, searching: bool) -> HttpResponse:
    place = form.place
    given = form.again()
    # Who saw what is near goes on: then it is not looked up again.
    near = [] if draft.given.get("near_seen") and not searching else _near(draft, place)
    if searching or near:
        drafts.keep(draft, near_seen=bool(near))
        fresh = WhereForm(initial=given, municipality=draft.municipality)
        return _where_page(
            request, draft, fresh, place, near=near, searched=searching, look_first=not searching
        )
    drafts.keep(draft, where=given | {"place": drafts.place_as_given(place)})
    return redirect("signals:report_who")


def _near(draft: Draft, place: Place) -> list[Near]:
    what = drafts.part(draft, "what")
    if what.get("care") or place.lon is None or place.lat is None:
        return []
    return similar(draft.municipality, lon=place.lon, lat=place.lat, theme=what["theme"], now=timezone.now())


def _where_page(
    request: HttpRequest,
    draft: Draft,
    form: WhereForm,
    place: Place,
    *,
    near: list[Near] | None = None,
    status: int = 200,
    searched: bool = False,
    look_first: bool = False,
) -> HttpResponse:
    what = drafts.part(draft, "what")
    context = {
        "form": form,
        "care": bool(what.get("care")),
        "theme": what["theme"],
        "near": _near(draft, place) if near is None else near,
        "look_first": look_first,
        "nothing_found": searched and not form.found and bool(form.initial.get("words")),
        "found_one": form.found[0] if searched and len(form.found) == 1 else None,
        "where": {} if what.get("care") else map_context(),
    }
    return page(request, "where", context, step=1, status=status)


@limited("report_who")
@require_http_methods(GET_POST)
def report_who(request: HttpRequest) -> HttpResponse:
    """Step 3: who are you, one photo, and the check of all answers. Sending twice gives one signal."""
    draft = _draft(request)
    elsewhere = _not_yet(draft, "where")
    if elsewhere or draft is None:
        return elsewhere or redirect("signals:report")
    if request.method != "POST":
        return _who_page(request, draft, WhoForm(initial=drafts.part(draft, "who")))
    form = WhoForm(request.POST, request.FILES)
    if "drop_photo" in request.POST:
        drafts.keep(draft, who=form.typed())
        photos.drop(photos.of_draft(draft.municipality, draft.pk))
        return redirect("signals:report_who")
    if request.FILES.get("photo") and not _take_photo(request, draft, form):
        drafts.keep(draft, who=form.typed())
        return too_often(request)
    if form.is_valid() and form.cleaned_data["seen"] != drafts.version(draft):
        form.add_error(None, CHANGED)
    return _send(request, draft, form) if form.is_valid() else _who_page(request, draft, form)


def _take_photo(request: HttpRequest, draft: Draft, form: WhoForm) -> bool:
    """Store the photo with the draft, so that it stays when another field is wrong. False: too many today."""
    now = timezone.now()
    if not (spend("photo", request, now=now) and spend("photo_day", request, now=now)):
        return False
    if drafts.part(draft, "what").get("care"):
        return True
    try:
        photos.accept(upload=request.FILES["photo"], municipality=draft.municipality, draft=draft.pk, now=now)  # type: ignore[arg-type]
    except photos.NotAPhoto as problem:
        form.add_error("photo", str(problem))
    return True


def _send(request: HttpRequest, draft: Draft, form: WhoForm) -> HttpResponse:
    try:
        drafts.send(draft=draft, who=form.asker(), now=timezone.now())
    except Refused as refused:
        form.refuse(refused)
        return _who_page(request, draft, form)
    return redirect("signals:report_done")


def _who_page(request: HttpRequest, draft: Draft, form: WhoForm) -> HttpResponse:
    if form.is_bound:
        drafts.keep(draft, who=form.typed())
    document = current(draft.municipality)
    context = {
        "form": form,
        "seen": drafts.version(draft),
        "care": bool(drafts.part(draft, "what").get("care")),
        "photo": drafts.photo_of(draft),
        "facts": _summary(draft),
        "text": drafts.part(draft, "what")["text"],
        "reachable": bool(REACHABLE.search(drafts.part(draft, "what")["text"])),
        "retention": document.part(Retention),
    }
    return page(request, "who", context, step=2, status=422 if form.errors else 200)


def _summary(draft: Draft) -> list[dict[str, str]]:
    """What was answered so far, in words."""
    what, document = drafts.part(draft, "what"), current(draft.municipality)
    return [
        {"label": "Wat voor bericht", "value": document.part(Kinds).label(what["kind"])},
        {"label": "Onderwerp", "value": document.part(Themes).label(what["theme"])},
        {"label": "Waar", "value": place_words(draft.municipality, drafts.place(draft))},
    ]


def place_words(municipality: Municipality, place: Place) -> str:
    """A place in words, for the person who gave it."""
    names = areas.path_names(municipality)
    area = names[place.area_path].name if place.area_path in names else ""
    spot = {
        "point": "De speld op de kaart",
        "street": place.public,
        "outside": "De speld op de kaart, buiten onze gemeente",
    }
    said = [place.words, spot.get(place.precise, ""), f"in {area}" if area else ""]
    if place.public and place.public.casefold() in place.words.casefold():
        said[1] = ""
    return ", ".join(part for part in said if part)


@require_safe
def report_done(request: HttpRequest) -> HttpResponse:
    """The receipt: code, owner, by when, and the link to follow it. It can be loaded again for 24 hours."""
    draft = _draft(request)
    if draft is None or not drafts.done(draft):
        return redirect("signals:report")
    signal, asker = drafts.result(draft)
    link = ""
    if asker is not None:
        link = request.build_absolute_uri(reverse("signals:trace", args=[link_token(asker)]))
    context = {"signal": signal, "asker": asker, "link": link, "care": signal.visibility == "care"}
    answer = page(request, "done", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def draft_photo(request: HttpRequest) -> HttpResponse:
    """The photo of one's own draft, once it is made anew."""
    draft = _draft(request)
    found = drafts.photo_of(draft) if draft else None
    if found is None:
        raise Http404
    return picture(found)
