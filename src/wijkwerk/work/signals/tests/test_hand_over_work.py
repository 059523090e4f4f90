"""Who goes hands over all their work in one press; it stays theirs until a colleague says yes (D2, I9)."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.people.models import Deputy, Role
from wijkwerk.testing_cast import NOW, SINCE, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.models import Handover, Signal

LogIn = Callable[..., Client]
OWNER = frozenset({"owner_team"})
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def mine(town: Town, part: str = "traffic", **given: Any) -> Signal:
    """A signal that this person took."""
    return actions.take(signal=town.signal(**given), by=town.people[part], roles=OWNER, now=NOW)


def press(
    client: Client, signals: list[Signal], to: str, why: str = "Ik krijg ander werk.", once: str = "een"
) -> Any:
    data = {"chosen": [each.subject.code for each in signals], "to_team": to, "why": why, "once": once}
    return client.post(reverse("signals:hand_over"), data)


def test_all_that_is_mine_is_asked_of_a_colleague_in_one_press(town: Town, log_in: LogIn) -> None:
    signals = [mine(town), mine(town, title="Tweede"), mine(town, title="Derde")]
    client, to = log_in("traffic"), town.people["member"]
    page = unescape(client.get(reverse("signals:hand_over")).content.decode())
    assert page.count('name="chosen"') == page.count("checked") == 3
    answer = press(client, signals, f"{town.teams['wijkbeheer'].pk}~{to.pk}")
    result = unescape(client.get(answer.url).content.decode())
    assert "U vroeg een ander om 3 meldingen over te nemen. Tot zij bevestigen" in result
    offers = list(Handover.objects.filter(state="sent"))
    assert {(each.to_team, each.to_person, each.asked_by) for each in offers} == {
        (town.teams["wijkbeheer"], to, town.people["traffic"])
    }
    for signal in signals:
        signal.refresh_from_db()
        assert (signal.owner_team, signal.owner_person) == (town.teams["verkeer"], town.people["traffic"])


def test_only_what_is_chosen_goes_and_a_second_press_does_nothing(town: Town, log_in: LogIn) -> None:
    kept, goes = mine(town), mine(town)
    client = log_in("traffic")
    first = press(client, [goes], str(town.teams["groen"].pk))
    assert press(client, [goes], str(town.teams["groen"].pk)).url == first.url
    assert [each.signal_id for each in Handover.objects.all()] == [goes.pk]
    assert kept.pk != goes.pk


def test_when_nobody_confirms_or_it_comes_back_it_stays_mine(town: Town, log_in: LogIn) -> None:
    signal = mine(town)
    press(log_in("traffic"), [signal], str(town.teams["groen"].pk))
    actions.bounce(handover=Handover.objects.get(), why="Wij zijn vol.", by=town.people["member"], now=NOW)
    signal.refresh_from_db()
    assert (signal.state, signal.owner_person) == ("owned", town.people["traffic"])


def test_what_cannot_go_is_said_with_the_reason_and_stops_nothing(town: Town, log_in: LogIn) -> None:
    goes, stays = mine(town), mine(town)
    Signal.objects.filter(pk=stays.pk).update(owner_team=town.teams["groen"])
    Role.objects.create(
        municipality=town.municipality, user=town.people["traffic"], kind="official", team=town.teams["groen"], since=SINCE
    )  # fmt: skip
    answer = press(log_in("traffic"), [goes, stays], str(town.teams["groen"].pk))
    page = unescape(log_in("traffic").get(answer.url).content.decode())
    assert "Dit team heeft de melding al" in page
    assert [each.signal_id for each in Handover.objects.all()] == [goes.pk]


def test_what_is_not_mine_cannot_be_slipped_in(town: Town, log_in: LogIn) -> None:
    mine(town)
    other = mine(town, "member", theme="onderhoud")
    response = press(log_in("traffic"), [other], str(town.teams["groen"].pk))
    assert response.status_code == 422
    assert "is niet meer van u" in unescape(response.content.decode())
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [("why", "Schrijf erbij waarom"), ("to", "Kies een team"), ("chosen", "Kies ten minste")],
)
def test_what_is_missing_is_asked_and_nothing_is_lost(
    town: Town, log_in: LogIn, field: str, said: str
) -> None:
    signal = mine(town)
    given = {"why": "Ik ga weg.", "to": str(town.teams["groen"].pk), "chosen": [signal]} | {
        field: [] if field == "chosen" else ""
    }
    response = press(log_in("traffic"), given["chosen"], given["to"], given["why"])
    assert response.status_code == 422
    assert said in unescape(response.content.decode())


def test_a_citizen_service_number_in_the_reason_goes_nowhere(town: Town, log_in: LogIn) -> None:
    signal = mine(town)
    answer = press(log_in("traffic"), [signal], str(town.teams["groen"].pk), why="Zie 111222333.")
    assert answer.status_code == 422
    assert "burgerservicenummer" in unescape(answer.content.decode())
    assert not Handover.objects.exists()


def test_promises_that_i_gave_and_handovers_that_run_are_shown(town: Town, log_in: LogIn) -> None:
    signal, by = mine(town, title="Drempel gevraagd"), town.people["traffic"]
    yes = NewAnswer(
        "yes", town.teams["verkeer"], text="Ja.", what="Een drempel bij de school", due_until=TODAY
    )
    actions.answer(signal=signal, new=yes, by=by, roles=OWNER, now=NOW)
    asked = mine(town, title="Al gevraagd")
    actions.give(
        signal=asked, to_team=town.teams["groen"], to_person=None, why="x", by=by, roles=OWNER, now=NOW
    )
    response = log_in("traffic").get(reverse("signals:hand_over"))
    page = unescape(response.content.decode())
    assert f"{asked.subject.code}, in behandeling, al gevraagd" in page
    assert response.context["form"].fields["chosen"].initial == [signal.subject.code]
    assert "Een drempel bij de school" in page
    assert "Gevraagd aan Groen" in page or f"Gevraagd aan {town.teams['groen'].name}" in page


def test_what_waits_for_an_asker_and_what_was_answered_can_go_too(town: Town, log_in: LogIn) -> None:
    waiting, answered = mine(town), mine(town)
    asking.ask(signal=waiting, question="Welke?", by=town.people["traffic"], roles=OWNER, now=NOW)
    no = NewAnswer("no", town.teams["verkeer"], text="Nee.", reason="Geen ruimte.")
    actions.answer(signal=answered, new=no, by=town.people["traffic"], roles=OWNER, now=NOW)
    press(log_in("traffic"), [waiting, answered], str(town.teams["groen"].pk))
    assert Handover.objects.filter(state="sent").count() == 2


def test_care_goes_to_the_care_line_only(town: Town, log_in: LogIn) -> None:
    signal = mine(town, "carer", care=True)
    page = log_in("carer").get(reverse("signals:hand_over"))
    choices = [label for _, group in page.context["form"].fields["to_team"].choices[1:] for _, label in group]
    assert choices
    assert all(town.teams["zorg"].name in label for label in choices)
    assert press(log_in("carer"), [signal], str(town.teams["groen"].pk)).status_code == 422
    plain = log_in("traffic").get(reverse("signals:hand_over")).content.decode()
    assert signal.subject.code not in plain


@pytest.mark.parametrize("part", ["resident", "partner", "alderman", "admin", "keeper"])
def test_who_owns_no_work_has_no_such_page(town: Town, log_in: LogIn, part: str) -> None:
    assert log_in(part).get(reverse("signals:hand_over")).status_code == 404
    assert log_in(part).post(reverse("signals:hand_over")).status_code == 404


def test_nothing_in_my_hands_says_so(town: Town, log_in: LogIn) -> None:
    page = unescape(log_in("traffic").get(reverse("signals:hand_over")).content.decode())
    assert "Er staat geen melding op uw naam" in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same_number_of_queries_however_much_work(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(number):
        mine(town)
    client = log_in("traffic")
    client.get(reverse("signals:hand_over"))
    with django_assert_max_num_queries(12):
        client.get(reverse("signals:hand_over"))


def test_a_deputy_sees_on_the_desk_for_whom(town: Town, log_in: LogIn) -> None:
    Deputy.objects.create(
        municipality=town.municipality, person=town.people["owner"], deputy=town.people["elsewhere"], since=TODAY,
        until=TODAY + timedelta(days=3),
    )  # fmt: skip
    page = log_in("elsewhere").get(reverse("signals:desk")).content.decode()
    assert "Namens Owner" in page
    assert "26 november" in unescape(page).replace("\u00a0", " ")
    assert "Namens" not in log_in("traffic").get(reverse("signals:desk")).content.decode()
