"""What somebody asks about their own data, on the desk with its term (AVG, art. 12); and the dossier of one signal as a file."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.may import Access
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.models import DataRequest, Wish
from wijkwerk.work.signals import own_data
from wijkwerk.work.signals.actions import log
from wijkwerk.work.signals.desk import dossiers
from wijkwerk.work.signals.desk.data_forms import ALL, NO, SettleForm
from wijkwerk.work.signals.desk.may import find
from wijkwerk.work.signals.desk.step_views import GET_POST, given, run_step
from wijkwerk.work.signals.desk.views import for_desk
from wijkwerk.work.signals.models import Signal

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
    by: Any = request.user

    def work() -> None:
        _settle(signal, row, form.cleaned_data, by)

    page = {
        "title": TITLES[Wish(row.wish)],
        "button": "Klaar",
        "template": "signals/data_settle.html",
        "row": row,
    }
    return run_step(
        request,
        signal,
        form,
        verb="data_settle",
        work=work,
        done="Genoteerd. De melder krijgt bericht.",
        page=page,
        to="signals:data_requests",
    )


def _settle(signal: Signal, row: DataRequest, said: dict[str, Any], by: Any) -> None:
    settled = {"asked": own_data.asked_about(signal), "request": row, "why": said["why"], "by": by}
    now = timezone.now()
    if said["outcome"] == NO:
        data_requests.refuse(**settled, now=now)
        return
    with_words = said["outcome"] == ALL
    if row.wish == Wish.ERASE:
        own_data.check(asker=row.asker, with_words=with_words)
    if row.wish == Wish.CORRECT:
        contact = {name: said.get(name, getattr(row.asker, name)) for name in ("name", "contact", "address")}
        data_requests.correct(asker=row.asker, **contact, by=by, now=now)
    data_requests.grant(**settled, with_words=with_words, now=now)


@require_safe
def dossier(request: HttpRequest, code: str) -> FileResponse:
    """The whole dossier of one signal as a ZIP. That it was taken out stands in the history."""
    signal, now = find(request, code, "see_askers"), timezone.now()
    made = dossiers.build(signal, now=now)
    by: Any = request.user
    log(signal, "exported", by=by, now=now)
    return FileResponse(made, as_attachment=True, filename=f"dossier-{signal.subject.code}.zip")
