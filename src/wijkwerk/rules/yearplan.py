"""A year calendar: what may become of an entry, and what does not fit (O15, Q19): duty without a month, month without a duty,
a team whose work peaks, an agenda that comes too late to hand in its wishes for the budget (T4, T5).

Pure: given what was agreed (duties) and what stands in the months (entries), it says what does not fit. One pass over
each list, so the cost grows with what is planned and not with areas x months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wijkwerk.rules.budget_cycle import CycleStep, hand_in_before

DUTY_WITHOUT_MONTH: Final = "duty_without_month"
MONTH_WITHOUT_DUTY: Final = "month_without_duty"
PEAK: Final = "peak"
NOTHING_PLANNED: Final = "nothing_planned"

# Who somebody is towards an entry: of the area (its manager, its team), or of the team that does the work.
AREA: Final = "area"
TEAM: Final = "team"


class EntryState(StrEnum):
    """Of one code in one month. ``moved``: it stands in another month now; ``uncertain`` is a mark of its own ("V?")."""

    PLANNED = "planned"
    MOVED = "moved"
    DONE = "done"


class EntryStep(StrEnum):
    """What somebody can do with an entry."""

    CHANGE = "change"
    MAKE_CERTAIN = "make_certain"
    MOVE = "move"
    FINISH = "finish"
    DROP = "drop"


def allowed(state: str, step: EntryStep, roles: frozenset[str], *, uncertain: bool) -> bool:
    """Return whether the step is possible for these roles. What is uncertain is not done; a moved cell only points on.

    A tick that was a mistake is taken away by the area alone: others may have told it already.
    """
    if state == EntryState.DONE:
        return step == EntryStep.DROP and AREA in roles
    if state != EntryState.PLANNED or not roles & {AREA, TEAM}:
        return False
    if step == EntryStep.MAKE_CERTAIN:
        return uncertain
    return not (step == EntryStep.FINISH and uncertain)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; months are ordered and can be counted on."""

    year: int
    number: int

    @classmethod
    def of(cls, key: int) -> Month:
        """Return the month of a stored number such as 202611."""
        return cls(key // 100, key % 100)

    def plus(self, months: int) -> Month:
        """Return the month so many months later, or earlier below zero."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    @property
    def key(self) -> int:
        """Return a number by which months are ordered and stored: 202611."""
        return self.year * 100 + self.number


def months_from(start: Month, number: int) -> list[Month]:
    """Return so many months in a row."""
    return [start.plus(each) for each in range(number)]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something an area must have so many times in the year that is looked at, and the team that does it."""

    area: str
    code: str
    team: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in a month of an area, and the team that does it; ``moved`` ones count nowhere, for they stand elsewhere now."""

    area: str
    code: str
    team: str
    month: int
    state: EntryState = EntryState.PLANNED


@dataclass(frozen=True, slots=True)
class Warning:
    """What does not fit. ``number`` is how many are missing, or how many stand in the month; ``usual`` what is common."""

    kind: str
    area: str = ""
    code: str = ""
    team: str = ""
    month: int = 0
    number: int = 0
    usual: int = 0


def gaps(
    duties: Iterable[Duty], entries: Iterable[Entry], *, without_term: frozenset[str] = frozenset()
) -> list[Warning]:
    """Return first what was agreed and misses a month, then what stands in a month without being agreed.

    Both lists are of one calendar year. ``without_term`` are codes that run the whole year (relatiebeheer) and need no
    month. An area with duties and not one month gets one warning, not one a duty.
    """
    entries = [each for each in entries if each.state != EntryState.MOVED]
    have = Counter((each.area, each.code) for each in entries)
    wanted = Counter[tuple[str, str]]()
    teams: dict[tuple[str, str], str] = {}
    for duty in duties:
        wanted[duty.area, duty.code] += duty.times
        teams.setdefault((duty.area, duty.code), duty.team)
    busy = {each.area for each in entries}
    return [*_without_month(wanted, have, teams, busy, without_term), *_without_duty(entries, wanted)]


def _without_month(
    wanted: Counter[tuple[str, str]],
    have: Counter[tuple[str, str]],
    teams: Mapping[tuple[str, str], str],
    busy: set[str],
    without_term: frozenset[str],
) -> list[Warning]:
    found: list[Warning] = []
    empty: Counter[str] = Counter()
    for (area, code), times in wanted.items():
        missing = times - have[area, code]
        if code in without_term or missing <= 0:
            continue
        if area not in busy:
            empty[area] += missing
        else:
            found.append(Warning(DUTY_WITHOUT_MONTH, area, code, teams[area, code], number=missing))
    return [Warning(NOTHING_PLANNED, area, number=number) for area, number in empty.items()] + found


def _without_duty(entries: Iterable[Entry], wanted: Counter[tuple[str, str]]) -> list[Warning]:
    seen: dict[tuple[str, str], Warning] = {}
    for each in entries:
        if (each.area, each.code) not in wanted:
            first = seen.get((each.area, each.code))
            month = min(each.month, first.month) if first else each.month
            number = first.number + 1 if first else 1
            seen[each.area, each.code] = Warning(
                MONTH_WITHOUT_DUTY, each.area, each.code, each.team, month, number
            )
    return list(seen.values())


def peaks(load: Mapping[tuple[str, int], int], *, most: int) -> list[Warning]:
    """Return each month in which a team has more entries than ``most``, month by month. ``load`` counts by team and month."""
    return [
        Warning(PEAK, team=team, month=month, number=number, usual=most)
        for (team, month), number in sorted(load.items(), key=lambda each: (each[0][1], each[0][0]))
        if team and number > most
    ]


def missed_day(month: Month, budget_year: int | None, steps: Sequence[CycleStep]) -> date | None:
    """Return the day before which an agenda in this month had to be handed in, when the whole month comes too late.

    Without a ``budget_year`` the agenda is for the year after its month. An entry is no more precise than its month: a month
    with at least one day before that day is in time, one that begins on it or later is not. So an agenda in March misses
    1 March, and one in March does not miss 2 March. None: in time, or the cycle has no day on which departments decide.
    """
    last = hand_in_before(steps, budget_year or month.year + 1)
    return last if last is not None and date(month.year, month.number, 1) >= last else None
