"""The trace leads from a wish to the vision and back, as by walking link by link, in a fixed number of queries (promise 3)."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Link, Subject
from wijkwerk.rules.planning import Origin
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans.actions import items, writing
from wijkwerk.work.plans.models import ANSWERS, PROMISED, SERVES, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.trace import queries
from wijkwerk.work.plans.trace.queries import Trace, counts_of, signals_of, tallies_of, trace_of
from wijkwerk.work.signals.actions import merging
from wijkwerk.work.signals.actions.care import make_care
from wijkwerk.work.signals.models import Signal

OWNER = frozenset({"owner_team", "area_manager", "staff"})


def stranger(town: Town) -> Access:
    return Access(municipality_id=town.municipality.pk)


def serve(town: Town, low: PlanItem, high: PlanItem) -> None:
    items.serve(item=low, serves=high, by=town.people["owner"], roles=ALL, now=NOW)


@pytest.fixture
def chain(town: Town) -> dict[str, PlanItem]:
    """A wish of a street in an agenda, which serves a programme, which serves the vision; all of it adopted."""
    vision, programme, agenda = (begin(town, kind) for kind in ("visie", "programma", "agenda"))
    made = {
        "vision": put(town, vision, kind="priority", title="Kinderen spelen buiten"),
        "programme": put(town, programme, kind="priority", title="Veilig op straat"),
        "second": put(town, programme, kind="priority", title="Groen in de straat"),
        "agenda": put(town, agenda, town.signal(), title="Een drempel"),
    }
    serve(town, made["agenda"], made["programme"])
    serve(town, made["programme"], made["vision"])
    for item in made.values():
        choose(town, item)
    for plan in (vision, programme, agenda):
        adopt(town, plan)
    return made


def test_it_works_from_a_wish_up_to_the_vision(town: Town, chain):
    signal = Signal.objects.get()
    trace = trace_of(town.municipality, signal.subject, stranger(town))
    assert set(trace.items) == {chain[name].pk for name in ("agenda", "programme", "vision")}
    assert [root.signal.pk for root in trace.roots] == [signal.pk]
    assert trace.promises == {chain["agenda"].pk: {"open": 1}}


def test_from_the_vision_down_to_the_street(town: Town, chain):
    trace = trace_of(town.municipality, chain["vision"].subject, stranger(town))
    assert {item.title for item in trace.items.values()} == {
        "Kinderen spelen buiten",
        "Veilig op straat",
        "Een drempel",
    }
    assert (trace.total.signals, trace.total.asked) == (1, 1)


def test_from_a_promise_and_from_a_plan(town: Town, chain):
    promise = Promise.objects.get()
    up = trace_of(town.municipality, promise.subject, stranger(town))
    assert chain["vision"].pk in up.items
    plan = trace_of(town.municipality, chain["programme"].plan.subject, stranger(town))
    assert {item.title for item in plan.items.values()} == {
        "Kinderen spelen buiten",
        "Veilig op straat",
        "Groen in de straat",
        "Een drempel",
    }


def test_what_stands_beside_is_no_part_of_it(town: Town, chain):
    """Another item of the same plan, and what serves what I serve, are not where I come from."""
    trace = trace_of(town.municipality, chain["agenda"].subject, stranger(town))
    assert chain["second"].pk not in trace.items
    sibling = put(town, chain["agenda"].plan, town.signal(title="Iets anders"), title="Een bank")
    serve(town, sibling, chain["programme"])
    choose(town, sibling)
    trace = trace_of(town.municipality, chain["agenda"].subject, stranger(town))
    assert sibling.pk not in trace.items
    assert trace.total.signals == 1


def merge(town: Town, signal: Signal, into: Signal) -> None:
    signal.refresh_from_db()
    into.refresh_from_db()
    merging.merge(signal=signal, into=into, by=town.people["traffic"], roles=OWNER, now=NOW)


def test_a_merged_signal_counts_as_the_one_it_went_into(town: Town, agenda):
    first, second, third = (town.signal(title=f"Hetzelfde {number}") for number in range(3))
    item = choose(town, put(town, agenda, first))
    merge(town, first, second)
    merge(town, second, third)
    adopt(town, agenda)
    for signal in (first, second, third):
        trace = trace_of(town.municipality, signal.subject, stranger(town))
        assert set(trace.items) == {item.pk}
        assert [root.signal.pk for root in trace.roots] == [third.pk]
        assert (trace.total.signals, trace.total.asked) == (1, 3)


def test_care_leaves_it_and_no_count_tells(town: Town, chain):
    signal = town.signal(title="Buurvrouw")
    items.link_signal(item=chain["agenda"], signal=signal, by=town.people["owner"], roles=ALL, now=NOW)
    make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    for start in (chain["agenda"], chain["vision"], chain["agenda"].plan):
        trace = trace_of(town.municipality, start.subject, stranger(town))
        assert trace.total.signals == 1
    assert trace_of(town.municipality, signal.subject, stranger(town)).items == {}
    # What became care after it had taken another one in lets that one go, and leaves itself.
    other, whole = town.signal(title="A"), town.signal(title="B")
    merge(town, other, whole)
    items.link_signal(item=chain["agenda"], signal=other, by=town.people["owner"], roles=ALL, now=NOW)
    assert trace_of(town.municipality, chain["agenda"].subject, stranger(town)).total.signals == 2
    whole.refresh_from_db()
    make_care(signal=whole, by=town.people["traffic"], roles=OWNER, now=NOW)
    trace = trace_of(town.municipality, chain["agenda"].subject, stranger(town))
    assert trace.total.signals == 2
    assert other.pk in {root.signal.pk for root in trace.roots}
    assert whole.pk not in {root.signal.pk for root in trace.roots}


def test_a_draft_is_no_step_for_a_stranger_and_is_one_for_who_writes_it(town: Town):
    vision, programme, agenda = (begin(town, kind) for kind in ("visie", "programma", "agenda"))
    high, middle = put(town, vision, kind="priority"), put(town, programme, kind="priority")
    low = put(town, agenda)
    serve(town, low, middle)
    serve(town, middle, high)
    for item in (high, low):
        choose(town, item)
    for plan in (vision, agenda):
        adopt(town, plan)
    assert set(trace_of(town.municipality, low.subject, stranger(town)).items) == {low.pk}
    inside = trace_of(town.municipality, low.subject, town.access("owner"))
    assert set(inside.items) == {low.pk, middle.pk, high.pk}


def test_a_proposal_in_an_adopted_plan_is_not_for_strangers(town: Town, agenda):
    writing.discuss(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    item = put(town, agenda, town.signal())
    assert set(trace_of(town.municipality, item.subject, stranger(town)).items) == {item.pk}
    adopt(town, agenda)
    assert trace_of(town.municipality, item.subject, stranger(town)).items == {}
    assert set(trace_of(town.municipality, item.subject, town.access("owner")).items) == {item.pk}


def test_more_signals_than_are_shown_are_counted(town: Town, chain, monkeypatch):
    monkeypatch.setattr(queries, "MOST_SIGNALS", 3)
    for number in range(5):
        signal = town.signal(title=f"Nog een {number}")
        items.link_signal(item=chain["agenda"], signal=signal, by=town.people["owner"], roles=ALL, now=NOW)
    trace = trace_of(town.municipality, chain["agenda"].subject, stranger(town))
    assert len(trace.roots) == 3
    assert (trace.total.signals, trace.tallies[chain["agenda"].pk].signals) == (6, 6)


def test_another_municipality_is_no_part_of_it(town: Town, chain, other_town):
    access = Access(municipality_id=other_town.municipality.pk)
    for start in (chain["agenda"], chain["agenda"].plan):
        assert trace_of(other_town.municipality, start.subject, access).items == {}


# --- the same as walking link by link -----------------------------------------------------------------------

LEVELS = ("visie", "programma", "actielijst")


def walked(start: Subject, seen: set) -> tuple[set, set, set, Counter]:
    """The trace once more, one link at a time: items, links between them, signals, and the number of promises by state."""
    if start.kind == "plan":
        begins = set(PlanItem.objects.filter(plan=start.pk).values_list("pk", flat=True))
    elif start.kind == "item":
        begins = {start.pk}
    elif start.kind == "promise":
        begins = set(Link.objects.filter(kind=PROMISED, target=start).values_list("source", flat=True))
    else:
        family, grew = {start.pk}, True
        while grew:
            more = {row.merged_into_id for row in Signal.objects.filter(pk__in=family) if row.merged_into_id}
            more |= set(Signal.objects.filter(merged_into__in=family).values_list("pk", flat=True))
            grew, family = not more <= family, family | more
        begins = {link.source_id for key in family for link in Link.objects.filter(kind=ANSWERS, target=key)}
    begins &= seen
    up, down, passed = set(), set(), set()

    def climb(key):
        if key in seen and key not in up:
            up.add(key)
            for link in Link.objects.filter(kind=SERVES, source=key):
                passed.add((key, link.target_id))
                climb(link.target_id)

    def descend(key):
        if key in seen and key not in down:
            down.add(key)
            for link in Link.objects.filter(kind=SERVES, target=key):
                passed.add((link.source_id, key))
                descend(link.source_id)

    for key in begins:
        climb(key)
        if start.kind in ("item", "plan"):
            descend(key)
    down |= begins
    signals: set = set()
    promises: Counter = Counter()
    for key in down:
        for link in Link.objects.filter(kind=ANSWERS, source=key):
            signal = Signal.objects.get(pk=link.target_id)
            while signal.merged_into_id:
                signal = Signal.objects.get(pk=signal.merged_into_id)
            if signal.visibility != "care":
                signals.add((key, signal.pk))
        for link in Link.objects.filter(kind=PROMISED, source=key):
            promises[key, Promise.objects.get(pk=link.target_id).state] += 1
    every = up | down
    serves = {(low, high) for low, high in passed if low in every and high in every}
    return every, serves, signals, promises


def told(trace: Trace) -> tuple[set, set, set, Counter]:
    promises = Counter(
        {(item, state): number for item, states in trace.promises.items() for state, number in states.items()}
    )
    return set(trace.items), trace.serves, {(root.item, root.signal.pk) for root in trace.roots}, promises


graphs = st.fixed_dictionaries(
    {
        # level, priority or task, adopted or not
        "items": st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=9),
        "serves": st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=16),
        "signals": st.integers(1, 5),
        "answers": st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), max_size=10),
        "merges": st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3),
        "care": st.none() | st.integers(0, 4),
        "public": st.tuples(st.booleans(), st.booleans(), st.booleans()),
    }
)


def built(town: Town, graph) -> tuple[list[PlanItem], list[Signal]]:
    """The graph in the database, by rows: what the actions refuse the guards refuse here too."""
    plans = [begin(town, kind, title=f"{kind} {Subject.objects.count()}") for kind in LEVELS]
    for plan, public in zip(plans, graph["public"], strict=True):
        plan.public_at = NOW if public else None
        plan.save(update_fields=["public_at"])
    made = [
        put(town, plans[level], kind="task" if task else "priority", title=f"Punt {number}")
        for number, (level, task) in enumerate(graph["items"])
    ]
    signals = [town.signal(title=f"Melding {number}") for number in range(graph["signals"])]

    def link(source, target, kind):
        Link.objects.get_or_create(
            municipality=town.municipality,
            source=source.subject,
            target=target.subject,
            kind=kind,
            defaults={"made_at": NOW},
        )

    for low, high in graph["serves"]:
        if low < len(made) and high < len(made) and made[low].rank > made[high].rank:
            link(made[low], made[high], SERVES)
    for item, signal in graph["answers"]:
        if item < len(made) and signal < len(signals):
            link(made[item], signals[signal], ANSWERS)
    for source, target in graph["merges"]:
        if max(source, target) < len(signals):
            with suppress(Refused):  # into itself, or what was merged already
                merge(town, signals[source], signals[target])
    if graph["care"] is not None and graph["care"] < len(signals):
        care = signals[graph["care"]]
        with suppress(Refused):
            care.refresh_from_db()
            make_care(signal=care, by=town.people["traffic"], roles=OWNER, now=NOW)
    return made, signals


@pytest.mark.parametrize("part", ["visitor", "owner"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(graph=graphs)
def test_it_is_the_same_as_walking_link_by_link(town: Town, graph, part):
    """For every start, in any graph of items, merged signals and hidden plans."""
    access = town.access("owner") if part == "owner" else stranger(town)
    with transaction.atomic():
        same_as_walking(town, graph, access)
        transaction.set_rollback(True)


def same_as_walking(town: Town, graph, access: Access) -> None:
    made, signals = built(town, graph)
    seen = {item.pk for item in made if access.works or item.plan.public_at}
    starts = [item.subject for item in made] + [signal.subject for signal in signals]
    for start in [*starts, *{item.plan.pk: item.plan.subject for item in made}.values()]:
        trace = trace_of(town.municipality, start, access)
        assert told(trace) == walked(start, seen)
        assert trace.total.signals == len({signal for _, signal in walked(start, seen)[2]})
    # Counted by the database, as when there are too many to read, and counted from what was read.
    under = [item.pk for item in made]
    assert tallies_of(town.municipality, under) == counts_of(signals_of(town.municipality, under))


# --- cost ---------------------------------------------------------------------------------------------------


def large(town: Town, tasks: int, signals: int) -> PlanItem:
    """A vision, a programme below it, and an agenda of so many tasks that answer so many signals. Returns the vision's item."""
    vision, programme, agenda = (begin(town, kind) for kind in ("visie", "programma", "actielijst"))
    high = put(town, vision, kind="priority")
    middle = put(town, programme, kind="priority", origin=Origin.VISION, origin_subject=high.subject)
    low = [put(town, agenda, title=f"Taak {number}") for number in range(tasks)]
    for item in low:
        serve(town, item, middle)
    wishes = [
        town.signal(title=f"Wens {number}", now=NOW - timedelta(hours=number)) for number in range(signals)
    ]
    Link.objects.bulk_create(
        Link(
            municipality=town.municipality,
            source=low[number % tasks].subject,
            target=wish.subject,
            kind=ANSWERS,
            made_at=NOW,
        )
        for number, wish in enumerate(wishes)
    )
    for plan in (vision, programme, agenda):
        adopt_all(town, plan)
    return high


def adopt_all(town: Town, plan) -> None:
    """Adopted by rows: hundreds of letters are not what is measured here."""
    PlanItem.objects.filter(plan=plan).update(state="chosen", adopted_at=NOW, adopted_by=town.people["owner"])
    plan.state, plan.version, plan.public_at = "adopted", 1, NOW
    plan.save(update_fields=["state", "version", "public_at"])


@pytest.mark.parametrize(("tasks", "signals"), [(1, 1), (40, 400)])
def test_a_plan_with_forty_items_and_four_hundred_signals_costs_as_many_queries_as_a_small_one(
    client, town: Town, tasks, signals
):
    high = large(town, tasks, signals)
    low = PlanItem.objects.filter(plan__kind="actielijst").order_by("place").first()
    client.get("/plannen/")
    for start, most in ((high, 4), (low, 4), (low.plan, 5), (Signal.objects.first(), 5)):
        subject = start.subject
        with CaptureQueriesContext(connection) as asked:
            trace = trace_of(town.municipality, subject, stranger(town))
        assert trace.items
        assert len(asked) == most
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/herkomst/{high.subject.code}/").status_code == 200
    assert len(asked) <= 10
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/herkomst/{low.plan.subject.code}/").status_code == 200
    assert len(asked) <= 10
