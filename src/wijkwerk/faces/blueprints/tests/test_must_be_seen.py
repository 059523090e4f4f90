"""What makes each municipality recognise itself is read by a resident of it, on the page that says how it works."""

import pytest

from wijkwerk.faces.blueprints.tests.conftest import Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import shown

SEEN = {
    "stadskanaal": (
        "V?",
        "Wop",
        "In mei projectplan van de pilot in B&W.",
        "ja, op voorwaarde dat",
        "Een nee met een goede reden is een prima antwoord.",
        "De administratieve ondersteuning van wijkraden en pbo's.",
    ),
    "oude-ijsselstreek": (
        "gebiedsmakelaar",
        "'warme' overdracht",
        "Liever een keer te vaak dan te weinig.",
        "Maatschappelijke agenda",
        "Zonder vaste looptijd",
    ),
    "den-helder": (
        "Rechtstreeks bij team Wijkbeheer.",
        "Bepaalt niet de agenda van het platform.",
        "Het wijk-coördinatieteam komt bijeen zonder bewoners.",
        "Een bewoner zit het wijkplatform voor.",
        "Na de uitvoering in het tweede jaar ligt de focus op de volgende buurten.",
    ),
    "apeldoorn": ("Toekomstagenda", "Stadsdeelplan", "Actielijst", "accounthouders"),
    "arnhem": ("5 speerpunten per wijk per jaar", "Elke wijk heeft een label", "intensief beheer"),
    "doetinchem": ("2 tot 5 prioriteiten uit 20 tot 30 klussen", "Voor 2 jaar"),
    "ede": ("wijkbeheerder", "32.000"),
    "harderwijk": ("buurt (40)", "Wijkjaarprogramma", "politie", "monitor"),
    "nijmegen": ("15 jaar", "wijk (44)", "Wijkaanpakprogramma"),
    "tiel": (
        "Tiel-Oost Productie (TOP)",
        "Tiel-Oost Methode (TOM)",
        "Tiel-Oost Log (TOOL)",
        "15.000",
        "175.000",
    ),
    "zutphen": (
        "De wijkaanpakcyclus duurt twee jaar.",
        "Wijkambtenaar en opbouwwerker zitten samen in het wijkkoppel.",
    ),
}


@pytest.mark.page
@pytest.mark.parametrize("name", SEEN)
def test_a_resident_reads_what_is_its_own(cast: Cast, name: str) -> None:
    works_as(cast, name)
    page = shown(cast.client(None).get("/werkwijze/").content.decode())
    assert [words for words in SEEN[name] if words not in page] == []
