"""What the worker does each minute: tell late promises, close what has had its time, forget drafts and old keys."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.models import OnceKey
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused, tell_late
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.signals.actions import close, locked
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Draft, Signal

MOST = 200


def tell_late_promises(*, now: datetime) -> int:
    """Each promise that is late is told once per date to everybody who asked (D3). Returns how many were told."""
    late = Promise.objects.filter(state=PromiseState.OPEN, due_until__lt=local_date(now))
    late = late.filter(Q(late_told_for=None) | ~Q(late_told_for=F("due_until")))
    told = 0
    for promise in late.select_related("asked", "owner_team")[:MOST]:
        signal = Signal.objects.select_related("subject", "municipality").filter(pk=promise.asked_id).first()
        if signal is not None:
            with transaction.atomic():
                told += tell_late(asked=asked_of(locked(signal)), promise=promise, now=now)
    return told


def close_finished(*, now: datetime) -> int:
    """Close what was answered and whose term to say "not solved" has passed. Returns how many were closed."""
    running = Promise.objects.filter(asked=OuterRef("pk"), state=PromiseState.OPEN)
    done = Signal.objects.filter(state=State.ANSWERED, reopen_until__lt=local_date(now)).exclude(
        Exists(running)
    )
    closed = 0
    for signal in done.select_related("subject", "municipality")[:MOST]:
        try:
            close(signal=signal, by=None, roles=frozenset({workflow.CLOCK}), now=now, origin="clock")
            closed += 1
        except Refused:
            continue
    return closed


def forget(*, now: datetime) -> int:
    """Drafts past 24 hours and form keys of two days ago; personal text does not linger (D6)."""
    gone, _ = Draft.objects.filter(expires_at__lt=now).delete()
    OnceKey.objects.filter(made_at__lt=now - timedelta(days=2)).delete()
    outbox.tidy(now=now)
    return gone
