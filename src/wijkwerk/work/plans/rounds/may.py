"""Which plan, round and wish a request is about. Who may not see it gets the 404 of what is not there."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.planning import ADOPTER, PlanStep
from wijkwerk.work.plans import may
from wijkwerk.work.plans.desk.may import find_plan
from wijkwerk.work.plans.gathering import Gathered, gather
from wijkwerk.work.plans.models import Plan, Round, WrittenBy


def plan_seen(request: HttpRequest, code: str) -> Plan:
    """The plan with this code, for everybody who may read it. Raises Http404."""
    municipality, cleaned = municipality_of(request), clean_code(code)
    # Checked before the database sees it: PostgreSQL refuses some signs outright.
    if not is_public_code(cleaned):
        raise Http404
    rows = Plan.objects.filter(municipality=municipality, subject__code=cleaned)
    plan = rows.select_related("subject", "owner_team").first()
    if plan is None or not may.sees(access_of(request), plan):
        raise Http404
    plan.municipality = municipality
    return plan


def rounds_of(plan: Plan) -> list[Round]:
    """The rounds of a plan, the first one first. One query."""
    rows = list(Round.objects.filter(municipality=plan.municipality_id, plan=plan).order_by("made_at", "pk"))
    for each in rows:
        each.plan, each.municipality = plan, plan.municipality
    return rows


def latest(plan: Plan) -> Round | None:
    """The round that runs, else the last one."""
    rounds = rounds_of(plan)
    return rounds[-1] if rounds else None


def running(request: HttpRequest, code: str) -> Round:
    """The round that runs for this plan, for who writes it. Raises Http404."""
    found = latest(find_plan(request, code, PlanStep.WRITE))
    if found is None or found.ended_at is not None:
        raise Http404
    return found


@dataclass(frozen=True)
class Judged:
    """A wish as one person has it before them: whether they may read it, and whether they may let it fall out."""

    round: Round
    wish: Gathered
    sees: bool
    may_refuse: bool
    open: tuple[uuid.UUID, ...]


def judged(request: HttpRequest, code: str, key: uuid.UUID) -> Judged:
    """The wish of the running round with this key, for who writes the plan. Raises Http404."""
    found, access = running(request, code), access_of(request)
    wishes = gather(found)
    wish = next((each for each in wishes if any(row.pk == key for row in each.rows)), None)
    if wish is None:
        raise Http404
    still = tuple(each.row.pk for each in wishes if each.outcome == "open" and each is not wish)
    sees = access.may("see", wish.signal)
    return Judged(found, wish, sees, _may_refuse(access, found, sees), still)


def _may_refuse(access: Access, found: Round, sees: bool) -> bool:
    """A no is an answer of the municipality: by somebody who adopts, and who can read what they say no to."""
    if found.plan.written_by == WrittenBy.RESIDENTS:
        return True
    return sees and ADOPTER in may.roles_on(access, found.plan)
