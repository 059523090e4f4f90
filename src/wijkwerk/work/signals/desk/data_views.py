"""What somebody asks about their own data, on the desk with its term (AVG, art. 12); and the dossier of one signal as a file."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import who
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.models import DataRequest, Wish
from wijkwerk.work.signals.actions.steps import log
from wijkwerk.work.signals.desk import dossiers
from wijkwerk.work.signals.desk.data_forms import ALL, NO, SettleForm
from wijkwerk.work.signals.desk.may import find, for_desk
from wijkwerk.work.signals.desk.steps.step_views import run_step
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.personal import own_data

MOST = 200
TITLES = {
    Wish.COPY: "Een melder vraagt een kopie",
    Wish.CORRECT: "Een melder wil iets laten verbeteren",
    Wish.ERASE: "Een melder wil gewist worden",
}


def open_requests(access: Access, municipality: Municipality) -> list[tuple[DataRequest, Signal]]:
    """Requests that wait, of askers whom this person may see, the first term first. Two queries."""
    rows = DataRequest.objects.filter(municipality=municipality, settled_at=None).select_related("asker")
    found = list(rows.order_by("due", "asked_at", "wish", "id")[:MOST])
    # By where the asker is now: a signal may have been merged since.
    signals = Signal.objects.filter(access.visible(), pk__in={row.asker.subject_id for row in found})
    seen = {
        signal.pk: signal for signal in signals.select_related("subject") if access.may("see_askers", signal)
    }
    return [(row, seen[row.asker.subject_id]) for row in found if row.asker.subject_id in seen]


@require_safe
def data_list(request: HttpRequest) -> HttpResponse:
    """Everything that waits, with its last day."""
    access, municipality = for_desk(request)
    context = {"rows": open_requests(access, municipality), "today": timezone.localdate()}
    return render(request, "signals/data_requests.html", context)


def _one(signal: Signal, key: uuid.UUID) -> DataRequest:
    rows = DataRequest.objects.filter(municipality=signal.municipality_id, settled_at=None)
    found = rows.filter(pk=key, asker__subject=signal.subject_id).select_related("asker").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(GET_POST)
def data_settle(request: HttpRequest, code: str, key: uuid.UUID) -> HttpResponse:
    """Do what was asked, or say why not."""
    signal = find(request, code, "see_askers")
    row = _one(signal, key)
    form = SettleForm(given(request), request=row)

    def work() -> None:
        _settle(signal, row, form.cleaned_data, who(request))

    page = {
        "title": TITLES[Wish(row.wish)],
        "button": "Klaar",
        "template": "signals/data_settle.html",
        "row": row,
    }
    done, to = "Genoteerd. De melder krijgt bericht.", "signals:data_requests"
    return run_step(request, signal, form, verb="data_settle", work=work, done=done, page=page, to=to)


def _settle(signal: Signal, row: DataRequest, said: dict[str, Any], mine: dict[str, Any]) -> None:
    settled = {"asked": asked_of(signal), "request": row, "why": said["why"], **mine}
    if said["outcome"] == NO:
        data_requests.refuse(**settled)
        return
    with_words = said["outcome"] == ALL
    if row.wish == Wish.ERASE:
        own_data.check(asker=row.asker, with_words=with_words)
    if row.wish == Wish.CORRECT:
        contact = {name: said.get(name, getattr(row.asker, name)) for name in ("name", "contact", "address")}
        data_requests.correct(asker=row.asker, **contact, **mine)
    data_requests.grant(**settled, with_words=with_words)


@require_safe
def dossier(request: HttpRequest, code: str) -> FileResponse:
    """The whole dossier of one signal as a ZIP. That it was taken out stands in the history."""
    signal, mine = find(request, code, "see_askers"), who(request)
    made = dossiers.build(signal, now=mine["now"])
    log(signal, "exported", **mine)
    return FileResponse(made, as_attachment=True, filename=f"dossier-{signal.subject.code}.zip")
