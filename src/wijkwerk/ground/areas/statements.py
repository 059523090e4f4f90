"""What the law makes a municipality say about its pages: the accessibility statement, and who guards privacy.

Parts of the settings document. Statuses and what each asks: digitoegankelijk.nl, "De status" (Besluit digitale
toegankelijkheid overheid, EN 301 549). Who guards privacy: AVG, article 13, first paragraph, under a and b.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, ClassVar

from django.db.models import TextChoices
from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.problems import Problem
from wijkwerk.ground.areas.settings import Email, Item, Key, Line, OptionalLine, Phone, Section, Url
from wijkwerk.rules.deadlines import add_months

CHECK_MONTHS = 36  # a check that carries status A or B is at most three years old
PLAN_MONTHS = 6  # status C: a check within six months, and no longer than that

OwnWords = Annotated[str, StringConstraints(max_length=2000)]
What = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]


def _day(given: Any) -> Any:
    """A day as YAML or JSON holds it. A bare number is none: it could be read as seconds."""
    if given is None or type(given) is date:
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise ValueError("Dit is geen datum. Schrijf het zo: 2026-12-17.") from error


Day = Annotated[date | None, BeforeValidator(_day)]


class Status(TextChoices):
    """How far a site keeps the law, by the letters of the Dutch model."""

    FULL = "A", "voldoet volledig"
    PARTLY = "B", "voldoet gedeeltelijk"
    STARTED = "C", "eerste maatregelen genomen"
    NOT = "D", "voldoet niet"
    NONE = "E", "nog geen verklaring"


CHECKED = (Status.FULL, Status.PARTLY)


class Shortcoming(Item):
    """Something that does not work for everybody yet: why, the day by which it will, and what one can do until then."""

    key: Key
    what: What
    why: OptionalLine = ""
    until: Day = None
    instead: OptionalLine = ""


class Accessibility(Section):
    """The accessibility statement. `receipt_days` are working days, `answer_weeks` calendar weeks.

    Nothing is claimed that was not checked: A and B need a check, C a planned one, and without a statement it is E.
    """

    name: ClassVar[str] = "accessibility"

    status: Status = Status.NONE
    stated_on: Day = None
    url: Url = ""
    checked_on: Day = None
    checked_by: OptionalLine = ""
    report: Url = ""
    planned_on: Day = None
    text: OwnWords = ""
    shortcomings: tuple[Shortcoming, ...] = ()
    email: Email = ""
    phone: Phone = ""
    receipt_days: Annotated[int, Field(ge=1, le=30)] = 5
    answer_weeks: Annotated[int, Field(ge=1, le=12)] = 3

    @model_validator(mode="after")
    def _once(self) -> "Accessibility":
        keys = [each.key for each in self.shortcomings]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"Dit staat er twee keer: {', '.join(twice)}.")
        return self

    def cross_check(self, document: documents.Document) -> Iterable[Problem]:
        for field, message in (*self._missing(), *self._too_much()):
            yield Problem.at((self.name, field), message)

    def _missing(self) -> Iterable[tuple[str, str]]:
        if self.status != Status.NONE and self.stated_on is None:
            yield "stated_on", "Bij deze status hoort een verklaring. Vul de datum in."
        if self.status in CHECKED and self.checked_on is None:
            yield "checked_on", "Bij status A en B hoort een onderzoek. Vul de datum in."
        if self.status in CHECKED and not self.checked_by:
            yield "checked_by", "Bij status A en B hoort een onderzoek. Vul in wie het deed."
        if self.status == Status.STARTED and self.planned_on is None:
            yield "planned_on", "Bij status C is een onderzoek gepland. Vul de datum in."
        if self.status == Status.PARTLY and not self.shortcomings:
            yield "shortcomings", "Bij status B schrijft u op wat nog niet goed werkt."

    def _too_much(self) -> Iterable[tuple[str, str]]:
        if self.status == Status.NONE and self.stated_on is not None:
            yield (
                "stated_on",
                "Bij status E is er geen verklaring. Haal de datum weg, of kies een andere status.",
            )
        if self.status == Status.FULL and self.shortcomings:
            yield "shortcomings", "Bij status A werkt alles. Kies status B als er iets nog niet goed werkt."
        if self.checked_on and self.stated_on and self.checked_on > self.stated_on:
            yield "checked_on", "De verklaring is ouder dan dit onderzoek. Kijk de twee datums na."
        if self.status == Status.STARTED and self.planned_on and self.planned_on > self._plan_ends():
            yield "planned_on", "Bij status C is het onderzoek binnen 6 maanden na de verklaring."

    def _plan_ends(self) -> date:
        return add_months(self.stated_on, PLAN_MONTHS) if self.stated_on else date.max

    @property
    def words(self) -> str:
        """The status in words."""
        return str(self.status.label)

    def outdated(self, today: date) -> bool:
        """Whether the status may no longer be carried: the check is too old, or the planned one did not come."""
        if self.status in CHECKED:
            return self.checked_on is None or add_months(self.checked_on, CHECK_MONTHS) < today
        return self.status == Status.STARTED and self._plan_ends() < today


class Privacy(Section):
    """Who is responsible for the data of askers, and how to reach the data protection officer."""

    name: ClassVar[str] = "privacy"

    controller: Line = "het college van burgemeester en wethouders"
    officer: Line = "de functionaris voor gegevensbescherming"
    email: Email = ""
    phone: Phone = ""
    url: Url = ""
    text: OwnWords = ""


def give_sections() -> list[type[Section]]:
    """The parts of this module."""
    return [Accessibility, Privacy]
