"""Borders, points and maps: mending, "which area holds this point", rounding, distances and SVG paths.

Coordinates are (longitude, latitude) in degrees WGS84 unless a name says RD; x before y everywhere. The only
module of ``rules`` that uses shapely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Border = Polygon | MultiPolygon

EARTH_RADIUS_M: Final = 6_371_008.8
METRES_PER_DEGREE: Final = 111_195.08
# Ranges of RD New (EPSG:28992) in metres for the land of the Netherlands.
RD_X: Final = (0.0, 300_000.0)
RD_Y: Final = (300_000.0, 625_000.0)
# What reading somebody else's JSON can raise where a number or a list was expected.
_UNREADABLE: Final = (TypeError, ValueError, LookupError, OverflowError, shapely.errors.ShapelyError)


class BadBorder(ValueError):
    """A border or list of coordinates that cannot be used; the message is Dutch and fit for the screen."""


# --- mending --------------------------------------------------------------------------------------------


def mend(geometry: Mapping[str, Any]) -> tuple[Border, list[str]]:
    """Return a valid Polygon or MultiPolygon of a GeoJSON geometry, with a Dutch note for each repair.

    Open rings are closed, rings without a surface and parts that are no surface are dropped, heights are dropped,
    crossings are repaired (``make_valid`` by structure, so that overlapping parts become one). Coordinates are
    not moved otherwise and may be of any system. Raises BadBorder when no surface is left or the
    geometry cannot be read.
    """
    notes: list[str] = []
    try:
        border = _one(_polygon(rings, notes) for rings in _polygons(geometry, notes))
        if not border.is_valid:
            notes.append(f"De grens sneed of overlapte zichzelf en is hersteld{_where(border)}.")
            made = shapely.make_valid(border, method="structure", keep_collapsed=False)
            # GEOS can leave two parts that share an edge, which is not valid; joining them makes it so.
            joined = shapely.union_all([part for part in shapely.get_parts(made) if part.area > 0])
            border = _one(shapely.get_parts(joined))
    except BadBorder:
        raise
    except _UNREADABLE as error:
        raise BadBorder("De grens bevat coördinaten die wij niet kunnen lezen.") from error
    return border, notes


def _one(parts: Iterable[BaseGeometry | None]) -> Border:
    surfaces = [part for part in parts if isinstance(part, Polygon)]
    if not surfaces:
        raise BadBorder("De grens heeft geen oppervlak.")
    return MultiPolygon(surfaces) if len(surfaces) > 1 else surfaces[0]


def _where(border: BaseGeometry) -> str:
    # GEOS gives the reason as "Self-intersection[5.1 52.2]"; only the place is of use to the reader.
    _, found, place = shapely.is_valid_reason(border).partition("[")
    return f" bij {place.rstrip(']')}" if found else ""


def _polygons(geometry: Mapping[str, Any], notes: list[str]) -> list[Any]:
    if not isinstance(geometry, Mapping):
        raise BadBorder("De grens is geen GeoJSON-geometrie.")
    coordinates = geometry.get("coordinates") or []
    match geometry.get("type"):
        case "Polygon":
            return [coordinates]
        case "MultiPolygon":
            return list(coordinates)
        case "GeometryCollection":
            return [rings for part in geometry.get("geometries") or [] for rings in _polygons(part, notes)]
        case "Point" | "MultiPoint" | "LineString" | "MultiLineString" as other:
            notes.append(f"Een deel van soort {other} is weggelaten.")
            return []
    raise BadBorder("De grens is geen vlak: de soort geometrie is onbekend.")


def _polygon(rings: Any, notes: list[str]) -> Polygon | None:
    """Return a polygon of the rings that have a surface; None when the outer one has not."""
    read = [_ring(ring, notes) for ring in rings]
    if not read or read[0] is None:
        return None
    return Polygon(read[0], [hole for hole in read[1:] if hole is not None])


def _ring(ring: Any, notes: list[str]) -> list[tuple[float, float]] | None:
    points = [(float(point[0]), float(point[1])) for point in ring]
    if not all(isfinite(x) and isfinite(y) for x, y in points):
        raise ValueError("a coordinate is not a finite number")
    if len(set(points)) < 3:
        notes.append("Een ring zonder oppervlak is weggelaten.")
        return None
    if points[0] != points[-1]:
        # Polygon draws the missing line itself; the importer is told, for the file is not as it should be.
        notes.append("Een open ring is gesloten.")
    return points


# --- coordinates ----------------------------------------------------------------------------------------


def is_rd(coords: Iterable[Sequence[float]]) -> bool:
    """Tell whether all coordinates are RD New metres (True) or all WGS84 degrees, longitude first (False).

    Raises BadBorder when they are neither, mixed, or when there are none.
    """
    pairs = np.array([(point[0], point[1]) for point in coords], dtype=float)
    if pairs.size and _all_within(pairs, RD_X, RD_Y):
        return True
    if pairs.size and _all_within(pairs, (-180.0, 180.0), (-90.0, 90.0)):
        return False
    raise BadBorder("De coördinaten zijn geen graden (WGS84) en geen meters (RD).")


def _all_within(pairs: NDArray[np.float64], xs: tuple[float, float], ys: tuple[float, float]) -> bool:
    low, high = np.array([xs[0], ys[0]]), np.array([xs[1], ys[1]])
    return bool(np.all((pairs >= low) & (pairs <= high)))


def bbox(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    """Return (min lon, min lat, max lon, max lat). Raises BadBorder for an empty geometry."""
    if geometry.is_empty:
        raise BadBorder("De grens heeft geen oppervlak.")
    west, south, east, north = geometry.bounds
    return west, south, east, north


def round_place(lon: float, lat: float, metres: float) -> tuple[float, float]:
    """Return the nearest point of a grid of ``metres``, so that a public place does not give away a dwelling.

    The grid is fixed: all places near a grid point give the same one and rounding twice changes nothing; the point lies
    at most 0.71 x ``metres`` away. Raises ValueError for ``metres`` of zero or less, or beyond 85 degrees of latitude.
    """
    if metres <= 0 or not abs(lat) <= 85 or not isfinite(lon):
        raise ValueError("rounding needs a positive distance and a place on earth")
    lat_step = metres / METRES_PER_DEGREE
    row = round(lat / lat_step) * lat_step
    # The step in longitude follows from the row, not from the place: else the grid would shift with each place.
    lon_step = lat_step / cos(radians(row))
    return round(round(lon / lon_step) * lon_step, 7), round(row, 7)


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the distance in metres over a sphere (haversine); within 0.6 % of the ellipsoid."""
    east, north = radians(lon2 - lon1), radians(lat2 - lat1)
    half = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


