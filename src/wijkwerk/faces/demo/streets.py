"""The streets of Merwoude: main roads on the borders of districts, a bent grid per quarter, and their names. Metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from random import Random
from typing import Any

import shapely
import yaml
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from wijkwerk.faces.demo import atlas
from wijkwerk.faces.demo.atlas import XY
from wijkwerk.faces.demo.partition import Partition, smooth

SHORTEST, NAMED = 70.0, 125.0
NAMES = Path(__file__).with_name("streetnames.yaml")


@dataclass(frozen=True)
class Line:
    """A street or road in metres: `cell` is the number of its quarter, `name` is empty for a short end."""

    name: str
    cell: int
    line: LineString
    main: bool = False


@dataclass(frozen=True)
class Grid:
    """How the streets of one quarter lie: middle, direction in degrees, distances between rows and columns."""

    middle: XY
    angle: float
    row: float
    column: float

    def at(self, u: float, v: float) -> XY:
        """Grid position (m along, m across) to map position, softly bent so that no street is dead straight."""
        c, s = cos(radians(self.angle)), sin(radians(self.angle))
        x, y = self.middle[0] + u * c - v * s, self.middle[1] + u * s + v * c
        return x + 30 * sin(y / 210 + self.angle) + 12 * sin(x / 130), y + 34 * sin(x / 250 + self.angle)


def network(grid: Grid, room: BaseGeometry, rng: Random) -> list[tuple[str, LineString]]:
    """Rows through the room and columns between rows; each piece with "row" or "column"."""
    rows, reach = range(-9, 10), 1500.0
    offsets = {number: number * grid.row + rng.uniform(-0.14, 0.14) * grid.row for number in rows}
    pieces: list[tuple[str, LineString]] = []
    for number in rows:
        points = [grid.at(u, offsets[number]) for u in range(-int(reach), int(reach) + 1, 75)]
        pieces += [("row", part) for part in _parts(LineString(points), room)]
    for number in range(-7, 8):
        u = number * grid.column + rng.uniform(-0.2, 0.2) * grid.column
        low, high = (-9, 9) if number % 3 == 0 else sorted(rng.sample(range(-5, 6), 2))
        points = [grid.at(u, offsets[v]) for v in range(low, high + 1)]
        pieces += [("column", part) for part in _parts(LineString(points), room)]
    # a street here and there was never built
    return [piece for piece in pieces if piece[1].length > 420 or rng.random() > 0.09]


def _parts(line: LineString, room: BaseGeometry) -> list[LineString]:
    parts = shapely.get_parts(line.intersection(room))
    whole = [part for part in parts if isinstance(part, LineString) and part.length >= SHORTEST]
    return [thinned(part, 3) for part in whole]


def thinned(line: BaseGeometry, metres: float) -> LineString:
    """The longest piece of a line, with no more points than it needs to stay within some metres."""
    pieces = [part for part in shapely.get_parts(line) if isinstance(part, LineString)]
    return LineString(max(pieces, key=_length).simplify(metres).coords)


def main_roads(plan: Partition, owners: list[str], water: BaseGeometry) -> list[Line]:
    """Roads on the borders between districts of the town, the drawn country roads, and bridges on the river."""
    lines: dict[frozenset[str], list[LineString]] = {}
    first: dict[frozenset[str], int] = {}
    villages = {district.name for district in atlas.DISTRICTS if district.village}
    for border in plan.borders:
        pair = frozenset(owners[cell] for cell in border.between)
        if border.river or len(pair) != 2 or pair <= villages:
            continue
        lines.setdefault(pair, []).append(border.line)
        first.setdefault(pair, border.between[0])
    roads = [_joined(pair, parts, first[pair], water) for pair, parts in lines.items()]
    return [*roads, *_country(plan, lines)]


def _joined(pair: frozenset[str], parts: list[LineString], cell: int, water: BaseGeometry) -> Line:
    bridges = {frozenset(end) for _, path in atlas.ROADS for end in path if isinstance(end[0], str)}
    merged: BaseGeometry = linemerge(parts) if len(parts) > 1 else parts[0]
    if pair not in bridges:
        merged = merged.difference(water.buffer(55))
    return Line(_road_name(pair), cell, thinned(merged, 3), main=True)


def _length(line: LineString) -> float:
    return line.length


def _road_name(pair: frozenset[str]) -> str:
    one, other = sorted(pair)
    return atlas.MAIN_ROADS.get((one, other), f"{one}-{other}")


def _country(plan: Partition, lines: dict[frozenset[str], list[LineString]]) -> list[Line]:
    found = []
    for name, path in atlas.ROADS:
        points = [_bridge(plan, lines, step) for step in path]
        line = thinned(smooth(tuple(points)).intersection(plan.outline), 3)
        middle = line.interpolate(0.5, normalized=True)
        cell = next(number for number, shape in enumerate(plan.cells) if shape.contains(middle))
        found.append(Line(name, cell, line, main=True))
    return found


def _bridge(plan: Partition, lines: dict[frozenset[str], list[LineString]], step: XY | tuple[str, str]) -> XY:
    """A drawn point, or the spot where the border of two districts meets the river."""
    if isinstance(step[0], str):
        river = shapely.union_all([border.line for border in plan.borders if border.river])
        ends = [
            Point(end)
            for line in lines[frozenset(map(str, step))]
            for end in (line.coords[0], line.coords[-1])
        ]
        nearest = min(ends, key=river.distance)
        return nearest.x, nearest.y
    return float(step[0]), float(step[1])


def collectors(plan: Partition, owners: list[str], closed: BaseGeometry) -> list[tuple[int, LineString]]:
    """Streets on the borders of quarters inside one town district, without what is closed to them."""
    villages = {district.name for district in atlas.DISTRICTS if district.village}
    found = []
    for border in plan.borders:
        names = {owners[cell] for cell in border.between}
        if border.river or len(border.between) != 2 or len(names) != 1 or names & villages:
            continue
        found += [(border.between[0], part) for part in _parts(border.line, plan.outline.difference(closed))]
    return found


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return loaded


def street_names(district: str, rng: Random) -> list[str]:
    """All street names of a district in a fixed random order: whole names, then words with endings."""
    source = _words()[district]
    names: list[str] = list(source.get("names", []))
    rng.shuffle(names)
    endings, words = list(source.get("endings", [])), list(source.get("words", []))
    rng.shuffle(words)
    for turn in range(len(endings)):
        names += [word + endings[(turn + at) % len(endings)] for at, word in enumerate(words)]
    return list(dict.fromkeys(names))


def baptise(pieces: dict[int, list[tuple[str, LineString]]], quarters: list[str], owners: list[str],
            rng: Random) -> list[Line]:  # fmt: skip
    """Give every piece long enough a name of its own, the famous names first; the rest stays without."""
    given = {(cell, at): name for name, cell, at in _famous(pieces, quarters)}
    taken = {name for name, *_ in atlas.FAMOUS}
    stock = {
        owner: [n for n in street_names(owner, rng) if n not in taken] for owner in dict.fromkeys(owners)
    }
    named = []
    for cell, parts in pieces.items():
        for at, (_, line) in enumerate(parts):
            name = given.get((cell, at), "")
            if not name and line.length >= NAMED and stock[owners[cell]]:
                name = stock[owners[cell]].pop(0)
            named.append(Line(name, cell, line))
    return named


def _famous(
    pieces: dict[int, list[tuple[str, LineString]]], quarters: list[str]
) -> list[tuple[str, int, int]]:
    used: set[tuple[int, int]] = set()
    found = []
    for name, quarter, spot, way in atlas.FAMOUS:
        cell = quarters.index(quarter)
        choice = [at for at, (kind, _) in enumerate(pieces[cell]) if kind == way and (cell, at) not in used]
        far = {at: pieces[cell][at][1].distance(Point(spot)) for at in choice}
        best = min(choice, key=far.__getitem__)
        used.add((cell, best))
        found.append((name, cell, best))
    return found


def crossings(lines: list[Line]) -> list[tuple[str, str, XY]]:
    """Pairs of named streets that meet, with the place in metres."""
    named = [line for line in lines if line.name]
    tree = shapely.STRtree([line.line for line in named])
    found = []
    for one, other in sorted(tree.query([line.line for line in named], predicate="intersects").T.tolist()):
        if one < other:
            spot = named[one].line.intersection(named[other].line).representative_point()
            found.append((named[one].name, named[other].name, (spot.x, spot.y)))
    return found
