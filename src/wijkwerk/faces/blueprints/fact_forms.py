"""Forms for what a municipality tells about its way of working: made from the stored parts, a field for each of theirs."""

import re
import types
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wijkwerk.faces.blueprints.facts.base import Figure, Named
from wijkwerk.faces.blueprints.facts.means import LegendCode
from wijkwerk.faces.blueprints.facts.parts import PARTS
from wijkwerk.faces.blueprints.facts.telling import word
from wijkwerk.faces.blueprints.fields import AsShown, LinesField, LongText, WordsField
from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas.words import own

LONG = 900  # characters; a text that may be as long as this gets a field of more lines
LOW = 3  # lines; a part has many texts, and most are short
SHORT = 60  # characters; a list of such short texts stands on one line
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
FIGURE = re.compile(
    rf"(?P<qualifier>[^\d()\-]*?)\s*(?P<first>{NUMBER})(?:\s+tot\s+(?P<last>{NUMBER}))?\s*(?:\((?P<note>.+)\))?"
)
NO_FIGURE = "Schrijf een getal, zoals 32.000 of 1,5 of ongeveer 3 of 20 tot 30. Een opmerking mag erachter, tussen haakjes."
NO_NAMED = "Schrijf op elke regel een naam, een dubbele punt en een getal, zoals Vrijwilligers: 25. Dit lukt niet: {line}"
FIGURE_HELP = "Zoals het in het document staat: 32.000, ongeveer 3, of 20 tot 30."
NAMED_HELP = "Op elke regel één, zoals Vrijwilligers: 25."
LINES_HELP = "Op elke regel één."
WORDS_HELP = "Met een komma ertussen."
# Names of fields that the page of a way of working shows without a name.
NAMES = {
    "label": "Naam",
    "topic": "Waarover",
    "text": "Tekst",
    "short": "In het kort",
    "code": "Code",
    "area": own("{area.one}"),
}
OWN_NAMES: Mapping[tuple[type[BaseModel], str], str] = {(LegendCode, "label"): "Betekenis"}
YES_NO = [("", "niet gezegd"), ("ja", "ja"), ("nee", "nee")]


def figure_words(given: Any) -> str:
    """A stored figure as it is typed: 32000 as "32.000", {"value": 3, "qualifier": "ongeveer"} as "ongeveer 3"."""
    return Figure.model_validate(given).in_words()


def read_figure(typed: str) -> Any:
    """The figure as the document holds it. Raises ValidationError."""
    found = FIGURE.fullmatch(typed.strip())
    if found is None:
        raise ValidationError(NO_FIGURE)
    first, last = _number(found["first"]), _number(found["last"])
    figure = {"value": first} if last is None else {"least": first, "most": last}
    more = {name: found[name].strip() for name in ("qualifier", "note") if (found[name] or "").strip()}
    return first if last is None and not more else {**figure, **more}


def _number(typed: str | None) -> int | float | None:
    if typed is None:
        return None
    plain = typed.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


class FigureField(AsShown, forms.CharField):
    """A number as the document gives it, with "ongeveer" or between two bounds."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else figure_words(value)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return read_figure(typed) if typed else None


class NamedField(LinesField):
    """Figures with what they count, one on each line. `stored`: a line that is as it was keeps its figure as it was."""

    stored: Sequence[Mapping[str, Any]] = ()

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_line(each) for each in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        known = {_line(each): dict(each) for each in self.stored}
        return [known.get(line) or self._read(line) for line in super().clean(value)]

    def _read(self, line: str) -> dict[str, Any]:
        label, _, typed = line.rpartition(": ")
        if not label:
            raise ValidationError(NO_NAMED.format(line=line))
        try:
            return {"label": label, "figure": read_figure(typed)}
        except ValidationError as wrong:
            raise ValidationError(NO_NAMED.format(line=line)) from wrong


def _line(named: Mapping[str, Any]) -> str:
    return f"{named['label']}: {figure_words(named['figure'])}"


class YesNo(AsShown, forms.ChoiceField):
    """Yes, no, or not said."""

    def prepare_value(self, value: Any) -> Any:
        return {True: "ja", False: "nee", None: ""}.get(value, value)

    def clean(self, value: Any) -> Any:
        return {"ja": True, "nee": False}.get(super().clean(value))


class FactRow(Row):
    """One item of a stored part, or the part itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, NamedField):
                field.stored = (self.initial or {}).get(name) or ()
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = LOW

    def item(self) -> dict[str, Any]:
        """As it stands in the document: without what is empty, and what was not touched exactly as it was."""
        stored = self.initial or {}
        typed = {
            name: value if name in self.changed_data else stored.get(name)
            for name, value in super().item().items()
        }
        return {name: value for name, value in typed.items() if value not in (None, "", [], ())}


