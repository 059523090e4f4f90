"""Put work in the outbox and do what is due. The outbox is the only queue."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wijkwerk.ground.kit import db, hooks
from wijkwerk.ground.kit.models import Outbox

Doer = Callable[..., None]

MOST_TRIES = 12
# What a mail server refuses, it repeats: the address of a person never stays behind in the queue (D6).
ADDRESS = re.compile(r"[^\s<>'\"(){}\[\],;:]+@[^\s<>'\"(){}\[\],;:]+")
LEASE = timedelta(minutes=2)  # longer than any doer takes: mail has 10 seconds, a photo 20


class Postpone(Exception):
    """Raised by a doer: not now, try again at `until`; this is no failure and costs no try."""

    def __init__(self, until: datetime, why: str) -> None:
        super().__init__(why)
        self.until = until


def put(kind: str, *, ids: dict[str, str], now: datetime, not_before: datetime | None = None) -> Outbox:
    """Add work of a kind. Call it inside the transaction of the action that owes the work."""
    return Outbox.objects.create(kind=kind, ids=ids, not_before=not_before or now)


def put_many(kind: str, *, ids: list[dict[str, str]], now: datetime) -> None:
    """The same for many rows at once, in one statement."""
    Outbox.objects.bulk_create([Outbox(kind=kind, ids=each, not_before=now) for each in ids])


def do_due(*, now: datetime, most: int = 100, kinds: Collection[str] | None = None) -> int:
    """Do at most `most` due rows, of these kinds where they are given. Returns how many were done.

    A row is first claimed, in a short transaction; a slow mail server or a heavy photo then holds nobody up. A worker that
    dies halfway leaves a claim that ends after LEASE, so every row is done at least once. A row that fails is tried again
    later, ever longer apart; after MOST_TRIES it stays for a person to look at.
    """
    known = dict(hook() for hook in hooks.joined("worker.kinds"))
    doers = {kind: doer for kind, doer in known.items() if kinds is None or kind in kinds}
    done = 0
    for _ in range(most):
        row = _claim(list(doers), now=now)
        if row is None:
            break
        done += _do_one(row, doers[row.kind], now=now)
    return done


def _claim(kinds: list[str], *, now: datetime) -> Outbox | None:
    """The first due row, out of reach of the other workers for a while."""
    due = Outbox.objects.filter(done_at=None, not_before__lte=now, tries__lt=MOST_TRIES, kind__in=kinds)
    with transaction.atomic():
        row = db.taken(due.order_by("not_before", "id")).first()
        if row is not None:
            Outbox.objects.filter(pk=row.pk).update(not_before=now + LEASE)
        return row


def _do_one(row: Outbox, doer: Doer, *, now: datetime) -> int:
    """Do a claimed row: 1 = done, 0 = put off."""
    try:
        doer(now=now, **row.ids)
    except Postpone as later:
        return _put_off(row, until=later.until, problem=str(later), tries=row.tries)
    except Exception as problem:  # whatever goes wrong in one row, the others must go on
        wait = timedelta(seconds=min(6 * 3600, 15 * 2**row.tries))
        return _put_off(
            row, until=now + wait, problem=f"{type(problem).__name__}: {problem}", tries=row.tries + 1
        )
    Outbox.objects.filter(pk=row.pk).update(done_at=now, problem="")
    return 1


def _put_off(row: Outbox, *, until: datetime, problem: str, tries: int) -> int:
    said = ADDRESS.sub("(adres)", problem)[:300]
    Outbox.objects.filter(pk=row.pk).update(not_before=until, problem=said, tries=tries)
    return 0


def tidy(*, now: datetime, keep: timedelta = timedelta(days=14)) -> Any:
    """Forget work that was done long ago."""
    return Outbox.objects.filter(done_at__lt=now - keep).delete()
