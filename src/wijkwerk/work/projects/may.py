"""Who sees and does what with projects, and who reads the log of an area. Built on `people.may`.

| who                              | projects                | log of an area                  |
| who has a desk, not only care    | reads all               | -                               |
| area manager of there            | starts, offers          | reads, writes                   |
| member of an area team           | starts; own team offers | as the settings say (`read_by`) |
| member of the receiving team     | receives, sends back    | the same                        |
| member of the team that has it   | finishes                | the same                        |
| alderman who watches it          | reads all               | reads                           |
| resident, partner, administrator | -                       | -                               |
"""

import uuid
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import RoleKind, Team, TeamKind
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.work.projects.models import LogNote, Project
from wijkwerk.work.projects.sections import AreaLog
from wijkwerk.work.projects.steps import AREA, OWNER, RECEIVER, TABLE, WRITER, ProjectStep

# Whose work this is: care workers see care and only care.
DESKS = frozenset({RoleKind.AREA_MANAGER, RoleKind.TEAM_MEMBER, RoleKind.OFFICIAL, RoleKind.ALDERMAN})


def at_desk(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody with a desk who has not only care; a 404 for everybody else."""
    access, municipality = access_of(request), municipality_of(request)
    if not access.kinds & DESKS:
        raise Http404
    return access, municipality


def area_teams(access: Access) -> list[Team]:
    """The area teams in which this person works. One query, none for who has no team."""
    if not access.teams:
        return []
    rows = Team.objects.filter(pk__in=access.teams, kind=TeamKind.AREA, ended_at=None)
    return list(rows.order_by("name"))


def starts_at(access: Access, teams: list[Team], path: str) -> frozenset[str]:
    """The roles for starting a project at an area: of its manager, or of an area team by somebody who manages no area."""
    if any(path.startswith(each) for each in access.areas) or (teams and not access.areas):
        return frozenset({AREA})
    return frozenset()


def roles_on(access: Access, project: Project) -> frozenset[str]:
    """The person's roles towards a project."""
    if project.municipality_id != access.municipality_id:
        return frozenset()
    found = set()
    received = project.received_at is not None
    if project.receiver_id in access.teams:
        found.add(RECEIVER)
    if project.owner_team_id in access.teams:
        found.add(OWNER if received else AREA)
    if not received and any(project.area_path.startswith(each) for each in access.areas):
        found.add(AREA)
    return frozenset(found)


def find_project(request: HttpRequest, code: str, step: ProjectStep | None = None) -> Project:
    """The project with this code, for who may ever take this step with it."""
    access, municipality = at_desk(request)
    code = clean_code(code)
    if not is_public_code(code):
        raise Http404
    rows = Project.objects.filter(municipality=municipality, subject__code=code)
    names = ("subject", "area", "receiver", "owner_team", "owner_person", "made_by", "item")
    found = rows.select_related(*names).first()
    if found is None:
        raise Http404
    found.municipality = municipality
    ever = {role for (_, each), (_, role) in TABLE.items() if each is step}
    if step is not None and not ever & roles_on(access, found):
        raise Http404
    return found


@dataclass(frozen=True)
class Reading:
    """Which parts of the log a person reads, and where they write. `paths` "" = everywhere."""

    municipality: Municipality
    paths: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    teams: list[Team] = field(default_factory=list)

    def roles(self, path: str) -> frozenset[str]:
        """The roles for writing about this area."""
        return frozenset({WRITER}) if any(path.startswith(each) for each in self.writes) else frozenset()


def reading_of(access: Access, municipality: Municipality) -> Reading:
    """What of the log this person reads. One query for who works in a team, none for others."""
    if access.municipality_id != municipality.pk:
        return Reading(municipality)
    kinds = current(municipality).part(AreaLog).read_by
    mine = access.teams | (access.care_teams if TeamKind.CARE in kinds else frozenset[uuid.UUID]())
    teams: list[Team] = []
    if mine:
        rows = Team.objects.filter(pk__in=mine, kind__in=kinds, ended_at=None)
        teams = list(rows.order_by("name"))
    writes = frozenset({""}) if teams else access.areas
    return Reading(municipality, writes | access.watches, writes, teams)


def reading(request: HttpRequest, *, writes: bool = False) -> Reading:
    """The same for the person of this request; a 404 for who reads nothing (with `writes`: writes nothing)."""
    found = reading_of(access_of(request), municipality_of(request))
    if not (found.writes if writes else found.paths):
        raise Http404
    return found


def find_note(request: HttpRequest, note: uuid.UUID) -> tuple[LogNote, Reading]:
    """A note, for who writes about its area."""
    seen = reading(request, writes=True)
    rows = LogNote.objects.filter(pk=note, municipality=seen.municipality)
    found = rows.select_related("area", "taken_by").first()
    if found is None or not seen.roles(found.area_path):
        raise Http404
    found.municipality = seen.municipality
    return found, seen
