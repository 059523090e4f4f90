"""Teams and role cards: parts of the settings document."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import StringConstraints, model_validator

from wijkwerk.ground.areas.problems import Loc
from wijkwerk.ground.areas.settings import Email, Item, Key, Line, ListSection, OptionalLine, Phone, Section
from wijkwerk.ground.people.models import RoleKind, TeamKind

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class TeamText(Item):
    """A team as the document names it. Without `areas` it works in the whole municipality.

    `organisation` is the name of a partner; empty = the municipality itself.
    """

    key: Key
    name: Line
    kind: TeamKind
    areas: tuple[Line, ...] = ()
    email: Email = ""
    phone: Phone = ""
    organisation: OptionalLine = ""


class Teams(ListSection[TeamText]):
    """The teams. There is always one for intake and one for care, so that no signal is ever without a team (D2, D8)."""

    name: ClassVar[str] = "teams"

    @model_validator(mode="after")
    def _complete(self) -> "Teams":
        for kind, word in ((TeamKind.INTAKE, "intake"), (TeamKind.CARE, "zorg")):
            if not any(team.kind == kind and not team.areas for team in self.items):
                raise ValueError(f"Er moet een team voor {word} zijn dat in de hele gemeente werkt.")
        return self

    def named_areas(self) -> Iterable[tuple[Loc, str]]:
        for number, team in enumerate(self.items):
            yield from (((number, "areas", place), code) for place, code in enumerate(team.areas))

    @property
    def teams(self) -> tuple[TeamText, ...]:
        """The teams, in the order of the document."""
        return self.items


class RoleCard(Item):
    """What a role does here, and what it does not do (catalogue, section 2)."""

    kind: RoleKind
    label: Line
    does: tuple[Sentence, ...]
    does_not: tuple[Sentence, ...]


RECORDS_CARD = RoleCard(
    kind=RoleKind.RECORDS,
    label="archiefbeheerder",
    does=(
        "Ziet welke dossiers hun termijn hebben gehad.",
        "Keurt een vernietigingslijst goed, of laat er iets uit.",
        "Zet een dossier vast als het langer bewaard moet blijven.",
    ),
    does_not=(
        "Leest geen meldingen.",
        "Vernietigt niets zonder lijst.",
        "Keurt geen lijst goed die hij zelf heeft gemaakt.",
    ),
)

RESIDENTS_CARD = RoleCard(
    kind=RoleKind.RESIDENTS,
    label="bewonersgroep",
    does=(
        "Schrijft en verandert de agenda van de bewoners.",
        "Zegt wanneer de bewoners hun agenda hebben vastgesteld.",
        "Ziet wat er met elk punt gebeurt.",
    ),
    does_not=(
        "Ziet geen meldingen van anderen en niet wie iets heeft gemeld.",
        "Schrijft niet in plannen van de gemeente.",
        "Geeft geen antwoord namens de gemeente.",
    ),
)
# Roles that came later: a document of before them has no card of its own.
LATER = (RECORDS_CARD, RESIDENTS_CARD)


class Roles(ListSection[RoleCard]):
    """A card for every role."""

    name: ClassVar[str] = "roles"

    @model_validator(mode="after")
    def _complete(self) -> "Roles":
        kinds = [card.kind for card in self.items]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        if twice:
            raise ValueError(f"Dit staat er twee keer: {', '.join(twice)}.")
        later = tuple(card for card in LATER if card.kind not in kinds)
        if later:
            object.__setattr__(self, "items", (*self.items, *later))
            kinds += [card.kind for card in later]
        missing = [kind.value for kind in RoleKind if kind not in kinds]
        if missing:
            raise ValueError(f"Er ontbreekt een kaart voor: {', '.join(missing)}.")
        return self

    def card(self, kind: str) -> RoleCard:
        """The card of a role; there is one for each."""
        return next(card for card in self.items if card.kind == kind)


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [Teams, Roles]
