"""The settings screens of administrators."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wijkwerk.faces.blueprints import actions, preview, queries, reading, trial, wording
from wijkwerk.faces.blueprints.desks import Desk, MakeSheet, changed_document, desk_of, holds
from wijkwerk.faces.blueprints.facts.parts import BY_NAME, PARTS
from wijkwerk.faces.blueprints.forms import DoubtForm, WhyForm
from wijkwerk.faces.blueprints.sheets import SHEETS, FactSheet, LetterSheet, Sheet
from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.areas.models import SettingsVersion
from wijkwerk.ground.kit.form_fields import ErrorLine, errors_of
from wijkwerk.ground.people.teams import TeamRefused
from wijkwerk.ground.people.web import person_of
from wijkwerk.work.answers.sections import ALLOWED, ALWAYS, LABELS, Letters

CHANGED = "Bewaard. Dit is nu versie {number}."
UNCHANGED = "Er is niets veranderd."
REFUSED = 422  # a form that is shown again, with what is wrong


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that can be set, and what a person must still look at."""
    desk = desk_of(request)
    addresses = {sheet.where: reverse(f"blueprints:{sheet.slug}") for sheet in SHEETS.values()}
    addresses["letters"] = reverse("blueprints:letters")
    doubts = [
        {
            "path": path,
            "place": wording.place(path, desk.document.raw),
            "doubt": doubt,
            "url": _address(path, addresses),
        }
        for path, doubt in queries.doubts(desk.document)
    ]
    parts = [
        {"title": sheet.title, "lead": sheet.lead, "icon": sheet.icon, "url": addresses[sheet.where]}
        for sheet in SHEETS.values()
    ]
    return render(request, "blueprints/overview.html", {"desk": desk, "parts": parts, "doubts": doubts})


@require_POST
def settle_doubt(request: HttpRequest) -> HttpResponse:
    """A doubtful value is right as it is."""
    desk = desk_of(request)
    form = DoubtForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    try:
        actions.settle_doubt(
            municipality=desk.municipality,
            path=given["path"],
            base_number=given["base"],
            by=person_of(request).pk,
            now=timezone.now(),
        )
    except settings.Changed:
        messages.warning(request, "Iemand anders heeft net iets gewijzigd. Kijk nog een keer.")
    else:
        messages.success(request, "Nagekeken. De regel is weg.")
    return redirect("blueprints:overview")


