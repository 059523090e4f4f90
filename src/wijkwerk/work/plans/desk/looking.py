"""Find what an item can point at: signals that the person may see, and items that stand higher. Bounded."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within, within_any
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.planning import ItemState
from wijkwerk.work.plans.may import sees_draft, visible
from wijkwerk.work.plans.models import ANSWERS, SERVES, Plan, PlanItem
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.signals.desk.lists import found
from wijkwerk.work.signals.models import OPEN, Signal

MOST: Final = 25
MOST_HIGHER: Final = 100
MOST_PLANS: Final = 30


def may_stand(access: Access, *, answers: bool = False) -> Q:
    """A condition on signals: those that this person may see, or anybody; never care, nor a formal matter.

    `answers`: to stand there is to get a yes. Then only those that this person may answer: of their teams and areas.
    """
    published = Q(municipality=access.municipality_id, published_at__isnull=False)
    seen = access.readable() if answers else access.visible() | published
    return seen & ~Q(visibility="care") & Q(formal_kind="", erased_at=None)


def signal_at(
    access: Access, municipality: Municipality, typed: str, *, answers: bool = False
) -> Signal | None:
    """The signal with this code that may stand in a plan, when this person may see it; `answers` as in `may_stand`."""
    code = clean_code(typed[:20])
    if not is_public_code(code):
        return None
    able = may_stand(access, answers=answers)
    rows = Signal.objects.filter(able, municipality=municipality, subject__code=code)
    signal = rows.select_related("subject", "owner_team").first()
    if signal is not None:
        signal.municipality = municipality
    return signal


def open_signals(access: Access, item: PlanItem, typed: str, today: date) -> list[Signal]:
    """Open signals of the item's area that it does not answer yet: with these words, else the newest. At most 25."""
    linked = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=ANSWERS)
    rows = Signal.objects.filter(
        may_stand(access, answers=item.adopted_at is not None),
        within("area_path", item.area_path),
        municipality=item.municipality_id,
        state__in=OPEN,
    ).exclude(pk__in=linked.values("target"))
    if typed:
        hits, _ = found.by_words(access, item.municipality, typed, None, today)
        rows = rows.filter(pk__in=[hit.row.signal.pk for hit in hits])
    return list(rows.select_related("subject").defer("text").order_by("-received_at", "-pk")[:MOST])


def signals_of(item: PlanItem) -> list[Signal]:
    """The signals that an item answers, oldest first; never care. One query."""
    links = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=ANSWERS)
    rows = Signal.objects.filter(municipality=item.municipality_id, pk__in=links.values("target"))
    rows = rows.exclude(visibility="care").select_related("subject", "owner_team").defer("text")
    return list(rows.order_by("received_at", "pk")[:MOST_HIGHER])


def served_by(item: PlanItem) -> list[PlanItem]:
    """What an item serves, the highest first. One query."""
    links = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=SERVES)
    rows = PlanItem.objects.filter(municipality=item.municipality_id, pk__in=links.values("target"))
    return list(rows.select_related("subject", "plan__subject").order_by("rank", "pk")[:MOST_HIGHER])


def higher_items(access: Access, item: PlanItem) -> list[PlanItem]:
    """What this item can serve: higher items of its own plan, and of plans above it around its area. At most 100."""
    rows = _higher(access, item.plan, item.area_path).filter(rank__lt=item.rank)
    served = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=SERVES)
    rows = rows.exclude(pk__in=served.values("target")).exclude(pk=item.pk)
    return list(rows.select_related("subject", "plan").order_by("rank", "plan", "place")[:MOST_HIGHER])


def _higher(access: Access, plan: Plan, area_path: str) -> QuerySet[PlanItem]:
    kind = kind_of(plan)
    above = Q(plan__kind__in=kind.serves) if kind else Q(pk__in=[])
    plans = Plan.objects.filter(visible(access), municipality=plan.municipality_id)
    rows = PlanItem.objects.filter(municipality=plan.municipality_id, plan__in=plans.values("pk"))
    rows = rows.filter(plan__area_path__in=paths_around(area_path))
    return rows.filter(above | Q(plan=plan)).exclude(state=ItemState.DROPPED)


def paths_around(path: str) -> list[str]:
    """The area, all that hold it, and the whole municipality: `a.b.` gives ``""``, `a.` and `a.b.`."""
    keys = [key for key in path.split(".") if key]
    return ["", *(".".join(keys[: number + 1]) + "." for number in range(len(keys)))]


def higher_item_at(access: Access, plan: Plan, typed: str) -> PlanItem | None:
    """The item with this code in a plan above this one, or a priority of this one."""
    code = clean_code(typed[:20])
    if not is_public_code(code):
        return None
    rows = _higher(access, plan, plan.area_path).filter(subject__code=code)
    return rows.select_related("subject", "plan").first()


def item_at(access: Access, municipality: Municipality, typed: str) -> PlanItem | None:
    """The item with this code, when this person may read its plan while it is written."""
    code = clean_code(typed[:20])
    if not is_public_code(code):
        return None
    rows = PlanItem.objects.filter(municipality=municipality, subject__code=code)
    item = rows.select_related("subject", "plan__subject").first()
    return item if item is not None and sees_draft(access, item.plan) else None


def plans_to_write(access: Access, municipality: Municipality, area_path: str) -> list[Plan]:
    """Plans around an area in which this person of staff may put something: as a writer, or in items of a team of theirs."""
    mine = within_any("area_path", access.areas) & ~Q(area_path="") | Q(owner_team__in=access.teams)
    cares = PlanItem.objects.filter(owner_team__in=access.teams, state__in=("proposed", "chosen", "doing"))
    rows = Plan.objects.filter(mine | Q(pk__in=cares.values("plan")), municipality=municipality)
    rows = rows.exclude(state__in=("replaced", "ended")).exclude(written_by="residents")
    if area_path:
        rows = rows.filter(area_path__in=paths_around(area_path))
    return list(
        rows.select_related("subject", "owner_team").order_by("-level", "area_path", "-starts")[:MOST_PLANS]
    )


def open_items(plan: Plan) -> list[PlanItem]:
    """What is not settled in a plan, in its order. One query."""
    rows = PlanItem.objects.filter(
        municipality=plan.municipality_id, plan=plan, state__in=("proposed", "chosen", "doing")
    )
    found = list(rows.select_related("subject").order_by("kind", "place", "pk")[:MOST_HIGHER])
    for item in found:
        item.plan, item.municipality = plan, plan.municipality
    return found
