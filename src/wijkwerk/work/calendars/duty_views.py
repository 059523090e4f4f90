"""What was agreed for each area, and last year that comes along into the next."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import path_names
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import who
from wijkwerk.rules.yearplan import AREA
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars import forms, grid, queries
from wijkwerk.work.calendars.actions import copying
from wijkwerk.work.calendars.actions.duties import end_duty as end
from wijkwerk.work.calendars.actions.duties import give_duty as give
from wijkwerk.work.calendars.doing import run
from wijkwerk.work.calendars.may import Reach, agreeing, at_desk
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.notices import duty_words, of_double_duties
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.steps import NO_AREA
from wijkwerk.work.calendars.window import month_of

MOST_AREAS = 60
ABOVE = "Afspraken voor elk jaar"


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Area by area: which codes, how often, which team. What runs, and what begins later."""
    reach, municipality = at_desk(request)
    year = timezone.localdate().year
    names = path_names(municipality)
    code = request.GET.get("gebied", "")
    path = next((path for path, name in names.items() if name.code == code), "")
    rows = queries.duties(municipality, first_year=year, last_year=2100, path=path)
    by_area: dict[str, list[Duty]] = {}
    for row in rows:
        by_area.setdefault(row.area_path, []).append(row)
    order = grid.in_order(by_area, names)
    after = request.GET.get("na", "")[:120]
    start = order.index(after) + 1 if after in order else 0
    part = order[start : start + MOST_AREAS]
    legend = current(municipality).part(Calendar)
    double = queries.double_duties(municipality, path)
    ends = {row.pk for row in double}
    context = {
        "blocks": [_block(each, by_area[each], reach, legend, code_of=names, ends=ends) for each in part],
        "notices": of_double_duties(double, legend, reach.holds),
        "legend": legend.codes,
        "areas": forms.area_choices(municipality),
        "chosen": code if path else "",
        "writes": bool(reach.paths),
        "year": year,
        "pager": {
            "next_url": f"?na={part[-1]}" if start + len(part) < len(order) else "",
            "next_label": own("Volgende {area.many}"),
            "previous_url": "?" if start else "",
            "previous_label": "Naar het begin",
        },
    }
    return render(request, "calendars/duties.html", context)


def _block(
    path: str, rows: list[Duty], reach: Reach, legend: Calendar, *, code_of: Any, ends: set[uuid.UUID]
) -> dict[str, Any]:
    """The duties of one area. `ends`: those that have a last year and can still end sooner, for they are double."""
    writes = reach.holds(path)
    return {
        "area": rows[0].area,
        "writes": writes and path in code_of,
        "rows": [
            {"duty": row, "label": legend.label(row.code), "ends": row.until is None or row.pk in ends}
            for row in rows
        ],
    }


def _form_of(municipality: Municipality) -> dict[str, Any]:
    today = timezone.localdate()
    return {"municipality": municipality, "now": month_of(today), "today": today}


@require_http_methods(GET_POST)
def give_duty(request: HttpRequest) -> HttpResponse:
    """A new duty, or other terms for one that runs."""
    reach, municipality = agreeing(request)
    form = forms.DutyForm(given(request), initial=_initial(request, municipality), **_form_of(municipality))

    def work() -> None:
        area = form.where()
        if area is None:
            raise Refused(NO_AREA)
        names = ("code", "times", "team", "person", "since")
        values = {name: form.cleaned_data[name] for name in names}
        roles = reach.roles(area.path)
        give(municipality=municipality, area=area, roles=roles, **values, **who(request))

    page = {
        "title": "Wat is afgesproken?",
        "above": ABOVE,
        "button": "Bewaar de afspraak",
        "text": "Loopt deze afspraak al? Dan gelden vanaf dat jaar de nieuwe gegevens. Eerdere jaren blijven zoals ze waren.",
    }
    to = reverse("calendars:duties")
    return run(request, form, verb="give_duty", work=work, done="De afspraak is bewaard.", to=to, page=page)


