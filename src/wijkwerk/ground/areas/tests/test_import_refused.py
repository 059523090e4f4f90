"""Importing what is broken: mended or refused with a line each, or one clear sentence for the whole file."""

from datetime import date
from pathlib import Path

import pytest
import shapely

from wijkwerk.ground.areas.actions import import_division
from wijkwerk.ground.areas.models import Area, AreaVersion, Municipality
from wijkwerk.ground.areas.reading import Unreadable
from wijkwerk.ground.areas.tests.towns import (
    area,
    bring,
    changed,
    feature,
    polygon,
    snapshot,
    square,
    town,
    versions,
    write,
)

pytestmark = pytest.mark.django_db


UNREADABLE = {
    "empty": (b"", "not JSON"),
    "no JSON": (b"code,name\n1,2\n", "not JSON"),
    "no text": (b"\xff\xfe\x00\x01", "not JSON"),
    "a list": (b"[]", "not a GeoJSON FeatureCollection"),
    "one feature": (b'{"type": "Feature"}', "not a GeoJSON FeatureCollection"),
    "no features": (b'{"type": "FeatureCollection"}', "no list of features"),
    "features no list": (b'{"type": "FeatureCollection", "features": {}}', "no list of features"),
    "deep nesting": (b'{"a":' * 200_000, "not JSON"),
    "a number of 5000 digits": (b'{"type": ' + b"9" * 5000 + b"}", "not JSON"),
    "crs no object": (b'{"type": "FeatureCollection", "features": [], "crs": 7}', "coordinate system"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_feature_collection_is_one_clear_sentence(tmp_path: Path, name):
    content, sentence = UNREADABLE[name]
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        import_division(path=path, division="cbs", year=2024)
    assert Municipality.objects.count() == 0


def test_a_missing_or_damaged_file_is_one_clear_sentence(tmp_path: Path):
    whole = write(tmp_path, town(), "whole.geojson.gz").read_bytes()
    (tmp_path / "half.geojson.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "plain.geojson.gz").write_bytes(b"{}")
    for name, sentence in (("half", "damaged"), ("plain", "not a gzip file"), ("absent", "cannot be read")):
        with pytest.raises(Unreadable, match=sentence):
            import_division(path=tmp_path / f"{name}.geojson.gz", division="cbs", year=2024)
    with pytest.raises(Unreadable, match="cannot be read"):
        import_division(path=tmp_path, division="cbs", year=2024)


# --- what is mended and what is refused ---------------------------------------------------------------------------

BOWTIE = polygon([[6.0, 52.0], [6.01, 52.01], [6.01, 52.0], [6.0, 52.01], [6.0, 52.0]])
OPEN = polygon([[6.0, 52.0], [6.01, 52.0], [6.01, 52.01], [6.0, 52.01]])
HOLE_OUTSIDE = polygon(square(0, 0)["coordinates"][0], square(5, 5)["coordinates"][0])
OVERLAP = {
    "type": "MultiPolygon",
    "coordinates": [square(0, 0)["coordinates"], square(0.5, 0)["coordinates"]],
}
WITH_LINE = {
    "type": "GeometryCollection",
    "geometries": [square(0, 0), {"type": "LineString", "coordinates": [[6, 52], [6.1, 52]]}],
}
MENDED = {
    "bowtie": BOWTIE,
    "open ring": OPEN,
    "hole outside": HOLE_OUTSIDE,
    "overlap": OVERLAP,
    "line": WITH_LINE,
}


@pytest.mark.parametrize("name", MENDED)
def test_a_border_that_can_be_mended_is_mended_with_one_line(name):
    report = bring(changed(town(), "BU90010101", geometry=MENDED[name]))
    assert (report.created, report.rejected, report.mended) == (6, 0, 1)
    (line,) = report.lines
    assert line.startswith("nr. 4 (BU90010101) hersteld: ")
    border = AreaVersion.objects.get(area__code="BU90010101").border
    assert border["type"] in {"Polygon", "MultiPolygon"}


def test_a_border_that_rounding_makes_cross_itself_is_mended_on_the_same_grid():
    waist = [[6, 52], [6.01, 52], [6.01, 52.01], [6.005, 52.0000004], [6, 52.01], [6, 52]]
    report = bring(changed(town(), "BU90010101", geometry=polygon(waist)))
    assert (report.created, report.mended) == (6, 1)
    border = AreaVersion.objects.get(area__code="BU90010101").border
    assert shapely.geometry.shape(border).is_valid
    assert all(at == round(at, 6) for at in shapely.get_coordinates(shapely.geometry.shape(border)).flat)


@pytest.mark.parametrize("name", MENDED)
def test_a_mended_file_again_changes_nothing(name):
    features = changed(town(), "BU90010101", geometry=MENDED[name])
    bring(features)
    before = snapshot()
    assert bring(features).unchanged == 6
    assert snapshot() == before


POINTS = [[6, 52], [6.01, 52], [6.01, 52.01], [6, 52]]
REFUSED = {
    "point": {"type": "Point", "coordinates": [6, 52]},
    "line": {"type": "LineString", "coordinates": [[6, 52], [6.1, 52.1]]},
    "unknown type": {"type": "Circle", "coordinates": [6, 52], "radius": 3},
    "empty": {"type": "Polygon", "coordinates": []},
    "empty ring": {"type": "Polygon", "coordinates": [[]]},
    "no surface": polygon([[6, 52], [6.1, 52], [6, 52]]),
    "not a number": polygon([*POINTS[:2], [float("nan"), 52], *POINTS[2:]]),
    "infinite": polygon([*POINTS[:2], [float("inf"), 52], *POINTS[2:]]),
    "huge": polygon([*POINTS[:2], [1e300, 52], *POINTS[2:]]),
    "huge whole number": polygon([*POINTS[:2], [10**400, 52], *POINTS[2:]]),
    "not on earth": polygon([[200, 95], [201, 95], [201, 96], [200, 95]]),
    "half degrees, half metres": polygon([[6, 52], [155000, 463000], [155100, 463000], [6, 52]]),
    "words": polygon([["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]]),
    "no coordinates": {"type": "Polygon"},
    "coordinates no list": {"type": "MultiPolygon", "coordinates": 7},
    "points too short": polygon([[6], [7], [8], [6]]),
    "nested too deep": {"type": "Polygon", "coordinates": [[[POINTS]]]},
    "no object": "POLYGON((6 52, 7 52, 7 53, 6 52))",
    "nothing": None,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_border_that_cannot_be_used_is_refused_with_one_line(name):
    features = town()
    features[3] = {**features[3], "geometry": REFUSED[name]}
    report = bring(features)
    assert (report.read, report.created, report.rejected) == (6, 5, 1)
    (line,) = report.lines
    assert line.startswith("nr. 4 (BU90010101) geweigerd: ")
    assert not Area.objects.filter(code="BU90010101").exists()


NO_AREA = {
    "no code": {"code": None},
    "empty code": {"code": "  "},
    "script": {"code": "<script>alert(1)</script>"},
    "NUL": {"code": "BU\x009"},
    "long": {"code": "B" * 21},
    "list": {"code": ["BU1"]},
    "true": {"code": True},
}


@pytest.mark.parametrize("name", NO_AREA)
def test_a_feature_without_a_proper_code_is_refused_and_its_code_not_repeated(name):
    report = bring(changed(town(), "BU90010101", **NO_AREA[name]))
    assert (report.created, report.rejected) == (5, 1)
    (line,) = report.lines
    assert line.startswith("nr. 4 geweigerd: de code ")
    assert "script" not in line


@pytest.mark.parametrize("thing", [None, 7, "text", [], {}, {"properties": None}, {"properties": []}])
def test_a_thing_that_is_no_feature_is_refused(thing):
    report = bring([*town(), thing])
    assert (report.created, report.rejected, len(report.lines)) == (6, 1, 1)


def test_a_double_code_is_refused_and_the_first_one_stays():
    double = feature("BU90010101", "buurt", "WK900102", square(7, 7))
    report = bring([*town(), double])
    assert (report.created, report.rejected) == (6, 1)
    assert report.lines == ["nr. 7 (BU90010101) geweigerd: deze code stond al eerder in het bestand."]
    assert AreaVersion.objects.get(area__code="BU90010101").border == square(0, 0)


def test_a_circle_of_parents_is_refused_with_all_that_hangs_on_it():
    report = bring(changed(town(), "WK900101", parent="BU90010101"))
    assert (report.created, report.rejected) == (3, 3)
    assert all("in zichzelf" in line for line in report.lines)


def test_an_area_that_is_its_own_parent_is_refused():
    report = bring([*town(), feature("BU90010301", "buurt", "BU90010301", square(0, 0))])
    assert (report.created, report.rejected) == (6, 1)


def test_a_tree_of_too_many_levels_is_refused_where_it_gets_too_deep():
    chain = [feature(f"A{n}", "laag", f"A{n - 1}" if n else None, square(0, 0)) for n in range(14)]
    report = bring(chain)
    assert (report.created, report.rejected) == (10, 4)


def test_children_of_a_refused_area_hang_under_the_area_above_it():
    features = town()
    features[1] = {**features[1], "geometry": None}
    report = bring(features)
    assert (report.created, report.rejected) == (5, 1)
    assert area("BU90010101").path == area("GM9001").path + area("BU90010101").key + "."


def test_a_refused_area_that_was_there_already_stays_as_it_was():
    bring(town())
    features = town()
    features[1] = {**features[1], "geometry": None}
    for year in (2024, 2025):
        report = bring(features, year=year)
        assert (report.unchanged, report.rejected, report.closed) == (5, 1, 0)
        assert area("BU90010101").path.startswith(area("WK900101").path)
        assert versions("WK900101") == [(date(2024, 1, 1), None)]


def test_a_file_of_only_broken_features_makes_no_municipality():
    report = bring([feature("GM9001", "gemeente", None, None)])
    assert (report.rejected, report.municipalities, Municipality.objects.count()) == (1, 0, 0)


def test_names_lose_signs_that_a_page_or_database_cannot_hold():
    report = bring(changed(town(), "BU90010101", name="De\x00 Hoven\u202e\ud800\n Zuid <b>"))
    assert area("BU90010101").name == "De Hoven Zuid <b>"
    assert report.mended == 1


def test_a_very_long_name_is_cut_and_an_absent_one_becomes_the_code():
    report = bring(changed(changed(town(), "BU90010101", name="x" * 500), "BU90010102", name=None))
    assert (len(area("BU90010101").name), area("BU90010102").name) == (120, "BU90010102")
    assert report.mended == 2


def test_an_absent_level_follows_from_the_code():
    bring(changed(changed(town(), "BU90010101", level=None), "WK900101", level=7.5))
    assert (area("BU90010101").level, area("WK900101").level) == ("buurt", "wijk")
