"""One entry, and each step on it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.ground.people.web import who
from wijkwerk.rules.yearplan import EntryStep, Month, allowed
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars import forms, grid, queries
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.doing import run
from wijkwerk.work.calendars.may import Reach, at_desk, planning
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.steps import NO_AREA
from wijkwerk.work.calendars.window import address, month_of, read_month, words
from wijkwerk.work.plans.models import Plan, PlanItem

# Step: name of its page, what its link says.
STEPS = (
    (EntryStep.FINISH, "finish_entry", "Het is gedaan"),
    (EntryStep.MAKE_CERTAIN, "make_certain", "Zet vast"),
    (EntryStep.MOVE, "move_entry", "Verplaats"),
    (EntryStep.CHANGE, "change_entry", "Verander"),
    (EntryStep.DROP, "drop_entry", "Haal weg"),
)


def find(request: HttpRequest, key: uuid.UUID, step: EntryStep | None = None) -> tuple[Entry, Reach]:
    """The entry, for who has a desk; with a step only for who is of its area or its team. A 404 for everybody else."""
    reach, municipality = at_desk(request)
    entry = queries.one(municipality, key)
    if entry is None or (step is not None and not reach.on(entry)):
        raise Http404
    entry.municipality = municipality
    return entry, reach


@require_safe
def entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What it is, where it stood before, and what one may do with it. A mark leads on to what it points at."""
    found, reach = find(request, key)
    legend = current(found.municipality).part(Calendar)
    roles = reach.on(found)
    begun = Month.of(found.month) <= month_of(timezone.localdate())
    steps = [
        {"url": reverse(f"calendars:{name}", args=[key]), "label": label}
        for step, name, label in STEPS
        if allowed(found.state, step, roles, uncertain=found.uncertain)
        and (step != EntryStep.FINISH or begun)
    ]
    context = {
        "entry": found,
        "title": title_of(found, legend),
        "month": words(Month.of(found.month)),
        "state": _state(found),
        "look": _look(found),
        "text": grid.code_text(found.code, found.code_year) + ("?" if _look(found) == "maybe" else ""),
        "before": [(words(Month.of(each.month)), each) for each in queries.stood_in(found)],
        "about": about_of(found),
        "steps": steps,
        "back": _back(found),
        "goes_to": words(Month.of(found.moved_to.month)) if found.moved_to else "",
    }
    return render(request, "calendars/entry.html", context)


def _look(entry: Entry) -> str:
    if entry.state == "planned" and entry.uncertain:
        return "maybe"
    return str(entry.state)


def _state(entry: Entry) -> tuple[str, str, str]:
    return grid.LOOKS[_look(entry)]


def title_of(entry: Entry, legend: Calendar) -> str:
    """ "Agenda 2027 in Noord"."""
    what = grid.code_words(legend, entry.code, entry.code_year)
    return f"{what[:1].upper()}{what[1:]} in {entry.area.name}"


def about_of(entry: Entry) -> dict[str, str] | None:
    """The plan or item that it is about: its title, its code, and its page where there is one."""
    if entry.about is None:
        return None
    code = entry.about.code
    if entry.about.kind == "item":
        rows = PlanItem.objects.filter(municipality=entry.municipality_id, pk=entry.about_id)
        title = rows.values_list("title", flat=True).first()
    else:
        plans = Plan.objects.filter(municipality=entry.municipality_id, pk=entry.about_id)
        title = plans.values_list("title", flat=True).first()
    return {"title": title or code, "code": code, "url": _page(f"plans:{entry.about.kind}", code)}


def _page(name: str, code: str) -> str:
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def _back(entry: Entry) -> str:
    """The year in which it stands, at the grid."""
    return f"{reverse('calendars:year')}?vanaf={address(Month.of(entry.month))}#rooster"


def _form_of(municipality: Municipality) -> dict[str, Any]:
    today = timezone.localdate()
    return {"municipality": municipality, "now": month_of(today), "today": today}


@require_http_methods(GET_POST)
def plan_entry(request: HttpRequest) -> HttpResponse:
    reach, municipality = planning(request)
    form = forms.PlanForm(given(request), initial=_asked(request, reach), **_form_of(municipality))

    def work() -> None:
        area = form.where()
        if area is None:
            raise Refused(NO_AREA)
        new = form.new()
        entries.plan_entry(
            municipality=municipality,
            area=area,
            month=form.cleaned_data["month"],
            new=new,
            roles=reach.roles(area.path, new.team.pk),
            **who(request),
        )

    month = read_month(request.POST.get("month") or request.GET.get("maand")) or month_of(
        timezone.localdate()
    )
    to = f"{reverse('calendars:year')}?vanaf={address(month)}#rooster"
    page = {"title": "Zet iets in de kalender", "button": "Zet in de kalender"}
    done = "Dit staat nu in de kalender."
    return run(request, form, verb="plan_entry", work=work, done=done, to=to, page=page)


