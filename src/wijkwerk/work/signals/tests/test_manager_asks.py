"""An area manager asks departments and commands none: what another team must do, that team says itself (I11)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.people.models import Deputy, Role
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition, Refused
from wijkwerk.work.answers.models import Answer, Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.desk.may import roles_on
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.handing_cast import again, settle

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
YES = {"kind": "yes", "text": "Ja, dat doen wij.", "what": "Een drempel", "due": "voorjaar 2027"}
NO = {"kind": "no", "text": "Nee, helaas.", "reason": "Er is geen ruimte.", "can_do": "U kunt ons bellen."}
YES_IF = YES | {
    "kind": "yes_if", "condition": "De raad keurt het goed", "condition_kind": "budget", "needed": "geld",
    "expected": "17-12-2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def answer(client: Client, signal: Signal, form: dict[str, str], **teams: object) -> int:
    """Send the form of an answer with these teams. Returns the status."""
    given = form | {name: str(team.pk) for name, team in teams.items()}
    return client.post(reverse("signals:answer", args=[signal.subject.code]), given).status_code


@pytest.mark.parametrize("key", ["verkeer", "groen", "wijkbeheer", "bestuur"])
def test_a_manager_promises_nothing_that_another_team_must_do(town: Town, log_in: LogIn, key: str) -> None:
    signal = town.signal()
    client = log_in("owner")
    page = client.post(
        reverse("signals:answer", args=[signal.subject.code]), YES | {"team": str(town.teams[key].pk)}
    )
    assert page.status_code == 422
    assert f"niets beloven namens {town.teams[key].name}" in page.content.decode()
    assert "Een drempel" in page.content.decode()  # nothing that was typed is lost
    assert not Answer.objects.exists()
    assert not Promise.objects.exists()


def test_left_open_the_team_that_has_it_is_not_promised_for_either(town: Town, log_in: LogIn) -> None:
    assert answer(log_in("owner"), town.signal(), YES) == 422
    assert not Promise.objects.exists()


def test_nor_does_a_manager_who_took_it_first(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("owner")
    client.post(reverse("signals:take", args=[signal.subject.code]))
    assert again(signal).owner_team.key == "gebiedsteam"
    assert answer(client, signal, YES, team=town.teams["verkeer"]) == 422
    assert answer(client, signal, YES, team=town.teams["gebiedsteam"]) == 302


@pytest.mark.parametrize(("team", "carer", "status"), [
    ("gebiedsteam", "gebiedsteam", 302), ("gebiedsteam", "verkeer", 422), ("verkeer", "gebiedsteam", 422),
])  # fmt: skip
def test_a_condition_is_an_order_too(town: Town, log_in: LogIn, team: str, carer: str, status: int) -> None:
    given = {"team": town.teams[team], "condition_team": town.teams[carer]}
    assert answer(log_in("owner"), town.signal(), YES_IF, **given) == status
    assert Answer.objects.count() == (status == 302)


def test_a_no_orders_nobody(town: Town, log_in: LogIn) -> None:
    assert answer(log_in("owner"), town.signal(), NO, team=town.teams["verkeer"]) == 302


def test_a_manager_without_a_team_asks_who_can_do_it(town: Town, log_in: LogIn) -> None:
    signal = town.signal(place=town.place("Havenbuurt"))
    client = log_in("elsewhere")
    assert answer(client, signal, YES, team=town.teams["verkeer"]) == 422
    asked = {"to_team": str(town.teams["groen"].pk), "why": "Kunt u dit?"}
    assert client.post(reverse("signals:give", args=[signal.subject.code]), asked).status_code == 302
    # Asking moves nothing: the department says yes, or sends it back (I9).
    assert again(signal).owner_team.key == "verkeer"


def test_the_department_promises_its_own_work(town: Town, log_in: LogIn) -> None:
    assert answer(log_in("traffic"), town.signal(), YES, team=town.teams["verkeer"]) == 302
    assert Promise.objects.get().owner_team.key == "verkeer"


def test_who_is_of_the_department_too_promises_for_it(town: Town, log_in: LogIn) -> None:
    manager = town.people["owner"]
    Role.objects.create(
        municipality=town.municipality, user=manager, kind="official", team=town.teams["verkeer"], since=TODAY
    )
    assert answer(log_in("owner"), town.signal(), YES, team=town.teams["verkeer"]) == 302


def test_who_stands_in_for_a_manager_commands_no_more_than_the_manager(town: Town, log_in: LogIn) -> None:
    Deputy.objects.create(
        municipality=town.municipality, person=town.people["owner"], deputy=town.people["member"],
        since=TODAY, until=TODAY,
    )  # fmt: skip
    signal, client = town.signal(), log_in("member")
    assert answer(client, signal, YES, team=town.teams["verkeer"]) == 422
    assert answer(client, signal, YES, team=town.teams["wijkbeheer"]) == 302


def test_where_the_settings_say_so_a_manager_commands(town: Town, log_in: LogIn) -> None:
    settle(town, area_managers={"commands": True})
    given = {"team": town.teams["groen"], "condition_team": town.teams["verkeer"]}
    assert answer(log_in("owner"), town.signal(), YES_IF, **given) == 302
    assert Answer.objects.get().owner_team.key == "groen"


def test_the_verb_itself_refuses_it_whatever_the_page_lets_through(town: Town) -> None:
    signal, access = town.signal(), town.access("owner")
    condition = NewCondition("x", "budget", "x", town.teams["groen"], TODAY)
    for new in (
        NewAnswer("yes", town.teams["verkeer"], text="x", what="x", due_until=TODAY),
        NewAnswer(
            "yes_if", town.teams["gebiedsteam"], text="x", what="x", due_until=TODAY, conditions=(condition,)
        ),
    ):
        with pytest.raises(Refused, match="namens"):
            actions.answer(
                signal=signal, new=new, by=town.people["owner"], roles=roles_on(access, signal), now=NOW
            )


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_being_an_adviser_opens_no_step_and_closes_none(state: State, step: Step) -> None:
    adviser = frozenset({workflow.ADVISER})
    assert workflow.allowed(state, step, adviser) is None
    for role in workflow.ROLES:
        assert workflow.allowed(state, step, adviser | {role}) == workflow.allowed(
            state, step, frozenset({role})
        )
