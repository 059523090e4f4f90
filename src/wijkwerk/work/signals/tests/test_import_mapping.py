"""The mapping of a source: times, places, patterns, and clear sentences for what does not hold."""

import time
import tomllib
from datetime import UTC, datetime

import pytest
from pyproj import Transformer

from wijkwerk.testing_cast import Town
from wijkwerk.work.signals.importing.choosing import Chooser, Clock
from wijkwerk.work.signals.importing.mapping import BUILT_IN, BadMapping, Time, check, load
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.sources import MAPPING, Desk, as_csv, desk, row

__all__ = ["desk"]


def clock(*forms: str, zone: str = "Europe/Amsterdam") -> Clock:
    return Clock(Time(columns=("a",), zone=zone, formats=forms))


# --- times --------------------------------------------------------------------------------------------------------

MOMENTS = [
    ("iso", "2008-04-11T08:29:14-04:00", datetime(2008, 4, 11, 12, 29, 14)),
    ("iso", "2008-07-01 15:49:47+00:00", datetime(2008, 7, 1, 15, 49, 47)),
    ("iso", "2008-07-01T15:49:47.1234567Z", datetime(2008, 7, 1, 15, 49, 47, 123456)),
    ("iso", "2026-07-01 12:00", datetime(2026, 7, 1, 10)),
    ("iso", "2026-01-01", datetime(2025, 12, 31, 23)),
    ("%d-%m-%Y %H:%M", "2-1-2026 9:05", datetime(2026, 1, 2, 8, 5)),
    ("%m/%d/%Y %I:%M:%S %p", "12/31/2025 01:30:00 PM", datetime(2025, 12, 31, 12, 30)),
    ("unix", "1400000000", datetime(2014, 5, 13, 16, 53, 20)),
    ("unix", "1400000000.5", datetime(2014, 5, 13, 16, 53, 20, 500000)),
    # The hour that summer time skips, and the one that it gives twice: the first of the two.
    ("iso", "2026-03-29 02:30", datetime(2026, 3, 29, 1, 30)),
    ("iso", "2026-10-25 02:30", datetime(2026, 10, 25, 0, 30)),
]


@pytest.mark.parametrize(("form", "text", "moment"), MOMENTS)
def test_a_time_is_read_in_the_form_and_zone_of_the_mapping(form, text, moment):
    assert clock(form).moment(text) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "0", "1e9", "-5", "99999999999999", "1_400_000_000", "١٤٠٠٠٠٠٠٠٠"])
def test_what_is_no_moment_in_seconds_is_not_taken_for_one(text):
    assert clock("unix").moment(text) is None


def test_the_first_form_that_fits_is_used():
    both = clock("%d-%m-%Y", "%Y-%m-%d")
    assert both.moment("01-02-2026") == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert both.moment("2026-02-01") == datetime(2026, 1, 31, 23, tzinfo=UTC)


def test_date_and_time_may_stand_in_two_columns(desk: Desk):
    desk.map(MAPPING.replace('column = "datum"', 'columns = ["datum", "klaar_op"]', 1))
    desk.bring(row(datum="02-03-2026", klaar_op="10:00"))
    assert Signal.objects.get().received_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


# --- places -------------------------------------------------------------------------------------------------------


def test_points_in_rd_land_where_the_same_points_in_degrees_land(desk: Desk, town: Town):
    desk.map(MAPPING.replace('lat = "lat"', 'lat = "lat"\ncrs = 28992'))
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(5.325, 52.775)
    given = [row(lon=f"{x:.2f}".replace(".", ","), lat=f"{y:.2f}"), row(nummer="2", lon="0", lat="0")]
    summary = desk.bring(
        *given, row(nummer="3", lon="9e15", lat="9e15"), row(nummer="4", lon="155000", lat="463000")
    )
    assert (summary["no_place"], summary["outside"], summary["reasons"]) == (1, 1, {"bad_point": 1})
    signal = Signal.objects.get(source_id="1")
    assert signal.area_path == town.areas["Lindebuurt"].path
    assert (round(signal.lon, 5), round(signal.lat, 5)) == (5.325, 52.775)


NAMED = MAPPING.replace('lon = "lon"\nlat = "lat"', 'name = "lon"\nempty = ["Onbekend"]')


@pytest.mark.parametrize("name", ["Lindebuurt", "LINDEBUURT ", "BU99020101", "lindebuurt"])
def test_a_name_or_code_of_an_area_is_a_place(desk: Desk, town: Town, name):
    desk.map(NAMED)
    assert desk.bring(row(lon=name))["no_place"] == 0
    signal = Signal.objects.get()
    assert (signal.precise, signal.area_path) == ("area", town.areas["Lindebuurt"].path)
    assert (signal.lon, signal.words) == (None, name.strip())


def test_a_name_that_is_no_area_is_no_place_but_is_kept_and_told(desk: Desk):
    desk.map(NAMED)
    summary = desk.bring(row(lon="Verweg"), row(nummer="2", lon="ONBEKEND"), row(nummer="3", lon=""))
    assert (summary["no_place"], summary["notes"]) == (3, {"unknown_area": 1})
    assert Signal.objects.get(source_id="1").words == "Verweg"


def test_a_name_of_two_areas_apart_says_nothing_and_of_two_in_each_other_the_larger(desk: Desk, town: Town):
    areas = type(town.areas["Noord"]).objects
    areas.filter(name="Beukbuurt").update(name="Noord")
    areas.filter(name="Lindebuurt").update(name="Dubbel")
    areas.filter(name="Havenbuurt").update(name="Dubbel")
    desk.map(NAMED)
    assert desk.bring(row(lon="Noord"), row(nummer="2", lon="Dubbel"))["no_place"] == 1
    assert Signal.objects.get(source_id="1").area_path == town.areas["Noord"].path


