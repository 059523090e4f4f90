"""Borders and maps, judged by shapely one by one, by pyproj and by real boundaries."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import MultiPolygon, Point, Polygon, box, mapping, shape

from wijkwerk.rules.geo import BadBorder, Index, bbox, distance_m, is_rd, mend, round_place, simplify_to_svg
from wijkwerk.testing import shared

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


# --- mending --------------------------------------------------------------------------------------------


def test_a_sound_border_comes_back_as_it_is_without_a_note():
    border, notes = mend(polygon(SQUARE, [[1, 1], [1, 2], [2, 2], [1, 1]]))
    assert border.equals(Polygon(SQUARE, [[(1, 1), (1, 2), (2, 2)]]))
    assert notes == []


def test_an_open_ring_is_closed():
    border, notes = mend(polygon(SQUARE[:-1]))
    assert border.equals(box(0, 0, 4, 4))
    assert notes == ["Een open ring is gesloten."]


def test_a_bow_tie_becomes_two_triangles():
    border, notes = mend(polygon([[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]))
    assert border.is_valid
    assert isinstance(border, MultiPolygon)
    assert border.area == pytest.approx(8)
    assert notes == ["De grens sneed of overlapte zichzelf en is hersteld bij 2 2."]


def test_a_ring_that_runs_along_itself_becomes_one_part():
    border, _ = mend(polygon([[0, 2], [0, 1], [1, 1], [0, 0], [0, 1], [1, 1]]))
    assert border.equals(Polygon([(0, 0), (0, 2), (1, 1)]))


def test_overlapping_parts_become_one_and_leave_no_hole():
    other = [[2, 2], [6, 2], [6, 6], [2, 6], [2, 2]]
    border, notes = mend({"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]})
    assert border.area == pytest.approx(28)
    assert border.covers(Point(3, 3))
    assert len(notes) == 1


def test_only_surfaces_are_kept_of_a_collection():
    parts = [
        polygon(SQUARE),
        {"type": "Point", "coordinates": [9, 9]},
        {"type": "LineString", "coordinates": []},
    ]
    border, notes = mend({"type": "GeometryCollection", "geometries": parts})
    assert border.equals(box(0, 0, 4, 4))
    assert notes == [
        "Een deel van soort Point is weggelaten.",
        "Een deel van soort LineString is weggelaten.",
    ]


def test_rings_without_a_surface_are_dropped():
    border, notes = mend(polygon(SQUARE, [[1, 1], [2, 2], [1, 1]]))
    assert border.equals(box(0, 0, 4, 4))
    assert notes == ["Een ring zonder oppervlak is weggelaten."]


def test_heights_are_dropped():
    border, _ = mend(polygon([[x, y, 7.5] for x, y in SQUARE]))
    assert not border.has_z


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "geen GeoJSON"),
        ([], "geen GeoJSON"),
        ({}, "soort geometrie"),
        ({"type": "Circle", "coordinates": [1, 2]}, "soort geometrie"),
        ({"type": "Point", "coordinates": [1, 2]}, "geen oppervlak"),
        ({"type": "GeometryCollection", "geometries": []}, "geen oppervlak"),
        (polygon(), "geen oppervlak"),
        (polygon([[0, 0], [1, 1]]), "geen oppervlak"),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "geen oppervlak"),
        (polygon([[0, 0], ["oost", 1], [2, 2]]), "niet kunnen lezen"),
        (polygon([[0, 0], [float("nan"), 1], [2, 2]]), "niet kunnen lezen"),
        (polygon([[0], [1], [2]]), "niet kunnen lezen"),
        ({"type": "Polygon", "coordinates": 5}, "niet kunnen lezen"),
        ({"type": "MultiPolygon", "coordinates": [5]}, "niet kunnen lezen"),
        ({"type": "GeometryCollection", "geometries": [None]}, "geen GeoJSON"),
    ],
)
def test_a_border_of_which_nothing_is_left_is_refused_with_a_reason(geometry, reason):
    with pytest.raises(BadBorder, match=reason):
        mend(geometry)


SMALL = st.integers(0, 6)
RINGS = st.lists(st.tuples(SMALL, SMALL), max_size=9)


@given(st.lists(st.lists(RINGS, max_size=3), max_size=3))
def test_whatever_rings_come_in_the_border_is_valid_or_refused(parts):
    try:
        border, _ = mend({"type": "MultiPolygon", "coordinates": parts})
    except BadBorder:
        return
    assert border.is_valid
    assert border.area > 0
    assert mend(mapping(border)) == (border, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@given(st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection"]), JSON)
def test_rubbish_is_refused_and_never_breaks(kind, rubbish):
    key = "geometries" if kind == "GeometryCollection" else "coordinates"
    try:
        border, _ = mend({"type": kind, key: rubbish})
    except BadBorder:
        return
    assert border.is_valid


# --- coordinates ----------------------------------------------------------------------------------------


def test_rd_metres_are_told_from_degrees():
    assert is_rd([(155_000, 463_000), (210_000.5, 461_000)])
    assert not is_rd([(5.387, 52.155), (-68.2, 12.1)])


@pytest.mark.parametrize(
    "coords",
    [[], [(5.3, 52.1), (155_000, 463_000)], [(600_000, 5_700_000)], [(181, 10)], [(float("nan"), 52)]],
)
def test_other_coordinates_are_refused(coords):
    with pytest.raises(BadBorder, match="RD"):
        is_rd(coords)


def test_the_box_around_a_border_is_west_south_east_north():
    assert bbox(box(5, 52, 6, 53)) == (5, 52, 6, 53)
    with pytest.raises(BadBorder):
        bbox(Polygon())


LONS = st.floats(3.3, 7.3)
LATS = st.floats(50.7, 53.6)
ELLIPSOID = Geod(ellps="GRS80")


@given(LONS, LATS, LONS, LATS)
def test_distances_agree_with_the_ellipsoid_within_six_per_mille(lon1, lat1, lon2, lat2):
    expected = ELLIPSOID.inv(lon1, lat1, lon2, lat2)[2]
    assert distance_m(lon1, lat1, lon2, lat2) == pytest.approx(expected, rel=0.006, abs=0.01)


def test_the_far_side_of_the_earth_is_half_its_girth_away():
    assert distance_m(0, 0, 180, 0) == pytest.approx(20_015_114, rel=1e-6)


@given(LONS, LATS, st.sampled_from([10, 50, 100, 250, 1000]))
def test_a_rounded_place_is_near_and_stays_where_it_is(lon, lat, metres):
    rounded = round_place(lon, lat, metres)
    assert distance_m(lon, lat, *rounded) <= metres * 0.72
    assert round_place(*rounded, metres) == rounded


def test_many_places_share_one_rounded_place():
    near = [
        (6.2 + east * 1e-6, 52.14 + north * 1e-6)
        for east in range(-300, 300, 20)
        for north in range(-300, 300, 20)
    ]
    assert len({round_place(lon, lat, 250) for lon, lat in near}) <= 4


@pytest.mark.parametrize(
    "bad", [(5, 52, 0), (5, 52, -1), (5, 89, 10), (float("inf"), 52, 10), (5, float("nan"), 10)]
)
def test_rounding_without_a_distance_or_a_place_is_refused(bad):
    with pytest.raises(ValueError, match="rounding"):
        round_place(*bad)


# --- which area holds this point ------------------------------------------------------------------------

PATCHES = [
    ("town", box(0, 0, 10, 10)),
    ("west", box(0, 0, 5, 10)),
    ("east", box(5, 0, 10, 10)),
    ("park", Polygon([(2, 2), (6, 2), (6, 6), (2, 6)], [[(3, 3), (5, 3), (5, 5), (3, 5)]])),
    ("isle", MultiPolygon([box(12, 0, 13, 1), box(12, 3, 13, 4)])),
]


def naive(borders, lon, lat):
    """Look at every border, one by one."""
    held = [(border.area, key) for key, border in borders if border.intersects(Point(lon, lat))]
    return [key for _, key in sorted(held)]


def test_the_smallest_area_comes_first_then_the_lowest_key():
    index = Index(PATCHES)
    assert index.holding(1, 1) == ["west", "town"]
    assert index.holding(2.5, 2.5) == ["park", "west", "town"]
    assert index.holding(4, 4) == ["west", "town"]
    assert index.holding(5, 8) == ["east", "west", "town"]
    assert index.holding(12.5, 3.5) == ["isle"]
    assert index.holding(12.5, 2) == []


HALVES = st.integers(-2, 28).map(lambda n: n / 2)
COORDINATES = st.one_of(HALVES, st.floats(-1, 14))


@given(st.lists(st.tuples(COORDINATES, COORDINATES), max_size=20), st.permutations(PATCHES))
def test_the_index_agrees_with_looking_at_every_border(points, patches):
    index = Index(patches)
    many = index.holding_many([lon for lon, _ in points], [lat for _, lat in points])
    assert len(many) == len(points)
    for (lon, lat), position in zip(points, many, strict=True):
        expected = naive(PATCHES, lon, lat)
        assert index.holding(lon, lat) == expected
        assert (index.keys[position] if position >= 0 else None) == (expected[0] if expected else None)


def test_a_place_that_is_no_number_lies_outside():
    index = Index(PATCHES)
    lons = [float("nan"), 1.0, float("inf"), 1.0]
    lats = [1.0, float("nan"), 1.0, 1.0]
    assert index.holding_many(lons, lats).tolist() == [-1, -1, -1, 1]
    assert index.holding(float("nan"), 1.0) == []


def test_without_borders_or_points_nothing_is_found():
    empty: Index[str] = Index([])
    assert empty.holding(5, 52) == []
    assert empty.holding_many([5.0], [52.0]).tolist() == [-1]
    assert Index(PATCHES).holding_many([], []).tolist() == []


def test_rows_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="one length"):
        Index(PATCHES).holding_many([1, 2], [1])


# --- maps as SVG ----------------------------------------------------------------------------------------


def drawn(path):
    """Read the path back into polygons' rings of absolute points."""
    rings = []
    for ring in re.findall(r"M([^z]*)z", path):
        start, moves = ring.split("l")
        steps = [[float(number) for number in pair.split(",")] for pair in [start, *moves.split()]]
        rings.append(np.cumsum(steps, axis=0))
    return rings


