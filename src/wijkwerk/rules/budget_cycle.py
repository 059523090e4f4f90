"""The year of the municipal budget: by which day a wish must be in to count for a year, and which step comes next.

A step has a month and a day. Steps of a cycle stand in their order; the cycle of budget year Y ends in the year before, so
a step on 1 June counts for the year after. Source: 002 §4.1 and §4.3 (T4: plans of areas that miss the budget).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CycleStep:
    """One step: ``decides`` marks the day before which a department must have said yes or no."""

    key: str
    label: str
    month: int
    day: int
    decides: bool = False

    def on(self, budget_year: int) -> date:
        """Return the day of this step for a budget year. 29 February becomes the last day of that month."""
        year = budget_year - 1
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, monthrange(year, self.month)[1])


def decide_by(steps: Sequence[CycleStep], budget_year: int) -> date | None:
    """Return the day before which departments decide about wishes for this year; None when no step is marked so."""
    days = [step.on(budget_year) for step in steps if step.decides]
    return min(days) if days else None


def hand_in_before(steps: Sequence[CycleStep], budget_year: int) -> date | None:
    """Return the day before which a wish must lie with the department to count for a budget year.

    That is the first day of the cycle of that year. None when no step decides: nobody waits for the wish then.
    """
    if decide_by(steps, budget_year) is None:
        return None
    return min(step.on(budget_year) for step in steps)


def first_year(steps: Sequence[CycleStep], today: date) -> int:
    """Return the first budget year for which a wish of today is still in time."""
    year = today.year + 1
    last = decide_by(steps, year)
    return year if last is None or today <= last else year + 1


def coming(steps: Sequence[CycleStep], today: date) -> list[tuple[CycleStep, date, int]]:
    """Return each step's first day from today on, with its budget year, soonest first."""
    found = []
    for step in steps:
        year = today.year + 1 if step.on(today.year + 1) >= today else today.year + 2
        found.append((step, step.on(year), year))
    return sorted(found, key=lambda each: each[1])
