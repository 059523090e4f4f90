"""The page of one asker: who has it, the answer, the promise, what happened, what one can do. The link is the key (D5)."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.ground.kit.panels import panels
from wijkwerk.ground.people.models import Role
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.people.sections import Roles
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers import askers
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, AskerRole, ConditionState
from wijkwerk.work.answers.queries import Told, late, told
from wijkwerk.work.answers.tell import due_words
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.models import TO_ANSWER, Signal
from wijkwerk.work.signals.public import before
from wijkwerk.work.signals.public.elsewhere import gone_to, where_it_is
from wijkwerk.work.signals.public.history import STATES, UNANSWERED, events, first_name
from wijkwerk.work.signals.public.limits import View, limited
from wijkwerk.work.signals.public.pictures import picture
from wijkwerk.work.signals.public.report_forms import NotSolvedForm
from wijkwerk.work.signals.public.talk import talk

ASKER = frozenset({workflow.ASKER})


def by_link(view: View) -> View:
    """Find the asker of the link, or show the page that says how to get a new one. Nothing of it is kept or passed on."""

    @wraps(view)
    def inner(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        municipality = municipality_of(request)
        asker = askers.by_token(municipality, token)
        rows = Signal.objects.select_related("owner_team", "owner_person", "subject")
        signal = rows.filter(municipality=municipality, pk=asker.subject_id).first() if asker else None
        if asker is None or signal is None:
            answer = page(request, "dead_link", {}, status=404)
        else:
            signal.municipality = municipality  # with its division, so that no page looks it up
            answer = view(request, asker, signal, token=token, **kwargs)
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return inner


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """One of the pages behind a link, with what each of them shows of the municipality."""
    municipality = municipality_of(request)
    base = {"house": current(municipality).part(Contact), "municipality": municipality}
    return render(request, f"signals/public/{template}.html", base | context, status=status)


@require_safe
@by_link
def trace(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """The whole story; of a signal about care only that it came in, who has it and whom to call (D8)."""
    is_new = "nieuw" in request.GET
    base = {"signal": signal, "asker": asker, "token": token, "is_new": is_new, "owner": _owner(signal)}
    base |= {"is_sent": "bericht" in request.GET} | talk(asker, signal)
    if signal.visibility == "care":
        return page(request, "trace_care", base)
    base["link"] = request.build_absolute_uri(request.path) if is_new else ""
    return page(request, "trace", base | _story(asker, signal))


def _story(asker: Asker, signal: Signal) -> dict[str, Any]:
    now, mine = timezone.now(), asker.role != AskerRole.JOINED
    path = before.path_of(asker, signal)
    own = before.own_words(asker, path)
    answers = told(signal.subject)
    promises = [each.promise for each in answers if each.promise]
    names = areas.path_names(signal.municipality)
    badge, word = STATES[State(signal.state)] if signal.result != asking.RESULT else UNANSWERED
    return {
        "mine": mine,
        # A neighbour who joined reads what is public and not what the reporter wrote (D4).
        "title": _title(signal, own, mine=mine),
        "text": signal.text if mine else "",
        "place": signal.words if mine and signal.words else signal.public_place,
        "area": names[signal.area_path].name if signal.area_path in names else "",
        "photos": before.photos_for(asker, signal, own),
        "own": own,
        "parts": before.parts_of(asker, signal),
        "others": signal.askers - 1,
        "state": {"badge": badge, "word": word},
        "elsewhere": where_it_is(signal, mine=mine),
        "gone_to": gone_to(signal, mine=mine),
        "answer": _answer(answers, signal),
        "answer_late": bool(signal.answer_due and signal.answer_due < local_date(now)),
        "promises": [_promise(each) for each in answers if each.promise],
        "events": events(
            signal, answers, promises, now, joined=not mine, first=before.came_in(asker, path), path=path
        ),
        "panels": panels("signals.panels", signal=signal, public=True),
        "may_reopen": actions.may_reopen(signal, now=now),
        "may_close": mine and _may_close(signal, answers),
        "reopen_until": signal.reopen_until,
    }


def _title(signal: Signal, own: before.Own | None, *, mine: bool) -> str:
    if mine and signal.title:
        return signal.title
    return signal.public_title or (own.title if own else "") or "Uw melding"


def _may_close(signal: Signal, answers: list[Told]) -> bool:
    current_ones = [each for each in answers if each.answer.superseded_at is None]
    waiting = sum(one.state == ConditionState.OPEN for each in current_ones for one in each.conditions)
    step = workflow.allowed(
        State(signal.state), Step.CLOSE, ASKER, open_promises=int(signal.has_promise), open_conditions=waiting
    )
    return step is not None


def _owner(signal: Signal) -> dict[str, str]:
    """Team, and of the person no more than first name, what they are, and how to reach them."""
    house = current(signal.municipality).part(Contact)
    owner = {
        "team": signal.owner_team.name,
        "phone": signal.owner_team.phone or house.phone,
        "name": "",
        "title": "",
        "days": "",
    }
    person = signal.owner_person
    if person is None or signal.visibility == "care":
        return owner
    today = local_date(timezone.now())
    roles = Role.objects.filter(in_force(today), municipality=signal.municipality_id, user=person)
    role = min(roles, key=lambda each: (each.team_id != signal.owner_team_id, each.kind), default=None)
    if role:
        owner["title"] = role.title or current(signal.municipality).part(Roles).card(role.kind).label
        owner["days"], owner["phone"] = role.days, role.phone or owner["phone"]
    return owner | {"name": first_name(person.name)}


def _answer(answers: list[Told], signal: Signal) -> dict[str, Any] | None:
    """The answer that holds now, as a panel: shape, sentence, facts. None when there is none, or it no longer holds."""
    found = next((each for each in answers if each.answer.superseded_at is None), None)
    if found is None:
        return None
    answer = found.answer
    return {
        "kind": answer.kind,
        "look": {"yes": "yes", "yes_if": "if", "no": "no"}[answer.kind],
        "word": answer.get_kind_display(),
        "text": answer.text,
        "what": answer.what,
        "reason": answer.reason or "",
        "can_do": answer.can_do,
        "due": due_words(answer.due_until, answer.precision),
        "given_at": answer.given_at,
        "team": answer.owner_team.name,
        "conditions": [_condition(each) for each in found.conditions],
        "promised": found.promise is not None,
        "again": signal.state in TO_ANSWER,
    }


def _condition(condition: Any) -> dict[str, Any]:
    looks = {
        "open": ("", "clock", "Wacht nog"),
        "met": ("kept", "done", "Vervuld"),
        "lapsed": ("no", "cross", "Gaat niet door"),
    }
    look, icon, word = looks[condition.state]
    return {
        "what": condition.what,
        "look": look,
        "icon": icon,
        "word": word,
        "why": condition.settled_why,
        "facts": [
            {"label": "Wat is er nodig", "value": condition.needed},
            {"label": "Wie zorgt ervoor", "value": condition.owner_team.name},
            {
                "label": "Wanneer weten wij het",
                "value": due_words(condition.expected_until, condition.precision),
            },
            {"label": "Als het niet lukt", "value": "Dan krijgt u een nieuw antwoord, met de reden."},
        ],
    }


def _promise(found: Told) -> dict[str, Any]:
    promise = found.promise
    assert promise is not None  # noqa: S101  # the caller looked
    today = local_date(timezone.now())
    last = found.shifts[-1] if found.shifts else None
    return {
        "what": promise.what,
        "state": promise.state,
        "late": late(promise, today),
        "late_days": (today - promise.due_until).days,
        "due": due_words(promise.due_until, promise.precision),
        "team": promise.owner_team.name,
        "explanation": promise.explanation,
        "settled_at": promise.settled_at,
        "shift": {"why": last.why, "old": day_words(last.old_due)} if last else None,
    }


# No check on where these forms come from. The link itself is what gives the right, no cookie does, so a page of another
# site can do nothing with it; and with "no-referrer" a browser sends "Origin: null", which the check would refuse.
@csrf_exempt
@limited("trace_reopen")
@require_http_methods(GET_POST)
@by_link
def trace_reopen(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """ "Not solved", with the reason: back to the owner."""
    form = NotSolvedForm(given(request))

    def work() -> None:
        why = form.cleaned_data["why"]
        actions.reopen(signal=signal, why=why, by=None, roles=ASKER, now=timezone.now(), asker=asker)

    possible = actions.may_reopen(signal, now=timezone.now())
    return _do(request, signal, form, work, verb="reopen", token=token, possible=possible)


@csrf_exempt  # see above
@limited("trace_close")
@require_http_methods(GET_POST)
@by_link
def trace_close(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """ "Solved, thank you": the reporter ends it. Somebody who joined cannot end it for the others."""
    if asker.role == AskerRole.JOINED or signal.visibility == "care":
        raise Http404
    form = OnceForm(given(request))

    def work() -> None:
        actions.close(signal=signal, by=None, roles=ASKER, now=timezone.now())

    return _do(
        request, signal, form, work, verb="close", token=token, possible=signal.state == State.ANSWERED
    )


def _do(
    request: HttpRequest,
    signal: Signal,
    form: OnceForm,
    work: Callable[[], None],
    *,
    verb: str,
    token: str,
    possible: bool,
) -> HttpResponse:
    """Do the work once and go back to the page; what is refused comes back with everything that was typed."""
    if signal.visibility == "care":
        raise Http404
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(f"trace_{verb}", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("signals:trace", token)
    context = {"form": form, "signal": signal, "token": token, "possible": possible or form.is_bound}
    return page(request, f"trace_{verb}", context, status=422 if form.errors else 200)


@require_safe
@by_link
def trace_photo(
    request: HttpRequest, asker: Asker, signal: Signal, *, token: str, photo: uuid.UUID
) -> HttpResponse:
    """The reporter's own photo, once it is made anew, also when it came with a signal that was merged; not for who joined."""
    mine = before.photos_for(asker, signal, before.own_words(asker))
    found = next((each for each in mine if each.pk == photo), None)
    if found is None or signal.visibility == "care":
        raise Http404
    return picture(found)
