"""Seal what was written: each run makes batches whose heads form one chain per municipality (D7)."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wijkwerk.ground.journal import chain
from wijkwerk.ground.journal.models import Batch, Seal
from wijkwerk.ground.journal.queries import unsealed
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.kit.models import OnceKey
from wijkwerk.ground.kit.once import SentBefore, claim

log = logging.getLogger("wijkwerk.journal")

MOST_LINES = 10_000  # in one batch, so that no run holds more than that in memory
YEARS = 7  # how long a journal is kept where nobody says otherwise; see docs/journal.md
TRIES = 5


def seal(*, now: datetime, most: int = MOST_LINES) -> Iterator[Batch]:
    """Seal every line that has no seal, in order of moment and id; gives each batch as soon as it is committed.

    A batch holds at most `most` lines of one municipality. Runs at the same moment share the work: no line is sealed twice.
    """
    waiting = unsealed().order_by("municipality").values_list("municipality", flat=True).distinct()
    for municipality in list(waiting):
        while (batch := _next_batch(municipality, now=now, most=most)) is not None:
            yield batch


def seal_daily(*, now: datetime) -> int:
    """The clock: seals at the first minute of each local day that the worker sees. Returns how many batches."""
    key = f"journal.seal {local_day(now)}"
    if OnceKey.objects.filter(key=key).exists():
        return 0
    made = len(list(seal(now=now)))
    with suppress(SentBefore):
        # After the work: a worker that dies halfway goes on where it was.
        claim(key, action="journal.seal", now=now)
    return made


def _next_batch(municipality: uuid.UUID, *, now: datetime, most: int) -> Batch | None:
    """The next batch of this municipality, or None when all is sealed.

    The daily role may not lock a batch (that takes the right to change it). So of two runs at one moment the second
    waits at the unique number, is refused there, and looks again at what is left.
    """
    tries = TRIES
    while True:
        before = _last_number(municipality)
        try:
            return _make_batch(municipality, now=now, most=most)
        except IntegrityError:
            # Refused because the other run made a batch: that is progress, however often it happens in a row.
            tries -= _last_number(municipality) == before
            if not tries:
                raise


def _last_number(municipality: uuid.UUID) -> int:
    numbers = Batch.objects.filter(municipality=municipality).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


@transaction.atomic
def _make_batch(municipality: uuid.UUID, *, now: datetime, most: int) -> Batch | None:
    last = Batch.objects.filter(municipality=municipality).order_by("-number").first()
    lines = unsealed(municipality).order_by("at", "id").values_list(*chain.LINE_FIELDS)[: most + 1]
    found = list(lines)
    if not found:
        return None
    rows = found[:most]
    batch = _batch(municipality, last, rows, day=local_day(now))
    batch.save(force_insert=True)
    seals = [
        Seal(line=row[0], municipality=municipality, batch=batch, place=place)
        for place, row in enumerate(rows, start=1)
    ]
    Seal.objects.bulk_create(seals, batch_size=1000)
    if len(found) <= most:  # the last one of this run: its head covers those before it
        hooks.run("journal.sealed", batch=batch, now=now)
    transaction.on_commit(lambda: _tell(batch))
    return batch


def _batch(
    municipality: uuid.UUID, last: Batch | None, rows: list[tuple[object, ...]], *, day: date
) -> Batch:
    batch = Batch(
        municipality=municipality,
        number=last.number + 1 if last else 1,
        day=day,
        lines=len(rows),
        previous=last.head if last else chain.FIRST,
        content=chain.content_of(chain.line_hash(place, row) for place, row in enumerate(rows, start=1)),
        destroy_after=years_after(day, years_kept(municipality)),
    )
    batch.head = chain.head_of(batch)
    return batch


def _tell(batch: Batch) -> None:
    """The head leaves the machine with the log."""
    log.info(
        "sealed municipality=%s batch=%s day=%s lines=%s head=%s",
        batch.municipality, batch.number, batch.day, batch.lines, batch.head,
    )  # fmt: skip


def years_kept(municipality: uuid.UUID) -> int:
    """How many years the journal of this municipality is kept, as its settings say."""
    said = hooks.run("journal.years", municipality=municipality)
    return next((int(years) for years in said if years is not None), YEARS)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March, so that a term is never too short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
