"""Which theme a text probably has, learnt from the signals that this municipality already gave a theme.

Multinomial naive Bayes with Laplace smoothing (Manning, Raghavan and Schütze, Introduction to Information Retrieval,
2008, ch. 13): counts of words per theme, added up as logarithms. It is written out here because scikit-learn, which has
the same in ten lines, brings 207 MB of packages; these counts need no package at all, fit in a settings row as JSON, and
can be read by who wants to know why.

A suggestion is offered only above a ``sure`` that was measured to be right often enough (``threshold``); without enough
history there is none, and then nothing is suggested. ``sure`` ranks suggestions; it is no probability to show, for words
that go together count twice and make it too high. Care signals must not be among the rows (D8).

Privacy: a word is kept only when it stands in at least ``FEWEST`` signals, for a rare word could be a name.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any, Final

FEWEST: Final = 5
MOST_WORDS: Final = 4000
SMOOTHING: Final = 1.0
BECAUSE: Final = 3
# Fewer suggestions than this say nothing about how often they are right.
ENOUGH: Final = 50
# The threshold is judged in turns: after the first part of the rows, each next part by what came before it. One turn
# alone is luck: subjects come and go with the seasons.
FIRST: Final = 0.4
TURNS: Final = 4
# One-sided 95 %: that the suggestions were right often enough must not be chance either.
DEVIATIONS: Final = 1.645
PLAIN_VERSION: Final = 1

Row = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme; ``sure`` from 0 to 1 to compare with a threshold; ``because``: the words that speak most for it."""

    theme: str
    sure: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Of ``of`` signals that were held out ``suggested`` got a suggestion, and ``right`` of these were right.

    ``floor`` is the threshold that was used, None when nothing could be offered. ``per_theme``: for each real theme
    (right, suggested, of).
    """

    right: int
    suggested: int
    of: int
    floor: float | None
    per_theme: Mapping[str, tuple[int, int, int]]

    @property
    def accuracy(self) -> float:
        """The share of the suggestions that were right; 0 without suggestions."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def offered(self) -> float:
        """The share of the signals that got a suggestion."""
        return self.suggested / self.of if self.of else 0.0


