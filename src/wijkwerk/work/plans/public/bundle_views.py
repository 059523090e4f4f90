"""The bundle of all priorities as a page, on paper, as a spreadsheet and as CSV; for who has a desk, and for everybody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.sections import say
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.kit.tables import csv_response
from wijkwerk.ground.kit.xlsx import Sheet, xlsx_response
from wijkwerk.ground.people.models import Team, TeamKind
from wijkwerk.ground.people.web import municipality_of, need
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.planning import ItemState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.models.item import OriginWords
from wijkwerk.work.plans.public import bundle as bundles
from wijkwerk.work.plans.public.bundle import FIRST_YEAR, HEAD, LAST_YEAR, RESIDENTS, WHAT, Wanted
from wijkwerk.work.plans.public.shown import line
from wijkwerk.work.plans.sections import PlanKinds
from wijkwerk.work.plans.trace.queries import Tally, tallies_of

TEMPLATE: Final = Path(__file__).parents[1] / "paper" / "bundle.typ"
WHATS: Final = (("", "Prioriteiten"), ("taken", "Taken"), ("alles", "Prioriteiten en taken"))
NO_YEAR: Final = "alle"


@require_safe
def bundle(request: HttpRequest) -> HttpResponse:
    """All priorities over all areas, for who has a desk."""
    need(request, "desk")
    return _page(request, public=False)


@require_safe
def public_bundle(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what was adopted."""
    return _page(request, public=True)


@require_safe
def bundle_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """As a file, for who has a desk."""
    need(request, "desk")
    return _file(request, form, public=False)


@require_safe
def public_bundle_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """As a file for everybody."""
    return _file(request, form, public=True)


def _page(request: HttpRequest, *, public: bool) -> HttpResponse:
    municipality, today = municipality_of(request), local_date(timezone.now())
    wanted = _wanted(request, municipality, today)
    found = bundles.rows(municipality, wanted, public=public)
    mark = bundles.read_mark(request.GET.get("na", ""))
    rest = bundles.after(found, mark) if mark else found
    items = bundles.read(rest, municipality, bundles.PAGE + 1, public=public)
    shown = items[: bundles.PAGE]
    tallies, _ = tallies_of(municipality, [item.pk for item in shown])
    sums = bundles.sums(found, municipality)
    here = reverse("plans:public_bundle" if public else "plans:bundle")
    more = bundles.mark_of(shown[-1]) if len(items) > bundles.PAGE else ""
    context = {
        "public": public,
        "wanted": wanted,
        "choices": _choices(municipality, wanted, today),
        "total": bundles.in_words(sums["all"][0]),
        "tables": _tables(sums),
        "lines": [_dressed(item, tallies.get(item.pk, Tally()), today, public=public) for item in shown],
        "files": _files(wanted, public=public),
        "pager": {
            "next_url": f"{here}?{_query(wanted, na=more)}" if more else "",
            "next_label": "Meer punten",
            "previous_url": f"{here}?{_query(wanted)}" if mark else "",
        },
        "crumbs": _crumbs(municipality, public=public),
    }
    return render(request, "plans/bundle.html", context)


def _dressed(item: PlanItem, tally: Tally, today: date, *, public: bool) -> dict[str, Any]:
    return {
        "line": line(item, tally, today, inside=not public),
        "area": words.area_name(item.municipality, item.area_path),
        "money": words.money(item.money),
        "money_from": item.money_from,
        "match": "" if public else bundles.match_words(item),
    }


def _tables(sums: dict[str, list[bundles.Line]]) -> list[dict[str, Any]]:
    """The sums as tables; one line is no table."""
    titles = {"area_path": own("Per {area.one}"), "owner_team__name": "Per team", "origin": "Naar herkomst"}
    return [
        {
            "title": title,
            "rows": [
                {
                    "label": row.label,
                    "items": row.items,
                    "money": words.money(row.money if row.items > row.unknown else None),
                    "unknown": row.unknown,
                    "own": row.from_residents,
                }
                for row in sums[key]
            ],
        }
        for key, title in titles.items()
        if len(sums[key]) > 1
    ]