def _initial(request: HttpRequest, municipality: Municipality) -> dict[str, Any]:
    """What the link filled in: an area, or a duty that runs. After half a year a new duty begins in the next."""
    today = timezone.localdate()
    first = {"area": request.GET.get("gebied", "")[:20], "since": today.year + (today.month > 6), "times": 1}
    try:
        key = uuid.UUID(request.GET.get("afspraak", ""))
    except ValueError:
        return first
    duty = queries.running_duty(municipality, key)
    if duty is None:
        return first
    since = max(duty.since, today.year)
    return {"area": duty.area.code, "since": since} | {
        name: getattr(duty, name) for name in ("code", "times", "team", "person")
    }


@require_http_methods(GET_POST)
def end_duty(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One that runs, or one of two that hold in the same years."""
    reach, municipality = agreeing(request)
    duty = queries.endable_duty(municipality, key)
    if duty is None or AREA not in reach.roles(duty.area_path):
        raise Http404
    form = forms.EndForm(given(request), initial={"until": _last_year(duty)})

    def work() -> None:
        roles = reach.roles(duty.area_path)
        end(duty=duty, until=form.cleaned_data["until"], roles=roles, **who(request))

    label = current(municipality).part(Calendar).label(duty.code)
    page = {
        "title": "Stop deze afspraak",
        "above": ABOVE,
        "button": "Stop de afspraak",
        "lead": f"{label} in {duty.area.name}",
        "text": f"Dit is nu afgesproken: {duty_words(duty)}.",
    }
    to = reverse("calendars:duties")
    return run(request, form, verb="end_duty", work=work, done="De afspraak stopt.", to=to, page=page)


def _last_year(duty: Duty) -> int:
    """This year; of two that hold in the same years the one before the other begins, or before its own first: then it goes."""
    beside = queries.years_beside(duty)
    if not beside:
        return timezone.localdate().year
    return (beside[0] if beside[0] > duty.since else duty.since) - 1


@require_http_methods(GET_POST)
def copy_year(request: HttpRequest) -> HttpResponse:
    """Last year's entries become uncertain proposals in this one, in the areas of this person."""
    reach, municipality = agreeing(request)
    now = month_of(timezone.localdate())
    paths = {name.code: path for path, name in path_names(municipality).items() if reach.holds(path)}
    areas = [each for each in forms.area_choices(municipality) if each[0] in paths]
    form = forms.CopyForm(given(request), areas=areas, now=now, initial={"year": now.year})
    said: list[str] = []

    def work() -> None:
        chosen = form.cleaned_data["area"]
        inside = [paths[chosen]] if chosen else sorted(reach.paths)
        year = form.cleaned_data["year"]
        made = copying.copy_year(municipality=municipality, year=year, paths=inside, **who(request))
        said.append(copied_words(made, year))

    def done() -> str:
        return said[0] if said else "Dit was al gedaan."

    page = {
        "title": "Neem een jaar over",
        "button": "Neem over",
        "text": "Alles komt als onzeker voorstel in dezelfde maand van het jaar erna. "
        "Wat er al staat, komt er niet nog een keer bij. Toelichtingen gaan niet mee.",
    }
    return run(request, form, verb="copy_year", work=work, done=done, to=reverse("calendars:year"), page=page)


def copied_words(made: copying.Copied, year: int) -> str:
    """What came of it, in a sentence or three."""
    first = {0: "Er kwam niets bij.", 1: f"Eén voorstel staat nu in {year + 1}."}
    words = [first.get(made.made, f"{made.made} voorstellen staan nu in {year + 1}.")]
    if made.there:
        words.append("Eén stond er al." if made.there == 1 else f"{made.there} stonden er al.")
    if made.gone:
        words.append(f"Niet overgenomen: {made.gone}, omdat de code of het team er niet meer is.")
    return " ".join(words)
