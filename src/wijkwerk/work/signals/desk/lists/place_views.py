"""The list of the desk on a map: the points for the browser, and the same signals in words below it."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.frame import Frame, around, frame_of
from wijkwerk.work.signals.desk.lists.rows import Row, dress
from wijkwerk.work.signals.desk.may import verbs_on
from wijkwerk.work.signals.maps import map_context
from wijkwerk.work.signals.models import Signal

MOST: Final = 500
DECIMALS: Final = 6  # about ten centimetres


def _placed(frame: Frame) -> tuple[list[Row], bool]:
    """The first 500 rows of the list with a place on the map, and whether there are more. One query."""
    rows = queries.desk_rows(frame.access, frame.municipality, frame.wanted, frame.today)
    rows = rows.filter(lat__isnull=False).select_related("subject", "owner_team", "owner_person")
    found = list(rows.defer("text", "words")[: MOST + 1])
    return dress(found[:MOST], frame.access, frame.municipality, frame.today), len(found) > MOST


def point_of(signal: Signal, verbs: frozenset[str]) -> tuple[float, float] | None:
    """Longitude and latitude for who has these rights. The exact point is the reporter's: others see the public one."""
    if signal.lon is not None and signal.lat is not None and verbs & {"note", "see_askers"}:
        return round(signal.lon, DECIMALS), round(signal.lat, DECIMALS)
    if signal.published_at and signal.public_lon is not None and signal.public_lat is not None:
        return round(signal.public_lon, DECIMALS), round(signal.public_lat, DECIMALS)
    return None


@require_safe
def list_points(request: HttpRequest) -> HttpResponse:
    """The points of a list for the map in the browser: no word of the reporter beyond the title of the row."""
    frame = frame_of(request)
    rows, more = _placed(frame)
    points = [found for row in rows if (found := _point(frame, row)) is not None]
    return JsonResponse({"points": points, "more": more})


def _point(frame: Frame, row: Row) -> dict[str, Any] | None:
    place = point_of(row.signal, verbs_on(frame.access, row.signal, frame.municipality))
    if place is None:
        return None
    return {
        "code": row.code,
        "title": row.title,
        "url": reverse("signals:detail", args=[row.code]),
        "state": row.signal.state,
        "word": row.late or row.word,
        "late": bool(row.late),
        "lon": place[0],
        "lat": place[1],
    }


@require_safe
def list_map(request: HttpRequest) -> HttpResponse:
    """The map, with the list that says the same; without JavaScript the list stands alone."""
    frame = frame_of(request)
    rows, more = _placed(frame)
    context = {
        "rows": rows,
        "more": more,
        "most": MOST,
        "points_url": reverse("signals:list_points") + frame.wanted.url(),
        "map": map_context(),
    }
    return render(request, "signals/list_map.html", around(frame, "signals:list_map") | context)
