"""What lies under the streets of Merwoude: water, woods and parks, and the houses beside the streets. Metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from random import Random

import shapely
from shapely import LineString, Point, Polygon
from shapely.affinity import rotate, scale
from shapely.geometry.base import BaseGeometry

from wijkwerk.faces.demo import atlas
from wijkwerk.faces.demo.atlas import XY
from wijkwerk.faces.demo.partition import smooth


@dataclass(frozen=True)
class Nature:
    """Water and green, in metres; `parks` lie between houses, `woods` at the edge."""

    river: BaseGeometry
    water: BaseGeometry
    woods: BaseGeometry
    parks: BaseGeometry


def nature(river: LineString, outline: Polygon, rng: Random) -> Nature:
    """Draw river, creek, moat, harbour and ponds, and the woods and parks around them."""
    whole = taper(river, atlas.RIVER_WIDTH * 0.92, atlas.RIVER_WIDTH * 1.12, rng)
    stream = whole.intersection(outline.buffer(330))
    water = shapely.union_all([stream, _creek(rng), _moat(stream), *_basins(), *_ponds()])
    parks = shapely.union_all([blob(x, y, radius, rng) for _, x, y, radius in atlas.PARKS])
    woods = shapely.union_all([blob(x, y, radius, rng) for x, y, radius in atlas.WOODS])
    woods = woods.intersection(outline.buffer(-12)).difference(water.buffer(25))
    return Nature(stream, water, woods, parks.difference(water))


def taper(line: LineString, first: float, last: float, rng: Random) -> BaseGeometry:
    """A stream along a line whose width goes from first to last metres, with soft irregular banks."""
    left: list[XY] = []
    right: list[XY] = []
    steps = max(12, round(line.length / 110))
    shift, beat = rng.uniform(0, 6), rng.uniform(0.7, 1.1)
    for step in range(steps + 1):
        t = step / steps
        here, ahead = (
            line.interpolate(t, normalized=True),
            line.interpolate(min(1, t + 0.004), normalized=True),
        )
        behind = line.interpolate(max(0, t - 0.004), normalized=True)
        turn = atan2(ahead.y - behind.y, ahead.x - behind.x)
        half = (first + t * (last - first)) / 2
        for side, bank in ((1, left), (-1, right)):
            width = half * (1 + 0.13 * sin(step * beat + shift * side) + 0.05 * sin(step * 2.3 + side))
            bank.append((here.x - side * width * sin(turn), here.y + side * width * cos(turn)))
    return Polygon([*left, *reversed(right)]).buffer(0)


def blob(x: float, y: float, radius: float, rng: Random) -> Polygon:
    """A round patch with lobes, as trees make one."""
    waves = [(k, rng.uniform(0.03, 0.11), rng.uniform(0, 2 * pi)) for k in (2, 3, 5, 8)]
    ring = []
    for step in range(34):
        turn = 2 * pi * step / 34
        size = radius * (1 + sum(part * sin(k * turn + phase) for k, part, phase in waves))
        ring.append((x + size * cos(turn), y + size * sin(turn)))
    return Polygon(ring).buffer(0)


def _creek(rng: Random) -> BaseGeometry:
    first, last = atlas.CREEK_WIDTHS
    return taper(smooth(atlas.CREEK), first, last, rng)


def _moat(stream: BaseGeometry) -> BaseGeometry:
    x, y = atlas.MOAT_MIDDLE
    ring = scale(Point(x, y).buffer(1, quad_segs=14), *atlas.MOAT_RADII)
    # an old town moat has the points of its bastions, so the ring is bent at seven places
    turns = [k * 2 * pi / 7 + 0.2 for k in range(7)]
    points = [(x + atlas.MOAT_RADII[0] * cos(turn), y + atlas.MOAT_RADII[1] * sin(turn)) for turn in turns]
    corners = [Point(point).buffer(105, quad_segs=1) for point in points]
    shape = shapely.union_all([ring, *corners]).simplify(3)
    return shape.boundary.buffer(atlas.MOAT_WIDTH / 2, quad_segs=2).difference(stream)


def _basins() -> list[BaseGeometry]:
    return [LineString(ends).buffer(width / 2, cap_style="square") for *ends, width in atlas.BASINS]


def _ponds() -> list[BaseGeometry]:
    return [smooth((a, b, c)).buffer(width / 2, quad_segs=4) for a, b, c, width in atlas.PONDS]


def ditches(cell: Polygon, taken: BaseGeometry, angle: float) -> list[Polygon]:
    """Long thin polder ditches at equal distances through the open part of a cell."""
    middle = cell.centroid
    room = cell.buffer(-70).difference(taken)
    found = []
    for number in range(-12, 13):
        line = LineString(
            [(middle.x - 3000, middle.y + number * 165), (middle.x + 3000, middle.y + number * 165)]
        )
        for piece in shapely.get_parts(rotate(line, angle, origin=middle).intersection(room)):
            if piece.length > 260:
                found.append(piece.buffer(3.5, cap_style="flat"))
    return found


def open_edge(outline: Polygon, rng: Random) -> BaseGeometry:
    """The strip along the border where nothing is built, in some places wide and in others narrow (m)."""
    ring = outline.exterior
    fields = [ring.buffer(110)]
    for step in range(26):
        spot = ring.interpolate((step + rng.random()) / 26, normalized=True)
        fields.append(blob(spot.x, spot.y, rng.uniform(120, 390), rng))
    return shapely.union_all(fields)


def houses(streets: list[LineString], room: BaseGeometry, rng: Random, gap: float) -> list[Polygon]:
    """Blocks of houses on both sides of streets, inside the room (m), never over each other."""
    shapely.prepare(room)
    built: list[Polygon] = []
    for street in streets:
        for side in (1, -1):
            for block in _row(street, side, rng, gap):
                if room.contains(block) and not any(block.intersects(other) for other in built):
                    built.append(block)
    return built


def _row(street: LineString, side: int, rng: Random, gap: float) -> list[Polygon]:
    at, row = rng.uniform(30, 60), []
    while at < street.length - 25:
        long, deep = rng.choice((34, 46, 58, 70)), rng.choice((15, 18, 22))
        row.append(_block(street, at, side, long, deep))
        at += long + rng.uniform(0.3, 1.7) * gap
    return row


def _block(street: LineString, at: float, side: int, long: float, deep: float) -> Polygon:
    a, b = street.interpolate(max(0, at - 8)), street.interpolate(min(street.length, at + 8))
    size = hypot(b.x - a.x, b.y - a.y) or 1
    ux, uy = (b.x - a.x) / size, (b.y - a.y) / size
    nx, ny = -side * uy, side * ux
    mx, my = (a.x + b.x) / 2 + nx * (13 + deep / 2), (a.y + b.y) / 2 + ny * (13 + deep / 2)
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return Polygon([(mx + i * ux * long / 2 + j * nx * deep / 2, my + i * uy * long / 2 + j * ny * deep / 2)
                    for i, j in corners])  # fmt: skip
