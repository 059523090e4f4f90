"""The two layers of the map in the browser. Public, packed, and asked again only when they changed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages.mapdata import Layer, areas_layer, backdrop_layer
from wijkwerk.faces.pages.outline import outline_of
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.web import municipality_of

# An address with the right stamp never changes its content; one without is asked again after five minutes.
STAMPED = "public, max-age=604800, immutable"
UNSTAMPED = "public, max-age=300"


@require_safe
def areas_json(request: HttpRequest) -> HttpResponse:
    """The borders of the areas at `niveau`, without it those of the smallest areas; 404 for an unknown level."""
    municipality = municipality_of(request)
    outline = outline_of(municipality)
    level = request.GET.get("niveau") or outline.deepest()
    if municipality.working_division is None or level not in _levels(municipality):
        raise Http404
    return _answer(request, municipality, areas_layer(municipality.working_division, level))


def _levels(municipality: Municipality) -> set[str]:
    return {branch.area.level for branch in outline_of(municipality).by_path.values()}


@require_safe
def backdrop_json(request: HttpRequest) -> HttpResponse:
    """Water, woods, roads and houses; an empty collection where there are none."""
    municipality = municipality_of(request)
    return _answer(request, municipality, backdrop_layer(municipality))


def _answer(request: HttpRequest, municipality: Municipality, layer: Layer) -> HttpResponse:
    # Weak: packed and plain are the same content in other bytes.
    tag = f'W/"{layer.tag}"'
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponseNotModified() if "*" in asked or tag in asked else _full(request, layer)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = STAMPED if _stamp_fits(request, municipality) else UNSTAMPED
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _stamp_fits(request: HttpRequest, municipality: Municipality) -> bool:
    division = municipality.working_division
    return division is not None and request.GET.get("v") == str(division.stamp)


def _full(request: HttpRequest, layer: Layer) -> HttpResponse:
    # Public data without anything of the visitor in it: packing it tells an eavesdropper nothing (BREACH).
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(layer.packed if packs else layer.body, content_type="application/geo+json")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    return response
