"""A project goes from an area to a department: known from the start, offered, received by name, finished (O28, I37)."""

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.projects.actions import projects
from wijkwerk.work.projects.models import Project
from wijkwerk.work.projects.steps import AREA, OWNER, RECEIVER, open_steps
from wijkwerk.work.projects.tests import project_cast as cast
from wijkwerk.work.signals.tests.test_races import at_once, won

STATES = ("started", "offered", "received", "finished")
STEPS = ("offer", "receive", "send_back", "finish")
# By hand, from the issue: state -> step -> (state after, who).
BY_HAND = {
    "started": {"offer": ("offered", AREA), "finish": ("finished", AREA)},
    "offered": {"receive": ("received", RECEIVER), "send_back": ("started", RECEIVER)},
    "received": {"finish": ("finished", OWNER)},
    "finished": {},
}


def test_from_start_to_finish_somebody_has_it(town: Town):
    """The area has it until a person of the department received it by name; each step has one journal line."""
    project = cast.start(town)
    assert (project.owner_team, project.receiver) == (town.teams["gebiedsteam"], town.teams["verkeer"])
    project = cast.act(town, project, "offer", cast.ROLES[AREA])
    project.refresh_from_db()
    assert project.owner_team == town.teams["gebiedsteam"]
    assert project.owner_person is None
    project = cast.act(town, project, "receive", cast.ROLES[RECEIVER])
    project.refresh_from_db()
    assert (project.owner_team, project.owner_person) == (town.teams["verkeer"], town.people["traffic"])
    cast.act(town, project, "finish", cast.ROLES[OWNER])
    verbs = Line.objects.filter(subject=project.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["project_started", "project_offered", "project_received", "project_finished"]


@pytest.mark.parametrize("who", cast.ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_keeps_to_the_table(town: Town, step, state, who):
    """A step does what the table says for that state and person, or refuses and leaves the row as it was."""
    project = cast.bring(town, state)
    after, role = BY_HAND[state].get(step, ("", None))
    assert (step in open_steps(state, cast.ROLES[who])) == (role == who)
    before = Project.objects.filter(pk=project.pk).values().get()
    if role != who:
        with pytest.raises(Refused):
            cast.act(town, project, step, cast.ROLES[who])
        assert Project.objects.filter(pk=project.pk).values().get() == before
        return
    assert cast.act(town, project, step, cast.ROLES[who]).state == after


def test_nobody_starts_without_an_area_or_without_a_receiver(town: Town, other_town: Town):
    """No role, a team that receives nothing, another municipality, no name and a citizen service number are refused."""
    for given in (
        {"roles": cast.ROLES["nobody"]},
        {"receiver": town.teams["meldpunt"]},
        {"receiver": town.teams["zorg"]},
        {"receiver": other_town.teams["verkeer"]},
        {"owner_team": town.teams["zorg"]},
        {"area": other_town.areas["Noord"]},
        {"title": " "},
        {"text": "Voor 111222333"},
    ):
        with pytest.raises(Refused):
            cast.start(town, **given)
    assert not Project.objects.exists()


def test_only_a_colleague_of_that_department_receives_it(town: Town):
    """Somebody of another team cannot be named, and the database refuses a received project without a name."""
    project = cast.bring(town, "offered")
    by = {"by": town.people["traffic"], "roles": cast.ROLES[RECEIVER], "now": NOW}
    with pytest.raises(Refused, match="werkt niet bij"):
        projects.receive_project(project=project, person=town.people["member"], **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(state="received", received_at=NOW)


def test_what_comes_back_says_why(town: Town, log_in):
    """The area reads the reason on the page and can offer it again with the same words."""
    project = cast.act(town, cast.bring(town, "offered"), "send_back", cast.ROLES[RECEIVER])
    page = log_in("owner").get(f"/bureau/projecten/{project.subject.code}/").content.decode()
    assert "Teruggegeven door Verkeer" in page
    assert "Het ontwerp ontbreekt." in page
    again = log_in("owner").get(f"/bureau/projecten/{project.subject.code}/bied-aan/").content.decode()
    assert "de aanleg moet nog" in again


@pytest.fixture
def living_town(transactional_db: None) -> Town:
    """A town that other threads can see."""
    return build_town()


def test_of_receiving_and_sending_back_at_one_moment_one_is_done(living_town: Town):
    """Two colleagues of the department do the opposite at once: one of both is done."""
    project = cast.bring(living_town, "offered")

    def either(each: int) -> Project:
        fresh = Project.objects.select_related("subject", "municipality").get(pk=project.pk)
        step = "receive" if each % 2 else "send_back"
        return cast.act(living_town, fresh, step, cast.ROLES[RECEIVER])

    assert won(at_once(either, number=8)) == 1
    project.refresh_from_db()
    assert (project.state == "received") == (project.owner_person is not None)
