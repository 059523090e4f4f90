"""A step on many signals: what will happen and what will be refused, then the doing, the result, and the way back."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import once
from wijkwerk.ground.kit.db import among
from wijkwerk.ground.kit.forms import GET_POST
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.web import person_of, who
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import bulk
from wijkwerk.work.signals.actions.bulk import Chosen
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.desk.forms import ConfirmForm
from wijkwerk.work.signals.desk.lists.bulk_words import STEPS, Words
from wijkwerk.work.signals.desk.lists.filters import read_filter
from wijkwerk.work.signals.desk.lists.rows import dress
from wijkwerk.work.signals.desk.may import NEEDS, for_desk, roles_on, verbs_on
from wijkwerk.work.signals.desk.steps.bulk_forms import form_for
from wijkwerk.work.signals.desk.steps.step_views import own_team
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.models import BulkItem, BulkStep, Signal

SAME_THEME = "Deze melding heeft dit thema al."


@dataclass(frozen=True)
class Job:
    """What one is about to do: the step, the signals with what is allowed there, and the query of the list to go back to."""

    access: Access
    municipality: Municipality
    words: Words
    chosen: list[Chosen]
    codes: list[str]
    query: str


def _worker(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody who works on signals; who only watches has no steps."""
    access, municipality = for_desk(request)
    if not access.may("enter"):
        raise Http404
    return access, municipality


@require_http_methods(GET_POST)
def bulk_step(request: HttpRequest) -> HttpResponse:
    """The list sends here what was ticked: nothing happens before the second yes."""
    access, municipality = _worker(request)
    given = request.POST if request.method == "POST" else request.GET
    query = read_filter(QueryDict(given.get("terug", "")[:600].lstrip("?"))).url()
    back = reverse("signals:list") + query
    words = STEPS.get(given.get("stap", ""))
    codes = _codes(given)
    if words is None or not codes:
        return render(request, "signals/bulk_nothing.html", {"back": back})
    job = Job(access, municipality, words, _chosen(access, municipality, codes, words.step), codes, query)
    care = bool(job.chosen) and all(each.signal.visibility == "care" for each in job.chosen)
    data = request.POST if request.method == "POST" else None
    form = form_for(words.step, data, municipality, care=care)
    if data is not None and job.chosen and goes_on(form):
        return redirect("signals:bulk_done", _carry_out(request, job, form))
    return _ask(request, job, form)


def _codes(given: QueryDict) -> list[str]:
    found = (clean_code(code[:20]) for code in given.getlist("kies")[: bulk.MOST])
    return list(dict.fromkeys(code for code in found if is_public_code(code)))


def _chosen(access: Access, municipality: Municipality, codes: list[str], step: Step) -> list[Chosen]:
    """The signals that this person may see, in a fixed order so that two people never wait for each other. One query."""
    rows = Signal.objects.filter(access.visible(), municipality=municipality, subject__code__in=codes)
    rows = rows.select_related("subject", "owner_team", "owner_person").defer("text", "words").order_by("pk")
    return [_with_rights(access, municipality, signal, step) for signal in rows]


def _with_rights(access: Access, municipality: Municipality, signal: Signal, step: Step) -> Chosen:
    signal.municipality = municipality
    allowed = NEEDS[step.value] in verbs_on(access, signal, municipality)
    return Chosen(signal, roles_on(access, signal), allowed)


def _ask(request: HttpRequest, job: Job, form: Any) -> HttpResponse:
    """What will happen to how many, and what will be refused and why."""
    why = {each.signal.pk: bulk.refusal(each, job.words.step, by=person_of(request)) for each in job.chosen}
    rows = dress([each.signal for each in job.chosen], job.access, job.municipality, timezone.localdate())
    context = {
        "words": job.words,
        "form": form,
        "goes": [row for row in rows if not why[row.signal.pk]],
        "stays": [(row, why[row.signal.pk]) for row in rows if why[row.signal.pk]],
        "gone": len(job.codes) - len(rows),
        "codes": job.codes,
        "query": job.query,
        "back": reverse("signals:list") + job.query,
        "undoable": job.words.step in bulk.UNDOABLE,
        "hours": bulk.UNDO_HOURS,
    }
    return render(request, "signals/bulk.html", context, status=422 if form.errors else 200)


