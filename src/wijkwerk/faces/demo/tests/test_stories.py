import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from shapely import Point

from wijkwerk.faces.demo import dutch
from wijkwerk.faces.demo.cast import ROLES, cast
from wijkwerk.faces.demo.stories import COURSES, first_names, stories
from wijkwerk.faces.demo.town import draw

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2028, 2, 29, 23, 50, tzinfo=UTC)
THEMES = {"onderhoud", "groen", "verkeer", "veiligheid", "afval", "verlichting", "spelen", "ontmoeten", "wonen",
          "zorg_en_welzijn", "water", "overig"}  # fmt: skip
TODAY = {NOW: NOW.date(), LATER: LATER.date()}


@pytest.fixture(scope="module")
def town():
    return draw(1)


@pytest.fixture(scope="module", params=[NOW, LATER], ids=["monday", "leap day at midnight"])
def now(request):
    return request.param


@pytest.fixture(scope="module")
def told(town, now):
    return stories(now, town)


def public(story):
    return f"{story.public_title} {story.public_answer}"


def test_about_three_hundred_stories_are_told(told):
    assert 280 <= len(told) <= 320
    assert len({story.key for story in told}) == len(told)


def test_the_same_moment_and_seed_tell_the_same_stories(town, told, now):
    assert stories(now, town) == told
    assert stories(now, town, seed=2) != told


def test_a_moment_without_time_zone_is_refused(town):
    with pytest.raises(ValueError, match="time zone"):
        stories(NOW.replace(tzinfo=None), town)


def test_every_point_lies_in_its_quarter_and_street_of_that_quarter(town, told):
    streets = {(street.name, street.area) for street in town.streets}
    for story in told:
        area = town.area(story.area)
        assert area.level == "buurt"
        assert area.border.covers(Point(story.lon, story.lat)), story.key
        assert (story.street, story.area) in streets


def test_every_course_theme_kind_and_channel_occurs(told):
    courses = Counter(story.course for story in told)
    assert set(courses) == set(COURSES.values())
    assert min(courses.values()) >= 4
    assert {story.theme for story in told} == THEMES
    assert {story.kind for story in told} == {"report", "question", "idea", "worry", "chance"}
    assert {story.channel for story in told} == {"web", "phone", "counter", "walk", "meeting", "mail"}


def test_twelve_separate_stories_are_about_speed_at_the_lindeschool(told):
    speed = [story for story in told if story.place == "Lindeschool"]
    assert len(speed) == 12
    assert len({story.text for story in speed}) == 12
    assert {story.theme for story in speed} == {"verkeer"}
    assert len({answer.condition.expected for story in speed for answer in story.answers}) == 1


def test_nobody_says_exactly_the_same(told):
    said = Counter(story.text for story in told)
    assert [text for text, count in said.items() if count > 1] == []


def test_texts_are_short_and_long_and_whole(told):
    lengths = [len(story.text) for story in told]
    assert min(lengths) >= 15
    assert max(lengths) <= 600
    assert sum(length < 60 for length in lengths) >= 8
    assert sum(length > 160 for length in lengths) >= 25
    written = [field for s in told for field in (s.title, s.text, s.reopened_text, public(s))]
    assert not re.findall(r" [,.]| (?:op|in|bij) \.", " ".join(written))
    assert not [text for text in written if "{" in text or "}" in text or "None" in text]


def test_titles_fit_on_a_card(told):
    assert max(len(story.title) for story in told) <= 80
    assert all(story.title[0].isupper() for story in told)


def test_nothing_looks_like_a_telephone_or_citizen_number(told):
    for story in told:
        text = " ".join([story.title, story.text, public(story), *[answer.text for answer in story.answers]])
        assert not re.search(r"\d{8,}|\b0\d{1,3}[- ]\d{3}|\+31", text.replace(".", "")), story.key


def test_addresses_are_only_of_reserved_domains(told):
    mails = [story.asker.email for story in told if story.asker.email]
    assert mails
    assert all(re.fullmatch(r"[a-z.]+@example\.(org|com|net)", mail) for mail in mails)


