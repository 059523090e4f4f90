"""Facts are stored as given: a plain number stays plain, what was not said stays away, and a base is laid under."""

import pytest
from pydantic import ValidationError

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.facts.base import Figure, dutch_number
from wijkwerk.faces.blueprints.facts.means import Fund
from wijkwerk.ground.areas import settings


@pytest.mark.parametrize("number", [32000, 1.5, 0, 0.66])
def test_a_plain_number_is_written_plain(number: float) -> None:
    written: object = Figure.model_validate(number).model_dump()
    assert written == number


def test_a_figure_with_a_word_keeps_its_word() -> None:
    given = {"value": 3, "qualifier": "ongeveer"}
    assert Figure.model_validate(given).model_dump() == given
    assert Figure.model_validate(given).in_words("€") == "ongeveer €3"


@pytest.mark.parametrize("given", [True, {}, {"qualifier": "ruim"}, "3", {"value": "3"}])
def test_what_is_no_number_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate(given)


@pytest.mark.parametrize(
    ("number", "words"), [(32000, "32.000"), (1.5, "1,5"), (4000000, "4.000.000"), (7, "7"), (32.5, "32,5")]
)
def test_numbers_read_as_in_dutch(number: float, words: str) -> None:
    assert dutch_number(number) == words


def test_bounds_read_as_from_to() -> None:
    assert Figure(least=20, most=30).in_words() == "20 tot 30"


def test_what_was_not_said_is_not_written() -> None:
    fund = {"key": "a", "label": "Wijkbudget", "per_inhabitant_eur": 1.5}
    assert Fund.model_validate(fund).model_dump(mode="json") == fund


def test_a_file_that_builds_on_start_changes_only_what_it_names() -> None:
    start = reading.load("start")
    found = reading.composed(
        {
            "based_on": "start",
            "name": "eigen",
            "teams": {
                "wijkbeheer": {"name": "Team Wijkbeheer"},
                "extra": {"name": "Extra", "kind": "department"},
            },
            "calendar": {"most_per_month": 5},
            "routing": [],
            "notes": {"teams.extra": {"source": "Bron"}},
        }
    )
    teams = {team["key"]: team for team in found["teams"]}
    assert teams["wijkbeheer"] == {"key": "wijkbeheer", "name": "Team Wijkbeheer", "kind": "maintenance"}
    assert list(teams)[-1] == "extra"
    assert [teams[each["key"]] for each in start["teams"] if each["key"] != "wijkbeheer"] == [
        each for each in start["teams"] if each["key"] != "wijkbeheer"
    ]
    assert found["calendar"] == {**start["calendar"], "most_per_month": 5}
    assert found["routing"] == []
    assert "routing" not in found["notes"]
    assert found["notes"]["teams"] == start["notes"]["teams"]
    assert settings.validate(found) == []


def test_laying_over_leaves_the_base_as_it_was() -> None:
    before = reading.load("start")
    reading.composed(
        {"based_on": "start", "words": {"area": {"one": "wijk"}}, "teams": {"groen": {"name": "X"}}}
    )
    assert reading.load("start") == before


def test_there_is_nothing_else_to_build_on() -> None:
    with pytest.raises(reading.Unreadable, match="'ede' to build on"):
        reading.composed({"based_on": "ede"})


@pytest.mark.parametrize(
    "wrong", [{"teams": {"groen": 3}}, {"roles": {"nobody": {}}}, {"words": 3}, {"notes": 3}]
)
def test_a_file_of_another_shape_is_refused_in_words(wrong: dict[str, object]) -> None:
    assert settings.validate(reading.composed({"based_on": "start", "wijkwerk": 1, "name": "x", **wrong}))
