"""What everybody may see: a published signal, joining it, what is near a place, and photos that staff made public (D4)."""

import uuid
from math import isfinite

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit import once
from wijkwerk.ground.kit.forms import given
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.ground.subjects.models import Attachment, PhotoState
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Answer, Asker, AskerRole, Promise
from wijkwerk.work.answers.queries import late
from wijkwerk.work.answers.tell import due_words
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.merging import was_public
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public.history import STATES
from wijkwerk.work.signals.public.limits import limited
from wijkwerk.work.signals.public.near import OVER, similar
from wijkwerk.work.signals.public.pictures import picture
from wijkwerk.work.signals.public.report_forms import ContactForm
from wijkwerk.work.signals.sections import Retention, Themes


def published(request: HttpRequest, code: str) -> Signal:
    """The published signal with this code. Raises Http404: who may not see it does not learn that it is there."""
    cleaned = clean_code(code)
    rows = Signal.objects.select_related("subject", "municipality", "owner_team").exclude(visibility="care")
    rows = rows.filter(
        municipality=municipality_of(request), subject__code=cleaned, published_at__isnull=False
    )
    # Checked before the database sees it: PostgreSQL refuses some signs outright.
    found = rows.first() if is_public_code(cleaned) else None
    if found is None:
        raise Http404
    return found


def went_to(request: HttpRequest, code: str) -> str:
    """The code of the published signal that this one was merged into; "" unless this one was public itself until then."""
    cleaned = clean_code(code)
    rows = Signal.objects.filter(municipality=municipality_of(request), subject__code=cleaned)
    found = rows.filter(state=State.MERGED).first() if is_public_code(cleaned) else None
    if found is None or not was_public(found):
        return ""
    while (
        found.merged_into is not None
    ):  # ends: what is merged into is alive at that moment, so there is no circle
        found = found.merged_into
    return found.subject.code if found.published_at and found.visibility != "care" else ""


@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """The public page of a signal: what staff wrote or confirmed for everybody, and no more."""
    if moved := went_to(request, code):
        return redirect("signals:shown", moved)
    signal = published(request, code)
    document, names = current(signal.municipality), areas.path_names(signal.municipality)
    badge, word = STATES[State(signal.state)]
    answers = Answer.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, superseded_at=None
    )
    photo = Attachment.objects.filter(
        municipality=signal.municipality_id,
        subject=signal.subject_id,
        public_at__isnull=False,
        state=PhotoState.READY,
    ).first()
    context = {
        "code": signal.subject.code,
        "title": signal.public_title,
        "place": signal.public_place,
        "area": names.get(signal.area_path),
        "theme": document.part(Themes).label(signal.theme),
        "state": {"badge": badge, "word": word},
        "answer": answers.values("kind", "public_answer", "public_what").first(),
        "promises": _public_promises(signal),
        "photo": photo,
        "may_join": signal.state != State.CLOSED and signal.state not in OVER,
        "house": document.part(Contact),
        "municipality": signal.municipality,
    }
    return render(request, "signals/public/shown.html", context)


def _public_promises(signal: Signal) -> list[dict[str, object]]:
    rows = Promise.objects.filter(municipality=signal.municipality_id, asked=signal.subject_id, care=False)
    today = local_date(timezone.now())
    return [
        {
            "what": each.public_what,
            "state": each.state,
            "late": late(each, today),
            "due": due_words(each.due_until, each.precision),
        }
        for each in rows.exclude(public_what="").order_by("made_at")
    ]


@limited("join")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the same: from now on this person gets every answer too."""
    if moved := went_to(request, code):
        return redirect("signals:shown", moved)
    signal = published(request, code)
    form = ContactForm(given(request))
    if form.is_valid():
        try:
            asker = _join_once(signal, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(reverse("signals:trace", args=[link_token(asker)]) + "?nieuw")
    document = current(signal.municipality)
    context = {
        "form": form,
        "signal": signal,
        "possible": signal.state != State.CLOSED and signal.state not in OVER,
        "house": document.part(Contact),
        "retention": document.part(Retention),
        "municipality": signal.municipality,
    }
    answer = render(request, "signals/public/join.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _join_once(signal: Signal, form: ContactForm) -> Asker:
    """One asker per form: sent twice, both times the same link. Raises Refused."""
    now, key = timezone.now(), str(form.cleaned_data.get("once") or "")
    try:
        with transaction.atomic():
            once.claim(key and f"join-{key}"[:64], action="join", now=now)
            asker = actions.join(signal=signal, who=form.asker(AskerRole.JOINED), now=now)
            once.settle(key and f"join-{key}"[:64], result=str(asker.pk))
            return asker
    except once.SentBefore as before:
        found = Asker.objects.filter(
            municipality=signal.municipality_id, subject=signal.subject_id, pk=before.result
        ).first()
        if found is None:
            raise Refused("Dit formulier is al gebruikt. Laad de pagina opnieuw.") from None
        return found


@limited("near", methods=("GET", "HEAD"))
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Similar public signals near a point: a piece of the form's page, or a plain page."""
    municipality = municipality_of(request)
    lon, lat = _number(request.GET.get("lon", "")), _number(request.GET.get("lat", ""))
    theme = request.GET.get("theme", "")[:40].replace("\x00", "")
    inside = lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 89
    found = (
        similar(municipality, lon=lon or 0.0, lat=lat or 0.0, theme=theme, now=timezone.now())
        if inside
        else []
    )
    part = request.headers.get("HX-Request") == "true"
    context = {"near": found, "municipality": municipality, "house": current(municipality).part(Contact)}
    answer = render(request, f"signals/public/{'_near' if part else 'near'}.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _number(text: str) -> float | None:
    try:
        found = float(text[:30])
    except ValueError:
        return None
    return found if isfinite(found) else None


@require_safe
def shown_photo(request: HttpRequest, code: str, photo: uuid.UUID) -> HttpResponse:
    """A photo that staff made public, of a published signal."""
    signal = published(request, code)
    rows = Attachment.objects.filter(municipality=signal.municipality_id, subject=signal.subject_id, pk=photo)
    found = rows.filter(public_at__isnull=False).first()
    if found is None:
        raise Http404
    return picture(found, public=True)


@require_safe
def photo(request: HttpRequest, photo: uuid.UUID) -> HttpResponse:
    """A photo for staff who may see its signal."""
    access = access_of(request)
    rows = Attachment.objects.filter(municipality=municipality_of(request), pk=photo, subject__isnull=False)
    found = rows.select_related("subject__signal").first() if access.is_staff else None
    signal = getattr(found.subject, "signal", None) if found else None
    if found is None or signal is None or not access.may("note", signal):
        raise Http404
    return picture(found)
