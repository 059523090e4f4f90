"""The desk: what is new, what is mine, what waits too long, what was promised; lists and one signal."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.queries import told
from wijkwerk.work.signals.desk import queries
from wijkwerk.work.signals.desk.forms import NoteForm
from wijkwerk.work.signals.desk.history import desk_events
from wijkwerk.work.signals.desk.may import find, roles_on
from wijkwerk.work.signals.desk.promise_lists import soon
from wijkwerk.work.signals.desk.rows import Row, dress, promise_rows
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Kinds, Themes

FIRST = 5


def for_desk(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody with a desk; a 404 for everybody else."""
    access = access_of(request)
    municipality: Municipality | None = getattr(request, "municipality", None)
    if municipality is None or not access.may("desk"):
        raise Http404
    return access, municipality


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Four counts, then the first of each list, and what waits for a yes from this person."""
    access, municipality = for_desk(request)
    today = timezone.localdate()
    promises = soon(access, municipality, today=today)
    late, new = (_first(access, municipality, which, today) for which in ("lang", "nieuw"))
    waiting = queries.to_confirm(access, municipality)
    tiles = [
        _tile("late", "ww-c-late", "Ligt te lang", late.count, "lang"),
        _tile("new", "ww-c-brand", "Nieuw", new.count, "nieuw"),
        _tile("person", "ww-c-brand", "Van mij", queries.count(access, municipality, "mijn", today), "mijn"),
        _tile("open", "ww-c-if", "Beloofd", queries.count(access, municipality, "beloofd", today), "beloofd"),
    ]
    names = areas.path_names(municipality)
    return render(
        request,
        "signals/desk.html",
        {
            "tiles": tiles,
            "late": late,
            "new": new,
            "waiting": waiting,
            "promises": promise_rows(promises, today),
            "signs": [names[path].name for path in sorted(access.areas | access.watches) if path in names],
            "may_enter": access.may("enter"),
            "first_name": request.user.name.split(" ")[0] if request.user.is_authenticated else "",
        },
    )


class First:
    """The first rows of a fixed list, and how many there are (no more than a thousand counted)."""

    def __init__(self, rows: list[Row], count: int) -> None:
        self.rows, self.count = rows, count


def _first(access: Access, municipality: Municipality, which: str, today: date) -> First:
    wanted = queries.Filter(which)
    rows, more = queries.desk_page(access, municipality, wanted, today, size=FIRST)
    count = queries.count(access, municipality, which, today) if more else len(rows)
    return First(dress(rows, access, municipality, today), count)


def _tile(icon: str, look: str, word: str, count: int, which: str) -> dict[str, Any]:
    return {
        "icon": icon,
        "look": look,
        "word": word,
        "count": "1.000+" if count > 1000 else count,
        "which": which,
    }


@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """One list with its filters, 50 rows a page."""
    access, municipality = for_desk(request)
    today = timezone.localdate()
    wanted = queries.read_filter(request.GET)
    rows, more = queries.desk_page(access, municipality, wanted, today)
    document = current(municipality)
    return render(
        request,
        "signals/list.html",
        {
            "rows": dress(rows, access, municipality, today),
            "wanted": wanted,
            "lists": [
                {"label": label, "url": wanted.url(which=key), "current": key == wanted.which}
                for key, label in queries.LISTS.items()
            ],
            "title": queries.LISTS[wanted.which],
            "themes": document.part(Themes),
            "teams": document.part(Teams),
            "areas": _choosable_areas(municipality),
            "pager": {"next_url": more, "previous_url": wanted.url() if wanted.after else ""},
        },
    )


def _choosable_areas(municipality: Municipality) -> list[dict[str, str]]:
    names = areas.path_names(municipality)
    return [
        {"path": path, "name": f"{'– ' * (path.count('.') - 1)}{found.name}"}
        for path, found in sorted(names.items(), key=lambda each: each[0])
    ]


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One signal: what was said, whose it is, what was answered and promised, what happened, what one can do now."""
    signal = find(request, code, rows=queries.with_offer())
    access, today = access_of(request), timezone.localdate()
    document = current(signal.municipality)
    answers = told(signal.subject)
    verbs = access.verbs(signal)
    askers = list(
        Asker.objects.filter(municipality=signal.municipality, subject=signal.subject).order_by(
            "asked_at", "pk"
        )
    )
    history = desk_events(signal, with_notes="note" in verbs)
    handover = queries.offered(signal)
    return render(
        request,
        "signals/detail.html",
        {
            "signal": signal,
            "row": dress([signal], access, signal.municipality, today)[0],
            "theme": document.part(Themes).label(signal.theme),
            "kind": document.part(Kinds).label(signal.kind),
            "told": answers,
            "promise": next(
                (each.promise for each in answers if each.promise and each.promise.state == "open"), None
            ),
            "askers": askers if "see_askers" in verbs else [],
            "sees_askers": "see_askers" in verbs,
            "sees_text": "note" in verbs or "see_askers" in verbs,
            "photos": list(signal.subject.attachments.all()) if "note" in verbs else [],
            "events": history,
            "handover": handover,
            "may_receive": handover is not None and queries.may_confirm(access, handover),
            "steps": step_names(signal, access),
            "note_form": NoteForm(),
            "today": today,
        },
    )


def step_names(signal: Signal, access: Access) -> set[str]:
    """Which buttons the page shows: the step is open in this state, and the person has the right."""
    verbs, roles = access.verbs(signal), roles_on(access, signal)
    found = {step.value for step in workflow.steps(State(signal.state), roles)}
    needs = {
        "take": "take",
        "give": "give",
        "answer": "answer",
        "close": "answer",
        "note": "note",
        "reopen": "note",
    }
    needs |= {"make_care": "make_care", "settle_condition": "settle", "keep_promise": "settle"}
    allowed = {name for name in found if needs.get(name) in verbs}
    if "publish" in verbs and signal.visibility != "care":
        allowed.add("publish")
    if signal.visibility == "care":
        allowed.discard("make_care")
    if signal.has_promise:
        allowed.discard("close")
    if signal.formal_kind:
        allowed.discard("answer")
    return allowed
