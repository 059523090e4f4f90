"""Small towns of squares for the tests, and ways to write them to a file."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

from wijkwerk.ground.areas.actions import import_collection
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality
from wijkwerk.ground.areas.report import ImportReport

Feature = dict[str, Any]
STEP = 0.01  # degrees


def square(x: float, y: float, width: float = 1.0, height: float = 1.0) -> dict[str, Any]:
    """A rectangle in steps of a hundredth of a degree from lon 6, lat 52."""
    west, south = 6 + x * STEP, 52 + y * STEP
    east, north = west + width * STEP, south + height * STEP
    return polygon([[west, south], [east, south], [east, north], [west, north], [west, south]])


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: Any, level: Any, parent: Any, geometry: Any, **more: Any) -> Feature:
    given = {"code": code, "name": f"Naam {code}", "level": level, "parent": parent}
    return {"type": "Feature", "properties": given | more, "geometry": geometry}


def town(code: str = "GM9001", x: float = 0) -> list[Feature]:
    """A municipality of 2 x 2 steps, two wijken of 1 x 2 side by side, two buurten in the west and one in the east."""
    digits = code[2:]
    west, east = f"WK{digits}01", f"WK{digits}02"
    return [
        feature(code, "gemeente", "PV99", square(x, 0, 2, 2)),
        feature(west, "wijk", code, square(x, 0, 1, 2)),
        feature(east, "wijk", code, square(x + 1, 0, 1, 2)),
        feature(f"BU{digits}0101", "buurt", west, square(x, 0)),
        feature(f"BU{digits}0102", "buurt", west, square(x, 1)),
        feature(f"BU{digits}0201", "buurt", east, square(x + 1, 0, 1, 2)),
    ]


def changed(features: list[Feature], code: str, /, **values: Any) -> list[Feature]:
    """The same town with other properties, or another geometry, of one area."""
    geometry = values.pop("geometry", None)
    return [
        {**each, "properties": each["properties"] | values, "geometry": geometry or each["geometry"]}
        if each["properties"]["code"] == code
        else each
        for each in features
    ]


def without(features: list[Feature], *codes: str) -> list[Feature]:
    return [each for each in features if each["properties"]["code"] not in codes]


def bring(
    features: list[Any], *, division: str = "cbs", year: int = 2024, working: bool = False
) -> ImportReport:
    collection = {"type": "FeatureCollection", "features": features}
    return import_collection(collection=collection, division=division, year=year, working=working)


def write(folder: Path, features: list[Any], name: str = "areas.geojson", **more: Any) -> Path:
    """The features as a file; packed when the name ends in .gz."""
    content = json.dumps({"type": "FeatureCollection", "features": features} | more).encode()
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def municipality(code: str = "GM9001") -> Municipality:
    return Municipality.objects.select_related("working_division").get(code=code)


def snapshot() -> list[Any]:
    """All that an import writes, row by row."""
    tables = (Municipality, Division, Area, AreaVersion)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def versions(code: str) -> list[tuple[date, date | None]]:
    """First and last day of each version of an area, oldest first."""
    rows = AreaVersion.objects.filter(area__code=code).order_by("valid_from")
    return [(row.valid_from, row.valid_until) for row in rows]
