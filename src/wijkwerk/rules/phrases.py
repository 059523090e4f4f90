"""Words of a text with their places, and finding words and phrases from a list in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

# One word each: '8.30', '1.500,00', 't/m', 'm.b.t', 'collega's', 'info@example.org', 'niet-bestaand'.
_WORD: Final = re.compile(r"\w+(?:[-'’./@]\w+|(?<=[0-9])[,:](?=[0-9])\w+)*")

Index = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class Word(NamedTuple):
    """A word of a text: ``text[start:end]``, and the same in lower case with a straight apostrophe."""

    start: int
    end: int
    lower: str


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order; a number, time, web address or abbreviation is one word."""
    return [Word(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in _WORD.finditer(text)]


def table(text: str) -> frozenset[str]:
    """Return the words of a table that is written as lines of words."""
    return frozenset(text.split())


def index(entries: Iterable[tuple[str, str]]) -> Index:
    """Return the list for ``find``: entries are (phrase in lower case, value); the longest phrase goes first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, value in entries:
        parts = tuple(word.lower for word in words_of(phrase))
        by_first.setdefault(parts[0], []).append((parts, value))
    return {first: sorted(found, key=lambda one: -len(one[0])) for first, found in by_first.items()}


def find(text: str, words: Sequence[Word], listed: Index) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, value) of each listed phrase in ``text``, in order and without overlap.

    Between the words of a phrase stands white space only. The dot of an abbreviation belongs to what is found.
    """
    at = 0
    while at < len(words):
        length, value = _longest(text, words, at, listed.get(words[at].lower, ()))
        if length:
            last = words[at + length - 1]
            dotted = "." in last.lower and text[last.end : last.end + 1] == "."
            yield words[at].start, last.end + dotted, value
        at += max(length, 1)


def _longest(
    text: str, words: Sequence[Word], at: int, options: Sequence[tuple[tuple[str, ...], str]]
) -> tuple[int, str]:
    for parts, value in options:
        here = words[at : at + len(parts)]
        if tuple(word.lower for word in here) == parts and _joined(text, here):
            return len(parts), value
    return 0, ""


def _joined(text: str, words: Sequence[Word]) -> bool:
    return all(text[one.end : two.start].isspace() for one, two in pairwise(words))
