"""Plans on the page of an area (Q6): what holds there, what is due this year, and what came from residents.

Three queries, and one more while one of these plans is being revised.
"""

from datetime import date
from typing import Any

from django.urls import reverse

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.work.plans import figures, words
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.public import queries
from wijkwerk.work.plans.public.shown import line
from wijkwerk.work.plans.trace.queries import Tally


def around_area(municipality: Municipality, area: Area, today: date) -> dict[str, Any]:
    """What `plans/_area.html` shows; everybody may read all of it."""
    plans = queries.in_force_around(municipality, area.path, today)
    items = queries.this_year_in(municipality, area.path, today)
    shown = [*plans, *(item.plan for item in items)]
    for plan in shown:
        plan.municipality = municipality
    as_adopted(shown)
    return {
        "plans": [
            {
                "title": plan.title,
                "url": reverse("plans:plan", args=[plan.subject.code]),
                "kind": words.kind_label(plan),
                "period": words.period(plan),
                "area": words.area_name(municipality, plan.area_path),
                "state": words.plan_state(plan, today),
            }
            for plan in plans[: queries.AROUND]
        ],
        "items": [line(item, Tally(), today) for item in items[: queries.AROUND]],
        "more": len(items) > queries.AROUND or len(plans) > queries.AROUND,
        "shares": figures.by_year(municipality, area.path, today),
        "meaning": figures.MEANING,
        "year": today.year,
        "url": f"{reverse('plans:plans')}?gebied={area.code}",
    }
