"""What the worker does each minute about open questions: remind once, and stop waiting after the last day."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import part_at
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.asking import expire, remind
from wijkwerk.work.signals.clocks import MOST
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Terms


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
