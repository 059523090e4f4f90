"""The stored parts of a document as rows for a page: every value, under the name that its field has on the screen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from wijkwerk.faces.blueprints.facts.approach import Statement, Story, Topic
from wijkwerk.faces.blueprints.facts.base import FactList, Figure, Named
from wijkwerk.faces.blueprints.facts.means import Planning
from wijkwerk.faces.blueprints.facts.parts import PARTS
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import RoleKind

HEADINGS = ("label", "short")  # what names an item; it stands above its rows
CODES: Mapping[str, Mapping[str, str]] = {
    "residents": {
        "never": "Nooit erbij",
        "sometimes": "Soms erbij",
        "always": "Altijd erbij",
        "only": own("Alleen {resident.many}"),
    },
    "have": {"yes": "Ja", "no": "Nee", "wished": "Gewenst", "unknown": "Staat niet in het document"},
}
EURO = "€\u202f"
# What only those who work here see: how an organisation is manned, and what it finds of itself.
INSIDE = ("unit", "time_use", "phase")
INSIDE_TOPICS = (Topic.STRENGTH, Topic.WEAKNESS, Topic.COMPETENCE)


@dataclass(frozen=True)
class Row:
    """A field: its name, its texts, and the things in it."""

    name: str
    texts: tuple[str, ...] = ()
    things: tuple["Thing", ...] = ()


@dataclass(frozen=True)
class Thing:
    """Something with a name and fields of its own."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Told:
    """A part of the document on its page. `sources`: where it comes from; `doubts`: what is not sure."""

    key: str
    title: str
    rows: tuple[Row, ...]
    things: tuple[Thing, ...]
    sources: tuple[str, ...]
    doubts: tuple[str, ...]


def told(document: Document, *, inside: bool) -> list[Told]:
    """Every stored part that holds something, in the order of the page. `inside`: for who works here."""
    found = []
    for section in PARTS:
        part = document.part(section)
        if (section.name in INSIDE and not inside) or isinstance(part, Planning):
            continue
        rows, things = _of(part, inside)
        if rows or things:
            found.append(Told(section.name, section.title, rows, things, *notes_of(document, section.name)))
    return found


def _of(part: BaseModel, inside: bool) -> tuple[tuple[Row, ...], tuple[Thing, ...]]:
    if isinstance(part, Story):
        return tuple(_by_topic(part, inside)), ()
    if isinstance(part, FactList):
        return (), tuple(_thing(item) for item in part)
    return _rows(part), ()


def _by_topic(story: Story, inside: bool) -> Iterator[Row]:
    for topic in Topic:
        said = [each for each in story if each.topic == topic]
        if said and (inside or topic not in INSIDE_TOPICS):
            yield Row(topic.word, tuple(_statement(each) for each in said))


def _statement(said: Statement) -> str:
    text = f"{said.when}: {said.text}" if said.when else said.text
    more = [", ".join(said.names), *(_named(each) for each in said.figures)]
    return " · ".join([str(text), *(str(each) for each in more if each)])


def _thing(item: BaseModel) -> Thing:
    title = next((str(getattr(item, name)) for name in HEADINGS if getattr(item, name, "")), "")
    return Thing(title, _rows(item, named=True))


def _rows(item: BaseModel, *, named: bool = False) -> tuple[Row, ...]:
    found = []
    for name, field in type(item).model_fields.items():
        value = getattr(item, name)
        if (named and name in HEADINGS) or not field.title or value in (None, "", ()):
            continue
        texts, things = _value(name, value)
        found.append(Row(field.title, tuple(texts), tuple(things)))
    return tuple(found)


def _value(name: str, value: Any) -> tuple[Iterable[str], Iterable[Thing]]:
    if isinstance(value, tuple):
        if isinstance(value[0], Named):
            return (_named(each) for each in value), ()
        if isinstance(value[0], BaseModel):
            return (), (_thing(each) for each in value)
        return (str(each) for each in value), ()
    if isinstance(value, Figure):
        return (_figure(name, value),), ()
    if isinstance(value, BaseModel):
        return (), (_thing(value),)
    return (word(name, value),), ()


def _figure(name: str, figure: Figure) -> str:
    return figure.in_words(EURO if name.endswith("_eur") else "") + ("%" if name == "percent" else "")


def _named(each: Named) -> str:
    return f"{each.label}: {each.figure.in_words()}"


def word(name: str, value: Any) -> str:
    """A yes or no, or a choice from a list, as a reader sees it; `name` is that of its field."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, RoleKind):
        return str(value.label)
    if isinstance(value, StrEnum):
        return str(getattr(value, "word", value))
    return CODES.get(name, {}).get(str(value), str(value))


def notes_of(document: Document, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sources and doubts of a part or a value: at it and below it, each once, in the order of the document."""
    notes = [note for at, note in document.raw["notes"].items() if at == path or at.startswith(f"{path}.")]
    sources = dict.fromkeys(note["source"] for note in notes)
    return tuple(sources), tuple(dict.fromkeys(note["doubt"] for note in notes if note["doubt"]))


def sources_at(document: Document, path: str) -> tuple[str, ...]:
    """Where a value stands in the source: its own place, or else that of the nearest thing around it."""
    sources, _ = notes_of(document, path)
    while not sources and "." in path:
        path = path.rpartition(".")[0]
        note = document.raw["notes"].get(path)
        sources = (note["source"],) if note else ()
    return sources