def test_a_square_is_drawn_with_north_up_and_padding_around():
    view = simplify_to_svg([box(5, 52, 5.01, 52.01)], width=100, pad=10)
    assert view.point(5, 52.01) == (10, 10)
    assert view.point(5.01, 52) == (90, view.height - 10)
    assert view.view_box == f"0 0 100 {view.height:g}"
    (ring,) = drawn(view.path(box(5, 52, 5.01, 52.01)))
    assert sorted(map(tuple, ring.round(1))) == [(10, 10), (10, 140), (90, 10), (90, 140)]


def test_a_metre_is_as_long_to_the_east_as_to_the_north():
    view = simplify_to_svg([box(6.15, 52.1, 6.25, 52.18)], width=1000)
    east = distance_m(6.15, 52.14, 6.25, 52.14) / (view.point(6.25, 52.14)[0] - view.point(6.15, 52.14)[0])
    north = distance_m(6.2, 52.1, 6.2, 52.18) / (view.point(6.2, 52.1)[1] - view.point(6.2, 52.18)[1])
    assert east == pytest.approx(north, rel=0.002)


def test_numbers_have_one_decimal_and_the_path_does_not_drift():
    circle = Point(5.1, 52.1).buffer(0.1, quad_segs=200)
    view = simplify_to_svg([circle], width=300, pad=3)
    path = view.path(circle)
    assert re.fullmatch(r"M[\d.,]+l[\d., -]+z", path)
    assert not re.search(r"\.\d\d", path)
    (ring,) = drawn(path)
    expected = {view.point(lon, lat) for lon, lat in circle.exterior.coords}
    assert {tuple(point) for point in ring.round(1)} <= expected
    assert all(tuple(a) != tuple(b) for a, b in pairwise(ring.round(1)))


