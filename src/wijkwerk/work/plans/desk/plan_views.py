"""A plan as its writers see it: begin it, write its parts, talk about it, open it for a next version."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.rules.planning import PlanStep, plan_steps
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import words
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.actions.adopting import still_asking
from wijkwerk.work.plans.desk import choosing
from wijkwerk.work.plans.desk.board import bounds_words, counts_of
from wijkwerk.work.plans.desk.forms import BeginForm, PartForm, PlanForm, plan_values
from wijkwerk.work.plans.desk.may import acting_on, find_plan, for_plans
from wijkwerk.work.plans.desk.running import around, run_step
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.models import Plan, PlanPart
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.signals.desk.forms import ConfirmForm


@require_http_methods(GET_POST)
def begin_plan(request: HttpRequest) -> HttpResponse:
    """First which kind (GET `soort`), then the rest of it."""
    access, municipality = for_plans(request)
    kinds = choosing.kinds_for(municipality, access)
    if not kinds:
        raise Http404
    kind = next((each for each in kinds if each.key == request.GET.get("soort")), None)
    if kind is None:
        context = {"kinds": kinds, "has_desk": access.works}
        # Sent without a kind: nothing was begun, and the page says what to choose.
        return render(request, "plans/kinds.html", context, status=422 if request.method == "POST" else 200)
    form = BeginForm(given(request), municipality=municipality, access=access, kind=kind)
    made: list[Plan] = []

    def work() -> None:
        made.append(writing.begin_plan(municipality=municipality, new=form.plan(), **who(request)))

    if request.method == "POST" and form.is_valid() and _done(form, work):
        # Sent twice, it was begun once: the second time there is only the list to go to.
        return redirect("plans:work", made[0].subject.code) if made else redirect("plans:list")
    context = {"form": form, "kind": kind, "has_desk": access.works}
    return render(request, "plans/begin.html", context, status=422 if form.errors else 200)


def _done(form: BeginForm, work: Callable[[], None]) -> bool:
    try:
        form.do_once("plans.begin_plan", work, now=timezone.now())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """The parts of a plan with their hints, what can be done with it now, and its versions."""
    plan = find_plan(request, code)
    access, today, kind = access_of(request), timezone.localdate(), kind_of(plan)
    roles = roles_on(access, plan)
    hints = {part.key: part.hint for part in kind.parts} if kind else {}
    parts = plan.parts.select_related("changed_by").order_by("place", "key")
    counts = counts_of(plan)
    steps = {step.value for step in plan_steps(plan.state, roles)}
    context = {
        "kind": kind,
        "badge": words.plan_state(plan, today),
        "period": words.period(plan),
        "parts": [(part, hints.get(part.key, "")) for part in parts],
        "steps": steps,
        "asking": PlanStep.ADOPT.value in steps and still_asking(plan),
        "writes": bool(roles),
        "theirs": plan.written_by == "residents" and not roles,
        "counts": counts,
        "bounds": bounds_words(kind, counts),
        "versions": list(plan.versions.order_by("-number").only("number", "body", "decided_on", "plan")),
        "replaced_by": plan.replaced_by.select_related("subject").first(),
        "today": today,
    }
    return render(request, "plans/work.html", around(request, plan) | context)


@require_http_methods(GET_POST)
def write_part(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One part. When somebody wrote meanwhile, both texts are shown, and nothing that was typed is lost."""
    plan = find_plan(request, code, PlanStep.WRITE)
    part = plan.parts.filter(key=key).first()
    if part is None:
        raise Http404
    form = PartForm(given(request), initial={"text": part.text})
    seen = _moment(request.POST.get("seen", ""))

    def work() -> None:
        text = form.cleaned_data["text"]
        writing.write_part(plan=plan, key=key, text=text, seen=seen, **acting_on(request, plan))

    kind = kind_of(plan)
    hint = next((each.hint for each in kind.parts if each.key == key), "") if kind else ""
    # Whoever sends this page again has seen what stands there now; a hint about names does not change what they saw.
    other = request.method == "POST" and part.changed_at != seen and part.text != request.POST.get("text")
    page = {
        "template": "plans/part.html",
        "title": part.title,
        "part": part,
        "hint": hint,
        "seen": _seen(part),
        "other": part.text if other else "",
    }
    return run_step(
        request, plan, form, verb="write_part", work=work, done=f"‘{part.title}’ is bewaard.", page=page
    )


def _seen(part: PlanPart) -> str:
    return part.changed_at.isoformat() if part.changed_at else ""


def _moment(text: str) -> datetime | None:
    """When the part was last changed as the page said; None for never, and for nonsense."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@require_http_methods(GET_POST)
def change_plan(request: HttpRequest, code: str) -> HttpResponse:
    plan = find_plan(request, code, PlanStep.WRITE)
    form = PlanForm(given(request), initial=plan_values(plan))

    def work() -> None:
        names = ("title", "starts", "ends")
        values = {name: form.cleaned_data[name] for name in names}
        writing.change_plan(plan=plan, **values, **acting_on(request, plan))

    page = {"title": "Verander naam of dagen", "button": "Bewaar"}
    return run_step(request, plan, form, verb="change_plan", work=work, done="Dit is bewaard.", page=page)


@require_http_methods(GET_POST)
def discuss(request: HttpRequest, code: str) -> HttpResponse:
    plan = find_plan(request, code, PlanStep.DISCUSS)

    def work() -> None:
        writing.discuss(plan=plan, **acting_on(request, plan))

    page = {
        "title": "Laat het plan zien",
        "button": "Ja, laat het zien",
        "text": "Iedereen kan het plan dan lezen, als voorstel. Het is nog niet vastgesteld. U kunt blijven schrijven.",
    }
    done = "Iedereen kan het plan nu lezen."
    return run_step(
        request, plan, ConfirmForm(given(request)), verb="discuss", work=work, done=done, page=page
    )


@require_http_methods(GET_POST)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    plan = find_plan(request, code, PlanStep.TAKE_BACK)

    def work() -> None:
        writing.take_back(plan=plan, **acting_on(request, plan))

    page = {
        "title": "Terug naar schrijven",
        "button": "Ja, terug naar schrijven",
        "text": "Alleen wie het plan schrijft en collega’s zien het dan nog. Loopt er een ronde, dan blijft het openbaar.",
    }
    done = "Het plan is weer een concept."
    return run_step(
        request, plan, ConfirmForm(given(request)), verb="take_back", work=work, done=done, page=page
    )


@require_http_methods(GET_POST)
def revise(request: HttpRequest, code: str) -> HttpResponse:
    plan = find_plan(request, code, PlanStep.REVISE)

    def work() -> None:
        writing.revise(plan=plan, **acting_on(request, plan))

    page = {
        "title": "Schrijf een nieuwe versie",
        "button": "Begin een nieuwe versie",
        "text": "De naam, de data en de tekst van het plan blijven gelden zoals zij zijn vastgesteld, tot de nieuwe versie is "
        "vastgesteld. Nieuwe punten horen daar ook bij. Een punt dat al is toegezegd, verandert wel meteen: wie erom vroeg, "
        "moet weten wat nu geldt.",
    }
    done = "U schrijft nu een nieuwe versie."
    return run_step(
        request, plan, ConfirmForm(given(request)), verb="revise", work=work, done=done, page=page
    )