def _carry_out(request: HttpRequest, job: Job, form: Any) -> str:
    """Do it once per form; sent again, it shows what came of the first time. Returns the key of the step."""
    mine, key = who(request), str(form.cleaned_data.get("once") or "")
    signals = [each.signal for each in job.chosen]
    try:
        with transaction.atomic():
            once.claim(key, action="bulk", now=mine["now"])
            step = bulk.begin(municipality=job.municipality, step=job.words.step, signals=signals, **mine)
            once.settle(key, result=str(step.pk))
    except once.SentBefore as before:
        return before.result
    bulk.go_through(step, job.chosen, work=_work(job, form, mine), by=mine["by"])
    return str(step.pk)


def _work(job: Job, form: Any, mine: dict[str, Any]) -> Callable[[Chosen], Any]:
    """The action on one signal, with what was filled in."""
    given, team = form.cleaned_data, _own_team(job)

    def work(each: Chosen) -> Any:
        common = {"signal": each.signal, "roles": each.roles, **mine}
        if job.words.step == Step.TAKE:
            ours = each.signal.owner_team_id in job.access.teams | job.access.care_teams
            return actions.take(**common, team=None if ours else team)
        if job.words.step == Step.GIVE:
            to_team, to_person = form.receiver
            return actions.give(**common, to_team=to_team, to_person=to_person, why=given["why"])
        if job.words.step == Step.NOTE:
            return actions.note(**common, text=given["text"])
        if each.signal.theme == given["theme"]:
            raise Refused(SAME_THEME)
        new = NewClass(given["theme"], each.signal.kind, each.signal.title)
        return classify(**common, new=new, route_again=False)

    return work


def _own_team(job: Job) -> Team | None:
    """The team that a signal of another team comes to. One query, and only when one is taken."""
    teams = job.access.teams | job.access.care_teams
    other = [each.signal for each in job.chosen if each.signal.owner_team_id not in teams]
    return own_team(teams, other[0]) if other and job.words.step == Step.TAKE else None


def _own_step(request: HttpRequest, key: uuid.UUID) -> tuple[Access, Municipality, BulkStep]:
    access, municipality = _worker(request)
    step = BulkStep.objects.filter(municipality=municipality, user=access.user_id, pk=key).first()
    if step is None:
        raise Http404
    return access, municipality, step


def _items(access: Access, municipality: Municipality, step: BulkStep) -> dict[uuid.UUID, BulkItem]:
    """The items of a step whose signal this person may still see, by signal: what became care meanwhile is in nothing (D8)."""
    rows = BulkItem.objects.filter(municipality=municipality, step=step).select_related(
        "signal__subject", "signal__owner_team", "signal__owner_person"
    )
    rows = rows.filter(among(Signal.objects.filter(access.visible(), municipality=municipality), "signal"))
    return {item.signal_id: item for item in rows.order_by("pk")}


@require_safe
def bulk_done(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What came of a step, with what was refused and why, and the button that takes it back."""
    access, municipality, step = _own_step(request, key)
    items = _items(access, municipality, step)
    rows = dress([item.signal for item in items.values()], access, municipality, timezone.localdate())
    seen = [(row, items[row.signal.pk]) for row in rows]
    done = [(row, item) for row, item in seen if item.after]
    context = {
        "words": next(words for words in STEPS.values() if words.step.value == step.verb),
        "step": step,
        "done": [row for row, item in done if not (step.undone_at and item.undone)],
        "back": [row for row, item in done if item.undone],
        "refused": [(row, item.refused) for row, item in seen if item.refused],
        "unfinished": [row for row, item in seen if not item.after and not item.refused],
        "form": ConfirmForm() if done and bulk.can_undo(step, by=request.user, now=timezone.now()) else None,
        "hours": bulk.UNDO_HOURS,
    }
    return render(request, "signals/bulk_done.html", context)


@require_POST
def bulk_undo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take the step back for every signal that is still as it was left, and that this person may still change."""
    access, municipality, step = _own_step(request, key)
    items = [
        item
        for item in _items(access, municipality, step).values()
        if item.after and _with_rights(access, municipality, item.signal, Step(step.verb)).allowed
    ]
    try:
        back = bulk.undo(step=step, items=items, **who(request))
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, "Eén melding is terug zoals zij was." if back == 1
                         else f"{back} meldingen zijn terug zoals zij waren.")  # fmt: skip
    return redirect("signals:bulk_done", step.pk)
