"""The clock reminds once, and closes with the reason on the day after the last; nothing that is promised ends by it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, TODAY
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token
from wijkwerk.work.answers.models import Contact, Promise
from wijkwerk.work.signals import actions, clocks
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.models import Question, Signal
from wijkwerk.work.signals.tests.waiting import (
    ANSWER,
    OWNERS,
    QUESTION,
    asked,
    joined,
    reopened,
    reporter,
)

pytestmark = pytest.mark.django_db
BY_ASKER = frozenset({"asker"})


def after(days, hours=0):
    return NOW + timedelta(days=days, hours=hours)


def tick(now):
    return clocks.remind_askers(now=now), clocks.stop_waiting(now=now)


def kinds():
    return list(
        Letter.objects.exclude(kind__in=("receipt", "joined"))
        .order_by("made_at", "id")
        .values_list("kind", flat=True)
    )


def test_after_a_week_the_asker_is_reminded_once(town):
    signal = asked(town)
    assert tick(after(6)) == (0, 0)
    assert tick(after(7)) == (1, 0)
    assert tick(after(8)) == (0, 0)
    signal.refresh_from_db()
    assert (signal.state, signal.reminded_at) == ("waiting", after(7))
    letter = Letter.objects.get(kind="question_reminder")
    for words in (QUESTION, "tot en met maandag 7 december 2026", "{trace_link}"):
        assert words in letter.body
    assert Line.objects.get(verb="reminded").actor is None


def test_the_day_after_the_last_it_is_closed_with_the_reason(town):
    signal = asked(town)
    assert tick(after(14)) == (0, 0)
    assert tick(after(15)) == (0, 1)
    assert tick(after(16)) == (0, 0)
    signal.refresh_from_db()
    assert (signal.state, signal.result, signal.closed_at) == ("closed", "no_reply", after(15))
    assert (signal.waiting_until, signal.days_left, signal.answer_due) == (None, None, None)
    assert signal.reopen_until == date(2027, 1, 7)
    assert signal.destroy_after is not None
    assert Question.objects.get().state == "expired"
    letter = Letter.objects.get(kind="question_expired")
    assert QUESTION in letter.body
    assert "donderdag 7 januari 2027" in letter.body


# The clocks change in the night of Saturday to Sunday. Asked at half past eight in the evening here.
@pytest.mark.parametrize(
    ("now", "remind", "end"),
    [
        # Summer time ends on 25 October 2026.
        (datetime(2026, 10, 14, 18, 30, tzinfo=UTC), "2026-10-20T22:00", "2026-10-28T23:00"),
        # Summer time begins on 28 March 2027.
        (datetime(2027, 3, 17, 19, 30, tzinfo=UTC), "2027-03-23T23:00", "2027-03-31T22:00"),
    ],
)
def test_days_are_days_here_when_the_clock_changes(town, now, remind, end):
    asked(town, town.signal(now=now), now=now)
    for which, moment in enumerate((remind, end)):
        midnight = datetime.fromisoformat(f"{moment}+00:00")
        assert tick(midnight - timedelta(minutes=1))[which] == 0
        assert tick(midnight)[which] == 1


def test_an_area_with_terms_of_its_own_keeps_them(town):
    document = dict(documents.current(town.municipality).raw)
    code = town.areas["Noord"].code
    document["deviations"] = [
        {"path": f"terms.{name}", "area": code, "value": days, "why": "Proef"}
        for name, days in (("remind_days", 2), ("reply_days", 3))
    ]
    documents.put(municipality=town.municipality, document=document, by=None, now=NOW, why="test")
    town.municipality.refresh_from_db()
    north, south = asked(town), asked(town, town.signal(place=town.place("Havenbuurt")))
    assert (north.waiting_until - TODAY, south.waiting_until - TODAY) == (timedelta(3), timedelta(14))
    assert tick(after(2)) == (1, 0)
    assert tick(after(4)) == (0, 1)
    assert Signal.objects.get(state="closed") == north


def test_who_was_answered_in_time_hears_nothing_more(town):
    signal = asked(town)
    asking.reply(
        signal=signal, text=ANSWER, asker=reporter(signal), by=None, roles=BY_ASKER, now=after(1), via="web"
    )
    assert tick(after(20)) == (0, 0)
    assert kinds() == ["question"]


def test_a_promise_that_is_open_is_not_ended_by_silence(town):
    signal = asked(town, reopened(town, town.signal(), "yes"))
    assert tick(after(15)) == (0, 1)
    signal.refresh_from_db()
    assert (signal.state, signal.answer_due) == ("owned", date(2026, 12, 22))
    assert (Question.objects.get().state, Promise.objects.get().state) == ("expired", "open")
    assert "question_expired" not in kinds()
    assert Line.objects.get(verb="resumed").origin == "clock"


def test_nobody_is_closed_out_who_cannot_reply_any_more(town):
    reminded, expired = asked(town), asked(town)
    for signal in (reminded, expired):
        erase_asker(asker=reporter(signal), by=None, now=NOW)
    Signal.objects.filter(pk=expired.pk).update(reminded_at=NOW)
    assert tick(after(7)) == (0, 0)
    assert Signal.objects.get(pk=reminded.pk).state == "owned"
    assert tick(after(15)) == (0, 1)
    assert Signal.objects.get(pk=expired.pk).state == "owned"


def test_who_joined_hears_that_it_is_closed_and_not_what_was_asked(town):
    signal = town.signal()
    joined(town, signal)
    asked(town, signal)
    tick(after(7))
    tick(after(15))
    mine = Letter.objects.filter(address="omar@example.org").exclude(kind="joined")
    assert [each.kind for each in mine] == ["closed"]
    assert QUESTION not in mine[0].body
    assert "Daar kwam geen antwoord op" in mine[0].body


def test_it_can_be_opened_again_from_the_page(town, monkeypatch):
    signal = asked(town)
    tick(after(15))
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(20))
    url = f"/spoor/{link_token(reporter(signal))}/"
    page = Client().get(url).content.decode()
    for words in (
        "Wij sloten de melding",
        "Wij stelden u een vraag en kregen geen antwoord",
        "niet-opgelost",
    ):
        assert words in page
    assert "Er is nog geen antwoord" not in page
    assert ">Klaar<" not in page
    assert Client().post(url + "niet-opgelost/", {"why": "Ik was op vakantie."}).status_code == 302
    again = Signal.objects.get()
    assert (again.state, again.result, again.closed_at, again.reopen_until) == ("reopened", "", None, None)
    assert again.answer_due is not None
    asked(town, again, now=after(20))
    assert Question.objects.filter(state="open").count() == 1


def test_after_the_term_to_open_again_one_can_report_anew(town, monkeypatch):
    signal = asked(town)
    tick(after(15))
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(60))
    page = Client().get(f"/spoor/{link_token(reporter(signal))}/").content.decode()
    assert "Meld het dan opnieuw" in page
    assert clocks.close_finished(now=after(60)) == 0


def test_care_is_reminded_and_closed_inside_the_care_line(town):
    signal = asked(town, town.signal(care=True, title="Mevrouw slaapt slecht"))
    assert (tick(after(7)), tick(after(15))) == ((1, 0), (0, 1))
    signal.refresh_from_db()
    assert (signal.state, signal.visibility, signal.owner_team) == ("closed", "care", town.teams["zorg"])
    assert kinds() == ["question", "question_reminder", "question_expired"]
    for letter in Letter.objects.exclude(kind="receipt"):
        assert "slaapt" not in letter.title + letter.body


def test_a_worker_that_slept_does_not_remind_of_what_is_over(town):
    asked(town)
    assert tick(after(30)) == (0, 1)
    assert kinds() == ["question", "question_expired"]


def test_one_round_takes_a_bounded_number_and_the_next_goes_on(town, monkeypatch):
    monkeypatch.setattr(clocks, "MOST", 3)
    for _ in range(5):
        asked(town)
    assert [tick(after(7))[0] for _ in range(3)] == [3, 2, 0]
    assert [tick(after(15))[1] for _ in range(3)] == [3, 2, 0]


def test_another_municipality_has_its_own(town, other_town):
    asked(town)
    asked(other_town, other_town.signal(askers=(NewAsker(Contact.EMAIL, "Elders", "elders@example.org"),)))
    assert tick(after(7)) == (2, 0)
    assert tick(after(15)) == (0, 2)


def test_the_clock_leaves_alone_what_was_taken_back_meanwhile(town):
    signal = asked(town)
    stale = Signal.objects.select_related("subject", "municipality").get()
    asking.resume(signal=signal, by=town.people["traffic"], roles=OWNERS, now=after(1))
    assert not asking.remind(signal=stale, now=after(7))
    assert asking.expire(signal=stale, now=after(20)).state == "owned"
    assert kinds() == ["question"]


def test_taking_it_over_while_it_waits_changes_nothing_of_the_clock(town):
    signal = asked(town)
    actions.take(signal=signal, by=town.people["owner"], roles=OWNERS, now=after(3))
    assert tick(after(15)) == (0, 1)
    assert Signal.objects.get().state == "closed"
