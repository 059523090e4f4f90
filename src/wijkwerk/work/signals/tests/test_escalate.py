"""One button asks the next rung of the ladder, with the reason; nothing is lost on the way up (O4, Q25, D2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people.models import Role
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.testing_cast import NOW, Town, build_town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.escalating import escalate
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.places import NOWHERE
from wijkwerk.work.signals.tests.handing_cast import (
    LADDER,
    STAFF,
    again,
    give,
    in_state,
    settle,
    team_of,
    works,
)
from wijkwerk.work.signals.tests.test_races import at_once, won

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def steep(town: Town) -> Town:
    """The town with the ladder of these tests."""
    settle(town, ladder=LADDER)
    return town


def up(town: Town, signal: Signal, *, by: str = "traffic", why: str = "Wij komen er niet uit.") -> Handover:
    return escalate(signal=signal, why=why, by=town.people[by], roles=STAFF, now=NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def confirmed(town: Town, handover: Handover, by: str) -> None:
    actions.confirm(handover=handover, by=town.people[by], now=NOW)


def test_it_goes_up_rung_by_rung_and_ends_at_the_top(steep: Town) -> None:
    signal = steep.signal()
    steep.people["anna"] = works(steep, "Anna", team="gebiedsteam")
    steep.people["social"] = works(steep, "Sofie", team="sociaal")
    first = up(steep, signal)
    assert (first.rung, first.to_team.key, first.to_person) == ("team", "gebiedsteam", None)
    assert (team_of(signal).key, again(signal).rung) == ("verkeer", "")
    confirmed(steep, first, "anna")
    assert (team_of(signal).key, again(signal).rung) == ("gebiedsteam", "team")
    second = up(steep, signal, by="anna")
    assert (second.rung, second.to_person) == ("manager", steep.people["owner"])
    confirmed(steep, second, "owner")
    third = up(steep, signal, by="owner")
    assert (third.rung, third.to_team.key) == ("college", "sociaal")
    confirmed(steep, third, "social")
    with pytest.raises(Refused, match="Hoger kan niet"):
        up(steep, signal, by="social")


def test_the_asker_reads_that_it_goes_up_and_never_why(steep: Town) -> None:
    signal = steep.signal()
    up(steep, signal, why="De buurman werkt niet mee.")
    page = Client().get(reverse("signals:trace", args=[link_token(Asker.objects.get())])).content.decode()
    assert "Wij vragen het hogerop: gebiedsteam" in page
    assert "De buurman" not in page


def test_the_page_says_to_whom_it_goes(steep: Town, log_in: LogIn) -> None:
    signal = steep.signal()
    client = log_in("traffic")
    assert "Vraag het hogerop" in client.get(url("detail", signal)).content.decode()
    page = client.get(url("escalate", signal)).content.decode()
    assert "Uw vraag gaat naar: Gebiedsteam." in page
    assert client.post(url("escalate", signal), {"why": ""}).status_code == 422
    assert client.post(url("escalate", signal), {"why": "Dit moet hoger."}).status_code == 302
    assert Line.objects.filter(verb="escalated").count() == 1
    shown = client.get(reverse("signals:list"), {"lijst": "hogerop"}).content.decode()
    assert signal.subject.code in shown
    assert "al hogerop gevraagd" in client.get(url("escalate", signal), follow=True).content.decode()


def test_the_manager_of_the_smallest_area_is_asked(steep: Town) -> None:
    settle(steep, ladder=LADDER[1:])
    near = works(steep, "Linde", area="Lindebuurt", kind="area_manager")
    handover = up(steep, steep.signal())
    assert handover.to_person == near
    # A manager without a team leaves it with its team, and becomes the person who has it.
    assert handover.to_team.key == "verkeer"
    assert up(steep, steep.signal(place=steep.place("Beukbuurt"))).to_person == steep.people["owner"]
    assert up(steep, steep.signal(place=steep.place("Havenbuurt"))).to_person == steep.people["elsewhere"]


def test_without_a_manager_the_rung_is_passed_and_without_a_place_it_is_the_intake_team(steep: Town) -> None:
    settle(steep, ladder=LADDER[1:])
    nowhere = up(steep, steep.signal(place=NOWHERE))
    assert (nowhere.rung, nowhere.to_team.key) == ("manager", "meldpunt")
    Role.objects.filter(user=steep.people["owner"]).delete()
    assert up(steep, steep.signal()).rung == "college"


def test_the_manager_who_asks_higher_is_not_asked_herself(steep: Town) -> None:
    settle(steep, ladder=LADDER[1:])
    assert up(steep, steep.signal(), by="owner").rung == "college"


def test_a_rung_that_is_silent_is_passed_by_and_one_with_time_left_is_not(steep: Town) -> None:
    signal = steep.signal()
    up(steep, signal)
    with pytest.raises(Refused, match="al hogerop gevraagd"):
        up(steep, signal)
    late = NOW + timedelta(days=3)
    second = escalate(signal=signal, why="Geen antwoord.", by=steep.people["traffic"], roles=STAFF, now=late)
    assert second.rung == "manager"
    assert Handover.objects.get(rung="team").state == "withdrawn"


def test_what_is_sent_back_can_be_asked_again(steep: Town) -> None:
    signal = steep.signal()
    actions.bounce(
        handover=up(steep, signal), why="Dit kan het team zelf.", by=steep.people["owner"], now=NOW
    )
    assert again(signal).rung == ""
    assert up(steep, signal).rung == "team"


def test_care_never_goes_up_this_ladder(steep: Town, log_in: LogIn) -> None:
    signal = steep.signal(care=True)
    with pytest.raises(Refused, match="Zorg gaat niet"):
        up(steep, signal, by="carer")
    assert "Vraag het hogerop" not in log_in("carer").get(url("detail", signal)).content.decode()


def test_without_a_ladder_there_is_no_button_and_the_page_says_what_one_can_do(
    town: Town, log_in: LogIn
) -> None:
    settle(town, ladder=[])
    signal = town.signal()
    client = log_in("traffic")
    assert "Vraag het hogerop" not in client.get(url("detail", signal)).content.decode()
    assert "Geef de melding door" in client.get(url("escalate", signal), follow=True).content.decode()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", sorted(workflow.ROLES))
def test_every_role_in_every_state(steep: Town, state: State, role: str) -> None:
    signal = in_state(steep, state)
    roles = frozenset({role})
    by = steep.people["traffic"]
    if workflow.allowed(state, Step.ESCALATE, roles):
        escalate(signal=signal, why="Hoger", by=by, roles=roles, now=NOW)
        assert (again(signal).state, team_of(signal)) == (state, signal.owner_team)
    else:
        with pytest.raises(Refused):
            escalate(signal=signal, why="Hoger", by=by, roles=roles, now=NOW)
        assert not Handover.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_confirming_while_others_ask_higher_loses_nothing() -> None:
    """Of many who confirm, and ask the next rung at the same moment, each is done or refused; one offer waits at most."""
    town = build_town()
    settle(town, ladder=LADDER)
    signal = town.signal()
    handover = give(town, signal)

    def either(each: int) -> object:
        if each % 2:
            fresh = Handover.objects.select_related("signal__subject", "signal__municipality").get(
                pk=handover.pk
            )
            return actions.confirm(handover=fresh, by=town.people["member"], now=NOW)
        return up(town, again(signal))

    results = at_once(either, number=16)
    assert won(results) in (1, 2)
    row = again(signal)
    assert row.owner_team.ended_at is None
    assert Handover.objects.filter(state="sent").count() == 1
    confirmed_one = Handover.objects.filter(state="confirmed").exists()
    assert (row.owner_team.key == "wijkbeheer") == confirmed_one
