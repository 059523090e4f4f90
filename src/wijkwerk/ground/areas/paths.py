"""Places in a document of maps and lists: `terms.answer_days`, `themes.groen.label`, `routing.0.team`.

An item of a list is named by its `key` or `kind` where it has one, else by its number. A list of plain values is
one leaf.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("key", "kind")


@dataclass(frozen=True)
class Change:
    """One place that differs; None where one of the two has nothing there."""

    path: str
    old: Any
    new: Any


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its path, in the order of the document."""
    children = list(_children(value))
    if not children:
        yield path, value
    for step, child in children:
        yield from leaves(child, f"{path}.{step}" if path else step)


def _children(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((str(key), child) for key, child in value.items())
    elif isinstance(value, list | tuple) and value and all(isinstance(item, Mapping) for item in value):
        yield from zip(_names(value), value, strict=True)


def _names(items: list[Any] | tuple[Any, ...]) -> list[str]:
    """Names of the items of a list: all by the same field, or all by number."""
    field = name_field(items)
    return [str(number if field is None else item[field]) for number, item in enumerate(items)]


def name_field(items: list[Any] | tuple[Any, ...]) -> str | None:
    """The field by which the items of a list are named, such as `key`; None where they go by number."""
    for field in NAMES if all(isinstance(item, Mapping) for item in items) else ():
        names = [str(item.get(field) or "") for item in items]
        if all(names) and len(set(names)) == len(names) and _tells_apart(items, field):
            return field
    return None


def _tells_apart(items: list[Any] | tuple[Any, ...], field: str) -> bool:
    """`kind` names an item only where no item has a `key`: a team's kind is a property, a role card's its name."""
    return field == "key" or not any("key" in item for item in items)


def find(document: Any, path: str) -> Any:
    """The value at the path. Raises KeyError when there is nothing."""
    value = document
    for step in path.split("."):
        value = dict(_children(value))[step]
    return value


def replaced(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with `value` at the path; only the last step may be new. Raises KeyError when the way there is missing."""
    whole = copy.deepcopy(dict(document))
    *way, last = path.split(".")
    inner: Any = find(whole, ".".join(way)) if way else whole
    if isinstance(inner, dict):
        inner[last] = value
    else:
        inner[_names(inner).index(last) if last in _names(inner) else _missing(path)] = value
    return whole


def _missing(path: str) -> int:
    raise KeyError(path)


def changes(old: Any, new: Any) -> list[Change]:
    """What differs, leaf by leaf; an item that came or went shows each of its leaves."""
    before, after = dict(leaves(old)), dict(leaves(new))
    order = [*before, *(path for path in after if path not in before)]
    pairs = ((path, before.get(path), after.get(path)) for path in order)
    return [Change(path, was, now) for path, was, now in pairs if was != now] + list(_moved(old, new, ""))


def _moved(old: Any, new: Any, path: str) -> Iterator[Change]:
    """Lists whose named items stand in another order."""
    before, after = dict(_children(old)), dict(_children(new))
    both = [name for name in before if name in after]
    if isinstance(old, list | tuple) and both != [name for name in after if name in before]:
        yield Change(path, list(before), list(after))
    for name in both:
        yield from _moved(before[name], after[name], f"{path}.{name}" if path else name)


@dataclass(frozen=True)
class Clash:
    """A place that two people changed in different ways."""

    path: str
    theirs: Any
    mine: Any


def merged(base: Any, theirs: Any, mine: Any, path: str = "") -> tuple[Any, list[Clash]]:
    """What comes of two changes to the same base; where both changed one value, mine stands and a clash tells of it."""
    if mine == theirs or theirs == base:
        return mine, []
    if mine == base:
        return theirs, []
    if all(isinstance(each, Mapping) for each in (base, theirs, mine)):
        return _merged_names(base, theirs, mine, path)
    if all(_is_named(each) for each in (base, theirs, mine)):
        before, other, own = (dict(_children(each)) for each in (base, theirs, mine))
        found, clashes = _merged_names(before, other, own, path)
        return list(found.values()), clashes
    return mine, [Clash(path, theirs, mine)]


def _is_named(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, Mapping) for each in value)
        and _names(value)[:1] != ["0"]
    )


class _Gone:
    """Stands for "nothing here" while merging."""


_GONE = _Gone()


def _merged_names(base: Any, theirs: Any, mine: Any, path: str) -> tuple[dict[str, Any], list[Clash]]:
    found: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        place = f"{path}.{name}" if path else name
        three = (base.get(name, _GONE), theirs.get(name, _GONE), mine.get(name, _GONE))
        value, more = merged(*three, place)
        clashes += [Clash(each.path, _plain(each.theirs), _plain(each.mine)) for each in more]
        if value is not _GONE:
            found[name] = value
    return found, clashes


def _plain(value: Any) -> Any:
    return None if value is _GONE else value
