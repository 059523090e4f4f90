"""The drawing of a trace: bands from the vision (top) to the street, numbers that stand in the list below it as well.

Units are those of the drawing; 400 wide, so that its words stay readable on a telephone of 360 pixels.
"""

import textwrap
import uuid
from dataclasses import dataclass, field
from typing import Final

from wijkwerk.work.plans.trace.queries import Trace

WIDE: Final = 400
SIDE, HIGH, GAP = 40, 34, 5  # a box with a number, and the room between two
EDGE: Final = 2  # room for the line around a box
IN_ROW: Final = (WIDE - 2 * EDGE + GAP) // (SIDE + GAP)
MOST_BOXES: Final = 6 * IN_ROW  # of one band; the rest stands in the list only
HEAD: Final = 26
BETWEEN: Final = 30  # where the lines run
LETTERS: Final = 38  # of a line in a wide box


@dataclass(frozen=True, slots=True)
class Band:
    """Items of one kind and level: (key, number, title)."""

    title: str
    items: list[tuple[uuid.UUID, str, str]]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with lines of text; `mine` is where the trace began."""

    x: float
    y: float
    width: float
    height: float
    lines: list[tuple[float, float, str]]
    mine: bool = False
    wide: bool = False


@dataclass
class Drawing:
    """What the template writes: heads (y, text), lines as path data, boxes, and one sentence that says it all."""

    height: float = 0
    desc: str = ""
    heads: list[tuple[float, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def drawn(trace: Trace, bands: list[Band], *, street: str) -> Drawing:
    """The drawing of bands given from low to high, with the street below them when somebody asked for something."""
    drawing = Drawing()
    middle: dict[uuid.UUID, tuple[float, float, float]] = {}  # key: x, top, bottom
    for band in reversed(bands):
        _head(drawing, band.title)
        _boxes(drawing, band, trace, middle)
        drawing.height += BETWEEN
    if street:
        _street(drawing, street, trace, middle)
    else:
        drawing.height -= BETWEEN
    drawing.height += 4
    for low, high in sorted(trace.serves):
        if low in middle and high in middle:
            drawing.paths.append(_path(middle[low][0], middle[low][1], middle[high][0], middle[high][2]))
    heads = [street, *(band.title for band in bands)] if street else [band.title for band in bands]
    drawing.desc = f"Van onder naar boven: {'; '.join(heads)}. De nummers staan ook in de lijst."
    return drawing


def _head(drawing: Drawing, title: str) -> None:
    short = textwrap.shorten(title, LETTERS + 6, placeholder="…")
    drawing.heads.append((drawing.height + 16, short))
    drawing.height += HEAD


def _boxes(
    drawing: Drawing, band: Band, trace: Trace, middle: dict[uuid.UUID, tuple[float, float, float]]
) -> None:
    if len(band.items) == 1:
        key, mark, title = band.items[0]
        height = _wide(drawing, f"{mark}. {title}", mine=key in trace.starts)
        middle[key] = (WIDE / 2, drawing.height, drawing.height + height)
        drawing.height += height
        return
    for place, (key, mark, _) in enumerate(band.items[:MOST_BOXES]):
        x, y = EDGE + place % IN_ROW * (SIDE + GAP), drawing.height + place // IN_ROW * (HIGH + GAP)
        text = [(x + SIDE / 2, y + HIGH / 2 + 5, mark)]
        drawing.boxes.append(Box(x, y, SIDE, HIGH, text, mine=key in trace.starts))
        middle[key] = (x + SIDE / 2, y, y + HIGH)
    shown = min(len(band.items), MOST_BOXES)
    drawing.height += -(-shown // IN_ROW) * (HIGH + GAP) - GAP


def _wide(drawing: Drawing, text: str, *, mine: bool) -> float:
    """A box over the whole width. Returns its height."""
    rows = textwrap.wrap(text, LETTERS, max_lines=2, placeholder=" …")
    height = 14 + 20 * len(rows)
    lines = [(12.0, drawing.height + 22 + 20 * number, row) for number, row in enumerate(rows)]
    drawing.boxes.append(Box(EDGE, drawing.height, WIDE - 2 * EDGE, height, lines, mine=mine, wide=True))
    return height


def _street(
    drawing: Drawing, title: str, trace: Trace, middle: dict[uuid.UUID, tuple[float, float, float]]
) -> None:
    for key in trace.tallies:
        if key in middle:
            x, _, bottom = middle[key]
            drawing.paths.append(_path(min(max(x, 20), WIDE - 20), drawing.height, x, bottom))
    drawing.height += _wide(drawing, title, mine=False)


def _path(x: float, y: float, to_x: float, to_y: float) -> str:
    """A line that leaves upward and arrives from below."""
    half = (y + to_y) / 2
    return f"M{x:g} {y:g}C{x:g} {half:g} {to_x:g} {half:g} {to_x:g} {to_y:g}"