@dataclass(frozen=True)
class Model:
    """Counts: of ``signals`` per theme, and of each kept word per theme (position in ``themes``)."""

    themes: tuple[str, ...]
    signals: tuple[int, ...]
    words: Mapping[str, Mapping[int, int]] = field(repr=False)

    @cached_property
    def _start(self) -> list[float]:
        of = sum(self.signals)
        return [log(count / of) for count in self.signals]

    @cached_property
    def _below(self) -> list[float]:
        """The logarithm of what each count of a theme is divided by."""
        totals = [0] * len(self.themes)
        for counts in self.words.values():
            for theme, count in counts.items():
                totals[theme] += count
        return [log(total + SMOOTHING * len(self.words)) for total in totals]

    def scores(self, stems: Iterable[str]) -> dict[str, float]:
        """Return for each theme the logarithm of (its share x the chances of these words in it); {} for no themes."""
        known = Counter(stem for stem in stems if stem in self.words)
        found = list(self._start)
        for stem, times in known.items():
            for theme, chance in enumerate(self._chances(stem)):
                found[theme] += times * chance
        return dict(zip(self.themes, found, strict=True))

    def suggest(self, stems: Iterable[str], floor: float = 0.0) -> Suggestion | None:
        """Return the most probable theme; None when no word is known, when ``sure`` is under ``floor``, or for one theme.

        Between equal themes the first of the alphabet wins.
        """
        given = [stem for stem in stems if stem in self.words]
        if not given or len(self.themes) < 2:
            return None
        scores = self.scores(given)
        best, second = sorted(scores, key=lambda theme: (-scores[theme], theme))[:2]
        sure = 1.0 / sum(exp(score - scores[best]) for score in scores.values())
        return Suggestion(best, sure, self._because(given, best, second)) if sure >= floor else None

    def _chances(self, stem: str) -> list[float]:
        counts = self.words[stem]
        return [log(counts.get(theme, 0) + SMOOTHING) - below for theme, below in enumerate(self._below)]

    def _because(self, given: Sequence[str], best: str, second: str) -> tuple[str, ...]:
        """Return the words that put the best theme most ahead of the second."""
        one, other = self.themes.index(best), self.themes.index(second)
        ahead = {stem: times * self._ahead(stem, one, other) for stem, times in Counter(given).items()}
        order = sorted(
            (stem for stem, more in ahead.items() if more > 0), key=lambda stem: (-ahead[stem], stem)
        )
        return tuple(order[:BECAUSE])

    def _ahead(self, stem: str, one: int, other: int) -> float:
        chances = self._chances(stem)
        return chances[one] - chances[other]

    def as_plain(self) -> dict[str, Any]:
        """Return the model as a dict for JSON: of each word a flat list of theme position, count, position, count..."""
        words = {
            word: [n for pair in sorted(counts.items()) for n in pair] for word, counts in self.words.items()
        }
        plain = {"version": PLAIN_VERSION, "themes": list(self.themes), "signals": list(self.signals)}
        return {**plain, "words": words}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Model:
        """Return the model that ``as_plain`` gave. Raises ValueError for anything else, also another version."""
        try:
            if plain["version"] != PLAIN_VERSION:
                raise ValueError("a model of another version")
            themes, signals = tuple(map(str, plain["themes"])), tuple(map(_count, plain["signals"]))
            words = {str(word): _pairs(flat, len(themes)) for word, flat in plain["words"].items()}
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a model") from error
        if len(themes) != len(signals) or len(set(themes)) != len(themes):
            raise ValueError("not a model: each theme has one count")
        return cls(themes, signals, words)


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("not a model: a count is a whole number from 1")
    return value


def _pairs(flat: Sequence[Any], themes: int) -> dict[int, int]:
    counts = {theme: _count(count) for theme, count in zip(flat[::2], flat[1::2], strict=True)}
    if not all(type(theme) is int and 0 <= theme < themes for theme in counts):
        raise ValueError("not a model: a word of an unknown theme")
    return counts


# --- learning -------------------------------------------------------------------------------------------


def train(rows: Iterable[Row], *, fewest: int = FEWEST, most: int = MOST_WORDS) -> Model:
    """Return the model of (theme, stems) of signals, in any order.

    Kept are words that stand in at least ``fewest`` signals, of these the ``most`` that tell most about the theme
    (mutual information; between equals the first of the alphabet). Raises ValueError for ``fewest`` under 1.
    """
    if fewest < 1:
        raise ValueError("a word must stand in at least one signal")
    listed = list(rows)
    signals = Counter(theme for theme, _ in listed)
    themes = tuple(sorted(signals))
    place = {theme: at for at, theme in enumerate(themes)}
    holding: dict[str, Counter[int]] = {}
    times: dict[str, Counter[int]] = {}
    for theme, stems in listed:
        for stem, count in Counter(stems).items():
            holding.setdefault(stem, Counter())[place[theme]] += 1
            times.setdefault(stem, Counter())[place[theme]] += count
    sizes = tuple(signals[theme] for theme in themes)
    often = [stem for stem, counts in holding.items() if counts.total() >= fewest]
    told = {stem: _information(holding[stem], sizes) for stem in often}
    kept = sorted(often, key=lambda stem: (-told[stem], stem))[:most]
    return Model(themes, sizes, {stem: dict(times[stem]) for stem in sorted(kept)})


def _information(holding: Mapping[int, int], sizes: Sequence[int]) -> float:
    """Return how many nats the presence of a word tells about the theme. ``holding``: signals with it, per theme."""
    of, with_it = sum(sizes), sum(holding.values())
    told = 0.0
    for theme, size in enumerate(sizes):
        present = holding.get(theme, 0)
        for both, one in ((present, with_it), (size - present, of - with_it)):
            if both:
                told += both / of * log(both * of / (one * size))
    return told


