"""Which team gets a signal: an ordered table of rules, the first that fits wins (catalogue O4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


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
    return _fits_but_for_words(rule, given, area_path) and _finds_words(rule, text)


def _fits_but_for_words(rule: Rule, given: Iterable[tuple[str, str | None]], area_path: str) -> bool:
    if any(getattr(rule, name) not in (None, value) for name, value in given):
        return False
    return not rule.area_paths or area_path.startswith(rule.area_paths)


def _finds_words(rule: Rule, text: str) -> bool:
    return not rule.words or _pattern(rule.words).search(text.casefold()) is not None


def narrowed(
    rules: Iterable[Rule], *, theme: str | None, kind: str | None, area_path: str | None, channel: str | None
) -> tuple[Rule, ...]:
    """Return the rules that fit whatever the text is, or that only the words can still exclude, in their order.

    ``route`` over these gives the same as over all, for every text: for thousands of signals that differ in little
    but their text.
    """
    given = (("theme", theme), ("kind", kind), ("channel", channel))
    found = []
    for rule in rules:
        if _fits_but_for_words(rule, given, area_path or ""):
            found.append(rule)
            if not rule.words:
                break  # what comes after a rule that always fits is never reached
    return tuple(found)


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of the words stands in the text, by the same rules as the words of a line; no words, no."""
    return bool(words) and _pattern(words).search(text.casefold()) is not None


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (_word_pattern(word.casefold()) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _word_pattern(word: str) -> str:
    pattern = r"\s+".join(re.escape(part) for part in word.rstrip("*").split())
    return pattern + r"\w*" if word.endswith("*") else pattern


@dataclass(frozen=True)
class Names:
    """What things are called on the screen, by their keys; areas by their paths. A key without a name stands for itself."""

    themes: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


NO_NAMES = Names()


def explain(rule: Rule, names: Names = NO_NAMES) -> str:
    """Return the rule as one Dutch sentence."""
    conditions = [*_explain_places(rule, names), *_explain_words(rule)]
    team = names.teams.get(rule.team, rule.team)
    if not conditions:
        return f"Alles wat overblijft gaat naar {team}."
    return f"Als {_all_of(conditions)}, dan gaat het naar {team}."


def _explain_places(rule: Rule, names: Names) -> list[str]:
    told = []
    if rule.theme is not None:
        told.append(f"het thema {_quoted(names.themes.get(rule.theme, rule.theme))} is")
    if rule.kind is not None:
        told.append(f"de soort {_quoted(names.kinds.get(rule.kind, rule.kind))} is")
    if rule.channel is not None:
        told.append(f"het binnenkomt via {names.channels.get(rule.channel, rule.channel)}")
    if rule.area_paths:
        told.append(f"de plek in {_areas(rule, names)} ligt")
    return told


def _areas(rule: Rule, names: Names) -> str:
    return _one_of([names.areas.get(path, path) for path in rule.area_paths])


def _explain_words(rule: Rule) -> list[str]:
    return [f"in de tekst {_one_of(_words(rule))} staat"] if rule.words else []


def _words(rule: Rule) -> list[str]:
    return [
        f"een woord dat begint met {_quoted(w.rstrip('*'))}" if w.endswith("*") else _quoted(w)
        for w in rule.words
    ]


def _quoted(words: str) -> str:
    return f"\u2018{words}\u2019"


def why_not_fit(
    rule: Rule,
    *,
    theme: str | None,
    kind: str | None,
    area_path: str | None,
    channel: str | None,
    text: str = "",
    names: Names = NO_NAMES,
) -> str:
    """Return the first reason why the rule does not fit, as a Dutch sentence; '' when it fits."""
    if rule.theme not in (None, theme):
        return f"Het thema is niet {_quoted(names.themes.get(rule.theme, rule.theme))}."
    if rule.kind not in (None, kind):
        return f"De soort is niet {_quoted(names.kinds.get(rule.kind, rule.kind))}."
    if rule.channel not in (None, channel):
        return f"Het kwam niet binnen via {names.channels.get(rule.channel, rule.channel)}."
    if rule.area_paths and not area_path:
        return f"Er is geen plek. De regel vraagt om {_areas(rule, names)}."
    if rule.area_paths and not (area_path or "").startswith(rule.area_paths):
        return f"De plek ligt niet in {_areas(rule, names)}."
    return "" if _finds_words(rule, text) else f"In de tekst staat niet: {_one_of(_words(rule))}."


@dataclass(frozen=True, slots=True)
class Looked:
    """One rule that was looked at, and why it did not fit; ``reason`` is '' for the one that fits."""

    rule: Rule
    reason: str

    @property
    def fits(self) -> bool:
        return not self.reason


def trace(
    rules: Iterable[Rule],
    *,
    theme: str | None,
    kind: str | None,
    area_path: str | None,
    channel: str | None,
    text: str = "",
    names: Names = NO_NAMES,
) -> list[Looked]:
    """Return every rule up to and with the first that fits, as ``route`` looks at them."""
    looked = []
    for rule in rules:
        reason = why_not_fit(
            rule, theme=theme, kind=kind, area_path=area_path, channel=channel, text=text, names=names
        )
        looked.append(Looked(rule, reason))
        if not reason:
            break
    return looked


def _one_of(parts: list[str]) -> str:
    return " of ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _all_of(parts: list[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
