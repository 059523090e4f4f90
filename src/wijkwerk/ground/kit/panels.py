"""A piece of a page that an upper room gives to a page of a lower one, by a named point of `kit.hooks`."""

from dataclasses import dataclass, field
from typing import Any

from wijkwerk.ground.kit import hooks


@dataclass(frozen=True)
class Panel:
    """A template of the upper room and what it shows. It asks its own queries before it is made, few and fixed."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def panels(point: str, **given: Any) -> list[Panel]:
    """The panels of every room that has something to say here."""
    return [panel for panel in hooks.run(point, **given) if panel is not None]
