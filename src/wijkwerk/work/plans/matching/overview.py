"""What departments were asked, took up, refused and left open: sums for a screen and a file that say what is unknown (Q34)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import path_names
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.matching import MatchState
from wijkwerk.work.plans.matching import queries
from wijkwerk.work.plans.matching.queries import Tally
from wijkwerk.work.plans.words import money

INCLUDED, REFUSED, OPEN = "included", "refused", "open"
COLUMNS: Final = ((INCLUDED, "Opgenomen"), (REFUSED, "Niet opgenomen"), (OPEN, "Nog geen besluit"))
COLUMN: Final = {
    MatchState.ASKED.value: OPEN,
    MatchState.NEGOTIATING.value: OPEN,
    MatchState.INCLUDED.value: INCLUDED,
    MatchState.REFUSED.value: REFUSED,
}
NOBODY: Final = "Aan geen afdeling gevraagd"
HEAD: Final = (
    "Afdeling", "Gebied", "Gevraagd",
    "Opgenomen", "Opgenomen, euro", "Opgenomen, bedrag onbekend",
    "Niet opgenomen", "Niet opgenomen, euro", "Niet opgenomen, bedrag onbekend",
    "Nog geen besluit", "Nog geen besluit, euro", "Nog geen besluit, bedrag onbekend",
)  # fmt: skip


@dataclass
class Line:
    """A row of the overview: an area, or a whole department, with a tally for each column."""

    name: str
    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, column: str, tally: Tally) -> None:
        self.tallies[column] = self.tallies.get(column, Tally()).plus(tally)

    @property
    def asked(self) -> int:
        """How many wishes in all."""
        return sum(each.number for each in self.tallies.values())

    @property
    def cells(self) -> list[dict[str, Any]]:
        """For each column its word, number and sum."""
        return [_cell(word, self.tallies.get(key, Tally())) for key, word in COLUMNS]


@dataclass
class Block:
    """One department with a line for each area."""

    team: Team
    whole: Line
    areas: list[Line]


@dataclass
class Overview:
    """All departments of a year; `nobody` is by area what was promised without asking any of them."""

    blocks: list[Block]
    whole: Line
    nobody: list[dict[str, Any]]
    outside: list[dict[str, Any]]

    @property
    def quiet(self) -> list[Team]:
        """The departments of which no area asked anything."""
        return [block.team for block in self.blocks if not block.areas]


def known(amount: Decimal | None, unknown: int) -> str:
    """A sum in words that says of how many nothing is known: "€ 38.000, en 2 zonder bedrag"."""
    rest = f"{unknown} zonder bedrag" if unknown else ""
    if not amount and unknown:
        return rest
    return f"{money(amount or Decimal(0))}, en {rest}" if rest else money(amount or Decimal(0))


def _cell(word: str, tally: Tally) -> dict[str, Any]:
    total = known(tally.amount, tally.unknown) if tally.number else ""
    wishes = "1 wens" if tally.number == 1 else f"{tally.number} wensen"
    words = f"{wishes}: {total}" if total else "geen"
    return {"word": word, "number": tally.number, "sum": total, "words": words}


def sums(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each column what it holds over all areas."""
    whole = Line("")
    for row in rows:
        whole.add(COLUMN[row["state"]], row["tally"])
    return whole.cells


def of_year(municipality: Municipality, year: int) -> Overview:
    """The overview of a year. Three queries. Areas are those right below the municipality; a wish of a street counts there."""
    teams = queries.departments(municipality)
    rows = queries.tallies_of(municipality, year)
    missing = {row["team"] for row in rows} - {team.pk for team in teams}
    if missing:  # departments that ended since
        teams += list(Team.objects.filter(municipality=municipality, pk__in=missing).order_by("name"))
    blocks = {team.pk: Block(team, Line(team.name), []) for team in teams}
    whole = Line("Alle afdelingen")
    lines: dict[tuple[Any, str], Line] = {}
    for row in sorted(rows, key=lambda each: each["path"]):
        column, tally = COLUMN[row["state"]], row["tally"]
        place = _place(row["path"])
        key = (row["team"], place)
        if key not in lines:
            lines[key] = Line(_name(municipality, place))
            blocks[row["team"]].areas.append(lines[key])
        for line in (whole, blocks[row["team"]].whole, lines[key]):
            line.add(column, tally)
    nobody = _nobody(municipality, queries.asked_nobody(municipality, year))
    return Overview(list(blocks.values()), whole, nobody, _outside(whole, nobody))


def _place(path: str) -> str:
    """The path of the area right below the municipality in which this one lies; '' for the whole municipality."""
    keys = path.split(".")
    return ".".join(keys[:2]) + "." if len(keys) > 2 else ""


def _name(municipality: Municipality, path: str) -> str:
    name = path_names(municipality).get(path)
    return name.name if name else "Hele gemeente"


def _nobody(municipality: Municipality, found: dict[str, Tally]) -> list[dict[str, Any]]:
    whole: dict[str, Tally] = {}
    for path, tally in sorted(found.items()):
        place = _place(path)
        whole[place] = whole.get(place, Tally()).plus(tally)
    return [
        {"area": _name(municipality, place), "tally": tally, "sum": known(tally.amount, tally.unknown)}
        for place, tally in whole.items()
    ]


def _outside(whole: Line, nobody: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is in no plan and no budget: refused, not decided, and never asked."""
    left = Tally()
    for each in nobody:
        left = left.plus(each["tally"])
    return [
        _cell("Niet opgenomen", whole.tallies.get(REFUSED, Tally())),
        _cell("Nog geen besluit", whole.tallies.get(OPEN, Tally())),
        _cell(NOBODY, left),
    ]


def table(found: Overview) -> list[tuple[Any, ...]]:
    """The overview as rows of a file: numbers as numbers, what nobody was asked at the end."""
    rows: list[tuple[Any, ...]] = []
    for block in found.blocks:
        rows += [_cells(block.team.name, line) for line in block.areas]
    for each in found.nobody:
        tally = each["tally"]
        rows.append((NOBODY, each["area"], *[0] * 7, tally.number, tally.amount, tally.unknown))
    return rows


def _cells(team: str, line: Line) -> tuple[Any, ...]:
    cells: list[Any] = [team, line.name, line.asked]
    for key, _ in COLUMNS:
        tally = line.tallies.get(key, Tally())
        cells += [tally.number, tally.amount, tally.unknown]
    return tuple(cells)
