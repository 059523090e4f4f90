"""One page of a round for everybody, at every step: what is asked, how to take part, what became of each wish (Q6, Q13)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import RoundStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker, AskerRole
from wijkwerk.work.plans import words
from wijkwerk.work.plans.actions import wishes as verbs
from wijkwerk.work.plans.gathering import account_of, gather
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import Plan, Round
from wijkwerk.work.plans.rounds.forms import WishForm
from wijkwerk.work.plans.rounds.may import plan_seen, rounds_of
from wijkwerk.work.plans.rounds.shown import (
    STEPS,
    Wording,
    account_rows,
    came_of,
    grouped,
    page_of,
    sorted_for,
    timeline,
)
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.public.limits import limited
from wijkwerk.work.signals.sections import Retention


@limited("round_wish")
@require_http_methods(GET_POST)
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """The round that runs, else the last one (GET `nummer` for an earlier one). Who sends a wish gets a page to follow it."""
    plan = plan_seen(request, code)
    rounds = rounds_of(plan)
    found = _chosen(rounds, request.GET.get("nummer", ""))
    if found is None:
        raise Http404
    now = timezone.now()
    is_open = verbs.takes_wishes(found, now)
    form = WishForm(given(request), plan=plan) if is_open or request.method == "POST" else None
    if form is not None and request.method == "POST" and goes_on(form):
        link = _send(form, found)
        if link:
            return redirect(link)
    context = _page(request, found, rounds) | {"form": form, "is_open": is_open}
    answer = render(request, "plans/round.html", context, status=422 if form and form.errors else 200)
    answer["Cache-Control"] = "no-store, private"  # it may hold what somebody typed
    return answer


def _chosen(rounds: list[Round], number: str) -> Round | None:
    if number.isdecimal() and len(number) < 4 and 1 <= int(number) <= len(rounds):
        return rounds[int(number) - 1]
    return rounds[-1] if rounds else None


def _send(form: WishForm, found: Round) -> str:
    """The address of the page of the new signal; "" when it was refused. Sent twice, both times the same page."""
    key = str(form.cleaned_data.get("once") or "")
    key = f"wish-{key}"[:64] if key else ""
    try:
        signal = verbs.bring_wish(round_=found, new=form.signal(), by=None, now=timezone.now(), key=key)
    except Refused as refused:
        form.refuse(refused)
        return ""
    askers = Asker.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, erased_at=None
    )
    asker = askers.exclude(role=AskerRole.JOINED).order_by("asked_at", "id").first()
    if asker is None:
        raise Http404
    return reverse("signals:trace", args=[link_token(asker)]) + "?nieuw"


def _page(request: HttpRequest, found: Round, rounds: list[Round]) -> dict[str, Any]:
    plan, today = found.plan, local_date(timezone.now())
    as_adopted([plan], access_of(request))
    wishes = gather(found)
    page, mark = page_of(sorted_for(wishes), request.GET.get("na", ""))
    account = account_of(found, wishes)
    document, badge = current(plan.municipality), STEPS[RoundStep(found.step)]
    number = rounds.index(found) + 1
    return {
        "plan": plan,
        "code": plan.subject.code,
        "round": found,
        "number": number,
        "area": words.area_name(plan.municipality, plan.area_path),
        "badge": badge[:2],
        "now_words": badge[2],
        "events": timeline(found),
        "account": account,
        "rows": account_rows(account),
        "came_of": came_of(account),
        "shows_account": found.step in (RoundStep.ACCOUNT, RoundStep.DONE),
        "groups": grouped(Wording(access_of(request), found, today).lines(page)),
        "pager": {
            "next_url": f"?nummer={number}&na={mark}#wensen" if mark else "",
            "next_label": "Meer wensen",
            "previous_url": f"?nummer={number}#wensen" if "na" in request.GET else "",
        },
        "earlier": [(each, place + 1) for place, each in enumerate(rounds) if each is not found],
        "house": document.part(Contact),
        "retention": document.part(Retention),
        "municipality": plan.municipality,
        "crumbs": _crumbs(plan),
    }


def _crumbs(plan: Plan) -> list[dict[str, str]]:
    code = plan.subject.code
    return [
        {"label": plan.municipality.name, "url": reverse("pages:home")},
        {"label": "Plannen", "url": reverse("plans:plans")},
        {"label": plan.title, "url": reverse("plans:plan", args=[code])},
        {"label": "Ronde", "url": ""},
    ]
