"""Read a settings document from a file: a blueprint of ours by name, or any file by its path."""

from pathlib import Path
from typing import Any

import yaml

OURS = Path(__file__).resolve().parent
MOST_BYTES = 2_000_000


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


def names() -> list[str]:
    """Names of the blueprints that come with Wijkwerk."""
    return sorted(path.stem for path in OURS.glob("*.yaml"))


def load(name: str) -> Any:
    """The document of a blueprint, or of a file whose name ends in .yaml or .yml. Raises Unreadable."""
    if name in names():
        return load_file(OURS / f"{name}.yaml")
    if name.endswith((".yaml", ".yml")):
        return load_file(Path(name))
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


class _Plain(yaml.SafeDumper):
    """Texts of more lines as blocks, so that a letter can be read and edited."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Plain.add_representer(str, _text)


def dump(document: Any) -> str:
    """The document as YAML; `load_file` reads the same back."""
    return yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
