"""Every public promise: open, late, kept; for the municipality or one area."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages import paging, queries, shown
from wijkwerk.faces.pages.outline import Outline, outline_of
from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.rules.deadlines import local_date

PAGE = 20
# What stands in the address, what list it is, what it is called.
LISTS = (("open", "open", "Loopt nog"), ("te-laat", "late", "Te laat"), ("nagekomen", "kept", "Nagekomen"))
WHICH = {word: which for word, which, _ in LISTS}


@dataclass(frozen=True)
class Wanted:
    """The list that is asked for; what makes no sense in the address is left out."""

    word: str
    area: Area | None

    def url(self, word: str = "", na: str = "") -> str:
        parts = {"stand": word or self.word, "gebied": self.area.code if self.area else "", "na": na}
        return f"{reverse('pages:promises')}?{urlencode({name: value for name, value in parts.items() if value})}"


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """One list of promises, twenty a page."""
    municipality = municipality_of(request)
    outline = outline_of(municipality)
    wanted = _wanted(request, outline)
    today = local_date(timezone.now())
    which = WHICH[wanted.word]
    path = wanted.area.path if wanted.area else ""
    rows = queries.promises(municipality, path, wide=outline.is_wide(path))
    rows = queries.listed(rows, which, today=today)
    after = paging.read_day(request.GET.get("na", ""))
    found = queries.read_promises(queries.after_promise(rows, which, after) if after else rows, PAGE + 1)
    context = {
        "area": wanted.area,
        "which": which,
        "lists": [
            {"label": label, "url": wanted.url(word), "current": word == wanted.word}
            for word, _, label in LISTS
        ],
        "areas": _choices(outline, wanted),
        "stand": wanted.word,
        "lines": shown.promise_lines(found[:PAGE], outline, today=today),
        "pager": _pager(found, wanted, further=after is not None),
        "crumbs": [{"label": municipality.name, "url": reverse("pages:home")}, {"label": "Beloften"}],
    }
    return render(request, "pages/promises.html", context)


def _wanted(request: HttpRequest, outline: Outline) -> Wanted:
    word = request.GET.get("stand", "")
    branch = outline.by_code.get(request.GET.get("gebied", ""))
    return Wanted(word if word in WHICH else LISTS[0][0], branch.area if branch else None)


def _choices(outline: Outline, wanted: Wanted) -> list[dict[str, object]]:
    """The areas of the first map: enough to choose from, and short enough to read."""
    path, level = outline.top()
    chosen = [branch.area for branch in outline.by_path.values() if branch.area.level == level]
    if wanted.area and wanted.area not in chosen:
        chosen.append(wanted.area)
    return [
        {"code": area.code, "name": area.name, "current": wanted.area == area}
        for area in chosen
        if area.path != path
    ]


def _pager(found: list[queries.PublicPromise], wanted: Wanted, *, further: bool) -> dict[str, str]:
    last = found[PAGE - 1] if len(found) > PAGE else None
    return {
        "next_url": wanted.url(na=paging.mark(last.due_until, last.key)) if last else "",
        "next_label": "Meer beloften",
        "previous_url": wanted.url() if further else "",
    }
