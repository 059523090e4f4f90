"""Pages of the records keeper: destruction lists, the declaration, and legal hold. They hold codes, dates and rules, no texts."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkwerk.ground.kit.db import capped_count
from wijkwerk.ground.kit.dutch_dates import day_words
from wijkwerk.ground.kit.forms import GET_POST
from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.forms import OnceForm
from wijkwerk.ground.people.web import access_of, here_and_who, municipality_of, need, once_only, who
from wijkwerk.ground.subjects import destroying, holding
from wijkwerk.ground.subjects.models import DestructionItem, DestructionList, Subject
from wijkwerk.ground.subjects.records_forms import HoldForm, SureForm, WhyForm

MANAGE = "manage_records"
PAGE = 50
PAPER = Path(__file__).parent / "paper" / "declaration.typ"
RESULTS = {
    "yes": "ja",
    "no": "nee",
    "yes_if": "ja, op voorwaarde",
    "merged": "samengevoegd",
    "split": "gesplitst",
    "redirected": "doorgestuurd",
    "forwarded": "officieel, doorgestuurd",
    "no_reply": "geen antwoord van de melder",
    "answered_elsewhere": "elders beantwoord",
}


def _care(request: HttpRequest) -> bool:
    """Whether this keeper also works in the care line: only then do dossiers about care exist for them (D8)."""
    return bool(access_of(request).care_teams)


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """What is proposed, what is being done, what was done, and how much is due."""
    need(request, MANAGE)
    municipality = municipality_of(request)
    lines = [_line(request, care=care) for care in ((False, True) if _care(request) else (False,))]
    past = DestructionList.objects.filter(municipality=municipality).exclude(done_at=None, withdrawn_at=None)
    past = past if _care(request) else past.filter(care=False)
    context = {"lines": lines, "past": past.order_by("-proposed_at")[:PAGE], "form": SureForm()}
    return render(request, "subjects/records.html", context)


def _line(request: HttpRequest, *, care: bool) -> dict[str, Any]:
    """The open list of this line, or how many dossiers are due (no more than a thousand counted)."""
    municipality = municipality_of(request)
    rows = DestructionList.objects.filter(
        municipality=municipality, care=care, done_at=None, withdrawn_at=None
    )
    found = rows.first()
    today = timezone.localdate()
    due = 0 if found else len(destroying.due(municipality, today=today, care=care))
    return {"care": care, "list": found, "due": f"{due}+" if due >= destroying.MOST else due}


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Make a list of what is due now."""
    need(request, MANAGE)
    care = request.POST.get("care") == "ja"
    if care and not _care(request):
        raise Http404
    form = SureForm(request.POST)
    given = here_and_who(request)
    made = form.is_valid() and once_only(
        request, form, "propose", lambda: destroying.propose(**given, care=care)
    )
    if made:
        return redirect("subjects:list", made)
    for words in form.non_field_errors():
        messages.info(request, str(words))
    return redirect("subjects:records")


def _list(request: HttpRequest, key: uuid.UUID) -> DestructionList:
    need(request, MANAGE)
    rows = DestructionList.objects.select_related("proposed_by", "approved_by", "municipality")
    found = get_object_or_404(rows, municipality=municipality_of(request), pk=key)
    if found.care and not _care(request):
        raise Http404
    return found


