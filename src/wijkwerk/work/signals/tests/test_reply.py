"""The reply of the asker, from their page or by way of a colleague, brings the signal back with the days that were left."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.rules.workflow import ALL_STAFF, ASKER, ROLES, State
from wijkwerk.rules.workflow import OWNERS as MAY_RESUME
from wijkwerk.testing_cast import NOW, build_town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions, hooks
from wijkwerk.work.signals.actions import asking, care, merging
from wijkwerk.work.signals.models import Message, Question, Signal
from wijkwerk.work.signals.public import limits
from wijkwerk.work.signals.tests.test_races import at_once
from wijkwerk.work.signals.tests.waiting import (
    ANSWER,
    OWNERS,
    QUESTION,
    STATES,
    asked,
    in_state,
    joined,
    reopened,
    reporter,
)

BY_ASKER = frozenset({ASKER})


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def replied(signal, text=ANSWER, now=NOW, **given):
    values = {"asker": Asker.objects.filter(subject=signal.subject).first(), "by": None, "roles": BY_ASKER}
    said = asking.reply(signal=signal, text=text, now=now, **{"via": "web"} | values | given)
    signal.refresh_from_db()
    return said


def trace(asker, more=""):
    return f"/spoor/{link_token(asker)}/{more}"


def url(name, signal):
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_a_reply_brings_it_back_to_who_asked(town):
    signal = asked(town)
    said = replied(signal, now=NOW + timedelta(days=3))
    assert (signal.state, signal.owner_person) == ("owned", town.people["traffic"])
    assert (signal.waiting_until, signal.days_left) == (None, None)
    question = Question.objects.get()
    assert (question.state, said.question, said.text, said.seen_at) == ("answered", question, ANSWER, None)
    assert Line.objects.get(subject=signal.pk, verb="replied").origin == "web"


@pytest.mark.parametrize(
    ("at", "back", "due"),
    [
        # Asked on Friday 27 November with six working days left.
        (datetime(2026, 11, 27, 12, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC), date(2026, 12, 8)),
        (datetime(2026, 11, 27, 12, tzinfo=UTC), datetime(2026, 12, 5, 12, tzinfo=UTC), date(2026, 12, 14)),
        # Nothing left, or late: one day at least, and a working day.
        (datetime(2026, 12, 7, 12, tzinfo=UTC), datetime(2026, 12, 11, 12, tzinfo=UTC), date(2026, 12, 14)),
        (datetime(2026, 12, 20, 12, tzinfo=UTC), datetime(2026, 12, 24, 12, tzinfo=UTC), date(2026, 12, 28)),
        # Eleven in the evening here is another day than in Greenwich.
        (
            datetime(2026, 12, 7, 12, tzinfo=UTC),
            datetime(2026, 12, 10, 23, 30, tzinfo=UTC),
            date(2026, 12, 14),
        ),
    ],
)
def test_the_term_runs_on_with_the_days_that_were_left(town, at, back, due):
    signal = asked(town, now=at)
    replied(signal, now=back)
    assert signal.answer_due == due


# Ten days are left. Midnight here has just passed when the reply comes: by the clock of winter, then of summer.
@pytest.mark.parametrize(
    ("at", "back", "due"),
    [
        (datetime(2026, 10, 23, 9, tzinfo=UTC), datetime(2026, 10, 26, 23, tzinfo=UTC), date(2026, 11, 10)),
        (datetime(2027, 3, 26, 9, tzinfo=UTC), datetime(2027, 3, 29, 22, tzinfo=UTC), date(2027, 4, 13)),
    ],
)
def test_the_term_is_counted_in_days_over_the_change_of_the_clock_too(town, at, back, due):
    signal = asked(town, town.signal(now=at), now=at)
    replied(signal, now=back)
    assert signal.answer_due == due


def test_without_a_person_it_is_the_teams_again(town):
    signal = asked(town)
    hooks.back_to_team(user=town.people["traffic"], municipality=town.municipality, now=NOW, by=None)
    signal.refresh_from_db()
    assert (signal.state, signal.owner_person) == ("waiting", None)
    replied(signal)
    assert (signal.state, signal.owner_team) == ("routed", town.teams["verkeer"])


def test_a_formal_matter_without_a_term_to_answer_gets_none(town):
    signal = town.signal()
    Signal.objects.filter(pk=signal.pk).update(answer_due=None)
    replied(asked(town, signal))
    assert Signal.objects.get().answer_due is None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_reply_and_who_may_go_on_without(town, state, role):
    for step, may in (("reply", ALL_STAFF | BY_ASKER), ("resume", MAY_RESUME | {"clock"})):
        signal = in_state(town, state)
        roles = frozenset({role})
        if step == "resume":
            give = {"signal": signal, "by": town.people["traffic"], "roles": roles, "now": NOW}
            _expect(lambda give=give: asking.resume(**give), allowed=state == State.WAITING and role in may)
        else:
            # Outside waiting the words are not lost: they are a message.
            allowed = state != State.WAITING or role in may
            _expect(lambda signal=signal, roles=roles: replied(signal, roles=roles), allowed=allowed)
            assert Message.objects.filter(signal=signal).count() == allowed
        after = "owned" if state == State.WAITING and role in may else state
        assert Signal.objects.get(pk=signal.pk).state == after


def _expect(work, *, allowed):
    if allowed:
        work()
    else:
        with pytest.raises(Refused):
            work()


@pytest.mark.parametrize("text", ["", " \n ", "Mijn nummer is 111222333"])
def test_an_empty_reply_and_a_bsn_are_refused(town, text):
    signal = asked(town)
    with pytest.raises(Refused):
        replied(signal, text=text)
    assert (Signal.objects.get().state, Message.objects.count()) == ("waiting", 0)


def test_the_same_letter_twice_is_one_reply(town):
    signal, letter = asked(town), uuid.uuid4()
    first, second = (replied(signal, via="mail", letter=letter) for _ in range(2))
    assert first.pk == second.pk
    assert Message.objects.count() == 1


def test_who_joined_cannot_answer_for_the_reporter(town):
    signal = town.signal()
    omar = joined(town, signal)
    asked(town, signal)
    said = replied(signal, asker=omar)
    assert (Signal.objects.get().state, said.question, said.asker) == ("waiting", None, omar)


def test_who_came_along_with_another_signal_is_not_asked_what_it_is_not_about(town):
    signal, other = asked(town), town.signal()
    came = reporter(other)
    merging.merge(signal=other, into=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert QUESTION not in Client().get(trace(came)).content.decode()
    came.refresh_from_db()
    assert replied(signal, asker=came).question is None
    assert Signal.objects.get(pk=signal.pk).state == "waiting"


def test_two_replies_at_once_answer_one_question_and_neither_is_lost(transactional_db):
    town = build_town()
    signal = asked(town)
    by = reporter(signal)
    results = at_once(
        lambda each: asking.reply(
            signal=signal, text=f"Antwoord {each}", asker=by, by=None, roles=BY_ASKER, now=NOW, via="web"
        ),
        number=8,
    )
    assert not [each for each in results if isinstance(each, Refused)]
    assert Message.objects.count() == 8
    assert Message.objects.filter(question__isnull=False).count() == 1
    assert Signal.objects.get().state == "owned"


def test_going_on_without_a_reply_gives_the_days_back_and_withdraws_the_question(town):
    signal = asked(town)
    asking.resume(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW + timedelta(days=2))
    signal.refresh_from_db()
    assert (signal.state, signal.answer_due, signal.waiting_until) == ("owned", date(2026, 12, 9), None)
    assert Question.objects.get().state == "withdrawn"
    assert QUESTION in Client().get(trace(reporter(signal))).content.decode()


def test_a_reopened_signal_with_an_open_promise_can_wait_and_go_on(town):
    signal = asked(town, reopened(town, town.signal(), "yes"))
    replied(signal)
    assert (signal.state, signal.has_promise) == ("owned", True)


def test_the_asker_reads_the_question_on_top_and_answers_it(town):
    signal, client = asked(town), Client()
    page = client.get(trace(reporter(signal)))
    for words in (
        QUESTION,
        "Wij hebben een vraag aan u",
        "maandag 7\xa0december 2026",
        "Wij stelden u een vraag",
    ):
        assert words in page.content.decode()
    given = {"text": ANSWER, "once": page.context["reply_form"]["once"].value()}
    for _ in range(2):
        done = client.post(trace(reporter(signal), "antwoord/"), given)
        assert done["Location"] == trace(reporter(signal)) + "?bericht"
    assert Message.objects.get().text == ANSWER
    after = client.get(done["Location"]).content.decode()
    for words in (ANSWER, QUESTION, "Wij hebben uw bericht", "Wij kregen antwoord op onze vraag"):
        assert words in after
    assert "Verstuur uw antwoord" not in after


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001, "nummer 111222333"])
def test_a_wrong_reply_comes_back_with_the_question_and_all_that_was_typed(town, text):
    signal = asked(town)
    page = Client().post(trace(reporter(signal), "antwoord/"), {"text": text})
    assert page.status_code == 422
    assert page.context["form"].errors["text"]
    assert QUESTION in page.content.decode()
    assert Signal.objects.get().state == "waiting"


def test_who_joined_reads_that_we_wait_and_not_for_what(town):
    signal = town.signal()
    omar = joined(town, signal)
    replied(asked(town, signal), asker=reporter(signal))
    asked(town, signal, question="En de tweede vraag?")
    page = Client().get(trace(omar)).content.decode()
    assert "Wij wachten op informatie van de melder" in page
    assert "Wij stelden de melder een vraag" in page
    for hidden in (QUESTION, ANSWER, "En de tweede vraag?", "Verstuur uw antwoord"):
        assert hidden not in page
    assert "Er staat geen vraag aan u open" in Client().get(trace(omar, "antwoord/")).content.decode()


def test_an_asker_never_reads_the_reply_of_another(town):
    two = (NewAsker(Contact.EMAIL, "Fatima", "f@example.org"), NewAsker(Contact.EMAIL, "Bo", "b@example.org"))
    signal = asked(town, town.signal(askers=two))
    first, second = Asker.objects.order_by("name")
    replied(signal, asker=first)
    assert ANSWER in Client().get(trace(first)).content.decode()
    page = Client().get(trace(second)).content.decode()
    assert ANSWER not in page
    assert QUESTION in page


def test_a_reply_after_we_stopped_waiting_is_kept_as_a_message(town):
    signal = asked(town)
    asking.resume(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert (
        "Wij wachten niet op een antwoord"
        in Client().get(trace(reporter(signal), "antwoord/")).content.decode()
    )
    assert Client().post(trace(reporter(signal), "antwoord/"), {"text": ANSWER}).status_code == 302
    assert (Message.objects.get().question, Signal.objects.get().state) == (None, "owned")


def test_on_the_page_of_care_the_question_itself_is_not_shown(town):
    signal = asked(town)
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    for path in ("", "antwoord/"):
        page = Client().get(trace(reporter(signal), path)).content.decode()
        assert "Onze vraag staat in onze brief" in page
        for hidden in (QUESTION, signal.subject.code, "Hard rijden"):
            assert hidden not in page
    done = Client().post(trace(reporter(signal), "antwoord/"), {"text": ANSWER}, follow=True).content.decode()
    assert "Wij hebben uw bericht" in done
    assert ANSWER not in done
    assert Signal.objects.get().state == "routed"


def test_staff_write_down_what_was_said_on_the_telephone(town, log_in):
    signal, client = asked(town), log_in("intake")
    page = client.get(url("reply", signal)).content.decode()
    assert QUESTION in page
    given = {"via": "phone", "asker": str(reporter(signal).pk), "text": ANSWER, "once": "a"}
    for _ in range(2):
        assert client.post(url("reply", signal), given).status_code == 302
    said = Message.objects.get()
    assert (said.via, said.entered_by, said.asker) == ("phone", town.people["intake"], reporter(signal))
    assert said.seen_at is None
    page = log_in("traffic").get(url("detail", signal)).content.decode()
    for words in (ANSWER, "Antwoord van Fatima", "telefoon", "Nieuw bericht"):
        assert words in page


def test_what_the_owner_wrote_down_needs_no_reading(town, log_in):
    signal = asked(town)
    given = {"via": "counter", "asker": "", "text": ANSWER}
    assert log_in("traffic").post(url("reply", signal), given).status_code == 302
    said = Message.objects.get()
    assert (said.asker, said.seen_by) == (None, town.people["traffic"])


def test_the_page_refuses_an_asker_of_another_signal(town, log_in):
    signal, other = asked(town), town.signal()
    given = {"via": "phone", "asker": str(reporter(other).pk), "text": ANSWER}
    assert log_in("traffic").post(url("reply", signal), given).status_code == 422


def test_going_on_is_one_button(town, log_in):
    signal, client = asked(town), log_in("traffic")
    assert "hoeft dan niet meer te antwoorden" in client.get(url("resume", signal)).content.decode()
    assert client.post(url("resume", signal)).status_code == 302
    assert Signal.objects.get().state == "owned"
    assert client.post(url("resume", signal)).status_code == 422


def test_when_the_only_asker_is_erased_colleagues_can_still_go_on(town):
    signal = asked(town)
    asker = reporter(signal)
    replied(signal)
    asked(town, signal, now=NOW + timedelta(hours=1))
    erase_asker(asker=asker, by=None, now=NOW)
    assert Client().post(trace(asker, "antwoord/"), {"text": "x"}).status_code == 404
    asking.resume(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert Signal.objects.get().state == "owned"


def test_too_many_replies_are_429(town, monkeypatch):
    signal = asked(town)
    monkeypatch.setitem(limits.LIMITS, "trace_reply", limits.Limit(1))
    codes = [Client().post(trace(reporter(signal), "antwoord/"), {"text": ""}).status_code for _ in range(2)]
    assert codes == [422, 429]


def test_answering_again_needs_no_more_than_the_table_says(town):
    signal = asked(town)
    replied(signal)
    asking.ask(signal=signal, question="Nog iets?", by=town.people["traffic"], roles=OWNERS, now=NOW)
    replied(signal, text="Ja")
    assert list(Question.objects.order_by("pk").values_list("state", flat=True)) == ["answered", "answered"]
    taken = actions.take(signal=signal, by=town.people["owner"], roles=OWNERS, now=NOW)
    assert taken.state == "owned"
