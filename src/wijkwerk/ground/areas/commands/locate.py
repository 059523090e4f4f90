"""`wijkwerk areas locate`: tell for each point of a CSV file which areas hold it."""

import argparse
import csv
import io
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final

from wijkwerk.ground.areas.atlas import Placer, borders_of
from wijkwerk.ground.areas.cleaning import clean
from wijkwerk.ground.areas.models import Area, Division, Municipality
from wijkwerk.ground.areas.reading import Unreadable, unpacked
from wijkwerk.ground.kit.output import GOOD, Output, Stop

DELIMITERS: Final = ",;\t|"
NOWHERE: Final = float("nan")


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the file (from 1): the areas that hold its point from large to small, or why there are none."""

    row: int
    municipality: str
    areas: tuple[Area, ...]
    has_place: bool

    def as_json(self) -> dict[str, Any]:
        codes = [area.code for area in self.areas]
        return {
            "row": self.row,
            "municipality": self.municipality or None,
            "code": codes[-1] if codes else None,
            "codes": codes,
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV with a header, .csv or packed as .csv.gz"
    )
    parser.add_argument("--lon", required=True, metavar="COLUMN", help="column with the longitude in degrees")
    parser.add_argument("--lat", required=True, metavar="COLUMN", help="column with the latitude in degrees")
    parser.add_argument(
        "--division", metavar="NAME", help="division to look in; else each municipality's working one"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """One line of CSV for each row on stdout, or one object with `--json`; the counts go to the error stream."""
    try:
        points = read_points(args.file, args.lon, args.lat)
    except Unreadable as problem:
        raise Stop(str(problem)) from problem
    divisions = _divisions(args.division)
    began = time.monotonic()
    atlas = Gazetteer(divisions)
    found = list(atlas.locate(points))
    summary = {**_counts(found), "seconds": round(time.monotonic() - began, 1)}
    if out.as_json:
        out.done({**summary, "places": [each.as_json() for each in found]})
        return GOOD
    for line in as_csv(found):
        out.line(line)
    out.error(", ".join(f"{name} {value:,}" for name, value in summary.items()))
    return GOOD


def _divisions(given: str | None) -> list[Division]:
    """The divisions to look in, one of each municipality. Stops when there are none."""
    if name := clean(given or ""):
        found = list(Division.objects.filter(name=name))
        if not found:
            known = sorted(set(Division.objects.values_list("name", flat=True)))
            raise Stop(f"There is no division {name}. Known: {', '.join(known) or 'none'}.")
        return found
    working = Municipality.objects.filter(working_division__isnull=False).select_related("working_division")
    divisions = [each.working_division for each in working if each.working_division]
    if not divisions:
        raise Stop("There are no areas yet. Run `wijkwerk areas import` first.")
    return divisions


# --- the file -----------------------------------------------------------------------------------------------------


def read_points(path: Path, lon: str, lat: str) -> list[tuple[float, float]]:
    """Return (lon, lat) for each row, not-a-number where the row has no place. Raises Unreadable."""
    text = unpacked(path).decode("utf-8-sig", errors="replace")
    head = text.partition("\n")[0].rstrip("\r")
    parted = max(DELIMITERS, key=lambda sign: {lon, lat} <= set(next(csv.reader([head], delimiter=sign), [])))
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=parted)
    try:
        missing = {lon, lat} - set(rows.fieldnames or [])
        if missing:
            raise Unreadable(f"{path.name} has no column {' and no column '.join(sorted(missing))}.")
        return [_point(row.get(lon), row.get(lat)) for row in rows]
    except csv.Error as problem:
        raise Unreadable(f"{path.name} is not CSV: {problem}.") from problem


def _point(lon: str | None, lat: str | None) -> tuple[float, float]:
    x, y = _number(lon, 180), _number(lat, 90)
    return (x, y) if isfinite(x) and isfinite(y) else (NOWHERE, NOWHERE)


def _number(text: str | None, most: int) -> float:
    """Degrees, with a point or a comma; not-a-number for anything else."""
    try:
        number = float((text or "").strip().replace(",", "."))
    except ValueError:
        return NOWHERE
    return number if abs(number) <= most else NOWHERE


# --- the areas ----------------------------------------------------------------------------------------------------


class Gazetteer:
    """The areas of several municipalities together, to find the row of areas above a point."""

    def __init__(self, divisions: list[Division]) -> None:
        borders = borders_of(divisions)
        self._placer = Placer(borders)
        self._areas = {(area.municipality_id, area.path): area for area, _ in borders}
        self._codes = dict(Municipality.objects.values_list("id", "code"))

    def locate(self, points: list[tuple[float, float]]) -> Iterator[Found]:
        """The areas of each point, in order."""
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        deepest = self._placer.holding_many(lons, lats)
        for row, (area, (lon, _)) in enumerate(zip(deepest, points, strict=True), start=1):
            home = self._codes[area.municipality_id] if area else ""
            yield Found(row, home, self._above(area) if area else (), has_place=isfinite(lon))

    def _above(self, area: Area) -> tuple[Area, ...]:
        """The area and those above it, from large to small."""
        keys = area.path.rstrip(".").split(".")
        paths = (".".join(keys[:length]) + "." for length in range(1, len(keys) + 1))
        found = (self._areas.get((area.municipality_id, path)) for path in paths)
        return tuple(each for each in found if each)


def _counts(found: list[Found]) -> dict[str, int]:
    """rows = located + outside + no_place."""
    located = sum(1 for each in found if each.areas)
    no_place = sum(1 for each in found if not each.has_place)
    return {
        "rows": len(found),
        "located": located,
        "outside": len(found) - located - no_place,
        "no_place": no_place,
        "municipalities": len({each.municipality for each in found if each.municipality}),
    }


def as_csv(found: list[Found]) -> Iterator[str]:
    """A header and one line for each row: row, municipality, then code and name for each level that was met."""
    depths: dict[str, int] = {}
    for each in found:
        for depth, area in enumerate(each.areas):
            depths[area.level] = max(depths.get(area.level, 0), depth)
    levels = sorted(depths, key=lambda level: depths[level])
    head = [f"{level}{part}" for level in levels for part in ("_code", "_name")]
    yield _csv_line(["row", "municipality", *head])
    for each in found:
        at = {area.level: (area.code, area.name) for area in each.areas}
        cells = [cell for level in levels for cell in at.get(level, ("", ""))]
        yield _csv_line([str(each.row), each.municipality, *cells])


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
