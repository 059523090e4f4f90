"""Each blueprint of the source documents holds, says where it comes from, and keeps every figure of its model (I46)."""

import html
import re
from typing import Any

import pytest
import yaml

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.faces.blueprints.facts.base import Figure
from wijkwerk.faces.blueprints.facts.parts import PARTS
from wijkwerk.faces.blueprints.tests.conftest import NOW, Cast
from wijkwerk.ground.areas import paths, settings
from wijkwerk.testing import shared

TOWNS = {
    "apeldoorn": 2006,
    "arnhem": 2006,
    "den-helder": 2018,
    "doetinchem": 2006,
    "ede": 2006,
    "harderwijk": 2006,
    "nijmegen": 2006,
    "oude-ijsselstreek": 2013,
    "stadskanaal": 2012,
    "tiel": 2006,
    "zutphen": 2006,
}
STORED = {part.name for part in PARTS}
HEAD = {"based_on", "wijkwerk", "name", "title", "year", "language", "notes"}
SOURCE = r"Bron 00[0-4]\b"
each_town = pytest.mark.parametrize("name", TOWNS)


def figures(value: Any) -> set[float]:
    """Every number in a document, also those in its texts: 32.000 and 32,000 are one number, 1.5 and 1,5 too."""
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        return {float(value)}
    if isinstance(value, str):
        return {found for each in re.findall(r"\d+(?:[.,]\d+)*", value) for found in _numbers(each)}
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return set().union(*(figures(part) for part in parts)) if parts else set()


def _numbers(text: str) -> set[float]:
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return {float(re.sub("[.,]", "", text))}
    try:
        return {float(text.replace(",", "."))}
    except ValueError:
        return {float(each) for each in re.findall(r"\d+", text)}


def model_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(shared(f"mission/models/{name}.yaml").read_text(encoding="utf-8"))
    return {key: value for key, value in found.items() if key != "source"}


def own(name: str) -> dict[str, Any]:
    found: dict[str, Any] = reading.load_file(reading.path_of(name))
    return found


def test_all_eleven_are_there() -> None:
    assert reading.names() == ["start", *TOWNS]


@each_town
def test_it_holds_and_says_whose_it_is_and_of_what_year(name: str) -> None:
    document = settings.parse(reading.load(name)).raw
    assert (document["name"], document["year"]) == (name, TOWNS[name])
    assert document["title"].lower().replace(" ", "-") == name


@each_town
def test_it_reads_back_as_it_was_written(name: str, tmp_path: Any) -> None:
    document = settings.parse(reading.load(name)).raw
    file = tmp_path / "again.yaml"
    file.write_text(reading.dump(document), encoding="utf-8")
    assert settings.parse(reading.load(str(file))).raw == document


@each_town
def test_every_part_of_its_own_names_document_and_section(name: str) -> None:
    document = own(name)
    for part in document.keys() - HEAD:
        found = [
            note for path, note in document["notes"].items() if path == part or path.startswith(f"{part}.")
        ]
        assert found, part
        sources = [note["source"] for note in found]
        assert any(re.match(SOURCE, each) for each in sources), part
        assert all(re.match(rf"{SOURCE}|Voorstel van het project|Aangenomen", each) for each in sources), part


@each_town
def test_every_figure_of_the_model_is_there(name: str) -> None:
    assert sorted(figures(model_of(name)) - figures(own(name))) == []


@each_town
def test_no_figure_is_there_that_neither_model_nor_document_has(name: str) -> None:
    model = yaml.safe_load(shared(f"mission/models/{name}.yaml").read_text(encoding="utf-8"))
    seed = shared(f"mission/seeds/{model['source']['file']}").read_text(encoding="utf-8")
    given = {part: value for part, value in own(name).items() if part in STORED}
    assert sorted(figures(given) - figures(model) - figures(seed)) == []


@each_town
def test_every_doubt_of_the_model_stays_a_doubt(name: str) -> None:
    doubts = [note for note in own(name)["notes"].values() if note.get("doubt")]
    assert len(doubts) >= len(model_of(name)["doubtful"])


def shown(page: str) -> str:
    """The words of a page as they are read, with one space between them."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.page
@each_town
def test_the_running_product_shows_every_stored_value(cast: Cast, name: str) -> None:
    document = reading.load(name)
    apply_blueprint(
        municipality=cast.town, document=document, by=None, now=NOW, why="Toegepast", replace=True
    )
    page = shown(cast.client(cast.admin).get("/werkwijze/").content.decode())
    assert f"document van {TOWNS[name]}" in page
    stored = {part: value for part, value in settings.parse(document).raw.items() if part in STORED}
    missing = [path for path, value in paths.leaves(stored) if not _stands(path, value, page)]
    assert missing == []


CODED = ("key", "topic", "like", "residents", "have", "scope", "working", "outside", "kind", "protocol")


def _stands(path: str, value: Any, page: str) -> bool:
    if value in ([], {}, "", None) or path.rpartition(".")[2] in CODED:
        return True
    if isinstance(value, list):
        return all(_stands(path, each, page) for each in value)
    if isinstance(value, int | float):
        # The year of the planning is no amount.
        return str(value) in page or Figure(value=value).in_words() in page
    return " ".join(str(value).split()) in page


@pytest.mark.page
@each_town
def test_every_role_and_kind_of_plan_is_on_the_page(cast: Cast, name: str) -> None:
    document = settings.parse(reading.load(name)).raw
    apply_blueprint(
        municipality=cast.town, document=document, by=None, now=NOW, why="Toegepast", replace=True
    )
    page = shown(cast.client(None).get("/werkwijze/").content.decode())
    for card in document["roles"]:
        assert all(" ".join(line.split()) in page for line in (*card["does"], *card["does_not"]))
    assert all(kind["label"] in page for kind in document["plans"] if kind["active"])
