"""Which theme fits a text, learnt each night from the municipality's own signals; a hint to staff, never a choice made for them.

Nothing about care is learnt from (D8), and a word only when it stands in several signals. What was learnt is shown only
when it was measured to be right as often as the settings ask; the measure itself is shown to staff (D12).
"""

import threading
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.rules.deadlines import local_date, start_of_local_day
from wijkwerk.rules.suggest import Measured, Model, Row, Suggestion, measure, threshold, train
from wijkwerk.rules.words import stems
from wijkwerk.work.signals.models import Signal, ThemeModel
from wijkwerk.work.signals.sections import Suggesting, Themes

FEWEST = 300
MOST = 20_000
KEPT = 50  # models that one process remembers; some 200 KB each


@dataclass(frozen=True)
class Learnt:
    """A model that may be used: `floor` is how sure it must be before it says anything."""

    made_at: datetime
    floor: float
    model: Model


def learn(municipality: Municipality, now: datetime) -> ThemeModel:
    """Learn from the newest signals, measure on the newest of these, and keep both.

    `threshold` of the row is None, and nothing is suggested, when the settings say so, with fewer than `FEWEST` signals,
    or when suggestions were not right often enough.
    """
    wanted = current(municipality).part(Suggesting)
    rows = _rows(municipality) if wanted.themes else []
    found: dict[str, Any] = {"made_at": now, "signals": len(rows), "threshold": None}
    found |= {"measured": {}, "model": {}}
    if len(rows) >= FEWEST:
        measured = measure(rows, wanted=wanted.wanted)
        found["measured"] = _plain(measured, wanted.wanted)
        if measured.floor is not None and measured.accuracy >= wanted.wanted:
            found["threshold"] = threshold(rows, wanted.wanted)
    if found["threshold"] is not None:
        found["model"] = train(rows).as_plain()
    made, _ = ThemeModel.objects.update_or_create(municipality=municipality, defaults=found)
    return made


def _rows(municipality: Municipality) -> list[Row]:
    """(theme, stems) of the newest signals, oldest first; of themes that are still offered."""
    offered = [theme.key for theme in current(municipality).part(Themes).active()]
    newest = Signal.objects.filter(municipality=municipality, erased_at=None, theme__in=offered)
    newest = newest.exclude(visibility="care").exclude(text="").order_by("-received_at", "-pk")
    found: list[Row] = [(theme, stems(text)) for theme, text in newest.values_list("theme", "text")[:MOST]]
    return found[::-1]


def _plain(measured: Measured, wanted: float) -> dict[str, Any]:
    return {
        "right": measured.right,
        "suggested": measured.suggested,
        "of": measured.of,
        "wanted": wanted,
        "per_theme": {theme: list(counts) for theme, counts in measured.per_theme.items()},
    }


def learn_nightly(*, now: datetime) -> int:
    """Learn anew for one municipality that did not today; the next tick takes the next. Returns how many."""
    midnight = start_of_local_day(local_date(now))
    today = ThemeModel.objects.filter(made_at__gte=midnight).values("municipality")
    waiting = Municipality.objects.filter(settings_number__gt=0).exclude(pk__in=today).order_by("code")
    municipality = waiting.select_related("working_division").first()
    if municipality is None:
        return 0
    learn(municipality, now)
    return 1


def suggestion(municipality: Municipality, text: str) -> Suggestion | None:
    """The theme that this text probably has, with the words that say so; None when there is no good one. One query."""
    if not text.strip() or not current(municipality).part(Suggesting).themes:
        return None
    learnt = _learnt(municipality)
    found = learnt.model.suggest(stems(text), learnt.floor) if learnt else None
    offered = {theme.key for theme in current(municipality).part(Themes).active()}
    return found if found and found.theme in offered else None


def _learnt(municipality: Municipality) -> Learnt | None:
    rows = ThemeModel.objects.filter(municipality=municipality, threshold__isnull=False)
    made_at = rows.values_list("made_at", flat=True).first()
    if made_at is None:
        return None
    kept = _kept.get(municipality.pk)
    if kept is not None and kept.made_at == made_at:
        return kept
    row = rows.first()
    if row is None or row.threshold is None:
        return None
    return _keep(municipality.pk, Learnt(row.made_at, row.threshold, Model.from_plain(row.model)))


_kept: dict[uuid.UUID, Learnt] = {}
_lock = threading.Lock()


def _keep(municipality: uuid.UUID, learnt: Learnt) -> Learnt:
    with _lock:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[municipality] = learnt
    return learnt
