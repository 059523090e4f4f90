"""Who is asked has a day to answer by; past it both desks show it, once in the history (I9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.actions.handing import tell_late_handovers
from wijkwerk.work.signals.models import Handover
from wijkwerk.work.signals.tests.handing_cast import OWNERS, give, works

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
LAST_DAY = NOW + timedelta(days=2)
TOO_LATE = NOW + timedelta(days=3)


def said(verb: str = "handover_late") -> int:
    return Line.objects.filter(verb=verb).count()


def test_it_is_said_once_and_only_past_the_day(town: Town) -> None:
    give(town, town.signal())
    assert tell_late_handovers(now=LAST_DAY) == 0
    assert [tell_late_handovers(now=TOO_LATE + timedelta(hours=each)) for each in range(3)] == [1, 0, 0]
    assert said() == 1
    assert Handover.objects.get().late_told_at == TOO_LATE


@pytest.mark.parametrize("end", ["confirm", "bounce", "take", "care"])
def test_what_was_settled_in_time_is_never_late(town: Town, end: str) -> None:
    signal = town.signal()
    handover, member, traffic = give(town, signal), town.people["member"], town.people["traffic"]
    if end == "confirm":
        actions.confirm(handover=handover, by=member, now=NOW)
    elif end == "bounce":
        actions.bounce(handover=handover, why="Niet van ons.", by=member, now=NOW)
    elif end == "take":
        actions.take(signal=signal, by=traffic, roles=OWNERS, now=NOW)
    else:
        care.make_care(signal=signal, by=traffic, roles=OWNERS, now=NOW)
    assert tell_late_handovers(now=TOO_LATE) == 0
    assert said() == 0


def test_both_desks_show_that_it_is_late(town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    give(town, town.signal())
    monkeypatch.setattr("django.utils.timezone.now", lambda: TOO_LATE)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TOO_LATE.date())
    sender = log_in("traffic").get(reverse("signals:desk")).content.decode()
    assert "U vroeg dit" in sender
    assert "Nog geen antwoord" in sender
    assert "Wacht te lang op u" in log_in("member").get(reverse("signals:desk")).content.decode()


def test_in_time_nothing_is_called_late(town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    give(town, town.signal())
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: NOW.date())
    assert "Nog geen antwoord" not in log_in("traffic").get(reverse("signals:desk")).content.decode()
    assert "Wacht te lang" not in log_in("member").get(reverse("signals:desk")).content.decode()


def test_what_one_colleague_leaves_lying_the_whole_team_sees(town: Town, log_in: LogIn) -> None:
    town.people["kees"] = works(town, "Kees", team="wijkbeheer")
    give(town, town.signal(), person=town.people["member"])
    assert "Hard rijden" not in log_in("kees").get(reverse("signals:desk")).content.decode()
    tell_late_handovers(now=TOO_LATE)
    assert "Hard rijden" in log_in("kees").get(reverse("signals:desk")).content.decode()
