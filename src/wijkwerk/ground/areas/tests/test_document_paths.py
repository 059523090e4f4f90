"""Places in a document, what differs between two, and what comes of two changes at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.ground.areas.paths import Change, Clash, changes, find, leaves, merged, replaced

DOCUMENT = {
    "terms": {"days": 10, "by_theme": {}},
    "teams": [
        {"key": "groen", "kind": "department", "areas": ["A", "B"]},
        {"key": "zorg", "kind": "care", "areas": []},
    ],
    "roles": [{"kind": "admin", "label": "beheerder"}],
    "routing": [{"theme": "groen", "team": "groen"}],
}


def test_each_leaf_has_a_path_by_name_of_its_item():
    assert dict(leaves(DOCUMENT)) == {
        "terms.days": 10,
        "terms.by_theme": {},
        "teams.groen.key": "groen",
        "teams.groen.kind": "department",
        "teams.groen.areas": ["A", "B"],
        "teams.zorg.key": "zorg",
        "teams.zorg.kind": "care",
        "teams.zorg.areas": [],
        "roles.admin.kind": "admin",
        "roles.admin.label": "beheerder",
        "routing.0.theme": "groen",
        "routing.0.team": "groen",
    }


def test_what_leaves_tells_can_be_found_again():
    assert all(find(DOCUMENT, path) == value for path, value in leaves(DOCUMENT))


@pytest.mark.parametrize("path", ["nothing", "terms.nothing", "teams.0", "routing.1", "terms.days.more", ""])
def test_a_path_to_nothing_is_a_key_error(path):
    with pytest.raises(KeyError):
        find(DOCUMENT, path)


def test_a_value_is_replaced_in_a_copy():
    new = replaced(DOCUMENT, "teams.groen.kind", "area")
    assert new["teams"][0]["kind"] == "area"
    assert DOCUMENT["teams"][0]["kind"] == "department"


def test_a_new_name_may_be_put_in_a_map_but_not_in_a_list():
    assert replaced(DOCUMENT, "terms.by_theme.groen", 5)["terms"]["by_theme"] == {"groen": 5}
    with pytest.raises(KeyError):
        replaced(DOCUMENT, "teams.water", {})


def test_changes_name_what_differs_came_and_went():
    new = replaced(DOCUMENT, "terms.days", 8)
    new["teams"] = new["teams"][:1]
    assert changes(DOCUMENT, new) == [
        Change("terms.days", 10, 8),
        Change("teams.zorg.key", "zorg", None),
        Change("teams.zorg.kind", "care", None),
        Change("teams.zorg.areas", [], None),
    ]


def test_another_order_of_a_list_is_a_change():
    new = {**DOCUMENT, "teams": DOCUMENT["teams"][::-1]}
    assert changes(DOCUMENT, new) == [Change("teams", ["groen", "zorg"], ["zorg", "groen"])]


def test_two_people_who_change_two_things_both_get_their_way():
    mine, theirs = replaced(DOCUMENT, "teams.groen.kind", "area"), replaced(DOCUMENT, "terms.days", 8)
    found, clashes = merged(DOCUMENT, theirs, mine)
    assert (found["terms"]["days"], found["teams"][0]["kind"], clashes) == (8, "area", [])


def test_an_item_that_somebody_else_added_is_not_lost():
    new = {"key": "water", "kind": "department", "areas": []}
    theirs = {**DOCUMENT, "teams": [*DOCUMENT["teams"], new]}
    mine = replaced(DOCUMENT, "teams.groen.kind", "area")
    found, clashes = merged(DOCUMENT, theirs, mine)
    assert [team["key"] for team in found["teams"]] == ["groen", "zorg", "water"]
    assert not clashes


def test_an_item_that_somebody_else_took_away_stays_away():
    theirs = {**DOCUMENT, "teams": DOCUMENT["teams"][:1]}
    mine = replaced(DOCUMENT, "terms.days", 3)
    found, clashes = merged(DOCUMENT, theirs, mine)
    assert [team["key"] for team in found["teams"]] == ["groen"]
    assert not clashes


def test_two_people_who_change_one_value_clash_and_mine_stands():
    found, clashes = merged(
        DOCUMENT, replaced(DOCUMENT, "terms.days", 8), replaced(DOCUMENT, "terms.days", 6)
    )
    assert found["terms"]["days"] == 6
    assert clashes == [Clash("terms.days", 8, 6)]


def test_one_who_changes_what_another_takes_away_clashes():
    theirs = {**DOCUMENT, "teams": DOCUMENT["teams"][1:]}
    mine = replaced(DOCUMENT, "teams.groen.kind", "area")
    _, clashes = merged(DOCUMENT, theirs, mine)
    assert [(clash.path, clash.theirs) for clash in clashes] == [("teams.groen", None)]


VALUES = st.recursive(
    st.integers(0, 3), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)


@given(VALUES, VALUES)
def test_who_changes_nothing_gets_what_the_other_made(base, theirs):
    assert merged(base, theirs, base) == (theirs, [])
    assert merged(base, base, theirs) == (theirs, [])


@given(VALUES, VALUES, VALUES)
def test_the_order_of_two_people_only_counts_where_they_clash(base, theirs, mine):
    one, clashes = merged(base, theirs, mine)
    other, _ = merged(base, mine, theirs)
    assert clashes or one == other
