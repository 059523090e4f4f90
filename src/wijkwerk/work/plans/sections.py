"""Parts of the settings document: which kinds of plan there are, why a wish can fall out, the budget's year, how often we ask."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Final

from pydantic import Field, StringConstraints, model_validator

from wijkwerk.ground.areas.problems import Problem
from wijkwerk.ground.areas.settings import Document, Item, Key, Line, ListSection, Section
from wijkwerk.rules.budget_cycle import CycleStep
from wijkwerk.rules.planning import Bounds
from wijkwerk.work.plans.models import WrittenBy

Number = Annotated[int, Field(ge=0, le=500)]
Hint = Annotated[str, StringConstraints(max_length=300)]
RuleCode = Annotated[str, StringConstraints(max_length=20)]
Days = Annotated[int, Field(ge=1, le=366)]


class PartText(Item):
    """A part that a plan of this kind has, with a hint for who writes it."""

    key: Key
    label: Line
    hint: Hint = ""


class Stream(Item):
    """A stream of an action list (O13: plan, regular policy, urgent problems)."""

    key: Key
    label: Line


# What a blueprint says of who adopts a kind of plan where its document does not tell.
UNSAID: Final = "staat niet in het document"


class PlanKind(Item):
    """A kind of plan (D12). `level`: 1 strategic, 2 tactical, 3 executive. `serves`: kinds above that its items point up at.

    No `horizon_years`: without a term. `adopted_by` is the body in the municipality's own words. `keep_years` empty = kept
    for ever. Bounds: I29.
    """

    key: Key
    label: Line
    many: Line
    level: Annotated[int, Field(ge=1, le=3)]
    horizon_years: Annotated[int, Field(ge=1, le=30)] | None
    update_years: Annotated[int, Field(ge=1, le=10)] | None = None
    written_by: WrittenBy = WrittenBy.MUNICIPALITY
    adopted_by: Line
    parts: tuple[PartText, ...] = ()
    serves: tuple[Key, ...] = ()
    priorities_least: Number | None = None
    priorities_most: Number | None = None
    tasks_least: Number | None = None
    tasks_most: Number | None = None
    streams: tuple[Stream, ...] = ()
    rounds: bool = False
    rule: RuleCode = ""
    keep_years: Annotated[int, Field(ge=1, le=100)] | None = None
    active: bool = True

    @model_validator(mode="after")
    def _holds(self) -> "PlanKind":
        for name, least, most in (
            ("prioriteiten", self.priorities_least, self.priorities_most),
            ("taken", self.tasks_least, self.tasks_most),
        ):
            if least is not None and most is not None and least > most:
                raise ValueError(f"Het kleinste aantal {name} is groter dan het grootste.")
        for rows in (self.parts, self.streams):
            keys = [row.key for row in rows]
            if len(keys) != len(set(keys)):
                raise ValueError("Een onderdeel of stroom staat er twee keer.")
        return self

    @property
    def adopter(self) -> str:
        """Who adopts it; empty where the document of the municipality does not say so."""
        return "" if self.adopted_by == UNSAID else self.adopted_by

    @property
    def bounds(self) -> Bounds:
        """How many priorities and tasks a plan of this kind holds."""
        return Bounds((self.priorities_least, self.priorities_most), (self.tasks_least, self.tasks_most))

    @property
    def how_long(self) -> str:
        """Its term in words."""
        if self.horizon_years is None:
            return "Zonder vaste looptijd"
        return "Voor één jaar" if self.horizon_years == 1 else f"Voor {self.horizon_years} jaar"

    def stream_label(self, key: str) -> str:
        """The word for a stream; the key itself for one that is no longer in the document."""
        return next((stream.label for stream in self.streams if stream.key == key), key)


class PlanKinds(ListSection[PlanKind]):
    """The kinds of plan of this municipality, from high to low."""

    name: ClassVar[str] = "plans"
    per_area: ClassVar[bool] = True

    def cross_check(self, document: Document) -> Iterable[Problem]:
        for number, kind in enumerate(self.items):
            for place, key in enumerate(kind.serves):
                above = self.get(key)
                if above is None:
                    yield Problem.at(
                        ("plans", number, "serves", place), f"Er is geen soort plan met de naam {key}."
                    )
                elif above.level >= kind.level:
                    yield Problem.at(
                        ("plans", number, "serves", place), "Een plan dient een plan dat hoger staat."
                    )

    def label(self, key: str) -> str:
        """The word for a kind; the key itself for one that is no longer in the document."""
        found = self.get(key)
        return found.label if found else key

    def active(self) -> list[PlanKind]:
        """The kinds of which a new plan can be made."""
        return [kind for kind in self.items if kind.active]


class Criterion(Item):
    """A reason for which a wish falls out of a round, in words for who wished it."""

    key: Key
    label: Line


class RoundCriteria(ListSection[Criterion]):
    """Why a wish can fall out of a round; whoever filters chooses one and explains it."""

    name: ClassVar[str] = "round_criteria"

    def label(self, key: str) -> str:
        """The word for a criterion; the key itself for one that is no longer in the document."""
        found = self.get(key)
        return found.label if found else key


class BudgetStep(Item):
    """A step of the budget cycle on a day of the year before. `decides`: before it departments say yes or no."""

    key: Key
    label: Line
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    decides: bool = False

    @property
    def rule(self) -> CycleStep:
        """The step as the rules know it."""
        return CycleStep(self.key, self.label, self.month, self.day, self.decides)


class BudgetCycle(ListSection[BudgetStep]):
    """The year of the budget (T4). Without steps a match has no date."""

    name: ClassVar[str] = "budget_cycle"

    @property
    def steps(self) -> tuple[CycleStep, ...]:
        """The steps as the rules know them."""
        return tuple(step.rule for step in self.items)


class Asking(Section):
    """How often people in one area may be asked something in a year before we warn (T25), and the days of a round's steps."""

    name: ClassVar[str] = "asking"

    most_per_year: Annotated[int, Field(ge=1, le=52)] = 4
    call_days: Days = 28
    filter_days: Days = 21
    place_days: Days = 21
    adopt_days: Days = 42
    account_days: Days = 366


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [PlanKinds, RoundCriteria, BudgetCycle, Asking]
