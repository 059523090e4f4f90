"""Words to search in and words to search for: the same rules for both, so that both databases give the same answer.

What finds what:

- Case and accents do not count, the forms of a word are one ('bomen' finds 'boom'), and a known compound is found by its
  parts ('lantaarn' finds 'lantaarnpalen'; see `words.stems` and its known limits).
- Every word of the question must be there, in any order. Words that say nothing ('de', 'het', 'gemeente') do not count.
- The last word may be the beginning of one: 'linde' finds 'Lindelaan'. A number is found whole: '12' does not find '125'.
- Numbers of more than five digits are not kept: who looks for a telephone number uses the search for askers, which leaves
  a line in the journal.

A word of the result holds letters and digits only. So no sign of a question means anything to a database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wijkwerk.rules.words import LONGEST, stems

MOST_TERMS: Final = 8
MOST_WORDS: Final = 4000  # of one signal; what is beyond is not found
SHORTEST_START: Final = 3
LONGEST_NUMBER: Final = 5
AROUND: Final = 90  # signs of the text that are shown on each side of a word that was found

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+[^\W\d_]?(?![^\W_])|\d+")
_DIGIT: Final = re.compile(r"\d")
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['’`´](?=[^\W\d_])")
# A word as it stands in a text, with its marks and apostrophes.
_IN_TEXT: Final = re.compile(r"(?:[^\W\d_]|['’`´\u0300-\u036f])+|\d+[^\W\d_]?")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question. `whole`: the form that is kept; `start`: what a kept word may begin with, or ''."""

    whole: str
    start: str = ""

    def fits(self, kept: Iterable[str]) -> bool:
        """Whether one of the kept forms of a word is this term."""
        return any(each == self.whole or (self.start and each.startswith(self.start)) for each in kept)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `hit`: a word that was looked for."""

    text: str
    hit: bool = False


def kept_words(texts: Iterable[str], kept: str = "") -> str:
    """The words of these texts in the form in which they are kept: each once, sorted, one space between. '' for none.

    `kept`: words in this form that are to be among them.
    """
    found = dict.fromkeys(kept.split())
    for text in texts:
        found.update(dict.fromkeys(_stems(text)))
        if _DIGIT.search(text):
            found.update(dict.fromkeys(token for token in _tokens(text) if _is_number(token)))
    return " ".join(sorted(list(found)[:MOST_WORDS]))


def terms(question: str) -> list[Term]:
    """What to look for, at most `MOST_TERMS`; [] when the question has no word that says something. Never raises."""
    tokens = _tokens(question)
    found = [_term(token, last=number == len(tokens) - 1) for number, token in enumerate(tokens)]
    return list(dict.fromkeys(term for term in found if term is not None))[:MOST_TERMS]


def snippet(text: str, wanted: Sequence[Term]) -> list[Piece]:
    """The text around the first word that was looked for, in pieces; [] when none of them stands in it.

    The pieces are plain text: whoever shows them escapes them.
    """
    hits = [match.span() for match in _IN_TEXT.finditer(text) if _is_hit(match.group(), wanted)]
    if not hits:
        return []
    begin, end = _window(text, hits[0])
    pieces = [Piece("… ")] if begin else []
    at = begin
    for first, last in hits:
        if last <= end:
            pieces += [Piece(text[at:first]), Piece(text[first:last], hit=True)]
            at = last
    pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return [piece for piece in pieces if piece.text]


def name_key(name: str) -> str:
    """A name as it is looked up: no capitals, marks or signs, one space between the words."""
    return " ".join(re.findall(r"[^\W\d_]+", _APOSTROPHE.sub("", _fold(name))))


def phone_digits(text: str) -> str:
    """The digits of a Dutch telephone number as dialled here: '+31 6 12 34 56 78' gives '0612345678'. '' without digits."""
    digits = "".join(re.findall(r"[0-9]", unicodedata.normalize("NFKC", text)))
    if digits.startswith("0031"):
        digits = digits[4:]
    elif text.strip().startswith("+") and digits.startswith("31"):
        digits = digits[2:]
    else:
        return digits
    return digits if digits.startswith("0") else f"0{digits}"


def _term(token: str, *, last: bool) -> Term | None:
    if token[0].isdigit():
        return Term(token) if _is_number(token) else None
    found = _stems(token)
    start = token if last and len(token) >= SHORTEST_START else ""
    if found:
        return Term(found[0], start)
    return None


def _stems(text: str) -> list[str]:
    # Some signs become capitals when they are taken apart; one of the databases would make them small again.
    return [stem.casefold() for stem in stems(text)]


def _is_number(token: str) -> bool:
    return token[0].isdigit() and len(token.rstrip("abcdefghijklmnopqrstuvwxyz")) <= LONGEST_NUMBER


def _is_hit(word: str, wanted: Sequence[Term]) -> bool:
    tokens = _tokens(word)
    kept = {*_stems(word), *(token for token in tokens if _is_number(token))}
    return any(term.fits(kept) for term in wanted)


def _window(text: str, hit: tuple[int, int]) -> tuple[int, int]:
    """Where to cut: `AROUND` signs on each side, at a space where there is one near."""
    begin, end = max(0, hit[0] - AROUND), min(len(text), hit[1] + AROUND)
    if begin and (space := text.find(" ", begin, hit[0])) >= 0:
        begin = space + 1
    if end < len(text) and (space := text.rfind(" ", hit[1], end)) >= 0:
        end = space
    return begin, end


def _tokens(text: str) -> list[str]:
    """Letters and numbers of a text, folded, none longer than a word can be."""
    return [token[:LONGEST] for token in _TOKEN.findall(_APOSTROPHE.sub("", _fold(text)))]


def _fold(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in taken_apart if not unicodedata.combining(sign))
