"""Areas of a document are laid on imported areas by name; what has no border is listed, and drawn as tiles."""

import pytest

from wijkwerk.faces.blueprints import laying, reading
from wijkwerk.faces.blueprints.facts.approach import NamedArea
from wijkwerk.ground.areas.actions import import_division
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import parse
from wijkwerk.testing import shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wijk 03 Zuidwijken", "Zuidwijken"),
        ("De Hagen, Vogelwijk en De Borgen", "De Hagen / De Borgen / Vogelwijk"),
        ("Centrum - De Hoven", "Centrum / de Hoven"),
        ("Ulft-Noord", "Ulft noord"),
        ("Mariënveld", "Marienveld"),
        ("Wadenoijen", "Wadenoyen"),
    ],
)
def test_names_that_a_person_reads_as_one_are_one(one: str, other: str) -> None:
    assert laying.words_of(one) == laying.words_of(other)


def test_names_that_differ_in_a_word_are_two() -> None:
    assert laying.words_of("Stadskanaal Noord") != laying.words_of("Stadskanaal Noord Centrum")


def rows(*given: tuple[str, str]) -> list[Area]:
    return [Area(name=name, path=path, level="x") for path, name in given]


def named(*labels: str, **places: tuple[str, ...]) -> list[NamedArea]:
    return [
        NamedArea(key=f"a{at}", label=label, places=places.get(label, ())) for at, label in enumerate(labels)
    ]


def test_what_lies_in_two_named_areas_is_of_the_one_that_is_named_more_closely() -> None:
    ground = rows(("a.", "Mussel"), ("a.1.", "Vledderveen"), ("a.2.", "Mussel"), ("b.", "Alteveer"))
    found = laying.laid_on(named("Mussel", "Vledderveen", "Alteveer"), ground)
    assert [[area.path for area in each.areas] for each in found] == [["a.2."], ["a.1."], ["b."]]


def test_a_group_of_places_is_laid_as_far_as_its_names_are_known() -> None:
    ground = rows(("a.", "Terborg"), ("b.", "Silvolde"))
    found = laying.laid_on(named("Gebied", Gebied=("Terborg", "Silvolde", "Nergens")), ground)
    assert ([area.name for area in found[0].areas], found[0].missing) == (
        ["Terborg", "Silvolde"],
        ("Nergens",),
    )


def test_an_imported_area_of_joined_names_is_laid_where_all_of_them_belong() -> None:
    ground = rows(("a.", "De Hagen"), ("b.", "Vogelwijk en De Borgen"), ("c.", "Vogelwijk / Dideldom"))
    found = laying.laid_on(named("Samen", Samen=("De Hagen", "De Borgen", "Vogelwijk")), ground)
    assert ([area.path for area in found[0].areas], found[0].missing) == (["a.", "b."], ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code", "laid", "of"),
    [("stadskanaal", "GM0037", 13, 13), ("oude-ijsselstreek", "GM1509", 5, 6), ("zutphen", "GM0301", 6, 6)],
)
def test_on_the_real_borders(name: str, code: str, laid: int, of: int) -> None:
    path = shared("data/areas/areas_seed_2024.geojson.gz")
    import_division(path=path, division="cbs", year=2024, municipality_code=code, working=True)
    town = Municipality.objects.select_related("working_division").get(code=code)
    document = parse(reading.load(name))
    found = laying.lay(document, town)
    assert (sum(bool(each.areas) for each in found), len(found)) == (laid, of)
    leaves = [area.path for each in found for area in each.areas]
    assert len(leaves) == len(set(leaves))
    drawn = laying.map_of(document, town)
    assert drawn is not None
    assert len(drawn["areas"]) == laid
    assert all(area["path"].startswith("M") for area in drawn["areas"])
    for each in found:
        assert all(missing in drawn["note"] for missing in each.missing)


def test_without_borders_there_are_tiles_and_the_page_says_so() -> None:
    document = parse(reading.load("oude-ijsselstreek"))
    drawn = laying.map_of(document, None)
    assert drawn is not None
    assert drawn["note"] == laying.TILES
    assert len(drawn["areas"]) == 6
    assert len({area["path"] for area in drawn["areas"]}) == 6


def test_a_document_that_names_no_areas_has_no_map() -> None:
    assert laying.map_of(parse(reading.load("start")), None) is None
