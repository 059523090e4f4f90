"""Geometry of the shared charts. The templates only write what stands here."""

from collections.abc import Sequence
from typing import Any

LEFT = 150  # where bars begin, in units of the drawing
WIDEST = 220  # length of the longest bar; room for its number remains
STEP = 36  # from one bar to the next


def bar_chart(rows: Sequence[tuple[str, float] | tuple[str, float, str]]) -> dict[str, Any]:
    """Bars from (label, value) or (label, value, class name). Values are zero or more; the order is kept."""
    top = max((row[1] for row in rows), default=0) or 1
    return {"height": STEP * len(rows), "bars": [_bar(place, row, top) for place, row in enumerate(rows)]}


def _bar(place: int, row: tuple[str, float] | tuple[str, float, str], top: float) -> dict[str, Any]:
    width = round(WIDEST * row[1] / top)
    y = place * STEP + 7
    return {
        "label": row[0],
        "value": row[1],
        "cls": row[2] if len(row) == 3 else "ww-bar--on",
        "y": y,
        "text_y": y + 16,
        "width": width,
        "value_x": LEFT + width + 8,
    }