def test_holes_and_parts_are_rings_of_one_path():
    (park,) = (border for key, border in PATCHES if key == "park")
    (isle,) = (border for key, border in PATCHES if key == "isle")
    view = simplify_to_svg([park, isle], width=200)
    assert [len(drawn(path)) for path in view.paths([park, isle])] == [2, 2]


def test_what_is_too_small_to_see_is_not_drawn():
    view = simplify_to_svg([box(0, 0, 10, 10)], width=100)
    assert view.path(box(5, 5, 5.0001, 5.0001)) == ""


@pytest.mark.parametrize(
    ("geometries", "pad"), [([], 0), ([Polygon()], 0), ([Point(5, 52)], 0), ([box(0, 0, 1, 1)], 50)]
)
def test_a_map_of_nothing_is_refused(geometries, pad):
    with pytest.raises(BadBorder, match="tekenen"):
        simplify_to_svg(geometries, width=100, pad=pad)


# --- real boundaries ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def features():
    """All areas of the 17 seed municipalities, as GeoJSON features."""
    with gzip.open(shared("data/areas/areas_seed_2024.geojson.gz")) as file:
        return json.load(file)["features"]


def layer(features, level, gemeente=""):
    return [
        (feature["properties"]["code"], shape(feature["geometry"]))
        for feature in features
        if feature["properties"]["level"] == level and feature["properties"]["code"][2:].startswith(gemeente)
    ]


