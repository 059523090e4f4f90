"""What areas ask of departments: the wishes of one, its lines, the sums; for one year, in a fixed number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import capped_count
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.matching import OPEN, MatchState
from wijkwerk.rules.planning import LIVE_ITEMS, ItemState
from wijkwerk.work.plans.actions.matching import DEPARTMENTS
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Match, PlanItem

PAGE: Final = 50
FIRST_LATE: Final = 30
MOST_LINES: Final = 500
MOST_TEAMS: Final = 100
After = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Tally:
    """How many wishes, the sum of what is known in euro, and of how many no amount is known."""

    number: int = 0
    amount: Decimal = Decimal(0)
    unknown: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.number + other.number, self.amount + other.amount, self.unknown + other.unknown)


# A dropped item asks nothing any more; what was decided about it stays in view on its own page.
def _live(municipality: Municipality, year: int) -> QuerySet[Match]:
    return Match.objects.filter(municipality=municipality, year=year).exclude(item__state=ItemState.DROPPED)


def _dressed(rows: QuerySet[Match]) -> QuerySet[Match]:
    return rows.select_related("item__subject", "item__area", "item__plan__subject", "line")


def late_of(team: Team, year: int, today: date) -> tuple[list[Match], int]:
    """The wishes on which the department should have decided, the longest first, and how many there are."""
    rows = _live(team.municipality, year).filter(team=team, state__in=OPEN, decide_by__lt=today)
    found = _dressed(rows).order_by("decide_by", "item__area_path", "pk")[:FIRST_LATE]
    return list(found), capped_count(rows)


def page_of(team: Team, year: int, today: date, after: After | None) -> tuple[list[Match], After | None]:
    """A page of the other wishes by area, and where the next begins."""
    overdue = Q(state__in=OPEN, decide_by__isnull=False, decide_by__lt=today)
    rows = _live(team.municipality, year).filter(team=team).exclude(overdue)
    if after is not None:
        path, key = after
        rows = rows.filter(Q(item__area_path__gt=path) | Q(item__area_path=path, pk__gt=key))
    found = list(_dressed(rows).order_by("item__area_path", "pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    return found[:PAGE], (last.item.area_path, last.pk)


def tallies_of(municipality: Municipality, year: int, team: Team | None = None) -> list[dict[str, Any]]:
    """Rows team, area_path, state with a `Tally` each; of what was included it is what was granted. One query."""
    rows = _live(municipality, year)
    if team is not None:
        rows = rows.filter(team=team)
    given = Q(state=MatchState.INCLUDED)
    counted = (
        rows.order_by()
        .values("team", "item__area_path", "state")
        .annotate(
            number=Count("pk"),
            sum_asked=Sum("amount", filter=~given),
            sum_granted=Sum("granted", filter=given),
            unknown=Count("pk", filter=(~given & Q(amount=None)) | (given & Q(granted=None))),
        )
    )
    return [
        {
            "team": row["team"],
            "path": row["item__area_path"],
            "state": row["state"],
            "tally": Tally(
                row["number"],
                euro(row["sum_asked"]) + euro(row["sum_granted"]),
                row["unknown"],
            ),
        }
        for row in counted
    ]


def euro(amount: Decimal | None) -> Decimal:
    """A sum with its cents, which SQLite leaves away; nothing is nought."""
    return (amount or Decimal(0)).quantize(Decimal("0.01"))


def plan_of(team: Team, year: int) -> DepartmentPlan | None:
    """The plan of this department for the year."""
    return DepartmentPlan.objects.filter(municipality=team.municipality_id, team=team, year=year).first()


def lines_of(plan: DepartmentPlan) -> list[DepartmentLine]:
    """Its lines by code, with the number of wishes on each and what was granted on it. One query.

    What was granted to an item that was dropped is free again.
    """
    rows = DepartmentLine.objects.filter(municipality=plan.municipality_id, plan=plan, ended_at=None)
    live = ~Q(matches__item__state=ItemState.DROPPED)
    counted = rows.annotate(
        wishes=Count("matches", filter=live),
        granted=Sum("matches__granted", filter=live),
        unknown=Count("matches", filter=live & Q(matches__granted=None)),
    )
    return list(counted.order_by("code")[:MOST_LINES])


def on_lines(lines: Iterable[DepartmentLine]) -> dict[uuid.UUID, list[Match]]:
    """The wishes that stand on these lines, without what was dropped. One query."""
    rows = Match.objects.filter(line__in=[line.pk for line in lines]).exclude(item__state=ItemState.DROPPED)
    rows = rows.select_related("item__subject", "item__area")
    found: dict[uuid.UUID, list[Match]] = {}
    for match in rows.order_by("item__area_path", "pk")[:MOST_LINES]:
        if match.line_id is not None:
            found.setdefault(match.line_id, []).append(match)
    return found


def departments(municipality: Municipality) -> list[Team]:
    """The living departments by name."""
    rows = Team.objects.filter(municipality=municipality, kind__in=DEPARTMENTS, ended_at=None)
    return list(rows.order_by("name", "pk")[:MOST_TEAMS])


def asked_nobody(municipality: Municipality, year: int) -> dict[str, Tally]:
    """By area path: what an adopted plan promises by the end of that year while no department was ever asked. One query."""
    rows = PlanItem.objects.filter(
        ~Exists(Match.objects.filter(item=OuterRef("pk"))),
        municipality=municipality,
        state__in=LIVE_ITEMS,
        adopted_at__isnull=False,
        plan__starts__lte=date(year, 12, 31),
        plan__ends__gte=date(year, 1, 1),
    )
    counted = (
        rows.order_by()
        .values("area_path")
        .annotate(number=Count("pk"), amount=Sum("money"), unknown=Count("pk", filter=Q(money=None)))
    )
    return {row["area_path"]: Tally(row["number"], euro(row["amount"]), row["unknown"]) for row in counted}
