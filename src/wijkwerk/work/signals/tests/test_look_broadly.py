"""A question is looked at broadly before its answer; asked for the kinds of the settings, required where they say so (I8)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.marking import NewLook, look_broadly
from wijkwerk.work.signals.models import BroadLook, Signal
from wijkwerk.work.signals.tests.handing_cast import OWNERS, STAFF, again, in_state, settle

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
LOOK = NewLook(behind="Zij durft niet over te steken.", domains=("Verkeer", "Onbekend"))


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def broad(town: Town) -> Town:
    settle(town, broad={"kinds": ["worry"], "required": False, "domains": ["Verkeer", "Veiligheid"]})
    return town


def look(town: Town, signal: Signal, new: NewLook = LOOK) -> BroadLook:
    return look_broadly(signal=signal, look=new, by=town.people["traffic"], roles=STAFF, now=NOW)


def answer(town: Town, signal: Signal) -> Signal:
    no = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
    return actions.answer(signal=signal, new=no, by=town.people["traffic"], roles=OWNERS, now=NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_what_was_seen_stands_on_the_page_of_colleagues_and_in_no_line(broad: Town, log_in: LogIn) -> None:
    signal = broad.signal()
    made = look(broad, signal)
    assert made.domains == ["Verkeer"]
    assert "Zij durft niet" in log_in("traffic").get(url("detail", signal)).content.decode()
    assert "Zij durft niet" not in log_in("alderman").get(url("detail", signal)).content.decode()
    line = Line.objects.get(verb="looked_broadly")
    assert not Detail.objects.filter(line=line).exists()


@pytest.mark.parametrize("field", ["behind", "others", "tried", "can_self"])
def test_each_side_of_it_can_be_read_again(broad: Town, log_in: LogIn, field: str) -> None:
    """Also whom one must bring to whom (Q18): who else is concerned."""
    signal = broad.signal()
    given = {"behind": "Angst.", field: "De wijkverpleegkundige kent haar."}
    assert getattr(look(broad, signal, NewLook(**given)), field) == given[field]
    assert given[field] in log_in("traffic").get(url("detail", signal)).content.decode()


def test_it_is_written_anew_in_the_same_place(broad: Town) -> None:
    signal = broad.signal()
    look(broad, signal)
    look(broad, signal, NewLook(tried="Met de school gebeld."))
    row = BroadLook.objects.get()
    assert (row.behind, row.tried) == ("", "Met de school gebeld.")
    assert Line.objects.filter(verb="looked_broadly").count() == 2


@pytest.mark.parametrize("new", [NewLook(), NewLook(behind=" "), NewLook(others="Nummer 111222333")])
def test_nothing_and_a_service_number_are_refused(broad: Town, new: NewLook) -> None:
    with pytest.raises(Refused):
        look(broad, broad.signal(), new)
    assert not BroadLook.objects.exists()


def test_the_answer_page_asks_for_it_only_for_these_kinds_and_only_once(broad: Town, log_in: LogIn) -> None:
    client, signal = log_in("traffic"), broad.signal()
    words = "Kijk eerst breed. Of zeg waarom dat niet nodig is."
    assert words in client.get(url("answer", signal)).content.decode()
    assert words not in client.get(url("answer", broad.signal(kind="idea"))).content.decode()
    look(broad, signal)
    assert words not in client.get(url("answer", signal)).content.decode()
    assert answer(broad, signal).state == State.ANSWERED


def test_without_it_an_answer_goes_out_unless_it_is_required(broad: Town) -> None:
    assert answer(broad, broad.signal()).state == State.ANSWERED
    settle(broad, broad={"kinds": ["worry"], "required": True, "domains": []})
    signal = broad.signal()
    with pytest.raises(Refused, match="Kijk eerst breed"):
        answer(broad, signal)
    assert again(signal).state == State.ROUTED
    assert answer(broad, broad.signal(kind="idea")).state == State.ANSWERED
    look(broad, signal, NewLook(behind="Niet nodig: de vraag is duidelijk."))
    assert answer(broad, signal).state == State.ANSWERED
    assert answer(broad, signal).state == State.ANSWERED


def test_the_form_keeps_what_was_typed(broad: Town, log_in: LogIn) -> None:
    signal, client = broad.signal(), log_in("traffic")
    assert client.post(url("look_broadly", signal), {"domains": "Verkeer"}).status_code == 422
    form: dict[str, Any] = {"behind": "Zij is bang.", "domains": ["Verkeer", "Veiligheid"]}
    assert client.post(url("look_broadly", signal), form).status_code == 302
    page = client.get(url("look_broadly", signal)).content.decode()
    assert "Zij is bang." in page
    assert page.count("checked") == 2
    assert "Raakt aan" in client.get(url("detail", signal)).content.decode()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", sorted(workflow.ROLES))
def test_every_role_in_every_state(broad: Town, state: State, role: str) -> None:
    signal, roles = in_state(broad, state), frozenset({role})
    by = broad.people["traffic"]
    if workflow.allowed(state, Step.LOOK_BROADLY, roles):
        look_broadly(signal=signal, look=LOOK, by=by, roles=roles, now=NOW)
        assert again(signal).state == state
    else:
        with pytest.raises(Refused):
            look_broadly(signal=signal, look=LOOK, by=by, roles=roles, now=NOW)
        assert not BroadLook.objects.exists()
