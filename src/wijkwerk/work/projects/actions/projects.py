"""Start a project in an area, offer it to the department that will have it, and receive it by name (O28, I37)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Role, RoleKind, Team, TeamKind, User
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.projects.models import Project, ProjectState
from wijkwerk.work.projects.returning import area_team_of
from wijkwerk.work.projects.steps import AREA, NOT_YOURS, ProjectStep, clean, locked_project, log, take_step

# The kinds of team that take over what an area began.
RECEIVERS = (TeamKind.DEPARTMENT.value, TeamKind.MAINTENANCE.value, TeamKind.SOCIAL.value)
# The roles in which one works in a team.
WORKERS = (RoleKind.TEAM_MEMBER, RoleKind.OFFICIAL, RoleKind.AREA_MANAGER)
NO_NAME = "Geef het project een naam."
NO_AREA = own("{area.this} is er niet. Kies een {area.other}.")
NO_RECEIVER = "Deze afdeling is er niet. Kies wie het project later overneemt."
NO_TEAM = "Dit team is er niet meer. Kies een ander team."
NO_HANDOVER = "Schrijf op wat u overdraagt: wat is af, wat moet nog, wie weet ervan."
NO_PERSON = "Deze collega werkt niet bij deze afdeling. Kies wie het project krijgt."
NO_WHY = "Leg uit waarom het terug gaat."
NO_HOW = "Schrijf kort op hoe het is afgelopen."
NO_ITEM = "Wij vinden geen punt met deze code. Kijk of u alle tekens heeft."


@transaction.atomic
def start_project(
    *,
    municipality: Municipality,
    area: Area,
    title: str,
    text: str,
    owner_team: Team,
    receiver: Team,
    item: PlanItem | None = None,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Project:
    """A project of an area, with the department that will receive it known from the start (I37). Raises Refused."""
    if AREA not in roles:
        raise Refused(NOT_YOURS)
    if area.municipality_id != municipality.pk or not area.path:
        raise Refused(NO_AREA)
    if (
        owner_team.municipality_id != municipality.pk
        or owner_team.ended_at
        or owner_team.kind == TeamKind.CARE
    ):
        raise Refused(NO_TEAM)
    if receiver.municipality_id != municipality.pk or receiver.ended_at or receiver.kind not in RECEIVERS:
        raise Refused(NO_RECEIVER)
    if item is not None and item.municipality_id != municipality.pk:
        raise Refused(NO_ITEM)
    project = Project(
        subject=new_subject(municipality=municipality, kind="project"),
        municipality=municipality,
        title=clean(title, NO_NAME),
        text=clean(text),
        area=area,
        area_path=area.path,
        receiver=receiver,
        owner_team=owner_team,
        area_team=owner_team,
        item_id=item.pk if item else None,
        made_by=by,
        made_at=now,
    )
    project.save(force_insert=True)
    log(project, "project_started", by=by, now=now, text={"title": project.title, "team": receiver.name})
    return project


@transaction.atomic
def offer_project(*, project: Project, text: str, by: User, roles: frozenset[str], now: datetime) -> Project:
    """The area offers it, with what is handed over. Nothing changes hands yet."""
    project = locked_project(project)
    project.state = take_step(project, ProjectStep.OFFER, roles)
    project.handed_over, project.offered_at = clean(text, NO_HANDOVER), now
    project.save(update_fields=["state", "handed_over", "offered_at"])
    log(project, "project_offered", by=by, now=now, text={"team": project.receiver.name})
    return project


@transaction.atomic
def receive_project(
    *, project: Project, person: User, by: User, roles: frozenset[str], now: datetime
) -> Project:
    """A person of the department has it from now on, by name: only now owner and person change."""
    project = locked_project(project)
    project.state = take_step(project, ProjectStep.RECEIVE, roles)
    if not members(project.receiver, now=now).filter(user=person).exists():
        raise Refused(NO_PERSON)
    project.owner_team, project.owner_person, project.received_at = project.receiver, person, now
    project.save(update_fields=["state", "owner_team", "owner_person", "received_at"])
    log(
        project, "project_received", by=by, now=now, text={"team": project.receiver.name, "name": person.name}
    )
    return project


@transaction.atomic
def send_back_project(
    *, project: Project, why: str, by: User, roles: frozenset[str], now: datetime
) -> Project:
    """The department cannot take it like this: a living team of the area has it again, and the reason is read there."""
    project = locked_project(project)
    take_step(project, ProjectStep.SEND_BACK, roles)
    why = clean(why, NO_WHY)
    _in_the_area(project, now=now)
    log(project, "project_sent_back", by=by, now=now, text={"team": project.receiver.name, "why": why})
    return project


def _in_the_area(project: Project, *, now: datetime) -> None:
    """It goes on in the area: a team that lives has it again, and nobody by name."""
    project.owner_team, project.owner_person = area_team_of(project, now=now), None
    project.state, project.offered_at, project.received_at = ProjectState.STARTED, None, None
    project.save(update_fields=["state", "owner_team", "owner_person", "offered_at", "received_at"])


@transaction.atomic
def finish_project(*, project: Project, how: str, by: User, roles: frozenset[str], now: datetime) -> Project:
    """It is done, with how it ended."""
    project = locked_project(project)
    project.state = take_step(project, ProjectStep.FINISH, roles)
    how = clean(how, NO_HOW)
    project.finished_at, project.result = now, "finished"
    project.save(update_fields=["state", "finished_at", "result"])
    log(project, "project_finished", by=by, now=now, text={"how": how})
    return project


@transaction.atomic
def back_to_team(*, user: User, municipality: Municipality, now: datetime, by: User | None) -> int:
    """Who left a department has none of its projects: each waits there again for somebody by name. Returns how many.

    Where the department itself is no more, it goes on in the area. Who is only away keeps them.
    """
    teams = Role.objects.filter(in_force(local_date(now)), municipality=municipality, user=user)
    rows = Project.objects.filter(municipality=municipality, owner_person=user, state=ProjectState.RECEIVED)
    if user.is_active:
        rows = rows.exclude(owner_team__in=teams.filter(kind__in=WORKERS, team__isnull=False).values("team"))
    found = list(db.locked(rows.select_related(None)))
    teams_by_key = Team.objects.in_bulk([each.receiver_id for each in found])
    for project in found:
        project.receiver = teams_by_key[project.receiver_id]
    write_many([_left(project, by=by, now=now) for project in found])
    return len(found)


def _left(project: Project, *, by: User | None, now: datetime) -> Entry:
    """Take it from who left. Returns the line for the journal."""
    if project.receiver.ended_at is not None:
        _in_the_area(project, now=now)
        verb = "project_to_area"
    else:
        project.state, project.owner_person, project.received_at = ProjectState.OFFERED, None, None
        project.save(update_fields=["state", "owner_person", "received_at"])
        verb = "project_to_team"
    return Entry(
        municipality=project.municipality_id,
        verb=verb,
        at=now,
        subject=project.pk,
        actor=by.pk if by else None,
        origin="roles",
        text={"team": (project.owner_team if verb == "project_to_area" else project.receiver).name},
    )


def members(team: Team, *, now: datetime) -> QuerySet[Role]:
    """The roles of who works in this team today."""
    rows = Role.objects.filter(in_force(local_date(now)), municipality=team.municipality_id, team=team)
    return rows.filter(kind__in=WORKERS, user__is_active=True)
