"""Working days, legal terms and due dates; judged by the ``holidays`` and ``calendar`` packages and by hand."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.deadlines import (
    BadDue,
    Precision,
    add_months,
    add_working_days,
    day_words,
    due_text,
    dutch_holidays,
    end_of_legal_term,
    is_late,
    is_working_day,
    last_day,
    local_date,
    read_due,
    spoken,
    start_of_local_day,
    working_days_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2099, 11, 30))
PRECISIONS = st.sampled_from(list(Precision))


@pytest.mark.parametrize("year", range(1990, 2100))
def test_holidays_agree_with_the_holidays_package_but_for_the_known_difference(year):
    """The package counts 5 May in lustrum years only and names the two Sundays; the Atw differs in both."""
    package = set(holidays.country_holidays("NL", years=year, categories=("public",)))
    easter = next(
        day
        for day, name in holidays.country_holidays("NL", years=year, language="en_US").items()
        if name == "Easter Sunday"
    )
    sundays = {easter, easter + timedelta(days=49)}
    # The package has Good Friday too, as a public holiday in the sense of art. 3, paragraph 2.
    assert dutch_holidays(year) == (package - sundays) | {date(year, 5, 5)}
    ascension = easter + timedelta(days=39)
    assert (date(year, 5, 5) in package) == (year % 5 == 0 or ascension == date(year, 5, 5))


def test_the_holidays_of_2027_are_these_nine_days():
    assert sorted(dutch_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 5),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


def test_kings_day_moves_to_saturday_when_it_is_a_sunday_and_queens_day_did_so_too():
    assert date(2025, 4, 26) in dutch_holidays(2025)
    assert date(2025, 4, 27) not in dutch_holidays(2025)
    assert date(2026, 4, 27) in dutch_holidays(2026)
    assert date(2006, 4, 29) in dutch_holidays(2006)
    assert date(2013, 4, 30) in dutch_holidays(2013)


def test_ascension_day_on_5_may_gives_one_day_less():
    assert len(dutch_holidays(2016)) == 8
    assert date(2016, 5, 5) in dutch_holidays(2016)


def test_liberation_day_is_no_working_day_in_any_year():
    assert not any(is_working_day(date(year, 5, 5)) for year in range(1990, 2100))


def test_own_days_off_count_beside_the_holidays():
    bridge = date(2026, 5, 15)
    assert is_working_day(bridge)
    assert not is_working_day(bridge, {bridge})
    assert add_working_days(date(2026, 5, 13), 1) == bridge
    assert add_working_days(date(2026, 5, 13), 1, {bridge}) == date(2026, 5, 18)


def test_two_working_days_over_easter_end_on_wednesday():
    assert add_working_days(date(2027, 3, 25), 2) == date(2027, 3, 31)


def test_ten_working_days_over_christmas_are_counted_by_hand():
    # 21 22 23 24 28 29 30 31 December, then 4 and 5 January: 25 is Christmas, 1 January a Friday.
    assert add_working_days(date(2026, 12, 18), 10) == date(2027, 1, 5)


def test_zero_working_days_is_today_or_the_first_working_day():
    assert add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_a_negative_term_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 11, 20), -1)


@given(DAYS, st.integers(1, 60), st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=10))
def test_a_term_ends_on_a_working_day_with_exactly_n_working_days_passed(start, n, extra):
    end = add_working_days(start, n, extra)
    passed = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert is_working_day(end, extra)
    assert sum(is_working_day(day, extra) for day in passed) == n


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 23), date(2026, 12, 7), 10),
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 12, 24), date(2027, 1, 4), 5),  # 28 to 31 December and 4 January
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 23), date(2026, 11, 2), 0),  # late
    ],
)
def test_working_days_between_two_days_are_counted_by_hand(start, end, days):
    assert working_days_between(start, end) == days


def test_a_day_off_of_our_own_is_no_working_day_between():
    bridge = date(2026, 5, 15)
    assert working_days_between(date(2026, 5, 13), date(2026, 5, 18)) == 2
    assert working_days_between(date(2026, 5, 13), date(2026, 5, 18), {bridge}) == 1


@given(DAYS, st.integers(1, 60), st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=10))
def test_what_was_added_lies_between(start, n, extra):
    assert working_days_between(start, add_working_days(start, n, extra), extra) == n


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_terms_in_working_days_add_up(start, first, second):
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        # Six weeks after a Monday: a Monday.
        (date(2026, 11, 23), {"weeks": 6}, date(2027, 1, 4)),
        # Ends on Good Friday 2027; Saturday, Easter and Easter Monday follow.
        (date(2027, 2, 12), {"weeks": 6}, date(2027, 3, 30)),
        # Ends on Saturday.
        (date(2026, 11, 21), {"weeks": 4}, date(2026, 12, 21)),
        # Ends on 5 May 2027, a Wednesday in a year that is no lustrum; Thursday is Ascension Day.
        (date(2027, 4, 7), {"weeks": 4}, date(2027, 5, 7)),
        # A month after 31 January is the last day of February, here a Sunday.
        (date(2027, 1, 31), {"months": 1}, date(2027, 3, 1)),
        (date(2028, 1, 31), {"months": 1}, date(2028, 2, 29)),
        # Twelve weeks are moved on from New Year's Day 2027 (a Friday), thirteen from the same day are not (art. 4).
        (date(2026, 10, 9), {"weeks": 12}, date(2027, 1, 4)),
        (date(2026, 10, 2), {"weeks": 13}, date(2027, 1, 1)),
        (date(2026, 10, 1), {"months": 3}, date(2027, 1, 4)),
        (date(2026, 9, 1), {"months": 4}, date(2027, 1, 1)),
    ],
)
def test_legal_terms_end_as_in_these_worked_examples(start, term, end):
    assert end_of_legal_term(start, **term) == end


def test_a_day_put_on_a_par_by_decree_lengthens_a_legal_term():
    day_after_ascension = date(2027, 5, 7)
    assert end_of_legal_term(date(2027, 4, 8), weeks=4, extra={day_after_ascension}) == date(2027, 5, 10)


@pytest.mark.parametrize("term", [{}, {"weeks": 1, "months": 1}, {"weeks": -1}, {"weeks": -1, "months": 2}])
def test_a_legal_term_is_either_weeks_or_months(term):
    with pytest.raises(ValueError, match="weeks or months"):
        end_of_legal_term(date(2026, 1, 1), **term)


@given(DAYS, st.integers(1, 12))
def test_a_legal_term_is_never_shortened_and_ends_on_a_working_day(start, weeks):
    end = end_of_legal_term(start, weeks=weeks)
    # The longest row of free days without decrees: Good Friday to King's Day on a Tuesday, as in 2038.
    assert timedelta() <= end - (start + timedelta(weeks=weeks)) <= timedelta(days=5)
    assert is_working_day(end)


@given(DAYS, st.integers(1, 30))
def test_months_later_keep_the_day_or_take_the_last_of_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


PERIOD_OF = {
    Precision.DAY: lambda d: d,
    Precision.WEEK: lambda d: d.isocalendar()[:2],
    Precision.MONTH: lambda d: (d.year, d.month),
    Precision.QUARTER: lambda d: (
        d.year,
        {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3}.get(d.month, 4),
    ),
    Precision.SEASON: lambda d: (d.year + (d.month == 12), "wwvvvzzzhhhw"[d.month - 1]),
    Precision.YEAR: lambda d: d.year,
}


@given(PRECISIONS, DAYS)
def test_the_last_day_is_in_the_same_period_and_the_day_after_is_not(precision, day):
    end = last_day(precision, day)
    assert end >= day
    assert PERIOD_OF[precision](end) == PERIOD_OF[precision](day)
    assert PERIOD_OF[precision](end + timedelta(days=1)) != PERIOD_OF[precision](day)


@pytest.mark.parametrize(
    ("text", "due", "precision", "words"),
    [
        ("2026-12-04", date(2026, 12, 4), "day", "uiterlijk vrijdag 4 december 2026"),
        ("2026-W50", date(2026, 12, 13), "week", "in de week van 7 december 2026"),
        ("2026-W53", date(2027, 1, 3), "week", "in de week van 28 december 2026"),
        ("2027-06", date(2027, 6, 30), "month", "in juni 2027"),
        ("2028-02", date(2028, 2, 29), "month", "in februari 2028"),
        ("2027-Q2", date(2027, 6, 30), "quarter", "in het tweede kwartaal van 2027"),
        ("2027-Q4", date(2027, 12, 31), "quarter", "in het vierde kwartaal van 2027"),
        ("voorjaar 2027", date(2027, 5, 31), "season", "in het voorjaar van 2027"),
        ("zomer 2027", date(2027, 8, 31), "season", "in de zomer van 2027"),
        ("najaar 2027", date(2027, 11, 30), "season", "in het najaar van 2027"),
        ("winter 2026-2027", date(2027, 2, 28), "season", "in de winter van 2026-2027"),
        ("winter 2027-2028", date(2028, 2, 29), "season", "in de winter van 2027-2028"),
        ("2027", date(2027, 12, 31), "year", "in 2027"),
    ],
)
def test_a_due_date_is_read_stored_spoken_and_written_back(text, due, precision, words):
    assert read_due(text) == (due, Precision(precision))
    assert spoken(due, Precision(precision)) == words
    assert due_text(due, Precision(precision)) == text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (" Juni  2027 ", date(2027, 6, 30)),
        ("Lente 2027", date(2027, 5, 31)),
        ("herfst 2027", date(2027, 11, 30)),
        ("winter 2026/2027", date(2027, 2, 28)),
        ("2027-k3", date(2027, 9, 30)),
    ],
)
def test_other_ways_to_write_a_due_date_are_read_too(text, due):
    assert read_due(text)[0] == due


@pytest.mark.parametrize(
    "text",
    [
        "",
        "snel",
        "2027-13",
        "2027-02-30",
        "2027-W54",
        "2027-Q5",
        "juni",
        "27",
        "kerst 2027",
        "1027",
        "2027-1-1",
    ],
)
def test_what_is_no_due_date_is_refused_with_an_example(text):
    with pytest.raises(BadDue, match="Schrijf bijvoorbeeld"):
        read_due(text)


@pytest.mark.parametrize("text", ["winter 2027", "winter 2026-2028", "winter 2027-2026", "zomer 2026-2027"])
def test_a_season_that_could_mean_two_things_is_refused(text):
    with pytest.raises(BadDue, match="winter 2026-2027"):
        read_due(text)


@given(PRECISIONS, DAYS)
def test_what_is_written_is_read_back_as_the_last_day(precision, day):
    assert read_due(due_text(day, precision)) == (last_day(precision, day), precision)


@given(PRECISIONS, DAYS)
def test_every_day_of_a_period_is_spoken_of_alike(precision, day):
    assert spoken(day, precision) == spoken(last_day(precision, day), precision)


def test_late_begins_on_the_day_after():
    due = date(2026, 12, 4)
    assert not is_late(due, due)
    assert is_late(due, date(2026, 12, 5))
    assert not is_late(due, date(2026, 12, 3))


def test_a_date_is_written_in_dutch():
    assert day_words(date(2026, 11, 20)) == "vrijdag 20 november 2026"
    assert day_words(date(2027, 3, 1)) == "maandag 1 maart 2027"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # Winter time is UTC+1, summer time UTC+2.
        (datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        # Sunday 29 March 2026 has 23 hours, Sunday 25 October 25.
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        # A moment in another zone.
        (datetime(2026, 11, 20, 20, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 11, 21)),
    ],
)
def test_a_moment_falls_on_the_local_day_also_around_both_clock_changes(moment, day):
    assert local_date(moment) == day


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 20), 24)]
)
def test_the_days_of_the_clock_changes_have_23_and_25_hours(day, hours):
    length = start_of_local_day(day + timedelta(days=1)) - start_of_local_day(day)
    assert length == timedelta(hours=hours)


@given(st.dates(date(1990, 1, 1), date(2036, 12, 31)))
def test_a_local_day_begins_where_the_day_before_ends(day):
    begin = start_of_local_day(day)
    assert begin.tzinfo is UTC
    assert local_date(begin) == day
    assert local_date(begin - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 11, 20, 12, 0))
