"""The year calendar's warnings, judged by a second, naive implementation and by the planning table of a real municipality."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.budget_cycle import CycleStep
from wijkwerk.rules.yearplan import (
    AREA,
    DUTY_WITHOUT_MONTH,
    MONTH_WITHOUT_DUTY,
    NOTHING_PLANNED,
    TEAM,
    Duty,
    Entry,
    EntryState,
    EntryStep,
    Month,
    allowed,
    gaps,
    missed_day,
    months_from,
    peaks,
)

# Stadskanaal 2012, project 000 §5: duties per area with who does them, and the months. PA12 is PA with a year, "V?" is V.
DUTIES_2012 = {
    "Musselkanaal": ("A", "R P PA E"),
    "Stadskanaal Noord": ("A", "R P PA E"),
    "Alteveer": ("B", "Dop R P PA E"),
    "Maarswold": ("B", "R V P PA E"),
    "Maarsstee": ("A", "R Wop"),
    "Parkwijk": ("A", "Wop R V P PA E"),
    "Onstwedde": ("B", "Dop R"),
    "Mussel": ("B", "Dop R"),
    "Ceresdorp": ("A", "R"),
    "Maarsveld": ("B", "R E"),
    "De Hagen": ("A", "R E"),
    "Vledderveen": ("B", "R P PA E"),
    "Stadskanaal Centrum": ("A", ""),
}
MONTHS_2012 = {
    "Musselkanaal": "2:P 2:PA 3:P 5:E 5:pilot 6:pilot 7:pilot 8:pilot 9:pilot 10:PA 10:pilot 11:pilot 12:pilot",
    "Stadskanaal Noord": "2:P 2:PA 3:P 9:E 10:PA",
    "Alteveer": "3:P 3:PA 10:PA 11:E",
    "Maarswold": "2:V 3:V 4:V 5:V 6:V 8:P 9:P 10:P 11:P 12:PA",
    "Maarsstee": " ".join(f"{month}:Wop" for month in range(1, 13)),
    "Parkwijk": "8:V 9:V 10:V 11:V 12:V",
    "Mussel": "12:V",
    "Maarsveld": "4:E",
    "De Hagen": "10:E",
    "Vledderveen": "5:E 6:E 8:P 9:P 10:P",
}


def duties_2012():
    return [Duty(area, code, who) for area, (who, codes) in DUTIES_2012.items() for code in codes.split()]


def entries_2012():
    return [
        Entry(area, code, DUTIES_2012[area][0], 201200 + int(month))
        for area, row in MONTHS_2012.items()
        for month, code in (each.split(":") for each in row.split())
    ]


def pairs(found, kind):
    return {(each.area, each.code) for each in found if each.kind == kind}


def test_the_table_of_2012_has_its_known_duties_without_a_month():
    found = gaps(duties_2012(), entries_2012(), without_term=frozenset({"R"}))
    assert pairs(found, DUTY_WITHOUT_MONTH) == {
        ("Parkwijk", "Wop"), ("Parkwijk", "P"), ("Parkwijk", "PA"), ("Parkwijk", "E"), ("Maarswold", "E"),
        ("Vledderveen", "PA"), ("Alteveer", "Dop"), ("Mussel", "Dop"),
    }  # fmt: skip
    assert pairs(found, NOTHING_PLANNED) == {("Onstwedde", "")}


def test_the_table_of_2012_has_its_known_months_without_a_duty():
    found = [each for each in gaps(duties_2012(), entries_2012()) if each.kind == MONTH_WITHOUT_DUTY]
    assert [(each.area, each.code, each.month, each.number) for each in found] == [
        ("Musselkanaal", "pilot", 201205, 8),
        ("Mussel", "V", 201212, 1),
    ]


def test_without_a_code_for_the_whole_year_every_such_duty_misses_a_month():
    found = gaps(duties_2012(), entries_2012())
    without = {area for area, code in pairs(found, DUTY_WITHOUT_MONTH) if code == "R"}
    empty = {each.area: each.number for each in found if each.kind == NOTHING_PLANNED}
    assert empty == {"Onstwedde": 2, "Ceresdorp": 1}
    assert without | set(empty) == set(DUTIES_2012) - {"Stadskanaal Centrum"}


def test_the_table_of_2012_peaks_where_a_hand_counts_it():
    load = Counter((each.team, each.month) for each in entries_2012())
    found = {(each.team, each.month): each.number for each in peaks(load, most=4)}
    # February of A: Musselkanaal P PA, Stadskanaal Noord P PA, Maarsstee Wop. October: PA pilot, PA, Wop, V, E.
    assert found == {("A", 201202): 5, ("A", 201210): 6}


AREAS, CODES, TEAMS = ["n.", "z.", "z.a."], ["V", "P", "R"], ["", "t1", "t2"]
duty = st.builds(
    Duty, st.sampled_from(AREAS), st.sampled_from(CODES), st.sampled_from(TEAMS), st.integers(1, 3)
)
entry = st.builds(
    Entry,
    st.sampled_from(AREAS),
    st.sampled_from(CODES),
    st.sampled_from(TEAMS),
    st.integers(202701, 202704),
    st.sampled_from(EntryState),
)


def naive_gaps(duties, entries, without_term):
    """Cell by cell, with a loop for every question."""
    standing = [each for each in entries if each.state.value != "moved"]
    missing, unagreed = set(), set()
    for area, code in product(AREAS, CODES):
        agreed = [each for each in duties if each.area == area and each.code == code]
        there = [each for each in standing if each.area == area and each.code == code]
        short = sum(each.times for each in agreed) - len(there)
        if agreed and short > 0 and code not in without_term:
            missing.add((area, code, short))
        if there and not agreed:
            unagreed.add((area, code, min(each.month for each in there), len(there)))
    empty = {area for area in AREAS if not any(each.area == area for each in standing)}
    nothing = {area: sum(short for where, _, short in missing if where == area) for area in empty}
    return {row for row in missing if row[0] not in empty}, unagreed, {k: v for k, v in nothing.items() if v}


@given(st.lists(duty, max_size=8), st.lists(entry, max_size=12), st.frozensets(st.sampled_from(CODES)))
def test_gaps_are_those_of_a_naive_search(duties, entries, without_term):
    found = gaps(duties, entries, without_term=without_term)
    missing, unagreed, nothing = naive_gaps(duties, entries, without_term)
    assert {(e.area, e.code, e.number) for e in found if e.kind == DUTY_WITHOUT_MONTH} == missing
    assert {(e.area, e.code, e.month, e.number) for e in found if e.kind == MONTH_WITHOUT_DUTY} == unagreed
    assert {e.area: e.number for e in found if e.kind == NOTHING_PLANNED} == nothing
    assert len(found) == len(missing) + len(unagreed) + len(nothing)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(TEAMS), st.integers(202701, 202704)), st.integers(0, 6), max_size=9
    ),
    st.integers(1, 4),
)
def test_peaks_are_those_of_a_naive_count(load, most):
    expected = []
    for month, team in product(range(202701, 202705), ["t1", "t2"]):
        number = load.get((team, month), 0)
        if number > most:
            expected.append((team, month, number, most))
    assert [(e.team, e.month, e.number, e.usual) for e in peaks(load, most=most)] == expected


@given(st.lists(duty, max_size=8), st.lists(entry, max_size=8), entry)
def test_one_more_month_never_makes_a_duty_miss_more(duties, entries, more):
    def short(rows):
        found = gaps(duties, rows)
        return sum(each.number for each in found if each.kind in (DUTY_WITHOUT_MONTH, NOTHING_PLANNED))

    assert short([*entries, more]) <= short(entries)


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-400, 400))
def test_months_count_on_and_back(year, number, steps):
    month = Month(year, number)
    assert month.plus(steps).plus(-steps) == month
    assert Month.of(month.key) == month
    assert (month.plus(steps) > month) == (steps > 0)
    later = month.plus(steps)
    assert (later.year - year) * 12 + later.number - number == steps


def test_a_row_of_months_goes_over_the_year():
    assert [each.key for each in months_from(Month(2026, 11), 4)] == [202611, 202612, 202701, 202702]


STATES = [
    (EntryState.PLANNED, False),
    (EntryState.PLANNED, True),
    (EntryState.MOVED, False),
    (EntryState.DONE, False),
]
#                planned      uncertain     moved   done
MATRIX = {
    "change":       ("area team", "area team", "", ""),
    "make_certain": ("", "area team", "", ""),
    "move":         ("area team", "area team", "", ""),
    "finish":       ("area team", "", "", ""),
    "drop":         ("area team", "area team", "", "area"),
}  # fmt: skip


@pytest.mark.parametrize("step", EntryStep)
@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("role", [AREA, TEAM, "stranger"])
def test_each_step_is_possible_where_the_table_says_so_and_nowhere_else(step, place, role):
    state, uncertain = STATES[place]
    expected = role in MATRIX[step.value][place].split()
    assert allowed(state, step, frozenset({role}), uncertain=uncertain) is expected
    assert not allowed(state, step, frozenset(), uncertain=uncertain)


CYCLE = (CycleStep("wensen", "Wensen", 3, 1), CycleStep("afdelingen", "Ja of nee", 4, 15, True))


@pytest.mark.parametrize(
    ("month", "year", "missed"),
    [
        (Month(2027, 2), None, None),
        (Month(2027, 3), None, date(2027, 3, 1)),
        (Month(2027, 4), None, date(2027, 3, 1)),
        (Month(2027, 5), None, date(2027, 3, 1)),
        (Month(2026, 10), 2028, None),
        (Month(2026, 10), 2027, date(2026, 3, 1)),
        (Month(2028, 2), 2028, date(2027, 3, 1)),
    ],
)
def test_an_agenda_misses_the_budget_from_the_day_for_handing_in_and_not_only_after_the_decision(
    month, year, missed
):
    """Between 1 March and 15 April departments decide about what was handed in before."""
    assert missed_day(month, year, CYCLE) == missed


@pytest.mark.parametrize(("day", "missed"), [(1, date(2027, 3, 1)), (2, None), (31, None)])
def test_a_month_with_a_day_before_the_day_for_handing_in_is_in_time(day, missed):
    """An entry is no more precise than its month."""
    cycle = (CycleStep("wensen", "Wensen", 3, day), CYCLE[1])
    assert missed_day(Month(2027, 3), None, cycle) == missed


def test_without_a_day_to_decide_nothing_is_missed():
    assert missed_day(Month(2027, 12), None, CYCLE[:1]) is None
