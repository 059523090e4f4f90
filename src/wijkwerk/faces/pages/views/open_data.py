"""Open data: everything that these pages show, as tables with which anyone can count again (promise 4)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.faces.pages import queries
from wijkwerk.faces.pages.outline import Outline, outline_of
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import say
from wijkwerk.ground.kit.tables import csv_response
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.rules.deadlines import local_date

AT_ONCE = 500  # rows that are in memory together
PROMISES_HEAD = (
    "code_melding", "gebied_code", "gebied", "belofte", "team", "beloofd_op", "eerste_datum", "datum",
    "nauwkeurigheid", "stand", "afgehandeld_op",
)  # fmt: skip
ANSWERS_HEAD = (
    "code", "gebied_code", "gebied", "thema", "titel", "plek", "antwoord", "tekst", "ontvangen_op", "beantwoord_op",
)  # fmt: skip
# Columns of the page in words: what each cell holds.
MEANINGS = (
    ("code, code_melding", "Het nummer van de melding. Leeg als de melding niet openbaar is."),
    ("gebied_code, gebied", "{area.with_article}, met de code van de gemeente of het CBS."),
    ("stand", "open, kept (nagekomen) of withdrawn (ingetrokken)."),
    ("eerste_datum, datum", "De datum die eerst is beloofd, en de datum die nu geldt."),
    ("nauwkeurigheid", "Hoe precies de datum is: day, week, month, quarter, season of year."),
    ("antwoord", "yes (ja), yes_if (ja, op voorwaarde dat) of no (nee, want)."),
)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is to download, and what stands in it."""
    municipality = municipality_of(request)
    crumbs = [{"label": municipality.name, "url": reverse("pages:home")}, {"label": "Gegevens"}]
    meanings = [(columns, say(municipality, text)) for columns, text in MEANINGS]
    return render(request, "pages/data.html", {"meanings": meanings, "crumbs": crumbs})


@require_safe
def promises_csv(request: HttpRequest) -> HttpResponseBase:
    """All public promises."""
    municipality = municipality_of(request)
    rows = queries.promises(municipality).order_by("pk").values_list(*queries.PROMISE)
    lines = _promise_lines(rows.iterator(chunk_size=AT_ONCE), outline_of(municipality))
    return csv_response(_name(municipality, "beloften"), PROMISES_HEAD, lines)


def _promise_lines(rows: Iterator[tuple[Any, ...]], outline: Outline) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        each = queries.promise_of(row)
        settled = local_date(each.settled_at) if each.settled_at else ""
        yield (
            each.code, *_area(outline, each.area_path), each.what, each.team, local_date(each.made_at),
            each.first_due, each.due_until, each.precision.value, each.state, settled,
        )  # fmt: skip


@require_safe
def answers_csv(request: HttpRequest) -> HttpResponseBase:
    """All published signals that have an answer."""
    municipality = municipality_of(request)
    rows = _answered(municipality).iterator(chunk_size=AT_ONCE)
    lines = _answer_lines(rows, outline_of(municipality))
    return csv_response(_name(municipality, "antwoorden"), ANSWERS_HEAD, lines)


def _answered(municipality: Municipality) -> Any:
    rows = queries.published(municipality).filter(subject__answers__superseded_at=None)
    rows = rows.filter(answered_at__isnull=False).exclude(answer_kind="").order_by("pk")
    return rows.values_list(*queries.SEEN, "subject__answers__public_answer")


def _answer_lines(rows: Iterator[tuple[Any, ...]], outline: Outline) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        seen = queries.Seen(*row)
        answered = local_date(seen.answered_at) if seen.answered_at else ""
        yield (
            seen.code, *_area(outline, seen.area_path), seen.theme, seen.title, seen.place, seen.kind, seen.text,
            local_date(seen.received_at), answered,
        )  # fmt: skip


def _area(outline: Outline, path: str) -> tuple[str, str]:
    area = outline.shown(path)
    return (area.code, area.name) if area else ("", "")


def _name(municipality: Municipality, what: str) -> str:
    return f"wijkwerk-{municipality.code}-{what}.csv"
