"""Who works here: the unit, every role with what it does and does not, bodies, partners, aldermen, agreements, use of time."""

from typing import Annotated, ClassVar, Literal

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
from wijkwerk.ground.areas.settings import Line, OptionalLine
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import RoleKind

Year = Annotated[str, StringConstraints(max_length=40)]


class Moved(Fact):
    """Where the unit stood from when on."""

    when: Line = Field(title="Wanneer")
    place: Line = Field(title="Plaats")


class Post(NamedFact):
    """A post: `fte` full-time equivalents, `persons` heads, `scale` as it stands."""

    fte: Figure | None = absent("Fte")
    persons: Figure | None = absent("Personen")
    scale: Year = told("Schaal")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Unit(Facts):
    """The unit that carries the approach (O6)."""

    name: ClassVar[str] = "unit"
    title: ClassVar[str] = "De afdeling"

    label: OptionalLine = told("Naam")
    place: Text = told("Plaats")
    moved: tuple[Moved, ...] = listed("Stond eerder bij")
    fte_total: Figure | None = absent("Fte samen")
    posts: tuple[Post, ...] = listed("Functies")
    note: Text = told("Opmerking")


class Part(NamedFact):
    """A role as the document describes it. `like`: the role of Wijkwerk that it comes nearest to, if any."""

    like: RoleKind | None = absent("Werkt in Wijkwerk als")
    organisation: OptionalLine = told("Van")
    formerly: OptionalLine = told("Heette eerst")
    called: Lines = listed("Noemt zich")
    is_: Texts = listed("Is")
    is_not: Texts = listed("Is niet")
    does: Texts = listed("Doet")
    does_not: Texts = listed("Doet niet")
    members: Lines = listed("Bestaat uit")
    traits: Lines = listed("Woorden die erbij horen")
    areas: Lines = listed(own("{area.many}"))
    position: Text = told("Bevoegdheid")
    protocol: Text = told("Vastgelegd")
    rule: Text = told("Regel")
    note: Text = told("Opmerking")


class Parts(FactList[Part]):
    """Every role of the document, also those that Wijkwerk has no role for (O7)."""

    name: ClassVar[str] = "parts"
    title: ClassVar[str] = "Rollen volgens het document"


class Body(NamedFact):
    """A body that meets (O9). `residents`: whether they sit in it."""

    kind: OptionalLine = told("Soort")
    level: OptionalLine = told("Niveau")
    chair: OptionalLine = told("Voorzitter")
    secretary: OptionalLine = told("Secretaris")
    residents: Literal["never", "sometimes", "always", "only"] | None = absent(own("{resident.many}"))
    members: Lines = listed("Leden")
    present: Lines = listed("Aanwezig")
    may_join: Lines = listed("Mogen aanschuiven")
    size: Figure | None = absent("Aantal leden")
    frequency: OptionalLine = told("Hoe vaak")
    does: Texts = listed("Wat het doet")
    decides: Text = told("Beslist over")
    basis: OptionalLine = told("Rust op")
    rules: Texts = listed("Regels")
    status: OptionalLine = told("Stand")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Bodies(FactList[Body]):
    """Bodies: who sits in them, who chairs, how often, by which rules (O9)."""

    name: ClassVar[str] = "bodies"
    title: ClassVar[str] = "Overleg"


class PartnerText(NamedFact):
    """A partner, and what is agreed about it."""

    kind: OptionalLine = told("Rol")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Partners(FactList[PartnerText]):
    """With whom the municipality works (O8)."""

    name: ClassVar[str] = "partners"
    title: ClassVar[str] = "Partners"


class AreaAldermen(Facts):
    """Whether aldermen have an area of their own, and how the college meets people (3b)."""

    name: ClassVar[str] = "area_aldermen"
    title: ClassVar[str] = "Wethouders"

    have: Literal["yes", "no", "wished", "unknown"] | None = absent(own("{area.each} een wethouder"))
    term: OptionalLine = told("Zo heet dat hier")
    portfolio: Lines = listed("Portefeuille")
    visits: Text = told("Bezoeken")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Agreement(NamedFact):
    """An agreement; `year` as it stands."""

    year: Year = told("Jaar")
    between: Lines = listed("Tussen")
    status: OptionalLine = told("Stand")
    rules: Texts = listed("Regels")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class Agreements(FactList[Agreement]):
    """What is laid down between parties (O24)."""

    name: ClassVar[str] = "agreements"
    title: ClassVar[str] = "Afspraken"


class Share(NamedFact):
    """Part of the time, in percent; without a figure only what the document says."""

    percent: Figure | None = absent("Procent")
    text: Text = told("Toelichting")


class TimeUse(Facts):
    """Where time goes: by field of work and by who it is spent with. Never of one person (D17)."""

    name: ClassVar[str] = "time_use"
    title: ClassVar[str] = "Waar de tijd heen gaat"

    by_field: tuple[Share, ...] = listed("Naar onderwerp")
    by_counterpart: tuple[Share, ...] = listed("Met wie")
    note: Text = told("Opmerking")
