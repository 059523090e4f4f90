"""What is different between a plan as it was adopted and a later version, or as it is now: text and items."""

from dataclasses import dataclass, field
from itertools import chain

from wijkwerk.rules.changes import Piece, compared, compared_rows
from wijkwerk.work.plans.public.shown import FIELDS, Text

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the text whose words changed."""

    title: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Change:
    """An item that came, went or changed: (which field, its pieces)."""

    kind: str
    title: str
    code: str
    fields: list[tuple[str, list[Piece]]] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """All that changed; nothing in it when all is as it was."""

    parts: list[Part]
    items: list[Change]


def changes(before: tuple[Text, Rows], after: tuple[Text, Rows]) -> Changes:
    """The difference, in the order of what is now; what went comes last."""
    (old_text, old_rows), (new_text, new_rows) = before, after
    return Changes(list(_parts(old_text, new_text)), _items(old_rows, new_rows))


def _parts(old: Text, new: Text) -> list[Part]:
    pairs = [("Naam van het plan", old.title, new.title), ("Looptijd", _term(old), _term(new))]
    texts = {part["key"]: part["text"] for part in old.parts}
    pairs += [(part["title"], texts.pop(part["key"], ""), part["text"]) for part in new.parts]
    titles = {part["key"]: part["title"] for part in old.parts}
    pairs += [(titles[key], text, "") for key, text in texts.items()]
    return [Part(title, compared(before, after)) for title, before, after in pairs if before != after]


def _term(text: Text) -> str:
    return f"{text.starts:%d-%m-%Y} t/m {text.ends:%d-%m-%Y}"


def _items(old: Rows, new: Rows) -> list[Change]:
    named = dict(chain(old.items(), new.items()))
    return [
        Change(
            row.kind,
            named[row.key]["title"],
            row.key if row.key in new else "",
            [(FIELDS[name], compared(old[row.key][name], new[row.key][name])) for name in row.fields],
        )
        for row in compared_rows(old, new)
    ]
