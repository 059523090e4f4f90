"""The areas that a document names, laid on the imported areas by name; without borders a schematic map of tiles.

A name fits an imported area when its words are the same, whatever stands between them ("De Hagen / De Borgen" is
"De Hagen en De Borgen"). What lies in two named areas belongs to the one whose name fits the smaller imported area.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import shapely

from wijkwerk.faces.blueprints.facts.approach import NamedArea, NamedAreas
from wijkwerk.ground.areas.addresses import searchable
from wijkwerk.ground.areas.atlas import Atlas, shelf
from wijkwerk.ground.areas.drawing import PAD, TOLERANCE, labels
from wijkwerk.ground.areas.grouping import MUNICIPALITY_LEVEL
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.areas.words import own
from wijkwerk.rules import geo

WIDTH: Final = 600.0
COLUMNS: Final = 2
TILE_HEIGHT: Final = 56
GAP: Final = 8
JOINT = re.compile(r"[/,]| en | - ")
NUMBER = re.compile(r"^wijk \d+ ")
SMALL_WORDS = frozenset({"en", "e", "o"})
TILES = own(
    "Dit is geen echte kaart. Wij kennen de grenzen van deze {area.many} niet. Elk vak is een {area.one}."
)


@dataclass(frozen=True)
class Laid:
    """A named area with the smallest imported areas in it; `missing`: names of it that no imported area has."""

    area: NamedArea
    areas: tuple[Area, ...]
    missing: tuple[str, ...]


def lay(document: Document, municipality: Municipality | None) -> list[Laid]:
    """Every area that the document names, in its order; without a municipality none of them is on a map."""
    named = list(document.part(NamedAreas))
    if not named or municipality is None or municipality.working_division is None:
        return [Laid(each, (), _names(each)) for each in named]
    rows = shelf.atlas(municipality.working_division).living
    return laid_on(named, [row for row in rows if row.level != MUNICIPALITY_LEVEL])


def laid_on(named: list[NamedArea], rows: list[Area]) -> list[Laid]:
    """The same for given areas of one division."""
    by_words: dict[frozenset[str], list[Area]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.path.count(".")):
        by_words[words_of(row.name)].append(row)
    fits = [_fits(each, by_words) for each in named]
    owner = _owners(fits, _leaves(rows))
    return [
        Laid(each, tuple(leaf for leaf, number in owner if number == place), fits[place][1])
        for place, each in enumerate(named)
    ]


def words_of(name: str) -> frozenset[str]:
    """The words of a name without what differs from map to map: accents, signs, order, "Wijk 03", "en", ij and y."""
    return frozenset(NUMBER.sub("", searchable(name)).replace("ij", "y").split()) - SMALL_WORDS


def _names(area: NamedArea) -> tuple[str, ...]:
    return area.places or (area.label,)


def _fits(
    area: NamedArea, by_words: dict[frozenset[str], list[Area]]
) -> tuple[tuple[Area, ...], tuple[str, ...]]:
    """The imported areas that bear the name, else those of its places, and the names that none bears."""
    whole = by_words.get(words_of(area.label))
    if whole:
        return (whole[0],), ()
    wanted = {words_of(name): name for name in _names(area)}
    found = {words: rows[0] for words, rows in by_words.items() if words in wanted}
    joined = [
        (rows[0], parts)
        for rows in by_words.values()
        if len(parts := _joined(rows[0].name)) > 1 and parts <= wanted.keys()
    ]
    known = set(found).union(*(parts for _, parts in joined))
    return (*found.values(), *(row for row, _ in joined)), tuple(
        name for words, name in wanted.items() if words not in known
    )


def _joined(name: str) -> set[frozenset[str]]:
    """The names that an imported area has taken together: "Vogelwijk en De Borgen"."""
    return {words_of(part) for part in JOINT.split(name) if part.strip()}


def _leaves(rows: list[Area]) -> list[Area]:
    above = {path[: path.rstrip(".").rfind(".") + 1] for path in (row.path for row in rows)}
    return [row for row in rows if row.path not in above]


def _owners(
    fits: list[tuple[tuple[Area, ...], tuple[str, ...]]], leaves: list[Area]
) -> list[tuple[Area, int]]:
    claims = [(row.path, place) for place, (rows, _) in enumerate(fits) for row in rows]
    found = []
    for leaf in leaves:
        over = [(len(path), -place) for path, place in claims if leaf.path.startswith(path)]
        if over:
            found.append((leaf, -max(over)[1]))
    return found


def map_of(document: Document, municipality: Municipality | None) -> dict[str, Any] | None:
    """The data for `wijkwerk/_map.html`: borders where names fit, else tiles; None where no area is named."""
    found = lay(document, municipality)
    if not found:
        return None
    words = {"id": "gebieden-kaart", "title": own("{area.many} uit het document"), "list_open": True}
    division = municipality.working_division if municipality else None
    if division is not None and any(each.areas for each in found):
        atlas = shelf.atlas(division)
        key = ("named", document.number)
        if key not in atlas.drawings:
            atlas.drawings[key] = _drawn(found, atlas)
        return {**words, **atlas.drawings[key], "note": _note(found)}
    return {**words, **_tiles(each.area.label for each in found), "note": TILES}


def _note(found: list[Laid]) -> str:
    missing = [name for each in found for name in each.missing]
    return f"Niet op de kaart, want die naam staat er niet op: {', '.join(missing)}." if missing else ""


def _drawn(found: list[Laid], atlas: Atlas) -> dict[str, Any]:
    borders = {area.pk: border for area, border in atlas.borders}
    shapes = [
        (each.area.label, shapely.union_all([borders[area.pk] for area in each.areas]))
        for each in found
        if each.areas
    ]
    projection = geo.simplify_to_svg([shape for _, shape in shapes], WIDTH, PAD)
    paths = projection.paths([shape for _, shape in shapes], TOLERANCE)
    spots = labels(projection, shapes)
    areas = [
        _area(name, path, *spots.get(at, ("", "")))
        for at, ((name, _), path) in enumerate(zip(shapes, paths, strict=True))
    ]
    return {"view_box": projection.view_box, "areas": areas}


def _tiles(names: Iterable[str]) -> dict[str, Any]:
    wide = (WIDTH - GAP) / COLUMNS - GAP
    areas = []
    for number, name in enumerate(names):
        x = GAP + number % COLUMNS * (wide + GAP)
        y = GAP + number // COLUMNS * (TILE_HEIGHT + GAP)
        path = f"M{x:g} {y}h{wide:g}v{TILE_HEIGHT}h-{wide:g}z"
        areas.append(_area(name, path, f"{x + wide / 2:g}", f"{y + TILE_HEIGHT / 2 + 5:g}"))
    height = GAP + (len(areas) + COLUMNS - 1) // COLUMNS * (TILE_HEIGHT + GAP)
    return {"view_box": f"0 0 {WIDTH:g} {height}", "areas": areas}


def _area(name: str, path: str, label_x: str = "", label_y: str = "") -> dict[str, Any]:
    return {"name": name, "path": path, "label_x": label_x, "label_y": label_y}
