"""Which department, plan or wish a request is about. Who may not, gets the 404 of what is not there."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.web import access_of, municipality_of, who
from wijkwerk.rules.matching import DECIDER, TABLE, MatchStep
from wijkwerk.work.plans.actions.matching import DEPARTMENTS
from wijkwerk.work.plans.matches import roles_on_match, sees_match
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Match


def at_desk(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody with a desk; a 404 for everybody else."""
    access, municipality = access_of(request), municipality_of(request)
    if not access.may("desk"):
        raise Http404
    return access, municipality


def find_team(request: HttpRequest, key: str, *, member: bool = False) -> Team:
    """The department with this key; with `member` only for who works in it."""
    access, municipality = at_desk(request)
    rows = Team.objects.filter(municipality=municipality, key=key[:40], kind__in=DEPARTMENTS)
    team = rows.order_by("ended_at").first()
    if team is None or (member and team.pk not in access.teams):
        raise Http404
    team.municipality = municipality
    return team


def find_plan(request: HttpRequest, key: str, year: int) -> DepartmentPlan:
    """The plan of a department for a year, for who works in that department."""
    team = find_team(request, key, member=True)
    found = DepartmentPlan.objects.filter(municipality=team.municipality_id, team=team, year=year).first()
    if found is None:
        raise Http404
    found.team = team
    return found


def find_line(request: HttpRequest, line: uuid.UUID) -> DepartmentLine:
    """A line that still holds, for who works in its department."""
    access, municipality = at_desk(request)
    rows = DepartmentLine.objects.filter(pk=line, municipality=municipality, plan__team__in=access.teams)
    found = rows.filter(ended_at=None).select_related("plan__team").first()
    if found is None:
        raise Http404
    return found


def find_match(request: HttpRequest, match: uuid.UUID, step: MatchStep | None = None) -> Match:
    """A wish with a department, for who may read it, and may ever take this step with it."""
    access, municipality = access_of(request), municipality_of(request)
    rows = Match.objects.filter(pk=match, municipality=municipality)
    names = ("team", "line", "asked_by", "decided_by", "item__subject", "item__area", "item__plan__subject")
    found = rows.select_related(*names).first()
    if found is None or not sees_match(access, found):
        raise Http404
    found.municipality = found.item.municipality = municipality
    if step is not None and not _ever(step) & roles_on_match(access, found):
        raise Http404
    return found


def _ever(step: MatchStep) -> frozenset[str]:
    """The roles that this step asks in one state or another; whether it is open now, the action says."""
    return frozenset(role for (_, each), (_, roles) in TABLE.items() if each is step for role in roles)


def acting(request: HttpRequest, match: Match) -> dict[str, Any]:
    """`by`, `now` and `roles` for a step on this wish."""
    return {**who(request), "roles": roles_on_match(access_of(request), match)}


def keeping(request: HttpRequest) -> dict[str, Any]:
    """`by`, `now` and `roles` for who works in the department; the page was found by that."""
    return {**who(request), "roles": frozenset({DECIDER})}
