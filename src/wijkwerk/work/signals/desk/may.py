"""What a person may do with one signal: the verbs of `people.may`, and the roles of `rules.workflow`."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.may import INTAKE_VERBS, Access
from wijkwerk.ground.people.web import access_of, who
from wijkwerk.rules import workflow
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.owners import goes_straight

# What somebody outside the team may still do with a report that goes straight to its team (I1).
FROM_ASIDE = frozenset({"see", "see_askers", "note", "make_care"})
# Which right of `people.may` each step asks, beside the role of `rules.workflow`.
NEEDS = {
    "take": "take",
    "give": "give",
    "escalate": "note",
    "ask": "give",
    "reply": "note",
    "resume": "give",
    "note": "note",
    "classify": "give",
    "look_broadly": "note",
    "mark_more": "note",
    "mark_urgent": "note",
    "answer": "answer",
    "settle_condition": "settle",
    "keep_promise": "settle",
    "forward": "give",
    "register": "give",
    "redirect": "give",
    "merge": "give",
    "unmerge": "give",
    "split": "give",
    "close": "answer",
    "reopen": "note",
    "make_care": "make_care",
}


def for_desk(request: HttpRequest) -> tuple[Access, Municipality]:
    """Access and municipality of somebody with a desk; a 404 for everybody else."""
    access = access_of(request)
    municipality: Municipality | None = getattr(request, "municipality", None)
    if municipality is None or not access.may("desk"):
        raise Http404
    return access, municipality


def verbs_on(access: Access, signal: Signal, municipality: Municipality) -> frozenset[str]:
    """What the person may do with this signal: as `people.may` says, less what I1 keeps for the team alone."""
    verbs = access.verbs(signal)
    if signal.owner_team_id in access.teams or not goes_straight(signal, municipality):
        return verbs
    return verbs & ((FROM_ASIDE | INTAKE_VERBS) if access.intake else FROM_ASIDE)


def roles_on(access: Access, signal: Signal) -> frozenset[str]:
    """The person's roles towards this signal, as the table of steps knows them."""
    verbs = verbs_on(access, signal, signal.municipality)
    roles: set[str] = set()
    if signal.owner_team_id in (access.teams | access.care_teams):
        roles.add(workflow.OWNER_TEAM)
    if signal.owner_person_id is not None and signal.owner_person_id == access.user_id:
        roles.add(workflow.OWNER_PERSON)
    if "take" in verbs:
        roles.add(workflow.AREA_MANAGER)
    if "note" in verbs:
        roles.add(workflow.STAFF)
    if access.areas:
        roles.add(workflow.ADVISER)
    return frozenset(roles)


def acting(request: HttpRequest, signal: Signal) -> dict[str, Any]:
    """`by`, `now` and `roles` for a step on this signal. A verb outside the table of steps needs only `who`."""
    return {**who(request), "roles": roles_on(access_of(request), signal)}


def find(request: HttpRequest, code: str, verb: str = "see", rows: QuerySet[Signal] | None = None) -> Signal:
    """The signal with this code when the person may do this with it; a 404 for everybody else.

    `rows` are the signals to look in, for a page that fetches more with it.
    """
    access = access_of(request)
    municipality: Any = request.municipality  # type: ignore[attr-defined]
    if municipality is None or not access.kinds:
        raise Http404
    found = clean_code(code)
    if not is_public_code(found):
        raise Http404
    rows = Signal.objects.all() if rows is None else rows
    rows = rows.select_related("subject", "owner_team", "owner_person")
    signal = rows.filter(municipality=municipality, subject__code=found).first()
    if signal is None or not access.may("see", signal):
        raise Http404
    signal.municipality = municipality  # it comes with its division, which no list then has to look up
    if verb not in verbs_on(access, signal, municipality):
        raise Http404
    return signal
