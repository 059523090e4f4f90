"""Divide the records of a file over municipalities, and find what cannot stand in a tree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from wijkwerk.ground.areas.cleaning import NAME_LENGTH, Record, home_of

MUNICIPALITY_LEVEL: Final = "gemeente"
MUNICIPALITY_CODE_LENGTH: Final = 12
# Ten levels of keys fit the path column with room to spare; the Dutch division has three.
MOST_LEVELS: Final = 10

Refuse = Callable[[Record, str], None]


@dataclass(slots=True)
class Group:
    """The records of one municipality, in the order of the file."""

    code: str
    name: str
    records: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """The records by code, each with the code of its root."""

    by_code: dict[str, Record]
    root_of: dict[str, str]


def tree(records: Iterable[Record], refuse: Refuse) -> Tree:
    """Return the records that stand in a tree; refuses double codes, circles and what lies too deep."""
    by_code: dict[str, Record] = {}
    for record in records:
        if record.code in by_code:
            refuse(record, "deze code stond al eerder in het bestand.")
        else:
            by_code[record.code] = record
    root_of: dict[str, str] = {}
    wrong: list[tuple[Record, str]] = []
    for code, record in by_code.items():
        root, problem = _climb(code, by_code)
        if problem:
            wrong.append((record, problem))
        root_of[code] = root
    for record, problem in wrong:
        refuse(record, problem)
        del by_code[record.code]
    return Tree(by_code, root_of)


def _climb(code: str, by_code: dict[str, Record]) -> tuple[str, str]:
    """The root above a code, and what is wrong on the way ('' for nothing)."""
    seen = [code]
    while (parent := by_code[seen[-1]].parent) in by_code:
        if parent in seen:
            return "", "het ligt via de gebieden erboven in zichzelf."
        seen.append(parent)
        if len(seen) > MOST_LEVELS:
            return "", f"het ligt dieper dan {MOST_LEVELS} niveaus."
    return seen[-1], ""


def by_municipality(found: Tree, *, only: str | None, only_is_known: bool, refuse: Refuse) -> list[Group]:
    """Return the groups, in the order of the file; with `only` none but that one.

    A root belongs to the municipality that its own code names, else the one that its parent names, though neither
    need be in the file. A root that names none belongs to `only` when that municipality is known and not itself in
    the file, which is how a division of the police or a corporation comes in; else it is its own municipality.
    """
    stray = only if only and only_is_known and only not in found.by_code else ""
    groups: dict[str, Group] = {}
    for code, record in found.by_code.items():
        home = _home(found.by_code[found.root_of[code]], stray)
        if only and home.upper() != only.upper():
            continue
        if len(home) > MUNICIPALITY_CODE_LENGTH:
            refuse(record, f"de code van een gemeente heeft hoogstens {MUNICIPALITY_CODE_LENGTH} tekens.")
            continue
        group = groups.setdefault(home, Group(home, ""))
        group.records.append(record)
        if code == home:
            group.name = record.name[:NAME_LENGTH]
    return list(groups.values())


def _home(root: Record, stray: str) -> str:
    if root.level == MUNICIPALITY_LEVEL:
        return root.code
    return home_of(root.code) or home_of(root.parent) or stray or root.code
