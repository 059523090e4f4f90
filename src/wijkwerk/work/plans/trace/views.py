"""The page that shows where something comes from and where it leads: from street to vision, for everybody (promise 3, Q3)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.answers.queries import promises_for, public_promises
from wijkwerk.work.plans import may, words
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.trace.queries import trace_of
from wijkwerk.work.plans.trace.shown import Node, Reader, shown
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Themes

SEEN = {"item": "plans:item", "plan": "plans:plan"}


@require_safe
def trace(request: HttpRequest, code: str) -> HttpResponse:
    """The trace of a signal, an item, a plan or a promise; a 404 for what this person may not see."""
    municipality, access = municipality_of(request), access_of(request)
    cleaned = clean_code(code)
    rows = Subject.objects.filter(municipality=municipality, code=cleaned)
    start = rows.first() if is_public_code(cleaned) else None
    if start is None:
        raise Http404
    node = _begin(start, access)
    found = trace_of(municipality, start, access)
    today = local_date(timezone.now())
    mine = (node, start.pk) if start.kind == "signal" else (None, None)
    traced = shown(found, Reader(access, today, *mine))
    context = {"node": node, "traced": traced, "crumbs": _crumbs(municipality.name, node)}
    return render(request, "plans/trace.html", context)


def _begin(start: Subject, access: Access) -> Node:
    """What it is, as this person may name it. Raises Http404. One query."""
    begins = {"item": _item, "plan": _plan, "signal": _signal, "promise": _promise}
    node = begins[start.kind](start, access) if start.kind in begins else None
    if node is None:
        raise Http404
    return node


def _item(start: Subject, access: Access) -> Node | None:
    rows = PlanItem.objects.filter(municipality=start.municipality_id, pk=start.pk).select_related("plan")
    item = rows.first()
    if item is None or not may.sees_item(access, item):
        return None
    as_adopted([item.plan], access)
    return Node(item.title, reverse("plans:item", args=[start.code]), (item.plan.title,))


def _plan(start: Subject, access: Access) -> Node | None:
    plan = Plan.objects.filter(municipality=start.municipality_id, pk=start.pk).first()
    if plan is None or not may.sees(access, plan):
        return None
    as_adopted([plan], access)
    return Node(plan.title, reverse("plans:plan", args=[start.code]), (words.period(plan),))


def _signal(start: Subject, access: Access) -> Node | None:
    """A published one, or one that this person works with. The title is the one that staff wrote for everybody (D4)."""
    rows = Signal.objects.filter(municipality=start.municipality_id, pk=start.pk).exclude(visibility="care")
    signal = rows.select_related("municipality").first()
    inside = signal is not None and access.may("see", signal)
    if signal is None or not (signal.published_at or inside):
        return None
    about = (
        f"{current(signal.municipality).part(Themes).label(signal.theme)}, {words.month(signal.received_at)}"
    )
    return Node(
        title=signal.public_title if signal.published_at else own("Een melding van een {resident.one}"),
        url=reverse("signals:detail" if inside else "signals:shown", args=[start.code]),
        lines=tuple(line for line in (signal.public_place if signal.published_at else "", about) if line),
        mine=True,
        code=start.code,
    )


def _promise(start: Subject, access: Access) -> Node | None:
    """A promise with public words to a published signal; who works with promises sees those that are theirs."""
    municipality = start.municipality
    public = public_promises(municipality).filter(asked__signal__published_at__isnull=False, pk=start.pk)
    rows = promises_for(access, municipality) if access.works else Promise.objects.none()
    promise = (public | rows.filter(pk=start.pk, care=False)).select_related("asked").first()
    if promise is None:
        return None
    return Node(
        promise.public_what or own("Een belofte aan een {resident.one}"),
        lines=(words.month(promise.made_at),),
    )


def _crumbs(municipality: str, node: Node) -> list[dict[str, str]]:
    return [
        {"label": municipality, "url": reverse("pages:home")},
        {"label": "Plannen", "url": reverse("plans:plans")},
        {"label": node.title, "url": node.url},
        {"label": "Van straat naar visie", "url": ""},
    ]
