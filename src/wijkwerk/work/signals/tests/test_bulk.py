"""One step on many signals does to each what the step on one would do; what is refused says why and stops nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import bulk, care
from wijkwerk.work.signals.models import BulkItem, BulkStep, Handover, Note, Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
OWNERS = frozenset({"owner_team"})
BULK = reverse("signals:bulk")


def codes(*signals: Signal) -> list[str]:
    return [each.subject.code for each in signals]


def send(client: Client, step: str, signals: list[Signal], once: str = "one", **given: Any) -> str:
    """Say yes on the page that asks; the page of the result."""
    answer = client.post(BULK, {"stap": step, "kies": codes(*signals), "once": once, **given})
    assert answer.status_code == 302, answer.content.decode()
    return str(client.get(answer["Location"]).content.decode())


def closed(town: Town) -> Signal:
    team, by = town.teams["verkeer"], town.people["traffic"]
    no = NewAnswer("no", team, text="Nee", reason="Er is geen ruimte.")
    signal = actions.answer(signal=town.signal(title="Gesloten"), new=no, by=by, roles=OWNERS, now=NOW)
    return actions.close(signal=signal, by=by, roles=OWNERS, now=NOW)


def test_taking_many_gives_each_the_same_owner_and_its_own_line_in_the_journal(
    town: Town, log_in: LogIn
) -> None:
    signals = [town.signal(title=f"Nummer {number}") for number in range(3)]
    page = send(log_in("traffic"), "neem", signals)
    assert "U heeft 3 meldingen genomen." in page
    for signal in Signal.objects.all():
        assert (signal.state, signal.owner_person) == ("owned", town.people["traffic"])
    assert Line.objects.filter(verb="taken").count() == 3
    assert BulkItem.objects.exclude(after={}).count() == 3


def test_an_area_manager_who_takes_brings_them_to_the_own_team(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(), town.signal()]
    send(log_in("owner"), "neem", signals)
    assert {each.owner_team for each in Signal.objects.all()} == {town.teams["gebiedsteam"]}


def test_giving_asks_the_other_team_once_per_signal_with_the_reason(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(), town.signal()]
    send(log_in("traffic"), "geef", signals, to_team=town.teams["wijkbeheer"].pk, why="Losse tegels.")
    assert [(each.to_team.key, each.why) for each in Handover.objects.all()] == [
        ("wijkbeheer", "Losse tegels.")
    ] * 2
    assert {each.owner_team.key for each in Signal.objects.all()} == {"verkeer"}


def test_a_theme_and_a_note_come_with_every_signal(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(), town.signal()]
    client = log_in("traffic")
    send(client, "thema", signals, theme="groen")
    assert {each.theme for each in Signal.objects.all()} == {"groen"}
    page = send(client, "notitie", signals, once="two", text="Gebeld met de school.")
    assert Note.objects.count() == 2
    assert "Maak dit ongedaan" not in page
    asked = client.get(BULK, {"stap": "notitie", "kies": codes(*signals)}).content.decode()
    assert "Een notitie kunt u niet ongedaan maken." in asked


def test_the_page_before_says_how_many_go_and_who_stays_with_the_reason(town: Town, log_in: LogIn) -> None:
    mine = actions.take(
        signal=town.signal(title="Al van mij"), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    free, ended = town.signal(title="Nog vrij"), closed(town)
    page = log_in("traffic").get(BULK, {"stap": "neem", "kies": codes(mine, free, ended)})
    assert [row.title for row in page.context["goes"]] == ["Nog vrij"]
    assert {row.title: why for row, why in page.context["stays"]} == {
        "Al van mij": "U heeft deze melding al.",
        "Gesloten": "Dit kan niet meer of nog niet: de melding is in een andere fase.",
    }
    assert "Het gaat om één melding." in page.content.decode()
    assert not BulkStep.objects.exists()


def test_what_is_refused_while_doing_stops_nothing_and_says_why(town: Town, log_in: LogIn) -> None:
    free, ended = town.signal(title="Nog vrij"), closed(town)
    page = send(log_in("traffic"), "neem", [ended, free])
    free.refresh_from_db()
    assert free.owner_person == town.people["traffic"]
    assert "in een andere fase" in page
    assert BulkItem.objects.get(signal=ended).refused
    same = send(log_in("traffic"), "thema", [free], once="two", theme=free.theme)
    assert "heeft dit thema al" in same
    assert "Er is niets gedaan" in same


def test_what_one_may_not_see_is_as_if_it_were_not_there(town: Town, log_in: LogIn) -> None:
    mine, other = town.signal(), town.signal(theme="verlichting", place=town.place("Havenbuurt"))
    hidden = town.signal(title="Zorg")
    care.make_care(signal=hidden, by=town.people["traffic"], roles=OWNERS, now=NOW)
    page = log_in("traffic").get(BULK, {"stap": "neem", "kies": [*codes(mine, other, hidden), "AAAAAAAA"]})
    assert len(page.context["goes"]) == 1
    assert page.context["stays"] == []
    assert "Zorg" not in page.content.decode()
    send(log_in("traffic"), "neem", [mine, other, hidden])
    assert [item.signal for item in BulkItem.objects.all()] == [mine]


def test_who_may_read_but_not_act_is_refused_for_each_signal(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    Signal.objects.update(visibility="network")
    page = log_in("member").get(BULK, {"stap": "neem", "kies": codes(signal)})
    assert [why for _, why in page.context["stays"]] == [bulk.NO_RIGHT]
    assert bulk.NO_RIGHT in send(log_in("member"), "neem", [signal])
    signal.refresh_from_db()
    assert signal.owner_person is None


NOTHING: tuple[dict[str, str], ...] = (
    {},
    {"stap": "neem"},
    {"stap": "sluit", "kies": "AAAAAAAA"},
    {"stap": "'--", "kies": "x"},
)


@pytest.mark.parametrize("given", NOTHING)
def test_without_a_step_or_a_tick_one_is_shown_the_way_back_to_the_list(
    town: Town, log_in: LogIn, given: dict[str, str]
) -> None:
    query = "?lijst=nieuw&thema=verkeer"
    page = log_in("traffic").get(BULK, {**given, "terug": f"{query}&x=//elders.example"})
    assert page.context["back"] == reverse("signals:list") + query
    assert "elders" not in page.content.decode()


def test_a_form_with_something_missing_comes_back_with_what_was_chosen(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(), town.signal()]
    page = log_in("traffic").post(BULK, {"stap": "geef", "kies": codes(*signals), "why": ""})
    assert page.status_code == 422
    assert all(f'value="{code}"' in page.content.decode() for code in codes(*signals))
    assert not BulkStep.objects.exists()


def test_sent_twice_it_is_done_once(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("traffic")
    for _ in range(2):
        assert "één melding voorzien" in send(client, "notitie", [signal], once="same", text="Eén keer")
    assert BulkStep.objects.count() == 1
    assert Note.objects.count() == 1


def test_a_hundred_go_at_once_and_not_one_more(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(title=f"{number}") for number in range(bulk.MOST + 1)]
    page = log_in("traffic").get(BULK, {"stap": "neem", "kies": codes(*signals)})
    assert len(page.context["goes"]) == bulk.MOST


@pytest.mark.parametrize("number", [2, 60])
def test_the_page_before_costs_the_same_queries_however_many_there_are(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Any
) -> None:
    signals = [town.signal(title=f"{each}") for each in range(number)]
    client = log_in("traffic")
    client.get(reverse("signals:list"))
    for step in ("neem", "geef", "thema", "notitie"):
        with django_assert_max_num_queries(9):
            client.get(BULK, {"stap": step, "kies": codes(*signals)})


def test_when_it_stops_half_way_the_page_says_what_was_not_done(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signals, client = [town.signal(title="Een"), town.signal(title="Twee")], log_in("traffic")
    client.raise_request_exception = False
    real, seen = actions.take, []

    def breaks(**given: Any) -> Any:
        seen.append(given)
        if len(seen) > 1:
            raise RuntimeError("the power went out")
        return real(**given)

    monkeypatch.setattr(actions, "take", breaks)
    assert client.post(BULK, {"stap": "neem", "kies": codes(*signals), "once": "x"}).status_code == 500
    page = client.get(reverse("signals:bulk_done", args=[BulkStep.objects.get().pk])).content.decode()
    assert "Nog niet gedaan" in page
    assert "U heeft één melding genomen." in page


def test_the_result_shows_no_signal_that_became_care(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(title="Mevrouw Geheim"), log_in("traffic")
    send(client, "neem", [signal])
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    page = client.get(reverse("signals:bulk_done", args=[BulkStep.objects.get().pk])).content.decode()
    assert "Geheim" not in page


def test_nothing_of_what_was_said_stands_in_the_rows_of_a_step(town: Town, log_in: LogIn) -> None:
    signal = town.signal(title="Mevrouw Geheim", text="Mevrouw Geheim slaapt slecht.")
    send(log_in("traffic"), "geef", [signal], to_team=town.teams["wijkbeheer"].pk, why="Geheim")
    kept = str(list(BulkItem.objects.values())) + str(list(BulkStep.objects.values()))
    assert "Geheim" not in kept


def test_a_step_of_a_month_ago_is_forgotten(town: Town, log_in: LogIn) -> None:
    send(log_in("traffic"), "neem", [town.signal()])
    step = BulkStep.objects.get()
    assert bulk.forget(now=step.done_at + timedelta(days=bulk.KEPT_DAYS)) == 0
    assert bulk.forget(now=step.done_at + timedelta(days=bulk.KEPT_DAYS, seconds=1)) == 2
    assert not BulkItem.objects.exists()
