"""What cannot wait is marked, stands on top of the desk, and raises an alarm until somebody opens it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.actions import full_body
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import TO_DO, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import urgent
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.elsewhere_cast import (
    OWNERS,
    answered,
    forward,
    in_state,
    letters,
    put,
    read,
    redirect,
)

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
STAFF = frozenset({"staff"})
MINUTE = timedelta(minutes=1)
ON_CALL = "dienst@example.org"
LINK = "/bureau/melding/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ready(town: Town) -> Town:
    """Somebody is on call."""
    put(town, "urgent", email=ON_CALL, phone="0600 000 00", minutes=30)
    return town


def mark(town: Town, signal: Signal, **given: Any) -> Signal:
    values = {"why": "Er hangt een tak los.", "by": town.people["intake"], "roles": STAFF, "now": NOW} | given
    return urgent.mark_urgent(signal=signal, **values)


def unmark(town: Town, signal: Signal, **given: Any) -> Signal:
    values = {"why": "De tak is weg.", "by": town.people["intake"], "roles": STAFF, "now": NOW} | given
    return urgent.unmark_urgent(signal=signal, **values)


def alarms(signal: Signal) -> list[Letter]:
    return letters(signal, urgent.ALARM)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_anybody_of_staff_marks_it_and_takes_the_mark_away(ready: Town) -> None:
    signal = mark(ready, ready.signal())
    assert (signal.urgent_at, signal.urgent_seen_at) == (NOW, None)
    with pytest.raises(Refused, match="al spoed"):
        mark(ready, signal)
    assert unmark(ready, signal).urgent_at is None
    with pytest.raises(Refused, match="geen spoed"):
        unmark(ready, signal)


@pytest.mark.parametrize("state", State)
def test_only_what_is_to_do_is_urgent(ready: Town, state: State) -> None:
    signal = in_state(ready, state)
    if state in TO_DO:
        assert mark(ready, signal).urgent_at == NOW
    else:
        with pytest.raises(Refused):
            mark(ready, signal)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"why": " "}, "waarom"),
        ({"why": "Van 123456782"}, "burgerservicenummer"),
        ({"roles": frozenset({"asker"})}, "stap"),
        ({"roles": frozenset()}, "stap"),
    ],
)
def test_what_is_refused(ready: Town, given: dict[str, Any], words: str) -> None:
    signal = ready.signal()
    with pytest.raises(Refused, match=words):
        mark(ready, signal, **given)
    mark(ready, signal)
    with pytest.raises(Refused, match=words):
        unmark(ready, signal, **given)


@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ({"text": "Ik ruik   GAS bij de school"}, True),
        ({"text": "Er is een gaslekkage."}, True),
        ({"text": "Het gaat over gas en licht."}, False),
        ({"text": "Ik ruik gas", "via": "mail"}, True),
        ({"text": "Zie de foto", "title": "Put staat open", "via": "mail"}, True),
        ({"text": "Ik ruik gas", "via": "phone"}, False),
        ({"text": "Ik ruik gas", "via": "import", "source": "x", "source_id": "1"}, False),
        ({"text": "Een losse tegel", "via": "phone", "urgent": True}, True),
    ],
)
def test_words_of_a_resident_and_the_box_of_staff_mark_it_by_themselves(
    ready: Town, given: dict[str, Any], marked: bool
) -> None:
    signal = ready.signal(**given)
    assert (signal.urgent_at == NOW) == marked
    assert Line.objects.filter(subject=signal.pk, verb="marked_urgent").count() == int(marked)


def test_the_alarm_comes_at_the_minute_and_again_until_somebody_opens_it(ready: Town) -> None:
    signal = mark(ready, ready.signal())
    assert urgent.sound_alarms(now=NOW + 30 * MINUTE - timedelta(seconds=1)) == 0
    assert urgent.sound_alarms(now=NOW + 30 * MINUTE) == 1
    assert urgent.sound_alarms(now=NOW + 30 * MINUTE) == 0
    assert urgent.sound_alarms(now=NOW + 59 * MINUTE) == 0
    assert urgent.sound_alarms(now=NOW + 60 * MINUTE) == 1
    urgent.see_urgent(signal=signal, by=ready.people["traffic"], now=NOW + 61 * MINUTE)
    assert urgent.sound_alarms(now=NOW + 120 * MINUTE) == 0
    assert [letter.made_at for letter in alarms(signal)] == [NOW + 30 * MINUTE, NOW + 60 * MINUTE]
    assert Line.objects.filter(subject=signal.pk, verb="urgent_alarm").count() == 2


def _take(town: Town, signal: Signal) -> None:
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)


def _give(town: Town, signal: Signal) -> None:
    team, by = town.teams["wijkbeheer"], town.people["traffic"]
    actions.give(signal=signal, to_team=team, to_person=None, why="x", by=by, roles=OWNERS, now=NOW)


def _unmark(town: Town, signal: Signal) -> None:
    unmark(town, signal)


@pytest.mark.parametrize("deed", [_take, _give, answered, forward, redirect, _unmark])
def test_who_does_something_with_it_has_opened_it(ready: Town, deed: Callable[[Town, Signal], Any]) -> None:
    signal = mark(ready, ready.signal())
    deed(ready, signal)
    assert urgent.sound_alarms(now=NOW + 31 * MINUTE) == 0


def test_a_note_or_a_look_does_not_stop_the_alarm(ready: Town, log_in: LogIn) -> None:
    signal = mark(ready, ready.signal())
    actions.note(signal=signal, text="Gezien?", by=ready.people["intake"], roles=STAFF, now=NOW)
    assert log_in("traffic").get(url("detail", signal)).status_code == 200
    assert urgent.sound_alarms(now=NOW + 31 * MINUTE) == 1


def test_marked_once_more_it_alarms_once_more(ready: Town) -> None:
    signal = mark(ready, ready.signal())
    urgent.see_urgent(signal=signal, by=ready.people["traffic"], now=NOW)
    mark(ready, signal, now=NOW + 10 * MINUTE)
    assert urgent.sound_alarms(now=NOW + 39 * MINUTE) == 0
    assert urgent.sound_alarms(now=NOW + 40 * MINUTE) == 1


def test_the_alarm_holds_no_word_of_the_reporter_and_no_name(ready: Town) -> None:
    team = ready.teams["verkeer"]
    team.email = "verkeer@example.org"
    team.save(update_fields=["email"])
    signal = mark(ready, ready.signal(text="Fatima ziet een put", title="Put van Fatima"))
    urgent.sound_alarms(now=NOW + 45 * MINUTE)
    sent = alarms(signal)
    assert {letter.address for letter in sent} == {ON_CALL, "verkeer@example.org"}
    for letter in sent:
        text = letter.title + full_body(letter)
        for secret in ("Fatima", "fatima", "put", "tak", "Lindelaan", "Intake", "/spoor/"):
            assert secret not in text
        for words in (signal.subject.code, "Verkeer", "45 minuten", f"{LINK}{signal.subject.code}/"):
            assert words in text


def test_without_an_address_the_desk_still_shows_it(town: Town, log_in: LogIn) -> None:
    signal = mark(town, town.signal())
    assert urgent.sound_alarms(now=NOW + 30 * MINUTE) == 1
    assert alarms(signal) == []
    assert "Spoed: nog niemand opende dit" in read(log_in("owner").get(reverse("signals:desk")))


def test_each_municipality_has_its_own_minutes(ready: Town, other_town: Town) -> None:
    put(other_town, "urgent", minutes=60)
    for each in (ready, other_town):
        mark(each, each.signal())
    assert urgent.sound_alarms(now=NOW + 30 * MINUTE) == 1
    assert urgent.sound_alarms(now=NOW + 60 * MINUTE) == 2
    links = {
        letter.body.split(LINK)[0].rsplit("/m/", 1)[1] for letter in Letter.objects.filter(kind=urgent.ALARM)
    }
    assert links == {ready.municipality.code}


def test_of_care_the_care_team_alone_hears_and_no_theme(ready: Town) -> None:
    team = ready.teams["zorg"]
    team.email = "zorg@example.org"
    team.save(update_fields=["email"])
    signal = mark(ready, ready.signal(care=True), by=ready.people["carer"])
    urgent.sound_alarms(now=NOW + 30 * MINUTE)
    (letter,) = alarms(signal)
    assert letter.address == "zorg@example.org"
    assert "erkeer" not in letter.title + letter.body


def test_a_care_team_without_an_address_is_reached_by_who_is_on_call_and_nothing_is_told(ready: Town) -> None:
    signal = mark(ready, ready.signal(care=True), by=ready.people["carer"])
    urgent.sound_alarms(now=NOW + 30 * MINUTE)
    (letter,) = alarms(signal)
    assert letter.address == ON_CALL
    assert signal.subject.code not in letter.title + letter.body
    assert "erkeer" not in letter.title + letter.body


def test_care_is_urgent_for_its_own_line_only(ready: Town, log_in: LogIn) -> None:
    mark(ready, ready.signal(care=True, title="Alleen voor zorg"), by=ready.people["carer"])
    for part in ("owner", "traffic", "intake", "alderman"):
        for page in ("signals:desk", "signals:list"):
            shown = read(log_in(part).get(reverse(page)))
            assert "Spoed: nog niemand" not in shown
            assert "Alleen voor zorg" not in shown
    assert "Alleen voor zorg" in read(log_in("carer").get(reverse("signals:desk")))


def test_the_desk_shows_it_on_top_with_the_number_until_it_is_seen(ready: Town, log_in: LogIn) -> None:
    signal, client = mark(ready, ready.signal()), log_in("traffic")
    listed = reverse("signals:list") + "?lijst=spoed"
    for page in (reverse("signals:desk"), listed):
        shown = read(client.get(page))
        assert "Spoed: nog niemand opende dit" in shown
        assert 'href="tel:060000000"' in shown
    assert "Ik heb dit gezien" in read(client.get(url("detail", signal)))
    for _ in range(2):
        assert client.post(url("see_urgent", signal), {"once": "a"}).status_code == 302
    signal.refresh_from_db()
    assert signal.urgent_seen_at == NOW
    assert Line.objects.filter(subject=signal.pk, verb="urgent_seen").count() == 1
    assert "Hard rijden" not in read(client.get(listed))
    assert "Ik heb dit gezien" not in read(client.get(url("detail", signal)))


def test_who_may_not_take_it_cannot_say_it_was_seen(ready: Town, log_in: LogIn) -> None:
    signal = mark(ready, ready.signal())
    for part in ("alderman", "member", "elsewhere", "carer", "partner", "resident"):
        assert log_in(part).post(url("see_urgent", signal)).status_code == 404
    assert log_in("traffic").get(url("see_urgent", signal)).status_code == 405
    signal.refresh_from_db()
    assert signal.urgent_seen_at is None


def test_pages_to_mark_and_to_take_the_mark_away(ready: Town, log_in: LogIn) -> None:
    signal, client = ready.signal(), log_in("traffic")
    assert "binnen 30 minuten" in read(client.get(url("mark_urgent", signal)))
    assert client.post(url("mark_urgent", signal), {}).status_code == 422
    assert client.post(url("mark_urgent", signal), {"why": "Tak", "once": "a"}).status_code == 302
    assert "Geen spoed meer" in read(client.get(url("detail", signal)))
    assert client.post(url("unmark_urgent", signal), {"why": "Weg", "once": "b"}).status_code == 302
    signal.refresh_from_db()
    assert signal.urgent_at is None
    again = client.post(url("see_urgent", signal), {"once": "c"}, follow=True)
    assert "Deze melding heeft geen spoed." in read(again)


def test_staff_tick_the_box_when_they_enter_it(ready: Town, log_in: LogIn) -> None:
    form = {
        "via": "phone",
        "text": "Er ligt een boom",
        "theme": "verkeer",
        "kind": "report",
        "contact": "none",
        "urgent": "on",
        "once": "a",
    }
    assert log_in("intake").post(reverse("signals:enter"), form).status_code == 302
    assert Signal.objects.get().urgent_at == NOW
