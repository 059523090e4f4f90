"""Lists of plans and items for everybody: bounded, paged by key, in a fixed number of queries."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import start_of_local_day
from wijkwerk.rules.planning import COUNTED, IN_FORCE, LIVE_ITEMS, ItemState, PlanState
from wijkwerk.work.plans import may
from wijkwerk.work.plans.held import as_adopted, first_day, named, not_past
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem

MOST_ITEMS: Final = 300
AROUND: Final = 8
# What stands in the address -> states of a plan, what it is called.
LISTS: Final = {
    "geldt": (tuple(sorted(IN_FORCE)), "Geldt nu"),
    "in-de-maak": ((PlanState.DRAFT, PlanState.DISCUSSED), "Wij schrijven eraan"),
    "voorbij": ((PlanState.REPLACED, PlanState.ENDED), "Voorbij"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """So many done of so many that were chosen."""

    done: int = 0
    of: int = 0


def plans(
    access: Access, municipality: Municipality, *, which: str, area_path: str | None = None, kind: str = ""
) -> QuerySet[Plan]:
    """One list of plans that this person may see, newest first. With an area: of it, of what lies in it, and around it.

    Each has `from_day`, its first day that holds: what the list and its next page go by.
    """
    rows = Plan.objects.filter(may.visible(access), municipality=municipality, state__in=LISTS[which][0])
    if area_path is not None:
        rows = rows.filter(within("area_path", area_path) | Q(area_path__in=around(area_path)))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("subject").annotate(from_day=first_day()).order_by("-from_day", "-pk")


def after(rows: QuerySet[Plan], mark: tuple[date, uuid.UUID]) -> QuerySet[Plan]:
    """The rest of a list, from where a page ended."""
    day, key = mark
    return rows.filter(Q(from_day__lt=day) | Q(from_day=day, pk__lt=key))


def read_mark(text: str) -> tuple[date, uuid.UUID] | None:
    """Where a page ended; None for what makes no sense: the list then begins at its start."""
    day, _, key = text.partition("~")
    try:
        return date.fromisoformat(day), uuid.UUID(hex=key)
    except ValueError:
        return None


def around(path: str) -> list[str]:
    """The paths of what holds an area, from the whole municipality to the area itself."""
    keys = path.strip(".").split(".") if path else []
    return ["", *(".".join(keys[: depth + 1]) + "." for depth in range(len(keys)))]


def progress(access: Access, rows: Iterable[Plan]) -> dict[uuid.UUID, Progress]:
    """How far each plan is, as this person may see it. One query."""
    items = PlanItem.objects.filter(may.visible_items(access), plan__in=[row.pk for row in rows])
    counted = items.filter(state__in=COUNTED).order_by().values_list("plan")
    found = counted.annotate(done=Count("pk", filter=Q(state=ItemState.DONE)), of=Count("pk"))
    return {plan: Progress(done, of) for plan, done, of in found}


def items_of(access: Access, plan: Plan) -> list[PlanItem]:
    """What stands in a plan: priorities, then tasks, each in the order of the plan. One query."""
    rows = PlanItem.objects.filter(
        may.visible_items(access), municipality=plan.municipality_id, plan=plan.pk
    ).select_related("subject", "owner_team")
    found = list(rows.order_by("place", "pk")[: MOST_ITEMS + 1])
    for item in found:
        item.plan, item.municipality = plan, plan.municipality
    return sorted(found, key=lambda item: item.kind != ItemKind.PRIORITY)


def done_of(items: Collection[PlanItem]) -> Progress:
    """How far the items of one plan are."""
    return Progress(
        sum(item.state == ItemState.DONE for item in items), sum(item.state in COUNTED for item in items)
    )


def in_force_around(municipality: Municipality, path: str, today: date) -> list[Plan]:
    """Plans that hold in an area now or soon, from vision to action list. One query."""
    rows = Plan.objects.filter(
        municipality=municipality,
        area_path__in=around(path),
        state__in=IN_FORCE,
        public_at__isnull=False,
    ).filter(not_past(today))
    newest = first_day().desc()
    return list(rows.select_related("subject").order_by("level", newest, "pk")[: AROUND + 1])


def this_year_in(municipality: Municipality, path: str, today: date) -> list[PlanItem]:
    """What is agreed for an area and falls in this year, is late, or became ready: first what is due first. One query."""
    ready = Q(state=ItemState.DONE, settled_at__gte=start_of_local_day(date(today.year, 1, 1)))
    due = Q(state__in=LIVE_ITEMS, due_until__lte=date(today.year, 12, 31))
    rows = PlanItem.objects.filter(
        within("area_path", path),
        ready | due,
        municipality=municipality,
        adopted_at__isnull=False,
        plan__public_at__isnull=False,
    )
    return list(
        rows.select_related("subject", "plan", "owner_team").order_by("due_until", "pk")[: AROUND + 1]
    )


def found_by_title(municipality: Municipality, typed: str, most: int) -> list[Plan | PlanItem]:
    """Public plans, and what is agreed in those that hold, with these words in the title that holds.

    Two queries, and one more while one of these plans is being revised.
    """
    plans_found = Plan.objects.filter(
        named(typed), municipality=municipality, public_at__isnull=False
    ).select_related("subject")
    items = PlanItem.objects.filter(
        municipality=municipality,
        plan__state__in=IN_FORCE,
        adopted_at__isnull=False,
        title__icontains=typed,
    ).select_related("subject", "plan")
    plans_read = list(plans_found.order_by(first_day().desc(), "-pk")[:most])
    items_read = list(items.order_by("-adopted_at", "-pk")[:most])
    as_adopted([*plans_read, *(item.plan for item in items_read)])
    return [*plans_read, *items_read]