def _wanted(request: HttpRequest, municipality: Municipality, today: date) -> Wanted:
    """The filters of the address; what makes no sense is left out. Without a year: this one."""
    get = request.GET
    year, state, origin = get.get("jaar", ""), get.get("stand", ""), get.get("herkomst", "")
    kind = get.get("soort", "")
    team = Team.objects.filter(
        municipality=municipality, key=get.get("team", "")[:40].replace("\x00", "")
    ).first()
    return Wanted(
        year=_year(year, today),
        what=get.get("wat", "") if get.get("wat", "") in WHAT else "",
        kind=kind if current(municipality).part(PlanKinds).get(kind) else "",
        state=state if state in {each.value for each in ItemState} else "",
        area=_area(municipality, get.get("gebied", "")),
        team=team,
        origin=origin if origin == RESIDENTS or origin in OriginWords.values else "",
    )


def _year(text: str, today: date) -> int | None:
    if text == NO_YEAR:
        return None
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year


def _area(municipality: Municipality, code: str) -> Area | None:
    paths = {name.code: path for path, name in areas.path_names(municipality).items()} if code else {}
    return areas.area_of(municipality, paths[code]) if code in paths else None


def _choices(municipality: Municipality, wanted: Wanted, today: date) -> list[dict[str, Any]]:
    """The selects above the list: (name, label, chosen, options)."""
    teams = Team.objects.filter(municipality=municipality, ended_at=None).exclude(kind=TeamKind.CARE)
    roots = areas.tree(municipality)
    branches = roots[0].children if len(roots) == 1 and roots[0].children else roots
    kinds = current(municipality).part(PlanKinds)
    years = [(str(year), str(year)) for year in range(today.year - 3, today.year + 5)]
    states = [(key.value, word) for key, (_, word) in words.ITEM_STATES.items()]
    origins = [
        (RESIDENTS, own("Alles van {resident.many}")),
        *((key, label.capitalize()) for key, label in OriginWords.choices),
    ]
    area = wanted.area
    places = [(branch.area.code, branch.area.name) for branch in branches]
    if area and area.code not in dict(places):
        places.append((area.code, area.name))
    rows = [
        ("jaar", "Jaar", str(wanted.year or NO_YEAR), [*years, (NO_YEAR, "Alle jaren")]),
        ("wat", "Wat", wanted.what, list(WHATS)),
        (
            "soort",
            "Soort plan",
            wanted.kind,
            [("", "Elke soort"), *((kind.key, kind.label) for kind in kinds)],
        ),
        ("stand", "Stand", wanted.state, [("", "Alles wat niet afviel"), *states]),
        ("gebied", say(municipality, "{area.one}"), area.code if area else "", [("", "Overal"), *places]),
        (
            "team",
            "Team",
            wanted.team.key if wanted.team else "",
            [("", "Elk team"), *teams.order_by("name").values_list("key", "name")],
        ),
        ("herkomst", "Herkomst", wanted.origin, [("", "Alles"), *origins]),
    ]
    return [dict(zip(("name", "label", "chosen", "options"), row, strict=True)) for row in rows]


def _files(wanted: Wanted, *, public: bool) -> list[dict[str, str]]:
    name = "plans:public_bundle_file" if public else "plans:bundle_file"
    labels = {"pdf": "Als papier (pdf)", "xlsx": "Als rekenblad (xlsx)", "csv": "Als tabel (csv)"}
    return [
        {"label": label, "url": f"{reverse(name, args=[form])}?{_query(wanted)}"}
        for form, label in labels.items()
    ]


def _query(wanted: Wanted, **other: str) -> str:
    """The filters for an address; all years are said, because without a year it is this one."""
    year = {} if wanted.year else {"jaar": NO_YEAR}
    return wanted.query(**year, **other)


def _crumbs(municipality: Municipality, *, public: bool) -> list[dict[str, str]]:
    first = {"label": municipality.name, "url": reverse("pages:home")}
    return [
        first if public else {"label": "Bureau", "url": reverse("signals:desk")},
        {"label": "Plannen", "url": reverse("plans:plans")},
        {"label": "Alle prioriteiten samen", "url": ""},
    ]


# --- files ----------------------------------------------------------------------------------------------


