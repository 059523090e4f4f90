"""The list of the desk, its keys, and the list as a table for a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.kit.db import capped_count
from wijkwerk.ground.kit.tables import csv_response
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.bulk_words import STEPS
from wijkwerk.work.signals.desk.lists.frame import Frame, around, frame_of
from wijkwerk.work.signals.desk.lists.rows import Row, dress
from wijkwerk.work.signals.desk.lists.saved_views import SaveForm
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.intake import title_from
from wijkwerk.work.signals.models import Signal

MOST_LINES: Final = 20_000
AT_ONCE: Final = 500  # rows of the table that are in memory together
HEAD: Final = (
    "code", "titel", "thema", "soort", "fase", "gebied", "team", "eigenaar", "via", "binnengekomen", "antwoord_uiterlijk",
    "te_laat", "antwoord", "beantwoord_op", "gesloten_op", "officieel", "wettelijk_uiterlijk", "spoed", "aantal_melders",
)  # fmt: skip


@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """One list with its filters, 50 rows a page."""
    frame = frame_of(request)
    wanted = frame.wanted
    rows, more = queries.desk_page(frame.access, frame.municipality, wanted, frame.today)
    context = {
        "rows": dress(rows, frame.access, frame.municipality, frame.today),
        "bulk_steps": STEPS.values(),
        "save_form": SaveForm(),
        "pager": {"next_url": more, "previous_url": wanted.url() if wanted.after else ""},
    }
    return render(request, "signals/list.html", around(frame, "signals:list") | context)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Which keys there are, and the switch that turns them off in this browser (WCAG 2.1.4)."""
    for_desk(request)
    return render(request, "signals/keys.html")


@require_safe
def list_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole list as a table: no asker, and no word of theirs (D4). Never more than 20,000 rows, and then its name says so."""
    frame = frame_of(request)
    rows = queries.desk_rows(frame.access, frame.municipality, frame.wanted, frame.today)
    cut = capped_count(rows, MOST_LINES) > MOST_LINES
    day = local_date(timezone.now())
    name = f"meldingen-{day}{f'-eerste-{MOST_LINES}' if cut else ''}.csv"
    return csv_response(name, HEAD, _lines(rows, frame))


def _lines(rows: Any, frame: Frame) -> Iterator[tuple[Any, ...]]:
    rows = rows.select_related("subject", "owner_team", "owner_person")[:MOST_LINES]
    kinds, found = frame.choices.words("kind"), rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        for row in dress(some, frame.access, frame.municipality, frame.today):
            yield _line(row.signal, row, kinds.get(row.signal.kind, row.signal.kind))


def _line(signal: Signal, row: Row, kind: str) -> tuple[Any, ...]:
    return (
        row.code, own_title(signal), row.theme, kind, row.word, row.place, signal.owner_team.name,
        signal.owner_person.name if signal.owner_person else "", signal.get_via_display(),
        local_date(signal.received_at), signal.answer_due, "ja" if row.late else "", signal.answer_kind,
        _day(signal.answered_at), _day(signal.closed_at), signal.formal_kind, signal.legal_due,
        "ja" if signal.urgent_at else "", signal.askers,
    )  # fmt: skip


def own_title(signal: Signal) -> str:
    """The title as staff wrote it; empty when it is still the first words of the reporter."""
    if signal.public_title:
        return signal.public_title
    return "" if signal.title == title_from(signal.text) else signal.title


def _day(moment: Any) -> date | None:
    return local_date(moment) if moment else None
