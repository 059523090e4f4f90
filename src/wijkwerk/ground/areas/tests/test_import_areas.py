"""Importing a division: it works, for one municipality or many, from degrees or metres, and as a command."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

from wijkwerk.config import cli
from wijkwerk.ground.areas.actions import import_division
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality
from wijkwerk.ground.areas.reading import Unreadable
from wijkwerk.ground.areas.tests.towns import (
    area,
    bring,
    changed,
    feature,
    municipality,
    polygon,
    square,
    town,
    without,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_town_becomes_a_municipality_with_a_tree_of_areas():
    report = bring(town())
    assert (report.read, report.created, report.municipalities, report.lines) == (6, 6, 1, [])
    root, wijk, buurt = area("GM9001"), area("WK900101"), area("BU90010102")
    assert root.path == f"{root.key}."
    assert wijk.path == f"{root.path}{wijk.key}."
    assert buurt.path == f"{wijk.path}{buurt.key}."
    assert (buurt.name, buurt.level) == ("Naam BU90010102", "buurt")


def test_the_version_holds_parent_border_bounds_and_first_day():
    bring(town())
    version = AreaVersion.objects.get(area__code="BU90010101")
    assert version.parent == area("WK900101")
    assert version.border == square(0, 0)
    assert (version.west, version.south, version.east, version.north) == (6.0, 52.0, 6.01, 52.01)
    assert (version.valid_from, version.valid_until) == (date(2024, 1, 1), None)


def test_a_parent_that_is_not_in_the_file_makes_a_root_and_no_line():
    report = bring([feature("GM9001", "gemeente", "PV99", square(0, 0))])
    assert (report.created, report.lines) == (1, [])
    assert AreaVersion.objects.get().parent is None


def test_children_may_stand_before_their_parents_in_the_file():
    report = bring(list(reversed(town())))
    assert (report.created, report.lines) == (6, [])
    assert area("BU90010101").path.startswith(area("WK900101").path)


def test_several_municipalities_each_get_their_own_division_and_keys():
    report = bring(town("GM9001") + town("GM9002", x=5))
    assert report.municipalities == 2
    assert Division.objects.count() == 2
    for code in ("GM9001", "GM9002"):
        keys = Area.objects.filter(municipality__code=code).values_list("key", flat=True)
        assert sorted(keys) == ["1", "2", "3", "4", "5", "6"]


def test_the_first_division_becomes_the_working_one_and_a_second_only_when_asked():
    bring(town(), division="cbs")
    bring(town(), division="politie")
    assert str(municipality().working_division) == "cbs 2024"
    bring(town(), division="politie", working=True)
    assert str(municipality().working_division) == "politie 2024"


def test_a_second_division_gets_keys_of_its_own_and_leaves_the_first_alone():
    bring(town())
    before = dict(Area.objects.values_list("path", "code"))
    bring(town(), division="politie")
    paths = Area.objects.values_list("path", flat=True)
    assert len(set(paths)) == 12
    assert before.items() <= dict(Area.objects.values_list("path", "code")).items()


def test_population_is_kept_and_an_absent_one_does_not_erase_it():
    bring(changed(town(), "WK900101", population=1234))
    assert bring(town()).unchanged == 6
    assert area("WK900101").population == 1234


@pytest.mark.parametrize("secret", [-99997, "-99997", None, ""])
def test_an_unknown_population_is_no_number_and_no_complaint(secret):
    report = bring(changed(town(), "WK900101", population=secret))
    assert (area("WK900101").population, report.lines) == (None, [])


def test_borders_are_kept_with_six_decimals():
    bring(changed(town(), "BU90010101", geometry=square(0.00000012345, 0)))
    (ring,) = AreaVersion.objects.get(area__code="BU90010101").border["coordinates"]
    assert all(value == round(value, 6) for point in ring for value in point)


# --- coordinate systems and files ---------------------------------------------------------------------------------


def in_rd(features: list[Any]) -> list[Any]:
    to_rd = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    return [
        {
            **each,
            "geometry": polygon(
                *([to_rd.transform(*at) for at in ring] for ring in each["geometry"]["coordinates"])
            ),
        }
        for each in features
    ]


@pytest.mark.parametrize(
    "crs", [None, {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}]
)
def test_metres_of_rd_become_degrees(tmp_path: Path, crs):
    more = {"crs": crs} if crs else {}
    path = write(tmp_path, in_rd(town()), **more)
    report = import_division(path=path, division="cbs", year=2024)
    assert (report.created, report.lines) == (6, [])
    version = AreaVersion.objects.get(area__code="BU90010101")
    assert [version.west, version.south, version.east, version.north] == pytest.approx(
        [6.0, 52.0, 6.01, 52.01], abs=2e-6
    )


def test_rd_agrees_with_the_tower_where_the_system_has_its_origin():
    # The tower of Our Lady in Amersfoort is x 155000, y 463000 by definition; in WGS84 it stands at
    # lon 5.38720621, lat 52.15517440 (the approximation of Schreutelkamp and Strang van Hees, 2001).
    ring = [[154000, 462000], [156000, 462000], [156000, 464000], [154000, 464000], [154000, 462000]]
    bring([feature("GM9001", "gemeente", None, polygon(ring))])
    version = AreaVersion.objects.get()
    middle = ((version.west + version.east) / 2, (version.south + version.north) / 2)
    assert middle == pytest.approx((5.38720621, 52.15517440), abs=1e-5)


def test_another_coordinate_system_is_refused_in_one_sentence(tmp_path: Path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with pytest.raises(Unreadable, match="coordinate system"):
        import_division(path=write(tmp_path, town(), crs=crs), division="cbs", year=2024)


def test_a_packed_file_reads_as_the_plain_one(tmp_path: Path):
    assert (
        import_division(path=write(tmp_path, town(), "a.geojson.gz"), division="cbs", year=2024).created == 6
    )
    assert (
        import_division(path=write(tmp_path, town(), "b.geojson"), division="cbs", year=2024).unchanged == 6
    )


# --- which municipality -------------------------------------------------------------------------------------------


def test_only_the_municipality_asked_for_comes_in(tmp_path: Path):
    broken = feature("BU90020103", "buurt", "WK900201", None)
    path = write(tmp_path, [*town("GM9001"), *town("GM9002", x=5), broken])
    report = import_division(path=path, division="cbs", year=2024, municipality_code="gm9001")
    assert (report.read, report.created, report.skipped, report.rejected) == (6, 6, 7, 0)
    assert list(Municipality.objects.values_list("code", flat=True)) == ["GM9001"]


def test_a_municipality_that_the_file_does_not_hold_is_one_clear_sentence(tmp_path: Path):
    with pytest.raises(Unreadable, match="no areas of municipality GM0001"):
        import_division(path=write(tmp_path, town()), division="cbs", year=2024, municipality_code="GM0001")


def test_what_is_wrong_in_another_municipality_is_not_told(tmp_path: Path):
    twice = feature("BU90020101", "buurt", "WK900201", square(9, 9))
    path = write(tmp_path, [*town("GM9001"), *town("GM9002", x=5), twice])
    report = import_division(path=path, division="cbs", year=2024, municipality_code="GM9001")
    assert (report.read, report.skipped, report.lines) == (6, 7, [])


def test_an_area_that_names_no_municipality_stays_out_when_the_file_holds_the_one_asked_for(tmp_path: Path):
    bring(town())
    path = write(tmp_path, [*town(), feature("X-1", "veld", None, square(9, 9))])
    report = import_division(path=path, division="cbs", year=2024, municipality_code="GM9001")
    assert (report.unchanged, report.created, report.skipped) == (6, 0, 1)


def test_a_buurt_without_any_parent_belongs_to_the_municipality_in_its_code():
    bring([feature("BU90010101", "buurt", None, square(0, 0))])
    assert municipality("GM9001").name == "GM9001"


def test_an_area_whose_parent_is_a_municipality_outside_the_file_belongs_to_it():
    bring(town())
    bring([feature("T-1", "team", "GM9001", square(0, 0))], division="politie")
    assert Municipality.objects.count() == 1
    assert area("T-1").municipality == municipality()


def test_wijken_without_a_gemeente_in_the_file_belong_to_the_one_in_their_code():
    bring(without(town(), "GM9001"))
    assert municipality().name == "GM9001"
    assert area("WK900101").path == f"{area('WK900101').key}."
    bring(town())
    assert municipality().name == "Naam GM9001"


def test_a_division_of_another_body_comes_under_the_municipality_that_is_named(tmp_path: Path):
    bring(town())
    teams = [
        feature("T-1", "team", None, square(0, 0, 1, 2)),
        feature("T-2", "team", None, square(1, 0, 1, 2)),
    ]
    path = write(tmp_path, teams)
    report = import_division(path=path, division="politie", year=2024, municipality_code="GM9001")
    assert (report.created, Municipality.objects.count()) == (2, 1)
    assert municipality().name == "Naam GM9001"


def test_a_root_that_names_no_municipality_is_one_itself():
    bring([feature("NH", "city", None, square(0, 0)), feature("NH-1", "neighborhood", "NH", square(0, 0))])
    assert list(Municipality.objects.values_list("code", "name")) == [("NH", "Naam NH")]


def test_a_municipality_code_that_is_too_long_is_refused():
    report = bring([feature("CITY-OF-NEW-HAVEN", "city", None, square(0, 0))])
    assert (report.rejected, Municipality.objects.count()) == (1, 0)


# --- the command --------------------------------------------------------------------------------------------------


def command(path: Path, *more: str) -> int:
    return cli.main(["areas", "import", str(path), "--division", "cbs", "--year", "2024", *more])


def test_the_command_gives_one_object_with_json(tmp_path: Path, capsys):
    assert command(write(tmp_path, town()), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["read"] == told["created"] + told["updated"] + told["unchanged"] + told["rejected"] == 6
    assert {"mended", "municipalities", "seconds", "lines"} <= told.keys()


def test_the_command_ends_with_1_when_something_was_refused_and_says_what(tmp_path: Path, capsys):
    path = write(tmp_path, [*town(), feature(None, "buurt", "WK900101", square(0, 0))])
    assert command(path) == 1
    assert "nr. 7 geweigerd: de code ontbreekt." in capsys.readouterr().out


@pytest.mark.parametrize(
    "more",
    [("--year", "24"), ("--division", "\x00 "), ("--division", "x" * 61), ("--municipality", "GM0001")],
)
def test_the_command_ends_with_2_and_one_sentence_on_wrong_use(tmp_path: Path, capsys, more):
    assert command(write(tmp_path, town()), *more) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1


def test_the_command_ends_with_2_when_the_file_is_missing(tmp_path: Path, capsys):
    assert command(tmp_path / "absent.geojson") == 2
    assert "Traceback" not in capsys.readouterr().err
