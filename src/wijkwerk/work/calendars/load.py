"""How busy a team is, month by month: bars with their numbers, and the same as a table."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars.window import short, words

WIDTH, BASE, TOP = (
    480,
    122,
    32,
)  # units of the drawing: its width, where bars stand, how high the longest reaches
STEP: Final = WIDTH / 12


@dataclass(frozen=True)
class Bar:
    """One month: where its bar stands, and what is said of it."""

    x: int
    middle: int
    y: int
    height: int
    text_y: int
    label: str
    name: str
    number: int
    full: bool


@dataclass(frozen=True)
class Chart:
    """A year of bars for one team, and its sentence."""

    title: str
    bars: list[Bar]


def chart_of(team: str, numbers: Sequence[tuple[Month, int]], most: int) -> Chart:
    """Bars for these months, twelve at most; a month over `most` is too full and says so in words."""
    top = max((number for _, number in numbers), default=0) or 1
    bars = [_bar(place, month, number, top, most) for place, (month, number) in enumerate(numbers)]
    return Chart(_title(team, numbers), bars)


def _bar(place: int, month: Month, number: int, top: int, most: int) -> Bar:
    height = round((BASE - TOP) * number / top)
    x = round(place * STEP) + 5
    y = BASE - height
    return Bar(x, x + 15, y, height, y - 7, short(month), words(month), number, number > most)


def _title(team: str, numbers: Sequence[tuple[Month, int]]) -> str:
    busiest, number = max(numbers, key=lambda each: each[1])
    if number == 0:
        return f"Taken per maand: {team} heeft in deze maanden geen taken."
    quiet = sum(1 for _, each in numbers if each <= 1)
    task = "taak" if number == 1 else "taken"
    months = "één maand heeft" if quiet == 1 else f"{quiet} maanden hebben"
    return (
        f"Taken per maand: {words(busiest)} is de drukste maand met {number} {task} voor {team}, "
        f"{months} er geen of één."
    )


def busiest_team(load: Mapping[tuple[uuid.UUID, int], int], own: frozenset[uuid.UUID]) -> uuid.UUID | None:
    """The team to show when none was chosen: the busiest of one's own, else the busiest of all."""
    totals: dict[uuid.UUID, int] = {}
    for (team, _), number in load.items():
        totals[team] = totals.get(team, 0) + number
    mine = {team: number for team, number in totals.items() if team in own} or totals
    return max(mine, key=lambda team: (mine[team], str(team)), default=None)


def charts(
    team: str,
    key: Any,
    load: Mapping[tuple[uuid.UUID, int], int],
    blocks: Sequence[Sequence[Month]],
    most: int,
) -> list[Chart]:
    """One drawing for each block of twelve months."""
    return [
        chart_of(team, [(month, load.get((key, month.key), 0)) for month in block], most) for block in blocks
    ]