@cache
def form_of(model: type[BaseModel]) -> type[FactRow]:
    """The form of a stored part or of an item in one; things in it that have a form of their own are left out."""
    made = {
        name: _field(model, name, info)
        for name, info in model.model_fields.items()
        if name not in ("key", "items") and part_in(info) is None
    }
    return type(f"{model.__name__}Form", (FactRow,), made)


def part_in(info: FieldInfo) -> tuple[type[BaseModel], bool] | None:
    """The model that has a form of its own in this field, and whether there may be more of them."""
    kind, many = _kind(info)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Figure, Named):
        return kind, many
    return None


def title_of(model: type[BaseModel], name: str) -> str:
    """What a field is called on the screen."""
    own = OWN_NAMES.get((model, name)) or model.model_fields[name].title
    return own or NAMES.get(name, name)


def told_names() -> dict[str, str]:
    """Names of the fields of every stored part, and of the items in them; of one name the first."""
    found: dict[str, str] = {}
    todo: list[type[BaseModel]] = list(PARTS)
    while todo:
        model = todo.pop(0)
        for name, info in model.model_fields.items():
            inner = part_in(info)
            todo += [inner[0]] if inner else []
            if name not in ("key", "items"):
                found.setdefault(name, title_of(model, name))
    return found


def _kind(info: FieldInfo) -> tuple[Any, bool]:
    """What one value is, and whether the field is a list of them."""
    kind: Any = info.annotation
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    many = get_origin(kind) is tuple
    if many:
        kind = get_args(kind)[0]
    return kind, many


def _longest(kind: Any, info: FieldInfo) -> int:
    """How many characters may be typed in one text."""
    said = [*info.metadata, *getattr(kind, "__metadata__", ())]
    return next((each.max_length for each in said if getattr(each, "max_length", None)), LONG)


def _field(model: type[BaseModel], name: str, info: FieldInfo) -> forms.Field:
    kind, many = _kind(info)
    asked: dict[str, Any] = {"label": title_of(model, name), "required": info.is_required()}
    if kind is Named:
        return NamedField(**asked, help_text=NAMED_HELP)
    if kind is Figure:
        return FigureField(**asked, help_text=FIGURE_HELP, max_length=LONG)
    if kind is bool:
        return YesNo(**asked, choices=YES_NO)
    choices = _choices(name, kind)
    if choices:
        return forms.ChoiceField(**asked, choices=[("", "niet gezegd"), *choices])
    if getattr(kind, "__origin__", kind) is int:
        return forms.IntegerField(**asked)
    longest = _longest(kind, info)
    if many:
        short = longest <= SHORT
        return (
            WordsField(**asked, help_text=WORDS_HELP) if short else LinesField(**asked, help_text=LINES_HELP)
        )
    return (
        LongText(**asked, max_length=longest)
        if longest >= LONG
        else forms.CharField(**asked, max_length=longest)
    )


def _choices(name: str, kind: Any) -> list[tuple[str, str]]:
    listed = get_args(kind) if get_origin(kind) is Literal else ()
    if isinstance(kind, type) and issubclass(kind, Enum):
        listed = tuple(kind)
    return [(str(each), word(name, each)) for each in listed]
