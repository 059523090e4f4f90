"""The list of plans: first what needs attention, then by area, from high to low."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.work.plans.desk import choosing, lists
from wijkwerk.work.plans.desk.may import for_plans
from wijkwerk.work.plans.sections import PlanKinds


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """25 plans a page. On the first page of a list what needs attention stands on top."""
    access, municipality = for_plans(request)
    today = timezone.localdate()
    wanted = lists.read_filter(request.GET, municipality)
    rows, more = lists.page_of(access, municipality, wanted, today)
    urgent: list[lists.Row] = []
    more_urgent = ""
    if not wanted.attention and wanted.after is None:
        asked = lists.Filter(wanted.area_path, wanted.kind, wanted.year, wanted.state, attention=True)
        urgent, more_urgent = lists.page_of(access, municipality, asked, today, size=lists.FIRST)
    found = lists.how_many(access, municipality, wanted, today)
    context = {
        "rows": rows,
        "urgent": urgent,
        "all_urgent": wanted.url(attention=True) if more_urgent else "",
        "wanted": wanted,
        "plain": wanted.url(attention=False),
        "count": "Meer dan 1.000" if found > 1000 else str(found),
        "one": found == 1,
        "selects": _selects(municipality, wanted, today.year),
        "narrowed": bool(wanted.area_path or wanted.kind or wanted.year or wanted.state),
        "pager": {"next_url": more, "previous_url": wanted.url() if wanted.after else ""},
        "may_begin": bool(choosing.kinds_for(municipality, access)),
        "has_desk": access.works,
    }
    return render(request, "plans/list.html", context)


def _selects(municipality: Municipality, wanted: lists.Filter, year: int) -> list[dict[str, Any]]:
    """The choices of the filter form: name, label, the word for "all", and what one can choose."""
    kinds = [(kind.key, kind.many) for kind in current(municipality).part(PlanKinds)]
    years = [(str(each), str(each)) for each in range(year - 5, year + 6)]
    rows = [
        ("gebied", own("{area.one}"), "Overal", choosing.area_choices(municipality), wanted.area_path),
        ("soort", "Soort", "Alle soorten", kinds, wanted.kind),
        ("jaar", "Jaar", "Alle jaren", years, str(wanted.year or "")),
        ("fase", "Fase", "Alle fasen", list(lists.STATES.items()), wanted.state),
    ]
    return [
        {"name": name, "label": label, "all": every, "options": options, "chosen": chosen}
        for name, label, every, options, chosen in rows
    ]
