"""The real boundaries of the Netherlands, read from beside the checkout."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wijkwerk.config import cli
from wijkwerk.ground.areas.actions import import_division
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality
from wijkwerk.ground.areas.queries import holding, holding_many, levels, path_names, svg_map, tree
from wijkwerk.testing import shared

pytestmark = pytest.mark.django_db

SEED = "data/areas/areas_seed_2024.geojson.gz"
OLD_SEED = "data/areas/areas_seed_2016.geojson.gz"
COUNTRY = "data/areas/nl_2024.geojson.gz"
DEPTHS = {"gemeente": 0, "wijk": 1, "buurt": 2}
Borders = list[tuple[str, int, BaseGeometry]]


@cache
def raw(path: Path) -> list[Any]:
    with gzip.open(path) as file:
        features: list[Any] = json.load(file)["features"]
    return features


def by_municipality(path: Path) -> dict[str, Borders]:
    """Code, depth and border of each area, by the digits that its code shares with its municipality."""
    found: dict[str, Borders] = {}
    for feature in raw(path):
        code, depth = feature["properties"]["code"], DEPTHS[feature["properties"]["level"]]
        border = shape(feature["geometry"])
        shapely.prepare(border)
        found.setdefault(f"GM{code[2:6]}", []).append((code, depth, border))
    return found


def judged(borders: Borders, lon: float, lat: float) -> str | None:
    """The deepest area that holds a point, by asking every one: slow, and written apart from the product."""
    holds = [each for each in borders if shapely.intersects_xy(each[2], lon, lat)]
    if not holds:
        return None
    deepest = max(depth for _, depth, _ in holds)
    return min((border.area, code) for code, depth, border in holds if depth == deepest)[1]


def counts() -> list[int]:
    return [Area.objects.filter(level=level).count() for level in DEPTHS]


def codes(found: list[Area | None]) -> list[str | None]:
    return [each.code if each else None for each in found]


def test_the_seventeen_municipalities_come_in_whole():
    report = import_division(path=shared(SEED), division="cbs", year=2024)
    assert (report.created, report.rejected, report.mended, report.municipalities) == (1306, 0, 0, 17)
    assert counts() == [17, 198, 1091]
    for home in Municipality.objects.select_related("working_division"):
        assert levels(home) == ["gemeente", "wijk", "buurt"]
        assert len(tree(home)) == 1


@pytest.mark.parametrize(
    ("code", "lon", "lat", "names"),
    [
        ("GM0301", 6.1958, 52.1400, ("Zutphen", "Wijk 00 Centrum - De Hoven", "Stadskern")),
        ("GM0268", 5.8653, 51.8475, ("Nijmegen", "Nijmegen-Centrum", "Benedenstad")),
        ("GM0281", 5.4340, 51.8890, ("Tiel", "Tiel kern", "Santwijck")),
    ],
)
def test_a_known_place_lies_where_people_know_it(code, lon, lat, names):
    import_division(path=shared(SEED), division="cbs", year=2024, municipality_code=code)
    home = Municipality.objects.select_related("working_division").get()
    assert home.working_division is not None
    area = holding(division=home.working_division, lon=lon, lat=lat)
    assert area is not None
    keys = area.path.rstrip(".").split(".")
    known = path_names(home)
    assert tuple(known[".".join(keys[: n + 1]) + "."].name for n in range(3)) == names


def test_three_hundred_points_per_municipality_agree_with_a_naive_search():
    path, chance = shared(SEED), np.random.default_rng(7)
    import_division(path=path, division="cbs", year=2024)
    for code, borders in by_municipality(path).items():
        west, south, east, north = next(border.bounds for _, depth, border in borders if depth == 0)
        lons, lats = chance.uniform(west, east, 300), chance.uniform(south, north, 300)
        division = Division.objects.get(municipality__code=code)
        expected = [judged(borders, lon, lat) for lon, lat in zip(lons, lats, strict=True)]
        assert codes(holding_many(division, lons.tolist(), lats.tolist())) == expected
        assert None in expected
        assert len(set(expected)) > 5


def test_from_2016_to_2024_old_versions_end_and_places_follow_the_new_division():
    import_division(path=shared(OLD_SEED), division="cbs", year=2016)
    before = Area.objects.count()
    report = import_division(path=shared(SEED), division="cbs", year=2024)
    assert before == 17 + 185 + 1032
    assert report.read == report.created + report.updated + report.unchanged == 1306
    assert AreaVersion.objects.filter(valid_until=None).count() == 1306
    assert Area.objects.count() == before + report.created
    assert report.closed == before - report.updated - report.unchanged


@pytest.mark.parametrize("level", ["wijk", "buurt"])
def test_every_seed_municipality_can_be_drawn(level):
    import_division(path=shared(SEED), division="cbs", year=2024)
    for home in Municipality.objects.select_related("working_division"):
        drawn = svg_map(home, level=level)
        assert drawn is not None
        assert all(each["path"] for each in drawn["areas"])
        assert sum(len(each["path"]) for each in drawn["areas"]) < 60_000


# On SQLite only: PostgreSQL takes in the same rows of seventeen municipalities above.
@pytest.mark.page
def test_the_whole_country_comes_in_stays_the_same_and_locates(tmp_path: Path, capsys):
    path = shared(COUNTRY)
    report = import_division(path=path, division="cbs", year=2024)
    assert (report.created, report.rejected, report.mended, report.municipalities) == (18301, 0, 0, 342)
    assert counts() == [342, 3393, 14566]
    assert import_division(path=path, division="cbs", year=2024).unchanged == 18301
    assert set(Division.objects.values_list("stamp", flat=True)) == {2}

    chance = np.random.default_rng(11)
    lons, lats = chance.uniform(3.4, 7.2, 10_000).round(5), chance.uniform(50.8, 53.5, 10_000).round(5)
    rows = "".join(f"{lon},{lat}\n" for lon, lat in zip(lons, lats, strict=True))
    (tmp_path / "points.csv").write_text("lon,lat\n" + rows)
    command = ["areas", "locate", str(tmp_path / "points.csv"), "--lon", "lon", "--lat", "lat", "--json"]
    assert cli.main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == told["located"] + told["outside"] == 10_000
    everything = [each for borders in by_municipality(path).values() for each in borders]
    for at in chance.integers(0, 10_000, 150):
        assert told["places"][at]["code"] == judged(everything, lons[at], lats[at])
