"""What everybody sees of plans: the list, a plan, a plan as it was adopted, and one item with its trace (I26 to I29, Q3, Q13)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import PlanState
from wijkwerk.work.plans import figures, may, words
from wijkwerk.work.plans.held import as_adopted, first_day
from wijkwerk.work.plans.matches import public_panel
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem, PlanVersion
from wijkwerk.work.plans.public import queries
from wijkwerk.work.plans.public.changed import changes
from wijkwerk.work.plans.public.may import item_of, plan_of
from wijkwerk.work.plans.public.open_rounds import open_rounds
from wijkwerk.work.plans.public.shown import bar, groups, of_version, rows_now, rows_of_version, text_of
from wijkwerk.work.plans.sections import PlanKinds
from wijkwerk.work.plans.trace.queries import tallies_of, trace_from
from wijkwerk.work.plans.trace.shown import Reader, shown

PAGE: Final = 20
NOW: Final = "nu"


@dataclass(frozen=True)
class Wanted:
    """The list that is asked for; what makes no sense in the address is left out."""

    which: str
    area: Area | None
    kind: str

    def url(self, **other: str) -> str:
        parts = {
            "stand": self.which,
            "gebied": self.area.code if self.area else "",
            "soort": self.kind,
        } | other
        return (
            f"{reverse('plans:plans')}?{urlencode({name: value for name, value in parts.items() if value})}"
        )


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Plans that hold, are being written, or are over; by area and kind, twenty a page; and open rounds.

    Four queries, and two more while plans are being revised.
    """
    municipality, access = municipality_of(request), access_of(request)
    today = local_date(timezone.now())
    choices = _areas(municipality)
    wanted = _wanted(request, municipality, choices)
    path = wanted.area.path if wanted.area else None
    rows = queries.plans(access, municipality, which=wanted.which, area_path=path, kind=wanted.kind)
    mark = queries.read_mark(request.GET.get("na", ""))
    found = list((queries.after(rows, mark) if mark else rows)[: PAGE + 1])
    progress = queries.progress(access, found[:PAGE])
    for plan in found:
        plan.municipality = municipality
    pager = _pager(found, wanted, further=mark is not None)
    as_adopted(found, access)
    context = {
        "wanted": wanted,
        "lists": [
            {"label": label, "url": wanted.url(stand=key), "current": key == wanted.which}
            for key, (_, label) in queries.LISTS.items()
        ],
        "areas": choices,
        "kinds": list(current(municipality).part(PlanKinds)),
        "lines": [_listed(plan, progress.get(plan.pk, queries.Progress()), today) for plan in found[:PAGE]],
        "pager": pager,
        "bundle_url": reverse("plans:public_bundle"),
        "open_rounds": open_rounds(municipality, today, path=path),
        "crumbs": _crumbs(municipality),
    }
    return render(request, "plans/plans.html", context)


def _areas(municipality: Municipality) -> list[Area]:
    """The largest areas below the municipality: enough to choose from, and short enough to read."""
    roots = areas.tree(municipality)
    branches = roots[0].children if len(roots) == 1 and roots[0].children else roots
    return [branch.area for branch in branches]


def _wanted(request: HttpRequest, municipality: Municipality, choices: list[Area]) -> Wanted:
    which, code = request.GET.get("stand", ""), request.GET.get("gebied", "")
    kind = request.GET.get("soort", "")
    area = next((each for each in choices if each.code == code), None)
    if area is None and code:
        paths = {name.code: path for path, name in areas.path_names(municipality).items()}
        area = areas.area_of(municipality, paths[code]) if code in paths else None
        if area is not None:
            choices.append(area)
    known = current(municipality).part(PlanKinds).get(kind) is not None
    return Wanted(which if which in queries.LISTS else "geldt", area, kind if known else "")


def _listed(plan: Plan, progress: queries.Progress, today: date) -> dict[str, Any]:
    return {
        "title": plan.title,
        "url": reverse("plans:plan", args=[plan.subject.code]),
        "kind": words.kind_label(plan),
        "area": words.area_name(plan.municipality, plan.area_path),
        "period": words.period(plan),
        "state": words.plan_state(plan, today),
        "progress": bar(progress) if progress.of and plan.version else None,
    }


def _pager(found: list[Any], wanted: Wanted, *, further: bool) -> dict[str, str]:
    last = found[PAGE - 1] if len(found) > PAGE else None
    return {
        "next_url": wanted.url(na=f"{last.from_day.isoformat()}~{last.pk.hex}") if last else "",
        "next_label": "Meer plannen",
        "previous_url": wanted.url() if further else "",
    }


def _crumbs(municipality: Municipality, *more: tuple[str, str]) -> list[dict[str, str]]:
    found = [(municipality.name, reverse("pages:home")), ("Plannen", reverse("plans:plans")), *more]
    return [{"label": label, "url": url} for label, url in found]


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """A plan in the words of residents: what it says, what is done, who asked for it, and how it ended."""
    found, access = plan_of(request, code), access_of(request)
    today, inside = local_date(timezone.now()), may.sees_draft(access, found)
    items = queries.items_of(access, found)
    tallies, total = tallies_of(found.municipality, [item.pk for item in items[: queries.MOST_ITEMS]])
    versions = _versions(found)
    text = text_of(found, list(found.parts.order_by("place", "key")), _last(found, inside), inside=inside)
    context = {
        "plan": found,
        "code": found.subject.code,
        "text": text,
        "kind": words.kind_label(found),
        "area": words.area_name(found.municipality, found.area_path),
        "state": words.plan_state(found, today),
        "revising": found.state == PlanState.REVISING,
        "bar": bar(queries.done_of(items)),
        "groups": groups(found, items[: queries.MOST_ITEMS], tallies, today, inside=inside),
        "cut": len(items) > queries.MOST_ITEMS,
        "asked": words.asked(total.asked),
        "share": figures.of_items(items),
        "meaning": figures.MEANING_PLAN,
        "versions": versions,
        "neighbours": _neighbours(request, found),
        "crumbs": _crumbs(found.municipality, (found.title, "")),
    }
    return render(request, "plans/plan.html", context)


