"""No sequence of handing over, going up, placing anew and people leaving yields a signal without a living team (D2)."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import handing
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.actions.escalating import escalate
from wijkwerk.work.signals.hooks import back_to_team
from wijkwerk.work.signals.models import Handover, HandoverState, Kind, Signal
from wijkwerk.work.signals.tests.handing_cast import LADDER, OWNERS, STAFF, again, settle

pytestmark = pytest.mark.django_db
PEOPLE = ("owner", "elsewhere", "member", "traffic", "intake")
TEAMS = ("verkeer", "wijkbeheer", "groen", "gebiedsteam", "meldpunt", "zorg")
THEMES = ("verkeer", "verlichting", "groen", "zorg_en_welzijn", "ontmoeten")
ROLES = (OWNERS, STAFF, frozenset({workflow.AREA_MANAGER}), frozenset({workflow.OWNER_PERSON}))


def steps(town: Town, signal: Signal, dice: random.Random, now: datetime) -> dict[str, Callable[[], object]]:
    """What somebody may try now."""
    by, roles = town.people[dice.choice(PEOPLE)], dice.choice(ROLES)
    team = town.teams[dice.choice(TEAMS)]
    person = dice.choice([None, None, town.people[dice.choice(PEOPLE)]])
    offer = Handover.objects.filter(signal=signal).select_related("signal__subject", "signal__municipality")
    asked = offer.order_by("-asked_at", "-pk").first()
    new = NewClass(theme=dice.choice(THEMES), kind=dice.choice(Kind.values), title="x")
    no = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
    found: dict[str, Callable[[], object]] = {
        "give": lambda: actions.give(
            signal=signal, to_team=team, to_person=person, why="x", by=by, roles=roles, now=now
        ),
        "take": lambda: actions.take(signal=signal, by=by, roles=roles, now=now),
        "up": lambda: escalate(signal=signal, why="x", by=by, roles=roles, now=now),
        "back": lambda: handing.withdraw_handover(signal=signal, by=by, roles=roles, now=now),
        "class": lambda: classify(
            signal=signal, new=new, by=by, roles=roles, now=now, route_again=dice.random() < 0.7
        ),
        "late": lambda: handing.tell_late_handovers(now=now),
        "gone": lambda: back_to_team(user=by, municipality=town.municipality, now=now, by=None),
        "answer": lambda: actions.answer(signal=signal, new=no, by=by, roles=roles, now=now),
        "reopen": lambda: actions.reopen(signal=signal, why="x", by=by, roles=roles, now=now),
    }
    if asked is not None:
        found["confirm"] = lambda: actions.confirm(handover=asked, by=by, now=now)
        found["bounce"] = lambda: actions.bounce(handover=asked, why="x", by=by, now=now)
    return found


def check(signal: Signal) -> None:
    """What holds after every step."""
    row = again(signal)
    assert row.owner_team.ended_at is None
    assert (row.owner_person is None) or row.owned_at is not None
    assert not (row.state == State.OWNED and row.owner_person is None)
    waiting = list(Handover.objects.filter(signal=row, state=HandoverState.SENT))
    assert len(waiting) <= 1
    assert all(each.from_team_id == row.owner_team_id for each in waiting)


@pytest.mark.parametrize("straight", [None, "wijkbeheer"])
@pytest.mark.parametrize("seed", range(8))
def test_after_any_step_there_is_a_living_team_and_at_most_one_offer(
    town: Town, seed: int, straight: str | None
) -> None:
    dice, done = random.Random(seed), 0
    settle(town, ladder=LADDER, handling={"reports_straight_to": straight})
    signal = town.signal()
    for number in range(60):
        now = NOW + timedelta(hours=number * 7)
        tries = steps(town, again(signal), dice, now)
        try:
            tries[dice.choice(sorted(tries))]()
            done += 1
        except Refused:
            continue
        finally:
            check(signal)
    assert done > 15