def _address(path: str, addresses: dict[str, str]) -> str:
    part, _, rest = path.partition(".")
    if part == "letters" and rest.partition(".")[0] in LABELS:
        return reverse("blueprints:letter", args=[rest.partition(".")[0]])
    if part in BY_NAME:
        return reverse("blueprints:fact", args=[part])
    return addresses.get(part, "")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One part of the settings."""
    desk = desk_of(request)
    return _edit(request, desk, SHEETS[slug], "blueprints/sheet.html", reverse("blueprints:overview"), {})


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """All letters."""
    desk = desk_of(request)
    texts = desk.document.part(Letters)
    found = [
        {"kind": kind, "label": label, "title": texts.text(kind).title} for kind, label in LABELS.items()
    ]
    return render(request, "blueprints/letters.html", {"desk": desk, "letters": found})


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, kind: str) -> HttpResponse:
    """One letter, with an example of what the asker gets."""
    desk = desk_of(request)
    if kind not in LABELS:
        raise Http404
    extra = {"label": LABELS[kind], "places": preview.places(sorted(ALWAYS | ALLOWED[kind]))}
    make = partial(LetterSheet, kind)
    return _edit(request, desk, make, "blueprints/letter.html", reverse("blueprints:letters"), extra)


@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """Everything that is told about the way of working, part by part."""
    desk = desk_of(request)
    found = [
        {
            "name": section.name,
            "title": section.title,
            "size": queries.size_of(desk.document.raw[section.name]),
        }
        for section in PARTS
    ]
    return render(request, "blueprints/facts.html", {"desk": desk, "parts": found})


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, part: str) -> HttpResponse:
    """One part of what is told about the way of working."""
    desk = desk_of(request)
    if part not in BY_NAME:
        raise Http404
    make = partial(FactSheet, BY_NAME[part])
    return _edit(request, desk, make, "blueprints/fact.html", reverse("blueprints:facts"), {})


def _edit(
    request: HttpRequest, desk: Desk, make: MakeSheet, template: str, back: str, extra: dict[str, Any]
) -> HttpResponse:
    if request.method == "GET":
        sheet = desk.sheet(make, desk.document.raw)
        return _show(request, desk, template, sheet, _new_why(desk), {**extra, "back": back})
    why = WhyForm(request.POST)
    base = base_of(desk, why)
    context = {**extra, "back": back}
    if "table" in request.POST:
        return _taken_back(request, desk, make, template, _not_asked_yet(desk, why), context)
    sheet = desk.sheet(make, base.raw, request.POST)
    if "preview" in request.POST:
        return _preview(request, desk, base, template, sheet, _not_asked_yet(desk, why), context)
    if not holds(base, sheet) or not why.is_valid():
        return _show(request, desk, template, sheet, why, context, status=REFUSED)
    return _save(request, desk, make, template, sheet, why, context)


def _preview(
    request: HttpRequest,
    desk: Desk,
    base: settings.Document,
    template: str,
    sheet: Sheet,
    why: WhyForm,
    context: dict[str, Any],
) -> HttpResponse:
    """What it would do, before it is saved: an example of a letter, or the signals of last month."""
    if not sheet.changes_routing:
        return _show(request, desk, template, sheet, why, context)
    changed = changed_document(desk, base, sheet)
    if changed is None:
        return _show(request, desk, template, sheet, why, context, status=REFUSED)
    found = trial.replayed(desk.municipality, desk.document, changed, now=timezone.now())
    return _show(request, desk, template, sheet, why, {**context, "replay": found})


def _taken_back(
    request: HttpRequest,
    desk: Desk,
    make: MakeSheet,
    template: str,
    why: WhyForm,
    context: dict[str, Any],
) -> HttpResponse:
    """The sheet with the lines that were tried out, not saved yet."""
    sheet = desk.sheet(make, desk.document.raw)
    table = trial.table_of(request.POST["table"]) if sheet.where == "routing" else None
    try:
        changed = desk.with_table(table)
    except (settings.Invalid, RecursionError) as wrong:
        raise Http404 from wrong
    return _show(request, desk, template, desk.sheet(make, changed.raw), why, context)


def show_asked_again(request: HttpRequest, desk: Desk, sheet: Sheet, why: WhyForm) -> HttpResponse:
    """A sheet that was sent to another page and does not hold."""
    context = {"back": reverse("blueprints:overview")}
    asked = _not_asked_yet(desk, why)
    return _show(request, desk, "blueprints/sheet.html", sheet, asked, context, status=REFUSED)


def _new_why(desk: Desk, why: str = "") -> WhyForm:
    return WhyForm(initial={"base": desk.document.number, "once": uuid.uuid4().hex, "why": why})


def _not_asked_yet(desk: Desk, why: WhyForm) -> WhyForm:
    """What was typed, without asking for the reason: looking at an example is not saving."""
    typed = {name: why.data.get(name, "") for name in ("why", "base", "once")}
    return WhyForm(initial={**typed, "base": typed["base"] or desk.document.number})


def base_of(desk: Desk, why: WhyForm) -> settings.Document:
    """The version that the person looked at; the newest where the form does not say."""
    why.is_valid()
    try:
        return settings.version(desk.municipality, why.cleaned_data.get("base") or desk.document.number)
    except SettingsVersion.DoesNotExist:
        why.add_error("base", "Deze versie is er niet.")
        return desk.document


def _save(
    request: HttpRequest,
    desk: Desk,
    make: MakeSheet,
    template: str,
    sheet: Sheet,
    why: WhyForm,
    context: dict[str, Any],
) -> HttpResponse:
    given = why.cleaned_data
    try:
        made = actions.change(
            municipality=desk.municipality,
            where=sheet.where,
            value=sheet.value(),
            base_number=given["base"],
            by=person_of(request).pk,
            now=timezone.now(),
            why=given["why"],
            key=given["once"],
        )
    except actions.Conflict as conflict:
        return _show_conflict(request, desk, make, template, conflict, why, context)
    except TeamRefused as refused:
        sheet.problems.append(str(refused))
    except settings.Changed:
        sheet.problems.append("Iemand anders bewaarde op hetzelfde moment. Bewaar nog een keer.")
    except settings.Invalid as invalid:
        sheet.problems += [f"{each.path}: {each.message}" for each in invalid.problems]
    else:
        messages.success(
            request, CHANGED.format(number=made.number) if made.number > given["base"] else UNCHANGED
        )
        return redirect(context["back"])
    return _show(request, desk, template, sheet, why, context, status=REFUSED)


def _show_conflict(
    request: HttpRequest,
    desk: Desk,
    make: MakeSheet,
    template: str,
    conflict: actions.Conflict,
    why: WhyForm,
    context: dict[str, Any],
) -> HttpResponse:
    """Both versions side by side; the form holds both changes, one's own where they clash, and can be saved so."""
    now = desk_of(request)
    row, who = queries.who_made(now.municipality, conflict.number)
    clashes = [
        {
            "place": wording.place(each.path, now.document.raw),
            "theirs": wording.value(each.theirs, each.path.rpartition(".")[2], now.document.raw),
            "mine": wording.value(each.mine, each.path.rpartition(".")[2], now.document.raw),
        }
        for each in conflict.clashes
    ]
    where = desk.sheet(make, desk.document.raw).where
    sheet = now.sheet(make, paths.replaced(now.document.raw, where, conflict.value))
    told = {"row": row, "who": who, "clashes": clashes}
    why = _new_why(now, why.cleaned_data["why"])
    return _show(request, now, template, sheet, why, {**context, "conflict": told}, status=409)


