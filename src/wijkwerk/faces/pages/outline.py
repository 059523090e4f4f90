"""The areas of a municipality as the pages walk through them: by code, by path, what lies above and below."""

import threading
import uuid
from dataclasses import dataclass, field
from typing import Final

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.queries import Branch, tree

WIDE: Final = 20
MOST_KEPT: Final = 400  # a few hundred KB each; one installation rarely serves more


@dataclass(frozen=True)
class Outline:
    """The living areas of the working division. `roots` are those without a parent."""

    roots: tuple[Branch, ...] = ()
    by_code: dict[str, Branch] = field(default_factory=dict)
    by_path: dict[str, Branch] = field(default_factory=dict)

    def above(self, path: str) -> list[Area]:
        """The areas that hold this one, from large to small, without itself."""
        keys = path.strip(".").split(".")[:-1]
        prefixes = [".".join(keys[: depth + 1]) + "." for depth in range(len(keys))] if path else []
        return [self.by_path[prefix].area for prefix in prefixes if prefix in self.by_path]

    def top(self) -> tuple[str, str]:
        """Path and level of the first map: what lies in the only root, else the roots themselves."""
        if len(self.roots) == 1 and self.roots[0].children:
            root = self.roots[0]
            return root.area.path, root.children[0].area.level
        return "", self.roots[0].area.level if self.roots else ""

    def map_of(self, path: str) -> tuple[str, str]:
        """Path and level of the map on an area's page: what lies in it, else it among its neighbours."""
        branch = self.by_path[path]
        if branch.children:
            return path, branch.children[0].area.level
        above = self.above(path)
        return (above[-1].path, branch.area.level) if above else ("", branch.area.level)

    def is_wide(self, path: str) -> bool:
        """Whether at least one in twenty of the smallest areas lies here: then so do many of the newest signals."""
        leaves = [each for each, branch in self.by_path.items() if not branch.children]
        return WIDE * sum(each.startswith(path) for each in leaves) >= len(leaves)

    def deepest(self) -> str:
        """The level of the smallest areas; '' without areas."""
        branches = self.by_path.values()
        return max(branches, key=lambda branch: branch.depth).area.level if branches else ""

    def shown(self, path: str) -> Area | None:
        """The area to name for a place: the one with this path, else the smallest around it that lives."""
        branch = self.by_path.get(path)
        if branch is not None:
            return branch.area
        above = self.above(path)
        return above[-1] if above else None


class _Kept:
    """Outlines by division and stamp: an import raises the stamp, so what is kept never grows stale."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[uuid.UUID, int], Outline] = {}

    def get(self, municipality: Municipality) -> Outline:
        division = municipality.working_division
        if division is None:
            return Outline()
        key = (division.pk, division.stamp)
        found = self._found.get(key)
        if found is None:
            found = _made(municipality)
            with self._lock:
                if len(self._found) >= MOST_KEPT:
                    self._found.clear()
                self._found[key] = found
        return found


def _made(municipality: Municipality) -> Outline:
    roots = tree(municipality)
    every = [branch for root in roots for branch in root.flat()]
    return Outline(
        roots,
        {branch.area.code: branch for branch in every},
        {branch.area.path: branch for branch in every},
    )


_kept = _Kept()


def outline_of(municipality: Municipality) -> Outline:
    """The outline of the working division; three queries the first time, none after that."""
    return _kept.get(municipality)
