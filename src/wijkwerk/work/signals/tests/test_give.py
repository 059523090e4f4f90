"""A handover is warm: the receiver confirms, the asker knows who, and until then the sender has it (I9, D2, I42)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import Team
from wijkwerk.rules import workflow
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import handing
from wijkwerk.work.signals.hooks import back_to_team
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.tests.handing_cast import OWNERS, STAFF, again, give, team_of, works

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def listed(client: Client, which: str, signal: Signal) -> bool:
    page = client.get(reverse("signals:list"), {"lijst": which}).content.decode()
    return signal.subject.code in page


def test_every_asker_is_told_who_has_it_when_the_receiver_confirms(town: Town) -> None:
    signal = town.signal()
    handover = give(town, signal)
    assert not Letter.objects.filter(kind="taken").exists()
    actions.confirm(handover=handover, by=town.people["member"], now=NOW)
    letter = Letter.objects.get(kind="taken")
    assert "Wijkbeheer" in letter.body
    assert letter.address == "fatima@example.org"


def test_a_colleague_of_the_same_team_who_confirms_changes_nothing_for_the_asker(town: Town) -> None:
    anna = works(town, "Anna", team="verkeer")
    signal = town.signal()
    actions.confirm(handover=give(town, signal, "verkeer", person=anna), by=anna, now=NOW)
    assert again(signal).owner_person == anna
    assert not Letter.objects.filter(kind="taken").exists()


@pytest.mark.parametrize(
    ("asked", "due"),
    [(NOW, date(2026, 11, 25)), (NOW + timedelta(days=4), date(2026, 12, 1))],
    ids=["on a Monday", "over a weekend"],
)
def test_the_clock_counts_working_days(town: Town, asked: Any, due: date) -> None:
    assert give(town, town.signal(), now=asked).confirm_due == due


def test_a_person_can_be_asked_and_is_the_one_who_has_it(town: Town, log_in: LogIn) -> None:
    signal, member = town.signal(), town.people["member"]
    form = {"to_team": f"{town.teams['wijkbeheer'].pk}~{member.pk}", "why": "U kent de straat."}
    page = log_in("traffic").get(url("give", signal)).content.decode()
    assert "Member, Wijkbeheer" in page
    assert "Wijkbeheer, heel het team" in page
    assert "Team Zorg" not in page
    assert log_in("traffic").post(url("give", signal), form).status_code == 302
    assert Handover.objects.get().to_person == member
    assert "Losse" not in page
    desk = log_in("member").get(reverse("signals:desk")).content.decode()
    assert "Hard rijden bij de school" in desk


def test_who_does_not_work_in_the_team_cannot_be_asked_for_it(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    with pytest.raises(Refused, match="werkt nu niet in dit team"):
        give(town, signal, person=town.people["intake"])
    form = {"to_team": f"{town.teams['wijkbeheer'].pk}~{town.people['intake'].pk}", "why": "x"}
    assert log_in("traffic").post(url("give", signal), form).status_code == 422
    assert not Handover.objects.exists()


def test_what_a_team_has_it_cannot_be_given_nor_can_it_enter_the_care_line_this_way(town: Town) -> None:
    signal = town.signal()
    for team in ("verkeer", "zorg"):
        with pytest.raises(Refused):
            give(town, signal, team)


def test_any_team_of_the_network_may_take_up(town: Town) -> None:
    for key in ("groen", "sociaal", "gebiedsteam", "meldpunt"):
        signal = town.signal()
        by = works(town, f"Lid {key}", team=key)
        actions.confirm(handover=give(town, signal, key), by=by, now=NOW)
        assert team_of(signal) == town.teams[key]


def test_inside_a_team_only_the_colleague_who_is_asked_can_say_yes(town: Town, log_in: LogIn) -> None:
    anna = works(town, "Anna", team="verkeer")
    town.people["anna"] = anna
    handover = give(town, town.signal(), "verkeer", person=anna)
    receive = reverse("signals:receive", args=[handover.pk])
    assert log_in("traffic").get(receive).status_code == 404
    assert log_in("anna").get(receive).status_code == 200


def test_who_is_asked_reads_until_when_and_what_it_is_about_but_not_the_words_of_the_reporter(
    town: Town, log_in: LogIn
) -> None:
    """One decides by theme, area and days; the words are the owner's, and of who may read them anyhow."""
    signal = town.signal(text="Mijn buurman belt hierover ook steeds.")
    receive = reverse("signals:receive", args=[give(town, signal).pk])
    desk = log_in("member").get(reverse("signals:desk")).content.decode().replace("\xa0", " ")
    assert "Beslis uiterlijk woensdag 25 november 2026." in desk
    page = log_in("member").get(receive).content.decode().replace("\xa0", " ")
    for words in (
        "Beslis uiterlijk woensdag 25 november 2026.",
        "Verkeer en parkeren",
        "Lindebuurt",
        signal.subject.code,
        "maandag 7 december 2026",
    ):
        assert words in page
    assert "buurman" not in page
    assert url("detail", signal) not in page
    up = reverse("signals:receive", args=[give(town, signal, "gebiedsteam").pk])
    assert url("detail", signal) in log_in("owner").get(up).content.decode()


