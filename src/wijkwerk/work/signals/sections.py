"""Parts of the settings document: themes, kinds, routing, terms, what the form is not for, how long things are kept."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from wijkwerk.ground.areas.problems import Loc, Problem
from wijkwerk.ground.areas.settings import Document, Item, Key, Line, ListSection, Phone, Section, Url
from wijkwerk.ground.people.sections import Teams
from wijkwerk.work.signals.models import Kind, Via

Days = Annotated[int, Field(ge=1, le=366)]
Hint = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[str, StringConstraints(min_length=2, max_length=40, pattern=r"^[^,\r\n]*[^,*\s][^,\r\n]*$")]


class Theme(Item):
    """What a signal is about. One that is not active is no longer offered; signals keep it."""

    key: Key
    label: Line
    hint: Hint = ""
    active: bool = True


class Themes(ListSection[Theme]):
    """The themes, in the order of the form."""

    name: ClassVar[str] = "themes"

    @model_validator(mode="after")
    def _some(self) -> "Themes":
        if not any(theme.active for theme in self.items):
            raise ValueError("Er moet een thema in gebruik zijn.")
        labels = [theme.label.casefold() for theme in self.items]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise ValueError(f"Dit staat er twee keer: {', '.join(twice)}.")
        return self

    def active(self) -> list[Theme]:
        """The themes that the form offers."""
        return [theme for theme in self.items if theme.active]

    def label(self, key: str) -> str:
        """The word for a theme; the key itself for one that is no longer in the document."""
        found = self.get(key)
        return found.label if found else key


class KindText(Item):
    """A kind of signal in the words of the form."""

    key: Kind
    label: Line
    hint: Hint = ""


class Kinds(ListSection[KindText]):
    """Words for every kind: the kinds themselves are fixed (O2)."""

    name: ClassVar[str] = "kinds"

    @model_validator(mode="after")
    def _complete(self) -> "Kinds":
        missing = [kind.value for kind in Kind if self.get(kind) is None]
        if missing:
            raise ValueError(f"Er ontbreekt een soort: {', '.join(missing)}.")
        return self

    def label(self, key: str) -> str:
        """The word for a kind."""
        found = self.get(key)
        return found.label if found else key


class RouteRule(Item):
    """One line of the routing table: all that is filled in must fit; the first line that fits wins (O4)."""

    theme: Key | None = None
    kind: Kind | None = None
    areas: tuple[Line, ...] = ()
    channel: Via | None = None
    words: tuple[Words, ...] = ()
    team: Key


class Routing(ListSection[RouteRule]):
    """Theme and place to team. What no line fits goes to the intake team of the area, else of the municipality (D2)."""

    name: ClassVar[str] = "routing"

    def named_areas(self) -> Iterable[tuple[Loc, str]]:
        for number, rule in enumerate(self.items):
            yield from (((number, "areas", place), code) for place, code in enumerate(rule.areas))

    def cross_check(self, document: Document) -> Iterable[Problem]:
        teams, themes = document.part(Teams), document.part(Themes)
        for number, rule in enumerate(self.items):
            if teams.get(rule.team) is None:
                yield Problem.at(("routing", number, "team"), f"Er is geen team met de naam {rule.team}.")
            if rule.theme is not None and themes.get(rule.theme) is None:
                yield Problem.at(("routing", number, "theme"), f"Er is geen thema met de naam {rule.theme}.")

    @property
    def rules(self) -> tuple[RouteRule, ...]:
        """The lines, first to last."""
        return self.items


class Terms(Section):
    """Terms of a signal (D13). `confirm_days` and `answer_days` are working days, `reopen_days` calendar days."""

    name: ClassVar[str] = "terms"
    per_area: ClassVar[bool] = True

    confirm_days: Days = 2
    answer_days: Days = 10
    reopen_days: Days = 30
    answer_days_by_theme: dict[Key, Days] = {}

    def cross_check(self, document: Document) -> Iterable[Problem]:
        themes = document.part(Themes)
        for theme in self.answer_days_by_theme:
            if themes.get(theme) is None:
                yield Problem.at(
                    ("terms", "answer_days_by_theme", theme), f"Er is geen thema met de naam {theme}."
                )
        if self.confirm_days > min([self.answer_days, *self.answer_days_by_theme.values()]):
            yield Problem.at(
                ("terms", "confirm_days"), "Een eigenaar moet er zijn voor het antwoord er moet zijn."
            )

    def answer_days_for(self, theme: str) -> int:
        """Working days within which a signal of this theme gets its answer."""
        return self.answer_days_by_theme.get(theme, self.answer_days)


class Elsewhere(Item):
    """Something for which this form is the wrong place, and where it belongs (D9)."""

    key: Key
    label: Line
    text: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    url: Url = ""
    phone: Phone = ""


class NotFor(ListSection[Elsewhere]):
    """What the form is not for. 112 cannot be left out."""

    name: ClassVar[str] = "not_for"

    @model_validator(mode="after")
    def _emergency(self) -> "NotFor":
        if not any(each.phone == "112" for each in self.items):
            raise ValueError("Het nummer 112 moet erbij staan.")
        return self


class Retention(Section):
    """How long a signal is kept after it ended, by the selection list, and how long backups are kept (D6, D15)."""

    name: ClassVar[str] = "retention"

    rule: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    years: Annotated[int, Field(ge=1, le=100)]
    backup_days: Annotated[int, Field(ge=1, le=365)] = 30


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [Themes, Kinds, Routing, Terms, NotFor, Retention]
