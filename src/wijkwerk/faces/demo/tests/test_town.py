import gzip
import hashlib
import json
from collections import Counter

import pytest
import shapely
from shapely import LineString, Point
from shapely.geometry import shape

from wijkwerk.faces.demo import atlas
from wijkwerk.faces.demo.town import Town, draw

FINGERPRINT = "0ed3ef6a7f546e0a"
NAMES = {"Hoge Wold", "Noorderveld", "Lindenhout", "Oosterbeemd", "De Horst", "Binnenstad", "Haven"}
VILLAGES = {"De Kreek", "Aaldijk", "Kolkerbroek", "Ten Hove"}
CLASSES = {"water", "wood", "road", "street", "house"}


@pytest.fixture(scope="module")
def town() -> Town:
    return draw(1)


def packed(document) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def test_the_same_seed_draws_the_same_town(town):
    assert draw(1) == town


def test_the_drawing_has_not_changed_unnoticed(town):
    said = packed([town.geojson(), town.backdrop(), [(s.name, s.area, s.lon, s.lat) for s in town.streets]])
    assert hashlib.sha256(said).hexdigest()[:16] == FINGERPRINT


def test_another_seed_draws_another_town(town):
    assert draw(2).geojson() != town.geojson()


def test_merwoude_has_seven_districts_and_four_villages_with_their_quarters(town):
    kinds = {area.name: area.kind for area in town.areas if area.level == "wijk"}
    assert {name for name, kind in kinds.items() if kind == "wijk"} == NAMES
    assert {name for name, kind in kinds.items() if kind == "dorp"} == VILLAGES
    assert Counter(area.level for area in town.areas) == {"gemeente": 1, "wijk": 11, "buurt": 34}


def test_codes_are_unique_and_carry_the_code_of_their_parent(town):
    codes = [area.code for area in town.areas]
    assert len(set(codes)) == len(codes)
    assert town.area("GM9901").name == "Merwoude"
    assert all(area.code[2:8] == area.parent[2:8] for area in town.areas if area.level == "buurt")
    assert {area.parent for area in town.areas if area.level == "wijk"} == {"GM9901"}


def test_residents_add_up_to_some_fifty_thousand(town):
    for area in town.areas:
        children = town.children(area.code)
        assert not children or sum(child.population for child in children) == area.population
    assert 49_000 <= town.area("GM9901").population <= 51_000


def test_every_border_is_valid_and_wgs84(town):
    for area in town.areas:
        assert area.border.is_valid
        west, south, east, north = area.border.bounds
        assert 5.25 < west < east < 5.45
        assert 52.70 < south < north < 52.80


def test_every_name_is_written_inside_its_own_area(town):
    for area in town.areas:
        assert area.border.contains(Point(area.label)), area.name


def test_neighbours_share_their_border_without_gap_or_overlap(town):
    for level in ("wijk", "buurt"):
        borders = [area.border for area in town.areas if area.level == level]
        assert shapely.coverage_is_valid(borders)
        assert shapely.union_all(borders).symmetric_difference(town.area("GM9901").border).area < 1e-12


def test_children_cover_their_parent(town):
    for area in town.areas:
        children = [child.border for child in town.children(area.code)]
        if children:
            covered = shapely.union_all(children).intersection(area.border).area
            assert covered >= 0.9999 * area.border.area
            assert sum(child.area for child in children) == pytest.approx(area.border.area, rel=1e-6)


def test_the_areas_come_in_the_format_of_the_importer_with_parents_first(town):
    seen = {None}
    for feature in town.geojson()["features"]:
        said = feature["properties"]
        assert {"code", "name", "level", "parent", "year", "population"} <= set(said)
        assert said["parent"] in seen
        seen.add(said["code"])
        assert shape(feature["geometry"]).geom_type == "Polygon"


def test_every_street_point_lies_in_its_quarter(town):
    for street in town.streets:
        assert town.area(street.area).border.covers(Point(street.lon, street.lat)), street.name


def test_every_street_has_one_name_and_a_line_of_its_own(town):
    names = Counter(street.name for street in town.streets)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 250
    assert all(LineString(street.line).is_valid and len(street.line) >= 2 for street in town.streets)


def test_every_quarter_has_a_street(town):
    assert {s.area for s in town.streets} == {area.code for area in town.areas if area.level == "buurt"}


def test_the_famous_streets_lie_where_people_look_for_them(town):
    where = {street.name: town.area(street.area).name for street in town.streets}
    assert all(where[name] == quarter for name, quarter, *_ in atlas.FAMOUS)
    assert "Beukstraat / Lindelaan" in {" / ".join(sorted(c.name.split(" / "))) for c in town.crossings}


def test_the_school_stands_near_the_lindelaan_and_the_beukstraat(town):
    school = next(place for place in town.places if place.name == "Lindeschool")
    for name in ("Lindelaan", "Beukstraat"):
        line = LineString(next(street.line for street in town.streets if street.name == name))
        assert line.distance(Point(school.lon, school.lat)) * atlas.METRES_PER_LAT < 120


def test_every_place_and_crossing_lies_in_its_quarter(town):
    for place in [*town.places, *town.crossings]:
        assert town.area(place.area).border.covers(Point(place.lon, place.lat)), place.name


def test_the_backdrop_is_light_rounded_and_of_five_kinds(town):
    backdrop = town.backdrop()
    assert {feature["properties"]["class"] for feature in backdrop["features"]} == CLASSES
    assert len(gzip.compress(packed(backdrop))) < 60_000
    for feature in backdrop["features"]:
        drawn = shapely.get_coordinates(shape(feature["geometry"]))
        assert (drawn.round(5) == drawn).all()


def test_the_backdrop_is_valid_and_names_only_quarters_that_exist(town):
    codes = {area.code for area in town.areas}
    for feature in town.backdrop()["features"]:
        assert shape(feature["geometry"]).is_valid
        assert feature["properties"].get("area", "GM9901") in codes


def test_the_river_parts_the_town_and_roads_cross_it(town):
    water = shapely.union_all([layer.shape for layer in town.layers if layer.kind == "water"])
    bridges = [layer for layer in town.layers if layer.kind == "road" and layer.shape.intersects(water)]
    assert len(bridges) >= 3
    assert town.area("GM9901").border.difference(water).geom_type == "MultiPolygon"


def test_no_house_stands_in_the_water(town):
    water = shapely.union_all(
        [layer.shape for layer in town.layers if layer.kind == "water" and not layer.area]
    )
    houses = shapely.union_all([layer.shape for layer in town.layers if layer.kind == "house"])
    assert houses.intersection(water).area < 1e-12


def test_metres_and_degrees_go_both_ways():
    x, y = atlas.to_metres(*atlas.to_lonlat(1234.5, -987.6, 9))
    assert (x, y) == pytest.approx((1234.5, -987.6), abs=0.01)