def _versions(plan: Plan) -> list[dict[str, Any]]:
    rows = PlanVersion.objects.filter(municipality=plan.municipality_id, plan=plan).order_by("-number")
    return (
        [dict(row) for row in rows.values("number", "body", "decided_on", "decision")] if plan.version else []
    )


def _last(plan: Plan, inside: bool) -> PlanVersion | None:
    """The version that holds, where it is read instead of what is being written."""
    if inside or plan.state != PlanState.REVISING:
        return None
    rows = PlanVersion.objects.filter(municipality=plan.municipality_id, plan=plan)
    return rows.order_by("-number").first()


def _neighbours(request: HttpRequest, plan: Plan) -> list[dict[str, str]]:
    """The plan before this one and the one after it, as far as this person may see them. One query, or two."""
    rows = Plan.objects.filter(may.visible(access_of(request)), municipality=plan.municipality_id)
    before = rows.filter(pk=plan.replaces_id) if plan.replaces_id else rows.none()
    both = (before | rows.filter(replaces=plan.pk)).select_related("subject").order_by(first_day(), "pk")
    found = list(both[:5])
    as_adopted(found, access_of(request))
    return [
        {
            "label": "Het plan hiervoor" if each.pk == plan.replaces_id else "Het plan hierna",
            "title": each.title,
            "url": reverse("plans:plan", args=[each.subject.code]),
        }
        for each in found
    ]


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A plan as it was adopted, and what changed since: until now, or until another version (`met`)."""
    found, access = plan_of(request, code), access_of(request)
    here = _version(found, number)
    other = request.GET.get("met", "")
    until = (
        _version(found, int(other)) if other.isdecimal() and len(other) < 5 and int(other) != number else None
    )
    items = queries.items_of(access, found)
    if until is not None:
        later, earlier = (until, here) if until.number > number else (here, until)
        new = (of_version(later), rows_of_version(later))
    else:
        inside = may.sees_draft(access, found)
        parts = list(found.parts.order_by("place", "key"))
        earlier, new = here, (text_of(found, parts, _last(found, inside), inside=inside), rows_now(items))
    seen = {item.subject.code for item in items}
    context = {
        "plan": found,
        "code": found.subject.code,
        "version": here,
        "until": until,
        "text": of_version(here),
        "rows": [row | {"code": key if key in seen else ""} for key, row in rows_of_version(here).items()],
        "changes": changes((of_version(earlier), rows_of_version(earlier)), new),
        "seen": seen,
        "versions": _versions(found),
        "crumbs": _crumbs(
            found.municipality,
            (found.title, reverse("plans:plan", args=[found.subject.code])),
            (f"Versie {number}", ""),
        ),
    }
    return render(request, "plans/version.html", context)


def _version(plan: Plan, number: int) -> PlanVersion:
    rows = PlanVersion.objects.filter(municipality=plan.municipality_id, plan=plan, number=number)
    found = rows.first() if 0 < number <= plan.version else None
    if found is None:
        raise Http404
    return found


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: what, why, who, when, money, state, where it came from, and its trace."""
    found, access = item_of(request, code), access_of(request)
    today = local_date(timezone.now())
    inside = may.sees_draft(access, found.plan)
    trace = trace_from(found.municipality, {found.pk}, access)
    as_adopted((each.plan for each in trace.items.values()), access)
    traced = shown(trace, Reader(access, today))
    plan_url = reverse("plans:plan", args=[found.plan.subject.code])
    context = {
        "item": found,
        "code": found.subject.code,
        "kind": words.KINDS[ItemKind(found.kind)],
        "state": words.item_state(found, today),
        "area": words.area_name(found.municipality, found.area_path),
        "facts": _facts(found, plan_url, inside=inside),
        "traced": traced,
        "matching": public_panel(found),
        "crumbs": _crumbs(found.municipality, (found.plan.title, plan_url), (found.title, "")),
    }
    return render(request, "plans/item.html", context)


def _facts(item: PlanItem, plan_url: str, *, inside: bool) -> list[dict[str, str]]:
    """What a page says of an item, in pairs; what is not known is said, not left out."""
    money = words.money(item.money) + (f", uit {item.money_from}" if item.money_from else "")
    rows = [
        ("Plan", f"{item.plan.title} ({words.kind_label(item.plan).lower()})", plan_url),
        ("Wie zorgt ervoor", item.owner_team.name, ""),
        ("Wanneer", _capital(words.when(item)), ""),
        ("Geld", _capital(money), ""),
        ("Waar komt het vandaan", _capital(words.origin(item, inside=inside)), ""),
        ("Hoe weten wij dat het lukte", item.indicator, ""),
        ("Wat willen wij halen", item.target, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
