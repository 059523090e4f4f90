"""How often people in each area were asked something in a year, and one more to write down (T25)."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of, municipality_of, who
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import asking
from wijkwerk.work.plans.actions.rounds import note_asked
from wijkwerk.work.plans.asking import read_mark
from wijkwerk.work.plans.rounds.forms import AskedForm

MOST_BARS: Final = 12


@require_http_methods(GET_POST)
def asked(request: HttpRequest) -> HttpResponse:
    """Table and bars of the areas, the list of what was asked, and a form to add one. A fixed number of queries."""
    access, municipality, today = access_of(request), municipality_of(request), timezone.localdate()
    if not access.works:
        raise Http404
    adds = access.may("enter")
    if request.method == "POST" and not adds:
        raise Http404
    form = AskedForm(given(request), municipality=municipality, today=today) if adds else None
    if form is not None and request.method == "POST" and form.is_valid() and _noted(request, form):
        messages.success(request, "Dit telt nu mee.")
        return redirect("plans:asked")
    context = _page(request, form)
    return render(request, "plans/asked.html", context, status=422 if form and form.errors else 200)


def _noted(request: HttpRequest, form: AskedForm) -> bool:
    def work() -> None:
        note_asked(municipality=form.municipality, new=form.asked(), **who(request))

    try:
        form.do_once("plans.note_asked", work, now=timezone.now())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _page(request: HttpRequest, form: AskedForm | None) -> dict[str, Any]:
    municipality, today = municipality_of(request), timezone.localdate()
    times = asking.by_area(municipality, today)
    rows = asking.page_of(municipality, today, read_mark(request.GET.get("na", "")))
    last = rows[asking.PAGE - 1] if len(rows) > asking.PAGE else None
    most_asked = sorted((each for each in times if each.times), key=lambda each: (-each.times, each.path))
    return {
        "form": form,
        "times": times,
        "most": asking.most_per_year(municipality),
        "warned": [each.name for each in times if each.too_often],
        "bars": [
            (each.name, each.times, "ww-bar--late" if each.too_often else "ww-bar--on")
            for each in most_asked[:MOST_BARS]
        ],
        "rows": rows[: asking.PAGE],
        "pager": {
            "next_url": f"?na={last.asked_on.isoformat()}~{last.pk.hex}" if last else "",
            "next_label": "Eerder",
            "previous_url": "?" if "na" in request.GET else "",
        },
        "has_desk": True,
    }
