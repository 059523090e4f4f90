"""All priorities over all areas together, for college and council (Q32, Q35; O13): filters, sums that say what is unknown, rows.

Two readers: who has a desk sees all plans, also what is only proposed; everybody else what was adopted.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit.db import within
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.planning import FROM_RESIDENTS, ItemState, PlanState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.held import as_adopted, runs_in
from wijkwerk.work.plans.models import ItemKind, Match, MatchState, PlanItem
from wijkwerk.work.plans.models.item import OriginWords
from wijkwerk.work.plans.trace.queries import Tally, tallies_of

PAGE: Final = 50
ON_PAPER: Final = 500
IN_FILE: Final = 20_000
IN_BOOK: Final = 5_000  # a workbook is whole in memory
CHUNK: Final = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100
RESIDENTS: Final = "bewoners"
WHAT: Final = {"": ItemKind.PRIORITY, "taken": ItemKind.TASK, "alles": None}
HEAD: Final = (
    "Gebied", "Plan", "Soort plan", "Jaren", "Soort punt", "Punt", "Stand", "Team", "Wanneer", "Geld", "Geld uit",
    "Herkomst", "Keer gevraagd", "Afdelingsplan",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What is asked for; '' or None = all. `year` is a year in which the plan runs."""

    year: int | None = None
    what: str = ""
    kind: str = ""
    state: str = ""
    area: Area | None = None
    team: Team | None = None
    origin: str = ""

    def query(self, **other: str) -> str:
        """The filters as a query string."""
        parts = {
            "jaar": str(self.year or ""),
            "wat": self.what,
            "soort": self.kind,
            "stand": self.state,
            "gebied": self.area.code if self.area else "",
            "team": self.team.key if self.team else "",
            "herkomst": self.origin,
        }
        return urlencode({name: value for name, value in (parts | other).items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of sums. `money` is of what is known; of `unknown` items the amount is not."""

    label: str
    items: int
    money: Decimal
    unknown: int
    from_residents: int


def rows(municipality: Municipality, wanted: Wanted, *, public: bool) -> QuerySet[PlanItem]:
    """The items, by area and plan. What was dropped only when it is asked for; nothing of a plan that was replaced."""
    found = PlanItem.objects.filter(municipality=municipality)
    if public:
        found = found.filter(adopted_at__isnull=False, plan__version__gte=1, plan__public_at__isnull=False)
    found = found.filter(state=wanted.state) if wanted.state else found.exclude(state=ItemState.DROPPED)
    found = found.exclude(plan__state=PlanState.REPLACED)
    kind = WHAT[wanted.what]
    conditions: list[tuple[Any, Q]] = [
        (kind, Q(kind=kind)),
        (wanted.year, (runs_in if public else _runs_in)(wanted.year or FIRST_YEAR)),
        (wanted.kind, Q(plan__kind=wanted.kind)),
        (wanted.area, within("area_path", wanted.area.path if wanted.area else "")),
        (wanted.team, Q(owner_team=wanted.team)),
        (wanted.origin == RESIDENTS, Q(origin__in=FROM_RESIDENTS)),
        (wanted.origin and wanted.origin != RESIDENTS, Q(origin=wanted.origin)),
    ]
    for asked, condition in conditions:
        if asked:
            found = found.filter(condition)
    return found.order_by("area_path", "plan_id", "pk")


def _runs_in(year: int) -> Q:
    return Q(plan__starts__lte=date(year, 12, 31), plan__ends__gte=date(year, 1, 1))


def after(found: QuerySet[PlanItem], mark: tuple[str, uuid.UUID, uuid.UUID]) -> QuerySet[PlanItem]:
    """The rest, from where a page ended."""
    path, plan, key = mark
    same = Q(area_path=path)
    return found.filter(Q(area_path__gt=path) | same & Q(plan__gt=plan) | same & Q(plan=plan, pk__gt=key))


def mark_of(item: PlanItem) -> str:
    """Where a page ended, for the address."""
    return f"{item.area_path}~{item.plan_id.hex}~{item.pk.hex}"


def read_mark(text: str) -> tuple[str, uuid.UUID, uuid.UUID] | None:
    """The mark again; None for what makes no sense."""
    path, _, keys = text[:300].partition("~")
    plan, _, key = keys.partition("~")
    if not all(sign.isalnum() or sign == "." for sign in path):
        return None
    try:
        return path, uuid.UUID(hex=plan), uuid.UUID(hex=key)
    except ValueError:
        return None


def read(found: QuerySet[PlanItem], municipality: Municipality, most: int, *, public: bool) -> list[PlanItem]:
    """The first rows with what a line shows. One query; for everybody one more while a plan is being revised."""
    match = Match.objects.filter(municipality=municipality, item=OuterRef("pk")).order_by(
        "-year", "-asked_at", "-pk"
    )
    full = found.annotate(
        match_state=Subquery(match.values("state")[:1]), match_year=Subquery(match.values("year")[:1])
    )
    items: list[PlanItem] = [*full.select_related("subject", "plan__subject", "owner_team")[:most]]
    for item in items:
        item.municipality = item.plan.municipality = municipality
    if public:
        as_adopted(item.plan for item in items)
    return items


def in_chunks(
    found: QuerySet[PlanItem], municipality: Municipality, most: int, *, public: bool
) -> Iterator[tuple[list[PlanItem], dict[uuid.UUID, Tally]]]:
    """Rows for a file, some hundreds at a time, so that no list is ever whole in memory."""
    mark, left = None, most
    while left > 0:
        items = read(after(found, mark) if mark else found, municipality, min(CHUNK, left), public=public)
        if not items:
            return
        yield items, tallies_of(municipality, [item.pk for item in items])[0]
        left -= len(items)
        mark = (items[-1].area_path, items[-1].plan_id, items[-1].pk)


def cells(item: PlanItem, tally: Tally, today: date, *, public: bool) -> tuple[Any, ...]:
    """One row of a file, in the order of `HEAD`. An amount stays a number."""
    return (
        words.area_name(item.municipality, item.area_path),
        item.plan.title,
        words.kind_label(item.plan),
        words.period(item.plan),
        words.KINDS[ItemKind(item.kind)],
        item.title,
        words.item_state(item, today)[1],
        item.owner_team.name,
        words.due(item),
        item.money,
        item.money_from,
        words.origin(item, inside=not public),
        tally.asked,
        "" if public else match_words(item),
    )


def match_words(item: Any) -> str:
    """What a department says of it, and for which year; '' when none was asked (O30)."""
    return f"{MatchState(item.match_state).label}, {item.match_year}" if item.match_state else ""


def sums(found: QuerySet[PlanItem], municipality: Municipality) -> dict[str, list[Line]]:
    """Sums of all rows together, by area, by team and by origin. Four queries, whatever the number of rows."""
    plain = found.order_by()

    def by(field: str) -> list[tuple[Any, int, Decimal | None, int, int]]:
        counted = plain.values_list(field).annotate(
            items=Count("pk"), known=Sum("money"), with_money=Count("money"), own=_from_residents()
        )
        return list(counted.order_by(field)[: 10 * CHUNK])

    whole = plain.aggregate(
        items=Count("pk"), known=Sum("money"), with_money=Count("money"), own=_from_residents()
    )
    labels: dict[str, Callable[[Any], str]] = {
        "area_path": lambda key: words.area_name(municipality, key),
        "owner_team__name": str,
        "origin": _origin,
    }
    return {
        "all": [_sum("Alles samen", *whole.values())],
        **{field: [_sum(label(row[0]), *row[1:]) for row in by(field)] for field, label in labels.items()},
    }


def _from_residents() -> Count:
    return Count("pk", filter=Q(origin__in=FROM_RESIDENTS))


def _origin(key: str) -> str:
    return str(OriginWords(key).label).capitalize()


def _sum(label: str, items: int, known: Decimal | None, with_money: int, own: int) -> Line:
    return Line(label, items, known or Decimal(0), items - with_money, own)


def in_words(line: Line) -> str:
    """The sum as a sentence that says what is unknown."""
    if not line.items:
        return "Er staat niets in deze lijst."
    noun = "punt" if line.items == 1 else "punten"
    known = f"{line.items} {noun}. Samen {words.money(line.money)}"
    if not line.unknown:
        return f"{known}. Van elk punt is het bedrag bekend."
    if line.unknown == line.items:
        return f"{line.items} {noun}. Van geen enkel punt is het bedrag bekend."
    return (
        f"{known}. Van {line.unknown} {'punt' if line.unknown == 1 else 'punten'} is het bedrag niet bekend."
    )
