"""What tests of projects begin with: a project of the Lindebuurt that team Verkeer will receive, and a note about Noord."""

from typing import Any

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.projects.actions import notes, projects
from wijkwerk.work.projects.models import LogNote, Project
from wijkwerk.work.projects.steps import AREA, OWNER, RECEIVER, WRITER

EVERYBODY = (
    "visitor", "resident", "partner", "owner", "elsewhere", "member", "traffic", "intake", "carer", "alderman", "admin",
    "keeper", "group",
)  # fmt: skip
WRITES = frozenset({WRITER})
ROLES = {
    "nobody": frozenset[str](),
    AREA: frozenset({AREA}),
    RECEIVER: frozenset({RECEIVER}),
    OWNER: frozenset({OWNER}),
}


def start(town: Town, **given: Any) -> Project:
    """A project by the area manager of Noord."""
    values: dict[str, Any] = {
        "municipality": town.municipality,
        "area": town.areas["Lindebuurt"],
        "title": "Speelplek Lindeplein",
        "text": "Samen met de buurt.",
        "owner_team": town.teams["gebiedsteam"],
        "receiver": town.teams["verkeer"],
        "by": town.people["owner"],
        "roles": ROLES[AREA],
        "now": NOW,
    }
    return projects.start_project(**values | given)


def act(town: Town, project: Project, step: str, roles: frozenset[str]) -> Project:
    """A step with all that it needs."""
    by = {"project": project, "by": town.people["traffic"], "roles": roles, "now": NOW}
    if step == "offer":
        return projects.offer_project(text="Het ontwerp is af, de aanleg moet nog.", **by)
    if step == "receive":
        return projects.receive_project(person=town.people["traffic"], **by)
    if step == "send_back":
        return projects.send_back_project(why="Het ontwerp ontbreekt.", **by)
    return projects.finish_project(how="De plek is open.", **by)


def bring(town: Town, state: str, **given: Any) -> Project:
    """A project in that state."""
    project = start(town, **given)
    steps = {
        "started": [],
        "offered": [("offer", AREA)],
        "received": [("offer", AREA), ("receive", RECEIVER)],
        "finished": [("finish", AREA)],
    }[state]
    for step, role in steps:
        project = act(town, project, step, ROLES[role])
    return project


def note(town: Town, **given: Any) -> LogNote:
    """A note by an official about the Lindebuurt."""
    values: dict[str, Any] = {
        "municipality": town.municipality,
        "area": town.areas["Lindebuurt"],
        "text": "Op het plein ligt elke maandag glas.",
        "tags": ["ruimte"],
        "by": town.people["traffic"],
        "roles": WRITES,
        "now": NOW,
    }
    return notes.write_note(**values | given)