def _asked(request: HttpRequest, reach: Reach) -> dict[str, Any]:
    """What the link filled in: area, month, code; and one's own team where there is one."""
    only = next(iter(reach.teams)) if len(reach.teams) == 1 else None
    names = {"area": "gebied", "month": "maand", "code": "code"}
    return {"team": only, **{name: request.GET.get(key, "")[:20] for name, key in names.items()}}


@require_http_methods(GET_POST)
def change_entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found, reach = find(request, key, EntryStep.CHANGE)
    columns = ("code", "code_year", "uncertain", "team", "person", "note")
    initial = {name: getattr(found, name) for name in columns}
    about = found.about.code if found.about else ""
    form = forms.EntryForm(given(request), initial=initial | {"about": about}, **_form_of(found.municipality))

    def work() -> None:
        entries.change_entry(entry=found, new=form.new(), teams=reach.teams, **_acting(request, found, reach))

    page = {"title": "Verander dit", "button": "Bewaar"}
    return _step(
        request, found, form, verb="change_entry", work=work, done="De kalender is veranderd.", page=page
    )


@require_http_methods(GET_POST)
def make_certain(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found, reach = find(request, key, EntryStep.MAKE_CERTAIN)
    form = forms.ConfirmForm(given(request))

    def work() -> None:
        entries.make_certain(entry=found, **_acting(request, found, reach))

    page = {
        "title": "Zet dit vast",
        "button": "Ja, het gaat door",
        "text": own("{resident.many} zien het dan op de kalender van hun {area.one}."),
    }
    return _step(request, found, form, verb="make_certain", work=work, done="Dit staat nu vast.", page=page)


@require_http_methods(GET_POST)
def move_entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found, reach = find(request, key, EntryStep.MOVE)
    seen = Month.of(found.month)
    now = month_of(timezone.localdate())
    form = forms.MoveForm(given(request), now=now, initial={"seen": address(seen)})

    def work() -> None:
        entries.move_entry(
            entry=found,
            seen_in=read_month(form.cleaned_data["seen"]) or seen,
            to=form.cleaned_data["to"],
            why=form.cleaned_data["why"],
            **_acting(request, found, reach),
        )

    page = {"title": "Verplaats dit naar een andere maand", "button": "Verplaats"}
    page["text"] = f"Nu staat het in {words(seen)}. Daar blijft staan dat het verplaatst is, en waarom."
    return _step(request, found, form, verb="move_entry", work=work, done="Dit is verplaatst.", page=page)


@require_http_methods(GET_POST)
def finish_entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found, reach = find(request, key, EntryStep.FINISH)
    form = forms.ConfirmForm(given(request))

    def work() -> None:
        entries.finish_entry(entry=found, **_acting(request, found, reach))

    page = {"title": "Is dit gedaan?", "button": "Ja, het is gedaan"}
    return _step(request, found, form, verb="finish_entry", work=work, done="Mooi, het is gedaan.", page=page)


@require_http_methods(GET_POST)
def drop_entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found, reach = find(request, key, EntryStep.DROP)
    form = forms.DropForm(given(request))

    def work() -> None:
        entries.drop_entry(entry=found, why=form.cleaned_data["why"], **_acting(request, found, reach))

    page = {"title": "Haal dit uit de kalender", "button": "Haal weg"}
    done = "Dit staat niet meer in de kalender."
    return _step(request, found, form, verb="drop_entry", work=work, done=done, page=page, to=_back(found))


def _acting(request: HttpRequest, entry: Entry, reach: Reach) -> dict[str, Any]:
    return {**who(request), "roles": reach.on(entry)}


def _step(
    request: HttpRequest,
    entry: Entry,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], None],
    done: str,
    page: dict[str, Any],
    to: str = "",
) -> HttpResponse:
    legend = current(entry.municipality).part(Calendar)
    lead = f"{title_of(entry, legend)}, {words(Month.of(entry.month))}"
    to = to or reverse("calendars:entry", args=[entry.pk])
    return run(request, form, verb=verb, work=work, done=done, to=to, page={"lead": lead, **page})
