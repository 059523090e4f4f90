"""A municipality as a drawing: the data for the map template, with the paths kept per division and stamp."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wijkwerk.ground.areas.atlas import Atlas, middle, shelf
from wijkwerk.ground.areas.models import Area, Backdrop, Municipality
from wijkwerk.rules import geo

WIDTH: Final = 520.0
PAD: Final = 12.0
TOLERANCE: Final = 0.6  # drawing units: detail smaller than this is not seen
LINE_WIDTHS: Final = {"water": 6, "road": 4}
# Streets and houses are for the map one can zoom into; at this size they are only weight.
DRAWN_KINDS: Final = ("wood", "water", "road")
# Room that a name of one line, with a smaller line under it, takes in drawing units.
LETTER_WIDTH: Final = 8.8
LINE_HEIGHT: Final = 18.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The part of a map that is the same for every visitor."""

    view_box: str
    areas: tuple[tuple[Area, str, tuple[str, str] | None], ...]
    backdrop: tuple[dict[str, Any], ...]


def svg_map(
    municipality: Municipality,
    *,
    level: str = "wijk",
    within: str = "",
    current: str = "",
    url: Callable[[Area], str] | None = None,
    subs: Mapping[str, str] | None = None,
    title: str = "",
    **rest: Any,
) -> dict[str, Any] | None:
    """Return the data for `wijkwerk/_map.html`, or None when there is nothing to draw.

    `level` says which areas are drawn, `within` limits them to those below a path, `current` is the path of the
    area that stands out, `url` gives the page of an area, `subs` a line under the name by path. `rest` goes to the
    template as it is (id, desc, note, list_title, list_open, labels).
    """
    division = municipality.working_division
    drawing = _drawing(shelf.atlas(division), municipality, level, within) if division else None
    if drawing is None:
        return None
    areas = [_area(each, current, url, subs or {}) for each in drawing.areas]
    words = {"title": title or f"Kaart van {municipality.name}"}
    return {"view_box": drawing.view_box, "areas": areas, "backdrop": drawing.backdrop, **words, **rest}


def _area(
    drawn: tuple[Area, str, tuple[str, str] | None],
    current: str,
    url: Callable[[Area], str] | None,
    subs: Mapping[str, str],
) -> dict[str, Any]:
    area, path, label = drawn
    x, y = label or (None, None)
    return {
        "name": area.name,
        "code": area.code,
        "path": path,
        "url": url(area) if url else "",
        "sub": subs.get(area.path, ""),
        "current": bool(current) and current.startswith(area.path),
        "label_x": x,
        "label_y": y,
    }


def _drawing(atlas: Atlas, municipality: Municipality, level: str, within: str) -> Drawing | None:
    key = (level, within)
    if key not in atlas.drawings:
        chosen = [
            (area, border)
            for area, border in atlas.borders
            if area.level == level and area.path.startswith(within)
        ]
        atlas.drawings[key] = _draw(chosen, municipality) if chosen else None
    drawing: Drawing | None = atlas.drawings[key]
    return drawing


def _draw(chosen: Sequence[tuple[Area, BaseGeometry]], municipality: Municipality) -> Drawing:
    """Draw the areas by name, so that the list under the map reads in that order."""
    ordered = sorted(chosen, key=lambda each: (each[0].name, each[0].code))
    borders = [border for _, border in ordered]
    projection = geo.simplify_to_svg(borders, WIDTH, PAD)
    paths = projection.paths(borders, TOLERANCE)
    found = labels(projection, [(area.name, border) for area, border in ordered])
    drawn = tuple(
        (area, path, found.get(at)) for at, ((area, _), path) in enumerate(zip(ordered, paths, strict=True))
    )
    return Drawing(projection.view_box, drawn, tuple(_backdrop(municipality, projection)))


def labels(
    projection: geo.Projection, placed: Sequence[tuple[str, BaseGeometry]]
) -> dict[int, tuple[str, str]]:
    """Where names stand, by position in `placed`: the largest area first, and none that would cover another."""
    boxes: list[Box] = []
    found = {}
    for at in sorted(range(len(placed)), key=lambda each: -placed[each][1].area):
        name, border = placed[at]
        x, y = projection.point(*middle(border))
        half = len(name) * LETTER_WIDTH / 2
        # Kept within the drawing, even where the area lies at its edge.
        x = min(max(x, half), projection.width - half)
        box = (x - half, y - LINE_HEIGHT, x + half, y + LINE_HEIGHT)
        if _room(projection, border) >= half and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            # As text, for a Dutch page writes the number 12.5 as 12,5, which SVG reads as two numbers.
            found[at] = (f"{x:.1f}", f"{y:.1f}")
    return found


def _room(projection: geo.Projection, border: BaseGeometry) -> float:
    west, _, east, _ = border.bounds
    return (east - west) * projection.x_scale


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _backdrop(municipality: Municipality, projection: geo.Projection) -> list[dict[str, Any]]:
    """Woods below, then water, then roads; [] for a municipality without a backdrop."""
    found = Backdrop.objects.filter(municipality=municipality).first()
    features = _features(found.features) if found else []
    parts = []
    for kind in DRAWN_KINDS:
        for feature in features:
            if feature.get("properties", {}).get("class") == kind:
                parts.extend(_part(kind, shape(feature["geometry"]), projection))
    return parts


def _features(stored: Any) -> list[dict[str, Any]]:
    """The features of a backdrop, which may be stored as a collection or as a list."""
    features = stored.get("features", []) if isinstance(stored, dict) else stored
    return list(features)


def _part(kind: str, drawn: BaseGeometry, projection: geo.Projection) -> list[dict[str, Any]]:
    is_line = drawn.geom_type.endswith("LineString")
    path = _line(drawn, projection) if is_line else projection.path(drawn)
    if not path:
        return []
    return [{"cls": f"ww-map__{kind}", "path": path, "width": LINE_WIDTHS.get(kind) if is_line else None}]


def _line(drawn: BaseGeometry, projection: geo.Projection) -> str:
    lines = getattr(drawn, "geoms", [drawn])
    return "".join("M" + "L".join(_point(projection, *at[:2]) for at in line.coords) for line in lines)


def _point(projection: geo.Projection, lon: float, lat: float) -> str:
    x, y = projection.point(lon, lat)
    return f"{x:g},{y:g}"
