"""What a document of a municipality tells about its way of working: figures as they are given, and how they are written down.

Facts are kept word for word and figure for figure (I46): what was said "about" stays about, what was not said stays away.
"""

from typing import Annotated, Any, ClassVar

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_serializer,
    model_validator,
)

from wijkwerk.ground.areas.settings import Item, ItemT, Key, Line, ListSection, Section

Number = StrictInt | StrictFloat
Text = Annotated[str, StringConstraints(max_length=900)]
Texts = tuple[Annotated[str, StringConstraints(min_length=1, max_length=900)], ...]
Lines = tuple[Line, ...]


def told(title: str) -> Any:
    """A text that need not be there, with its name on the screen."""
    return Field("", title=title)


def listed(title: str) -> Any:
    """A list that may be empty, with its name on the screen."""
    return Field((), title=title)


def absent(title: str) -> Any:
    """A value that the document need not give, with its name on the screen."""
    return Field(None, title=title)


class Fact(Item):
    """A map that is written down without what is empty."""

    @model_serializer(mode="wrap")
    def _short(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _short(write(self))


class NamedFact(Fact):
    """A fact with a key, by which notes point at it, and a name."""

    key: Key
    label: Line


class Figure(Fact):
    """A number as the document gives it: plain, or with `qualifier` (about, just under), or between two bounds."""

    value: Number | None = None
    least: Number | None = None
    most: Number | None = None
    qualifier: Annotated[str, StringConstraints(max_length=40)] = ""
    note: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        return {"value": given} if isinstance(given, int | float) and not isinstance(given, bool) else given

    @model_validator(mode="after")
    def _some(self) -> "Figure":
        if self.value is None and self.least is None and self.most is None:
            raise ValueError("Hier ontbreekt het getal.")
        return self

    @model_serializer(mode="plain")
    def _as_given(self) -> Any:
        kept = _short({name: getattr(self, name) for name in type(self).model_fields})
        return self.value if list(kept) == ["value"] else kept

    def in_words(self, unit: str = "") -> str:
        """As a reader sees it: "ongeveer 3", "20 tot 30"."""
        number = dutch_number(self.value) if self.value is not None else ""
        if not number:
            ends = [dutch_number(each) for each in (self.least, self.most) if each is not None]
            number = " tot ".join(ends)
        return " ".join(
            part for part in (self.qualifier, f"{unit}{number}", self.note and f"({self.note})") if part
        )


def dutch_number(number: int | float) -> str:
    """32000 as 32.000, 1.5 as 1,5; a year stays a year where it is text."""
    whole = f"{number:,}" if isinstance(number, int) else f"{number:,.2f}".rstrip("0").rstrip(".")
    return whole.replace(",", " ").replace(".", ",").replace(" ", ".")


class Named(Fact):
    """A figure with what it counts."""

    label: Line
    figure: Figure


class Facts(Section):
    """A part that is stored and shown; it steers nothing yet. `title` is its heading on the screen."""

    title: ClassVar[str] = ""

    def plain(self) -> Any:
        return _short(self.model_dump(mode="json"))


class FactList(ListSection[ItemT]):
    """The same for a part that is a list of named facts."""

    title: ClassVar[str] = ""


def _short(written: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in written.items() if value not in (None, "", [], {}, ())}
