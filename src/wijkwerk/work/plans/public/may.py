"""Which plan or item a page is about, for everybody: a 404 for what this person may not see, as for what is not there."""

from django.http import Http404, HttpRequest

from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.work.plans import may
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import Plan, PlanItem


def plan_of(request: HttpRequest, code: str) -> Plan:
    """The plan with this code. Raises Http404."""
    municipality = municipality_of(request)
    rows = Plan.objects.filter(municipality=municipality, subject__code=_code(code))
    plan = rows.select_related("subject", "owner_team", "replaces__subject").first()
    if plan is None or not may.sees(access_of(request), plan):
        raise Http404
    plan.municipality = municipality  # it comes with its division, which no page then has to look up
    as_adopted([plan], access_of(request))
    return plan


def item_of(request: HttpRequest, code: str) -> PlanItem:
    """The item with this code. Raises Http404."""
    municipality = municipality_of(request)
    rows = PlanItem.objects.filter(municipality=municipality, subject__code=_code(code))
    item = rows.select_related("subject", "owner_team", "plan__subject").first()
    if item is None or not may.sees_item(access_of(request), item):
        raise Http404
    item.municipality = item.plan.municipality = municipality
    as_adopted([item.plan], access_of(request))
    return item


def _code(typed: str) -> str:
    # Checked before the database sees it: PostgreSQL refuses some signs outright.
    code = clean_code(typed)
    if not is_public_code(code):
        raise Http404
    return code