def test_every_real_border_is_sound(features):
    for feature in features:
        border, notes = mend(feature["geometry"])
        assert notes == []
        assert border.is_valid
        assert not is_rd(shapely.get_coordinates(border))


@pytest.mark.parametrize("gemeente", ["0301", "0268", "0281"], ids=["Zutphen", "Nijmegen", "Tiel"])
def test_points_fall_in_the_same_real_area_as_when_every_border_is_looked_at(features, gemeente):
    borders = [*layer(features, "buurt", gemeente), *layer(features, "wijk", gemeente)]
    index = Index(borders)
    west, south, east, north = shapely.total_bounds([border for _, border in borders])
    chance = np.random.default_rng(20261123)
    corners = shapely.get_coordinates([border for _, border in borders[::7]])[::40]
    points = np.vstack([chance.uniform((west, south), (east, north), (300, 2)), corners])
    found = index.holding_many(points[:, 0], points[:, 1])
    expected = [naive(borders, lon, lat) for lon, lat in points]
    assert [index.keys[at] if at >= 0 else None for at in found] == [
        held[0] if held else None for held in expected
    ]
    assert [index.holding(lon, lat) for lon, lat in points] == expected
    assert sum(len(held) > 2 for held in expected) >= 5


def test_a_point_inside_each_real_buurt_is_found_in_it(features):
    borders = layer(features, "buurt")
    index = Index(borders)
    inner = shapely.get_coordinates(shapely.point_on_surface([border for _, border in borders]))
    found = [index.keys[at] for at in index.holding_many(inner[:, 0], inner[:, 1])]
    wrong = [key for (key, _), got in zip(borders, found, strict=True) if key != got]
    # Siblings of the source overlap by up to 0.02 %, between municipalities a little more.
    assert len(wrong) <= len(borders) // 200


def test_a_real_town_is_drawn_small_and_neighbours_keep_touching(features):
    buurten = [border for _, border in layer(features, "buurt", "0301")]
    view = simplify_to_svg(buurten, width=600, pad=4)
    exact, light = view.paths(buurten), view.paths(buurten, tolerance=1.0)
    assert all(light)
    assert len("".join(light)) < len("".join(exact)) / 1.5
    shapes = [[Polygon(ring) for ring in drawn(path)] for path in light]
    gaps = shapely.union_all([part.buffer(0.2) for parts in shapes for part in parts])
    whole = shapely.union_all([Polygon(ring) for path in exact for ring in drawn(path)])
    assert whole.buffer(-4).difference(gaps).area < 0.01 * whole.area