def _file(request: HttpRequest, form: str, *, public: bool) -> HttpResponseBase:
    municipality, today = municipality_of(request), local_date(timezone.now())
    wanted = _wanted(request, municipality, today)
    found = bundles.rows(municipality, wanted, public=public)
    name = f"prioriteiten-{wanted.year or 'alle-jaren'}"
    if form == "pdf":
        return _paper(municipality, found, wanted, today, name=name, public=public)
    if form == "csv":
        rows = _rows(found, municipality, today, most=bundles.IN_FILE, public=public)
        return csv_response(f"{name}.csv", HEAD, rows)
    if form == "xlsx":
        sheets = _sheets(found, municipality, today, public=public)
        return xlsx_response(f"{name}.xlsx", sheets)
    raise Http404


def _rows(
    found: QuerySet[PlanItem], municipality: Municipality, today: date, *, most: int, public: bool
) -> Iterator[tuple[Any, ...]]:
    for items, tallies in bundles.in_chunks(found, municipality, most, public=public):
        for item in items:
            yield bundles.cells(item, tallies.get(item.pk, Tally()), today, public=public)


def _sheets(
    found: QuerySet[PlanItem], municipality: Municipality, today: date, *, public: bool
) -> list[Sheet]:
    """All rows, and the sums beside them."""
    sums = bundles.sums(found, municipality)
    lines = [
        (line.label, line.items, line.money, line.unknown, line.from_residents)
        for line in (*sums["all"], *sums["area_path"], *sums["owner_team__name"], *sums["origin"])
    ]
    return [
        Sheet("Punten", HEAD, _rows(found, municipality, today, most=bundles.IN_BOOK, public=public)),
        Sheet(
            "Samen",
            ("Waarvan", "Punten", "Geld dat bekend is", "Bedrag onbekend", own("Van {resident.many}")),
            lines,
        ),
    ]


def _paper(
    municipality: Municipality,
    found: QuerySet[PlanItem],
    wanted: Wanted,
    today: date,
    *,
    name: str,
    public: bool,
) -> HttpResponse:
    """The first hundreds on paper, by area; the sums are of all."""
    items = bundles.read(found, municipality, bundles.ON_PAPER + 1, public=public)
    tallies, _ = tallies_of(municipality, [item.pk for item in items[: bundles.ON_PAPER]])
    sums = bundles.sums(found, municipality)
    parts: dict[str, list[list[str]]] = {}
    for item in items[: bundles.ON_PAPER]:
        area = words.area_name(municipality, item.area_path)
        parts.setdefault(area, []).append(
            _on_paper(item, tallies.get(item.pk, Tally()), today, public=public)
        )
    data = {
        "day": day_words(today),
        "year": str(wanted.year or "alle jaren"),
        "total": bundles.in_words(sums["all"][0]),
        "tables": [
            {
                "title": table["title"],
                "rows": [
                    [row["label"], str(row["items"]), row["money"], str(row["unknown"]), str(row["own"])]
                    for row in table["rows"]
                ],
            }
            for table in _tables(sums)
        ],
        "head": ["Punt", "Plan", "Stand", "Team", "Wanneer", "Geld", "Herkomst"],
        "parts": [{"title": area, "rows": rows} for area, rows in parts.items()],
        "cut": f"Dit zijn de eerste {bundles.ON_PAPER}. Er zijn er meer: kies {own('een {area.one}')}, of neem het rekenblad."
        if len(items) > bundles.ON_PAPER
        else "",
    }
    made = paper(
        TEMPLATE, title="Alle prioriteiten samen", municipality=f"Gemeente {municipality.name}", data=data
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _on_paper(item: PlanItem, tally: Tally, today: date, *, public: bool) -> list[str]:
    money = words.money(item.money) + (f", uit {item.money_from}" if item.money_from else "")
    match = "" if public else bundles.match_words(item)
    asked = words.asked(tally.asked)
    return [
        item.title,
        f"{item.plan.title} ({words.period(item.plan)})",
        words.item_state(item, today)[1] + (f". Afdelingsplan: {match}" if match else ""),
        item.owner_team.name,
        words.due(item),
        money,
        words.origin(item, inside=not public) + (f". {asked}" if asked else ""),
    ]
