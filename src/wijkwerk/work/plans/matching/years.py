"""The budget year of a page, and the days of the cycle that come."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.rules import budget_cycle
from wijkwerk.work.plans.actions.matching import YEARS_AHEAD
from wijkwerk.work.plans.sections import BudgetCycle

BACK = 3


def years(today: date) -> range:
    """The years that one can look at."""
    return range(today.year - BACK, today.year + 2 + YEARS_AHEAD)


def read_year(request: HttpRequest, municipality: Municipality, today: date) -> int:
    """The year that was asked for; without one, the year for which departments decide now."""
    typed = request.GET.get("jaar", "")
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and int(typed) in years(today):
        return int(typed)
    return budget_cycle.first_year(current(municipality).part(BudgetCycle).steps, today)


def year_links(today: date, year: int) -> list[dict[str, Any]]:
    """A link for each year around this one, for a menu."""
    return [{"year": each, "here": each == year} for each in years(today) if abs(each - year) <= 2]


def coming_days(municipality: Municipality, today: date) -> list[dict[str, Any]]:
    """The steps of the budget cycle that come, soonest first, each with its day and budget year."""
    steps = current(municipality).part(BudgetCycle).steps
    return [
        {"label": step.label, "day": day, "year": year, "decides": step.decides}
        for step, day, year in budget_cycle.coming(steps, today)
    ]
