"""The labelled set for ``alike``: 214 invented reports of the town of Zuiderwaard, which lies in the IJsselmeer.

``alike_set.tsv`` has one report a line. ``block``: a street or square; in each some residents report one thing (the
same ``cause``) and others another thing in the same street, in the same words, or the same thing a year before.
Odd blocks chose the weights and the floor of ``rules/alike.py``; even blocks judge them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wijkwerk.rules.alike import Likeness, Report
from wijkwerk.rules.words import stems

FILE = Path(__file__).with_name("alike_set.tsv")


@dataclass(frozen=True, slots=True)
class Labelled:
    block: int
    cause: str
    text: str
    report: Report

    def same_as(self, other: Labelled) -> bool:
        return bool(self.cause) and self.cause == other.cause


@dataclass(frozen=True, slots=True)
class Figures:
    """``right`` of ``suggested`` first suggestions; ``found`` of ``to_find`` duplicates in the first three."""

    right: int
    suggested: int
    found: int
    to_find: int

    @property
    def precision(self) -> float:
        return self.right / self.suggested

    @property
    def recall(self) -> float:
        return self.found / self.to_find


def labelled() -> list[Labelled]:
    """All reports, in the order in which they were received."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [_read(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return sorted(rows, key=lambda each: (each.report.received, each.report.key))


def _read(row: dict[str, str]) -> Labelled:
    lon, lat = (float(row[name]) if row[name] else None for name in ("lon", "lat"))
    day = date.fromisoformat(row["received"])
    words = tuple(stems(row["text"]))
    report = Report(row["key"], row["theme"], row["kind"], lon, lat, row["area_path"], day, words)
    return Labelled(int(row["block"]), row["cause"], row["text"], report)


def judge(
    rows: list[Labelled],
    judged: Callable[[Labelled], bool],
    suggest: Callable[[Report, list[Report]], list[Likeness]],
) -> Figures:
    """Each judged report as if it came in now: all rows before it, judged or not, may be suggested."""
    right = suggested = found = to_find = 0
    for at, new in enumerate(rows):
        if not judged(new):
            continue
        same = {old.report.key for old in rows[:at] if new.same_as(old)}
        keys = [likeness.key for likeness in suggest(new.report, [old.report for old in rows[:at]])]
        suggested += bool(keys)
        right += bool(keys) and keys[0] in same
        to_find += bool(same)
        found += bool(same.intersection(keys[:3]))
    return Figures(right, suggested, found, to_find)
