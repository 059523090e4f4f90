"""Who left a department has none of its projects: each waits there again for somebody by name (I37)."""

from datetime import timedelta
from typing import Any

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people.actions import end_role, release
from wijkwerk.ground.people.models import Role, RoleKind, Team
from wijkwerk.testing_cast import NOW, SINCE, TODAY, Town
from wijkwerk.work.projects.models import Project
from wijkwerk.work.projects.returning import area_team_of
from wijkwerk.work.projects.steps import AREA, RECEIVER
from wijkwerk.work.projects.tests import project_cast as cast

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def leave(town: Town) -> None:
    """The roles of the colleague of Verkeer end, as the screen of people does it."""
    for role in Role.objects.filter(user=town.people["traffic"]):
        end_role(role=role, last_day=YESTERDAY, by=town.people["admin"], now=NOW)


def test_a_project_of_who_left_waits_for_the_department_again(town: Town, log_in):
    """Nobody has it by name any more, the department does; the page and the journal say so."""
    project = cast.bring(town, "received")
    leave(town)
    project.refresh_from_db()
    assert (project.state, project.owner_person, project.received_at) == ("offered", None, None)
    assert (project.owner_team, project.receiver) == (town.teams["verkeer"], town.teams["verkeer"])
    assert Line.objects.get(verb="project_to_team").actor == town.people["admin"].pk
    page = log_in("owner").get(f"/bureau/projecten/{project.subject.code}/").content.decode()
    assert "Terug bij Verkeer, en wacht daar op een collega" in page
    assert "Wie neemt het over" not in page


def fresh(project: Project) -> Project:
    return Project.objects.select_related("subject", "municipality").get(pk=project.pk)


def end(town: Town, key: str) -> None:
    Team.objects.filter(pk=town.teams[key].pk).update(ended_at=NOW)


def test_what_is_sent_back_after_its_receiver_left_is_of_the_area_again(town: Town, log_in):
    """Not of the department that does not want it: the team that began it goes on, and can offer it again."""
    project = cast.bring(town, "received")
    leave(town)
    project = fresh(cast.act(town, fresh(project), "send_back", cast.ROLES[RECEIVER]))
    assert (project.state, project.owner_team, project.owner_person) == (
        "started",
        town.teams["gebiedsteam"],
        None,
    )
    page = log_in("owner").get(f"/bureau/projecten/{project.subject.code}/").content.decode()
    assert "Gebiedsteam" in page
    assert "Wie neemt het over" in page
    assert "Terug bij Verkeer" in page
    assert cast.act(town, project, "offer", cast.ROLES[AREA]).owner_team == town.teams["gebiedsteam"]


@pytest.mark.parametrize("given", [{}, {"area_team": None}])
def test_where_the_team_that_began_it_ended_the_team_of_the_manager_has_it(town: Town, given: dict[str, Any]):
    """Never a team that is no more; so too for a project from before it was kept who began it."""
    project = cast.bring(town, "received", owner_team=town.teams["wijkbeheer"])
    Project.objects.filter(pk=project.pk).update(**given)
    end(town, "wijkbeheer")
    leave(town)
    assert (
        cast.act(town, fresh(project), "send_back", cast.ROLES[RECEIVER]).owner_team
        == town.teams["gebiedsteam"]
    )


def test_without_a_manager_an_area_team_has_it_and_without_any_team_it_stays(town: Town):
    """Somebody always has it."""
    project = cast.bring(town, "offered", owner_team=town.teams["wijkbeheer"])
    end(town, "wijkbeheer")
    Role.objects.filter(user=town.people["owner"]).update(until=YESTERDAY)
    assert area_team_of(fresh(project), now=NOW) == town.teams["gebiedsteam"]
    end(town, "gebiedsteam")
    assert area_team_of(fresh(project), now=NOW) == project.owner_team


def test_of_a_department_that_is_no_more_it_goes_on_in_the_area_at_once(town: Town):
    """There nobody could receive it or send it back."""
    project = cast.bring(town, "received")
    end(town, "verkeer")
    leave(town)
    project = fresh(project)
    assert (project.state, project.owner_team, project.owner_person) == (
        "started",
        town.teams["gebiedsteam"],
        None,
    )
    assert Line.objects.get(verb="project_to_area").detail.text == {"team": "Gebiedsteam"}


def test_another_colleague_of_the_department_receives_it(town: Town):
    """It goes on where it was."""
    project = cast.bring(town, "received")
    leave(town)
    Role.objects.create(
        municipality=town.municipality, user=town.people["traffic"], kind=RoleKind.OFFICIAL,
        team=town.teams["verkeer"], since=TODAY,
    )  # fmt: skip
    project = cast.act(town, project, "receive", cast.ROLES[RECEIVER])
    assert (project.state, project.owner_person) == ("received", town.people["traffic"])


def test_who_goes_to_another_department_leaves_it_too(town: Town):
    """A colleague of elsewhere in the same municipality cannot have it."""
    project = cast.bring(town, "received")
    Role.objects.create(
        municipality=town.municipality, user=town.people["traffic"], kind=RoleKind.OFFICIAL,
        team=town.teams["groen"], since=SINCE,
    )  # fmt: skip
    Role.objects.filter(user=town.people["traffic"], team=town.teams["verkeer"]).update(until=YESTERDAY)
    release(town.people["traffic"], town.municipality, now=NOW, by=None)
    assert Project.objects.get(pk=project.pk).owner_person is None


def test_who_is_away_keeps_it(town: Town):
    """Only who left has nothing any more."""
    project = cast.bring(town, "received")
    release(town.people["traffic"], town.municipality, now=NOW, by=None)
    assert Project.objects.get(pk=project.pk).owner_person == town.people["traffic"]
    assert not Line.objects.filter(verb="project_to_team").exists()


def test_what_was_finished_keeps_its_name_and_other_projects_stay_as_they_are(town: Town):
    """History does not change."""
    finished = cast.act(town, cast.bring(town, "received"), "finish", frozenset({"owner"}))
    offered = cast.bring(town, "offered")
    leave(town)
    assert Project.objects.get(pk=finished.pk).owner_person == town.people["traffic"]
    assert Project.objects.get(pk=offered.pk).owner_team == town.teams["gebiedsteam"]
    assert not Line.objects.filter(verb="project_to_team").exists()
