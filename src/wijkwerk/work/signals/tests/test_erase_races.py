"""Who is erased while they write, or while their signal is merged, split or made care, and those who do that, never wait for
each other for ever; and who is erased is erased wherever they went (RELIABILITY 13, AVG 17).
"""

import threading
import uuid

import pytest
from django.db import connection, connections, transaction

from wijkwerk.ground.kit import db
from wijkwerk.rules.workflow import ASKER, OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.actions import asking, care, merging
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.models import Message, Signal
from wijkwerk.work.signals.personal import own_data
from wijkwerk.work.signals.tests.test_merge_races import PARTS, fresh, merge
from wijkwerk.work.signals.tests.test_races import at_once

OWNERS = frozenset({OWNER_TEAM})


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def erase(key: uuid.UUID) -> object:
    own_data.erase_person(asker=Asker.objects.get(pk=key), with_words=True, by=None, now=NOW)
    return None


def says(key: uuid.UUID) -> object:
    asker = Asker.objects.get(pk=key)
    given = {"asker": asker, "by": None, "roles": frozenset({ASKER}), "now": NOW, "via": "web"}
    return asking.reply(signal=fresh(asker.subject_id), text="Nog iets.", **given)


def test_a_writer_who_holds_the_signal_is_waited_for_before_anybody_is_held(living_town: Town) -> None:
    """The message needs its asker after the signal: who erases must not hold the asker and want the signal."""
    if connection.vendor != "postgresql":
        pytest.skip("of SQLite one writes at a time")
    signal = living_town.signal()
    asker = Asker.objects.get(subject=signal.pk)
    begun, problems = threading.Event(), []

    def work() -> None:
        try:
            begun.set()
            erase(asker.pk)
        except Exception as problem:  # shown below, in the thread of the test
            problems.append(problem)
        finally:
            connections["default"].close()

    other = threading.Thread(target=work)
    with transaction.atomic():
        held = locked(signal)
        other.start()
        begun.wait(timeout=10)
        _until_somebody_waits()
        # Skips what another holds: here nobody holds the asker.
        assert db.taken(Asker.objects.filter(pk=asker.pk)).exists()
        said = {"text": "Nog iets.", "written_at": NOW, "asker": asker}
        Message.objects.create(municipality=held.municipality, signal=held, **said)
    other.join(timeout=30)
    assert (problems, other.is_alive()) == ([], False)
    assert Message.objects.get().text == ""
    assert Asker.objects.get(pk=asker.pk).erased_at == NOW


def _until_somebody_waits() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.05)
    raise AssertionError("nobody waited")


def test_who_is_erased_while_they_write_leaves_no_word(living_town: Town) -> None:
    for _ in range(5):
        signal = living_town.signal()
        key = Asker.objects.get(subject=signal.pk).pk

        def either(each: int, key: uuid.UUID = key) -> object:
            return erase(key) if each == 3 else says(key)

        at_once(either, number=6, hands=6)
        erase(key)
        assert not Message.objects.filter(asker=key).exclude(text="").exists()


@pytest.mark.parametrize("what", ["merge", "unmerge", "split", "care"])
def test_who_is_erased_while_their_signal_goes_elsewhere_is_erased_there_too(
    living_town: Town, what: str
) -> None:
    town = living_town
    by = town.people["owner"]
    for _ in range(4):
        source, target = town.signal(), town.signal()
        key = Asker.objects.get(subject=source.pk).pk
        if what in ("unmerge", "care"):
            merge(town, source, target)

        def goes(source: Signal = source, target: Signal = target) -> object:
            given = {"signal": fresh(source.pk), "by": by, "now": NOW}
            if what == "merge":
                return merge(town, source, target)
            if what == "care":
                return care.make_care(**given, roles=frozenset({STAFF}))
            if what == "split":
                return merging.split(**given, parts=PARTS, roles=OWNERS)
            return merging.unmerge(**given, roles=OWNERS)

        def either(each: int, key: uuid.UUID = key, goes=goes) -> object:
            return [goes, lambda: erase(key), lambda: says(key), lambda: erase(key)][each % 4]()

        at_once(either, number=8, hands=4)
        erase(key)
        mine = Asker.objects.filter(pk=key) | Asker.objects.filter(copy_of=key)
        assert not mine.filter(erased_at=None).exists()
        assert not Message.objects.filter(asker__in=mine).exclude(text="").exists()
