"""What a round shows on the pages of a signal: in which round the wish takes part, and where one reads what becomes of it."""

import uuid
from typing import Any, Final

from wijkwerk.ground.kit.panels import Panel
from wijkwerk.rules.planning import ItemState
from wijkwerk.work.plans.family import items_of_signal
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import Outcome, PlanItem, RoundWish
from wijkwerk.work.signals.models import Signal

MOST: Final = 5
IN_PLAN: Final = {"words": "Uw wens staat in het plan.", "why": ""}
WORDS: Final = {
    Outcome.OPEN.value: "Uw wens doet mee. Wij hebben hem nog niet bekeken.",
    Outcome.THROUGH.value: "Uw wens gaat door.",
    Outcome.OUT.value: "Uw wens valt af.",
}


def in_rounds(*, signal: Signal, public: bool, **given: Any) -> Panel | None:
    """For who asked: the rounds of public plans with this wish, the newest first.

    One query without rounds; with them two more, and one while a plan of them is being revised.
    """
    if not public or signal.visibility == "care":
        return None
    rows = RoundWish.objects.filter(
        municipality=signal.municipality_id, wish=signal.pk, round__plan__public_at__isnull=False
    )
    wishes = list(rows.select_related("round__plan__subject").order_by("-added_at")[:MOST])
    if not wishes:
        return None
    as_adopted(row.round.plan for row in wishes)
    plans = _plans_with(signal)
    found = [
        {
            "plan": row.round.plan.title,
            "code": row.round.plan.subject.code,
            "words": WORDS[row.outcome],
            "why": row.why,
        }
        | (IN_PLAN if row.item_id or row.round.plan_id in plans else {})
        for row in wishes
    ]
    return Panel("plans/_round_panel.html", {"rounds": found})


def _plans_with(signal: Signal) -> set[uuid.UUID]:
    """The plans with an item that answers this signal, whoever put it there; what was dropped answers nothing. Two queries."""
    items = PlanItem.objects.filter(
        municipality=signal.municipality_id, pk__in=items_of_signal(signal.municipality, signal.pk)
    )
    return set(items.exclude(state=ItemState.DROPPED).values_list("plan", flat=True))
