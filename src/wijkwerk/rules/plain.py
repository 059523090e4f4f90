"""Writing help for an answer to a resident: what is long, hard, vague or too personal, and how to do better.

Every remark is advice; nobody has to follow it. The rules know words by their form, they do not understand a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wijkwerk.rules.passive import passives
from wijkwerk.rules.phrases import Word, find, words_of
from wijkwerk.rules.plain_words import jargon
from wijkwerk.rules.privacy import hints
from wijkwerk.rules.sentences import Sentence, sentences_of

MAX_WORDS: Final = 20
MAX_LETTERS: Final = 20
_NUMBER_WORDS: Final = ("", "", "twee", "drie", "vier", "vijf")
_MIN_CAPITAL_WORDS, _MIN_CAPITALS = 3, 10


class RemarkKind(StrEnum):
    """What a remark is about."""

    NO_REASON = "no_reason"
    NO_WAY_ON = "no_way_on"
    LONG_SENTENCE = "long_sentence"
    JARGON = "jargon"
    PASSIVE = "passive"
    PRIVACY = "privacy"
    LONG_WORD = "long_word"
    CAPITALS = "capitals"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Remark:
    """Advice on ``found``, which is ``text[start:end]``; an empty piece at 0 when it is about the whole answer.

    ``advice`` is a Dutch sentence; ``instead`` plain words for those that were found, or empty.
    """

    kind: RemarkKind
    start: int
    end: int
    found: str
    advice: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: counts, words a sentence on average, and ``level`` in Dutch (empty without words)."""

    sentences: int
    words: int
    longest_sentence: int
    average: float
    level: str


def look(text: str, *, kind: str = "", reason: str = "", can_do: str = "") -> list[Remark]:
    """Return the remarks on an answer, ordered by place. Never raises, whatever the text.

    ``kind`` 'no' asks for a ``reason`` and for what one can do (``can_do``).
    """
    sentences = sentences_of(text)
    remarks = [
        *_about_no(kind, reason, can_do),
        *(remark for sentence in sentences for remark in _about_sentence(text, sentence)),
        *_about_words(text, words_of(text)),
        *(Remark(RemarkKind.PRIVACY, one.start, one.end, one.found, one.advice) for one in hints(text)),
    ]
    return sorted(remarks, key=lambda remark: (remark.start, remark.end, remark.kind))


def _about_no(kind: str, reason: str, can_do: str) -> Iterator[Remark]:
    if kind != "no":
        return
    if not reason.strip():
        yield Remark(RemarkKind.NO_REASON, 0, 0, "", "U zegt nee. Schrijf ook op waarom het niet kan.")
    if not can_do.strip():
        yield Remark(
            RemarkKind.NO_WAY_ON, 0, 0, "", "U zegt nee. Schrijf ook op wat de bewoner wel kan doen."
        )


# --- sentences ------------------------------------------------------------------------------------------


def _about_sentence(text: str, sentence: Sentence) -> Iterator[Remark]:
    whole = text[sentence.start : sentence.end]
    count = len(sentence.words)
    if count > MAX_WORDS:
        advice = f"Deze zin heeft {count} woorden. {_make(count)}"
        yield Remark(RemarkKind.LONG_SENTENCE, sentence.start, sentence.end, whole, advice)
    if _shouts(text, sentence):
        advice = "Deze zin staat in hoofdletters. Dat leest niet prettig. Gebruik gewone letters."
        yield Remark(RemarkKind.CAPITALS, sentence.start, sentence.end, whole, advice)
    for start, end in passives(text, sentence):
        advice = "Zeg wie dit doet. Schrijf ‘Wij maken de bank’ en niet ‘De bank wordt gemaakt’."
        yield Remark(RemarkKind.PASSIVE, start, end, text[start:end], advice)
    if span := _double_no(text, sentence.words):
        advice = "Hier staat meer dan één keer ‘niet’ of ‘geen’. Zeg wat wél zo is."
        yield Remark(RemarkKind.NEGATION, *span, text[slice(*span)], advice)


