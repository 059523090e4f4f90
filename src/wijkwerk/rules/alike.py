"""How likely two reports are about the same thing: near in place and time, of one theme, in the same words.

A person decides; this only says where to look, and why. The score is a logistic regression on seven numbers between 0
and 1 (``_numbers``). Weights (ridge 0.3, rounded) and floor (best F1) were chosen on the odd half of a labelled set of
invented Dutch reports; the even half judges them, and ``tests/test_alike.py`` prints and guards the figures. The same
hand made the set, the families of words and these rules, and the set has far more look-alikes than a real town. So it
shows that the rules beat the nearest report of the same theme, and is no promise for real reports: measure anew there.

Words: members of one family ('lantaarn', 'straatverlichting') count as one word, and three times as much as others,
for they tell the subject. The name of a street says where and not what; it counts only where a point is lacking.

The words in ``because`` are of both reporters: for staff, never for the public (D4). Care signals are never given (D8).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from math import exp, log, sqrt
from typing import Final

from wijkwerk.rules.geo import distance_m
from wijkwerk.rules.words import FAMILY

FLOOR: Final = 0.35
MOST: Final = 5
# What is this far away (metres) or apart (days) counts for half, or for 1/e.
HALF_NEAR_M: Final = 200.0
SOON_DAYS: Final = 60.0
FAMILY_COUNTS: Final = 3.0
# Beyond these a distance or a time is no reason that one would show.
TELL_M: Final = 500.0
TELL_DAYS: Final = 90
TELL_WORDS: Final = 4

BASE: Final = -9.5
WEIGHTS: Final[Mapping[str, float]] = {
    "place": 2.9,
    "area": 2.9,
    "theme": 0.6,
    "kind": 0.6,
    "time": 3.8,
    "words": 3.8,
    "other": -1.8,
}

_STREET: Final = re.compile(
    r".{3,}(?:straat|laan|plein|hof|kade|singel|dijk|vaart|steeg|gracht|plantsoen|markt|park|vijver|wijk"
    r"|(?<!snel)(?<!fiets)(?<!rijks)weg)"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared. ``lon`` and ``lat`` None: no point. ``area_path`` '' or keys each ended by '.'.

    ``stems``: as ``words.stems`` gives them. ``received``: the local date.
    """

    key: str
    theme: str
    kind: str
    lon: float | None
    lat: float | None
    area_path: str
    received: date
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` from 0 to 1 for the report ``key``; ``because``: Dutch reasons, place first, words last."""

    key: str
    score: float
    because: list[str]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of ``of`` reports a word or family stands. A word in many reports counts for less."""

    of: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)

    def weight(self, token: str) -> float:
        """Return the square of how much ``token`` counts; without figures all words count the same."""
        rare = 1.0 + log((self.of + 1) / (self.holding.get(token, 0) + 1))
        return (rare * FAMILY_COUNTS if token.startswith("~") else rare) ** 2


NONE_KNOWN: Final = Frequencies()


def frequencies(reports: Iterable[Report]) -> Frequencies:
    """Count in how many reports each word stands."""
    listed = list(reports)
    holding = Counter(word for one in listed for word in _tokens(one.stems) | _streets(one.stems))
    return Frequencies(len(listed), holding)


def alike(a: Report, b: Report, known: Frequencies = NONE_KNOWN) -> Likeness:
    """Return how likely ``b`` is about the same thing as ``a``; the reasons speak of ``b`` ('3 dagen eerder').

    The score is the same both ways.
    """
    score = BASE + sum(WEIGHTS[name] * value for name, value in _numbers(a, b, known).items())
    return Likeness(b.key, 1.0 / (1.0 + exp(-score)), _because(a, b, known))


def suggest(
    new: Report,
    others: Sequence[Report],
    *,
    floor: float = FLOOR,
    most: int = MOST,
    known: Frequencies | None = None,
) -> list[Likeness]:
    """Return the ``most`` likeliest of ``others`` from ``floor``, best first; equals by key. Never ``new`` itself.

    Each is compared with ``new``: the caller hands over what is near or recent, some hundreds. ``known``: counted over
    ``new`` and ``others`` when not given.
    """
    counted = frequencies([new, *others]) if known is None else known
    found = (alike(new, other, counted) for other in others if other.key != new.key)
    return nsmallest(
        most, (one for one in found if one.score >= floor), key=lambda one: (-one.score, one.key)
    )


# --- the numbers ----------------------------------------------------------------------------------------


def _numbers(a: Report, b: Report, known: Frequencies) -> dict[str, float]:
    metres = _metres(a, b)
    one, other = _tokens(a.stems), _tokens(b.stems)
    subjects = [{token for token in tokens if token.startswith("~")} for tokens in (one, other)]
    if metres is None:
        one, other = one | _streets(a.stems), other | _streets(b.stems)
    return {
        "place": 0.0 if metres is None else 1.0 / (1.0 + (metres / HALF_NEAR_M) ** 2),
        "area": _same_area(a, b) if metres is None else 0.0,
        "theme": float(a.theme == b.theme),
        "kind": float(a.kind == b.kind),
        "time": exp(-abs((a.received - b.received).days) / SOON_DAYS),
        "words": sqrt(_overlap(one, other, known)),
        "other": float(bool(subjects[0] and subjects[1]) and not subjects[0] & subjects[1]),
    }


def _metres(a: Report, b: Report) -> float | None:
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return None
    return distance_m(a.lon, a.lat, b.lon, b.lat)


def _same_area(a: Report, b: Report) -> float:
    """Return 1 for the same area or a street that both name, a half where one area holds the other, 0 else."""
    if _streets(a.stems) & _streets(b.stems) or (a.area_path and a.area_path == b.area_path):
        return 1.0
    if not a.area_path or not b.area_path:
        return 0.0
    return 0.5 * (a.area_path.startswith(b.area_path) or b.area_path.startswith(a.area_path))


def _overlap(one: frozenset[str], other: frozenset[str], known: Frequencies) -> float:
    """Return the cosine between two sets of words, each by its weight: 1 for the same words, 0 for none shared."""
    lengths = sum(map(known.weight, one)) * sum(map(known.weight, other))
    return sum(map(known.weight, one & other)) / sqrt(lengths) if lengths else 0.0


def _tokens(stems: Iterable[str]) -> frozenset[str]:
    """Return what the text is about: '~' and the family for words of one, else the word; no names of streets."""
    return frozenset(_token(stem) for stem in stems if stem in FAMILY or not _is_street(stem))


def _streets(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem not in FAMILY and _is_street(stem))


@lru_cache(maxsize=8192)
def _is_street(stem: str) -> bool:
    return _STREET.fullmatch(stem) is not None


def _token(stem: str) -> str:
    return f"~{FAMILY[stem]}" if stem in FAMILY else stem


# --- the reasons ----------------------------------------------------------------------------------------


def _because(a: Report, b: Report, known: Frequencies) -> list[str]:
    told = [_told_place(a, b), "zelfde thema" if a.theme == b.theme else "", _told_time(a, b)]
    return [reason for reason in (*told, *_told_words(a, b, known)) if reason]


def _told_place(a: Report, b: Report) -> str:
    metres = _metres(a, b)
    if metres is None:
        return "zelfde gebied" if a.area_path and a.area_path == b.area_path else ""
    if metres > TELL_M:
        return ""
    return f"{round(metres, -1):.0f} meter verderop" if metres >= 10 else "dezelfde plek"


def _told_time(a: Report, b: Report) -> str:
    days = (b.received - a.received).days
    if abs(days) > TELL_DAYS:
        return ""
    if days == 0:
        return "dezelfde dag"
    return f"{_many(abs(days), 'dag', 'dagen')} {'later' if days > 0 else 'eerder'}"


def _told_words(a: Report, b: Report, known: Frequencies) -> list[str]:
    """Return the shared words, rarest first, and the words of one family that the reporters said differently."""
    both = set(a.stems) & set(b.stems)
    # Of a compound the whole is told and not its parts as well.
    whole = [stem for stem in both if not any(stem != longer and stem in longer for longer in both)]
    order = sorted(whole, key=lambda stem: (-known.weight(_token(stem)), stem))[:TELL_WORDS]
    said = [f"{'zelfde woord' if len(order) == 1 else 'zelfde woorden'}: {', '.join(order)}"] if order else []
    shared = {FAMILY[stem] for stem in both if stem in FAMILY}
    pairs = [_pair(name, a, b) for name in sorted(_families(a) & _families(b) - shared)]
    return [*said, *(f"verwante woorden: {pair}" for pair in pairs)]


def _families(report: Report) -> set[str]:
    return {FAMILY[stem] for stem in report.stems if stem in FAMILY}


def _pair(family: str, a: Report, b: Report) -> str:
    return " en ".join(next(stem for stem in each.stems if FAMILY.get(stem) == family) for each in (a, b))


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
