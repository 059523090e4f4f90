"""The two layers of the map in the browser."""

import gzip
import json

import pytest

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Backdrop, Division

AREAS = "/kaart/gebieden.json"
BACKDROP = "/kaart/ondergrond.json"


def square(west, south, size=0.001):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(kind, geometry):
    return {"type": "Feature", "properties": {"class": kind, "area": ""}, "geometry": geometry}


LINE = {"type": "LineString", "coordinates": [[5.3012345678, 52.71], [5.32, 52.72]]}


def test_areas_have_name_code_and_path(client, town):
    found = client.get(AREAS).json()
    assert found["type"] == "FeatureCollection"
    assert {each["properties"]["name"] for each in found["features"]} == {
        "Lindebuurt",
        "Beukbuurt",
        "Havenbuurt",
    }
    one = next(each for each in found["features"] if each["properties"]["name"] == "Lindebuurt")
    assert one["properties"] == {
        "name": "Lindebuurt",
        "code": town.areas["Lindebuurt"].code,
        "path": town.areas["Lindebuurt"].path,
    }


def test_a_level_can_be_asked(client, town):
    found = client.get(AREAS, {"niveau": "wijk"}).json()
    assert {each["properties"]["name"] for each in found["features"]} == {"Noord", "Zuid"}
    assert client.get(AREAS, {"niveau": "straat"}).status_code == 404


def test_neighbours_keep_the_same_border_and_five_decimals(client, town):
    text = client.get(AREAS, {"niveau": "wijk"}).content.decode()
    numbers = [
        part
        for part in text.replace("[", ",").replace("]", ",").split(",")
        if "." in part and part[:1].isdigit()
    ]
    assert numbers
    assert all(len(number.partition(".")[2]) <= 5 for number in numbers)
    assert text.count("[5.4,52.75]") >= 2


def test_the_backdrop_names_kinds_from_the_bottom_up(client, town):
    features = [
        feature("house", square(5.31, 52.71)),
        feature("street", LINE),
        feature("water", square(5.33, 52.73)),
        feature("secret", square(5.33, 52.73)),
        feature("wood", square(5.35, 52.75)),
    ]
    Backdrop.objects.create(
        municipality=town.municipality, features={"type": "FeatureCollection", "features": features}
    )
    found = client.get(BACKDROP).json()["features"]
    assert [each["properties"]["kind"] for each in found] == ["wood", "water", "road", "house"]
    assert found[2]["properties"]["width"] == 1.5
    assert found[2]["geometry"]["coordinates"][0] == [5.30123, 52.71]


def test_of_many_houses_a_part_is_drawn(client, town):
    houses = {
        "type": "MultiPolygon",
        "coordinates": [square(5.3 + n / 50_000, 52.71)["coordinates"] for n in range(2000)],
    }
    Backdrop.objects.create(municipality=town.municipality, features=[feature("house", houses)])
    (found,) = client.get(BACKDROP).json()["features"]
    assert 400 <= len(found["geometry"]["coordinates"]) <= 600


def test_without_a_backdrop_the_collection_is_empty(client, town):
    assert client.get(BACKDROP).json() == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("url", [AREAS, BACKDROP])
def test_unchanged_is_not_sent_again(client, town, url):
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("url", [AREAS, BACKDROP])
def test_it_is_public_and_packed_where_the_browser_can_unpack(client, town, url):
    packed = client.get(url, headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get(url).content
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["Cache-Control"] == "public, max-age=300"
    assert not packed.cookies


def test_an_address_with_the_stamp_is_kept_for_long(client, town):
    assert "immutable" in client.get(AREAS, {"v": "1"})["Cache-Control"]
    assert "immutable" not in client.get(AREAS, {"v": "0"})["Cache-Control"]


def test_after_an_import_the_layer_is_made_anew(client, town):
    before = client.get(AREAS)
    area = town.areas["Lindebuurt"]
    area.name = "Nieuwe Lindebuurt"
    area.save()
    Division.objects.filter(pk=town.municipality.working_division_id).update(stamp=2)
    known.forget()
    after = client.get(AREAS, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Nieuwe Lindebuurt" in json.dumps(after.json())


def test_remembered_layers_cost_no_query(client, town, django_assert_num_queries):
    client.get(AREAS)
    client.get(BACKDROP)
    with django_assert_num_queries(0):
        client.get(AREAS)
        client.get(BACKDROP)


def test_each_municipality_has_its_own_map(client, town, other_town):
    mine = client.get(f"/m/{town.municipality.code}{AREAS}").content
    theirs = client.get(f"/m/{other_town.municipality.code}{AREAS}").content
    assert b"BU9902" in mine
    assert b"BU9903" in theirs
    assert b"BU9902" not in theirs


def test_without_a_municipality_there_is_no_map(client, town, other_town):
    assert client.get(AREAS).status_code == 404
    assert client.get(BACKDROP).status_code == 404
