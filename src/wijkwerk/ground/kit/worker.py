"""The worker: takes due outbox rows and, each minute, runs the registered clocks."""

import logging
import signal
import threading
from datetime import UTC, datetime, timedelta
from types import FrameType

from django.db import close_old_connections

from wijkwerk.ground.kit import hooks, outbox, statistics

log = logging.getLogger("wijkwerk.worker")
MINUTE = timedelta(minutes=1)

hooks.add("worker.clocks", statistics.look_hourly)


def run_clocks(*, now: datetime) -> int:
    """Run each registered clock once. One clock that fails does not stop the others. Returns how many failed."""
    failed = 0
    for clock in hooks.joined("worker.clocks"):
        try:
            clock(now=now)
        except Exception:
            log.exception("clock %s failed", clock.__qualname__)
            failed += 1
    return failed


def run(*, once: bool = False, pause: float = 1.0) -> int:
    """Work until told to stop, or with `once` until nothing is due. Returns 0, or 1 when a clock failed."""
    if once:
        failed = run_clocks(now=_now())
        while outbox.do_due(now=_now()):
            pass
        return 1 if failed else 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _stop(stop, _frame))
    _work_until(stop, pause)
    return 0


def _stop(stop: threading.Event, _frame: FrameType | None) -> None:
    stop.set()


def _work_until(stop: threading.Event, pause: float) -> None:
    next_clocks = _now()
    while not stop.is_set():
        close_old_connections()
        try:
            if _now() >= next_clocks:
                next_clocks = _now() + MINUTE
                run_clocks(now=_now())
            if outbox.do_due(now=_now()) == 0:
                stop.wait(pause)
        except Exception:  # a database that is away for a moment must not end the worker
            log.exception("worker goes on after a problem")
            stop.wait(5)


def _now() -> datetime:
    return datetime.now(tz=UTC)
