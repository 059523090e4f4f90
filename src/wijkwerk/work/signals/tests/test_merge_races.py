"""Two who merge crosswise at the same moment, or merge, split, join, erase and say that it is about care together, leave nobody
behind, and do not wait for each other for ever (RELIABILITY 13).
"""

import uuid

import pytest

from wijkwerk.rules.workflow import OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.askers import NewAsker, erase_asker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, merging, publishing
from wijkwerk.work.signals.actions.merging import Part
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.test_races import at_once, won

OWNERS = frozenset({OWNER_TEAM})
PARTS = (Part("Een", "Een deel", "verkeer", "worry"), Part("Twee", "Een deel", "groen", "report"))


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def fresh(key: uuid.UUID) -> Signal:
    return Signal.objects.select_related("subject", "municipality").get(pk=key)


def public(town: Town) -> Signal:
    by = town.people["owner"]
    return publishing.show(signal=town.signal(), words=PublicWords("Iets"), by=by, now=NOW)


def merge(town: Town, source: Signal, target: Signal) -> Signal:
    by = town.people["owner"]
    return merging.merge(signal=fresh(source.pk), into=fresh(target.pk), by=by, roles=OWNERS, now=NOW)


def test_of_two_opposite_merges_one_is_done(living_town: Town) -> None:
    town = living_town
    for _ in range(5):
        pair = [town.signal(), town.signal()]

        def either(each: int, pair: list[Signal] = pair) -> Signal:
            return merge(town, pair[each % 2], pair[1 - each % 2])

        assert won(at_once(either, number=8)) == 1
        rows = sorted((fresh(each.pk) for each in pair), key=lambda row: row.state)
        assert [row.state for row in rows] == ["merged", "routed"]
        assert Asker.objects.filter(subject=rows[1].pk).count() == 2


def test_three_who_merge_in_a_ring_make_no_ring(living_town: Town) -> None:
    town = living_town
    ring = [town.signal() for _ in range(3)]
    at_once(lambda each: merge(town, ring[each % 3], ring[(each + 1) % 3]), number=12)
    rows = [fresh(each.pk) for each in ring]
    assert sorted(row.state for row in rows) == ["merged", "merged", "routed"]
    (kept,) = [row for row in rows if row.state == "routed"]
    assert Asker.objects.filter(subject=kept.pk).count() == 3
    assert kept.askers == 3


def test_who_joins_while_it_is_merged_or_split_is_on_what_lives(living_town: Town) -> None:
    town = living_town
    by = town.people["owner"]
    source, target = public(town), public(town)

    def either(each: int) -> object:
        if each == 5:
            return merge(town, source, target)
        return actions.join(signal=fresh(source.pk), who=NewAsker(Contact.NONE, f"Buur {each}"), now=NOW)

    results = at_once(either, number=16)
    assert fresh(source.pk).state == "merged"
    assert not Asker.objects.filter(subject=source.pk).exists()
    assert Asker.objects.filter(subject=target.pk).count() == 2 + won(results) - 1

    def other(each: int) -> object:
        if each == 5:
            return merging.split(signal=fresh(target.pk), parts=PARTS, by=by, roles=OWNERS, now=NOW)
        return actions.join(signal=fresh(target.pk), who=NewAsker(Contact.NONE, f"Later {each}"), now=NOW)

    at_once(other, number=16)
    number = Asker.objects.filter(subject=target.pk).count()
    assert fresh(target.pk).askers == number
    for part in Signal.objects.filter(split_from=target.pk):
        assert part.askers == Asker.objects.filter(subject=part.pk).count() == number


def test_who_is_erased_while_it_is_split_is_erased_on_every_part(living_town: Town) -> None:
    town = living_town
    by = town.people["owner"]
    for _ in range(5):
        source = town.signal()
        asker = Asker.objects.get(subject=source.pk)

        def either(each: int, source: Signal = source, asker: Asker = asker) -> object:
            if each % 2:
                return merging.split(signal=fresh(source.pk), parts=PARTS, by=by, roles=OWNERS, now=NOW)
            return erase_asker(asker=Asker.objects.get(pk=asker.pk), by=None, now=NOW)

        at_once(either, number=4, hands=4)
        assert not Asker.objects.filter(erased_at=None).exists()


def test_care_and_taking_apart_at_once_never_wait_for_each_other_for_ever(living_town: Town) -> None:
    town = living_town
    by = town.people["owner"]
    for turn in range(6):
        source, target = town.signal(), town.signal()
        flagged = (source, target)[turn % 2]
        merge(town, *((source, target) if turn < 3 else (target, source)))

        def either(
            each: int, pair: tuple[Signal, Signal] = (source, target), flagged: Signal = flagged
        ) -> object:
            if each % 2:
                return care.make_care(signal=fresh(flagged.pk), by=by, roles=OWNERS, now=NOW)
            merged = next(
                (row for row in map(fresh, (one.pk for one in pair)) if row.merged_into_id), pair[0]
            )
            return merging.unmerge(signal=merged, by=by, roles=OWNERS, now=NOW)

        at_once(either, number=4, hands=4)
        assert fresh(flagged.pk).visibility == "care"
        for each in (source, target):
            assert fresh(each.pk).merged_into_id is None
            assert fresh(each.pk).askers == Asker.objects.filter(subject=each.pk).count() == 1


def test_two_who_say_that_both_are_care_at_once_both_get_it(living_town: Town) -> None:
    town = living_town
    by = town.people["owner"]
    for _ in range(5):
        pair = [town.signal(), town.signal()]
        merge(town, *pair)

        def either(each: int, pair: list[Signal] = pair) -> object:
            return care.make_care(signal=fresh(pair[each % 2].pk), by=by, roles=OWNERS, now=NOW)

        at_once(either, number=4, hands=4)
        for each in pair:
            assert (fresh(each.pk).visibility, fresh(each.pk).merged_into_id) == ("care", None)
            assert Asker.objects.filter(subject=each.pk).count() == 1


def test_what_is_merged_while_it_becomes_care_stands_alone_again(living_town: Town) -> None:
    town = living_town
    by = town.people["owner"]
    for _ in range(5):
        rows = [town.signal() for _ in range(4)]
        flagged = rows[2]

        def either(each: int, rows: list[Signal] = rows, flagged: Signal = flagged) -> object:
            if each == 1:
                return care.make_care(signal=fresh(flagged.pk), by=by, roles=OWNERS, now=NOW)
            other = [rows[0], rows[0], rows[1], rows[3]][each]
            return merge(town, other, flagged)

        at_once(either, number=4, hands=4)
        assert fresh(flagged.pk).visibility == "care"
        for each in rows:
            assert fresh(each.pk).merged_into_id is None
            assert Asker.objects.filter(subject=each.pk).count() == 1
