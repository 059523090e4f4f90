"""What plans show on the pages of a signal (`kit.panels`): in which plan it stands, to who asked and to staff."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from wijkwerk.ground.kit.panels import Panel
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.plans import may, words
from wijkwerk.work.plans.family import items_of_signal
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import ANSWERS, PlanItem
from wijkwerk.work.signals.models import Signal

MOST = 20


def for_asker(*, signal: Signal, public: bool, **given: Any) -> Panel | None:
    """On the trace page of an asker: where the wish stands, as every resident may read it. Two queries, one without items."""
    if not public or signal.visibility == "care":
        return None
    keys = items_of_signal(signal.municipality, signal.pk)
    if not keys:
        return None
    everybody = Access(municipality_id=signal.municipality_id)
    rows = PlanItem.objects.filter(
        may.visible_items(everybody), municipality=signal.municipality, pk__in=keys
    )
    found = list(rows.select_related("subject", "plan").order_by("-rank", "pk")[:MOST])
    as_adopted([item.plan for item in found], everybody)
    today = local_date(timezone.now())
    lines = [
        {
            "title": item.title,
            "code": item.subject.code,
            "plan": item.plan.title,
            "state": words.item_state(item, today),
            "due": words.when(item),
            "why": item.why,
        }
        for item in found
    ]
    return Panel("plans/_asker_panel.html", {"wishes": lines}) if lines else None


def for_staff(*, signal: Signal, public: bool, access: Access | None = None, **given: Any) -> Panel | None:
    """On the page of a signal for staff: the items that answer it or what it merged with, and the way into a plan. One query."""
    if public or access is None or signal.visibility == "care" or signal.formal_kind:
        return None
    target = Q(subject__links_out__target=signal.pk) | Q(
        subject__links_out__target__signal__merged_into=signal.pk
    )
    if signal.merged_into_id is not None:
        target |= Q(subject__links_out__target=signal.merged_into_id)
    rows = PlanItem.objects.filter(
        target, subject__links_out__kind=ANSWERS, municipality=signal.municipality_id
    )
    found = rows.select_related("subject", "plan__subject").order_by("rank", "pk").distinct()[:MOST]
    today = local_date(timezone.now())
    lines = []
    for item in found:
        badge, word = words.item_state(item, today)
        lines.append(
            {
                "title": item.title,
                "code": item.subject.code,
                "plan": item.plan.title,
                "plan_code": item.plan.subject.code,
                "badge": badge,
                "word": word,
            }
        )
    puts = bool(access.areas or access.teams) and "note" in access.verbs(signal) and signal.erased_at is None
    if not lines and not puts:
        return None
    return Panel("plans/_staff_panel.html", {"lines": lines, "puts": puts, "code": signal.subject.code})
