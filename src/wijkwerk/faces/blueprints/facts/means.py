"""With what: plans as described, routes of a message, funds, elections, desks and lines, and planning tables."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from wijkwerk.faces.blueprints.facts.base import (
    Fact,
    FactList,
    Facts,
    Figure,
    Lines,
    Named,
    NamedFact,
    Text,
    Texts,
    absent,
    listed,
    told,
)
from wijkwerk.ground.areas.settings import Key, Line, OptionalLine
from wijkwerk.ground.areas.words import own

Cell = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class PlanText(NamedFact):
    """A plan as the document describes it. `kind`: the kind of plan that carries it here, if Wijkwerk makes it."""

    kind: Key | None = absent("Soort plan in Wijkwerk")
    level: OptionalLine = told("Niveau")
    horizon_years: Figure | None = absent("Jaren")
    horizon: OptionalLine = told("Looptijd")
    update: Text = told("Bijwerken")
    made_by: Text = told("Gemaakt door")
    adopted_by: OptionalLine = told("Vastgesteld door")
    holds: Texts = listed("Wat erin staat")
    areas: Lines = listed(own("{area.many}"))
    rules: Texts = listed("Regels")
    status: OptionalLine = told("Stand")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class PlanTexts(FactList[PlanText]):
    """The chain of plans of the document (O10)."""

    name: ClassVar[str] = "plan_texts"
    title: ClassVar[str] = "Plannen volgens het document"


class Route(NamedFact):
    """What goes where, as the document says it."""

    to: Line = Field(title="Naar")
    how: Text = told("Hoe")


class Routes(FactList[Route]):
    """To whom a message, question or idea goes (O4)."""

    name: ClassVar[str] = "routes"
    title: ClassVar[str] = "Wat gaat waarheen"


class Fund(NamedFact):
    """Money for the approach (O19). Amounts in euro."""

    amount_eur: Figure | None = absent("Bedrag")
    per: OptionalLine = told("Per")
    per_area_eur: Figure | None = absent(own("Per {area.one}"))
    per_inhabitant_eur: Figure | None = absent("Per inwoner")
    areas: Figure | None = absent(own("Aantal {area.many}"))
    years: Figure | None = absent("Aantal jaren")
    source: Lines = listed("Komt van")
    advises: OptionalLine = told("Geeft advies")
    decides: Text = told("Beslist")
    rules: Texts = listed("Regels")
    status: OptionalLine = told("Stand")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Funds(FactList[Fund]):
    """Funds: how much, from whom, who advises and who decides (O19, I30 to I32)."""

    name: ClassVar[str] = "funds"
    title: ClassVar[str] = "Geld"


class Election(NamedFact):
    """A vote of residents on plans (O20). Amounts in euro."""

    area: OptionalLine = told(own("{area.one}"))
    who_submits: OptionalLine = told("Wie mag indienen")
    pot_eur: Figure | None = absent("Te verdelen")
    most_per_plan_eur: Figure | None = absent("Hoogste bedrag per plan")
    within_years: Figure | None = absent("Klaar binnen jaren")
    per_inhabitant_eur: Figure | None = absent("Per inwoner")
    submitted: Figure | None = absent("Ingediend")
    saturdays: Figure | None = absent("Zaterdagen")
    rules: Texts = listed("Regels")
    steps: Texts = listed("Stappen")
    note: Text = told("Opmerking")


class Elections(FactList[Election]):
    """Votes on plans of residents (O20, I12 to I16)."""

    name: ClassVar[str] = "elections"
    title: ClassVar[str] = "Stemmen over plannen"


class Desk(NamedFact):
    """A desk or line where people bring something (O21)."""

    kind: OptionalLine = told("Soort")
    count: Figure | None = absent("Aantal")
    hours_per_week: Figure | None = absent("Uren per week open")
    open: OptionalLine = told("Open")
    fte: Figure | None = absent("Fte")
    staffed_by: OptionalLine = told("Bemand door")
    does: Text = told("Waarvoor")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Desks(Facts):
    """Desks and lines, how many messages come in a year, and whether they belong to the approach (O21)."""

    name: ClassVar[str] = "desks"
    title: ClassVar[str] = "Loketten en lijnen"

    part_of_approach: Text = told("Horen meldingen bij de aanpak")
    volume_per_year: Figure | None = absent("Meldingen per jaar")
    channels: tuple[Desk, ...] = listed("Loketten en lijnen")
    note: Text = told("Opmerking")


class LegendCode(Fact):
    """A code of a planning table. `outside`: it stands in the table and not in the legend."""

    code: Cell
    label: Line
    outside: bool | None = absent("Staat niet in de legenda")


class DutyRow(Fact):
    """What an area must have done, and by whom, word for word."""

    area: Line
    subject: OptionalLine = told("Onderwerp")
    duties: tuple[Cell, ...] = listed("Taken")
    who: OptionalLine = told("Wie")
    note: Text = told("Opmerking")


class MonthRow(Fact):
    """What happens in an area month by month, cell by cell as it stands there."""

    area: Line
    jan: tuple[Cell, ...] = listed("januari")
    feb: tuple[Cell, ...] = listed("februari")
    mar: tuple[Cell, ...] = listed("maart")
    apr: tuple[Cell, ...] = listed("april")
    may: tuple[Cell, ...] = listed("mei")
    jun: tuple[Cell, ...] = listed("juni")
    jul: tuple[Cell, ...] = listed("juli")
    aug: tuple[Cell, ...] = listed("augustus")
    sep: tuple[Cell, ...] = listed("september")
    oct: tuple[Cell, ...] = listed("oktober")
    nov: tuple[Cell, ...] = listed("november")
    dec: tuple[Cell, ...] = listed("december")
    note: Text = told("Opmerking")

    @property
    def months(self) -> tuple[tuple[str, ...], ...]:
        """The twelve cells, January first."""
        return tuple(getattr(self, name) for name in MONTHS)


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Planning(Facts):
    """The planning of a year in two tables: duties per area, and areas by month (O28)."""

    name: ClassVar[str] = "planning"
    title: ClassVar[str] = "Planning"

    year: Annotated[int, Field(ge=1900, le=2200)] | None = absent("Jaar")
    legend: tuple[LegendCode, ...] = listed("Legenda")
    duties: tuple[DutyRow, ...] = listed("Taken")
    months: tuple[MonthRow, ...] = listed("Maanden")
    note: Text = told("Opmerking")
