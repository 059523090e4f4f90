"""The internal log of areas: the list, a new note, and what becomes of one (O26)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.queries import area_of
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.web import who
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.projects import queries
from wijkwerk.work.projects.actions import notes as verbs
from wijkwerk.work.projects.forms import NoteForm, TeamForm
from wijkwerk.work.projects.may import Reading, find_note, reading
from wijkwerk.work.projects.models import LogNote
from wijkwerk.work.projects.running import run
from wijkwerk.work.projects.sections import AreaLog
from wijkwerk.work.projects.views import area_choices
from wijkwerk.work.signals.desk.forms import ConfirmForm


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first; by area, tag and state. What was put away shows only when asked for."""
    seen = reading(request)
    municipality, part = seen.municipality, current(seen.municipality).part(AreaLog)
    tags = [(tag.key, tag.label) for tag in part.tags]
    wanted = queries.read(request.GET, municipality, states=queries.LOG_STATES, tags=[key for key, _ in tags])
    rows, more = queries.notes(municipality, seen.paths, wanted)
    selects = [
        ("gebied", own("{area.one}"), "Overal", area_choices(municipality, seen.paths), wanted.path),
        ("onderwerp", "Onderwerp", "Alle onderwerpen", tags, wanted.tag),
        ("stand", "Stand", "Open en opgepakt", [(key, word) for key, (_, word) in queries.LOG_STATES.items()], wanted.state),
    ]  # fmt: skip
    context = {
        "rows": [_row(note, seen, part) for note in rows],
        "selects": [
            {"name": name, "label": label, "all": every, "options": options, "chosen": chosen}
            for name, label, every, options, chosen in selects
        ],
        "narrowed": bool(wanted.path or wanted.state or wanted.tag),
        "pager": {"next_url": more, "previous_url": wanted.url() if wanted.after else ""},
        "writes": bool(seen.writes),
        "years": part.keep_years,
    }
    return render(request, "projects/log.html", context)


def _row(note: LogNote, seen: Reading, part: AreaLog) -> dict[str, Any]:
    return {
        "note": note,
        "badge": queries.LOG_STATES[note.state],
        "tags": [part.label(each.tag) for each in note.tags.all()],
        "writes": bool(seen.roles(note.area_path)),
        "takes": bool(seen.teams),
    }


@require_http_methods(GET_POST)
def write_note(request: HttpRequest) -> HttpResponse:
    """A note for colleagues. What looks like personal data is pointed out first."""
    seen = reading(request, writes=True)
    tags = [(tag.key, tag.label) for tag in current(seen.municipality).part(AreaLog).tags]
    form = NoteForm(given(request), areas=area_choices(seen.municipality, seen.writes), tags=tags)

    def work() -> None:
        area = area_of(seen.municipality, form.cleaned_data["area"])
        if area is None:
            raise Refused(verbs.NO_AREA)
        values = {name: form.cleaned_data[name] for name in ("text", "tags")}
        roles = seen.roles(area.path)
        verbs.write_note(municipality=seen.municipality, area=area, roles=roles, **values, **who(request))

    page = {"title": "Schrijf in het logboek", "button": "Bewaar de notitie", "log": True}
    return _run(request, form, "write_note", work, "De notitie staat in het logboek.", page)


def _run(
    request: HttpRequest, form: Any, verb: str, work: Any, done: str, page: dict[str, Any]
) -> HttpResponse:
    to = reverse("projects:log")
    return run(request, form, verb=verb, work=work, done=done, to=to, page=page)


@require_http_methods(GET_POST)
def take_up(request: HttpRequest, note: uuid.UUID) -> HttpResponse:
    """A team of mine does something with it."""
    found, seen = find_note(request, note)
    teams = Team.objects.filter(pk__in=[team.pk for team in seen.teams]).order_by("name")
    form = TeamForm(given(request), teams=teams, initial={"team": seen.teams[0].pk if seen.teams else None})

    def work() -> None:
        roles = seen.roles(found.area_path)
        verbs.take_up(note=found, team=form.cleaned_data["team"], roles=roles, **who(request))

    page = {"title": "Pak dit op", "button": "Wij pakken dit op", "log": True, "text": found.text}
    return _run(request, form, "take_up", work, "Opgepakt.", page)


@require_http_methods(GET_POST)
def archive_note(request: HttpRequest, note: uuid.UUID) -> HttpResponse:
    """It is put away."""
    found, seen = find_note(request, note)
    form = ConfirmForm(given(request))

    def work() -> None:
        verbs.archive_note(note=found, roles=seen.roles(found.area_path), **who(request))

    page = {"title": "Berg deze notitie op", "button": "Berg op", "log": True, "text": found.text}
    return _run(request, form, "archive_note", work, "De notitie is opgeborgen.", page)


@require_http_methods(GET_POST)
def reopen_note(request: HttpRequest, note: uuid.UUID) -> HttpResponse:
    """It is open again."""
    found, seen = find_note(request, note)
    form = ConfirmForm(given(request))

    def work() -> None:
        verbs.reopen_note(note=found, roles=seen.roles(found.area_path), **who(request))

    page = {"title": "Zet deze notitie weer open", "button": "Zet weer open", "log": True, "text": found.text}
    return _run(request, form, "reopen_note", work, "De notitie is weer open.", page)
