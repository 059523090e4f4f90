"""A formal matter stands on the desk until the reference of the other system is entered, and then it ended here (D9, D15)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.queries import history
from wijkwerk.rules.workflow import TO_DO, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.tests.elsewhere_cast import OWNERS, forward, in_state, register

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_with_the_reference_it_ended_here(town: Town) -> None:
    signal = register(town, forward(town, town.signal()))
    assert (signal.state, signal.result, signal.closed_at) == ("redirected", "forwarded", NOW)
    assert (signal.external_system, signal.external_ref) == ("Zaaksysteem", "Z-2026-0042")
    assert (signal.legal_due, signal.answer_due) == (date(2027, 1, 4), None)
    assert signal.destroy_after == date(2031, 11, 23)


def test_it_leaves_the_list_of_formal_matters(town: Town, log_in: LogIn) -> None:
    signal, client = forward(town, town.signal()), log_in("owner")
    page = reverse("signals:list") + "?lijst=officieel"
    assert "Hard rijden" in client.get(page).content.decode()
    register(town, signal)
    assert "Hard rijden" not in client.get(page).content.decode()


@pytest.mark.parametrize("state", State)
def test_what_is_not_formal_is_not_registered(town: Town, state: State) -> None:
    signal = in_state(town, state)
    with pytest.raises(Refused):
        register(town, signal)


@pytest.mark.parametrize("state", sorted(TO_DO - {State.WAITING}))
def test_from_each_state_in_which_it_is_to_do(town: Town, state: State) -> None:
    signal = forward(town, town.signal())
    Signal.objects.filter(pk=signal.pk).update(state=state)
    assert register(town, signal).state == "redirected"
    with pytest.raises(Refused):
        register(town, signal)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ref": "  "}, "Vul in"),
        ({"ref": "123456782"}, "zaak"),
        ({"ref": "BSN: 123456782"}, "zaak"),
        ({"roles": frozenset({"staff"})}, "eigenaar"),
        ({"roles": frozenset({"asker"})}, "eigenaar"),
    ],
)
def test_what_is_refused(town: Town, given: dict[str, Any], words: str) -> None:
    signal = forward(town, town.signal())
    with pytest.raises(Refused, match=words):
        register(town, signal, **given)
    signal.refresh_from_db()
    assert (signal.state, signal.external_ref) == ("owned", "")


@pytest.mark.parametrize("ref", ["zaak 123456782", "Z-2026-123456782", "123456789", "2026/15"])
def test_a_case_number_may_look_like_a_citizen_service_number(town: Town, ref: str) -> None:
    assert register(town, forward(town, town.signal()), ref).external_ref == ref


def test_nobody_is_asked_to_take_it_over_any_more(town: Town) -> None:
    signal = forward(town, town.signal())
    actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why="Voor u?", by=town.people["traffic"],
        roles=OWNERS, now=NOW,
    )  # fmt: skip
    register(town, signal)
    assert Handover.objects.get().state == "withdrawn"


def test_reopened_it_is_formal_again_with_its_date_and_asks_for_a_reference(town: Town) -> None:
    signal = register(town, forward(town, town.signal()))
    with pytest.raises(Refused):
        actions.reopen(signal=signal, why="Nee", by=None, roles=frozenset({"asker"}), now=NOW)
    signal = actions.reopen(
        signal=signal, why="Verkeerd kenmerk", by=town.people["traffic"], roles=frozenset({"staff"}), now=NOW
    )
    assert (signal.formal_kind, signal.external_ref, signal.closed_at) == ("objection", "", None)
    assert signal.answer_due == signal.legal_due == date(2027, 1, 4)
    assert register(town, signal, "Z-2026-0043").external_ref == "Z-2026-0043"


def test_the_page_for_the_reference(town: Town, log_in: LogIn) -> None:
    signal, client = forward(town, town.signal()), log_in("traffic")
    assert client.post(url("register", signal), {"external_system": "Zaaksysteem"}).status_code == 422
    form = {"external_system": "Zaaksysteem", "external_ref": "123456782", "once": "a"}
    wrong = client.post(url("register", signal), form)
    assert wrong.context["form"].errors.keys() == {"external_ref"}
    form |= {"external_ref": "Z-1"}
    assert client.post(url("register", signal), form).status_code == 302
    page = client.get(url("detail", signal)).content.decode()
    assert "Zaaksysteem: Z-1" in page
    assert url("register", signal) not in page
    asker = Asker.objects.get(subject=signal.subject)
    traced = Client().get(reverse("signals:trace", args=[link_token(asker)])).content.decode()
    assert "Z-1" in traced
    assert "Juridische Zaken heeft uw bericht" in traced


def test_before_it_is_formal_the_page_refuses(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    form = {"external_system": "Zaaksysteem", "external_ref": "Z-1"}
    answer = log_in("traffic").post(url("register", signal), form)
    assert (answer.status_code, "geen officieel bericht" in answer.content.decode()) == (422, True)


def test_the_reference_is_not_in_the_journal_line_but_in_its_erasable_text(town: Town) -> None:
    signal = register(town, forward(town, town.signal()))
    events = log_lines(signal)
    assert [line.result for line in events if line.verb == "registered"] == [""]
    assert next(line for line in events if line.verb == "registered").detail.text["ref"] == "Z-2026-0042"


def log_lines(signal: Signal) -> list[Any]:
    return list(history(municipality=signal.municipality_id, subjects=[signal.subject_id]))