# --- which area holds this point ------------------------------------------------------------------------


class Ordered(Protocol):
    """A key that can be sorted: text, number or UUID."""

    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Ordered)


class Index(Generic[K]):
    """Borders in a search tree. A point on a border lies in all areas that touch it.

    Where several areas hold a point the smallest comes first (in square degrees), then the lowest key; so the answer
    does not depend on the order in which the borders were given.
    """

    def __init__(self, borders: Sequence[tuple[K, BaseGeometry]]) -> None:
        self.keys: list[K] = [key for key, _ in borders]
        self._borders = np.array([border for _, border in borders], dtype=object)
        # Prepared borders answer a point in the time of a binary search instead of walking round the border.
        shapely.prepare(self._borders)
        self._tree = shapely.STRtree(self._borders)
        areas = shapely.area(self._borders)
        self._order = np.array(
            sorted(range(len(self.keys)), key=lambda i: (areas[i], self.keys[i])), dtype=np.int64
        )
        self._rank = np.empty_like(self._order)
        self._rank[self._order] = np.arange(len(self._order))

    def holding(self, lon: float, lat: float) -> list[K]:
        """Return the keys of all areas that hold the point, smallest area first; [] outside."""
        _, ranks = self._pairs(np.array([lon], dtype=float), np.array([lat], dtype=float))
        return [self.keys[self._order[rank]] for rank in np.sort(ranks)]

    def holding_many(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
        """Return for each point the position in ``keys`` of the first area of ``holding``; -1 outside.

        ``lons`` and ``lats`` have one dimension and one length. A point that is not finite lies outside.
        """
        xs, ys = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        if xs.shape != ys.shape or xs.ndim != 1:
            raise ValueError("lons and lats must be two rows of one length")
        points, ranks = self._pairs(xs, ys)
        best = np.full(len(xs), len(self.keys), dtype=np.int64)
        np.minimum.at(best, points, ranks)
        return np.append(self._order, -1)[best]

    def _pairs(
        self, xs: NDArray[np.float64], ys: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return point numbers and the ranks of the areas that hold them, as two rows of one length."""
        finite = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
        near, borders = self._tree.query(shapely.points(xs[finite], ys[finite]))
        points = finite[near]
        inside = shapely.intersects_xy(self._borders[borders], xs[points], ys[points])
        return points[inside], self._rank[borders[inside]]


# --- maps as SVG ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Projection:
    """Turns degrees into the units of an SVG drawing of ``width`` x ``height``, north up.

    Equirectangular at the middle latitude: true to shape within a municipality, and good enough for a province.
    """

    west: float
    north: float
    x_scale: float
    y_scale: float
    pad: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """The value for the ``viewBox`` attribute."""
        return f"0 0 {self.width:g} {self.height:g}"

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return (x, y) of a place in drawing units, with one decimal."""
        x = self.pad + (lon - self.west) * self.x_scale
        y = self.pad + (self.north - lat) * self.y_scale
        return round(x, 1), round(y, 1)

    def path(self, geometry: BaseGeometry, tolerance: float = 0.0) -> str:
        """Return one geometry as the ``d`` of an SVG path; '' when it is too small to be drawn."""
        return self.paths([geometry], tolerance)[0]

    def paths(self, geometries: Sequence[BaseGeometry], tolerance: float = 0.0) -> list[str]:
        """Return the ``d`` of an SVG path for each polygon or multipolygon, in order, with one decimal.

        ``tolerance`` in drawing units leaves out detail (the square root of the smallest triangle that stays);
        shared borders are simplified together, so that neighbours keep touching. Give one layer (only buurten,
        or only wijken) at a time, for layers overlap.
        """
        drawn = shapely.transform(np.array(geometries, dtype=object), self._project)
        if tolerance > 0:
            drawn = shapely.coverage_simplify(drawn, tolerance)
        return [_path(geometry) for geometry in drawn]

    def _project(self, coords: NDArray[np.float64]) -> NDArray[np.float64]:
        corner, scale = np.array([self.west, self.north]), np.array([self.x_scale, -self.y_scale])
        drawn: NDArray[np.float64] = (coords - corner) * scale + self.pad
        return drawn


def simplify_to_svg(geometries: Sequence[BaseGeometry], width: float, pad: float = 0.0) -> Projection:
    """Return the projection in which all ``geometries`` just fit a drawing of ``width`` with ``pad`` around.

    The height follows. Raises BadBorder when there is nothing to draw or no room within the padding.
    """
    whole = [geometry.bounds for geometry in geometries if not geometry.is_empty]
    inner = width - 2 * pad
    if not whole or inner <= 0:
        raise BadBorder("Er is geen gebied om te tekenen.")
    (west, south, _, _), (_, _, east, north) = np.min(whole, axis=0), np.max(whole, axis=0)
    if east <= west or north <= south:
        raise BadBorder("Er is geen gebied om te tekenen.")
    x_scale = inner / (east - west)
    y_scale = x_scale / cos(radians((south + north) / 2))
    height = round(float((north - south) * y_scale + 2 * pad), 1)
    return Projection(float(west), float(north), float(x_scale), float(y_scale), pad, width, height)


def _path(geometry: BaseGeometry) -> str:
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return "".join(_ring_path(ring.coords) for part in polygons for ring in (part.exterior, *part.interiors))


def _ring_path(coords: Iterable[Sequence[float]]) -> str:
    """Return a closed ring in relative steps of whole tenths: short, and without errors that add up."""
    tenths = np.rint(np.asarray(coords, dtype=float)[:, :2] * 10).astype(np.int64)
    steps = np.diff(tenths, axis=0)
    moves = steps[steps.any(axis=1)]
    # Fewer than three moves enclose nothing; the last move leads back to the start and is what "z" draws.
    if len(moves) < 3:
        return ""
    return f"M{_numbers(tenths[0])}l{' '.join(_numbers(move) for move in moves[:-1])}z"


def _numbers(pair: NDArray[np.int64]) -> str:
    return f"{pair[0] / 10:g},{pair[1] / 10:g}"
