"""The two layers that a map in the browser draws: borders of areas, and the backdrop. Public, and light."""

import gzip
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from django.urls import reverse
from numpy.typing import NDArray
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from wijkwerk.ground.areas.atlas import shelf
from wijkwerk.ground.areas.models import Backdrop, Division, Municipality

DECIMALS: Final = 5  # about a metre
# Square root of the smallest triangle that stays, in degrees: some 8 metres, less than a line on the screen is wide.
TOLERANCE: Final = 0.00008
# Class of the backdrop -> kind on the map, and width of a line.
KINDS: Final[dict[str, tuple[str, float | None]]] = {
    "wood": ("wood", None),
    "water": ("water", None),
    "street": ("road", 1.5),
    "road": ("road", 4),
    "house": ("house", None),
}
ORDER: Final = tuple(KINDS)
# Houses are scenery and two thirds of the weight: of more than this every second, third… is drawn. A page with a map
# has to stay below 150 KB.
MOST_HOUSES: Final = 600
MOST_LAYERS: Final = 64  # layers that a process remembers, each some tens of KB


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it goes over the line. `tag` changes when the content does."""

    body: bytes
    packed: bytes
    tag: str


def areas_url(municipality: Municipality, level: str = "") -> str:
    """The address of the borders, with the stamp: after an import it is another address."""
    return _stamped("pages:areas_json", municipality) + (f"&niveau={level}" if level else "")


def backdrop_url(municipality: Municipality) -> str:
    """The address of the backdrop."""
    return _stamped("pages:backdrop_json", municipality)


def _stamped(name: str, municipality: Municipality) -> str:
    division = municipality.working_division
    return f"{reverse(name)}?v={division.stamp if division else 0}"


def bounds_of(municipality: Municipality, path: str) -> str:
    """ "west,south,east,north" of an area, as the map in the browser reads it; '' when there is no such area."""
    division = municipality.working_division
    borders = shelf.atlas(division).borders if division else []
    found = next((border for area, border in borders if area.path == path), None)
    return ",".join(f"{edge:.5f}" for edge in found.bounds) if found is not None else ""


def areas_layer(division: Division, level: str) -> Layer:
    """The borders of the living areas at a level, simplified together so that neighbours keep touching."""
    return _areas_layer(division.pk, division.stamp, level)


@lru_cache(maxsize=MOST_LAYERS)
def _areas_layer(division_id: uuid.UUID, stamp: int, level: str) -> Layer:
    borders = shelf.atlas(Division(pk=division_id, stamp=stamp)).borders
    chosen = [(area, border) for area, border in borders if area.level == level]
    drawn = _simplified([border for _, border in chosen])
    return _layer(
        {"name": area.name, "code": area.code, "path": area.path, "geometry": border}
        for (area, _), border in zip(chosen, drawn, strict=True)
    )


def _simplified(borders: list[BaseGeometry]) -> list[BaseGeometry]:
    return list(shapely.coverage_simplify(np.array(borders, dtype=object), TOLERANCE)) if borders else []


def backdrop_layer(municipality: Municipality) -> Layer:
    """Woods, water, streets, roads and houses, from the bottom up; empty for a municipality without a backdrop.

    Remembered by the stamp of the working division, as the drawn maps are.
    """
    division = municipality.working_division
    return _backdrop_layer(municipality.pk, division.stamp if division else 0)


@lru_cache(maxsize=MOST_LAYERS)
def _backdrop_layer(municipality_id: uuid.UUID, stamp: int) -> Layer:
    found = Backdrop.objects.filter(municipality=municipality_id).first()
    stored = found.features if found else []
    features = stored.get("features", []) if isinstance(stored, dict) else stored
    known = [each for each in features if _class(each) in KINDS]
    rows = [_drawn(each) for each in sorted(known, key=lambda each: ORDER.index(_class(each)))]
    return _layer(_thinned(rows))


def _thinned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    houses = [row for row in rows if row["kind"] == "house"]
    parts = [part for row in houses for part in shapely.get_parts(row["geometry"])]
    step = -(-len(parts) // MOST_HOUSES)
    if step <= 1:
        return rows
    kept = shapely.multipolygons([part for part in parts[::step] if part.geom_type == "Polygon"])
    return [*(row for row in rows if row["kind"] != "house"), {"kind": "house", "geometry": kept}]


def _class(feature: Any) -> str:
    return str((feature.get("properties") or {}).get("class", ""))


def _drawn(feature: Any) -> dict[str, Any]:
    kind, width = KINDS[_class(feature)]
    extra = {} if width is None else {"width": width}
    return {"kind": kind, **extra, "geometry": shape(feature["geometry"])}


def _layer(rows: Iterable[dict[str, Any]]) -> Layer:
    collection = {"type": "FeatureCollection", "features": list(_features(rows))}
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    # mtime=0: the same content gives the same bytes in every process.
    return Layer(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:20])


def _features(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        geometry = row.pop("geometry")
        if not geometry.is_empty:
            yield {
                "type": "Feature",
                "properties": row,
                "geometry": mapping(shapely.transform(geometry, _rounded)),
            }


def _rounded(coords: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(coords, DECIMALS)
