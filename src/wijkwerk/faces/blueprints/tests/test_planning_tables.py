"""Both planning tables of Stadskanaal (2012) stand on the page cell by cell, with "V?" and the notes (O28)."""

import re
from typing import Any

import yaml

from wijkwerk.faces.blueprints.facts.means import MONTHS
from wijkwerk.faces.blueprints.tests.conftest import Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import shown
from wijkwerk.testing import shared


def rows_of(page: str, caption: str) -> list[list[str]]:
    table = page[page.index(f'<caption class="ww-hidden">{caption}</caption>') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
    return [
        [shown(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in body.split("<tr>")[1:]
    ]


def model() -> dict[str, Any]:
    text = shared("mission/models/stadskanaal.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["planning_calendar"]
    return found


def test_both_tables_are_as_in_the_document(cast: Cast) -> None:
    works_as(cast, "stadskanaal")
    page = cast.client(None).get("/werkwijze/").content.decode()
    months = rows_of(page, "Planning per maand")
    for row, told in zip(model()["months"], months, strict=True):
        assert told[0] == row["area"]
        assert told[1:13] == [", ".join(row.get(month, [])) or "–" for month in MONTHS]
    assert months[0][13] != "–"
    assert "V?" in next(row for row in months if row[0] == "Mussel")[12]
    duties = rows_of(page, "Taken per wijk of dorp")
    assert len(duties) == len(model()["duties"])
    for row, told in zip(model()["duties"][:13], duties, strict=False):
        assert told[0] == row["area"]
        assert told[1] == (", ".join(row["duties"]) or "–")
        assert told[2] == row["who"].replace("coordinator", "coördinator")
    assert "geen activiteiten" in duties[12][3].casefold()
    text = shown(page)
    for code, word in {"R": "relatiebeheer", "Dop": "dorpsontwikkelingsplan", "E": "evaluatie"}.items():
        assert f"{code} {word}" in text
