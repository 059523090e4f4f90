"""Who takes a signal has it, and whoever was asked for it reads that it is not needed any more (O2, I9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import handing, merging
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.handing_cast import OWNERS, again, give

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def taken(town: Town) -> Signal:
    """A signal that an official of traffic has."""
    return actions.take(signal=town.signal(), by=town.people["traffic"], roles=OWNERS, now=NOW)


def verbs(signal: Signal) -> list[str]:
    return list(Line.objects.filter(subject=signal.pk).order_by("at", "id").values_list("verb", flat=True))


def page(client: Client, signal: Signal) -> str:
    return client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode()


def test_who_has_it_does_not_take_it_again(town: Town, log_in: LogIn) -> None:
    """Nothing changes and nothing is written down; by its address the step says so, too."""
    signal = taken(town)
    with pytest.raises(Refused, match="heeft deze melding al"):
        actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=LATER)
    client, step = log_in("traffic"), reverse("signals:take", args=[signal.subject.code])
    assert "U heeft deze melding al." in client.get(step, follow=True).content.decode()
    answer = client.post(step)
    assert answer.status_code == 422
    assert "U heeft deze melding al." in answer.content.decode()
    assert verbs(signal).count("taken") == 1


def test_keeping_what_another_was_asked_for_is_said_to_everybody(town: Town) -> None:
    """The question is taken back with a line of its own, not in silence."""
    signal = taken(town)
    handover = give(town, signal)
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=LATER)
    handover.refresh_from_db()
    assert (handover.state, handover.settled_why) == ("withdrawn", "Niet meer nodig.")
    assert verbs(signal)[-2:] == ["handover_withdrawn", "kept"]


def test_a_colleague_who_takes_it_first_ends_the_question_to_another_team(town: Town) -> None:
    signal = town.signal()
    handover = give(town, signal)
    actions.take(signal=signal, by=town.people["owner"], roles=OWNERS, now=LATER)
    handover.refresh_from_db()
    assert (handover.state, handover.settled_why) == ("withdrawn", "Een collega nam de melding.")
    assert "handover_withdrawn" in verbs(signal)


def test_what_came_back_can_be_kept_from_its_own_page(town: Town, log_in: LogIn) -> None:
    """The reason stands on the page of the signal, with both ways on; who keeps it, sees it no more among what came back."""
    signal = taken(town)
    actions.bounce(handover=give(town, signal), why="Niet van ons.", by=town.people["member"], now=LATER)
    client, listing = log_in("traffic"), reverse("signals:list") + "?lijst=terug"
    assert "Niet van ons." in (text := page(client, signal))
    assert "Ik houd het zelf" in text
    assert "Vraag een ander" in text
    assert signal.subject.code in client.get(listing).content.decode()
    actions.take(
        signal=again(signal), by=town.people["traffic"], roles=OWNERS, now=LATER + timedelta(minutes=1)
    )
    assert "Ik houd het zelf" not in page(client, signal)
    assert signal.subject.code not in client.get(listing).content.decode()
    with pytest.raises(Refused, match="heeft deze melding al"):
        actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=LATER + timedelta(hours=1))


def test_who_was_asked_for_a_signal_that_is_merged_reads_that_it_is_not_needed(town: Town) -> None:
    source, target = taken(town), town.signal(title="De andere")
    give(town, source)
    merging.merge(signal=source, into=target, by=town.people["traffic"], roles=OWNERS, now=LATER)
    assert "handover_withdrawn" in verbs(source)


def test_what_is_open_again_stays_so_until_another_confirms(town: Town) -> None:
    """Asking changes nothing yet, and taking the question back leaves it as it was (D2)."""
    signal = taken(town)
    Signal.objects.filter(pk=signal.pk).update(state="reopened")
    give(town, signal)
    assert again(signal).state == "reopened"
    handing.withdraw_handover(signal=again(signal), by=town.people["traffic"], roles=OWNERS, now=LATER)
    assert again(signal).state == "reopened"
    actions.confirm(handover=give(town, again(signal)), by=town.people["member"], now=LATER)
    assert again(signal).state == "owned"


def test_asking_another_takes_the_first_question_back_aloud(town: Town) -> None:
    signal = taken(town)
    give(town, signal)
    give(town, signal, "groen", now=LATER)
    assert verbs(signal)[-2:] == ["handover_withdrawn", "given"]


def test_what_came_back_to_a_team_is_not_said_to_be_at_the_front_desk(town: Town, log_in: LogIn) -> None:
    """Nobody has it yet: it is of the team, and who reads this may ask another or take it."""
    signal = town.signal()
    actions.bounce(handover=give(town, signal), why="Niet van ons.", by=town.people["member"], now=LATER)
    assert again(signal).state == "intake"
    text = page(log_in("traffic"), signal)
    assert "Bij het meldpunt" not in text
    box = text.split('id="terug"')[1].split("</section>")[0]
    assert "De melding is nog van Verkeer. Vraag het een ander, of neem het zelf." in box
    for name in ("give", "take"):
        assert reverse(f"signals:{name}", args=[signal.subject.code]) in box