def _show(
    request: HttpRequest,
    desk: Desk,
    template: str,
    sheet: Sheet,
    why: WhyForm,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {"desk": desk, "sheet": sheet, "why": why, "errors": _errors(sheet, why), **extra}
    if isinstance(sheet, LetterSheet):
        context["example"] = preview.example(sheet, desk.municipality, desk.document)
    return render(request, template, context, status=status)


def _errors(sheet: Sheet, why: WhyForm) -> list[ErrorLine]:
    """What is wrong on the page, in its order: the whole, the fields, the reason."""
    lines = [ErrorLine(words, "") for words in sheet.problems]
    return lines + [line for form in (*sheet.every_form, why) for line in errors_of(form)]


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """All versions: who, when and why."""
    desk = desk_of(request)
    before = request.GET.get("voor", "")
    found = queries.versions(
        desk.municipality, before=int(before) if before.isdecimal() and len(before) < 9 else None
    )
    more = found[queries.PAGE - 1]["row"].number if len(found) > queries.PAGE else None
    pager = {"next_url": f"?voor={more}", "next_label": "Ouder"} if more else {}
    return render(
        request, "blueprints/history.html", {"desk": desk, "versions": found[: queries.PAGE], "pager": pager}
    )


@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what it changed, and a way back to it."""
    return _show_version(request, desk_of(request), number, None)


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier version in force again."""
    desk = desk_of(request)
    why = WhyForm(request.POST)
    if not why.is_valid():
        return _show_version(request, desk, number, why, status=REFUSED)
    given = why.cleaned_data
    try:
        made = actions.restore(
            municipality=desk.municipality,
            number=number,
            base_number=given["base"],
            by=person_of(request).pk,
            now=timezone.now(),
            why=given["why"],
            key=given["once"],
        )
    except (SettingsVersion.DoesNotExist, settings.NotReady) as missing:
        raise Http404 from missing
    except settings.Changed:
        why = _new_why(desk_of(request), given["why"])
        problem = "Iemand anders heeft net iets gewijzigd. Kijk in de geschiedenis. Wilt u nog steeds terug?"
        return _show_version(request, desk_of(request), number, why, problem=problem, status=409)
    except (settings.Invalid, TeamRefused) as error:
        return _show_version(request, desk, number, why, problem=str(error), status=REFUSED)
    messages.success(request, CHANGED.format(number=made.number))
    return redirect("blueprints:history")


def _show_version(
    request: HttpRequest,
    desk: Desk,
    number: int,
    why: WhyForm | None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        row, who = queries.who_made(desk.municipality, number)
    except SettingsVersion.DoesNotExist as missing:
        raise Http404 from missing
    document = settings.version(desk.municipality, number)
    before = settings.version(desk.municipality, number - 1).raw if number > 1 else {}
    since_then = paths.changes(document.raw, desk.document.raw)
    context = {
        "desk": desk,
        "row": row,
        "who": who,
        "changes": wording.told(paths.changes(before, document.raw), document.raw) if before else [],
        "undone": wording.told(since_then, desk.document.raw),
        "why": why or _new_why(desk),
        "problem": problem,
    }
    return render(request, "blueprints/version.html", context, status=status)


@require_GET
def document(request: HttpRequest) -> HttpResponse:
    """The whole document as a file, so that another municipality can work in the same way."""
    desk = desk_of(request)
    answer = HttpResponse(reading.dump(desk.document.raw), content_type="application/yaml; charset=utf-8")
    name = f"wijkwerk-{desk.municipality.code}-{desk.document.number}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
