"""A wish counts for the first budget whose day to decide is still to come (T4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.budget_cycle import CycleStep, coming, decide_by, first_year, hand_in_before

STEPS = (
    CycleStep("wensen", "Wensen inleveren", 3, 1),
    CycleStep("afdelingen", "Afdelingen beslissen", 4, 15, decides=True),
    CycleStep("begroting", "Begroting naar de raad", 10, 1),
)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 1, 1), 2027),
        (date(2026, 4, 15), 2027),
        (date(2026, 4, 16), 2028),
        (date(2026, 12, 31), 2028),
    ],
)
def test_the_first_year_that_is_still_in_time(today, year):
    assert first_year(STEPS, today) == year


@given(days)
def test_a_wish_of_today_is_never_too_late_for_its_first_year(today):
    last = decide_by(STEPS, first_year(STEPS, today))
    assert last is not None
    assert last >= today
    before = decide_by(STEPS, first_year(STEPS, today) - 1)
    assert before is not None
    assert before < today or first_year(STEPS, today) == today.year + 1


@given(days)
def test_what_comes_is_the_soonest_day_of_each_step_from_today_on(today):
    found = coming(STEPS, today)
    assert {step.key for step, _, _ in found} == {step.key for step in STEPS}
    assert [day for _, day, _ in found] == sorted(day for _, day, _ in found)
    for step, day, year in found:
        naive = min(
            date(each, step.month, step.day)
            for each in (today.year, today.year + 1)
            if date(each, step.month, step.day) >= today
        )
        assert (day, year) == (naive, naive.year + 1)


def test_without_a_day_to_decide_the_next_year_counts():
    assert decide_by((CycleStep("a", "A", 3, 1),), 2027) is None
    assert first_year((), date(2026, 12, 31)) == 2027


def test_a_day_that_a_month_does_not_have_is_its_last():
    assert CycleStep("a", "A", 2, 30).on(2029) == date(2028, 2, 29)
    assert CycleStep("a", "A", 2, 30).on(2028) == date(2027, 2, 28)
    assert CycleStep("a", "A", 12, 31).on(2028) == date(2027, 12, 31)


def test_wishes_are_handed_in_before_the_first_day_of_the_cycle_in_whatever_order_its_steps_stand():
    assert hand_in_before(STEPS, 2028) == hand_in_before(STEPS[::-1], 2028) == date(2027, 3, 1)
    assert hand_in_before(STEPS[1:], 2028) == date(2027, 4, 15)
    assert hand_in_before(STEPS[:1], 2028) is None
