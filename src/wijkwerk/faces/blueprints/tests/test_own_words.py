"""After a blueprint is applied the pages speak the words of that municipality, and no longer those of `start`."""

import re

import pytest

from wijkwerk.faces.blueprints.tests.conftest import Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import shown

PAGES = ("/", "/gebieden/", "/plannen/", "/plannen/samen/", "/beloften/", "/privacy/", "/over/", "/gegevens/")
STRANGE = re.compile(r"gebied(en)?\b|gebiedsmanager", re.IGNORECASE)


@pytest.mark.page
@pytest.mark.parametrize("name", ["apeldoorn", "arnhem", "zutphen", "tiel"])
def test_public_pages_say_wijk_or_stadsdeel_where_that_is_the_word(cast: Cast, name: str) -> None:
    works_as(cast, name)
    client = cast.client(None)
    found = {}
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        # Columns of a file for machines have one name everywhere.
        page = shown(answer.content.decode()).replace("gebied_code, gebied", "")
        found[path] = [page[max(0, at.start() - 40) : at.end() + 20] for at in STRANGE.finditer(page)]
    assert {path: hits for path, hits in found.items() if hits} == {}
