"""Which area holds a point, and what the process remembers of a division."""

import math

import pytest

from wijkwerk.ground.areas import queries
from wijkwerk.ground.areas.atlas import Shelf
from wijkwerk.ground.areas.models import Area, Division
from wijkwerk.ground.areas.tests.towns import (
    area,
    bring,
    changed,
    feature,
    municipality,
    square,
    town,
    without,
)

pytestmark = pytest.mark.django_db

IN_BUURT = (6.005, 52.005)
IN_OTHER_BUURT = (6.015, 52.005)
OUTSIDE = (6.5, 52.5)


def code_at(point: tuple[float, float], division: Division | None = None) -> str | None:
    found = queries.holding(division=division or Division.objects.get(name="cbs"), lon=point[0], lat=point[1])
    return found.code if found else None


def test_a_point_lies_in_its_buurt():
    bring(town())
    assert code_at(IN_BUURT) == "BU90010101"


def test_a_point_outside_lies_nowhere():
    bring(town())
    assert code_at(OUTSIDE) is None


@pytest.mark.parametrize("point", [(math.nan, 52.0), (math.inf, 52.0), (1e300, -1e300)])
def test_a_point_that_is_no_place_lies_nowhere(point):
    bring(town())
    assert code_at(point) is None


def test_where_there_is_no_buurt_the_wijk_holds_the_point():
    bring(without(town(), "BU90010101"))
    assert code_at(IN_BUURT) == "WK900101"


def test_a_buurt_with_the_border_of_its_wijk_is_the_deeper_one():
    bring(town())
    assert code_at(IN_OTHER_BUURT) == "BU90010201"


def test_a_buurt_that_is_larger_than_its_wijk_is_still_the_deeper_one():
    bring(changed(town(), "BU90010201", geometry=square(1, 0, 1.5, 2.5)))
    assert code_at(IN_OTHER_BUURT) == "BU90010201"


def test_of_two_areas_at_one_depth_the_smaller_holds_the_point():
    bring([*town(), feature("BU90010103", "buurt", "WK900101", square(0.4, 0.4, 0.2, 0.2))])
    assert code_at(IN_BUURT) == "BU90010103"


def test_a_point_on_a_shared_border_always_gets_the_same_area():
    bring(town())
    first = code_at((6.005, 52.01))
    assert first in {"BU90010101", "BU90010102"}
    assert {code_at((6.005, 52.01)) for _ in range(5)} == {first}


def test_many_points_give_what_each_gives_alone():
    bring(town())
    division = Division.objects.get()
    points = [IN_BUURT, OUTSIDE, IN_OTHER_BUURT, (math.nan, 1.0), (6.005, 52.015)]
    found = queries.holding_many(division, [lon for lon, _ in points], [lat for _, lat in points])
    assert [each.code if each else None for each in found] == [code_at(point) for point in points]


def test_no_points_give_no_areas():
    bring(town())
    assert queries.holding_many(Division.objects.get(), [], []) == []


def test_each_division_answers_for_itself():
    bring(town())
    bring([feature("GM9001", "gemeente", None, square(0, 0, 3, 3))], division="politie")
    assert code_at(IN_BUURT, Division.objects.get(name="politie")) == "GM9001"
    assert code_at(IN_BUURT) == "BU90010101"


def test_a_division_without_areas_holds_nothing():
    bring(town())
    empty = Division.objects.create(municipality=municipality(), name="leeg", year=2024)
    assert code_at(IN_BUURT, empty) is None


def test_a_second_question_costs_no_statement(django_assert_num_queries):
    bring(town())
    division = Division.objects.get()
    code_at(IN_BUURT, division)
    with django_assert_num_queries(0):
        code_at(IN_OTHER_BUURT, division)


def test_after_an_import_the_new_border_counts():
    bring(town())
    assert code_at(IN_BUURT) == "BU90010101"
    bring(changed(town(), "BU90010101", geometry=square(0, 0, 1, 0.2)), year=2025)
    assert code_at(IN_BUURT) == "WK900101"


def test_an_area_that_ended_holds_no_points():
    bring(town())
    bring(without(town(), "BU90010101"), year=2025)
    assert code_at(IN_BUURT) == "WK900101"


def test_a_process_remembers_a_limited_number_of_divisions():
    bring(town())
    division = Division.objects.get()
    shelf = Shelf(most=3)
    first = shelf.atlas(division)
    for number in range(5):
        shelf.atlas(Division(municipality=division.municipality, name=str(number), year=2024))
    assert len(shelf) == 3
    assert shelf.atlas(division) is not first


def test_who_holds_an_older_stamp_does_not_throw_away_what_is_newer():
    shelf, division = Shelf(), Division(name="cbs", year=2024, stamp=1)
    newer = Division(pk=division.pk, name="cbs", year=2024, stamp=2)
    atlas = shelf.atlas(newer)
    assert shelf.atlas(division) is atlas


# --- names, lists and the tree ------------------------------------------------------------------------------------


def test_names_go_by_path_and_stay_known_when_an_area_ended():
    bring(town())
    ended = area("BU90010101").path
    bring(without(town(), "BU90010101"), year=2025)
    names = queries.path_names(municipality())
    assert names[ended] == ("Naam BU90010101", "buurt", "BU90010101")
    assert names[area("GM9001").path].level == "gemeente"


def test_the_tree_is_in_order_of_name_and_counts_depth():
    bring(changed(changed(town(), "WK900101", name="Zuid"), "WK900102", name="Één"))
    (root,) = queries.tree(municipality())
    assert [(each.area.code, each.depth) for each in root.flat()] == [
        ("GM9001", 0),
        ("WK900102", 1),
        ("BU90010201", 2),
        ("WK900101", 1),
        ("BU90010101", 2),
        ("BU90010102", 2),
    ]


def test_areas_of_a_level_are_those_of_now_by_name():
    bring(changed(town(), "BU90010201", name="Één"))
    bring(without(changed(town(), "BU90010201", name="Één"), "BU90010101"), year=2025)
    assert [each.name for each in queries.areas_at(municipality(), "buurt")] == ["Één", "Naam BU90010102"]
    assert queries.areas_at(municipality(), "straat") == []


def test_levels_go_from_large_to_small():
    bring(town())
    assert queries.levels(municipality()) == ["gemeente", "wijk", "buurt"]


def test_an_area_is_found_by_path_within_its_own_municipality_only():
    bring(town("GM9001") + town("GM9002", x=5))
    path = Area.objects.get(code="WK900101").path
    found = [queries.area_of(municipality(code), path) for code in ("GM9001", "GM9002")]
    assert [each.code for each in found if each] == ["WK900101", "WK900201"]
    assert queries.area_of(municipality(), "zz.") is None


def test_a_municipality_without_areas_has_empty_answers():
    bring(town())
    bare = municipality()
    bare.working_division = None
    assert (queries.tree(bare), queries.path_names(bare), queries.levels(bare)) == ((), {}, [])
    assert queries.area_of(bare, "1.") is None
    assert queries.svg_map(bare) is None
