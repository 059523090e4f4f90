"""The grid: a row for each area, a cell for each month, and in a cell what stands there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse

from wijkwerk.ground.areas.addresses import searchable
from wijkwerk.ground.areas.queries import AreaName
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars.queries import Row
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.window import address, short, words

MOST_AREAS: Final = 60
# What a state is called, how it looks, and which icon stands with it. Never colour alone.
LOOKS: Final = {
    "planned": ("gepland", "", ""),
    "maybe": ("nog onzeker", "maybe", ""),
    "done": ("gedaan", "done", "done"),
    "moved": ("verplaatst", "moved", "go"),
}


@dataclass(frozen=True)
class Mark:
    """One code in a cell: what one sees, what a screen reader says, and where it leads."""

    text: str
    words: str
    look: str
    icon: str
    url: str


@dataclass(frozen=True)
class Cell:
    """A month of an area. `add_url` is empty for who plans nothing there."""

    month: Month
    marks: tuple[Mark, ...]
    add_url: str

    @property
    def name(self) -> str:
        return words(self.month)


@dataclass(frozen=True)
class Line:
    """An area with its cells, in blocks of a year; `who` manages it."""

    path: str
    name: str
    code: str
    who: str
    nothing: bool
    add_url: str
    blocks: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """The head of a column; the year stands with the first month and with each January."""

    month: Month
    text: str
    name: str
    is_now: bool


def look_of(row: Row) -> str:
    """The key in `LOOKS`."""
    if row.is_moved:
        return "moved"
    if row.is_done:
        return "done"
    return "maybe" if row.uncertain else "planned"


def code_text(code: str, year: int | None) -> str:
    """ "A27": a code as it stands in a cell."""
    return f"{code}{year % 100:02d}" if year else code


def code_words(legend: Calendar, code: str, year: int | None) -> str:
    """ "agenda 2027": what a code means."""
    label = legend.label(code)
    return f"{label} {year}" if year else label


def mark_of(row: Row, legend: Calendar) -> Mark:
    """How an entry stands in its cell. A moved one leads to where it stands now."""
    key = look_of(row)
    state, look, icon = LOOKS[key]
    if row.is_moved and row.goes_to:
        state = f"{state} naar {words(Month.of(row.goes_to))}"
    text = code_text(row.code, row.code_year) + ("?" if key == "maybe" else "")
    target = row.moved_to if row.is_moved and row.moved_to else row.id
    meaning = f"{code_words(legend, row.code, row.code_year)}, {state}"
    return Mark(text, meaning, look, icon, reverse("calendars:entry", args=[target]))


def heads(months: Iterable[Month], now: Month) -> list[Head]:
    """The heads of a block."""
    found = []
    for place, month in enumerate(months):
        year = f" ’{month.year % 100:02d}" if place == 0 or month.number == 1 else ""
        found.append(Head(month, short(month) + year, words(month), month == now))
    return found


def in_order(paths: Iterable[str], names: Mapping[str, AreaName]) -> list[str]:
    """Paths as a reader looks for them: an area before those in it, each row by name."""

    def key(path: str) -> list[tuple[str, str]]:
        steps = path.rstrip(".").split(".")
        around = [".".join(steps[: depth + 1]) + "." for depth in range(len(steps))]
        return [(searchable(names[each].name) if each in names else "", each) for each in around]

    return sorted(set(paths), key=key)


def by_cell(rows: Iterable[Row]) -> dict[tuple[str, int], list[Row]]:
    """The entries of each cell."""
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        found.setdefault((row.area_path, row.month), []).append(row)
    return found


def cell_of(month: Month, rows: Iterable[Row], legend: Calendar, add: str) -> Cell:
    """One cell; `add` is the address that adds something in this area, without its month."""
    marks = tuple(mark_of(row, legend) for row in rows)
    return Cell(month, marks, f"{add}&maand={address(month)}" if add else "")


def add_url(code: str) -> str:
    """Where one plans something in an area."""
    return f"{reverse('calendars:plan_entry')}?gebied={code}"
