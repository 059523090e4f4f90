"""From a feature of a file to a record: code, name, level, parent, population and a border in degrees.

Nothing here knows the database. A feature that cannot be used raises Refused; a repair is noted. The sentences
are Dutch, for they are read by people of a municipality.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from wijkwerk.rules import geo

CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
MUNICIPALITY_CODE: Final = re.compile(r"GM\d{4}")
STATISTICS_CODE: Final = re.compile(r"(?:WK|BU)(\d{4})\w*")
LEVEL_BY_LETTERS: Final = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
ANY_LEVEL: Final = "gebied"
NAME_LENGTH: Final = 120
LEVEL_LENGTH: Final = 30
MOST_PEOPLE: Final = 2_000_000_000
DECIMALS: Final = 6  # of a degree: about 10 cm

_TO_DEGREES = pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)


class Refused(ValueError):
    """This feature cannot become an area; the message says why."""


@dataclass(slots=True)
class Record:
    """A feature with its properties read. `geometry` is still as in the file; `notes` are the repairs so far."""

    number: int
    code: str
    name: str
    level: str
    parent: str
    population: int | None
    geometry: Any
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Border:
    """A border as it is kept: GeoJSON geometry in degrees with six decimals, and its bounds."""

    geojson: dict[str, Any]
    bounds: tuple[float, float, float, float]


def record(number: int, feature: Any) -> Record:
    """Return the record of feature `number` (from 1). Raises Refused."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise Refused("het is geen GeoJSON-feature met eigenschappen.")
    notes: list[str] = []
    code = _code(properties.get("code"))
    return Record(
        number=number,
        code=code,
        name=_name(properties.get("name"), code, notes),
        level=_level(properties.get("level"), code, notes),
        parent=_parent(properties.get("parent"), notes),
        population=_population(properties.get("population"), notes),
        geometry=feature.get("geometry"),
        notes=notes,
    )


def _code(value: Any) -> str:
    text = _text(value).strip()
    if not text:
        raise Refused("de code ontbreekt.")
    if not CODE.fullmatch(text):
        raise Refused(
            "de code heeft andere tekens dan letters, cijfers, punt en streep, of is langer dan 20 tekens."
        )
    return text


def _name(value: Any, code: str, notes: list[str]) -> str:
    given = _text(value)
    name = clean(given)
    if not name:
        notes.append("De naam ontbreekt; de code staat ervoor in de plaats.")
        return code
    if any(_unwanted(sign) for sign in given.strip()):
        notes.append("De naam had tekens die wij niet bewaren.")
    if len(name) > NAME_LENGTH:
        notes.append(f"De naam is ingekort tot {NAME_LENGTH} tekens.")
    return name[:NAME_LENGTH].rstrip()


def _level(value: Any, code: str, notes: list[str]) -> str:
    level = clean(_text(value)).lower()[:LEVEL_LENGTH].rstrip()
    if level:
        return level
    notes.append("Het niveau ontbreekt en is afgeleid van de code.")
    return LEVEL_BY_LETTERS.get(code[:2], ANY_LEVEL)


def _parent(value: Any, notes: list[str]) -> str:
    parent = _text(value).strip()
    if parent and not CODE.fullmatch(parent):
        notes.append("De code van het gebied erboven is onleesbaar en is weggelaten.")
        return ""
    return parent


def _population(value: Any, notes: list[str]) -> int | None:
    """The statistics office writes a negative number for what is unknown or secret."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = int(str(value)[:20])
    except ValueError:
        notes.append("Het aantal inwoners is geen geheel getal en is weggelaten.")
        return None
    return number if 0 <= number <= MOST_PEOPLE else None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def clean(text: str) -> str:
    """Return the text in composed form on one line, without control, invisible and half characters."""
    spaced = re.sub(r"\s+", " ", text)
    kept = "".join(sign for sign in spaced if not _unwanted(sign))
    return unicodedata.normalize("NFC", kept).strip()


def _unwanted(sign: str) -> bool:
    # Cc holds NUL, which PostgreSQL refuses; Cs are half characters; Cf can turn the reading direction of a page.
    return not sign.isspace() and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"}


def home_of(code: str) -> str:
    """The municipality that a code of the statistics office itself names: GM0301 for WK030101; '' for other codes."""
    if MUNICIPALITY_CODE.fullmatch(code):
        return code
    found = STATISTICS_CODE.fullmatch(code)
    return f"GM{found[1]}" if found else ""


# --- borders ------------------------------------------------------------------------------------------------------


def border(found: Record) -> Border:
    """Return the border of a record in degrees and note each repair in it. Raises Refused."""
    if found.geometry is None:
        raise Refused("de grens ontbreekt.")
    try:
        # Huge numbers overflow while mending; they are refused right after, so no warning is due.
        with np.errstate(all="ignore"):
            mended, notes = geo.mend(found.geometry)
            shape = _in_degrees(mended, notes)
    except geo.BadBorder as problem:
        raise Refused(_lower(str(problem))) from problem
    # Whatever a hostile file holds, one feature may not end the import of the others.
    except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError, GEOSException) as problem:
        raise Refused("de grens is onleesbaar.") from problem
    found.notes.extend(dict.fromkeys(notes))
    return Border(_geojson(shape), geo.bbox(shape))


def _in_degrees(shape: geo.Border, notes: list[str]) -> geo.Border:
    west, south, east, north = shape.bounds
    metres = geo.is_rd([(west, south), (east, north)])
    turned = shapely.transform(shape, _degrees if metres else _rounded)
    if turned.is_valid:
        return turned
    # Rounding can make a very narrow part cross itself. What mending adds must lie on the same grid of decimals.
    mended, _ = geo.mend(shapely.geometry.mapping(turned))
    snapped, _ = geo.mend(shapely.geometry.mapping(shapely.set_precision(mended, 10.0**-DECIMALS)))
    notes.append("Een deel smaller dan een handbreedte is weggelaten.")
    return shapely.transform(snapped, _rounded)


def _degrees(coords: NDArray[np.float64]) -> NDArray[np.float64]:
    lons, lats = _TO_DEGREES.transform(coords[:, 0], coords[:, 1])
    return _rounded(np.column_stack([lons, lats]))


def _rounded(coords: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(coords, DECIMALS)


def _geojson(shape: geo.Border) -> dict[str, Any]:
    """Lists, not tuples, so that it equals what the database gives back."""
    if isinstance(shape, shapely.Polygon):
        return {"type": "Polygon", "coordinates": _rings(shape)}
    return {"type": "MultiPolygon", "coordinates": [_rings(part) for part in shape.geoms]}


def _rings(polygon: shapely.Polygon) -> list[Any]:
    return [shapely.get_coordinates(ring).tolist() for ring in (polygon.exterior, *polygon.interiors)]


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
