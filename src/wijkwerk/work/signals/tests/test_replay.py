"""A changed routing table is tried on last month: the counts are those of a naive router, and care is in none of them."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.ground.areas import settings
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.routing import Rule
from wijkwerk.testing_cast import NOW
from wijkwerk.work.signals import replay
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.owners import Router, router, router_of
from wijkwerk.work.signals.replay import Came

TEAMS = {key: Team(key=key, name=key.title()) for key in ("a", "b", "c", "intake", "noord")}
OPEN = {key: TEAMS[key] for key in ("a", "b", "intake", "noord")}  # c takes nothing


def roads(rules, straight=None):
    return Router(tuple(rules), OPEN, (("m.n.", TEAMS["noord"]),), TEAMS["intake"], straight)


def naive_team(rules, straight, came):
    """Another reading of the table: word by word, without patterns."""
    near = "noord" if came.area_path.startswith("m.n.") else "intake"
    if came.source and came.area_path == "":
        return "intake", None
    if straight and came.kind == "report":
        return straight.key, None
    for rule in rules:
        asked = [(rule.theme, came.theme), (rule.kind, came.kind), (rule.channel, came.via)]
        if any(wanted is not None and wanted != has for wanted, has in asked):
            continue
        if rule.area_paths and not any(came.area_path.startswith(path) for path in rule.area_paths):
            continue
        spoken = came.text.lower().split()
        if rule.words and not any(
            any(each.startswith(word[:-1]) for each in spoken) if word.endswith("*") else word in spoken
            for word in rule.words
        ):
            continue
        return (rule.team if rule.team in OPEN else near), rule
    return near, None


SOME = st.one_of(st.none(), st.sampled_from(["x", "y"]))
RULES = st.lists(
    st.builds(
        Rule,
        team=st.sampled_from(["a", "b", "c"]),
        theme=SOME,
        kind=st.one_of(st.none(), st.sampled_from(["report", "idea"])),
        channel=SOME,
        area_paths=st.lists(st.sampled_from(["m.n.", "m.z."]), max_size=2).map(tuple),
        words=st.lists(st.sampled_from(["boom", "boom*", "licht"]), max_size=2).map(tuple),
    ),
    max_size=6,
)
CAME = st.lists(
    st.builds(
        Came,
        theme=st.sampled_from(["x", "y"]),
        kind=st.sampled_from(["report", "idea"]),
        area_path=st.sampled_from(["", "m.n.", "m.n.k.", "m.z."]),
        via=st.sampled_from(["x", "y"]),
        source=st.sampled_from(["", "elders"]),
        text=st.lists(st.sampled_from(["Boom", "boomwortel", "licht", "stoep"]), max_size=3).map(" ".join),
    ),
    max_size=12,
)
STRAIGHT = st.sampled_from([None, TEAMS["b"]])


@given(RULES, RULES, STRAIGHT, STRAIGHT, CAME)
def test_the_counts_are_those_of_a_naive_router(old, new, straight_old, straight_new, rows):
    found = replay.replayed(rows, old=roads(old, straight_old), new=roads(new, straight_new))
    moved: Counter[Any] = Counter()
    caught: Counter[Any] = Counter()
    for came in rows:
        was, _ = naive_team(old, straight_old, came)
        team, rule = naive_team(new, straight_new, came)
        moved[was, team] += was != team
        if rule is not None:
            caught[rule] += 1
    assert found.moved == +moved
    assert found.caught == caught
    assert (found.signals, found.changed, found.cut) == (len(rows), moved.total(), False)


def test_more_than_the_most_is_cut_and_said():
    rows = [Came("x", "idea", "", "x", "", "")] * 7
    found = replay.replayed(iter(rows), old=roads([]), new=roads([Rule("a")]), most=5)
    assert (found.signals, found.changed, found.cut) == (5, 5, True)
    assert not replay.replayed(rows[:5], old=roads([]), new=roads([]), most=5).cut


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, None), (2, None), (3, 3), (400, 400)])
def test_fewer_than_three_are_not_told_and_none_looks_the_same(count, shown):
    assert replay.told(count) == shown


def test_small_moves_are_not_told():
    moved = Counter({("a", "b"): 2, ("b", "a"): 9, ("a", "noord"): 3})
    assert replay.told_moves(moved) == [("b", "a", 9), ("a", "noord", 3)]


@pytest.mark.django_db
def test_last_month_is_the_last_month_without_care_and_without_what_is_no_routing(town, other_town):
    town.signal(text="een")
    town.signal(text="zorg", care=True)
    town.signal(text="oud", now=NOW - timedelta(days=32))
    town.signal(text="net nog", now=NOW - timedelta(days=30, hours=23))
    town.signal(text="elders klaar", source="x", source_id="1", closed_at=NOW)
    town.signal(text="elders open", source="x", source_id="2")
    part = town.signal(text="deel")
    Signal.objects.filter(pk=part.pk).update(split_from=town.signal(text="geheel").pk)
    other_town.signal(text="van een ander")
    texts = [came.text for came in replay.last_month(town.municipality, now=NOW)]
    assert sorted(texts) == ["een", "elders open", "geheel", "net nog"]


@pytest.mark.django_db
def test_the_newest_are_read_first_and_one_more_than_the_most(town):
    for number in range(4):
        town.signal(text=f"tekst {number}", now=NOW - timedelta(days=4 - number))
    texts = [came.text for came in replay.last_month(town.municipality, now=NOW, most=2)]
    assert texts == ["tekst 3", "tekst 2", "tekst 1"]


@pytest.mark.django_db
def test_it_costs_the_same_queries_for_one_signal_and_for_many(town, django_assert_num_queries):
    old = router(town.municipality)
    for count in (1, 6):
        for number in range(count):
            town.signal(text=f"tekst {number}")
        with django_assert_num_queries(1):
            replay.replayed(replay.last_month(town.municipality, now=NOW), old=old, new=old)


@pytest.mark.django_db
def test_what_the_replay_says_is_where_signals_really_went(town):
    """The old table gives each signal to the team that has it; a table that is not stored gives the rest."""
    made = [
        town.signal(text="Hard rijden", theme="verkeer"),
        town.signal(text="Een gat", theme="onderhoud", kind="report"),
        town.signal(text="Iets anders", theme="overig"),
        town.signal(text="Boom", theme="groen", place=town.place("Havenbuurt")),
    ]
    document = settings.current(town.municipality)
    table = [{"theme": "verkeer", "team": "veiligheid"}, *document.raw["routing"]]
    changed = settings.parse({**document.raw, "routing": table})
    rows = list(replay.last_month(town.municipality, now=NOW))
    old, new = router(town.municipality), router_of(changed, town.municipality)
    way = replay._Way(old)
    assert sorted(way.of(came)[0] for came in rows) == sorted(signal.owner_team.key for signal in made)
    found = replay.replayed(rows, old=old, new=new)
    assert found.moved == {("verkeer", "veiligheid"): 1}
    assert settings.current(town.municipality).number == document.number
