"""Compute every head again and say what does not fit: changed, missing, added and moved lines, a broken chain (D7).

Streams: at most one batch of hashes is in memory, and each batch costs three queries.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef

from wijkwerk.ground.journal import chain
from wijkwerk.ground.journal.contents import Contents, Tally, text_fits
from wijkwerk.ground.journal.destroying import VERB
from wijkwerk.ground.journal.models import Batch, DestroyedBatch, Detail, Line, Seal
from wijkwerk.ground.journal.queries import unsealed
from wijkwerk.ground.kit.dutch_dates import HERE, local_day

LATE = timedelta(days=2)  # older than this, a line should have its seal
SLOW = timedelta(
    hours=12
)  # longer than any work between the moment of a line and its commit, a large import as well
BROKEN_VALUES = (ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True)
class Finding:
    """Something that does not fit, and where. What is not `grave` is a warning: strange, but no sign of tampering."""

    what: str
    municipality: uuid.UUID | None = None
    batch: int | None = None
    grave: bool = True

    def __str__(self) -> str:
        where = [f"municipality {self.municipality}"] if self.municipality else []
        where += [f"batch {self.batch}"] if self.batch is not None else []
        return f"{', '.join(where) or 'journal'}: {self.what}"


class Verification:
    """One walk over the journal. When `findings` is exhausted, the counts and `heads` (last of each chain) are whole."""

    def __init__(
        self, *, now: datetime, heads: Iterable[str] = (), municipalities: Iterable[uuid.UUID] | None = None
    ) -> None:
        self.now, self.wanted, self.only = now, set(heads), municipalities
        self.batches = self.lines = self.unsealed = self.destroyed = 0
        self.heads: dict[uuid.UUID, str] = {}

    def findings(self) -> Iterator[Finding]:
        """What does not fit, in the order of the chains."""
        yield from _loose_ends()
        for municipality in list(self.only) if self.only is not None else sorted(_municipalities()):
            try:
                yield from self._chain(municipality)
            except BROKEN_VALUES as error:
                # Nothing of ours writes such a value, so it was changed; what comes after it cannot be judged.
                yield Finding(f"holds a value that cannot be read ({error})", municipality)
        for head in sorted(self.wanted):
            yield Finding(f"no batch has the head {head}")

    def _chain(self, municipality: uuid.UUID) -> Iterator[Finding]:
        destroyed = DestroyedBatch.objects.filter(municipality=municipality)
        newest_destroyed = destroyed.aggregate(day=Max("batch__day"))["day"]
        before: Batch | None = None
        for batch in Batch.objects.filter(municipality=municipality).order_by("number").iterator(500):
            self.batches += 1
            for what, grave in self._batch(batch, before, newest_destroyed):
                yield Finding(what, municipality, batch.number, grave)
            self.heads[municipality] = batch.head
            before = batch
        for what, grave in self._without_seal(municipality, before):
            yield Finding(what, municipality, grave=grave)

    def _batch(self, batch: Batch, before: Batch | None, newest_destroyed: Any) -> Iterator[tuple[str, bool]]:
        yield from _link(batch, before)
        contents = Contents(batch, late=_term(before))
        # Asked after the lines were read: a destruction that began meanwhile is then not taken for tampering.
        destroyed = DestroyedBatch.objects.filter(batch=batch.pk).first()
        self.lines += contents.count
        self.destroyed += destroyed is not None
        content = batch.content if destroyed else contents.content
        self.wanted.discard(chain.head_of(batch, content))
        if chain.head_of(batch) != batch.head:
            yield "its head does not fit the other values of the batch", True
        if destroyed is None:
            yield from contents.problems()
        else:
            yield from self._gone(batch, destroyed, contents, newest_destroyed)

    def _gone(
        self, batch: Batch, destroyed: DestroyedBatch, contents: Contents, newest_destroyed: Any
    ) -> Iterator[tuple[str, bool]]:
        day = local_day(destroyed.approved_at)
        if contents.count or contents.seals:
            yield "its destruction is not finished: run `wijkwerk journal destroy`", False
        if batch.destroy_after is None or day <= batch.destroy_after:
            yield "was destroyed before its term", True
        if destroyed.approved_at > self.now:
            yield "its destruction is of a moment that is still to come", True
        if destroyed.municipality != batch.municipality:
            yield "its destruction is in another municipality", True
        line = Line.objects.filter(municipality=batch.municipality, subject=batch.pk, verb=VERB)
        told = line.select_related("detail").order_by("at").first()
        # The line about it is destroyed in its turn, with the batch of that day.
        if told is None and day > newest_destroyed:
            yield "was destroyed without a line about it in the journal", True
        if told is not None and not _same(destroyed, told):
            yield "its destruction is not the one that the journal tells of", True

    def _without_seal(self, municipality: uuid.UUID, last: Batch | None) -> Iterator[tuple[str, bool]]:
        tally, late = Tally(), _term(last)
        for line in unsealed(municipality).select_related("detail").order_by("at", "id").iterator(500):
            self.unsealed += 1
            if late is not None and line.at < late:
                tally.add("without a seal, of days whose lines were sealed before: added afterwards", line.pk)
            elif line.at < self.now - LATE:
                tally.add("without a seal after two days: does the worker run?", line.pk, grave=False)
            if not text_fits(line):
                tally.add("with a text that does not fit its digest", line.pk)
        yield from tally.problems()


def _municipalities() -> set[uuid.UUID]:
    """Every municipality that any table of the journal speaks of."""
    found: set[uuid.UUID] = set()
    for table in (Batch, Line, Seal, DestroyedBatch):
        found.update(table.objects.order_by().values_list("municipality", flat=True).distinct())
    return found


def _loose_ends() -> Iterator[Finding]:
    """Rows whose other half is gone; the database refuses that, but whoever owns it can switch that off."""
    line = Line.objects.filter(pk=OuterRef("line"))
    batch = Batch.objects.filter(pk=OuterRef("batch"))
    for what, rows in (
        ("texts without a line", Detail.objects.filter(~Exists(line))),
        ("seals without a batch", Seal.objects.filter(~Exists(batch))),
        ("destructions without a batch", DestroyedBatch.objects.filter(~Exists(batch))),
    ):
        count = rows.order_by().count()
        if count:
            yield Finding(f"{count} {what}")


def _link(batch: Batch, before: Batch | None) -> Iterator[tuple[str, bool]]:
    expected = before.number + 1 if before else 1
    if batch.number != expected:
        yield f"batch {expected} is gone, or this one has another number", True
    elif batch.previous != (before.head if before else chain.FIRST):
        yield "does not follow the head of the batch before it", True


def _term(batch: Batch | None) -> datetime | None:
    """A line of before this moment was there when this batch was made: it lies in this batch or an earlier one."""
    if batch is None:
        return None
    return datetime.combine(batch.day, time(), tzinfo=HERE) - SLOW


def _same(destroyed: DestroyedBatch, told: Line) -> bool:
    detail = getattr(told, "detail", None)
    why = destroyed.why if detail is None else detail.text.get("why")
    return (told.actor, told.at, why) == (destroyed.approved_by, destroyed.approved_at, destroyed.why)