# --- measuring ------------------------------------------------------------------------------------------


def threshold(rows: Iterable[Row], wanted: float = 0.8) -> float | None:
    """Return the lowest ``sure`` at which suggestions were right in at least ``wanted`` (0..1) of the cases.

    The rows stand oldest first. Each is judged by a model of older rows only, in ``TURNS`` turns; what counts is not
    the share that was right but the lower end of what it may be (Wilson, 95 % one-sided). None = off: there were
    fewer than ``ENOUGH`` suggestions, or no ``sure`` reaches it.
    """
    listed = list(rows)
    start = round(len(listed) * FIRST)
    cuts = [start + (len(listed) - start) * turn // TURNS for turn in range(TURNS + 1)]
    judged = [each for cut, end in pairwise(cuts) for each in _judge(train(listed[:cut]), listed[cut:end])]
    return _lowest(sorted(judged, reverse=True), wanted)


def _judge(model: Model, rows: Iterable[Row]) -> list[tuple[float, bool]]:
    offers = ((model.suggest(stems), theme) for theme, stems in rows)
    return [(offer.sure, offer.theme == theme) for offer, theme in offers if offer]


def _lowest(judged: Sequence[tuple[float, bool]], wanted: float) -> float | None:
    """Return the lowest of the falling ``sure``s down to which enough were right."""
    floor, right = None, 0
    for number, (sure, good) in enumerate(judged, start=1):
        right += good
        # All suggestions that are equally sure pass the threshold together.
        last = number == len(judged) or judged[number][0] < sure
        if last and number >= ENOUGH and _at_least(right, number) >= wanted:
            floor = sure
    return floor


def _at_least(right: int, of: int) -> float:
    """Return the lower end of the share that ``right`` of ``of`` may stand for (score interval of Wilson, 1927)."""
    share, spread = right / of, DEVIATIONS**2 / of
    return (share + spread / 2 - sqrt(spread * (share * (1 - share) + spread / 4))) / (1 + spread)


def measure(
    rows: Iterable[Row], *, share: float = 0.2, wanted: float = 0.8, seed: int | None = None
) -> Measured:
    """Return how good suggestions would have been for the newest ``share`` of the rows (oldest first).

    Everything, also the threshold, is learnt from the other rows, as it would have been then. With a ``seed`` the
    held-out rows are drawn at random instead. Raises ValueError for a share outside 0..1.
    """
    older, newer = _split(list(rows), share, seed)
    floor, model = threshold(older, wanted), train(older)
    tally: dict[str, list[int]] = {}
    for theme, stems in newer:
        offered = None if floor is None else model.suggest(stems, floor)
        counts = tally.setdefault(theme, [0, 0, 0])
        counts[0] += offered is not None and offered.theme == theme
        counts[1] += offered is not None
        counts[2] += 1
    right, suggested, of = (sum(counts[at] for counts in tally.values()) for at in range(3))
    return Measured(
        right, suggested, of, floor, {theme: (a, b, c) for theme, (a, b, c) in sorted(tally.items())}
    )


def _split(rows: list[Row], share: float, seed: int | None) -> tuple[list[Row], list[Row]]:
    """Return the rows to learn from and the rows held out, both in order."""
    if not 0 < share < 1:
        raise ValueError("the share to hold out lies between 0 and 1")
    held = round(len(rows) * share)
    if seed is None:
        return rows[: len(rows) - held], rows[len(rows) - held :]
    # The draw must be repeatable, not secret.
    drawn = set(random.Random(seed).sample(range(len(rows)), held))  # noqa: S311
    return [row for at, row in enumerate(rows) if at not in drawn], [rows[at] for at in sorted(drawn)]