def test_some_askers_stay_unknown(told):
    unknown = sum(story.asker.anonymous for story in told)
    assert 25 <= unknown <= 90


def test_public_fields_hold_no_name_of_an_asker_and_no_address(told):
    names = set(first_names()) | {person.name.split()[0] for person in cast().people}
    for story in told:
        assert not names & set(re.findall(r"[^\W\d_]+", public(story))), story.key
        assert "@" not in public(story)


def test_care_and_what_is_new_is_never_published(told):
    for story in told:
        if story.care or story.course == "new":
            assert public(story).strip() == ""
    assert sum(story.care for story in told) >= 5
    assert all(not story.answers and not story.notes for story in told if story.care)


def test_an_answer_is_only_public_together_with_its_title(told):
    assert all(story.public_title for story in told if story.public_answer)


def test_steps_follow_each_other_and_none_lies_in_the_future(told, now):
    for story in told:
        steps = [story.reported_at, story.taken_at, *[answer.at for answer in story.answers], story.reopened_at,
                 story.closed_at]  # fmt: skip
        known = [step for step in steps if step]
        assert known == sorted(known), story.key
        assert all(step < now for step in known)
        assert all(note.at <= now for note in story.notes)


def test_stories_are_spread_over_fourteen_months_and_mostly_recent(told, now):
    days = [(now - story.reported_at).days for story in told]
    assert 360 <= max(days) <= 470
    assert sum(day <= 60 for day in days) > sum(day > 180 for day in days)
    assert sum(day > 180 for day in days) >= 30


def test_answers_have_the_shape_that_the_data_asks_for(told):
    for answer in (answer for story in told for answer in story.answers):
        assert answer.text.startswith("Nee, want " if answer.kind == "no" else "Ja")
        assert (answer.kind == "no") == bool(answer.reason) == bool(answer.can_do) == (answer.promise is None)
        assert (answer.kind == "yes_if") == (answer.condition is not None)


def test_due_dates_are_the_end_of_what_was_promised(told):
    for answer in (answer for story in told for answer in story.answers if answer.promise):
        assert answer.promise.due_until > answer.at.date()
        assert dutch.due_until(answer.promise.due_until, answer.promise.precision) == answer.promise.due_until
        assert (
            dutch.when(answer.promise.due_until, answer.promise.precision) in answer.text or answer.condition
        )


def test_kept_promises_are_kept_in_time_and_after_the_answer(told, now):
    kept = [a for s in told for a in s.answers if a.promise and a.promise.kept_at]
    assert len(kept) > 60
    for answer in kept:
        assert answer.at < answer.promise.kept_at < now
        assert answer.promise.kept_at.date() <= answer.promise.due_until


def test_late_promises_are_past_and_open_promises_are_not(told, now):
    for story in told:
        if story.course in ("yes_late", "yes_late_shifted"):
            assert story.answers[-1].promise.due_until < now.date(), story.key
        if story.course in ("answered_yes", "yes_if_open", "yes_if_met"):
            assert story.answers[-1].promise.due_until >= now.date(), story.key


def test_a_shift_comes_when_the_promise_is_late_and_names_a_new_date(told, now):
    shifts = [(s, s.answers[-1].promise) for s in told if s.answers and s.answers[-1].promise]
    shifted = [(story, promise) for story, promise in shifts if promise.shift]
    assert {story.course for story, _ in shifted} == {"yes_late_shifted"}
    for _, promise in shifted:
        assert promise.shift.old_due == promise.due_until < promise.shift.at.date()
        assert promise.shift.new_due > now.date()
        assert promise.shift.why


def test_conditions_are_open_met_or_lapsed_as_the_course_says(told, now):
    expected = {"yes_if_open": "", "yes_if_met": "met", "yes_if_lapsed_new_answer": "lapsed"}
    for story in told:
        conditions = [answer.condition for answer in story.answers if answer.condition]
        assert bool(conditions) == (story.course in expected)
        for condition in conditions:
            assert condition.outcome == expected[story.course]
            assert (condition.settled_at is None) == (condition.outcome == "")
            assert condition.kind in ("budget", "decision", "legal", "other")
            assert condition.outcome or condition.expected > now.date(), story.key


