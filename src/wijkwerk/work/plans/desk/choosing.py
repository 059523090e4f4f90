"""What one can choose from in the forms of plans: teams, colleagues, areas below one, kinds, older plans. Bounded."""

from typing import Any, Final

from django.utils import timezone

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current, part_at
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.queries import colleagues
from wijkwerk.work.plans.may import begins
from wijkwerk.work.plans.models import Plan, WrittenBy
from wijkwerk.work.plans.models.plan import ONCE_ADOPTED
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

MOST: Final = 200
WHOLE: Final = "de hele gemeente"
Choices = list[tuple[str, str]]


def area_choices(municipality: Municipality, *, below: str = "") -> Choices:
    """(path, name) of the areas in one, itself included, from large to small with dashes. From memory."""
    found = sorted(areas.path_names(municipality).items())
    deep = below.count(".") if below else 1
    return [
        (path, f"{'– ' * max(path.count('.') - deep, 0)}{each.name}")
        for path, each in found
        if path.startswith(below)
    ]


def area_at(municipality: Municipality, path: str) -> Area | None:
    """The area with this path; None for the whole municipality."""
    return areas.area_of(municipality, path) if path else None


def people_choices(municipality: Municipality) -> Any:
    """Staff of today, by name."""
    return colleagues(municipality, today=timezone.localdate())


def kinds_for(municipality: Municipality, access: Access) -> list[PlanKind]:
    """The kinds of which this person may begin a plan somewhere, in the order of the settings."""
    found = []
    for kind in current(municipality).part(PlanKinds).active():
        theirs = kind.written_by == WrittenBy.RESIDENTS
        if access.speaks_for if theirs else (access.areas or access.teams):
            found.append(kind)
    return found


def may_begin(access: Access) -> bool:
    """Whether there can be a plan that this person begins."""
    return bool(access.areas or access.teams or access.speaks_for)


def kind_at(municipality: Municipality, key: str, path: str) -> PlanKind | None:
    """What the settings say of a kind, there."""
    return part_at(municipality, PlanKinds, path).get(key)


def replaceable(municipality: Municipality, access: Access) -> Any:
    """Older plans whose place a new one may take: those in force that this person may begin a follower of."""
    rows = Plan.objects.filter(municipality=municipality, state__in=ONCE_ADOPTED[:2])
    rows = rows.select_related("subject", "area").order_by("area_path", "level", "-starts")[:MOST]
    return [plan for plan in rows if follows(access, plan)]


def follows(access: Access, plan: Plan) -> bool:
    """Whether this person may begin a plan like this one."""
    return begins(
        access, area_path=plan.area_path, written_by=plan.written_by, owner_team_id=plan.owner_team_id
    )
