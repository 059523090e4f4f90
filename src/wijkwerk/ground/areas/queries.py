"""Which area holds a point, what areas there are, what they are called; from what the process remembers."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.ground.areas.addresses import find_address, searchable
from wijkwerk.ground.areas.atlas import AreaName, Atlas, shelf
from wijkwerk.ground.areas.drawing import svg_map
from wijkwerk.ground.areas.models import Area, Division, Municipality

__all__ = [
    "AreaName",
    "Branch",
    "area_of",
    "areas_at",
    "find_address",
    "holding",
    "holding_many",
    "levels",
    "path_names",
    "searchable",
    "svg_map",
    "tree",
]


def holding(*, division: Division, lon: float, lat: float) -> Area | None:
    """The deepest area of the division that holds a point (degrees WGS84); None outside all of them."""
    return shelf.atlas(division).placer.holding(lon, lat)


def holding_many(division: Division, lons: Sequence[float], lats: Sequence[float]) -> list[Area | None]:
    """The same for many points at once, in their order."""
    return shelf.atlas(division).placer.holding_many(lons, lats)


def path_names(municipality: Municipality) -> dict[str, AreaName]:
    """Name, level and code by path in the working division; {} when there is none."""
    atlas = _working(municipality)
    return atlas.names if atlas else {}


def area_of(municipality: Municipality, path: str) -> Area | None:
    """The area with this path in the working division; a path is unique within its municipality only."""
    atlas = _working(municipality)
    return atlas.by_path.get(path) if atlas else None


def areas_at(municipality: Municipality, level: str) -> list[Area]:
    """The areas of now at a level of the working division, by name."""
    atlas = _working(municipality)
    found = [area for area in atlas.living if area.level == level] if atlas else []
    return sorted(found, key=_by_name)


def levels(municipality: Municipality) -> list[str]:
    """The levels of the working division from large to small, e.g. gemeente, wijk, buurt."""
    atlas = _working(municipality)
    depths: dict[str, int] = {}
    for area in atlas.living if atlas else []:
        depths[area.level] = max(depths.get(area.level, 0), area.path.count("."))
    return sorted(depths, key=lambda level: depths[level])


@dataclass(frozen=True, slots=True)
class Branch:
    """An area with what lies in it, by name. `depth` is 0 for a root."""

    area: Area
    depth: int
    children: tuple["Branch", ...]

    def flat(self) -> list["Branch"]:
        """This branch and all below it, each before its children."""
        return [self, *(branch for child in self.children for branch in child.flat())]


def tree(municipality: Municipality) -> tuple[Branch, ...]:
    """The areas of now of the working division as a tree; () when there is none."""
    atlas = _working(municipality)
    if atlas is None:
        return ()
    below: dict[str, list[Area]] = {}
    living = {area.path for area in atlas.living}
    for area in atlas.living:
        above = _above(area.path)
        below.setdefault(above if above in living else "", []).append(area)
    return _branches("", 0, below)


def _branches(above: str, depth: int, below: dict[str, list[Area]]) -> tuple[Branch, ...]:
    areas = sorted(below.get(above, []), key=_by_name)
    return tuple(Branch(area, depth, _branches(area.path, depth + 1, below)) for area in areas)


def _above(path: str) -> str:
    return path[: path.rstrip(".").rfind(".") + 1]


def _by_name(area: Area) -> tuple[str, str]:
    return searchable(area.name), area.code


def _working(municipality: Municipality) -> Atlas | None:
    division = municipality.working_division
    return shelf.atlas(division) if division else None
