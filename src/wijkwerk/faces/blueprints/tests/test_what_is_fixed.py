"""What the documents fix of how people work together holds in the running product (I10, I20, I21, I23, I24, I33, I35, I44)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.faces.blueprints.tests.test_towns import shown
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.people.may import access
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.tests.conftest import begin

BODIES = [(name, body) for name in reading.names() for body in reading.load(name).get("bodies", ())]


def works_as(town: Town, name: str) -> None:
    """The town of the cast works by this document."""
    document = reading.load(name)
    apply_blueprint(
        municipality=town.municipality, document=document, by=None, now=NOW, why="Zo", replace=True
    )
    town.municipality.refresh_from_db()
    known.forget()


def way(town: Town, name: str) -> str:
    """What everybody reads on the page of the way of working."""
    works_as(town, name)
    return shown(Client().get(reverse("blueprints:way")).content.decode())


def test_the_area_manager_carries_no_project_of_residents(town: Town) -> None:
    """I10: in Den Helder and Stadskanaal, and everybody reads it."""
    assert "Draagt geen projectverantwoordelijkheid." in way(town, "den-helder")
    roles = reading.load("stadskanaal")["roles"]
    cards = [each for each in roles if each["kind"] == "area_manager"]
    assert any("initiatief" in line or "project" in line for line in cards[0]["does_not"])


def test_the_platform_is_chaired_by_a_resident_and_plans_of_the_municipality_do_not_begin_there(
    town: Town,
) -> None:
    """I20 and I23 on the page; and no round of the municipality can be held on the agenda of the platform."""
    page = way(town, "den-helder")
    assert re.search(r"wijkplatform .{0,200}Voorzitter:? een bewoner", page)
    assert re.search(r"Secretaris:? een bewoner", page)
    assert "Bewonersparticipatie op plannen van de gemeente start hier niet." in page
    kinds = {each["key"]: each for each in reading.load("den-helder")["plans"]}
    assert not kinds["platformagenda"].get("rounds")


def test_the_area_manager_cannot_begin_or_write_the_agenda_of_the_platform(
    town: Town, log_in: Callable[..., Client]
) -> None:
    """I21: the kind is not offered, and what residents began is read and not written."""
    works_as(town, "den-helder")
    offered = shown(log_in("owner").get(reverse("plans:begin_plan")).content.decode())
    assert "Uitvoeringsplan gebiedsgerichte aanpak" in offered
    assert "Agenda van het wijkplatform" not in offered
    plan = begin(town, "platformagenda")
    towards = roles_on(access(town.people["owner"], town.municipality, today=TODAY), plan)
    with pytest.raises(Refused):
        writing.write_part(
            plan=plan,
            key="gesprek",
            text="Van ons.",
            by=town.people["owner"],
            roles=towards,
            now=NOW,
            seen=None,
        )
    assert not plan.parts.exclude(text="").exists()


def test_no_residents_sit_in_the_coordination_team(town: Town) -> None:
    """I24: everybody reads it."""
    page = way(town, "den-helder")
    assert "Het wijk-coördinatieteam komt bijeen zonder bewoners." in page


@pytest.mark.parametrize(
    ("name", "body"), [each for each in BODIES if "wijkteam" in each[1]["label"].casefold()]
)
def test_a_wijkteam_is_shown_with_its_kind(town: Town, name: str, body: dict[str, str]) -> None:
    """I33: the word means something else in each municipality."""
    assert body["kind"]
    page = way(town, name)
    assert re.search(re.escape(body["label"]) + r".{0,60}" + re.escape(body["kind"]), page)


def test_who_may_be_called_a_platform_is_told(town: Town) -> None:
    """I35: Arnhem."""
    assert "Duidelijk moet zijn wie zich 'wijkplatform' mag noemen (status)." in way(town, "arnhem")


def test_what_the_document_leaves_open_is_left_open(town: Town) -> None:
    """I44: in Oude IJsselstreek the how may differ; the product sets no bounds of its own on the agenda."""
    assert "Het hoe kan verschillen per gebied, team en makelaar." in way(town, "oude-ijsselstreek")
    kind = reading.load("oude-ijsselstreek")["plans"][0]
    bounds = ("priorities_least", "priorities_most", "tasks_least", "tasks_most")
    assert [kind.get(each) for each in bounds] == [None] * 4
    assert kind["horizon_years"] is None


def test_one_finds_the_area_manager_under_the_towns_own_name(town: Town) -> None:
    """Q5: on the page of an area, in the words of Apeldoorn."""
    works_as(town, "apeldoorn")
    page = shown(Client().get(reverse("pages:area", args=[town.areas["Noord"].code])).content.decode())
    assert re.search(r"stadsdeelmanager", page, re.IGNORECASE)
    assert town.people["owner"].name in page


def test_one_reads_what_each_side_does(town: Town) -> None:
    """Q12: what every role does and does not do stands on the page, as the document says it."""
    page = way(town, "den-helder")
    for role in reading.load("den-helder")["roles"]:
        if role["kind"] in ("area_manager", "official"):
            assert all(" ".join(line.split()) in page for line in (*role["does"], *role["does_not"]))
