"""A question to the asker: the signal waits and its term stands still, for whoever may ask and in no other moment."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import OWNERS as MAY_ASK
from wijkwerk.rules.workflow import ROLES, State
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import NewAsker, erase_asker
from wijkwerk.work.answers.models import Asker, AskerRole, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, care, elsewhere
from wijkwerk.work.signals.models import Question, Signal
from wijkwerk.work.signals.tests.waiting import (
    ANSWER,
    OWNERS,
    QUESTION,
    STATES,
    answered,
    asked,
    in_state,
    joined,
    reporter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name, signal):
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_asking_pauses_the_term_and_tells_the_reporter(town):
    signal = asked(town)
    assert (signal.state, signal.answer_due, signal.days_left) == ("waiting", None, 10)
    assert (signal.waiting_until, signal.reminded_at) == (date(2026, 12, 7), None)
    assert (signal.owner_person, signal.owned_at) == (town.people["traffic"], NOW)
    letter = Letter.objects.get(kind="question")
    assert letter.address == "fatima@example.org"
    for words in (QUESTION, "maandag 7 december 2026", "{trace_link}", "Verkeer"):
        assert words in letter.body
    line = Line.objects.get(subject=signal.pk, verb="asked")
    assert line.detail.text == {"question": QUESTION}


def test_who_has_it_already_keeps_it(town):
    signal = actions.take(signal=town.signal(), by=town.people["traffic"], roles=OWNERS, now=NOW)
    asked(town, signal, by=town.people["owner"])
    assert Signal.objects.get().owner_person == town.people["traffic"]


# Each with the term that a signal of 23 November has: until Monday 7 December.
@pytest.mark.parametrize(
    ("day", "left"),
    [
        (datetime(2026, 11, 27, 12, tzinfo=UTC), 6),  # Friday
        (datetime(2026, 11, 28, 12, tzinfo=UTC), 6),  # Saturday
        (datetime(2026, 11, 29, 22, 30, tzinfo=UTC), 6),  # Sunday, half past eleven in the evening
        (datetime(2026, 11, 29, 23, 30, tzinfo=UTC), 5),  # here it is Monday by now
        (datetime(2026, 12, 7, 12, tzinfo=UTC), 0),  # the last day
        (datetime(2026, 12, 20, 12, tzinfo=UTC), 0),  # late
    ],
)
def test_the_days_that_are_left_are_working_days_here(town, day, left):
    assert asked(town, now=day).days_left == left


def test_the_days_over_christmas_and_new_year(town):
    signal = town.signal(now=datetime(2026, 12, 18, 9, tzinfo=UTC))
    assert signal.answer_due == date(2027, 1, 5)
    assert asked(town, signal, now=datetime(2026, 12, 24, 9, tzinfo=UTC)).days_left == 6


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_ask_and_when(town, state, role):
    signal = in_state(town, state)
    may = role in MAY_ASK and state not in (State.WAITING, State.ANSWERED, State.CLOSED)
    give = {"signal": signal, "question": "x?", "by": town.people["traffic"], "now": NOW}
    if may:
        asking.ask(**give, roles=frozenset({role}))
    else:
        with pytest.raises(Refused):
            asking.ask(**give, roles=frozenset({role}))
    assert Signal.objects.get(pk=signal.pk).state == ("waiting" if may else state)


@pytest.mark.parametrize("text", ["", "  \n", "Is uw nummer 111222333?"])
def test_an_empty_question_and_a_bsn_are_refused(town, text):
    with pytest.raises(Refused):
        asked(town, question=text)
    assert not Question.objects.exists()


def test_with_nobody_to_ask_it_is_refused_and_says_what_one_can_do(town):
    silent = town.signal(askers=(NewAsker(Contact.NONE, "Iemand"),))
    none = town.signal(askers=())
    erased = town.signal()
    erase_asker(asker=reporter(erased), by=None, now=NOW)
    alone = town.signal(askers=())
    joined(town, alone)
    for signal in (silent, none, erased, alone):
        with pytest.raises(Refused, match="Ga zelf kijken"):
            asked(town, signal)
        assert Signal.objects.get(pk=signal.pk).state == "routed"


def test_who_asked_on_behalf_of_somebody_is_asked_and_who_joined_is_not(town):
    signal = town.signal(askers=(NewAsker(Contact.EMAIL, "Zus", "zus@example.org", AskerRole.ON_BEHALF),))
    joined(town, signal)
    asked(town, signal)
    assert list(Letter.objects.filter(kind="question").values_list("address", flat=True)) == [
        "zus@example.org"
    ]


def test_one_question_at_a_time_and_a_next_one_after_the_reply(town):
    signal = asked(town)
    with pytest.raises(Refused):
        asked(town, signal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(
            municipality=town.municipality, signal=signal, text="x", asked_by=town.people["traffic"], asked_at=NOW
        )  # fmt: skip
    asking.reply(
        signal=signal, text=ANSWER, asker=reporter(signal), by=None, roles=frozenset({"asker"}), now=NOW, via="web"
    )  # fmt: skip
    asked(town, signal, question="En aan welke kant?")
    assert Question.objects.filter(state="open").count() == 1


def test_while_it_waits_there_is_no_answer(town):
    with pytest.raises(Refused):
        answered(town, asked(town))


def test_every_other_way_out_of_waiting_settles_the_question(town):
    signal = asked(town)
    elsewhere.forward(
        signal=signal, formal_kind="objection", why="Bezwaar", by=town.people["traffic"], roles=OWNERS, now=NOW
    )  # fmt: skip
    signal.refresh_from_db()
    assert (signal.state, signal.waiting_until, Question.objects.get().state) == ("owned", None, "withdrawn")


def test_give_and_confirm_while_it_waits_leave_the_question_open(town):
    signal = asked(town)
    given = actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why="Voor u", by=town.people["traffic"],
        roles=OWNERS, now=NOW,
    )  # fmt: skip
    actions.confirm(handover=given, by=town.people["member"], now=NOW)
    signal.refresh_from_db()
    assert (signal.state, signal.owner_person) == ("waiting", town.people["member"])
    assert Question.objects.get().state == "open"


def test_care_that_comes_to_light_while_it_waits_goes_on_waiting_in_the_care_line(town):
    signal = asked(town, left=False)
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    signal.refresh_from_db()
    assert (signal.state, signal.owner_team, signal.owner_person) == ("waiting", town.teams["zorg"], None)
    assert Letter.objects.get(kind="question").state == "withdrawn"
    asking.resume(signal=signal, by=town.people["carer"], roles=OWNERS, now=NOW)
    assert Signal.objects.get().state == "routed"


def test_in_the_care_line_the_title_of_the_letter_says_nothing(town):
    asked(town, town.signal(care=True, title="Mevrouw slaapt slecht"))
    letter = Letter.objects.get(kind="question")
    assert "slaapt" not in letter.title + letter.body
    assert QUESTION in letter.body


def test_the_page_says_who_gets_it_and_until_when(town, log_in):
    signal, client = town.signal(), log_in("traffic")
    assert url("ask", signal) in client.get(url("detail", signal)).content.decode()
    page = client.get(url("ask", signal)).content.decode()
    assert "De melder krijgt uw vraag" in page
    assert "maandag 7 december 2026" in page
    assert client.post(url("ask", signal), {"question": QUESTION, "once": "a"}).status_code == 302
    assert client.post(url("ask", signal), {"question": QUESTION, "once": "a"}).status_code == 302
    assert Question.objects.count() == 1
    page = client.get(url("detail", signal)).content.decode()
    for words in (
        QUESTION,
        "Wacht op antwoord",
        "tot en met maandag 7\xa0december 2026",
        url("reply", signal),
    ):
        assert words in page
    assert url("ask", signal) not in page


@pytest.mark.parametrize("text", ["", "x" * 1001, "Is uw nummer 111222333?"])
def test_a_wrong_question_comes_back_as_it_was_typed(town, log_in, text):
    page = log_in("traffic").post(url("ask", town.signal()), {"question": text})
    assert page.status_code == 422
    assert text in page.content.decode()
    assert not Question.objects.exists()


def test_personal_data_in_a_question_is_pointed_out_before_it_leaves(town, log_in):
    signal, client = town.signal(), log_in("traffic")
    given = {"question": "Is jan@example.org van u?", "once": "a"}
    page = client.post(url("ask", signal), given)
    assert (page.status_code, Question.objects.count()) == (200, 0)
    again = given | {"warned": page.context["form"].warned}
    assert client.post(url("ask", signal), again).status_code == 302
    assert Question.objects.count() == 1


def test_with_nobody_to_ask_the_page_says_so(town, log_in):
    signal = town.signal(askers=())
    page = log_in("traffic").get(url("ask", signal), follow=True)
    assert "Ga zelf kijken" in page.content.decode()


def test_who_reads_along_sees_that_it_waits_but_not_what_was_asked(town, log_in):
    signal = asked(town)
    page = log_in("alderman").get(url("detail", signal)).content.decode()
    assert "Wacht op de melder" in page
    assert QUESTION not in page


def test_what_waits_has_a_list_of_its_own(town, log_in):
    asked(town, town.signal(title="Deze wacht"))
    town.signal(title="Deze niet")
    page = log_in("traffic").get(reverse("signals:list"), {"lijst": "wacht"}).content.decode()
    assert "Deze wacht" in page
    assert "Deze niet" not in page


def test_several_reporters_are_all_asked_and_the_page_warns(town, log_in):
    two = (
        NewAsker(Contact.EMAIL, "Fatima", "fatima@example.org"),
        NewAsker(Contact.POST, "Mevrouw De Boer", "Lindelaan 4"),
    )
    signal = town.signal(askers=two)
    assert "2 melders krijgen" in log_in("traffic").get(url("ask", signal)).content.decode()
    asked(town, signal)
    assert Letter.objects.filter(kind="question").count() == Asker.objects.count() == 2