def _make(count: int) -> str:
    parts = -(-count // MAX_WORDS)
    return (
        f"Maak er {_NUMBER_WORDS[parts]} van." if parts < len(_NUMBER_WORDS) else "Maak er korte zinnen van."
    )


def _shouts(text: str, sentence: Sentence) -> bool:
    written = [text[word.start : word.end] for word in sentence.words]
    letters = sum(sign.isupper() for word in written for sign in word)
    shouted = [word for word in written if word.isupper()]
    return (
        letters >= _MIN_CAPITALS
        and len(shouted) >= _MIN_CAPITAL_WORDS
        and not any(sign.islower() for word in written for sign in word)
    )


_NO: Final = frozenset(("niet", "geen", "nooit", "niemand", "niets", "nergens", "noch"))
_PARTS: Final = frozenset(("en", "of", "maar", "want", "dus"))
_TURNED: Final = re.compile(
    r"on(?:belangrijk|aanzienlijk|gebruikelijk|mogelijk|redelijk|terecht|gegrond|aannemelijk|voldoende|bekend"
    r"|denkbaar|logisch|juist|veilig|waarschijnlijk|verstandig|gewoon)e?|zonder"
)


def _double_no(text: str, words: Sequence[Word]) -> tuple[int, int] | None:
    """Return the place of two words of denial in one part of a sentence, or None: 'niet nooit', 'niet onredelijk'."""
    first: Word | None = None
    end = 0
    for word in words:
        if word.lower in _PARTS or any(sign in text[end : word.start] for sign in ",;:("):
            first = None
        if first and (word.lower in _NO or (end == first.end and _TURNED.fullmatch(word.lower))):
            return first.start, word.end
        if word.lower in _NO:
            first = word
        end = word.end
    return None


# --- words ----------------------------------------------------------------------------------------------

_JARGON: Final = jargon()
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def _about_words(text: str, words: Sequence[Word]) -> Iterator[Remark]:
    for start, end, plain in find(text, words, _JARGON):
        found = text[start:end]
        yield Remark(
            RemarkKind.JARGON, start, end, found, f"‘{found}’ is lastig. Schrijf liever: {plain}.", plain
        )
    for word in words:
        letters = _longest_part(word.lower)
        if letters > MAX_LETTERS:
            advice = f"Dit woord heeft {letters} letters. Zeg het korter of met meer woorden."
            yield Remark(RemarkKind.LONG_WORD, word.start, word.end, text[word.start : word.end], advice)


def _longest_part(word: str) -> int:
    if any(sign in word for sign in "@./"):
        return 0  # a web address, an e-mail address, 't/m'
    return max((len(part) for part in _LETTERS.findall(word)), default=0)


# --- reading --------------------------------------------------------------------------------------------

_LONG_IN_LIX: Final = 6
_LEVELS: Final = ((30, "heel makkelijk"), (40, "makkelijk"), (50, "gemiddeld"), (60, "moeilijk"))


def reading(text: str) -> Reading:
    """Return how a text reads, by LIX: words a sentence plus the share of words over six letters, in per cent.

    Source: C.H. Björnsson, Läsbarhet (1968), with his levels: 30 children's books, 40 stories, 50 newspapers,
    60 official papers. It counts letters and words; it knows nothing of what they mean. So it is no proof of
    level B1: a short sentence with unknown words scores well. Dutch writes compounds as one word, which makes
    the score a little worse than in the Swedish texts it was made for.
    """
    counts = [len(sentence.words) for sentence in sentences_of(text)]
    if not counts:
        return Reading(0, 0, 0, 0.0, "")
    words = words_of(text)
    total = sum(counts)
    average = total / len(counts)
    long = sum(
        len(_LETTERS.findall(word.lower)) > 0 and _longest_part(word.lower) > _LONG_IN_LIX for word in words
    )
    lix = average + 100 * long / total
    level = next((name for limit, name in _LEVELS if lix < limit), "heel moeilijk")
    return Reading(len(counts), total, max(counts), round(average, 1), level)
