"""To which team a project goes back in its area: always one that lives."""

from datetime import datetime
from typing import Final

from wijkwerk.ground.people.models import Role, RoleKind, Team, TeamKind
from wijkwerk.ground.people.queries import in_force
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.projects.models import Project

MOST: Final = 100


def area_team_of(project: Project, *, now: datetime) -> Team:
    """The team that began it; where that ended the one of who manages the area, nearest first, else an area team.

    Where the municipality has no area team at all it stays with the team that has it.
    """
    began = project.area_team
    if began is not None and began.ended_at is None:
        return began
    living = Team.objects.filter(municipality=project.municipality_id, kind=TeamKind.AREA, ended_at=None)
    return _managing(project, now) or living.order_by("name", "pk").first() or project.owner_team


def _managing(project: Project, now: datetime) -> Team | None:
    """The living area team of the manager of the smallest area that holds the project."""
    rows = Role.objects.filter(
        in_force(local_date(now)),
        municipality=project.municipality_id,
        kind=RoleKind.AREA_MANAGER,
        user__is_active=True,
        team__kind=TeamKind.AREA,
        team__ended_at=None,
    )
    # Of two areas that hold one place the path of the smaller begins with that of the larger.
    for role in rows.select_related("area", "team").order_by("-area__path", "pk")[:MOST]:
        if role.area and project.area_path.startswith(role.area.path):
            return role.team
    return None