def test_a_point_goes_before_a_name(desk: Desk, town: Town):
    desk.map(MAPPING.replace('lat = "lat"', 'lat = "lat"\nname = "klaar_op"\nwords = ["klaar_op"]'))
    desk.bring(row(klaar_op="Havenbuurt"), row(nummer="2", lon="", lat="", klaar_op="Havenbuurt"))
    paths = Signal.objects.order_by("source_id").values_list("area_path", "precise")
    assert list(paths) == [(town.areas["Lindebuurt"].path, "point"), (town.areas["Havenbuurt"].path, "area")]


# --- patterns -----------------------------------------------------------------------------------------------------

FITS = [
    ("boom", "Een BOOM om", True),
    ("boom", "boomwortel", False),
    ("boom*", "boomwortel", True),
    ("*boom", "perenboom", True),
    ("*boom*", "perenboompje", True),
    ("open  put", "een open\tput hier", True),
    ("=klaar", "Klaar", True),
    ("=klaar", "niet klaar", False),
    ("web/app", "via web/app", True),
    ("a.b", "axb", False),
    ("straße", "STRASSE", True),
]


@pytest.mark.parametrize(("pattern", "text", "fits"), FITS)
def test_a_pattern_is_found_as_whole_words(pattern, text, fits):
    assert (Chooser({"ja": [pattern]}, "nee").pick([text]) == "ja") is fits


def test_the_first_column_wins_and_then_the_first_theme():
    chooser = Chooser({"a": ["licht*"], "b": ["boom", "licht"]}, "c")
    assert chooser.pick(["boom", "licht"]) == "b"
    assert chooser.pick(["licht in de boom", ""]) == "a"
    assert chooser.pick(["iets", "anders"]) == "c"


def test_a_cell_that_is_made_to_be_slow_is_not():
    began = time.process_time()
    chooser = Chooser({"a": ["*a* *a* *a* *b"]}, "c")
    assert [chooser.pick([text * 500_000]) for text in ("a", "a ", "\u00e9a")] == ["c"] * 3
    assert time.process_time() - began < 1


# --- what does not hold -------------------------------------------------------------------------------------------

WRONG = {
    "no TOML": ("[source", "is not TOML"),
    "an unknown table": (MAPPING + "\n[plaats]\n", "plaats: Extra inputs are not permitted"),
    "a misspelt word": (MAPPING.replace("zone", "zoen"), "time.zoen: Extra inputs"),
    "no zone": (MAPPING.replace('zone = "Europe/Amsterdam"', ""), "time.zone: Field required"),
    "a zone that is not there": (MAPPING.replace("Europe/Amsterdam", "Europe/Zutphen"), "no such time zone"),
    "a zone that is a path": (MAPPING.replace("Europe/Amsterdam", "../../etc/passwd"), "no such time zone"),
    "a form without a year": (MAPPING.replace("%d-%m-%Y %H:%M", "%d-%m"), "year, month and day"),
    "a form that is none": (MAPPING.replace("%d-%m-%Y %H:%M", "%Q"), "time.formats.1"),
    "a name with spaces": (MAPPING.replace('"buiten"', '"Bui ten"'), "source.name"),
    "an unknown encoding": (MAPPING.replace('"nummer"', '"nummer"\nencoding = "utf-7"'), "source.encoding"),
    "half a point": (MAPPING.replace('lat = "lat"', ""), "place: lon and lat go together"),
    "an unknown system": (MAPPING.replace('lat = "lat"', 'lat = "lat"\ncrs = 1'), "no such EPSG code"),
    "an unknown status": (MAPPING.replace("map.closed", "map.gesloten"), "status.map.gesloten"),
    "an unknown channel": (MAPPING + '[channel]\ndefault = "duif"\n', "channel.default"),
    "an unknown kind": (MAPPING + '[kind]\ncolumn = "soort"\nmap.klacht = ["x"]\n', "kind.map.klacht"),
    "a map without a column": (
        MAPPING + '[kind]\nmap.idea = ["x"]\n',
        "kind: a map and a column go together",
    ),
    "an empty pattern": (MAPPING.replace('"gras"', '"*"'), "theme.map.groen.1"),
    "a star in a word": (MAPPING.replace('"gras"', '"g*s"'), "with * at the start or end"),
    "column and columns": (MAPPING.replace('column = "soort"', 'column = "a"\ncolumns = ["b"]'), "not both"),
    "a text in the rejects": (MAPPING + '[rejects]\ncolumns = ["tekst"]\n', "stay out of the file (tekst)"),
    "a theme of nobody": (MAPPING.replace("map.groen", "map.bomen"), "Testwoude has no theme bomen"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mapping_that_does_not_hold_is_told_where_and_why(desk: Desk, name):
    text, sentence = WRONG[name]
    desk.map(text)
    assert desk.run(desk.file(as_csv([row()]))) == {}
    assert desk.code == 2
    assert sentence in desk.error
    assert Signal.objects.count() == 0


def test_every_problem_of_a_mapping_is_told_at_once():
    given = tomllib.loads(MAPPING)
    given["source"]["name"], given["time"]["zone"] = "", "Mars"
    with pytest.raises(BadMapping) as told:
        check(given, "x.toml")
    assert len(str(told.value).splitlines()) == 3


def test_a_missing_mapping_is_one_clear_sentence(desk: Desk):
    assert desk.run(desk.file(as_csv([row()])), mapping="weg.toml") == {}
    assert (desk.code, "weg.toml cannot be read" in desk.error) == (2, True)


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.toml")), ids=lambda path: path.stem)
def test_the_mappings_of_wijkwerk_hold_and_are_found_by_name(path):
    assert load(path) == load(type(path)(path.stem))
