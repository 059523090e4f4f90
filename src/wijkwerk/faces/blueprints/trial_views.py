"""The page on which an administrator tries out the routing table, in force or changed; nothing is stored."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.faces.blueprints import trial
from wijkwerk.faces.blueprints.desks import Desk, changed_document, desk_of
from wijkwerk.faces.blueprints.forms import TrialForm, WhyForm
from wijkwerk.faces.blueprints.sheets import RoutingSheet
from wijkwerk.faces.blueprints.views import REFUSED, base_of, show_asked_again
from wijkwerk.ground.areas import settings
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.work.signals.sections import Routing

UNREADABLE = "Deze regels zijn niet goed overgekomen. Ga terug naar de verdeling en probeer het daar opnieuw."


@require_http_methods(["GET", "POST"])
def routing_trial(request: HttpRequest) -> HttpResponse:
    """Where a message goes, and what the table would have done last month."""
    desk = desk_of(request)
    if request.method == "GET":
        return _show(request, desk, TrialForm(municipality=desk.municipality), None)
    if "rij-TOTAL_FORMS" in request.POST:
        return _from_sheet(request, desk)
    changed, problem = _carried(desk, request.POST.get("table", ""))
    if problem:
        return _show(request, desk, _typed(request, desk), None, problem=problem, status=REFUSED)
    if "replay" in request.POST:
        found = trial.replayed(desk.municipality, desk.document, changed or desk.document, now=timezone.now())
        return _show(request, desk, _typed(request, desk), changed, replay=found)
    form = TrialForm(request.POST, municipality=desk.municipality)
    if not form.is_valid():
        return _show(request, desk, form, changed, status=REFUSED)
    return _show(request, desk, form, changed, results=_results(desk, form, changed))


def _from_sheet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The rows as they stand on the sheet now; what is wrong with them is shown there."""
    why = WhyForm(request.POST)
    base = base_of(desk, why)
    sheet = desk.sheet(RoutingSheet, base.raw, request.POST)
    changed = changed_document(desk, base, sheet)
    if changed is None:
        return show_asked_again(request, desk, sheet, why)
    return _show(request, desk, _typed(request, desk), _if_other(desk, changed))


def _if_other(desk: Desk, changed: settings.Document) -> settings.Document | None:
    """The document, or None where its lines are those in force."""
    return None if changed.part(Routing) == desk.document.part(Routing) else changed


def _carried(desk: Desk, text: str) -> tuple[settings.Document | None, str]:
    """The document with the lines that this page carries on, or what is wrong; None where it carries no others."""
    if not text:
        return None, ""
    table = trial.table_of(text)
    if table is None:
        return None, UNREADABLE
    try:
        return _if_other(desk, desk.with_table(table)), ""
    except (settings.Invalid, RecursionError):
        return None, UNREADABLE


def _typed(request: HttpRequest, desk: Desk) -> TrialForm:
    """The form with what was typed, without asking for what is missing."""
    typed = {name: request.POST[name] for name in TrialForm.base_fields if name in request.POST}
    return TrialForm(initial=typed, municipality=desk.municipality)


def _results(desk: Desk, form: TrialForm, changed: settings.Document | None) -> list[dict[str, Any]]:
    today = local_day(timezone.now())
    tables = [("Zoals het nu is", desk.document), ("Met uw wijziging", changed)]
    return [
        {"title": title, **trial.tried(document, desk.municipality, form.message, today=today)}
        for title, document in tables
        if document is not None
    ]


def _show(
    request: HttpRequest,
    desk: Desk,
    form: TrialForm,
    changed: settings.Document | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    why = {name: request.POST.get(name, "") for name in ("why", "base")}
    context = {
        "desk": desk,
        "form": form,
        "changed": changed is not None,
        "table": json.dumps(changed.raw["routing"], ensure_ascii=False) if changed else "",
        "why": why,
        "back": reverse("blueprints:verdeling"),
        **more,
    }
    return render(request, "blueprints/trial.html", context, status=status)
