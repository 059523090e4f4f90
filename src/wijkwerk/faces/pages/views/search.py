"""Search by public code, street, known place, area or title of a plan. What somebody may not see, does not exist here (D4)."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages import queries, shown
from wijkwerk.faces.pages.context import Site, address
from wijkwerk.faces.pages.outline import Outline, outline_of
from wijkwerk.ground.areas.models import Municipality, Street
from wijkwerk.ground.areas.queries import find_address, searchable
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.codes import ALPHABET, CODE_LENGTH, clean_code, is_public_code
from wijkwerk.work.plans import may as plans_may
from wijkwerk.work.plans import words as plan_words
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.public.queries import found_by_title
from wijkwerk.work.signals.models import Signal

MOST_TYPED = 120
MOST_AREAS = 12
MOST_PLANS = 5  # plans, and as many of what stands in them
LEAST_OF_TITLE = 3
POSTCODE = re.compile(r"\d{4}\s?[a-zA-Z]{2}")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """To the one page that fits, or a list to choose from."""
    municipality = municipality_of(request)
    typed = " ".join(request.GET.get("q", "")[:MOST_TYPED].split())
    code = clean_code(typed)
    if is_public_code(code):
        url = _page_of_code(request, municipality, code)
        return redirect(url) if url else _not_found(request, typed, as_code=True)
    found = _places(municipality, typed) if typed else []
    if not _one_area(found) and len(typed) >= LEAST_OF_TITLE and typed.isprintable():
        found += [_plan_choice(each) for each in found_by_title(municipality, typed, MOST_PLANS)]
    if len(found) == 1:
        return redirect(found[0]["url"])
    if typed and not found:
        return _not_found(request, typed, as_code=_looks_like_code(code))
    return render(request, "pages/search.html", {"typed": typed, "found": found})


def _looks_like_code(cleaned: str) -> bool:
    """Whether somebody meant to type a code, with a mistake in it."""
    return len(cleaned) == CODE_LENGTH and set(cleaned) <= set(ALPHABET)


def _not_found(request: HttpRequest, typed: str, *, as_code: bool) -> HttpResponse:
    """The same page for a code that nobody has and one that is not for the reader."""
    context = {
        "typed": typed,
        "nothing": True,
        "as_code": as_code,
        "postcode": bool(POSTCODE.fullmatch(typed)),
    }
    return render(request, "pages/search.html", context)


def _page_of_code(request: HttpRequest, municipality: Municipality, code: str) -> str:
    subject = Subject.objects.filter(municipality=municipality, code=code).first()
    if subject is None:
        return ""
    if subject.kind == "promise":
        return _page_of_promise(municipality, subject)
    if subject.kind in ("plan", "item"):
        return _page_of_plan(request, subject)
    if Site(request).staff and _may_open(request, municipality, subject):
        desk = address("signals:detail", code)
        if desk:
            return desk
    shows = queries.published(municipality).filter(pk=subject.pk).exists()
    return shown.signal_url(code) if shows else ""


def _page_of_promise(municipality: Municipality, subject: Subject) -> str:
    rows = queries.promises(municipality).filter(pk=subject.pk)
    found = queries.read_promises(rows, 1)
    return shown.signal_url(found[0].code) if found else ""


def _page_of_plan(request: HttpRequest, subject: Subject) -> str:
    access = access_of(request)
    if subject.kind == "plan":
        plan = Plan.objects.filter(pk=subject.pk).first()
        return reverse("plans:plan", args=[subject.code]) if plan and plans_may.sees(access, plan) else ""
    item = PlanItem.objects.filter(pk=subject.pk).select_related("plan").first()
    return reverse("plans:item", args=[subject.code]) if item and plans_may.sees_item(access, item) else ""


def _may_open(request: HttpRequest, municipality: Municipality, subject: Subject) -> bool:
    seen = Signal.objects.filter(access_of(request).visible(), municipality=municipality, pk=subject.pk)
    return seen.exists()


def _places(municipality: Municipality, typed: str) -> list[dict[str, Any]]:
    """Areas and streets that fit, each with its page; an exact name of one area stands alone."""
    outline = outline_of(municipality)
    words = searchable(typed).split()
    if not words:
        return []
    areas = [branch.area for branch in outline.by_path.values() if _fits(branch.area.name, words)]
    exact = [area for area in areas if searchable(area.name) == " ".join(words)]
    if len(exact) == 1:
        return [_area_choice(exact[0]) | {"exact": True}]
    streets = [_street_choice(street, outline) for street in find_address(municipality, typed)]
    return [_area_choice(area) for area in areas[:MOST_AREAS]] + [choice for choice in streets if choice]


def _one_area(found: list[dict[str, Any]]) -> bool:
    """Whether somebody typed the name of one area: then that is where they go."""
    return len(found) == 1 and found[0].get("exact", False)


def _plan_choice(found: Plan | PlanItem) -> dict[str, Any]:
    if isinstance(found, Plan):
        sub = f"Plan, {plan_words.period(found)}"
        return {"name": found.title, "sub": sub, "url": reverse("plans:plan", args=[found.subject.code])}
    sub = f"Uit het plan {found.plan.title}"
    return {"name": found.title, "sub": sub, "url": reverse("plans:item", args=[found.subject.code])}


def _fits(name: str, words: list[str]) -> bool:
    parts = searchable(name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _area_choice(area: Any) -> dict[str, Any]:
    return {"name": area.name, "sub": shown.capital(area.level), "url": shown.area_url(area)}


def _street_choice(street: Street, outline: Outline) -> dict[str, Any] | None:
    branch = next((each for each in outline.by_path.values() if each.area.pk == street.area_id), None)
    if branch is None:
        return None
    return {"name": street.name, "sub": f"in {branch.area.name}", "url": shown.area_url(branch.area)}