@require_safe
def one_list(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One list, 50 dossiers a page; while it is carried out, how far it is."""
    found = _list(request, key)
    rows = found.items.select_related("subject").order_by("id")
    after = _read(request.GET.get("na", ""))
    page = list((rows.filter(id__gt=after) if after else rows)[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    context = {
        "list": found,
        "rows": [(row, RESULTS.get(row.result, row.result)) for row in page[:PAGE]],
        "number": capped_count(found.items.all()),
        "left_out": capped_count(found.items.exclude(left_out="")),
        "done": capped_count(found.items.filter(done_at__isnull=False)),
        "open": not (found.approved_at or found.withdrawn_at),
        "mine": found.proposed_by_id == access_of(request).user_id,
        "form": SureForm(),
        "pager": {"next_url": f"?na={more}" if more else "", "previous_url": "?" if after else ""},
    }
    return render(request, "subjects/list.html", context)


def _read(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_http_methods(GET_POST)
def approve(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The second pair of eyes says yes."""
    found = _list(request, key)
    if found.proposed_by_id == request.user.pk:
        messages.info(request, destroying.FOUR_EYES)
        return redirect("subjects:list", found.pk)
    page = {
        "title": "Keur de lijst goed",
        "text": "De persoonlijke gegevens van deze dossiers worden dan gewist. Dat kan niet terug. "
        "Er komt een verklaring van vernietiging.",
        "button": "Ja, vernietig deze dossiers",
    }
    form = WhyForm(request.POST or None)
    return _do(
        request,
        form,
        "approve",
        lambda: destroying.approve(made=found, why=form.cleaned_data["why"], **who(request)),
        page=page,
        back=("subjects:list", found.pk),
        done="De lijst is goedgekeurd. Het wissen begint.",
    )


@require_POST
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Nothing of this list is destroyed."""
    found = _list(request, key)
    try:
        destroying.withdraw(made=found, **who(request))
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, "De lijst is ingetrokken. Er is niets gewist.")
    return redirect("subjects:list", found.pk)


def _item(request: HttpRequest, key: uuid.UUID) -> DestructionItem:
    need(request, MANAGE)
    rows = DestructionItem.objects.select_related("list", "subject")
    found = get_object_or_404(rows, municipality=municipality_of(request), pk=key)
    if found.list.care and not _care(request):
        raise Http404
    return found


@require_http_methods(GET_POST)
def leave_out(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """This dossier stays for now."""
    found = _item(request, key)
    page = {
        "title": f"Laat {found.subject.code} van de lijst",
        "text": "Het dossier blijft bewaard. Op een volgende lijst staat het weer. "
        "Mag het voorlopig helemaal niet weg? Zet het dan vast.",
        "button": "Laat dit dossier staan",
    }
    form = WhyForm(request.POST or None)
    return _do(
        request,
        form,
        "leave_out",
        lambda: destroying.leave_out(item=found, why=form.cleaned_data["why"], **who(request)),
        page=page,
        back=("subjects:list", found.list_id),
        done=f"{found.subject.code} blijft bewaard.",
    )


@require_POST
def put_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """It goes with the others after all."""
    found = _item(request, key)
    try:
        destroying.put_back(item=found, **who(request))
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("subjects:list", found.list_id)


@require_safe
def declaration(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The declaration of destruction with its specification, as a PDF."""
    found = _list(request, key)
    if found.done_at is None:
        raise Http404
    rows = found.items.filter(done_at__isnull=False).select_related("subject").order_by("id")
    made = paper(
        PAPER,
        title="Verklaring van vernietiging",
        municipality=f"Gemeente {found.municipality.name}",
        data={"text": found.declaration.partition("\n\n")[2], "rows": [_row(row) for row in rows]},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="vernietiging-{found.done_at:%Y-%m-%d}.pdf"'
    return answer


def _row(row: DestructionItem) -> list[str]:
    years = f"{row.years} jaar" if row.years else ""
    done = day_words(row.done_at) if row.done_at else ""
    return [row.subject.code, row.about, row.rule, years, day_words(row.ended_on), done]


@require_http_methods(GET_POST)
def holds(request: HttpRequest) -> HttpResponse:
    """What is on hold and why, and a form to put one more on hold."""
    need(request, MANAGE)
    care, municipality = _care(request), municipality_of(request)
    form = HoldForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})

    def work() -> None:
        holding.hold(subject=_subject(request, form.cleaned_data["code"]), **_why(request, form), care=care)

    if request.method == "POST" and form.is_valid() and once_only(request, form, "hold", work):
        messages.success(request, "Het dossier staat vast. Het wordt niet vernietigd.")
        return redirect("subjects:holds")
    context = {"form": form, "rows": holding.held(municipality, care=care)}
    return render(request, "subjects/holds.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def release(request: HttpRequest, code: str) -> HttpResponse:
    """Its own term counts again."""
    need(request, MANAGE)
    care, municipality = _care(request), municipality_of(request)
    found = next((each for each, _ in holding.held(municipality, care=care) if each.code == code), None)
    if found is None:
        raise Http404
    form = WhyForm(request.POST or None)
    subject = Subject.objects.get(pk=found.subject)
    page = {
        "title": f"Laat {code} los",
        "text": "De gewone bewaartermijn geldt dan weer. Is die voorbij, dan komt het dossier op de volgende lijst.",
        "button": "Laat los",
    }
    return _do(
        request,
        form,
        "release",
        lambda: holding.release(subject=subject, **_why(request, form), care=care),
        page=page,
        back=("subjects:holds",),
        done=f"{code} is los.",
    )


def _subject(request: HttpRequest, code: str) -> Subject:
    found = Subject.objects.filter(municipality=municipality_of(request), code=code).first()
    if found is None:
        raise Refused("code", holding.NO_DOSSIER)
    return found


def _why(request: HttpRequest, form: WhyForm) -> dict[str, Any]:
    return {**here_and_who(request), "why": form.cleaned_data["why"]}


def _do(
    request: HttpRequest,
    form: OnceForm,
    action: str,
    work: Callable[[], Any],
    *,
    page: dict[str, str],
    back: tuple[Any, ...],
    done: str,
) -> HttpResponse:
    """Show the form, or do the work once and go back."""
    if request.method == "POST" and form.is_valid() and once_only(request, form, action, work):
        messages.success(request, done)
        return redirect(*back)
    context = {"form": form, "back": back[0], "back_to": back[1] if len(back) > 1 else None, **page}
    return render(request, "subjects/step.html", context, status=422 if form.errors else 200)
