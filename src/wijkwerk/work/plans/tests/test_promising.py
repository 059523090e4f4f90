"""What the clock makes good, and in whatever order items are adopted, dropped and signals merged: every asker once."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.signals.actions import asking, merging
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({"owner_team"})
LATER = NOW + timedelta(days=1)


def test_a_signal_that_waited_for_its_asker_is_answered_by_the_clock(town, agenda, letters):
    signal = town.signal()
    choose(town, put(town, agenda, signal))
    by = {"by": town.people["owner"], "now": NOW}
    asking.ask(signal=signal, question="Welke?", roles=OWNERS, **by)
    adopt(town, agenda)
    assert promising.catch_up(now=NOW) == 0
    asking.resume(signal=signal, roles=OWNERS, **by)
    assert promising.catch_up(now=LATER) == 1
    assert letters(signal)[-1] == "answer_yes"
    assert promising.catch_up(now=LATER) == 0


def test_a_signal_that_was_merged_three_times_is_followed(town, agenda, letters):
    chain = [town.signal() for _ in range(4)]
    item = choose(town, put(town, agenda))
    by = {"by": town.people["owner"], "now": NOW}
    items.link_signal(item=item, signal=chain[0], roles=ALL, **by)
    for source, target in pairwise(chain):
        merging.merge(signal=source, into=target, roles=OWNERS, **by)
    asking.ask(signal=chain[3], question="Welke?", roles=OWNERS, **by)
    adopt(town, agenda)
    asking.resume(signal=chain[3], roles=OWNERS, **by)
    assert promising.catch_up(now=LATER) == 1


def test_what_is_answered_already_does_not_stand_in_the_way_of_the_rest(town, agenda, monkeypatch, letters):
    """With room for one a minute, an item whose merged signal was answered must not be looked at for ever."""
    monkeypatch.setattr(promising, "MOST", 1)
    by = {"by": town.people["owner"], "now": NOW}
    source, target, last = town.signal(), town.signal(), town.signal()
    item = choose(town, put(town, agenda, source))
    other = choose(town, put(town, agenda, title="Ander", due_until=None))
    items.link_signal(item=other, signal=last, roles=ALL, **by)
    merging.merge(signal=source, into=target, roles=OWNERS, **by)
    adopt(town, agenda)
    assert letters(target)[-1] == "answer_yes"
    PlanItem.objects.filter(pk=other.pk).update(due_until=item.due_until)
    assert promising.catch_up(now=LATER) == 1
    assert letters(last)[-1] == "answer_yes"


def test_of_two_items_for_one_wish_one_promises_and_the_other_takes_over_when_it_falls_out(
    town, agenda, letters
):
    signal = town.signal()
    choose(town, put(town, agenda, signal, title="Een drempel"))
    choose(town, put(town, agenda, signal, title="Een camera"))
    adopt(town, agenda)
    assert Promise.objects.filter(state="open").count() == 1
    kept = Promise.objects.get(state="open").what
    items.drop(
        item=PlanItem.objects.select_related("plan__subject", "subject", "municipality").get(title=kept),
        why="Geen geld.", by=town.people["owner"], roles=ALL, now=LATER,
    )  # fmt: skip
    assert promising.catch_up(now=LATER) == 1
    assert Promise.objects.get(state="open").what != kept
    assert letters(signal) == ["receipt", "answer_yes", "promise_dropped", "answer_yes"]


def test_who_heard_yes_hears_it_of_the_same_item_no_second_time_when_their_signal_is_merged(
    town, agenda, letters
):
    """The item is done and said so; then the signal goes into another one that still waits: a person answers that."""
    signal, other = town.signal(), town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    by = {"by": town.people["owner"], "now": NOW}
    items.finish(
        item=PlanItem.objects.select_related("plan__subject", "subject", "municipality").get(pk=item.pk),
        how="Klaar.",
        roles=ALL,
        **by,
    )
    assert letters(signal) == ["receipt", "answer_yes", "promise_kept"]
    merging.merge(signal=signal, into=other, roles=OWNERS, **by)
    assert promising.catch_up(now=LATER) == 0
    assert "answer_yes" not in letters(other)


VERBS = st.sampled_from(["adopt", "choose", "drop", "finish", "merge", "link", "clock"])
STEPS = st.lists(
    st.tuples(VERBS, st.integers(0, 3), st.integers(0, 3)),
    max_size=12,
)  # fmt: skip


def take(town: Town, what: str, item: PlanItem, source: Signal, target: Signal) -> None:
    """One step of a story; what is refused does nothing."""
    by: dict[str, Any] = {"by": town.people["owner"], "now": NOW}
    steps: dict[str, Callable[[], Any]] = {
        "adopt": lambda: adopt(town, item.plan),
        "choose": lambda: items.choose(item=item, roles=ALL, **by),
        "drop": lambda: items.drop(item=item, why="Geen geld.", roles=ALL, **by),
        "finish": lambda: items.finish(item=item, how="Klaar.", roles=ALL, **by),
        "merge": lambda: merging.merge(signal=source, into=target, roles=OWNERS, **by),
        "link": lambda: items.link_signal(item=item, signal=target, roles=ALL, **by),
        "clock": lambda: promising.catch_up(now=NOW),
    }
    with contextlib.suppress(Refused):
        steps[what]()


@given(steps=STEPS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_nobody_hears_yes_twice_in_a_row_and_every_open_promise_has_its_item(town, steps):
    plan = begin(town)
    signals = [town.signal() for _ in range(4)]
    made = [put(town, plan, signals[number], title=f"Punt {number}") for number in range(4)]
    fetched = PlanItem.objects.select_related("plan__subject", "subject", "municipality")
    fresh = Signal.objects.select_related("subject", "municipality")
    for what, one, two in steps:
        item = fetched.get(pk=made[one].pk)
        item.plan.municipality = town.municipality
        take(town, what, item, fresh.get(pk=signals[one].pk), fresh.get(pk=signals[two].pk))
    promising.catch_up(now=LATER)
    subjects = [each.subject_id for each in signals]
    for asker in Asker.objects.filter(subject__in=subjects):
        said = ("answer_yes", "promise_dropped", "promise_kept")
        rows = Letter.objects.filter(asker=asker.pk, kind__in=said)
        heard = list(rows.order_by("made_at", "pk").values_list("kind", flat=True))
        assert ("answer_yes", "answer_yes") not in pairwise(heard)
    live = {"kind": "promised", "source__plan_item__state__in": ("chosen", "doing")}
    for promise in Promise.objects.filter(state="open", asked__in=subjects):
        assert promise.subject.links_in.filter(**live).count() == 1
    for item in fetched.filter(plan=plan, state__in=("chosen", "doing"), adopted_at__isnull=False):
        assert promising.waiting_signals(item) == []
