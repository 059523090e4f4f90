"""What the room of projects shows on the desk: how many projects wait for a team of this person, and the ways in."""

from typing import Any

from django.db.models import OuterRef

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.db import CappedCount
from wijkwerk.ground.kit.panels import Panel
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import Team
from wijkwerk.work.projects.may import DESKS
from wijkwerk.work.projects.models import Project, ProjectState
from wijkwerk.work.projects.sections import AreaLog


def on_desk(*, access: Access, municipality: Municipality, **given: Any) -> Panel | None:
    """Nothing for who has only care. One query, none for who has no team: the desk asks enough already."""
    if not access.kinds & DESKS:
        return None
    kinds, waiting = set[str](), 0
    if access.teams:
        offered = Project.objects.filter(
            municipality=municipality, receiver=OuterRef("pk"), state=ProjectState.OFFERED
        )
        rows = Team.objects.filter(pk__in=access.teams, ended_at=None).annotate(
            offered=CappedCount(offered, cap=100)
        )
        for kind, number in rows.values_list("kind", "offered"):
            kinds.add(kind)
            waiting += number
    reads = bool(access.areas | access.watches or kinds & set(current(municipality).part(AreaLog).read_by))
    return Panel("projects/_desk.html", {"waiting": waiting, "reads": reads})
