"""Destroy batches whose own term is over; their row and their head stay (D7).

First the decision is committed, then lines go in small transactions. Whoever is stopped halfway finds at the next run
what was decided and not yet done.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.journal.models import Batch, DestroyedBatch, Detail, Line, Seal
from wijkwerk.ground.kit import hooks, roles
from wijkwerk.ground.kit.dutch_dates import local_day

VERB = "batch_destroyed"
AT_ONCE = 1000  # lines in one transaction


def may_destroy() -> bool:
    """Whether this connection may delete lines: on PostgreSQL the owner's only. SQLite has no roles."""
    return connection.vendor != "postgresql" or roles.may_rewrite("journal_line")


def due(*, now: datetime, before: date | None = None) -> QuerySet[Batch]:
    """Batches past their own term that nobody destroyed yet, oldest first; `before` is a day of sealing."""
    found = Batch.objects.filter(destroy_after__lt=local_day(now), destroyedbatch=None)
    if before is not None:
        found = found.filter(day__lt=before)
    return found.order_by("municipality", "number")


def begun() -> QuerySet[Batch]:
    """Batches whose destruction was decided and is not finished."""
    sealed = Seal.objects.filter(batch=OuterRef("pk"))
    return Batch.objects.filter(Exists(sealed), destroyedbatch__isnull=False).order_by(
        "municipality", "number"
    )


def held(batch: Batch) -> bool:
    """Whether a line of this batch is about a subject that may not be destroyed now, such as one in a court case."""
    mine = Line.objects.filter(pk__in=batch.seals.values("line")).exclude(subject=None)
    subjects = list(mine.order_by().values_list("subject", flat=True).distinct())
    return any(hooks.run("journal.held", municipality=batch.municipality, subjects=subjects))


def approver(*, municipality: uuid.UUID, email: str, now: datetime) -> uuid.UUID | None:
    """The account that may approve this for the municipality, or None."""
    said = hooks.run("journal.approver", municipality=municipality, email=email, now=now)
    return next((found for found in said if found is not None), None)


@transaction.atomic
def decide(*, batch: Batch, by: uuid.UUID, why: str, now: datetime) -> None:
    """Put down who approved the destruction, in its own table and as a line of the journal, which is sealed in turn."""
    DestroyedBatch.objects.create(
        batch=batch, municipality=batch.municipality, approved_by=by, approved_at=now, why=why
    )
    text = {"number": batch.number, "day": str(batch.day), "lines": batch.lines, "why": why}
    write(Entry(batch.municipality, VERB, now, subject=batch.pk, actor=by, origin="command", text=text))


def carry_out(batch: Batch, *, at_once: int = AT_ONCE) -> Iterator[int]:
    """Delete texts, lines and seals of a batch that was decided on; gives after each commit how many lines went."""
    while gone := _some(batch, at_once):
        yield gone


@transaction.atomic
def _some(batch: Batch, at_once: int) -> int:
    lines = list(batch.seals.order_by("place").values_list("line", flat=True)[:at_once])
    Detail.objects.filter(line__in=lines).delete()
    Line.objects.filter(pk__in=lines).delete()
    # The seals last: they are the list of what still has to go.
    Seal.objects.filter(batch=batch, line__in=lines).delete()
    return len(lines)
