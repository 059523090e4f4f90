"""What a blueprint sets and Wijkwerk uses is so on the screens: words, teams, next steps, plans with their bounds, codes."""

import re

import pytest

from wijkwerk.faces.blueprints.tests.conftest import NOW, Cast, works_as
from wijkwerk.faces.blueprints.tests.test_towns import TOWNS, shown
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.work.plans.sections import PlanKinds

WORDS, ROLES, PLANS, TEAMS, STEPS = (
    "/gebieden/",
    "/rollen/",
    "/bureau/plannen/nieuw/",
    "/beheer/teams/",
    "/beheer/ladder/",
)
# Page, what must be read there, and where the source says so.
ACTIVE = {
    "apeldoorn": (
        (WORDS, "stadsdelen", "002, 2.1"),
        (ROLES, "Is geen opdrachtgever van de vakdiensten.", "002, 4.1"),
        (PLANS, "Toekomstagenda Voor 4 jaar", "002, 5.1"),
        (PLANS, "Stadsdeelplan Voor 2 jaar", "002, 4.1 and 5.1"),
        (PLANS, "Actielijst Zonder vaste looptijd", "002, 5.1"),
        (TEAMS, "Buitenlijn", "002, 5.1"),
        (STEPS, "De stadsdeelmanager", "002, 3.1"),
    ),
    "arnhem": (
        (WORDS, "wijken", "002, 2.2"),
        (ROLES, "geeft geen opdrachten aan afdelingen", "002, 4.2"),
        (PLANS, "Wijkwerkplan Voor één jaar", "002, 5.2"),
        (PLANS, "Sociaal wijkprogramma Zonder vaste looptijd", "002, 5.2"),
        (TEAMS, "Stadsbeheer", "002, 4.2"),
        (STEPS, "De wijkmanager", "002, 3.2"),
    ),
    "den-helder": (
        (WORDS, "wijken", "003"),
        (ROLES, "Is niet de verantwoordelijk projectleider of adviseur.", "003"),
        (PLANS, "Agenda van het wijkplatform Zonder vaste looptijd", "003"),
        (PLANS, "Uitvoeringsplan gebiedsgerichte aanpak Voor 2 jaar", "003"),
        (TEAMS, "Wijk-coördinatieteam", "003"),
        (TEAMS, "Team Wijkbeheer", "003"),
        (STEPS, "Het wijk-coördinatieteam", "003"),
    ),
    "doetinchem": (
        (WORDS, "wijken", "002, 2.3"),
        (ROLES, "Geeft in de praktijk maar weinig opdrachten aan vakdiensten.", "002, 4.3"),
        (PLANS, "Wijkvisie Zonder vaste looptijd", "002, 5.3"),
        (PLANS, "Wijkteamjaarplan Voor 2 jaar", "002, 5.3"),
        (TEAMS, "Afdeling Buha", "002, 4.3"),
        (STEPS, "De wijkregisseur", "002, 3.3"),
    ),
    "ede": (
        (WORDS, "wijken", "002, 2.4"),
        (ROLES, "Is geen opdrachtgever van andere afdelingen.", "002, 4.4"),
        (PLANS, "Wijkprogramma Zonder vaste looptijd", "002, 5.4"),
        (PLANS, "Prioriteitenlijst Voor één jaar", "002, 5.4"),
        (TEAMS, "Wijkploeg", "002, 3.4"),
        (STEPS, "De wijkbeheerder", "002, 3.4"),
    ),
    "harderwijk": (
        (WORDS, "buurten", "002, 2.5"),
        (ROLES, "Geeft geen opdrachten aan sectoren.", "002, 4.5"),
        (PLANS, "Wijkjaarprogramma Voor één jaar", "002, 5.5"),
        (TEAMS, "Beheer Openbare Ruimte", "002, 4.5"),
        (STEPS, "De wijkcoördinator", "002, 3.5"),
    ),
    "nijmegen": (
        (WORDS, "wijken", "002, 2.6"),
        (ROLES, "Geeft geen opdrachten aan andere afdelingen.", "002, 4.6"),
        (PLANS, "Wijkvisie Voor 15 jaar", "002, 5.6"),
        (PLANS, "Wijkaanpakprogramma Zonder vaste looptijd", "002, 5.6"),
        (PLANS, "Wijkjaarprogramma Voor één jaar", "002, 5.6"),
        (TEAMS, "Bel- en herstellijn", "002, 5.6"),
        (STEPS, "De wijkmanager", "002, 3.6"),
    ),
    "oude-ijsselstreek": (
        (WORDS, "gebieden", "001, Gebiedsindeling"),
        (ROLES, "Neemt geen dingen over.", "001, Manier van werken"),
        (PLANS, "Maatschappelijke agenda Zonder vaste looptijd", "001, Manier van werken"),
        (STEPS, "De gebiedsmakelaar", "001, Manier van werken"),
    ),
    "stadskanaal": (
        (WORDS, "wijken en dorpen", "000, 5"),
        (ROLES, "Is niet de postbode tussen partners.", "000, 3.3"),
        (ROLES, "Is geen trekker van bewonersinitiatieven.", "000, 3.3"),
        (PLANS, "Wijkvisie Voor 10 jaar", "000, 3.1"),
        (PLANS, "Programma Voor 4 jaar", "000, 3.2"),
        (PLANS, "Projectenagenda Voor één jaar", "000, 3.3"),
        (TEAMS, "Servicelijn", "000, 3.3"),
        (STEPS, "De dorps- en wijkcoördinator", "000, 3.3"),
    ),
    "tiel": (
        (WORDS, "wijken", "002, 2.7"),
        (ROLES, "Heeft geen formele bevoegdheden.", "002, 4.7"),
        (PLANS, "Plan van, voor en door bewoners Voor één jaar", "002, 5.7"),
        (PLANS, "Wijkontwikkelingsplan Zonder vaste looptijd", "002, 5.7"),
        (TEAMS, "Bel & herstellijn", "002, 5.7"),
        (STEPS, "De programmacoördinator", "002, 3.7"),
    ),
    "zutphen": (
        (WORDS, "wijken", "002, 2.8"),
        (ROLES, "Geeft geen opdrachten aan afdelingen.", "002, 4.8"),
        (PLANS, "Wijkplan Voor 2 jaar", "002, 5.8"),
        (PLANS, "Wijkontwikkelingsplan Zonder vaste looptijd", "002, 5.8"),
        (TEAMS, "Wijkkoppel", "002, 3.8"),
        (STEPS, "De wijkambtenaar", "002, 3.8"),
    ),
}
# I29: least and most priorities, least and most tasks of a kind of plan.
BOUNDS = {
    ("apeldoorn", "toekomstagenda"): (4, 5, None, None),
    ("arnhem", "wijkwerkplan"): (5, 5, None, None),
    ("doetinchem", "wijkteamjaarplan"): (2, 5, 20, 30),
}


