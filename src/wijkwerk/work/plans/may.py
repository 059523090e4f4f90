"""Who may see, write and adopt a plan, and who cares for an item (I26). Built on `people.may`; the roles are of `rules.planning`.

| who                       | a plan of the municipality            | written together      | of residents          |
| stranger, resident        | sees it from `public_at` on           | the same              | the same              |
| residents' group of there | the same                              | sees, writes          | sees, writes, adopts  |
| area manager of there     | sees, writes, writes down adoption    | the same              | sees                  |
| member of the owner team  | sees, writes, writes down adoption    | the same              | sees                  |
| who has a desk            | sees                                  | sees                  | sees                  |
| administrator, keeper     | what strangers see                    | the same              | the same              |
"""

from django.db.models import Q

from wijkwerk.ground.kit.db import within_any
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.work.plans.models import Plan, PlanItem, WrittenBy

NONE: frozenset[str] = frozenset()


def roles_on(access: Access, plan: Plan) -> frozenset[str]:
    """The person's roles towards this plan, as the table of steps knows them."""
    if plan.municipality_id != access.municipality_id:
        return NONE
    speaks = bool(plan.area_path) and _holds(access.speaks_for, plan.area_path)
    if plan.written_by == WrittenBy.RESIDENTS:
        return frozenset({WRITER, ADOPTER}) if speaks else NONE
    if plan.owner_team_id in access.teams or (plan.area_path and _holds(access.areas, plan.area_path)):
        return frozenset({WRITER, ADOPTER})
    return frozenset({WRITER}) if speaks and plan.written_by == WrittenBy.TOGETHER else NONE


def roles_on_item(access: Access, item: PlanItem) -> frozenset[str]:
    """The person's roles towards an item: those on its plan, and owner for members of its team.

    In a residents' own plan the owner team looks after the item, but it changes nothing in it (I26).
    """
    roles = roles_on(access, item.plan)
    cares = item.municipality_id == access.municipality_id and item.owner_team_id in access.teams
    return roles | {OWNER} if cares and item.plan.written_by != WrittenBy.RESIDENTS else roles


def sees(access: Access, plan: Plan) -> bool:
    """Whether this person, also a stranger, may read the plan as it is now."""
    if plan.public_at is not None:
        return access.municipality_id in (None, plan.municipality_id)
    return sees_draft(access, plan)


def sees_draft(access: Access, plan: Plan) -> bool:
    """Whether this person may read what is still being written."""
    if plan.municipality_id != access.municipality_id:
        return False
    return access.works or bool(roles_on(access, plan))


def visible(access: Access) -> Q:
    """A condition on plans: those that this person may see."""
    here = Q(municipality=access.municipality_id)
    if access.works:
        return here
    own = (
        ~Q(area_path="") & within_any("area_path", access.speaks_for) & ~Q(written_by=WrittenBy.MUNICIPALITY)
    )
    return here & (Q(public_at__isnull=False) | own)


def sees_item(access: Access, item: PlanItem) -> bool:
    """Whether this person may read this item: in a plan that holds, strangers see what was adopted, not what is thought up."""
    if sees_draft(access, item.plan):
        return True
    return sees(access, item.plan) and (item.plan.version == 0 or item.adopted_at is not None)


def visible_items(access: Access) -> Q:
    """The same as a condition on items."""
    here = Q(municipality=access.municipality_id)
    if access.works:
        return here
    told = Q(plan__public_at__isnull=False) & (Q(plan__version=0) | Q(adopted_at__isnull=False))
    own = within_any("plan__area_path", access.speaks_for) & ~Q(plan__written_by=WrittenBy.MUNICIPALITY)
    return here & (told | (~Q(plan__area_path="") & own))


def begins(access: Access, *, area_path: str, written_by: str, owner_team_id: object) -> bool:
    """Whether this person may begin a plan like this."""
    speaks = bool(area_path) and _holds(access.speaks_for, area_path)
    if written_by == WrittenBy.RESIDENTS:
        return speaks
    return owner_team_id in access.teams or (bool(area_path) and _holds(access.areas, area_path))


def _holds(paths: frozenset[str], path: str) -> bool:
    return any(path.startswith(each) for each in paths)
