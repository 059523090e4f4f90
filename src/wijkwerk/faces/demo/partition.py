"""One planar drawing of shared border lines; every level of area is put together from the same lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin
from random import Random

import shapely
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, split

from wijkwerk.faces.demo import atlas
from wijkwerk.faces.demo.atlas import XY


@dataclass(frozen=True)
class Border:
    """One line between two junctions, in metres; `between` holds the numbers of the one or two cells beside it."""

    line: LineString
    between: tuple[int, ...]
    river: bool


@dataclass(frozen=True)
class Partition:
    """Cells in the order of the sites, and the lines they are made of."""

    cells: tuple[Polygon, ...]
    borders: tuple[Border, ...]
    outline: Polygon

    def union(self, group: set[int]) -> Polygon:
        """The outer shape of some cells, with every vertex of the shared lines kept."""
        edge = [b.line for b in self.borders if len(group & set(b.between)) == 1]
        if len(group) == len(self.cells):
            edge = [b.line for b in self.borders if len(b.between) == 1]
        return max(polygonize(edge), key=_area)


def smooth(points: tuple[XY, ...], rounds: int = 3) -> LineString:
    """Round off a polyline by cutting corners (Chaikin); the ends stay."""
    line = list(points)
    for _ in range(rounds):
        cut = [line[0]]
        for (ax, ay), (bx, by) in pairwise(line):
            cut += [
                (0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by),
                (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by),
            ]
        line = [*cut, line[-1]]
    return LineString(line)


def outline(rng: Random) -> Polygon:
    """The border of the municipality: a rounded rectangle with bays and corners of its own."""
    waves = [(k, rng.uniform(0.4, 1) * 330 / k, rng.uniform(0, 2 * pi)) for k in range(3, 17)]
    half_x, half_y = atlas.OUTLINE_HALF
    points = []
    for step in range(150):
        turn = 2 * pi * step / 150
        c, s = cos(turn), sin(turn)
        radius = (abs(c / half_x) ** 5.5 + abs(s / half_y) ** 5.5) ** (-1 / 5.5)
        radius += sum(size * sin(k * turn + phase) for k, size, phase in waves) + rng.uniform(-22, 22)
        points.append((round(radius * c, 2), round(radius * s, 2)))
    return Polygon(points)


def partition(sites: list[XY], river: LineString, rng: Random) -> Partition:
    """Divide the municipality over the sites, with the river as a border, without gap or overlap."""
    edge = outline(rng)
    rough = _rough_lines(sites, river, edge)
    lines = [line if _fixed(line, river, edge) else _wobble(line, rng) for line in rough]
    found = list(polygonize(lines))
    cells = tuple(next(cell for cell in found if cell.contains(Point(site))) for site in sites)
    borders = tuple(_border(line, cells, river) for line in lines)
    whole = max(polygonize([border.line for border in borders if len(border.between) == 1]), key=_area)
    return Partition(cells, borders, whole)


def _area(part: Polygon) -> float:
    return part.area


def _rough_lines(sites: list[XY], river: LineString, edge: Polygon) -> list[LineString]:
    """Voronoi lines on each side of the river, cut into pieces from junction to junction, in a fixed order."""
    shore: list[BaseGeometry] = [edge.exterior]
    for half in split(edge, river).geoms:
        mine = MultiPoint([site for site in sites if half.contains(Point(site))])
        cells = shapely.voronoi_polygons(mine, extend_to=edge)
        shore += [cell.intersection(half).boundary for cell in cells.geoms]
    noded = shapely.get_parts(shapely.union_all(shore, grid_size=0.01))
    merged = shapely.get_parts(linemerge([line for line in noded if isinstance(line, LineString)]))
    lines = [line for line in merged if isinstance(line, LineString)]
    return sorted(lines, key=lambda line: sorted([line.coords[0], line.coords[-1]]))


def _fixed(line: LineString, river: LineString, edge: Polygon) -> bool:
    middle = line.interpolate(0.5, normalized=True)
    return river.distance(middle) < 0.5 or edge.exterior.distance(middle) < 0.5


def _wobble(line: LineString, rng: Random) -> LineString:
    """A straight line between two junctions becomes a soft bend that stays close to it."""
    (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
    length = hypot(bx - ax, by - ay)
    parts = max(4, round(length / 70))
    waves = [(k, rng.uniform(-1, 1) * 0.055 * length / k) for k in (1, 2, 3)]
    points = []
    for step in range(parts + 1):
        t = step / parts
        off = sum(size * sin(k * pi * t) for k, size in waves) / length
        points.append(
            (round(ax + t * (bx - ax) - off * (by - ay), 2), round(ay + t * (by - ay) + off * (bx - ax), 2))
        )
    return LineString(points)


def _border(line: LineString, cells: tuple[Polygon, ...], river: LineString) -> Border:
    middle = line.interpolate(0.5, normalized=True)
    beside = tuple(number for number, cell in enumerate(cells) if cell.distance(middle) < 0.05)
    return Border(line, beside, river.distance(middle) < 0.5)
