"""When somebody's role ends or they are away, their open work falls to the team at once and shows on its desk (D2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people import actions as people
from wijkwerk.ground.people.models import Role
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.signals.desk.lists.filters import Filter
from wijkwerk.work.signals.desk.lists.queries import desk_rows
from wijkwerk.work.signals.models import OPEN, Signal
from wijkwerk.work.signals.tests.handing_cast import again, in_state, works

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
ENDED = [state for state in State if state.value not in OPEN and state != State.MERGED]


def role_ends(town: Town) -> None:
    role = Role.objects.get(user=town.people["traffic"])
    people.end_role(role=role, last_day=YESTERDAY, by=town.people["admin"], now=NOW)


def is_away(town: Town) -> None:
    people.set_deputy(
        municipality=town.municipality, person=town.people["traffic"], deputy=works(town, "Bea", team="verkeer"),
        since=TODAY, until=TODAY + timedelta(days=7), by=town.people["admin"], now=NOW,
    )  # fmt: skip


LEAVES = {"the role ends": role_ends, "away": is_away}


def held(town: Town, state: State) -> Signal:
    """A signal in this state that the official of Verkeer has."""
    signal = in_state(town, state)
    Signal.objects.filter(pk=signal.pk).update(owner_person=town.people["traffic"], owned_at=NOW)
    return again(signal)


@pytest.mark.parametrize("leaves", LEAVES.values(), ids=LEAVES)
@pytest.mark.parametrize("state", [State(each) for each in sorted(OPEN)])
def test_open_work_falls_to_the_team(town: Town, state: State, leaves: Callable[[Town], None]) -> None:
    signal = held(town, state)
    leaves(town)
    after = again(signal)
    assert (after.owner_person_id, after.owned_at) == (None, None)
    assert after.owner_team == signal.owner_team
    # What somebody had confirmed must be confirmed by somebody again; all else stays where it was.
    assert after.state == (State.ROUTED if state == State.OWNED else state)
    assert Line.objects.filter(subject=signal.pk, verb="back_to_team").count() == 1


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_keeps_the_name_of_who_did_it(town: Town, state: State) -> None:
    signal = held(town, state)
    role_ends(town)
    assert again(signal).owner_person_id == town.people["traffic"].pk
    assert not Line.objects.filter(subject=signal.pk, verb="back_to_team").exists()


def test_it_shows_as_new_on_the_desk_of_a_colleague(town: Town) -> None:
    colleague = works(town, "Bea", team="verkeer")
    town.people["bea"] = colleague
    signal = held(town, State.OWNED)

    def new() -> list[Signal]:
        return list(desk_rows(town.access("bea"), town.municipality, Filter("nieuw"), TODAY))

    assert new() == []
    role_ends(town)
    assert new() == [signal]


def test_work_of_a_colleague_and_of_another_municipality_stays(town: Town, other_town: Town) -> None:
    mine, of_bea = held(town, State.OWNED), held(town, State.OWNED)
    bea = works(town, "Bea", team="verkeer")
    Signal.objects.filter(pk=of_bea.pk).update(owner_person=bea)
    there = other_town.signal()
    Signal.objects.filter(pk=there.pk).update(
        state="owned", owner_person=town.people["traffic"], owned_at=NOW
    )
    role_ends(town)
    assert again(mine).owner_person_id is None
    assert again(of_bea).owner_person_id == bea.pk
    assert again(there).owner_person_id == town.people["traffic"].pk


def test_in_one_transaction_with_the_role(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    signal = held(town, State.OWNED)

    def breaks(**rest: object) -> None:
        raise OSError("the power went out")

    monkeypatch.setattr("wijkwerk.work.signals.hooks.handing.receiver_gone", breaks)
    with pytest.raises(OSError, match="power"):
        role_ends(town)
    assert Role.objects.get(user=town.people["traffic"]).until is None
    assert again(signal).owner_person_id == town.people["traffic"].pk
