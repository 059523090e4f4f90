"""What changed between a plan as it was adopted and as it is now, for a reader (`rules.changes`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wijkwerk.rules.changes import Piece, compared, compared_rows
from wijkwerk.rules.deadlines import day_words

FIELDS: Final = {
    "kind": "soort",
    "title": "titel",
    "text": "uitleg",
    "stream": "stroom",
    "origin": "herkomst",
    "team": "team",
    "money": "geld",
    "due": "datum",
    "precision": "datum",
    "answers": "meldingen",
    "serves": "waar het aan bijdraagt",
}
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
KINDS: Final = {"added": "Nieuw", "gone": "Weg", "changed": "Veranderd"}


@dataclass(frozen=True)
class ItemChange:
    """An item that came, went or changed; `what` names what changed in it."""

    kind: str
    word: str
    title: str
    what: str = ""


@dataclass(frozen=True)
class PartChange:
    """A part whose text changed, word by word."""

    title: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Differences:
    """`head`: name or days in words, old and new."""

    head: list[tuple[str, str, str]]
    parts: list[PartChange]
    items: list[ItemChange]

    @property
    def nothing(self) -> bool:
        return not (self.head or self.parts or self.items)


def _spoken(value: str) -> str:
    """A day in words; a name as it is."""
    return day_words(date.fromisoformat(value)) if DAY.fullmatch(value) else value


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """Both as `adopting.content_of` writes them."""
    names = (("title", "Naam"), ("starts", "Eerste dag"), ("ends", "Laatste dag"))
    head = [
        (word, _spoken(before[name]), _spoken(after[name]))
        for name, word in names
        if before[name] != after[name]
    ]
    return Differences(head, _parts(before, after), _items(before, after))


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PartChange]:
    old = {part["key"]: part for part in before["parts"]}
    new = {part["key"]: part for part in after["parts"]}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key, {}).get("text", ""), new.get(key, {}).get("text", "")
        if was != now:
            found.append(PartChange((new.get(key) or old[key])["title"], compared(was, now)))
    return found


def _items(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ItemChange]:
    old = {item["code"]: item for item in before["items"]}
    new = {item["code"]: item for item in after["items"]}
    found = []
    for change in compared_rows(old, new):
        title = (new.get(change.key) or old[change.key])["title"]
        what = ", ".join(dict.fromkeys(FIELDS.get(name, name) for name in change.fields))
        found.append(ItemChange(change.kind, KINDS[change.kind], title, what))
    return found