def test_a_lapsed_condition_has_a_new_answer_after_it(told):
    lapsed = [story for story in told if story.course == "yes_if_lapsed_new_answer"]
    for story in lapsed:
        first, second = story.answers
        assert second.kind in ("yes", "no")
        assert first.condition.settled_at < second.at
    assert all(len(story.answers) <= 1 for story in told if story not in lapsed)


def test_reopened_stories_say_why_within_the_term(told):
    for story in told:
        assert (story.reopened_at is not None) == (story.course == "reopened") == bool(story.reopened_text)
        if story.reopened_at:
            assert story.reopened_at - story.answers[-1].promise.kept_at < timedelta(days=30)


def test_only_closed_stories_are_closed_and_their_promise_is_kept(told):
    for story in told:
        assert (story.closed_at is not None) == (story.course == "closed")
        if story.closed_at:
            assert story.answers[-1].promise.kept_at < story.closed_at


@pytest.mark.parametrize(
    ("day", "precision", "until", "words"),
    [
        (date(2026, 12, 3), "day", date(2026, 12, 3), "vóór 4 december 2026"),
        (date(2026, 12, 3), "week", date(2026, 12, 6), "in de week van 30 november 2026"),
        (date(2028, 2, 3), "month", date(2028, 2, 29), "in februari 2028"),
        (date(2026, 11, 3), "quarter", date(2026, 12, 31), "in het vierde kwartaal van 2026"),
        (date(2026, 12, 3), "season", date(2027, 2, 28), "in de winter van 2027"),
        (date(2027, 3, 1), "season", date(2027, 5, 31), "in het voorjaar van 2027"),
        (date(2027, 3, 1), "year", date(2027, 12, 31), "in 2027"),
    ],
)
def test_a_due_date_is_said_as_exactly_as_it_was_meant(day, precision, until, words):
    assert dutch.due_until(day, precision) == until
    assert dutch.when(until, precision) == words


@pytest.mark.parametrize(
    ("street", "words"),
    [("Lindelaan", "in de Lindelaan"), ("Lindeplein", "op het Lindeplein"), ("Kerkepad", "op het Kerkepad"),
     ("Havenkade", "op de Havenkade"), ("Grote Markt", "op de Grote Markt"), ("Esdoornhof", "in de Esdoornhof"),
     ("Klaverweide", "in de Klaverweide")],
)  # fmt: skip
def test_a_street_gets_the_small_words_it_has_in_dutch(street, words):
    assert dutch.inside(street) == words


def test_the_cast_holds_every_role_and_each_team_and_deputy_exists():
    assert {person.role for person in cast().people} == set(ROLES)
    teams = {team.key for team in cast().teams}
    keys = {person.key for person in cast().people}
    assert {person.team for person in cast().people} - {""} <= teams
    assert {person.deputy for person in cast().people} - {""} <= keys
    assert "care" in {team.kind for team in cast().teams}


def test_every_district_has_one_area_manager_and_one_area_team(town):
    districts = sorted(area.name for area in town.areas if area.level == "wijk")
    managers = [name for person in cast().people if person.role == "area_manager" for name in person.areas]
    teams = [name for team in cast().teams if team.kind == "area" for name in team.areas]
    assert sorted(managers) == sorted(teams) == districts


def test_every_theme_but_the_rest_has_a_team_of_its_own():
    assert {theme for team in cast().teams for theme in team.themes} == THEMES - {"overig"}


def test_the_cast_can_be_neither_dialled_nor_mailed():
    for person in cast().people:
        assert re.fullmatch(r"[a-z]+@example\.(org|net)", person.email)
        assert re.fullmatch(r"(000 555 01 \d\d)?", person.phone)
