"""The legend of the year calendar and how much a team can do in a month: a part of the settings document."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from wijkwerk.ground.areas.settings import Item, Line, Section

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z]{0,7}$")]


class CalendarCode(Item):
    """A code of the legend. `whole_year`: it needs no month (relatiebeheer). `with_year`: it carries a year (PA12).

    `budget`: it asks for money, so it must be there before the day on which wishes for the budget are handed in.
    """

    code: Code
    label: Line
    whole_year: bool = False
    with_year: bool = False
    budget: bool = False


class Calendar(Section):
    """The legend, in its order, and after how many entries in one month a team is too busy."""

    name: ClassVar[str] = "calendar"

    codes: tuple[CalendarCode, ...] = ()
    most_per_month: Annotated[int, Field(ge=1, le=50)] = 3

    @model_validator(mode="after")
    def _once(self) -> "Calendar":
        codes = [each.code.casefold() for each in self.codes]
        twice = [each.code for each in self.codes if codes.count(each.code.casefold()) > 1]
        if twice:
            raise ValueError(f"Dit staat er twee keer: {', '.join(twice)}.")
        return self

    def get(self, code: str) -> CalendarCode | None:
        """The code of the legend; None for one that is no longer in the document."""
        return next((each for each in self.codes if each.code == code), None)

    def label(self, code: str) -> str:
        """The word for a code; the code itself for one that is no longer in the document."""
        found = self.get(code)
        return found.label if found else code

    @property
    def whole_year(self) -> frozenset[str]:
        """Codes that need no month."""
        return frozenset(each.code for each in self.codes if each.whole_year)


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [Calendar]
