"""Work in the outbox is done once, in order; what fails is tried again later and holds nothing else up."""

from datetime import UTC, datetime, timedelta

import pytest

from wijkwerk.ground.kit import hooks, outbox, worker
from wijkwerk.ground.kit.models import Outbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
done: list[str] = []


def work(*, now: datetime, name: str) -> None:
    if name == "breaks":
        raise OSError("the server is away")
    if name == "later":
        raise outbox.Postpone(now + timedelta(hours=1), "not yet")
    done.append(name)


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    done.clear()
    kinds = [*hooks.joined("worker.kinds"), lambda: ("test", work)]
    monkeypatch.setitem(hooks._hooks, "worker.kinds", kinds)


@pytest.mark.django_db
def test_due_work_is_done_once_and_in_order() -> None:
    for name in ("one", "two"):
        outbox.put("test", ids={"name": name}, now=NOW)
    outbox.put("test", ids={"name": "tomorrow"}, now=NOW, not_before=NOW + timedelta(days=1))
    assert outbox.do_due(now=NOW) == 2
    assert outbox.do_due(now=NOW) == 0
    assert done == ["one", "two"]


@pytest.mark.django_db
def test_what_fails_waits_longer_each_time_and_holds_nothing_up() -> None:
    row = outbox.put("test", ids={"name": "breaks"}, now=NOW)
    outbox.put("test", ids={"name": "fine"}, now=NOW)
    outbox.do_due(now=NOW)
    assert done == ["fine"]
    row.refresh_from_db()
    first = row.not_before
    assert row.problem == "OSError: the server is away"
    outbox.do_due(now=first)
    row.refresh_from_db()
    assert row.not_before - first > first - NOW


@pytest.mark.django_db
def test_what_keeps_failing_stays_for_a_person_to_look_at() -> None:
    row = outbox.put("test", ids={"name": "breaks"}, now=NOW)
    moment = NOW
    for _ in range(outbox.MOST_TRIES + 3):
        outbox.do_due(now=moment)
        moment += timedelta(days=1)
    row.refresh_from_db()
    assert (row.tries, row.done_at) == (outbox.MOST_TRIES, None)


@pytest.mark.django_db
def test_what_must_wait_costs_no_try() -> None:
    row = outbox.put("test", ids={"name": "later"}, now=NOW)
    outbox.do_due(now=NOW)
    row.refresh_from_db()
    assert (row.tries, row.not_before) == (0, NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_work_of_a_kind_that_this_version_does_not_know_is_left_alone() -> None:
    Outbox.objects.create(kind="from the future", ids={}, not_before=NOW)
    assert outbox.do_due(now=NOW) == 0
    assert Outbox.objects.get().done_at is None


@pytest.mark.django_db
def test_old_work_that_is_done_is_forgotten() -> None:
    outbox.put("test", ids={"name": "one"}, now=NOW)
    outbox.do_due(now=NOW)
    outbox.tidy(now=NOW + timedelta(days=10))
    assert Outbox.objects.count() == 1
    outbox.tidy(now=NOW + timedelta(days=15))
    assert Outbox.objects.count() == 0


@pytest.mark.django_db
def test_a_clock_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def broken(*, now: datetime) -> None:
        raise RuntimeError("broken clock")

    def fine(*, now: datetime) -> None:
        ran.append("fine")

    monkeypatch.setitem(hooks._hooks, "worker.clocks", [broken, fine])
    assert worker.run_clocks(now=NOW) == 1
    assert ran == ["fine"]


def test_an_unknown_point_is_refused() -> None:
    with pytest.raises(KeyError, match="no such point"):
        hooks.add("people.unknown", lambda: None)
