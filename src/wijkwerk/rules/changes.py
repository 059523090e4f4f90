"""What changed between two texts, word by word, so that a reader of an adopted plan sees what is new since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["same", "added", "gone"]
# A word with the space after it.
_WORD: Final = re.compile(r"\S+\s*|\s+")
# So much work may two texts cost. What would cost more is shown whole: first all that was, then all that is.
MOST_STEPS: Final = 400_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Work:
    """What comparing may still cost, in steps: each place that is looked at is one."""

    left: int = MOST_STEPS


def compared(before: str, after: str, work: Work | None = None) -> list[Piece]:
    """Return the pieces of both texts in reading order; what stayed and came is ``after``, what stayed and went ``before``.

    Lines are compared first, and words only in lines that changed.
    """
    work = work or Work()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_of_lines(old, new, work)))


def _of_lines(old: Sequence[str], new: Sequence[str], work: Work) -> Iterator[Piece]:
    for same, gone, added in _runs(old, new, work):
        if same:
            yield Piece("same", same)
        elif gone and added:
            yield from _of_words(gone, added, work)
        else:
            yield from _swapped(gone, added)


def _of_words(before: str, after: str, work: Work) -> Iterator[Piece]:
    for same, gone, added in _runs(_WORD.findall(before), _WORD.findall(after), work):
        if same:
            yield Piece("same", same)
        else:
            yield from _swapped(gone, added)


def _swapped(gone: str, added: str) -> Iterator[Piece]:
    """What went and what came in its place; the space that both end with stays."""
    room = _space_at_end(gone, added)
    for kind, text in (("gone", gone), ("added", added)):
        if len(text) > room:
            yield Piece("gone" if kind == "gone" else "added", text[: len(text) - room])
    if room:
        yield Piece("same", added[len(added) - room :])


def _space_at_end(first: str, second: str) -> int:
    room = 0
    for one, other in zip(reversed(first), reversed(second), strict=False):
        if one != other or not one.isspace():
            break
        room += 1
    return room


def _runs(old: Sequence[str], new: Sequence[str], work: Work) -> Iterator[tuple[str, str, str]]:
    """What stayed, or what went and came there, in reading order: (same, gone, added)."""
    a = b = 0
    for c, d, size in [*_blocks(old, new, work), (len(old), len(new), 0)]:
        if c > a or d > b:
            yield "", "".join(old[a:c]), "".join(new[b:d])
        if size:
            yield "".join(new[d : d + size]), "", ""
        a, b = c + size, d + size


def _blocks(old: Sequence[str], new: Sequence[str], work: Work) -> Iterator[tuple[int, int, int]]:
    """Where both are the same: (place in the old, place in the new, how many)."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    rest = least - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    yield 0, 0, head
    if inner_old and inner_new:
        for c, d, size in _shortest(inner_old, inner_new, work):
            yield head + c, head + d, size
    yield len(old) - tail, len(new) - tail, tail


def _shortest(old: Sequence[str], new: Sequence[str], work: Work) -> list[tuple[int, int, int]]:
    """The same blocks along the shortest way from old to new (Myers 1986); none when that way is more work than is left."""
    trail: list[list[int]] = []
    for edits in range(len(old) + len(new) + 1):
        reached: list[int] = []
        for lane in range(edits + 1):
            x = _begin(trail, edits, lane)
            y = first = x - (2 * lane - edits)
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached.append(x)
            work.left -= 1 + y - first
            if work.left < 0:
                return []
            if x >= len(old) and y >= len(new):
                return _walked_back(trail, edits, lane, x)
        trail.append(reached)
    return []


def _begin(trail: Sequence[Sequence[int]], edits: int, lane: int) -> int:
    """The place in the old where the last edit of a lane ends: one that added, or one that took away."""
    if not edits:
        return 0
    before = trail[edits - 1]
    return before[lane] if _adds(before, edits, lane) else before[lane - 1] + 1


def _adds(before: Sequence[int], edits: int, lane: int) -> bool:
    return lane == 0 or (lane != edits and before[lane - 1] < before[lane])


def _walked_back(trail: Sequence[Sequence[int]], edits: int, lane: int, x: int) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    while True:
        begin = _begin(trail, edits, lane)
        if x > begin:
            found.append((begin, begin - (2 * lane - edits), x - begin))
        if not edits:
            return found[::-1]
        adds = _adds(trail[edits - 1], edits, lane)
        lane = lane if adds else lane - 1
        edits -= 1
        x = trail[edits][lane]


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind become one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
        else:
            if last:
                yield last
            last = piece
    if last:
        yield last


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a list that came, went or changed; ``fields`` names what changed in it."""

    key: str
    kind: Literal["added", "gone", "changed"]
    fields: tuple[str, ...] = ()


def compared_rows(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> list[RowChange]:
    """Return what changed between two lists of rows by key, in the order of ``after``, what went last."""
    found: list[RowChange] = []
    for key, row in after.items():
        if key not in before:
            found.append(RowChange(key, "added"))
            continue
        old = before[key]
        changed = tuple(name for name in row if row[name] != old.get(name))
        if changed:
            found.append(RowChange(key, "changed", changed))
    return found + [RowChange(key, "gone") for key in before if key not in after]
