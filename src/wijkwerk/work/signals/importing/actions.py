"""Import signals of another system: each row made, brought up to date, left as it is, or rejected with a reason.

A second run changes nothing, a run that was killed is finished by the next, and what somebody here has touched is
never overwritten. No letters leave.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.reading import Unreadable
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import User
from wijkwerk.work.signals.importing.mapping import BadMapping, SourceMapping
from wijkwerk.work.signals.importing.placing import Placer
from wijkwerk.work.signals.importing.reading import Raw, Seen, Table, opened
from wijkwerk.work.signals.importing.rejects import Reason, RejectsFile
from wijkwerk.work.signals.importing.rows import Draft, Reader, Rejected
from wijkwerk.work.signals.importing.storing import Plan, plan, store
from wijkwerk.work.signals.intake import NewSignal
from wijkwerk.work.signals.models import Precise
from wijkwerk.work.signals.sections import Themes

CHUNK: Final = 500
TRIES: Final = 3
Progress = Callable[[str, int, int | None], None]


def no_progress(what: str, done: int, total: int | None) -> None:
    """For callers that show nothing."""


@dataclass
class Summary:
    """read = created + updated + unchanged + rejected. `no_place`, `outside` and `closed` are parts of what is stored."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    no_place: int = 0
    outside: int = 0
    closed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        return self.reasons.total()

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    def as_json(self) -> dict[str, Any]:
        """The figures in the order in which they are read."""
        names = ("read", "created", "updated", "unchanged", "rejected", "no_place", "outside", "closed")
        figures: dict[str, Any] = {name: getattr(self, name) for name in names}
        return {**figures, "reasons": dict(self.reasons), "notes": dict(self.notes)}


def import_signals(
    *,
    municipality: Municipality,
    path: Path,
    mapping: SourceMapping,
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    rejects: RejectsFile | None = None,
    progress: Progress = no_progress,
) -> Summary:
    """Import a file, 500 rows a transaction. `dry_run` counts the same and writes nothing in the database.

    Raises BadMapping, Unreadable, or NotReady when no way of working was applied to the municipality.
    """
    _check_themes(municipality, mapping)
    refused = rejects or RejectsFile(None)
    with opened(path, mapping.source) as table, closing(Seen()) as seen, closing(refused):
        _check_columns(table, mapping, path.name)
        reader = Reader(mapping, table.head, seen, now)
        run = _Run(
            municipality, mapping, Placer(municipality, mapping.place), reader, refused, by, now, dry_run
        )
        rows = iter(table)
        while chunk := list(islice(run.drafts(rows), CHUNK)):
            run.bring(chunk)
            progress("rows", run.summary.read, None)
    return run.summary


def _check_themes(municipality: Municipality, mapping: SourceMapping) -> None:
    themes = {theme.key for theme in current(municipality).part(Themes)}
    if unknown := [key for key in mapping.themes() if key not in themes]:
        known = ", ".join(sorted(themes))
        raise BadMapping(
            f"{municipality.name} has no theme {' and no theme '.join(unknown)}. It has: {known}."
        )


def _check_columns(table: Table, mapping: SourceMapping, name: str) -> None:
    wanted = mapping.columns()
    if missing := [column for column in wanted if column not in table.head]:
        has = "".join(sign if sign.isprintable() else "?" for sign in ", ".join(table.head)[:500])
        raise Unreadable(f"{name} has no column {' and no column '.join(missing)}. It has: {has}.")
    if twice := [column for column in wanted if table.head.count(column) > 1]:
        raise Unreadable(f"{name} has the column {' and the column '.join(twice)} more than once.")


@dataclass
class _Run:
    """One import of one file."""

    municipality: Municipality
    mapping: SourceMapping
    placer: Placer
    reader: Reader
    rejects: RejectsFile
    by: User | None
    now: datetime
    dry_run: bool
    summary: Summary = field(default_factory=Summary)

    def drafts(self, rows: Iterable[Raw]) -> Iterator[Draft]:
        """The rows that can be read; the others are told and counted."""
        for raw in rows:
            try:
                yield self.reader.read(raw)
            except Rejected as rejected:
                self._reject(raw.number, self.reader.source_id(raw), rejected.reason, self.reader.also(raw))

    def bring(self, drafts: list[Draft]) -> None:
        """Place and store a chunk, and count what came of it."""
        news: dict[str, NewSignal] = {}
        for draft, place in zip(drafts, self.placer.places(drafts), strict=True):
            if place is None:
                self._reject(draft.row, draft.source_id, Reason.BAD_POINT, draft.also)
                continue
            news[draft.source_id] = draft.new(place, self.mapping)
            self.summary.notes.update(_notes(draft, news[draft.source_id]))
        self._count(self._stored(news), news.values())

    def _stored(self, news: dict[str, NewSignal]) -> Plan:
        if self.dry_run:
            return plan(municipality=self.municipality, source=self.mapping.source.name, news=news)
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return store(
                        municipality=self.municipality,
                        source=self.mapping.source.name,
                        news=news,
                        by=self.by,
                        now=self.now,
                    )
            except IntegrityError:
                # Another run stored a row of this chunk in between: look again, it is there now.
                if not left:
                    raise
        raise AssertionError("unreachable")

    def _count(self, found: Plan, news: Iterable[NewSignal]) -> None:
        done = self.summary
        done.created += len(found.create)
        done.updated += len(found.update)
        done.unchanged += found.same + found.touched
        if found.touched:
            done.notes["touched_here"] += found.touched
        for new in news:
            done.no_place += new.place.precise == Precise.NONE
            done.outside += new.place.precise == Precise.OUTSIDE
            done.closed += new.closed_at is not None

    def _reject(self, row: int, source_id: str, reason: Reason, also: Iterable[str]) -> None:
        self.summary.reasons[reason.value] += 1
        self.rejects.add(row, source_id, reason, also)


def _notes(draft: Draft, new: NewSignal) -> list[str]:
    """What is stored in another way than the source has it."""
    notes = ["closed_before_received"] if draft.turned else []
    if draft.area and new.place.precise == Precise.NONE:
        notes.append("unknown_area")
    return notes
