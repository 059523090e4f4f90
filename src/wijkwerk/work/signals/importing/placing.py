"""Give the rows of a chunk their place: by point, else by the name or code of an area of the working division."""

from collections.abc import Sequence
from math import isfinite, nan
from typing import Any, Final

import numpy as np
import pyproj
from numpy.typing import NDArray

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.work.signals.importing import mapping as mappings
from wijkwerk.work.signals.importing.rows import MOST_WORDS, Draft
from wijkwerk.work.signals.models import Precise
from wijkwerk.work.signals.places import Place

METRE: Final = 1.0
METRE_IN_DEGREES: Final = 1e-5
Points = tuple[NDArray[np.float64], NDArray[np.float64]]


class Placer:
    """Places for drafts of one source in one municipality."""

    def __init__(self, municipality: Municipality, place: mappings.Place) -> None:
        self._division = municipality.working_division
        self._degrees = _Degrees(place.crs)
        self._names = _names(municipality) if place.name else {}

    def places(self, drafts: Sequence[Draft]) -> list[Place | None]:
        """A place for each draft, in order; None where the point lies beyond the earth."""
        lons, lats = self._degrees.of([(draft.x, draft.y) for draft in drafts])
        if self._division is None:
            raise ValueError("a municipality without areas places nothing")
        found = areas.holding_many(self._division, lons.tolist(), lats.tolist())
        return [
            self._place(draft, float(lon), float(lat), area.path if area else "")
            for draft, lon, lat, area in zip(drafts, lons, lats, found, strict=True)
        ]

    def _place(self, draft: Draft, lon: float, lat: float, path: str) -> Place | None:
        if not draft.has_point:
            return self._by_name(draft)
        if not isfinite(lon):
            return None
        return Place(draft.words, lon, lat, Precise.POINT if path else Precise.OUTSIDE, path)

    def _by_name(self, draft: Draft) -> Place:
        words = draft.words or draft.area[:MOST_WORDS]
        path = self._names.get(_plain(draft.area), "") if draft.area else ""
        return Place(words, precise=Precise.AREA if path else Precise.NONE, area_path=path)


def _plain(name: str) -> str:
    return areas.searchable(name)


def _names(municipality: Municipality) -> dict[str, str]:
    """Path by name and by code. A name of areas that do not lie in each other says nothing and is left out."""
    paths: dict[str, str] = {}
    unclear: set[str] = set()
    for branch in (branch for root in areas.tree(municipality) for branch in root.flat()):
        for name in {_plain(branch.area.name), _plain(branch.area.code)}:
            # A wijk and its only buurt often share a name: the wijk, which comes first, holds both.
            if not branch.area.path.startswith(paths.setdefault(name, branch.area.path)):
                unclear.add(name)
    return {name: path for name, path in paths.items() if name not in unclear}


class _Degrees:
    """Turns coordinates of a system into degrees WGS84."""

    def __init__(self, crs: int) -> None:
        self._there: Any = None
        if crs != mappings.DEGREES:
            self._there = pyproj.Transformer.from_crs(crs, mappings.DEGREES, always_xy=True)
            self._slack = METRE if pyproj.CRS.from_epsg(crs).is_projected else METRE_IN_DEGREES

    def of(self, points: Sequence[tuple[float, float]]) -> Points:
        """Longitudes and latitudes; not-a-number where there is no point or it lies beyond the earth."""
        rows = np.array(points, dtype=float).reshape(-1, 2)
        xs, ys = rows[:, 0], rows[:, 1]
        lons, lats = (xs, ys) if self._there is None else self._turned(xs, ys)
        good = (np.abs(lons) <= 180) & (np.abs(lats) <= 90)
        return np.where(good, lons, nan), np.where(good, lats, nan)

    def _turned(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> Points:
        lons, lats = self._there.transform(xs, ys)
        # Far from its country a projection folds over and gives a real but wrong place; then the way back does not fit.
        back_x, back_y = self._there.transform(lons, lats, direction="INVERSE")
        with np.errstate(invalid="ignore"):
            same = (np.abs(back_x - xs) <= self._slack) & (np.abs(back_y - ys) <= self._slack)
        return np.where(same, lons, nan), np.where(same, lats, nan)
