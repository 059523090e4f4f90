"""What the worker does each minute: tell late promises, remind askers, close what has had its time, forget drafts and keys."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.models import OnceKey
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused, tell_late
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.signals.actions.asking import expire, remind
from wijkwerk.work.signals.actions.handling import close
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Draft, Signal
from wijkwerk.work.signals.sections import Terms

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


def remind_askers(*, now: datetime) -> int:
    """Say the question again, once, `remind_days` after it was asked. Returns how many signals were told of."""
    due = (signal for town in _towns() for signal in _to_remind(town, now=now))
    return sum(remind(signal=signal, now=now) for signal in islice(due, MOST))


def stop_waiting(*, now: datetime) -> int:
    """Close, or go on with, what had its last day to reply yesterday or before. Returns how many."""
    done = 0
    for town in _towns():
        late = _waiting(town).filter(waiting_until__lt=local_date(now)).order_by("waiting_until")
        for signal in late.select_related("subject", "municipality")[: MOST - done]:
            expire(signal=signal, now=now)
            done += 1
    return done


def _to_remind(town: Municipality, *, now: datetime) -> list[Signal]:
    """Waiting signals whose day to remind has come. On the last day there is nothing to remind of any more.

    The day is worked back from the last day, which was set when we asked: an area may have terms of its own (I25).
    """
    today = local_date(now)
    rows = _waiting(town).filter(reminded_at=None, waiting_until__gt=today).order_by("waiting_until")
    gaps: dict[str, timedelta] = {}
    found: list[uuid.UUID] = []
    for key, path, until in rows.values_list("pk", "area_path", "waiting_until"):
        if path not in gaps:
            terms = part_at(town, Terms, path)
            gaps[path] = timedelta(days=terms.reply_days - terms.remind_days)
        if until is not None and until - gaps[path] <= today:
            found.append(key)
    return list(Signal.objects.filter(pk__in=found[:MOST]).select_related("subject", "municipality"))


def _waiting(town: Municipality) -> QuerySet[Signal]:
    return Signal.objects.filter(municipality=town, state=State.WAITING)


def _towns() -> Iterator[Municipality]:
    return iter(Municipality.objects.filter(settings_number__gt=0).order_by("code"))


def forget(*, now: datetime) -> int:
    """Drafts past 24 hours and form keys of two days ago; personal text does not linger (D6)."""
    gone, _ = Draft.objects.filter(expires_at__lt=now).delete()
    OnceKey.objects.filter(made_at__lt=now - timedelta(days=2)).delete()
    outbox.tidy(now=now)
    return gone
