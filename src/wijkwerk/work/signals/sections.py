"""Parts of the settings document: themes, kinds, routing, terms, what the form is not for, how long things are kept."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from wijkwerk.ground.areas.problems import Loc, Problem
from wijkwerk.ground.areas.settings import Document, Email, Item, Key, Line, ListSection, Phone, Section, Url
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.sections import Teams
from wijkwerk.work.signals.models import FormalKind, Kind, Via

Days = Annotated[int, Field(ge=1, le=366)]
RuleCode = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Years = Annotated[int, Field(ge=1, le=100)]
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
    # Somebody of that team who gets it first; the team stays the owner (D2).
    person: Email = ""


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
    # A question to the asker: a reminder after so many calendar days, and after so many we stop waiting.
    remind_days: Days = 7
    reply_days: Days = 14
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
        if self.remind_days >= self.reply_days:
            yield Problem.at(("terms", "remind_days"), "Herinner de melder voordat de tijd voorbij is.")

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


class Kept(Item):
    """A rule of the selection list and its years."""

    rule: RuleCode
    years: Years


class Retention(Section):
    """How long a signal is kept after it ended, by the selection list, and how long backups are kept (D6, D15)."""

    name: ClassVar[str] = "retention"

    rule: RuleCode
    years: Years
    by_theme: dict[Key, Kept] = {}
    backup_days: Annotated[int, Field(ge=1, le=365)] = 30

    def cross_check(self, document: Document) -> Iterable[Problem]:
        themes = document.part(Themes)
        for theme in self.by_theme:
            if themes.get(theme) is None:
                yield Problem.at(("retention", "by_theme", theme), f"Er is geen thema met de naam {theme}.")

    def kept(self, theme: str) -> Kept:
        """Rule and years for a theme."""
        return self.by_theme.get(theme, Kept(rule=self.rule, years=self.years))


class Handling(Section):
    """How reports of something broken go (I1): with a team here they go straight to it, and nobody stands in between."""

    name: ClassVar[str] = "handling"

    reports_straight_to: Key | None = None

    def cross_check(self, document: Document) -> Iterable[Problem]:
        team = self.reports_straight_to
        if team is not None and document.part(Teams).get(team) is None:
            yield Problem.at(("handling", "reports_straight_to"), f"Er is geen team met de naam {team}.")


class AreaManagers(Section):
    """Whether an area manager may promise the work of a team that is not theirs (I11). As a rule they ask it."""

    name: ClassVar[str] = "area_managers"

    commands: bool = False


class Rung(Item):
    """One rung of the ladder: a team, or the area manager of the place."""

    key: Key
    label: Line
    team: Key | None = None
    area_manager: bool = False

    @model_validator(mode="after")
    def _one(self) -> "Rung":
        if (self.team is None) != self.area_manager:
            raise ValueError(own("Een trede is een team, of {area_manager.with_article}: één van de twee."))
        return self


class Ladder(ListSection[Rung]):
    """From low to high: to whom a signal goes up (O4). Empty = there is no ladder here."""

    name: ClassVar[str] = "ladder"

    def cross_check(self, document: Document) -> Iterable[Problem]:
        for number, rung in enumerate(self.items):
            if rung.team is not None and document.part(Teams).get(rung.team) is None:
                yield Problem.at(("ladder", number, "team"), f"Er is geen team met de naam {rung.team}.")

    def after(self, key: str) -> tuple[Rung, ...]:
        """The rungs above this one; all of them for a signal that did not go up yet."""
        keys = [rung.key for rung in self.items]
        return self.items[keys.index(key) + 1 :] if key in keys else self.items


class Urgent(Section):
    """What cannot wait: the number on call, who is alarmed, after how many minutes unopened, and words that point at it."""

    name: ClassVar[str] = "urgent"

    phone: Phone = ""
    email: Email = ""
    minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    words: tuple[Words, ...] = ()


class Broad(Section):
    """The broad look (I8): for which kinds it is asked before an answer, whether it must, and which sides to look at (I44)."""

    name: ClassVar[str] = "broad"

    kinds: tuple[Kind, ...] = (Kind.QUESTION, Kind.WORRY)
    required: bool = False
    domains: tuple[Line, ...] = ()


class Formal(Item):
    """A kind of message with a way of its own by law: where it goes, and its term in weeks, or in months (D9)."""

    key: FormalKind
    label: Line
    to: Line
    url: Url = ""
    phone: Phone = ""
    weeks: Annotated[int, Field(ge=1, le=52)] | None = None
    months: Annotated[int, Field(ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Formal":
        if (self.weeks is None) == (self.months is None):
            raise ValueError("Vul weken in, of maanden: één van de twee.")
        return self


class Formals(ListSection[Formal]):
    """Every kind of formal message, each with its term by law."""

    name: ClassVar[str] = "formal"

    items: tuple[Formal, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "Formals":
        # A document of before this part has none of it: the law holds there too.
        missing = tuple(each for each in LAW if self.get(each.key) is None)
        if missing:
            object.__setattr__(self, "items", self.items + missing)
        return self


# Awb 9:11, first paragraph; 7:10, first paragraph; 4:13, second paragraph; Woo 4.4, first paragraph; AVG 12, third paragraph.
LAW: tuple[Formal, ...] = (
    Formal(
        key=FormalKind.COMPLAINT, label="Klacht over een medewerker", to="de klachtencoördinator", weeks=6
    ),
    Formal(key=FormalKind.OBJECTION, label="Bezwaar tegen een besluit", to="Juridische Zaken", weeks=6),
    Formal(key=FormalKind.ENFORCEMENT, label="Verzoek om handhaving", to="Toezicht en handhaving", weeks=8),
    Formal(key=FormalKind.APPLICATION, label="Aanvraag", to="de afdeling die erover gaat", weeks=8),
    Formal(key=FormalKind.WOO, label="Woo-verzoek", to="de Woo-contactpersoon", weeks=4),
    Formal(key=FormalKind.AVG, label="AVG-verzoek", to="de privacy-medewerker", months=1),
)


class Suggesting(Section):
    """Whether a theme is suggested from the municipality's own history, and how often it must be right (share, 0 to 1)."""

    name: ClassVar[str] = "suggesting"

    themes: bool = True
    wanted: Annotated[float, Field(ge=0.5, le=1)] = 0.8


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [
        Themes,
        Kinds,
        Routing,
        Terms,
        NotFor,
        Retention,
        Handling,
        AreaManagers,
        Ladder,
        Urgent,
        Broad,
        Formals,
        Suggesting,
    ]
