"""Two runs that seal at the same moment share the work: no line twice, no number twice, one chain."""

import threading
import uuid

import pytest
from django.db import connection, connections

from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Batch, Line, Seal
from wijkwerk.ground.journal.tests.lines import LATER, add
from wijkwerk.ground.journal.verifying import Verification

pytestmark = pytest.mark.django_db(transaction=True)
TOWN = uuid.UUID(int=1)
WAIT = 20.0


def meet(monkeypatch, times=1):
    """Let both runs read before either writes. SQLite lets one in at a time, so nothing can meet there."""
    if connection.vendor != "postgresql":
        return
    barrier, real, met = threading.Barrier(2), sealing._batch, threading.local()

    def slow(*given, **named):
        if getattr(met, "times", 0) < times:
            met.times = getattr(met, "times", 0) + 1
            barrier.wait(WAIT)
        return real(*given, **named)

    monkeypatch.setattr(sealing, "_batch", slow)


def together(most):
    """Two runs in two threads with a connection each; gives the batches of each, or what it raised."""
    results = []

    def work():
        try:
            results.append(list(sealing.seal(now=LATER, most=most)))
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT * 2)
    return results


@pytest.mark.parametrize("most", [1000, 30])
def test_two_runs_at_once_seal_every_line_once(monkeypatch, most):
    add(TOWN, 200)
    meet(monkeypatch)
    results = together(most)
    assert [each for each in results if isinstance(each, Exception)] == []
    made = [batch.number for batches in results for batch in batches]
    assert sorted(made) == list(range(1, Batch.objects.count() + 1))
    assert Seal.objects.count() == Line.objects.count() == 200
    assert list(Verification(now=LATER).findings()) == []
