"""The teams in the database are those of the settings document."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from pydantic import ValidationError

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people import teams as rows
from wijkwerk.ground.people.models import Organisation, Team
from wijkwerk.ground.people.sections import Roles, Teams, TeamText
from wijkwerk.ground.people.teams import Synced, TeamRefused, sync_teams

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
INTAKE = TeamText(key="meldpunt", name="Meldpunt", kind="intake")
CARE = TeamText(key="zorg", name="Team Zorg", kind="care")
GREEN = TeamText(key="groen", name="Groen", kind="department", email="groen@merwoude.example")

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return Municipality.objects.create(code="0001", name="Merwoude")


def sync(town, *teams):
    return sync_teams(municipality=town, teams=teams, now=NOW)


def living(town):
    return set(Team.objects.filter(municipality=town, ended_at=None).values_list("key", flat=True))


def test_the_teams_of_the_document_are_made(town):
    assert sync(town, INTAKE, CARE, GREEN).made == ("meldpunt", "zorg", "groen")
    team = Team.objects.get(key="groen")
    assert (team.name, team.kind, team.email, team.organisation.name) == (
        "Groen",
        "department",
        "groen@merwoude.example",
        "Merwoude",
    )


def test_the_same_again_changes_nothing(town):
    sync(town, INTAKE, CARE)
    assert sync(town, INTAKE, CARE) == Synced()


def test_a_team_gets_another_name_and_stays_the_same_team(town):
    sync(town, INTAKE, CARE, GREEN)
    before = Team.objects.get(key="groen").pk
    assert sync(town, INTAKE, CARE, GREEN.model_copy(update={"name": "Groen en water"})).changed == ("groen",)
    assert Team.objects.get(pk=before).name == "Groen en water"


def test_a_team_that_is_gone_from_the_document_ends_and_can_begin_again(town):
    sync(town, INTAKE, CARE, GREEN)
    assert sync(town, INTAKE, CARE).ended == ("groen",)
    assert Team.objects.get(key="groen").ended_at == NOW
    assert sync(town, INTAKE, CARE).ended == ()
    assert sync(town, INTAKE, CARE, GREEN).changed == ("groen",)
    assert Team.objects.get(key="groen").ended_at is None


def test_a_team_of_a_partner_belongs_to_that_organisation(town):
    sync(
        town, INTAKE, CARE, TeamText(key="wonen", name="Wonen", kind="partner", organisation="Woonstichting")
    )
    assert Organisation.objects.get(name="Woonstichting").kind == "partner"
    assert Organisation.objects.get(name="Merwoude").kind == "municipality"


@pytest.mark.parametrize(("left", "word"), [((CARE,), "intake"), ((INTAKE,), "zorg")])
def test_the_last_team_for_intake_or_care_cannot_end(town, left, word):
    sync(town, INTAKE, CARE)
    with pytest.raises(TeamRefused, match=word):
        sync(town, *left)
    assert living(town) == {"meldpunt", "zorg"}


def test_an_intake_team_of_one_area_alone_is_not_enough(town):
    sync(town, INTAKE, CARE)
    with pytest.raises(TeamRefused, match="intake"):
        sync(town, INTAKE.model_copy(update={"areas": ("BU01",)}), CARE)


@pytest.mark.parametrize(("team", "kind"), [(CARE, "social"), (GREEN, "care")])
def test_care_and_other_work_never_change_places(town, team, kind):
    spare = TeamText(key="zorg2", name="Zorg 2", kind="care")
    sync(town, INTAKE, CARE, GREEN, spare)
    changed = {each.key: each for each in (INTAKE, CARE, GREEN, spare)}
    changed[team.key] = team.model_copy(update={"kind": type(team.kind)(kind)})
    with pytest.raises(TeamRefused, match="zorg blijft apart"):
        sync(town, *changed.values())
    assert Team.objects.get(key=team.key).kind == team.kind


def test_a_team_with_open_work_is_refused_with_a_sentence_and_nothing_else_happens(town, monkeypatch):
    sync(town, INTAKE, CARE, GREEN)
    save = Team.save

    def refused(self, **given):
        if "ended_at" in given.get("update_fields", ()):
            raise IntegrityError("a team with open signals cannot end")
        return save(self, **given)

    monkeypatch.setattr(rows.Team, "save", refused)
    with pytest.raises(TeamRefused, match="Groen heeft nog open werk") as told:
        sync(town, INTAKE.model_copy(update={"name": "Balie"}), CARE)
    assert told.value.key == "groen"
    assert Team.objects.get(key="meldpunt").name == "Meldpunt"


def test_two_municipalities_have_teams_of_the_same_name(town):
    other = Municipality.objects.create(code="0002", name="Elders")
    sync(town, INTAKE, CARE, GREEN)
    sync(other, INTAKE, CARE)
    assert living(town) == {"meldpunt", "zorg", "groen"}
    assert living(other) == {"meldpunt", "zorg"}


def test_a_document_without_intake_or_care_is_refused():
    for team in (INTAKE, CARE):
        with pytest.raises(ValidationError, match="hele gemeente"):
            Teams.model_validate([team.model_dump()])


def test_two_teams_with_one_key_are_refused():
    with pytest.raises(ValidationError, match="twee keer: zorg"):
        Teams.model_validate([INTAKE.model_dump(), CARE.model_dump(), CARE.model_dump()])


def test_every_role_has_one_card():
    card = {"kind": "admin", "label": "beheerder", "does": [], "does_not": []}
    with pytest.raises(ValidationError, match="alderman"):
        Roles.model_validate([card])
    with pytest.raises(ValidationError, match="twee keer: admin"):
        Roles.model_validate([card, card])
