"""The desk: what is new, what is mine, what waits too long, what was promised; lists and one signal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.panels import panels
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.queries import stands_in_for
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.queries import told
from wijkwerk.work.signals.actions.steps import NOT_FORMAL
from wijkwerk.work.signals.conversation import with_talk
from wijkwerk.work.signals.desk.forms import NoteForm
from wijkwerk.work.signals.desk.history import desk_events
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.filters import Filter
from wijkwerk.work.signals.desk.lists.frame import banner
from wijkwerk.work.signals.desk.lists.promise_lists import soon
from wijkwerk.work.signals.desk.lists.rows import Row, dress, promise_rows
from wijkwerk.work.signals.desk.lists.saved import saved_by
from wijkwerk.work.signals.desk.may import NEEDS, find, for_desk, roles_on, verbs_on
from wijkwerk.work.signals.desk.photos import photos_of, with_photos
from wijkwerk.work.signals.desk.steps import handing_panels, merging_views
from wijkwerk.work.signals.desk.steps.asking_views import panel
from wijkwerk.work.signals.desk.steps.elsewhere_views import elsewhere_panel
from wijkwerk.work.signals.desk.steps.handing_panels import without_steps
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.owners import aside
from wijkwerk.work.signals.sections import Kinds, Themes

FIRST = 5
COUNTED = ("lang", "nieuw", "mijn", "beloofd", "berichten")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Four counts, then the first of each list, and what waits for a yes from this person."""
    access, municipality = for_desk(request)
    today = timezone.localdate()
    apart = aside(access, municipality) is not None
    counts = queries.counts(access, municipality, [*COUNTED, *([queries.APART] if apart else [])], today)
    late, new = (
        First(_first(access, municipality, which, today), counts[which]) for which in ("lang", "nieuw")
    )
    promises = soon(access, municipality, today=today)
    handing = handing_panels.on_desk(access, municipality, today)
    tiles = [
        _tile("late", "ww-c-late", "Ligt te lang", late.count, "lang"),
        _tile("new", "ww-c-brand", "Nieuw", new.count, "nieuw"),
        _tile("person", "ww-c-brand", "Van mij", counts["mijn"], "mijn"),
        _tile("open", "ww-c-if", "Beloofd", counts["beloofd"], "beloofd"),
    ]
    if counts["berichten"]:
        tiles.append(_tile("mail", "ww-c-brand", "Berichten", counts["berichten"], "berichten"))
    if counts.get(queries.APART):
        tiles.append(_tile("flag", "ww-c-brand", "Kapot of vies", counts[queries.APART], queries.APART))
    names = areas.path_names(municipality)
    return render(
        request,
        "signals/desk.html",
        {
            "tiles": tiles,
            "late": late,
            "new": new,
            "waiting": handing["waiting"],
            "promises": promise_rows(promises, today),
            "signs": [names[path].name for path in sorted(access.areas | access.watches) if path in names],
            "urgent": banner(access, municipality),
            "handing": handing,
            "may_enter": access.may("enter"),
            "stands_in": stands_in_for(access.user_id, municipality, today=today),
            "kept": saved_by(access.user_id, municipality),
            "panels": panels("signals.desk", access=access, municipality=municipality),
            "first_name": request.user.name.split(" ")[0] if request.user.is_authenticated else "",
        },
    )


@dataclass(frozen=True)
class First:
    """The first rows of a fixed list, and how many there are (no more than a thousand counted)."""

    rows: list[Row]
    count: int


def _first(access: Access, municipality: Municipality, which: str, today: date) -> list[Row]:
    rows, _ = queries.desk_page(access, municipality, Filter(which), today, size=FIRST)
    return dress(rows, access, municipality, today)


def _tile(icon: str, look: str, word: str, count: int, which: str) -> dict[str, Any]:
    return {
        "icon": icon,
        "look": look,
        "word": word,
        "count": "1.000+" if count > 1000 else count,
        "which": which,
    }


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One signal: what was said, whose it is, what was answered and promised, what happened, what one can do now."""
    access, today = access_of(request), timezone.localdate()
    rows = queries.with_sent_back(with_photos(with_talk(queries.with_offer())), access)
    signal = find(request, code, rows=rows.select_related("broad_look__written_by"))
    document = current(signal.municipality)
    answers = told(signal.subject)
    verbs = access.verbs(signal)
    askers = list(
        Asker.objects.filter(municipality=signal.municipality, subject=signal.subject)
        .select_related("came_from__signal")
        .order_by("asked_at", "pk")
    )
    history = desk_events(signal, with_notes="note" in verbs)
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
            "photos": photos_of(signal) if "note" in verbs else [],
            "events": history,
            "ties": merging_views.panel(history),
            "talk": panel(signal, sees="note" in verbs or "see_askers" in verbs),
            "steps": step_names(signal, access),
            "elsewhere": elsewhere_panel(signal, today, history),
            "note_form": NoteForm(),
            "panels": panels("signals.panels", signal=signal, access=access, public=False),
            "today": today,
        }
        | handing_panels.on_signal(signal, access, today, reads="note" in verbs),
    )


def step_names(signal: Signal, access: Access) -> set[str]:
    """Which buttons the page shows: the step is open in this state, and the person has the right."""
    verbs, roles = verbs_on(access, signal, signal.municipality), roles_on(access, signal)
    found = {step.value for step in workflow.steps(State(signal.state), roles)}
    if signal.erased_at is not None:
        return found & verbs & {"make_care"}
    allowed = {name for name in found if NEEDS.get(name) in verbs} - without_steps(signal, roles)
    if "publish" in verbs and signal.visibility != "care" and signal.state != State.MERGED:
        allowed.add("publish")
    if signal.visibility == "care":
        allowed -= {"make_care", "merge", "unmerge", "split"}
    if signal.has_promise:
        allowed -= {"close", "merge", "split"}
    if signal.formal_kind:
        allowed -= {*NOT_FORMAL, "forward", "publish"}
    else:
        allowed.discard("register")
    return allowed
