"""`wijkwerk areas locate`: which areas hold the points of a CSV file."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.config import cli
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.tests.towns import bring, feature, square, town

pytestmark = pytest.mark.django_db

POINTS = """id,x,y
1,6.005,52.005
2,6.055,52.005
3,4.0,51.0
4,,
5,nul,52.0
6,nan,52.0
7,6.015,52.005
"""


@pytest.fixture
def towns() -> None:
    bring(town("GM9001") + town("GM9002", x=5))


def write(folder: Path, text: str = POINTS, name: str = "points.csv") -> Path:
    path = folder / name
    content = text.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def locate(path: Path, *more: str) -> int:
    return cli.main(["areas", "locate", str(path), "--lon", "x", "--lat", "y", *more])


def told(capsys: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_each_row_is_located_over_all_municipalities(tmp_path, capsys, towns):
    assert locate(write(tmp_path), "--json") == 0
    answer = told(capsys)
    assert [each["code"] for each in answer["places"]] == [
        "BU90010101", "BU90020101", None, None, None, None, "BU90010201"
    ]  # fmt: skip
    first = answer["places"][0]
    assert (first["row"], first["municipality"]) == (1, "GM9001")
    assert first["codes"] == ["GM9001", "WK900101", "BU90010101"]


def test_every_row_is_counted_once(tmp_path, capsys, towns):
    locate(write(tmp_path), "--json")
    answer = told(capsys)
    assert (answer["rows"], answer["located"], answer["outside"], answer["no_place"]) == (7, 3, 1, 3)
    assert answer["municipalities"] == 2


def test_without_json_each_row_is_a_line_of_csv_with_code_and_name_per_level(tmp_path, capsys, towns):
    assert locate(write(tmp_path)) == 0
    captured = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(captured.out)))
    assert len(rows) == 7
    assert rows[0]["gemeente_code"] == "GM9001"
    assert (rows[0]["buurt_code"], rows[0]["buurt_name"]) == ("BU90010101", "Naam BU90010101")
    assert (rows[2]["row"], rows[2]["municipality"], rows[2]["buurt_code"]) == ("3", "", "")
    assert "located 3" in captured.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("packed.csv.gz", POINTS),
        ("semicolon.csv", POINTS.replace(",", ";").replace(".", ",")),
        ("tabs.csv", POINTS.replace(",", "\t")),
        (
            "mark.csv",
            "\ufeff" + POINTS.replace("id,x,y", "x,y,id").replace("1,6.005,52.005", "6.005,52.005,1"),
        ),
        ("windows.csv", POINTS.replace("\n", "\r\n")),
    ],
)
def test_other_ways_to_write_csv_give_the_same_place(tmp_path, capsys, towns, name, text):
    assert locate(write(tmp_path, text, name), "--json") == 0
    answer = told(capsys)
    assert (answer["rows"], answer["places"][0]["code"]) == (7, "BU90010101")


def test_a_named_division_is_used_instead_of_the_working_one(tmp_path, capsys, towns):
    bring([feature("T-1", "team", "GM9001", square(0, 0, 2, 2))], division="politie")
    assert locate(write(tmp_path), "--division", "politie", "--json") == 0
    answer = told(capsys)
    assert (answer["located"], answer["places"][0]["codes"]) == (2, ["T-1"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id,lon,lat\n1,6,52\n", "no column x"),
        ("", "no column x"),
        ("\x00\x01\x02", "no column x"),
        ('id,x,y\n1,"' + "9" * 200_000 + '",52\n', "not CSV"),
    ],
)
def test_a_file_without_the_columns_is_one_sentence_and_2(tmp_path, capsys, towns, text, why):
    assert locate(write(tmp_path, text), "--json") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert why in captured.err
    assert "Traceback" not in captured.err


def test_a_missing_or_damaged_file_is_one_sentence_and_2(tmp_path, capsys, towns):
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(b"x" * 5000)[:30])
    for name in ("absent.csv", "broken.csv.gz"):
        assert locate(tmp_path / name) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_unknown_division_is_one_sentence_that_names_the_known_ones(tmp_path, capsys, towns):
    assert locate(write(tmp_path), "--division", "kerken") == 2
    assert "Known: cbs." in capsys.readouterr().err


def test_without_any_areas_the_command_says_what_to_do_first(tmp_path, capsys):
    assert locate(write(tmp_path)) == 2
    assert "wijkwerk areas import" in capsys.readouterr().err
    assert Municipality.objects.count() == 0


def test_a_file_with_only_a_header_has_no_rows(tmp_path, capsys, towns):
    assert locate(write(tmp_path, "id,x,y\n"), "--json") == 0
    assert told(capsys)["rows"] == 0


def test_rows_that_are_too_short_or_too_long_are_rows(tmp_path, capsys, towns):
    assert locate(write(tmp_path, "id,x,y\n1\n2,6.005,52.005,extra\n\n"), "--json") == 0
    answer = told(capsys)
    assert (answer["rows"], answer["located"], answer["no_place"]) == (2, 1, 1)
