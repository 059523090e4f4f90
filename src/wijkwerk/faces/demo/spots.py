"""Where a story is told: a point in a street or near a known place, always inside its buurt."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from shapely import LineString, Point, prepare

from wijkwerk.faces.demo import dutch
from wijkwerk.faces.demo.town import Area, Place, Street, Town


@dataclass(frozen=True)
class Spot:
    """Where a story is told, with the words for it."""

    area: str
    street: str
    place: str
    district: str
    lon: float
    lat: float

    def words(self) -> dict[str, str]:
        here = dutch.near(self.place) if self.place else dutch.inside(self.street)
        by = dutch.near(self.place) if self.place else f"bij {dutch.the(self.street)}"
        return {"in": here, "bij": by, "straat": self.street, "place": self.place, "park": self.place,
                "wijk": self.district}  # fmt: skip


def find(where: str, town: Town, rng: Random) -> Spot:
    """A spot for «#place», «@street» or the name of a district; StopIteration when the town has none."""
    if where.startswith("#"):
        return _at_place(next(place for place in town.places if place.name == where[1:]), town, rng)
    if where.startswith("@"):
        return _in_street(next(street for street in town.streets if street.name == where[1:]), town, rng)
    code = next(area.code for area in town.areas if area.level == "wijk" and area.name == where)
    quarters = {area.code for area in town.children(code)}
    choice = [street for street in town.streets if street.area in quarters and not street.main]
    return _in_street(rng.choice(choice), town, rng)


def _in_street(street: Street, town: Town, rng: Random) -> Spot:
    """A point on the street a few metres from where a neighbour would tap; always inside the buurt."""
    area = town.area(street.area)
    line = LineString(street.line)
    spots = [line.interpolate(rng.uniform(0.1, 0.9), normalized=True) for _ in range(8)]
    nudged = [
        Point(round(p.x + rng.uniform(-8e-5, 8e-5), 6), round(p.y + rng.uniform(-5e-5, 5e-5), 6))
        for p in spots
    ]
    return _made(nudged, Point(street.lon, street.lat), area, street.name, "", town)


def _at_place(place: Place, town: Town, rng: Random) -> Spot:
    """A point within some 60 metres of the place, and the nearest street of the same buurt."""
    area = town.area(place.area)
    here = Point(place.lon, place.lat)
    spots = [Point(round(here.x + rng.uniform(-8e-4, 8e-4), 6), round(here.y + rng.uniform(-5e-4, 5e-4), 6))
             for _ in range(8)]  # fmt: skip
    own = [street for street in town.streets if street.area == place.area and not street.main]
    near = min(own, key=lambda street: LineString(street.line).distance(here))
    return _made(spots, here, area, near.name, place.name, town)


def _made(spots: list[Point], sure: Point, area: Area, street: str, place: str, town: Town) -> Spot:
    prepare(area.border)
    point = next((spot for spot in spots if area.border.contains(spot)), sure)
    return Spot(area.code, street, place, town.area(area.parent).name, point.x, point.y)
