"""Which team gets a signal: an ordered table of rules, the first that fits wins (catalogue O4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NO_NAMES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. What is None or empty does not matter; all that is filled in must fit.

    ``area_paths``: one of these holds the signal; paths are short keys joined and ended by '.', so 'a.' holds
    'a.b.' but not 'ab.'. ``words``: one of these stands in the text as a whole word or words; 'lantaarn*' also finds
    'lantaarnpaal'; case and the amount of white space do not matter. Raises ValueError for a rule without a team,
    an area path that does not end with '.', or an empty word.
    """

    team: str
    theme: str | None = None
    kind: str | None = None
    area_paths: tuple[str, ...] = ()
    channel: str | None = None
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.team:
            raise ValueError("a rule needs a team")
        for path in self.area_paths:
            _check_path(path)
        if not all(word.strip(" *") for word in self.words):
            raise ValueError("a word cannot be empty")


def _check_path(path: str) -> None:
    # Without the closing dot area 'a.1' would also hold 'a.10.'.
    if not path.endswith(".") or path.startswith(".") or ".." in path:
        raise ValueError(f"an area path is keys, each ended by a dot: {path!r}")


def route(
    rules: Iterable[Rule],
    *,
    theme: str | None,
    kind: str | None,
    area_path: str | None,
    channel: str | None,
    text: str = "",
) -> Rule | None:
    """Return the first rule that fits, or None; then the caller takes the intake team (D2).

    ``area_path`` is the path in the working division, None or '' when there is no place: such a signal fits no
    rule that asks for an area. Raises ValueError for a path that does not end with '.'.
    """
    if area_path:
        _check_path(area_path)
    given = (("theme", theme), ("kind", kind), ("channel", channel))
    return next((rule for rule in rules if _fits(rule, given, area_path or "", text)), None)


def _fits(rule: Rule, given: Iterable[tuple[str, str | None]], area_path: str, text: str) -> bool:
    if any(getattr(rule, name) not in (None, value) for name, value in given):
        return False
    if rule.area_paths and not area_path.startswith(rule.area_paths):
        return False
    return not rule.words or _pattern(rule.words).search(text.casefold()) is not None


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (_word_pattern(word.casefold()) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _word_pattern(word: str) -> str:
    pattern = r"\s+".join(re.escape(part) for part in word.rstrip("*").split())
    return pattern + r"\w*" if word.endswith("*") else pattern


def explain(rule: Rule, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return the rule as one Dutch sentence. ``names`` gives the names of themes, kinds, areas, channels and teams."""
    conditions = [*_explain_places(rule, names), *_explain_words(rule)]
    team = names.get(rule.team, rule.team)
    if not conditions:
        return f"Alles wat overblijft gaat naar {team}."
    return f"Als {_all_of(conditions)}, dan gaat het naar {team}."


def _explain_places(rule: Rule, names: Mapping[str, str]) -> list[str]:
    told = []
    for label, value in (("het thema", rule.theme), ("de soort", rule.kind), ("het kanaal", rule.channel)):
        if value is not None:
            told.append(f"{label} {names.get(value, value)} is")
    if rule.area_paths:
        told.append(f"de plek in {_one_of([names.get(path, path) for path in rule.area_paths])} ligt")
    return told


def _explain_words(rule: Rule) -> list[str]:
    if not rule.words:
        return []
    quoted = [
        f"een woord dat begint met '{w.rstrip('*')}'" if w.endswith("*") else f"'{w}'" for w in rule.words
    ]
    return [f"in de tekst {_one_of(quoted)} staat"]


def _one_of(parts: list[str]) -> str:
    return " of ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _all_of(parts: list[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
