"""Rounds in which residents can say what they wish today: on the front page, the page of an area and the list of plans."""

from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within
from wijkwerk.rules.planning import RoundStep
from wijkwerk.work.plans import words
from wijkwerk.work.plans.asking import paths_around
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import Round

MOST: Final = 5


def open_rounds(municipality: Municipality, today: date, *, path: str | None = None) -> list[dict[str, Any]]:
    """Calls that run today, the one that ends first at the top, at most five. With a path: in that area, below and around it.

    One query, and one more while a plan of them is being revised.
    """
    rows = Round.objects.filter(
        municipality=municipality,
        step=RoundStep.CALL,
        call_from__lte=today,
        call_until__gte=today,
        plan__public_at__isnull=False,
    )
    if path is not None:
        rows = rows.filter(within("plan__area_path", path) | Q(plan__area_path__in=paths_around(path)))
    found = list(rows.select_related("plan__subject").order_by("call_until", "pk")[:MOST])
    as_adopted(each.plan for each in found)
    return [
        {
            "title": each.plan.title,
            "area": words.area_name(municipality, each.plan.area_path),
            "until": each.call_until,
            "url": reverse("plans:round", args=[each.plan.subject.code]),
        }
        for each in found
    ]
