"""What a process remembers of a division: its areas and borders, till an import raises the stamp."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wijkwerk.ground.areas.models import Area, AreaVersion, Division
from wijkwerk.rules import geo

# A municipality with its borders takes one to three megabytes of memory.
MOST_ATLASES: Final = 24


class AreaName(NamedTuple):
    """What a list shows of an area."""

    name: str
    level: str
    code: str


class Placer:
    """Finds the deepest area that holds a point, over the areas of one or more divisions.

    A wijk of one buurt has the border of that buurt, so size alone does not tell which is the deeper: one search tree
    per depth does. Within a depth the smallest area comes first.
    """

    def __init__(self, placed: Iterable[tuple[Area, BaseGeometry]]) -> None:
        by_depth: dict[int, list[tuple[Area, BaseGeometry]]] = {}
        for area, border in placed:
            by_depth.setdefault(area.path.count("."), []).append((area, border))
        layers = [by_depth[depth] for depth in sorted(by_depth, reverse=True)]
        self._areas = [[area for area, _ in layer] for layer in layers]
        self._indexes = [
            geo.Index([((area.path, number), border) for number, (area, border) in enumerate(layer)])
            for layer in layers
        ]

    def holding(self, lon: float, lat: float) -> Area | None:
        """The deepest area that holds the point; None outside."""
        for areas, index in zip(self._areas, self._indexes, strict=True):
            if found := index.holding(lon, lat):
                return areas[found[0][1]]
        return None

    def holding_many(self, lons: ArrayLike, lats: ArrayLike) -> list[Area | None]:
        """The same for many points at once; a point that is not finite lies outside."""
        xs, ys = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        found: list[Area | None] = [None] * len(xs)
        left: NDArray[Any] = np.arange(len(xs))
        for areas, index in zip(self._areas, self._indexes, strict=True):
            hits = index.holding_many(xs[left], ys[left])
            for row, hit in zip(left[hits >= 0], hits[hits >= 0], strict=True):
                found[row] = areas[hit]
            left = left[hits < 0]
        return found


def borders_of(divisions: Sequence[Division]) -> list[tuple[Area, BaseGeometry]]:
    """The areas of now of these divisions with their borders, in one statement."""
    rows = AreaVersion.objects.filter(area__division__in=divisions, valid_until=None).select_related("area")
    # One row at a time: the borders of the country as text and as shapes need not be in memory together.
    chosen = rows.only("border", "area").order_by("area__path")
    return [(row.area, shape(row.border)) for row in chosen.iterator(chunk_size=500)]


class Atlas:
    """One division as it is now. What costs a query or a drawing is made at the first question and kept.

    The Area objects are shared by all who ask: read them, do not change them.
    """

    def __init__(self, division_id: uuid.UUID, stamp: int) -> None:
        self.division_id = division_id
        self.stamp = stamp
        self.drawings: dict[Any, Any] = {}

    @cached_property
    def every(self) -> list[Area]:
        """All areas that the division ever had, by path."""
        return list(Area.objects.filter(division_id=self.division_id).order_by("path", "code"))

    @cached_property
    def living(self) -> list[Area]:
        """The areas of now, by path."""
        current = AreaVersion.objects.filter(area__division_id=self.division_id, valid_until=None)
        ids = set(current.values_list("area_id", flat=True))
        return [area for area in self.every if area.pk in ids]

    @cached_property
    def names(self) -> dict[str, AreaName]:
        """By path, also of areas that are no more: old signals still name them."""
        # The living come last, so that they win where a path was used before.
        ordered = [*self.every, *self.living]
        return {area.path: AreaName(area.name, area.level, area.code) for area in ordered}

    @cached_property
    def by_path(self) -> dict[str, Area]:
        return {area.path: area for area in [*self.every, *self.living]}

    @cached_property
    def borders(self) -> list[tuple[Area, BaseGeometry]]:
        return borders_of([Division(pk=self.division_id)])

    @cached_property
    def placer(self) -> Placer:
        return Placer(self.borders)


class Shelf:
    """The atlases of a process, the last used kept longest; safe for threads."""

    def __init__(self, most: int = MOST_ATLASES) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._atlases: OrderedDict[uuid.UUID, Atlas] = OrderedDict()

    def __len__(self) -> int:
        return len(self._atlases)

    def atlas(self, division: Division) -> Atlas:
        """The atlas of a division, not older than the stamp that the caller holds."""
        with self._lock:
            atlas = self._atlases.get(division.pk)
            # A caller may hold an older stamp than another one who asked just before; newer is always good.
            if atlas is None or atlas.stamp < division.stamp:
                atlas = self._atlases[division.pk] = Atlas(division.pk, division.stamp)
            self._atlases.move_to_end(division.pk)
            while len(self._atlases) > self.most:
                self._atlases.popitem(last=False)
        return atlas

    def forget(self) -> None:
        """Start anew; for tests that change areas by hand."""
        with self._lock:
            self._atlases.clear()


shelf = Shelf()


def middle(border: BaseGeometry) -> tuple[float, float]:
    """The point furthest from the edge of a border (lon, lat), where a name can stand."""
    width = border.bounds[2] - border.bounds[0]
    shaped: Any = border  # the type stubs know this function for arrays only
    lon, lat = shapely.maximum_inscribed_circle(shaped, width / 100).coords[0]
    return lon, lat
