"""Helpers of the tests about handing over: other settings, a signal in any state, who works where."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.people.models import Role, Team, User
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW, SINCE, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.models import Handover, Signal

OWNERS = frozenset({workflow.OWNER_TEAM})
STAFF = frozenset({workflow.STAFF})
LADDER = [
    {"key": "team", "label": "gebiedsteam", "team": "gebiedsteam"},
    {"key": "manager", "label": "gebiedsmanager", "area_manager": True},
    {"key": "college", "label": "college", "team": "sociaal"},
]


def settle(town: Town, **parts: Any) -> None:
    """The town with other settings: whole parts of the document."""
    document = deepcopy(documents.current(town.municipality).raw) | parts
    documents.put(municipality=town.municipality, document=document, by=None, now=NOW, why="test")
    town.municipality.refresh_from_db()


def works(
    town: Town, name: str, *, team: str | None = None, kind: str = "official", area: str | None = None
) -> User:
    """One more colleague."""
    user = User.objects.create_user(f"{name.lower()}.{team or area}@example.org", name=name)
    Role.objects.create(
        municipality=town.municipality,
        user=user,
        kind=kind,
        team=town.teams[team] if team else None,
        area=town.areas[area] if area else None,
        since=SINCE,
    )
    return user


def give(
    town: Town, signal: Signal, team: str = "wijkbeheer", *, person: User | None = None, now: datetime = NOW
) -> Handover:
    """Team Verkeer asks another."""
    by = town.people["traffic"]
    return actions.give(
        signal=signal, to_team=town.teams[team], to_person=person, why="Voor u?", by=by, roles=OWNERS, now=now
    )


def in_state(town: Town, state: State, **given: Any) -> Signal:
    """A signal in this state, as the database allows it."""
    if state == State.MERGED:
        given["askers"] = ()  # who asked goes along with a merge
    signal = town.signal(**given)
    if state == State.ANSWERED:
        new = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
        return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)
    values: dict[str, Any] = {"state": state}
    if state in (State.CLOSED, State.REDIRECTED, State.MERGED, State.SPLIT):
        values["closed_at"] = NOW
    if state == State.MERGED:
        values["merged_into"] = town.signal()
    if state == State.REDIRECTED:
        values["forwarded_to"] = "de provincie"
    if state == State.WAITING:
        values |= {"waiting_until": TODAY, "days_left": 5, "answer_due": None}
    if state in (State.OWNED, State.WAITING):
        values |= {"owner_person": town.people["traffic"], "owned_at": NOW}
    Signal.objects.filter(pk=signal.pk).update(**values)
    return again(signal)


def again(signal: Signal) -> Signal:
    """The row as it is now."""
    return Signal.objects.select_related("subject", "municipality", "owner_team").get(pk=signal.pk)


def team_of(signal: Signal) -> Team:
    """Whose it is now."""
    return again(signal).owner_team
