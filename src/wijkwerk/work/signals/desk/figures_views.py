"""The figures of teams and areas, with what each means beside it; and one's own, for oneself alone (D17)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.rules.deadlines import day_words
from wijkwerk.work.signals import figures
from wijkwerk.work.signals.desk.may import for_desk

BACK = 7  # quarters that one can look back
NAMES = ("eerste", "tweede", "derde", "vierde")


@require_safe
def team_figures(request: HttpRequest) -> HttpResponse:
    """All teams, all districts and the whole municipality in one quarter."""
    _, municipality = for_desk(request)
    today = timezone.localdate()
    period, context = _period(request, today)
    context |= {
        "whole": [figures.Line(municipality.name, figures.of_area(municipality, "", period, today))],
        "teams": figures.by_team(municipality, period, today),
        "areas": figures.by_area(municipality, _districts(municipality), period, today),
    }
    return render(request, "signals/figures.html", context)


@require_safe
def my_figures(request: HttpRequest) -> HttpResponse:
    """One's own figures. Nobody else can open this page for somebody."""
    _, municipality = for_desk(request)
    today = timezone.localdate()
    period, context = _period(request, today)
    user: Any = request.user
    context["mine"] = [figures.Line(user.name, figures.of_person(municipality, user, period, today))]
    return render(request, "signals/my_figures.html", context)


def _period(request: HttpRequest, today: date) -> tuple[figures.Period, dict[str, Any]]:
    """The quarter that was asked for; this one for what makes no sense."""
    asked = request.GET.get("terug", "0")
    back = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 1 and int(asked) <= BACK else 0
    period = figures.quarter(today, back)
    words = f"{NAMES[(period.since.month - 1) // 3]} kwartaal van {period.since.year}"
    return period, {
        "quarter": words,
        "since": day_words(period.since),
        "until": day_words(period.until),
        "earlier": back + 1 if back < BACK else None,
        "later": back - 1 if back else None,
        "meaning": figures.MEANING.values(),
        "few": figures.FEW,
    }


def _districts(municipality: Municipality) -> dict[str, str]:
    """The areas right below the municipality, by path."""
    names = areas.path_names(municipality)
    return {path: found.name for path, found in sorted(names.items()) if path.count(".") == 2}
