"""Which plan or item a request is about, and what its person may do with it. Who may not, gets the 404 of what is not there.

These pages are for staff and for a residents' group alike: what counts is `plans.may`, not whether somebody has a desk.
"""

from functools import reduce
from typing import Any

from django.http import Http404, HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import access_of, municipality_of, who
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.planning import ITEM_TABLE, PLAN_TABLE, ItemStep, PlanStep
from wijkwerk.work.plans.may import roles_on, roles_on_item, sees_draft
from wijkwerk.work.plans.models import Plan, PlanItem

NONE: frozenset[str] = frozenset()


def for_plans(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody who works with plans; a 404 for everybody else."""
    access, municipality = access_of(request), municipality_of(request)
    if not (access.works or access.speaks_for):
        raise Http404
    return access, municipality


def find_plan(request: HttpRequest, code: str, step: PlanStep | None = None) -> Plan:
    """The plan with this code, for who may read it while it is written, and may ever take this step with it."""
    access, municipality = for_plans(request)
    rows = Plan.objects.filter(municipality=municipality, subject__code=_code(code))
    plan = rows.select_related("subject", "area", "owner_team", "replaces__subject").first()
    if plan is None or not sees_draft(access, plan):
        raise Http404
    plan.municipality = municipality  # it comes with its division, which no page then has to look up
    if step is not None and not _ever(step) & roles_on(access, plan):
        raise Http404
    return plan


def find_item(request: HttpRequest, code: str, step: ItemStep | None = None) -> PlanItem:
    """The item with this code, on the same terms."""
    access, municipality = for_plans(request)
    rows = PlanItem.objects.filter(municipality=municipality, subject__code=_code(code))
    names = ("subject", "area", "owner_team", "owner_person", "origin_subject")
    item = rows.select_related(*names, "plan__subject", "plan__area", "plan__owner_team").first()
    if item is None or not sees_draft(access, item.plan):
        raise Http404
    item.municipality = item.plan.municipality = municipality
    if step is not None and not _ever(step) & roles_on_item(access, item):
        raise Http404
    return item


def _code(typed: str) -> str:
    code = clean_code(typed)
    if not is_public_code(code):
        raise Http404
    return code


def _ever(step: PlanStep | ItemStep) -> frozenset[str]:
    """The roles that this step asks in one state or another; whether it is open now, the action says."""
    tables: Any = {**PLAN_TABLE, **ITEM_TABLE}
    return reduce(frozenset.union, (roles for (_, each), (_, roles) in tables.items() if each is step), NONE)


def acting_on(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """`by`, `now` and `roles` for a step on this plan."""
    return {**who(request), "roles": roles_on(access_of(request), plan)}


def acting(request: HttpRequest, item: PlanItem) -> dict[str, Any]:
    """`by`, `now` and `roles` for a step on this item."""
    return {**who(request), "roles": roles_on_item(access_of(request), item)}
