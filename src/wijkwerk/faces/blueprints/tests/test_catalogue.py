"""Every setting of section 3b of the catalogue, asked from the running product: what it is in each, and where that stands."""

import re

import pytest

from wijkwerk.faces.blueprints.comparing import SETTINGS, UNCHOSEN, UNSAID
from wijkwerk.faces.blueprints.tests.catalogue_table import CATALOGUE
from wijkwerk.faces.blueprints.tests.conftest import Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import TOWNS, shown


def brief(page: str) -> dict[str, str]:
    """What the page says in short, by the place of each setting."""
    rows = re.findall(r'<div id="kort-([\w-]+)"><dt>.*?</dt><dd>(.*?)</dd></div>', page, re.S)
    return {key: shown(said) for key, said in rows}


@pytest.mark.page
@pytest.mark.parametrize("name", TOWNS)
def test_each_setting_is_on_the_page_as_the_catalogue_has_it_with_its_place(cast: Cast, name: str) -> None:
    works_as(cast, name)
    page = cast.client(cast.admin).get("/werkwijze/").content.decode()
    found = brief(page)
    expected = CATALOGUE[name]
    assert found.keys() == {path.replace(".", "-") for path in expected}
    for path, (said, place) in expected.items():
        row = found[path.replace(".", "-")]
        assert row.startswith(" ".join(said.split())), path
        assert all(f"Bron {each}" in row for each in place.split("; ")), path


@pytest.mark.page
@pytest.mark.parametrize("name", TOWNS)
def test_what_the_document_does_not_say_is_named_as_such(cast: Cast, name: str) -> None:
    works_as(cast, name)
    page = " ".join(cast.client(cast.admin).get("/werkwijze/").content.decode().split())
    absent = [each for each in SETTINGS if each.path not in CATALOGUE[name]]
    said = re.search(rf"<b>{UNSAID}:</b> (.*?)\.</p>", page)
    assert (len(said[1].split("; ")) if said else 0) == len(absent)


def test_who_has_no_document_reads_that_it_is_not_filled_in_and_a_resident_does_not(cast: Cast) -> None:
    assert UNCHOSEN in cast.client(cast.admin).get("/werkwijze/").content.decode()
    page = cast.client(None).get("/werkwijze/").content.decode()
    assert UNCHOSEN not in page
    assert UNSAID not in page


def test_a_resident_reads_nothing_of_how_the_organisation_finds_itself(cast: Cast) -> None:
    works_as(cast, "tiel")
    assert "phase" in brief(cast.client(cast.admin).get("/werkwijze/").content.decode())
    assert "phase" not in brief(cast.client(None).get("/werkwijze/").content.decode())


def test_of_many_doubts_each_says_what_it_is_about(cast: Cast) -> None:
    works_as(cast, "stadskanaal")
    plans = brief(cast.client(None).get("/werkwijze/").content.decode())["plans"]
    assert "Niet zeker: 12 punten" in plans
    assert re.search(r"Dorpsontwikkelingsplan[^:]*: De bron noemt geen looptijd\.", plans)


@pytest.mark.page
@pytest.mark.parametrize("name", TOWNS)
def test_a_doubt_about_a_plan_names_its_field_in_dutch(cast: Cast, name: str) -> None:
    works_as(cast, name)
    plans = brief(cast.client(None).get("/werkwijze/").content.decode())["plans"]
    assert re.findall(r"\w+_\w+|\b(?:serves|parts|streams|level)\b", plans) == []
