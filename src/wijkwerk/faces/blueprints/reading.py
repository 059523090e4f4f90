"""Read a settings document from a file: a blueprint of ours by name, or any file by its path.

A file may say `based_on: start`: then it holds only what differs, and the rest is that of the blueprint it names.
"""

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from wijkwerk.ground.areas import paths

OURS = Path(__file__).resolve().parent
MOST_BYTES = 2_000_000
MOST_PLACES = 200_000


class Unreadable(Exception):
    """There is no such document, or it is no YAML; the message says which and where."""


class _Strict(yaml.SafeLoader):
    """YAML in which a name stands once: plain YAML silently keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


START = "start"
TOWNS = OURS / "towns"  # municipalities of the source documents


def names() -> list[str]:
    """Names of the blueprints that come with Wijkwerk: `start`, then the municipalities by name."""
    return [START, *sorted(path.stem for path in TOWNS.glob("*.yaml"))]


def load(name: str) -> Any:
    """The whole document of a blueprint, or of a file whose name ends in .yaml or .yml. Raises Unreadable."""
    return copy.deepcopy(_ours(name)) if name in names() else composed(load_file(path_of(name)))


@cache
def _ours(name: str) -> Any:
    """A document of the package, read once: it never changes while a process runs. Whoever gives it away, copies it."""
    return composed(load_file(path_of(name)))


def path_of(name: str) -> Path:
    """Where the document of this name stands. Raises Unreadable."""
    if name == START:
        return OURS / f"{START}.yaml"
    if name in names():
        return TOWNS / f"{name}.yaml"
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    raise Unreadable(
        f"There is no blueprint '{name}'. There are: {', '.join(names())}. A file ends in .yaml."
    )


def load_file(path: Path) -> Any:
    """What a YAML file holds. Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"{path} is larger than {MOST_BYTES:,} bytes.")
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506  # a SafeLoader
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path} is no YAML: {error}") from error


def composed(own: Any) -> Any:
    """The whole document of a file that may build on a blueprint. Raises Unreadable where there is no such blueprint.

    Maps are laid over those of the base, name by name; a list takes the place of the list below it. A map over a list
    changes the items with those names, and adds the names that were not there.
    """
    if not isinstance(own, Mapping) or "based_on" not in own:
        return own
    if own["based_on"] != START:
        raise Unreadable(f"based_on: there is no '{own['based_on']}' to build on. It can be: {START}.")
    base, given = copy.deepcopy(_ours(START)), {key: own[key] for key in own if key != "based_on"}
    whole = _laid(base, {key: value for key, value in given.items() if key != "notes"})
    notes = {path: note for path, note in base["notes"].items() if not _is_replaced(path, given)}
    own_notes = given.get("notes")
    return {
        **whole,
        "notes": {**notes, **own_notes} if isinstance(own_notes, Mapping) else own_notes or notes,
    }


def _laid(below: Any, above: Any) -> Any:
    if not isinstance(above, Mapping) or not isinstance(below, Mapping | list):
        return copy.deepcopy(above)
    if isinstance(below, list):
        return _named(below, above)
    return {**below, **{key: _laid(below.get(key), value) for key, value in above.items()}}


def _named(below: list[Any], above: Mapping[str, Any]) -> list[Any]:
    field = paths.name_field(below)
    if field is None:
        return [
            copy.deepcopy(dict(above))
        ]  # no list of named things: what stands there now is refused by its own part
    known = {item[field]: _laid(item, above.get(item[field], {})) for item in below}
    return list(
        {**known, **{key: _added(key, field, above[key]) for key in above if key not in known}}.values()
    )


def _added(key: str, field: str, item: Any) -> Any:
    return {field: key, **copy.deepcopy(item)} if isinstance(item, Mapping) else copy.deepcopy(item)


def _is_replaced(path: str, own: Mapping[str, Any]) -> bool:
    """Whether what a note of the base explains is no longer there: a list of our own stands in its place."""
    part, *rest = path.split(".")
    value: Any = own.get(part)
    for step in rest:
        if not isinstance(value, Mapping):
            break
        value = value.get(step)
    return value is not None and not isinstance(value, Mapping)


def lines(path: Path) -> dict[str, int]:
    """The line (from 1) on which each value of a YAML file begins, by its place: `teams.0.key`. Empty for no YAML."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        # Names that stand for other parts can make a small file endless.
        return dict(islice(_marked(root, ""), MOST_PLACES)) if root is not None else {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return {}


def _marked(node: yaml.Node, place: str) -> Iterator[tuple[str, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{place}.{key.value}" if place else str(key.value)
            yield inner, key.start_mark.line + 1
            yield from (each for each in _marked(value, inner) if each[0] != inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _marked(value, f"{place}.{number}" if place else str(number))


def line_of(where: Mapping[str, int], place: str) -> int | None:
    """The line of a place, or of the nearest thing around it that stands in the file."""
    steps = place.split(".")
    for length in range(len(steps), 0, -1):
        found = where.get(".".join(steps[:length]))
        if found is not None:
            return found
    return None


class _Plain(yaml.SafeDumper):
    """Texts of more lines as blocks, so that a letter can be read and edited."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Plain.add_representer(str, _text)


def dump(document: Any) -> str:
    """The document as YAML; `load_file` reads the same back."""
    return yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
