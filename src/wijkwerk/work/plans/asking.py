"""How often people in an area were asked something: who asks too much gets no answers any more (T25)."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.rules.deadlines import add_months
from wijkwerk.work.plans.models import Asked
from wijkwerk.work.plans.sections import Asking

PAGE: Final = 30
WHOLE: Final = "Hele gemeente"


@dataclass(frozen=True, slots=True)
class Times:
    """An area and how often its people were asked: of itself, of what holds it, and of the whole municipality."""

    path: str
    name: str
    depth: int
    times: int
    too_often: bool


def paths_around(path: str) -> list[str]:
    """What holds an area, from the whole municipality to the area itself: `a.b.` gives "", `a.`, `a.b.`."""
    keys = path.strip(".").split(".") if path else []
    return ["", *(".".join(keys[: depth + 1]) + "." for depth in range(len(keys)))]


def most_per_year(municipality: Municipality) -> int:
    """How often the municipality allows itself to ask, by its settings."""
    return current(municipality).part(Asking).most_per_year


def in_the_year(municipality: Municipality, day: date) -> QuerySet[Asked]:
    """What was asked in the twelve months that end on this day."""
    return Asked.objects.filter(
        municipality=municipality, asked_on__gt=add_months(day, -12), asked_on__lte=day
    )


def times_asked(municipality: Municipality, path: str, day: date) -> int:
    """How often people in this area were asked in the twelve months that end on this day. One query."""
    return in_the_year(municipality, day).filter(area_path__in=paths_around(path)).count()


def too_often(municipality: Municipality, path: str, day: date) -> bool:
    """Whether one time more would be more than the settings allow."""
    return times_asked(municipality, path, day) + 1 > most_per_year(municipality)


def by_area(municipality: Municipality, day: date) -> list[Times]:
    """Every area down to the second level below the municipality, and each that was asked itself. One query."""
    own: Counter[str] = Counter(
        dict(
            in_the_year(municipality, day)
            .order_by()
            .values_list("area_path")
            .annotate(times=Count("pk"))
            .values_list("area_path", "times")
        )
    )
    most = most_per_year(municipality)
    whole = Times("", WHOLE, 0, own[""], own[""] > most)
    found = [
        _times(path, name.name, own, most)
        for path, name in sorted(areas.path_names(municipality).items())
        if path.count(".") <= 2 or own[path]
    ]
    return [whole, *found]


def _times(path: str, name: str, own: Counter[str], most: int) -> Times:
    times = sum(own[each] for each in paths_around(path))
    return Times(path, name, path.count("."), times, times > most)


def page_of(municipality: Municipality, day: date, mark: tuple[date, uuid.UUID] | None) -> list[Asked]:
    """What was asked in the last year, the newest first, from where a page ended; one more than a page. One query."""
    rows = in_the_year(municipality, day)
    if mark is not None:
        rows = rows.filter(Q(asked_on__lt=mark[0]) | Q(asked_on=mark[0], pk__lt=mark[1]))
    rows = rows.select_related("area", "round__plan__subject", "written_by")
    return list(rows.order_by("-asked_on", "-pk")[: PAGE + 1])


def read_mark(text: str) -> tuple[date, uuid.UUID] | None:
    """Where a page ended; None for what makes no sense: the list then begins at its start."""
    day, _, key = text.partition("~")
    try:
        return date.fromisoformat(day), uuid.UUID(hex=key)
    except ValueError:
        return None
