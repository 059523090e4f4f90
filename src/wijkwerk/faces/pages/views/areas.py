"""The page of an area, and all areas as a tree."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages import mapdata, paging, queries, shown
from wijkwerk.faces.pages.context import address
from wijkwerk.faces.pages.maphtml import map_html
from wijkwerk.faces.pages.outline import Outline, outline_of
from wijkwerk.faces.pages.who import people_of, teams_of
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.queries import Branch
from wijkwerk.ground.areas.sections import Contact, Words, say
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.plans.public.around import around_area
from wijkwerk.work.plans.public.open_rounds import open_rounds
from wijkwerk.work.signals.sections import Terms, Themes

ANSWERS = 10
WAITING = 5
PROMISES = 4
LIST_ID = "antwoorden"


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """All areas as a tree, with the map above it."""
    municipality = municipality_of(request)
    outline = outline_of(municipality)
    path, level = outline.top()
    drawn = map_html(municipality, level=level, within=path, list_title="Liever een lijst?")
    context = {
        "map": drawn,
        "roots": [_leaf(root) for root in outline.roots],
        "crumbs": _crumbs(municipality),
    }
    return render(request, "pages/areas.html", context)


def _leaf(branch: Branch) -> dict[str, Any]:
    return {
        "name": branch.area.name,
        "url": shown.area_url(branch.area),
        "children": [_leaf(child) for child in branch.children],
    }


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: who is who, what was asked and answered, what is promised and planned, how to report."""
    municipality = municipality_of(request)
    outline = outline_of(municipality)
    branch = outline.by_code.get(code)
    if branch is None:
        raise Http404
    here = branch.area
    around = [*outline.above(here.path), here]
    today = local_date(timezone.now())
    document = current(municipality)
    context = {
        "area": here,
        "crumbs": _crumbs(municipality, around),
        "map": _map(municipality, outline, here),
        "report_url": _report_url(here),
        "calendar_url": address("calendars:area_year", here.code),
        **_settled(document, around),
        **_people(municipality, document, around, today=today),
        **_signals(request, municipality, document, here, wide=outline.is_wide(here.path)),
        **_promises(municipality, outline, here, today=today),
        "around": around_area(municipality, here, today),
        "open_rounds": open_rounds(municipality, today, path=here.path),
    }
    return render(request, "pages/area.html", context)


def _report_url(here: Area) -> str:
    url = address("signals:report")
    return f"{url}?gebied={here.code}" if url else ""


def _crumbs(municipality: Municipality, around: list[Area] | None = None) -> list[dict[str, str]]:
    found = [
        {"label": municipality.name, "url": reverse("pages:home")},
        {"label": say(municipality, "Alle {area.many}"), "url": reverse("pages:areas")},
    ]
    # The whole municipality stands first already; as an area it is named only on its own page.
    here = (
        [each for each in around or [] if each is around[-1] or each.name != municipality.name]
        if around
        else []
    )
    return found + [{"label": each.name, "url": shown.area_url(each)} for each in here]


def _map(municipality: Municipality, outline: Outline, here: Area) -> str:
    path, level = outline.map_of(here.path)
    inside = path == here.path
    if inside:
        title, listed = f"Kaart van {here.name}", f"{say(municipality, 'Alle {area.many}')} in {here.name}"
    else:
        title = f"{here.name} en {say(municipality, 'de {area.many} ernaast')}"
        listed = say(municipality, "De {area.many} op deze kaart")
    return map_html(
        municipality,
        level=level,
        within=path,
        current="" if inside else here.path,
        title=title,
        list_title=listed,
        list_open=inside,
    )


def _settled(document: Document, around: list[Area]) -> dict[str, Any]:
    """Words, contact and terms as they are in this area."""
    codes = [each.code for each in around]
    words = document.part(Words, codes)
    return {
        "words": words,
        "contact": document.part(Contact, codes),
        "terms": document.part(Terms, codes),
        "level": _level(words, around[-1]),
        "population": shown.number(around[-1].population) if around[-1].population else "",
    }


def _level(words: Words, here: Area) -> str:
    """What an area of this level is called here."""
    nouns = {"wijk": words.district, "buurt": words.neighbourhood, "dorp": words.village}
    return shown.capital(nouns[here.level].one if here.level in nouns else here.level)


def _people(
    municipality: Municipality, document: Document, around: list[Area], *, today: date
) -> dict[str, Any]:
    nearest_first = list(reversed(around))
    return {
        "people": people_of(municipality, document, nearest_first, today=today),
        "teams": teams_of(document, around),
    }


def _signals(
    request: HttpRequest, municipality: Municipality, document: Document, here: Area, *, wide: bool
) -> dict[str, Any]:
    """What waits and what was answered, ten answers a page."""
    after = paging.read_moment(request.GET.get("na", ""))
    found = queries.answered_in(municipality, here.path, size=ANSWERS + 1, after=after, wide=wide)
    waiting = [] if after else queries.waiting_in(municipality, here.path, size=WAITING)
    themes = {theme.key: theme.label for theme in document.part(Themes)}
    answers = shown.answer_items(found[:ANSWERS], themes)
    return {
        "waiting": [shown.item(seen, themes) for seen in waiting],
        "answers": answers,
        "answers_pager": _pager(found, after is not None),
        "markers": _markers(municipality, here) if any(answer["lon"] for answer in answers) else None,
        "list_id": LIST_ID,
    }


def _pager(found: list[queries.Seen], further: bool) -> dict[str, str]:
    last = found[ANSWERS - 1] if len(found) > ANSWERS else None
    more = {"na": paging.mark(last.answered_at, last.key)} if last and last.answered_at else {}
    return {
        "next_url": f"?{urlencode(more)}#beantwoord" if more else "",
        "next_label": "Oudere antwoorden",
        "previous_url": "?#beantwoord" if further else "",
        "previous_label": "Naar de nieuwste",
    }


def _markers(municipality: Municipality, here: Area) -> dict[str, str]:
    return {
        "areas_url": mapdata.areas_url(municipality),
        "backdrop_url": mapdata.backdrop_url(municipality),
        "bounds": mapdata.bounds_of(municipality, here.path),
        "list_id": LIST_ID,
        "title": f"Kaart met de antwoorden in {here.name}",
    }


def _promises(municipality: Municipality, outline: Outline, here: Area, *, today: date) -> dict[str, Any]:
    """What is promised here and what was kept this year: the first few, and how many there are."""
    wide = outline.is_wide(here.path)
    first = queries.of_this_year(queries.promises(municipality, here.path, wide=wide), today=today)
    lines = {name: queries.read_promises(rows, PROMISES + 1) for name, rows in first.items()}
    every = queries.of_this_year(queries.promises(municipality, here.path), today=today)
    counts = {
        name: queries.count(every[name]) if len(found) > PROMISES else len(found)
        for name, found in lines.items()
    }
    return {
        **{
            name: shown.promise_lines(found[:PROMISES], outline, today=today) for name, found in lines.items()
        },
        "running_count": counts["running"],
        "kept_count": counts["kept"],
        "year": today.year,
        "promises_url": f"{reverse('pages:promises')}?gebied={here.code}",
    }