def use(cast: Cast, name: str) -> None:
    """The municipality works so; a colleague has an area and speaks for its residents, and so may begin any kind of plan."""
    works_as(cast, name)
    area = Area.objects.filter(municipality=cast.town).first()
    for kind in (RoleKind.AREA_MANAGER, RoleKind.RESIDENTS):
        Role.objects.create(
            municipality=cast.town, user=cast.colleague, kind=kind, area=area, since=NOW.date()
        )


def read(cast: Cast, path: str) -> str:
    """What stands on a page: its words and what stands in its fields."""
    answer = cast.client(cast.colleague if path == PLANS else cast.admin).get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    return shown(" ".join([page, *re.findall(r'value="([^"]*)"', page)]))


@pytest.mark.page
@pytest.mark.parametrize("name", TOWNS)
def test_what_the_document_sets_is_so_on_the_screens(cast: Cast, name: str) -> None:
    use(cast, name)
    pages = {path: read(cast, path) for path, _, _ in ACTIVE[name]}
    missing = [(path, said, where) for path, said, where in ACTIVE[name] if said not in pages[path]]
    assert missing == []


@pytest.mark.parametrize("name", TOWNS)
def test_a_plan_has_the_bounds_of_its_document_and_no_others(cast: Cast, name: str) -> None:
    use(cast, name)
    kinds = settings.current(cast.town).part(PlanKinds)
    found = {
        (name, kind.key): bounds
        for kind in kinds
        if any(
            bounds := (
                kind.priorities_least,
                kind.priorities_most,
                kind.tasks_least,
                kind.tasks_most,
            )
        )
    }
    assert found == {key: bounds for key, bounds in BOUNDS.items() if key[0] == name}


def test_the_calendar_of_stadskanaal_has_the_codes_of_its_planning_and_no_others(cast: Cast) -> None:
    works_as(cast, "stadskanaal")
    page = cast.client(cast.admin).get("/beheer/jaarkalender/").content.decode()
    codes = re.findall(r'<input[^>]* name="[^"]*-code"[^>]* value="([^"]*)"', page)
    assert codes == ["R", "Dop", "P", "V", "E", "PA", "Wop", "WNS"]
