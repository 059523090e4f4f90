"""The map of a municipality as data for the template."""

import re

import pytest
from django.template.loader import render_to_string

from wijkwerk.ground.areas.models import Backdrop
from wijkwerk.ground.areas.queries import svg_map
from wijkwerk.ground.areas.tests.towns import area, bring, changed, municipality, square, town

pytestmark = pytest.mark.django_db


def test_the_areas_of_a_level_are_drawn_by_name_with_their_links():
    bring(changed(town(), "WK900101", name="Zuid"))
    drawn = svg_map(municipality(), level="wijk", url=lambda each: f"/gebied/{each.code}", title="Wijken")
    assert drawn is not None
    assert drawn["title"] == "Wijken"
    assert [(each["name"], each["url"]) for each in drawn["areas"]] == [
        ("Naam WK900102", "/gebied/WK900102"),
        ("Zuid", "/gebied/WK900101"),
    ]
    assert all(re.fullmatch(r"M[\d.,]+l[-\d., ]+z", each["path"]) for each in drawn["areas"])


def test_the_drawing_is_as_wide_as_agreed_and_true_to_shape():
    bring(town())
    drawn = svg_map(municipality(), level="gemeente")
    assert drawn is not None
    _, _, width, height = (float(each) for each in drawn["view_box"].split())
    # A square in degrees at latitude 52 is 1.62 times as high as it is wide.
    assert width == 520
    assert (height - 24) / (width - 24) == pytest.approx(1.624, abs=0.01)


def test_the_area_of_the_page_and_what_holds_it_stand_out():
    bring(town())
    drawn = svg_map(municipality(), current=area("BU90010101").path)
    assert drawn is not None
    assert [(each["code"], each["current"]) for each in drawn["areas"]] == [
        ("WK900101", True),
        ("WK900102", False),
    ]


def test_a_map_within_an_area_shows_only_what_lies_in_it():
    bring(town())
    drawn = svg_map(municipality(), level="buurt", within=area("WK900101").path)
    assert drawn is not None
    assert [each["code"] for each in drawn["areas"]] == ["BU90010101", "BU90010102"]


def test_a_line_under_the_name_and_words_for_the_template_go_along():
    bring(town())
    path = area("WK900101").path
    drawn = svg_map(municipality(), subs={path: "3 beloften open"}, note="Let op", id="wijken")
    assert drawn is not None
    assert [each["sub"] for each in drawn["areas"]] == ["3 beloften open", ""]
    assert (drawn["note"], drawn["id"]) == ("Let op", "wijken")


def test_names_do_not_cover_each_other():
    long = changed(
        changed(town(), "BU90010101", name="Een heel lange naam"), "BU90010102", name="Nog een lange naam"
    )
    bring(changed(long, "BU90010102", geometry=square(0.2, 0.45, 0.6, 0.1)))
    drawn = svg_map(municipality(), level="buurt")
    assert drawn is not None
    labels = {each["code"]: each["label_x"] is not None for each in drawn["areas"]}
    assert labels["BU90010101"]
    assert not labels["BU90010102"]


def test_a_second_visitor_costs_no_statement(django_assert_num_queries):
    bring(town())
    home = municipality()
    first = svg_map(home)
    with django_assert_num_queries(0):
        assert svg_map(home) == first


def test_an_unknown_level_gives_no_map():
    bring(town())
    assert svg_map(municipality(), level="straat") is None


def test_water_woods_and_roads_lie_under_the_names():
    bring(town())
    line = {"type": "LineString", "coordinates": [[6.0, 52.0], [6.02, 52.02]]}
    features = [
        {"type": "Feature", "properties": {"class": kind}, "geometry": geometry}
        for kind, geometry in (
            ("road", line),
            ("water", line),
            ("wood", square(0, 0)),
            ("house", square(1, 1)),
        )
    ]
    Backdrop.objects.create(
        municipality=municipality(), features={"type": "FeatureCollection", "features": features}
    )
    drawn = svg_map(municipality())
    assert drawn is not None
    parts = [(each["cls"], each["width"]) for each in drawn["backdrop"]]
    assert parts == [("ww-map__wood", None), ("ww-map__water", 6), ("ww-map__road", 4)]
    assert re.fullmatch(r"M[\d.,]+L[\d.,]+", drawn["backdrop"][1]["path"])


def test_the_template_writes_numbers_that_svg_can_read():
    bring(changed(town(), "WK900101", name="<script>"))
    html = render_to_string("wijkwerk/_map.html", {"map": svg_map(municipality(), url=lambda _area: "/")})
    places = re.findall(r' (?:x|y)="([^"]*)"', html)
    assert places
    assert all(re.fullmatch(r"\d+(\.\d+)?", place) for place in places)
    assert "<script>" not in html
