"""Two at once: of two who write one part one is first, of two who finish one item one does, and no asker is told twice."""

import time
from collections.abc import Callable

import pytest

from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items, writing
from wijkwerk.work.plans.models import Plan, PlanItem, PlanPart, PlanVersion
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.signals.actions import merging
from wijkwerk.work.signals.actions.care import make_care
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.test_races import at_once, won

OWNERS = frozenset({"owner_team"})


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def told(signal: Signal) -> list[str]:
    rows = Letter.objects.filter(subject=signal.pk).exclude(kind="receipt")
    return list(rows.order_by("made_at", "pk").values_list("kind", flat=True))


def both(one: Callable[[], object], two: Callable[[], object]) -> list[object]:
    """Do both at the same moment; results and refusals."""
    return at_once(lambda each: (one, two)[each](), number=2, hands=2)


def test_of_eight_who_write_one_part_as_they_saw_it_one_is_first(living_town: Town) -> None:
    plan = begin(living_town)
    by = living_town.people["owner"]

    def write(each: int) -> PlanPart:
        fresh = Plan.objects.select_related("subject", "municipality").get(pk=plan.pk)
        return writing.write_part(
            plan=fresh, key="jaar", text=f"Van {each}", seen=None, by=by, roles=ALL, now=NOW
        )

    results = at_once(write, number=8)
    assert won(results) == 1
    assert PlanPart.objects.get(plan=plan, key="jaar").text.startswith("Van ")


def fresh_item(item: PlanItem) -> PlanItem:
    names = ("subject", "municipality", "owner_team", "plan__subject", "plan__municipality")
    return PlanItem.objects.select_related(*names).get(pk=item.pk)


def test_of_eight_who_finish_one_item_one_does_and_the_asker_hears_it_once(living_town: Town) -> None:
    town = living_town
    signal, plan = town.signal(), begin(town)
    item = choose(town, put(town, plan, signal))
    adopt(town, plan)

    def finish(each: int) -> PlanItem:
        by = town.people["traffic"]
        return items.finish(item=fresh_item(item), how=f"Klaar {each}", by=by, roles=ALL, now=NOW)

    assert won(at_once(finish, number=8)) == 1
    assert told(signal) == ["answer_yes", "promise_kept"]
    assert Promise.objects.get().state == "kept"


def test_finishing_and_dropping_at_once_is_one_of_the_two(living_town: Town) -> None:
    town = living_town
    signal, plan = town.signal(), begin(town)
    item = choose(town, put(town, plan, signal))
    adopt(town, plan)
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    results = both(
        lambda: items.finish(item=fresh_item(item), how="Klaar", **by),
        lambda: items.drop(item=fresh_item(item), why="Geen geld", **by),
    )
    assert won(results) == 1
    assert len(told(signal)) == 2


def test_adopting_while_a_signal_is_merged_tells_everybody_once(living_town: Town) -> None:
    town = living_town
    source, target, plan = town.signal(), town.signal(), begin(town)
    for signal in (source, target):
        choose(town, put(town, plan, signal))

    def merge() -> object:
        rows = {row.pk: row for row in Signal.objects.select_related("subject", "municipality")}
        return merging.merge(
            signal=rows[source.pk], into=rows[target.pk], by=town.people["owner"], roles=OWNERS, now=NOW
        )

    def work() -> object:
        fresh = Plan.objects.select_related("subject", "municipality", "area").get(pk=plan.pk)
        return adopt(town, fresh)

    results = both(work, merge)
    # To merge what is promised already is refused; whichever came first, the plan is adopted.
    assert PlanVersion.objects.count() == 1, results
    promising.catch_up(now=NOW)
    letters = Letter.objects.filter(kind="answer_yes")
    assert letters.count() == 2, results
    assert len({letter.asker for letter in letters}) == 2


def test_of_two_who_adopt_one_plan_there_is_one_version(living_town: Town) -> None:
    town = living_town
    signal, plan = town.signal(), begin(town)
    choose(town, put(town, plan, signal))

    def work() -> object:
        fresh = Plan.objects.select_related("subject", "municipality", "area").get(pk=plan.pk)
        return adopt(town, fresh)

    assert won(both(work, work)) == 1
    assert told(signal) == ["answer_yes"]
    assert PlanVersion.objects.count() == 1


def test_two_items_moved_at_once_both_keep_a_place_of_their_own(living_town: Town) -> None:
    town = living_town
    plan = begin(town)
    made = [put(town, plan, title=f"Punt {number}") for number in range(4)]
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}

    def move(each: int) -> object:
        return items.move_item(item=fresh_item(made[each % 4]), up=bool(each % 2), **by)

    assert won(at_once(move, number=12, hands=4)) == 12
    places = list(plan.items.values_list("place", flat=True))
    assert len(set(places)) == 4


def test_refused_is_what_the_second_one_reads(living_town: Town) -> None:
    town = living_town
    item = put(town, begin(town))
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    results = both(
        lambda: items.choose(item=fresh_item(item), **by),
        lambda: items.drop(item=fresh_item(item), why="x", **by),
    )
    refused = [each for each in results if isinstance(each, Refused)]
    # Chosen first, it can still be dropped; dropped first, it cannot be chosen.
    assert len(refused) <= 1
    assert PlanItem.objects.get(pk=item.pk).state == "dropped" or not refused


def test_a_signal_becomes_care_while_its_item_is_finished_and_neither_waits_for_ever(
    living_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both lock the plan, the item and then the signal; in another order PostgreSQL would stop one of them."""
    town = living_town
    signal, plan = town.signal(), begin(town)
    item = choose(town, put(town, plan, signal))
    adopt(town, plan)
    keep = promising.keep

    def slow(*given: object, **more: object) -> None:
        time.sleep(0.8)
        keep(*given, **more)

    monkeypatch.setattr(promising, "keep", slow)
    by = {"by": town.people["owner"], "now": NOW}

    def hide() -> object:
        time.sleep(0.3)
        fresh = Signal.objects.select_related("subject", "municipality").get(pk=signal.pk)
        return make_care(signal=fresh, roles=OWNERS, **by)

    results = both(lambda: items.finish(item=fresh_item(item), how="Klaar", roles=ALL, **by), hide)
    assert won(results) == 2
    assert Signal.objects.get(pk=signal.pk).visibility == "care"
