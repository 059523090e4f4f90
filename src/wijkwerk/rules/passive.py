"""The passive in Dutch: a form of 'worden' or 'zijn' with a past participle in the same clause.

A rule of thumb, no grammar: it knows words by their form. How often it is right on a list of sentences of our own
is measured in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from wijkwerk.rules.participles import is_participle, is_state
from wijkwerk.rules.phrases import Word, table
from wijkwerk.rules.sentences import Sentence

_BECOME: Final = table("word wordt worden werd werden")
_BE: Final = table("is zijn was waren ben bent")
_HAVE: Final = table("heb hebt heeft hebben had hadden")
_MODAL: Final = table("zal zullen zou zouden kan kunnen moet moeten mag mogen wil willen")
_FINITE: Final = _BECOME | _BE | _HAVE | _MODAL
# After one of these a new clause begins.
_CLAUSE: Final = table(
    """
    maar want omdat doordat zodat opdat indien wanneer terwijl hoewel toen voordat nadat totdat zodra zolang mits tenzij
    wie waar waarom waarin waarop waardoor waarvan waarmee hoe welke
    """
)
# These begin a clause or go on with it: 'de bank en de tafel', 'wordt dat plan', 'als goed gezien'.
_SOFT: Final = table("en of als dat die wat")
_SOMEBODY: Final = table("ik u je jij hij zij ze wij we jullie men er")
# 'een bepaald gebied': there it says something of a noun; behind 'te' stands an infinitive.
_NO_PARTICIPLE_AFTER: Final = table("te een geen de uw onze hun mijn")
# 'in zijn tuin': behind one of these 'zijn' is 'his'.
_BEFORE_HIS: Final = table("in van met op aan voor naar bij door over onder om tegen uit achter naast")
_HARD_SIGN: Final = re.compile(r"[:;]")
_SOFT_SIGN: Final = re.compile(r"[,()–—]| - ")


class Clause(NamedTuple):
    """Words of one clause; ``soft`` when it may go on with the clause before it."""

    words: list[Word]
    soft: bool


def passives(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each passive in a sentence, from the first of the two words to the last."""
    clauses = list(_clauses(text, sentence.words))
    for at, clause in enumerate(clauses):
        auxiliary = _auxiliary(clause.words)
        if auxiliary is None:
            continue
        participle = _participle(clause.words, auxiliary) or _further_on(clauses, at + 1, auxiliary)
        if participle is not None:
            yield min(auxiliary.start, participle.start), max(auxiliary.end, participle.end)


def _clauses(text: str, words: Sequence[Word]) -> Iterator[Clause]:
    clause, end = Clause([], False), 0
    for word in words:
        between = text[end : word.start] if end else ""
        hard = word.lower in _CLAUSE or _HARD_SIGN.search(between) is not None
        if hard or word.lower in _SOFT or _SOFT_SIGN.search(between):
            yield clause
            clause = Clause([], not hard)
        clause.words.append(word)
        end = word.end
    yield clause


def _auxiliary(words: Sequence[Word]) -> Word | None:
    become = next((word for word in words if word.lower in _BECOME), None)
    if become or any(word.lower in _HAVE for word in words):
        return become  # beside 'hebben', 'zijn' is mostly 'his': 'hij heeft zijn fiets gemaakt'
    before = ""
    for word in words:
        if word.lower in _BE and not (word.lower == "zijn" and before in _BEFORE_HIS):
            return word
        before = word.lower
    return None


def _participle(words: Sequence[Word], auxiliary: Word) -> Word | None:
    before = ""
    for word in words:
        fits = before not in _NO_PARTICIPLE_AFTER and is_participle(word.lower)
        if fits and not (auxiliary.lower in _BE and is_state(word.lower)):
            return word
        before = word.lower
    return None


def _further_on(clauses: Sequence[Clause], at: int, auxiliary: Word) -> Word | None:
    """Return the participle of 'worden' behind a list: 'wordt de bank, de tafel en de bak gemaakt'."""
    while auxiliary.lower in _BECOME and at < len(clauses) and _goes_on(clauses[at]):
        if participle := _participle(clauses[at].words, auxiliary):
            return participle
        at += 1
    return None


def _goes_on(clause: Clause) -> bool:
    somebody = any(word.lower in _SOMEBODY for word in clause.words[:2])
    return clause.soft and not somebody and not any(word.lower in _FINITE for word in clause.words)
