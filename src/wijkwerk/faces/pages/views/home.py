"""The front page: find your area, what was answered lately, and whether we keep our word."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages import queries, shown
from wijkwerk.faces.pages.maphtml import map_html
from wijkwerk.faces.pages.outline import Outline, outline_of
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import say
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.answers.queries import days_open, figures
from wijkwerk.work.plans.public.open_rounds import open_rounds

CARDS = 3
KEPT = 3
UNREADY = 10

DESCRIBED = (
    "Bij {area.each} staat hoeveel beloften open staan. Onder de kaart staat dezelfde lijst in woorden."
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page of the municipality; without one, the list to choose from or what to do first."""
    municipality: Municipality | None = request.municipality  # type: ignore[attr-defined]
    if municipality is None:
        return _choose(request)
    now = timezone.now()
    today = local_date(now)
    outline = outline_of(municipality)
    rows = queries.promises(municipality)
    answered = queries.answered_lately(municipality, now=now)
    fresh = queries.fresh_answers(municipality, now=now, size=CARDS) if answered.total else []
    context = {
        "map": _map(municipality, outline, queries.open_per_area(rows)),
        "open_rounds": open_rounds(municipality, today),
        "answered": shown.marks(answered),
        "period": shown.period(today, answered.days),
        "cards": [shown.card(seen, outline) for seen in fresh],
        "all_answers_url": _all_answers(outline),
        "word": _word(rows, outline, today=today),
    }
    return render(request, "pages/home.html", context)


def _map(municipality: Municipality, outline: Outline, open_promises: dict[str, int]) -> str:
    path, level = outline.top()
    shown_areas = [each for each in outline.by_path.values() if each.area.level == level]
    return map_html(
        municipality,
        level=level,
        within=path,
        subs={each.area.path: f"{open_promises.get(each.area.path, 0)} open" for each in shown_areas},
        desc=say(municipality, DESCRIBED),
        list_title=say(municipality, "Liever een lijst? Alle {area.many}"),
    )


def _all_answers(outline: Outline) -> str:
    if len(outline.roots) == 1:
        return f"{shown.area_url(outline.roots[0].area)}#beantwoord"
    return ""


def _word(rows: Any, outline: Outline, *, today: date) -> dict[str, Any]:
    """Whether we keep our word this year, by the first date that was promised (D3)."""
    numbers = figures(rows, today=today, since=date(today.year, 1, 1))
    oldest = queries.oldest_open(rows)
    kept = queries.kept_lately(rows, today=today, size=KEPT)
    return {
        **numbers,
        "year": today.year,
        "bar": shown.bar(numbers) if numbers["due"] else [],
        "kept_lines": shown.promise_lines(kept, outline, today=today),
        "oldest": shown.promise_line(oldest, outline, today=today) if oldest else None,
        "oldest_days": days_open(oldest.made_at, today) if oldest else None,
    }


def _choose(request: HttpRequest) -> HttpResponse:
    """Without a municipality: those to choose from, or the commands that make one ready."""
    ready = request.municipalities  # type: ignore[attr-defined]
    if ready:
        return render(request, "pages/choose.html", {"choices": [_choice(each) for each in ready]})
    imported = Municipality.objects.order_by("name").values_list("name", "code")[:UNREADY]
    return render(request, "pages/start.html", {"imported": list(imported)})


def _choice(municipality: Municipality) -> dict[str, str]:
    """Its own host where it has one, else its prefix on this one."""
    url = f"//{municipality.host}/" if municipality.host else f"{get_script_prefix()}m/{municipality.code}/"
    return {"name": municipality.name, "url": url}
