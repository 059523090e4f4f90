"""The way from a plan to its round, for the pages of plans: `_round_link.html`."""

from typing import Any, Final

from django import template
from django.urls import reverse

from wijkwerk.ground.areas.words import own
from wijkwerk.rules.planning import RoundStep
from wijkwerk.work.plans.models import Plan, Round
from wijkwerk.work.plans.words import kind_of

register = template.Library()

# step -> the link, less its last word, which stays with the arrow.
TO_RESIDENTS: Final = {RoundStep.CALL.value: ("Geef door wat", "u wenst")}
WHAT_CAME: Final = ("Wat kwam er van", "uw wensen?")


@register.simple_tag
def round_of(plan: Plan, *, staff: bool = False) -> dict[str, Any] | None:
    """Address and words of the round of a plan; None where there is nothing to go to. One query."""
    rows = Round.objects.filter(municipality=plan.municipality_id, plan=plan).order_by("-made_at", "-pk")
    step = rows.values_list("step", flat=True).first()
    if staff:
        kind = kind_of(plan)
        found = step is not None or (kind is not None and kind.rounds)
        words = ("Ronde met", own("{resident.many}", inside=True)) if found else None
    else:
        words = TO_RESIDENTS.get(step, WHAT_CAME) if step is not None else None
    if words is None:
        return None
    name = "plans:round_work" if staff else "plans:round"
    return {"url": reverse(name, args=[plan.subject.code]), "words": words[0], "last": words[1]}
