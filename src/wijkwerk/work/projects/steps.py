"""What every verb on a project or a note stands on: the row held, the step allowed, text fit to keep, one line in the journal."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import find_bsn
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.projects.models import LogNote, LogState, Project, ProjectState

# Who somebody is towards a project: of the area that has it (its manager, its team), of the department that will receive it,
# or of the team that received it.
AREA: Final = "area"
RECEIVER: Final = "receiver"
OWNER: Final = "owner"
# Who writes in the log of an area; who only reads has no role.
WRITER: Final = "writer"
LOOK_AGAIN = "Dit kan nu niet meer. Iemand anders was u voor: bekijk het opnieuw."
NOT_YOURS = "U kunt dit niet doen. Kijk wie nu aan zet is."
NO_BSN = "Hier staat een burgerservicenummer in. Haal het weg: dat mogen wij niet bewaren."


class ProjectStep(StrEnum):
    """What somebody can do with a project."""

    OFFER = "offer"
    RECEIVE = "receive"
    SEND_BACK = "send_back"
    FINISH = "finish"


_P = ProjectState
TABLE: Final[dict[tuple[str, ProjectStep], tuple[ProjectState, str]]] = {
    (_P.STARTED.value, ProjectStep.OFFER): (_P.OFFERED, AREA),
    (_P.OFFERED.value, ProjectStep.RECEIVE): (_P.RECEIVED, RECEIVER),
    (_P.OFFERED.value, ProjectStep.SEND_BACK): (_P.STARTED, RECEIVER),
    (_P.RECEIVED.value, ProjectStep.FINISH): (_P.FINISHED, OWNER),
    # What turns out too small to hand over is finished where it began.
    (_P.STARTED.value, ProjectStep.FINISH): (_P.FINISHED, AREA),
}


def open_steps(state: str, roles: frozenset[str]) -> frozenset[str]:
    """The steps that these roles can take now."""
    return frozenset(
        step.value for (each, step), (_, role) in TABLE.items() if each == state and role in roles
    )


def locked_project(project: Project) -> Project:
    """The row as it is now, held till the end of the transaction."""
    row = db.locked(Project.objects.filter(pk=project.pk, municipality=project.municipality_id)).get()
    row.subject, row.municipality = project.subject, project.municipality
    return row


def take_step(project: Project, step: ProjectStep, roles: frozenset[str]) -> str:
    """The state after the step. Raises Refused, with a sentence for the screen."""
    after, role = TABLE.get((project.state, step), (None, ""))
    if after is None:
        raise Refused(LOOK_AGAIN)
    if role not in roles:
        raise Refused(NOT_YOURS)
    return after.value


def locked_note(note: LogNote, *states: LogState) -> LogNote:
    """The note as it is now, in one of these states. Raises Refused when somebody else was first."""
    rows = LogNote.objects.filter(pk=note.pk, municipality=note.municipality_id, state__in=states)
    row = db.locked(rows).first()
    if row is None:
        raise Refused(LOOK_AGAIN)
    return row


def clean(text: str, otherwise: str = "") -> str:
    """Text without white space around it. Raises Refused: `otherwise` when there is nothing, and for a BSN."""
    if otherwise and not text.strip():
        raise Refused(otherwise)
    if find_bsn(text):
        raise Refused(NO_BSN)
    return text.strip()


def log(thing: Project | LogNote, verb: str, *, by: User, now: datetime, text: Any = None) -> None:
    """One journal line. Of a note never its words: they are destroyed after some years, the journal is kept longer."""
    entry = Entry(
        municipality=thing.municipality_id, verb=verb, at=now, subject=thing.pk, actor=by.pk, text=text
    )
    write(entry)
