"""What a person may do with one signal: the verbs of `people.may`, and the roles of `rules.workflow`."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.web import access_of
from wijkwerk.rules import workflow
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.work.signals.models import Signal


def roles_on(access: Access, signal: Signal) -> frozenset[str]:
    """The person's roles towards this signal, as the table of steps knows them."""
    verbs = access.verbs(signal)
    roles: set[str] = set()
    if signal.owner_team_id in (access.teams | access.care_teams):
        roles.add(workflow.OWNER_TEAM)
    if signal.owner_person_id is not None and signal.owner_person_id == access.user_id:
        roles.add(workflow.OWNER_PERSON)
    if "take" in verbs:
        roles.add(workflow.AREA_MANAGER)
    if "note" in verbs:
        roles.add(workflow.STAFF)
    return frozenset(roles)


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
    if signal is None or not access.may(verb, signal):
        raise Http404
    signal.municipality = municipality  # it comes with its division, which no list then has to look up
    return signal
