"""How a municipality works can be read by everybody; what others do, by who works here."""

import pytest
from django.test import Client

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.comparing import (
    SETTINGS,
    UNCHOSEN,
    UNSAID,
    side_by_side,
    unlike_others,
    way,
    ways,
)
from wijkwerk.faces.blueprints.tests.conftest import Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import TOWNS, shown


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return shown(answer.content.decode())


def test_a_resident_reads_how_it_works_and_not_how_the_organisation_finds_itself(cast: Cast) -> None:
    works_as(cast, "zutphen")
    page = text(cast.client(None), "/werkwijze/")
    assert "wijkambtenaar" in page
    assert "document van 2006 van gemeente Zutphen" in page
    for inside in ("Waar de tijd heen gaat", "Schaal", "Wat nog niet goed gaat", "Vergelijk met"):
        assert inside not in page
    staff = text(cast.client(cast.admin), "/werkwijze/")
    for inside in ("Waar de tijd heen gaat", "Schaal", "Wat nog niet goed gaat", "Vergelijk met"):
        assert inside in staff


def test_without_a_document_of_its_own_the_page_shows_roles_and_plans(cast: Cast) -> None:
    page = text(cast.client(None), "/werkwijze/")
    assert "Gebiedsmanager" in page
    assert "Wijkagenda" in page
    assert "document van" not in page
    assert "Niet zeker" not in page


def test_only_who_works_here_compares(cast: Cast) -> None:
    for path in ("/werkwijzen/", "/werkwijzen/ede/"):
        assert cast.client(None).get(path).status_code == 404
        assert cast.client(cast.admin).get(path).status_code == 200


@pytest.mark.parametrize("name", ["start", "rotterdam"])
def test_what_is_no_municipality_of_the_package_is_not_there(cast: Cast, name: str) -> None:
    assert cast.client(cast.admin).get(f"/werkwijzen/{name}/").status_code == 404


@pytest.mark.page
@pytest.mark.parametrize("name", TOWNS)
def test_the_page_of_each_tells_where_it_differs_and_what_is_open(cast: Cast, name: str) -> None:
    page = text(cast.client(cast.admin), f"/werkwijzen/{name}/")
    found = way(name)
    assert f"Zo werkte {found.title} in {TOWNS[name]}" in page
    for _, said in unlike_others(found):
        assert " ".join(said.split()) in page
    doubts = [note["doubt"] for path, note in found.document.raw["notes"].items() if note["doubt"]]
    own = reading.load_file(reading.path_of(name))["notes"].values()
    assert {note["doubt"] for note in own if note.get("doubt")} <= set(doubts)
    stored = [note["doubt"] for path, note in own_stored(name)]
    assert all(" ".join(doubt.split()) in page for doubt in stored)


def own_stored(name: str) -> list[tuple[str, dict[str, str]]]:
    """Notes with a doubt about what is stored."""
    from_file = reading.load_file(reading.path_of(name))["notes"].items()
    kept = ("funds", "bodies", "unit", "desks", "time_use", "divisions")
    return [(path, note) for path, note in from_file if note.get("doubt") and path.split(".")[0] in kept]


def test_all_stand_side_by_side_with_this_municipality_first(cast: Cast) -> None:
    """Q44: how does our set-up compare; side by side, without a score."""
    page = text(cast.client(cast.admin), "/werkwijzen/")
    assert all(each.title in page for each in ways())
    assert cast.town.name in page
    assert all(str(each.title) in page for each in SETTINGS)
    assert not any(word in page for word in ("beste score", "plaats 1", "ranglijst"))


def test_who_says_the_same_in_other_words_is_not_called_different() -> None:
    # In six of the eight of 2006 this role gives no orders (I11); each document has words of its own for that.
    for name in ("apeldoorn", "arnhem", "ede", "harderwijk", "tiel", "zutphen"):
        assert "Opdrachten geven aan afdelingen" not in [title for title, _ in unlike_others(way(name))]
    assert "Werkt per" in [title for title, _ in unlike_others(way("harderwijk"))]


# Catalogue, section 3b: what each setting is, by municipality.
TABLE = (
    ("Zo heet de gebiedsmanager", "oude-ijsselstreek", "gebiedsmakelaar"),
    ("Zo heet de gebiedsmanager", "apeldoorn", "stadsdeelmanager"),
    ("Zo heet de gebiedsmanager", "doetinchem", "wijkregisseur"),
    ("Zo heet de gebiedsmanager", "ede", "wijkbeheerder"),
    ("Werkt per", "harderwijk", "buurt"),
    ("Werkt per", "apeldoorn", "stadsdeel"),
    ("Plannen", "stadskanaal", "10 jaar"),
    ("Plannen", "nijmegen", "15 jaar"),
    ("Plannen", "oude-ijsselstreek", "zonder termijn"),
    ("Elk gebied een wethouder", "apeldoorn", "Ja"),
    ("Elk gebied een wethouder", "ede", "Nee"),
    ("Elk gebied een wethouder", "oude-ijsselstreek", "Gewenst"),
    ("Labels van gebieden", "arnhem", "Elk gebied heeft een label"),
    ("Hoe ver het is", "tiel", "in de kinderschoenen"),
    ("Hoe ver het is", "nijmegen", "ervaren"),
    ("Geld per inwoner", "nijmegen", "1,50"),
)


@pytest.mark.parametrize(("title", "name", "words"), TABLE)
def test_each_setting_says_what_the_catalogue_says(title: str, name: str, words: str) -> None:
    line = next(each for each in side_by_side([(name, way(name).document)]) if each.title == title)
    assert words in line.cells[0].said


def test_what_a_document_does_not_say_is_said_to_be_absent() -> None:
    lines = side_by_side([("start", way("start").document)])
    assert (lines[0].title, lines[0].cells[0].words) == ("Werkt per", UNCHOSEN)
    lines = side_by_side([("ede", way("ede").document)])
    assert next(each for each in lines if each.title == "Wie zit voor").cells[0].words == UNSAID