def test_the_sender_takes_the_question_back(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    give(town, signal)
    client = log_in("traffic")
    assert "Neem de vraag terug" in client.get(url("detail", signal)).content.decode()
    assert client.get(url("withdraw_handover", signal)).status_code == 405
    assert client.post(url("withdraw_handover", signal)).status_code == 302
    assert Handover.objects.get().state == "withdrawn"
    assert team_of(signal) == town.teams["verkeer"]
    again_page = client.post(url("withdraw_handover", signal), follow=True).content.decode()
    assert "Er wacht geen vraag meer" in again_page
    with pytest.raises(Refused):
        actions.confirm(handover=Handover.objects.get(), by=town.people["member"], now=NOW)


def test_somebody_aside_cannot_take_the_question_back(town: Town) -> None:
    signal = town.signal()
    give(town, signal)
    with pytest.raises(Refused):
        handing.withdraw_handover(signal=signal, by=town.people["intake"], roles=STAFF, now=NOW)
    handing.withdraw_handover(signal=signal, by=town.people["traffic"], roles=STAFF, now=NOW)
    assert Handover.objects.get().state == "withdrawn"


@pytest.mark.parametrize("after", ["take", "give", "answer"])
def test_what_was_sent_back_stands_on_the_desk_until_something_is_done(
    town: Town, log_in: LogIn, after: str
) -> None:
    signal, by = town.signal(), town.people["traffic"]
    actions.bounce(
        handover=give(town, signal), why="Dit is geen onderhoud.", by=town.people["member"], now=NOW
    )
    client = log_in("traffic")
    assert "Dit is geen onderhoud." in client.get(reverse("signals:desk")).content.decode()
    assert listed(client, "terug", signal)
    assert not listed(log_in("member"), "terug", signal)
    later = NOW + timedelta(minutes=5)
    if after == "give":
        give(town, signal, "groen", now=later)
    else:
        signal = actions.take(signal=signal, by=by, roles=OWNERS, now=later)
    if after == "answer":
        no = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
        actions.answer(signal=signal, new=no, by=by, roles=OWNERS, now=later)
    assert not listed(client, "terug", signal)


def test_a_team_that_is_gone_cannot_confirm(town: Town) -> None:
    """No sequence of steps gives a signal to a team that does not live (D2)."""
    signal = town.signal()
    handover = give(town, signal, "groen", person=works(town, "Piet", team="groen"))
    Team.objects.filter(key="groen", municipality=town.municipality).update(ended_at=NOW)
    with pytest.raises(Refused, match="bestaat niet meer"):
        actions.confirm(handover=handover, by=town.people["member"], now=NOW)
    assert team_of(signal) == town.teams["verkeer"]


def test_what_was_asked_of_somebody_who_is_gone_is_the_teams(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    handover = give(town, signal, person=town.people["member"])
    works(town, "Kees", team="wijkbeheer")
    back_to_team(user=town.people["member"], municipality=town.municipality, now=NOW, by=None)
    handover.refresh_from_db()
    assert (handover.state, handover.to_person) == ("sent", None)


def test_what_was_asked_of_a_colleague_who_is_gone_comes_back_to_the_team(town: Town, log_in: LogIn) -> None:
    anna = works(town, "Anna", team="verkeer")
    signal = town.signal()
    handover = give(town, signal, "verkeer", person=anna)
    back_to_team(user=anna, municipality=town.municipality, now=NOW, by=None)
    handover.refresh_from_db()
    assert handover.state == "bounced"
    assert listed(log_in("traffic"), "terug", signal)


def test_taking_it_while_another_was_asked_is_no_confirmation_of_the_other(town: Town) -> None:
    signal = town.signal()
    handover = give(town, signal)
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    handover.refresh_from_db()
    assert handover.state == "withdrawn"
    handover = give(town, signal)
    roles = frozenset({workflow.AREA_MANAGER})
    actions.take(signal=signal, by=town.people["member"], roles=roles, now=NOW, team=town.teams["wijkbeheer"])
    handover.refresh_from_db()
    assert handover.state == "confirmed"


def test_a_service_number_is_refused_in_the_reason(town: Town) -> None:
    by = town.people["traffic"]
    with pytest.raises(Refused, match="burgerservicenummer"):
        actions.give(
            signal=town.signal(),
            to_team=town.teams["groen"],
            to_person=None,
            why="BSN 111222333",
            by=by,
            roles=OWNERS,
            now=NOW,
        )


def test_each_step_is_one_line(town: Town) -> None:
    signal = town.signal()
    handover = give(town, signal)
    actions.confirm(handover=handover, by=town.people["member"], now=NOW)
    lines = Line.objects.filter(subject=signal.pk).order_by("at", "id")
    assert list(lines.values_list("verb", flat=True)) == ["reported", "routed", "given", "taken_over"]
