"""Merwoude, a Dutch municipality that does not exist, drawn from a seed.

It lies in open water (the IJsselmeer, near lon 5.35 lat 52.75), where no municipality has streets. All positions
that leave this module are WGS84 degrees (lon, lat); inside, everything is drawn in metres around the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from wijkwerk.faces.demo import atlas, scenery, streets
from wijkwerk.faces.demo.atlas import XY
from wijkwerk.faces.demo.partition import Partition, partition, smooth

Json = dict[str, Any]
# metres between blocks of houses: the centre is dense, villages and the edge have gardens
GAPS = {
    "Binnenstad": 62.0,
    "Haven": 110.0,
    "Aaldijk": 70.0,
    "Kolkerbroek": 80.0,
    "Ten Hove": 70.0,
    "De Kreek": 80.0,
}


@dataclass(frozen=True)
class Area:
    """One area: level is gemeente, wijk or buurt; kind tells wijk from dorp; border is a WGS84 polygon.

    `label` is the (lon, lat) where the name is best written; names of districts then stay clear of each other at
    360 pixels too, when written about 28 units high on a map 760 units wide.
    """

    code: str
    name: str
    level: str
    kind: str
    parent: str
    population: int
    border: Polygon
    label: XY


@dataclass(frozen=True)
class Street:
    """A named street: its buurt (or the first of two that it parts), a point of it in that buurt, its line."""

    name: str
    area: str
    lon: float
    lat: float
    line: tuple[XY, ...]
    main: bool = False


@dataclass(frozen=True)
class Place:
    """A spot that people know by name, in its buurt."""

    name: str
    area: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Layer:
    """A piece of the map under the borders: `kind` is water, wood, road, street or house; area may be empty."""

    kind: str
    area: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Town:
    """The whole of Merwoude: areas from large to small, streets, crossings, places and the picture under them."""

    seed: int
    areas: tuple[Area, ...]
    streets: tuple[Street, ...]
    crossings: tuple[Place, ...]
    places: tuple[Place, ...]
    layers: tuple[Layer, ...]

    def area(self, code: str) -> Area:
        """The area with this code; KeyError when there is none."""
        found = {area.code: area for area in self.areas}
        return found[code]

    def children(self, code: str) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.parent == code)

    def geojson(self) -> Json:
        """All areas in the format that `wijkwerk areas import` reads."""
        return {
            "type": "FeatureCollection",
            "name": "merwoude",
            "features": [_area_feature(a) for a in self.areas],
        }

    def backdrop(self) -> Json:
        """Water, woods, roads, streets and houses; `class` says which, `area` is a buurt code or absent."""
        return {
            "type": "FeatureCollection",
            "name": "merwoude_backdrop",
            "features": [_layer(x) for x in self.layers],
        }


def _area_feature(area: Area) -> Json:
    properties = {
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "kind": area.kind,
        "parent": area.parent or None,
        "year": atlas.YEAR,
        "population": area.population,
    }
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(area.border)}


def _layer(layer: Layer) -> Json:
    properties = {"class": layer.kind} | ({"area": layer.area} if layer.area else {})
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(layer.shape)}


def draw(seed: int = 1) -> Town:
    """Draw Merwoude; the same seed gives the same town to the last digit. Takes about a second."""
    rng = Random(seed)  # noqa: S311 a map, not a secret
    river = smooth(atlas.RIVER)
    quarters = [(district, quarter) for district in atlas.DISTRICTS for quarter in district.quarters]
    plan = partition([quarter.at for _, quarter in quarters], river, rng)
    nature = scenery.nature(river, plan.outline, rng)
    owners = [district.name for district, _ in quarters]
    mains = streets.main_roads(plan, owners, nature.river)
    locals_ = _local_streets(plan, nature, mains, rng)
    areas = _areas(plan)
    buurten = [area for area in areas if area.level == "buurt"]
    codes = [area.code for area in buurten]
    lines = [*mains, *locals_]
    cells = {area.code: area.border for area in areas}
    return Town(
        seed=seed,
        areas=areas,
        streets=tuple(_street(line, codes[line.cell], cells) for line in lines if line.name),
        crossings=_crossings(lines, codes, plan),
        places=tuple(_place(*spot, quarters=buurten) for spot in atlas.SPOTS),
        layers=tuple(_layers(plan, nature, lines, codes, rng)),
    )


def _code(*numbers: int) -> str:
    return ("BU9901" if len(numbers) > 1 else "WK9901") + "".join(f"{number:02d}" for number in numbers)


def _areas(plan: Partition) -> tuple[Area, ...]:
    """Municipality, districts, quarters: outer shapes come from the same shared lines as the cells."""
    total = sum(district.people for district in atlas.DISTRICTS)
    everything = set(range(len(plan.cells)))
    whole = Area(
        atlas.CODE,
        atlas.NAME,
        "gemeente",
        "gemeente",
        "",
        total,
        _degrees(plan.union(everything)),
        atlas.to_lonlat(0, 0),
    )
    wijken, buurten, starts = [], [], [0, *accumulate(len(d.quarters) for d in atlas.DISTRICTS)]
    for number, district in enumerate(atlas.DISTRICTS):
        first, kind = starts[number], "dorp" if district.village else "wijk"
        cells = set(range(first, starts[number + 1]))
        border = _degrees(plan.union(cells))
        wijken.append(
            Area(
                _code(number),
                district.name,
                "wijk",
                kind,
                atlas.CODE,
                district.people,
                border,
                atlas.to_lonlat(*district.label),
            )
        )
        for at, quarter in enumerate(district.quarters):
            code, cell = _code(number, at), _degrees(plan.cells[first + at])
            buurten.append(
                Area(
                    code,
                    quarter.name,
                    "buurt",
                    "buurt",
                    _code(number),
                    quarter.people,
                    cell,
                    atlas.to_lonlat(*quarter.at),
                )
            )
    return (whole, *wijken, *buurten)


def _degrees(shape: Polygon) -> Polygon:
    return Polygon([atlas.to_lonlat(x, y) for x, y in shapely.geometry.polygon.orient(shape).exterior.coords])


def _local_streets(
    plan: Partition, nature: scenery.Nature, mains: list[streets.Line], rng: Random
) -> list[streets.Line]:
    """Grid streets of each quarter and the streets between quarters, with names."""
    quarters = [(district, quarter) for district in atlas.DISTRICTS for quarter in district.quarters]
    owners = [district.name for district, _ in quarters]
    closed = shapely.union_all([nature.water.buffer(9), nature.woods.buffer(14), nature.parks.buffer(6)])
    edge = scenery.open_edge(plan.outline, rng)
    pieces: dict[int, list[tuple[str, LineString]]] = {}
    for cell, (district, quarter) in enumerate(quarters):
        room = _room(plan.cells[cell], district, closed, edge)
        dense = 0.78 if district.name in ("Binnenstad",) or district.village else 1.0
        grid = streets.Grid(quarter.at, quarter.angle, 118 * dense, 235 * dense)
        pieces[cell] = streets.network(grid, room, rng)
    for cell, line in streets.collectors(plan, owners, shapely.union_all([closed, edge])):
        pieces[cell].append(("border", line))
    for quarter_name, name, path in atlas.LANES:
        cell = [quarter.name for _, quarter in quarters].index(quarter_name)
        lane = smooth(path).intersection(plan.cells[cell].buffer(40))
        mains.append(streets.Line(name, cell, streets.thinned(lane, 4)))
    return streets.baptise(pieces, [quarter.name for _, quarter in quarters], owners, rng)


def _room(cell: Polygon, district: atlas.District, closed: BaseGeometry, edge: BaseGeometry) -> BaseGeometry:
    """Where a quarter has streets: a town quarter nearly whole, a village only around its core."""
    if district.core is None:
        return cell.difference(closed).difference(edge)
    x, y, rx, ry = district.core
    return cell.difference(closed).intersection(scale(Point(x, y).buffer(1, quad_segs=12), rx, ry))


def _street(line: streets.Line, code: str, cells: dict[str, Polygon]) -> Street:
    points = tuple(atlas.to_lonlat(x, y) for x, y in line.line.coords)
    degrees = LineString(points)
    lon, lat = _inside(degrees, cells[code])
    return Street(line.name, code, lon, lat, points, line.main)


def _inside(line: LineString, cell: Polygon) -> XY:
    """A point on the line inside the cell, as near the middle as can be; for a border line just beside it."""
    for step in range(21):
        for sign in (1, -1):
            spot = line.interpolate(0.5 + sign * step / 44, normalized=True)
            lon, lat = round(spot.x, 6), round(spot.y, 6)
            if cell.buffer(-0.00004).covers(Point(lon, lat)):
                return lon, lat
    spot = line.interpolate(0.5, normalized=True)
    near = shapely.ops.nearest_points(cell.buffer(-0.0001), spot)[0]
    return round(near.x, 6), round(near.y, 6)


def _crossings(lines: list[streets.Line], codes: list[str], plan: Partition) -> tuple[Place, ...]:
    found = []
    inner = [cell.buffer(-0.5) for cell in plan.cells]
    for one, other, (x, y) in streets.crossings(lines):
        # a crossing on a border belongs to no single buurt, so it is left out
        cell = next((n for n, shape in enumerate(inner) if shape.contains(Point(x, y))), None)
        if cell is not None:
            found.append(Place(f"{one} / {other}", codes[cell], *atlas.to_lonlat(x, y)))
    return tuple(found)


def _place(name: str, x: float, y: float, quarters: list[Area]) -> Place:
    lon, lat = atlas.to_lonlat(x, y)
    area = next(quarter for quarter in quarters if quarter.border.contains(Point(lon, lat)))
    return Place(name, area.code, lon, lat)


def _layers(plan: Partition, nature: scenery.Nature, lines: list[streets.Line], codes: list[str],
            rng: Random) -> list[Layer]:  # fmt: skip
    """From the bottom up: woods, water, streets, roads, houses."""
    built = _houses(plan, nature, lines, rng)
    found = [Layer("wood", "", _rounded(part)) for part in _polygons([nature.woods, nature.parks])]
    found += [Layer("water", "", _rounded(part)) for part in _polygons([nature.water])]
    found += [Layer("water", codes[cell], _rounded(shape)) for cell, shape in _ditches(plan, nature, lines)]
    for cell, code in enumerate(codes):
        mine = [line.line for line in lines if line.cell == cell and not line.main]
        if mine:
            found.append(Layer("street", code, _rounded(MultiLineString(mine))))
    found += [Layer("road", codes[line.cell], _rounded(line.line)) for line in lines if line.main]
    found += [
        Layer("house", codes[cell], _rounded(MultiPolygon(group))) for cell, group in built.items() if group
    ]
    return found


def _polygons(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    return [part.simplify(2.5) for shape in shapes for part in shapely.get_parts(shape)]


def _ditches(
    plan: Partition, nature: scenery.Nature, lines: list[streets.Line]
) -> list[tuple[int, BaseGeometry]]:
    villages = [district.village for district in atlas.DISTRICTS for _ in district.quarters]
    found: list[tuple[int, BaseGeometry]] = []
    taken = shapely.union_all(
        [_strip(lines, 45), nature.water.buffer(90, quad_segs=2), nature.woods.buffer(20)]
    )
    for cell, shape in enumerate(plan.cells):
        parts = scenery.ditches(shape, taken, 24 * ((cell * 7) % 5) + 64) if villages[cell] else []
        if parts:
            found.append((cell, MultiPolygon(parts)))
    return found


def _strip(lines: list[streets.Line], metres: float) -> BaseGeometry:
    """The ground within some metres of lines; rough corners, which is many times faster than round ones."""
    return shapely.union_all(shapely.buffer([line.line for line in lines], metres, quad_segs=1))


def _houses(plan: Partition, nature: scenery.Nature, lines: list[streets.Line],
            rng: Random) -> dict[int, list[Polygon]]:  # fmt: skip
    roads = _strip([line for line in lines if line.main], 14)
    local = _strip([line for line in lines if not line.main], 8)
    closed = shapely.union_all(
        [nature.water.buffer(8, quad_segs=2), nature.woods, nature.parks, roads, local]
    )
    built, owners = {}, [district.name for district in atlas.DISTRICTS for _ in district.quarters]
    for cell, shape in enumerate(plan.cells):
        room = shape.buffer(-14).difference(closed)
        mine = [line.line for line in lines if line.cell == cell and not line.main]
        built[cell] = scenery.houses(mine, room, rng, GAPS.get(owners[cell], 215.0))
    return built


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: np.array([atlas.to_lonlat(x, y, 5) for x, y in xy]))
