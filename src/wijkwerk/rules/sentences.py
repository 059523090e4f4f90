"""Where a Dutch sentence begins and ends; stops in abbreviations, numbers, initials and lists do not end one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from wijkwerk.rules.phrases import Word, table, words_of

# The look behind keeps the search from starting again at each sign of a long row.
_BREAK: Final = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+|\r?\n\s*+")
_MARKER: Final = re.compile(r"\s*(?:[-–*•·>]\s+|[0-9]{1,2}[.)]\s+|[a-z][.)]\s+)?")
_LETTERED: Final = re.compile(r"[a-z][.)]\s")
_LINE_NUMBER: Final = re.compile(r"(?:^|\n)[ \t]*(?:[0-9]{1,2}|[a-z])\Z")
_CLOSERS: Final = "\"'”’»)]"
_VOWELS: Final = frozenset("aeiouyáéëïóöü")
_LONGEST_ABBREVIATION: Final = 12

# Never the last word of a sentence: something has to follow.
_GOES_ON: Final = table(
    """
    bijv bv dhr mw mevr mej hr dr drs ir ing mr prof ds st nr nrs art artt lid ca circa fam gem resp zgn zg vgl tel blz
    pag p hfd hfst par fig bijl afd incl excl max min evt ev aug jan feb mrt apr jun jul sep sept okt nov dec geb wed
    m.b.t i.v.m t.a.v t.b.v t.o.v t.g.v n.a.v d.m.v i.p.v i.o.v i.o i.s.m i.c.m m.i.v m.u.v a.d.h.v o.b.v o.l.v o.v.v
    i.g.v i.h.k.v o.a m.n d.w.z d.d t.w w.o p.a vgl c.q h.o.t t.n.v i.a vlgs v.a
    """
)
# Can be the last word; then the next one has a capital.
_MAY_END: Final = frozenset(
    (
        "enz",
        "etc",
        "e.d",
        "a.u.b",
        "s.v.p",
        "z.s.m",
        "jl",
        "a.s",
        "e.a",
        "e.v",
        "m.m",
        "o.i.d",
        "i.d",
        "jr",
        "sr",
    )
)


class Sentence(NamedTuple):
    """One sentence or line: ``text[start:end]`` and the words in it."""

    start: int
    end: int
    words: list[Word]


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of ``text`` that hold a word, in order; a list item or a loose line is one as well.

    A line that begins with a small letter goes on with the sentence before it, unless there is an empty line
    between the two, or the line before ends with a colon.
    """
    words = words_of(text)
    starts = [word.start for word in words]
    found = []
    for start, end in _spans(text):
        start = _MARKER.match(text, start, end).end()  # type: ignore[union-attr] # it can be empty: it always fits
        inside = words[bisect_left(starts, start) : bisect_left(starts, end)]
        if inside:
            found.append(Sentence(start, max(inside[-1].end, _trimmed(text, start, end)), inside))
    return found


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        ends = _line_ends if "\n" in match[0] else _stop_ends
        if ends(text, match, start):
            yield start, match.end()
            start = match.end()
    yield start, len(text)


def _line_ends(text: str, match: re.Match[str], start: int) -> bool:
    after = text[match.end() : match.end() + 1]
    colon = text[max(start, match.start() - 1) : match.start()] == ":"
    return (
        match[0].count("\n") > 1 or not after.islower() or colon or bool(_LETTERED.match(text, match.end()))
    )


def _stop_ends(text: str, match: re.Match[str], start: int) -> bool:
    after = text[match.end() : match.end() + 1]
    if after and not after.isspace():
        return False
    following = text[match.end() : match.end() + 4].lstrip()[:1]
    if match[0] == ".":
        return _full_stop_ends(text, match.start(), start, following)
    return not following.islower() or not (match[0][-1] in _CLOSERS or match[0][:2] in ("..", "…"))


def _full_stop_ends(text: str, at: int, start: int, following: str) -> bool:
    before = text[max(start, at - _LONGEST_ABBREVIATION) : at]
    if not before or before[-1].isspace() or _LINE_NUMBER.search(before):
        return not before.strip()[-1:].isalnum()
    word = before.split()[-1].lstrip("(‘“\"'")
    if word.lower() in _GOES_ON or (len(word) == 1 and word.isalpha() and word.isupper()):
        return False
    if not following.islower():
        return True
    # Some do not write capitals; but a stop after a number, an initial or a row of consonants is no end.
    return word.lower() not in _MAY_END and "." not in word and not _VOWELS.isdisjoint(word.lower())
