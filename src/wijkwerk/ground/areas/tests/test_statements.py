"""The accessibility statement claims nothing that was not checked, and a check does not last for ever."""

import copy
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import wijkwerk
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.statements import Accessibility, Privacy, Status

START = Path(wijkwerk.__file__).parent / "faces" / "blueprints" / "start.yaml"
STATED, CHECKED = date(2026, 5, 1), date(2026, 4, 1)
ONE = {"key": "spelden", "what": "De spelden werken niet met een toetsenbord.", "until": "2027-01-01"}
# What a statement may hold beside its status; each alone or together.
PIECES = {
    "stated_on": "2026-05-01",
    "checked_on": "2026-04-01",
    "checked_by": "Bureau Proef",
    "planned_on": "2026-09-01",
    "shortcomings": [ONE],
}
# By the table of digitoegankelijk.nl, "De status": what must be there, and what must not.
NEEDS = {
    "A": {"stated_on", "checked_on", "checked_by"},
    "B": {"stated_on", "checked_on", "checked_by", "shortcomings"},
    "C": {"stated_on", "planned_on"},
    "D": {"stated_on"},
    "E": set(),
}
EXCLUDES = {"A": {"shortcomings"}, "E": {"stated_on"}}


@pytest.fixture(scope="module")
def start():
    return yaml.safe_load(START.read_text(encoding="utf-8"))


def wrong(start, **given):
    """The fields at which the statement is refused."""
    document = copy.deepcopy(start)
    document["accessibility"] = {**document["accessibility"], **given}
    return {problem.path.removeprefix("accessibility.") for problem in settings.validate(document)}


@pytest.mark.parametrize("status", [each.value for each in Status])
def test_a_status_asks_what_the_law_asks_for_it_and_nothing_more(start, status):
    """Each status with every choice of pieces: refused at exactly the pieces that lack or are too much."""
    for chosen in product((False, True), repeat=len(PIECES)):
        held = {name for name, taken in zip(PIECES, chosen, strict=True) if taken}
        expected = (NEEDS[status] - held) | (EXCLUDES.get(status, set()) & held)
        assert wrong(start, status=status, **{name: PIECES[name] for name in held}) == expected, held


def test_a_statement_is_not_older_than_the_check_on_which_it_stands(start):
    pieces = {**PIECES, "checked_on": "2026-05-02"}
    assert wrong(start, status="B", **pieces) == {"checked_on"}


@pytest.mark.parametrize(
    ("planned", "fields"),
    [("2026-11-01", set()), ("2026-11-02", {"planned_on"}), ("2031-01-01", {"planned_on"})],
)
def test_the_check_of_status_c_comes_within_six_months(start, planned, fields):
    assert wrong(start, status="C", stated_on="2026-05-01", planned_on=planned) == fields


@pytest.mark.parametrize("day", [20260501, 1777593600, "1 mei 2026", "2026-02-30", "", True, ["2026-05-01"]])
def test_what_is_no_day_is_refused_in_words(start, day):
    document = {**start, "accessibility": {**start["accessibility"], "status": "D", "stated_on": day}}
    problems = settings.validate(document)
    assert [each.path for each in problems] == ["accessibility.stated_on"]
    assert problems[0].message == "Dit is geen datum. Schrijf het zo: 2026-12-17."


def test_a_day_that_yaml_reads_itself_is_stored_as_json_can_hold_it(start):
    document = {**start, "accessibility": {**start["accessibility"], "status": "D", "stated_on": STATED}}
    assert settings.parse(document).raw["accessibility"]["stated_on"] == "2026-05-01"


def test_two_shortcomings_of_one_key_are_refused(start):
    assert wrong(start, status="D", stated_on="2026-05-01", shortcomings=[ONE, ONE])


def test_a_document_of_before_this_part_claims_nothing(start):
    old = {key: value for key, value in start.items() if key not in ("accessibility", "privacy", "notes")}
    found = settings.parse(old)
    assert found.part(Accessibility).status == Status.NONE
    assert found.part(Accessibility).stated_on is None
    assert found.part(Privacy).controller == "het college van burgemeester en wethouders"


def test_a_new_municipality_begins_without_a_statement(start):
    found = settings.parse(start).part(Accessibility)
    assert (found.status, found.checked_on, found.shortcomings) == (Status.NONE, None, ())
    assert settings.parse(start).raw["notes"]["accessibility.status"]["doubt"]


@pytest.mark.parametrize(
    ("status", "today", "outdated"),
    [
        ("A", date(2029, 4, 1), False),
        ("A", date(2029, 4, 2), True),
        ("B", date(2029, 4, 1), False),
        ("B", date(2029, 4, 2), True),
        ("C", date(2026, 11, 1), False),
        ("C", date(2026, 11, 2), True),
        ("D", date(2090, 1, 1), False),
        ("E", date(2090, 1, 1), False),
    ],
)
def test_a_check_lasts_three_years_and_a_plan_six_months(status, today, outdated):
    found = Accessibility(status=status, stated_on=STATED, checked_on=CHECKED)
    assert found.outdated(today) is outdated


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 1200))
def test_once_outdated_a_status_stays_outdated(checked, days):
    found = Accessibility(status="B", stated_on=checked, checked_on=checked)
    later = checked + timedelta(days=days)
    years = later.year - checked.year - ((later.month, later.day) < (checked.month, checked.day))
    on_the_day = years == 3 and (later.month, later.day) == (checked.month, checked.day)
    leap = (checked.month, checked.day) == (2, 29) and (later.month, later.day) == (2, 28) and not on_the_day
    if not leap:
        assert found.outdated(later) is (years >= 3 and not on_the_day)
    assert not found.outdated(later) or found.outdated(later + timedelta(days=1))
