"""What an asker wants to say of their own accord is never lost, stands on the owner's desk, and is read by no other asker."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.actions import asking, care
from wijkwerk.work.signals.models import Message, Signal
from wijkwerk.work.signals.public import limits
from wijkwerk.work.signals.tests.waiting import (
    OWNERS,
    STATES,
    answered,
    asked,
    in_state,
    joined,
    reporter,
)

pytestmark = pytest.mark.django_db
WORDS = "Sinds gisteren is het nog erger."


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def wrote(signal, text=WORDS, now=NOW, **given):
    values = {"asker": reporter(signal), "by": None, "via": "web"} | given
    return asking.message(signal=signal, text=text, now=now, **values)


def trace(asker, more=""):
    return f"/spoor/{link_token(asker)}/{more}"


def url(name, signal):
    return reverse(f"signals:{name}", args=[signal.subject.code])


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_words_are_kept_and_change_nothing_else(town, state):
    signal = in_state(town, state)
    before = Signal.objects.filter(pk=signal.pk).values().get()
    said = wrote(signal)
    assert (said.text, said.question, said.seen_at) == (WORDS, None, None)
    assert Signal.objects.filter(pk=signal.pk).values().get() == before
    assert Line.objects.filter(subject=signal.pk, verb="message_received").count() == 1


@pytest.mark.parametrize("text", ["", " \n", "nummer 111222333"])
def test_an_empty_message_and_a_bsn_are_refused(town, text):
    with pytest.raises(Refused):
        wrote(town.signal(), text=text)
    assert not Message.objects.exists()


def test_the_same_letter_twice_is_one_message(town):
    signal, letter = town.signal(), uuid.uuid4()
    assert wrote(signal, letter=letter, via="mail") == wrote(signal, letter=letter, via="mail")
    assert Message.objects.count() == 1


def test_an_asker_writes_from_the_page_and_reads_it_back(town):
    signal, client = town.signal(), Client()
    me = reporter(signal)
    assert "Wilt u nog iets zeggen?" in client.get(trace(me)).content.decode()
    form = client.get(trace(me, "bericht/")).context["form"]
    given = {"text": WORDS, "once": form["once"].value()}
    for _ in range(2):
        assert client.post(trace(me, "bericht/"), given)["Location"] == trace(me) + "?bericht"
    assert Message.objects.count() == 1
    page = client.get(trace(me) + "?bericht").content.decode()
    for words in (WORDS, "Uw bericht", "Wij hebben uw bericht"):
        assert words in page


def test_who_joined_can_write_too_and_neither_reads_the_other(town):
    signal = town.signal()
    omar = joined(town, signal)
    wrote(signal, text="Van Omar", asker=omar)
    wrote(signal, text="Van Fatima")
    page, other = (Client().get(trace(each)).content.decode() for each in (omar, reporter(signal)))
    assert "Van Omar" in page
    assert "Van Fatima" not in page
    assert "Van Fatima" in other
    assert "Van Omar" not in other


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001, "nummer 111222333"])
def test_a_wrong_message_comes_back_with_all_that_was_typed(town, text):
    page = Client().post(trace(reporter(town.signal()), "bericht/"), {"text": text})
    assert page.status_code == 422
    assert page.context["form"].errors["text"]
    assert text.strip() in page.content.decode()


def test_personal_data_is_pointed_out_once(town):
    url_, given = trace(reporter(town.signal()), "bericht/"), {"text": "Mail mij op jan@example.org"}
    page = Client().post(url_, given)
    assert (page.status_code, Message.objects.count()) == (200, 0)
    assert Client().post(url_, given | {"warned": page.context["form"].warned}).status_code == 302
    assert Message.objects.count() == 1


def test_where_it_can_be_opened_again_the_page_offers_that(town):
    signal = town.signal()
    answered(town, signal)
    page = Client().get(trace(reporter(signal))).content.decode()
    assert "Niet opgelost" in page
    assert "Wilt u nog iets zeggen?" not in page
    page = Client().get(trace(reporter(signal), "bericht/")).content.decode()
    assert "Open de melding opnieuw" in page
    assert "Verstuur uw bericht" in page


def test_a_new_message_stands_on_the_desk_of_the_owner_and_of_nobody_else(town, log_in):
    signal = town.signal(title="Hier schreef iemand")
    wrote(signal)
    for part, sees in (("traffic", True), ("member", False), ("intake", False), ("owner", False)):
        client = log_in(part)
        assert ("Berichten</span>" in client.get(reverse("signals:desk")).content.decode()) == sees
        page = client.get(reverse("signals:list"), {"lijst": "berichten"}).content.decode()
        assert ("Hier schreef iemand" in page) == sees


def test_of_a_closed_signal_a_new_message_stands_on_the_desk_too(town, log_in):
    signal = in_state(town, "closed")
    wrote(signal)
    page = log_in("traffic").get(reverse("signals:list"), {"lijst": "berichten"}).content.decode()
    assert signal.subject.code in page


def test_reading_takes_it_off_the_desk_but_not_what_came_after_the_page(town, log_in):
    signal, client = town.signal(), log_in("traffic")
    wrote(signal, text="Het eerste")
    form = client.get(url("detail", signal)).context["talk"]["form"]
    late = wrote(signal, text="Net te laat", now=NOW + timedelta(minutes=1))
    assert client.post(url("see_messages", signal), {"last": form["last"].value()}).status_code == 302
    assert list(Message.objects.filter(seen_at=None)) == [late]
    assert Message.objects.exclude(seen_at=None).get().seen_by == town.people["traffic"]
    assert Line.objects.filter(verb="messages_seen").count() == 1
    client.post(url("see_messages", signal), {"last": str(late.pk)})
    assert not Message.objects.filter(seen_at=None).exists()
    assert "Ik heb het gelezen" not in client.get(url("detail", signal)).content.decode()


def test_the_key_of_another_signal_marks_nothing(town, log_in):
    signal, other = town.signal(), town.signal()
    wrote(signal)
    strange = wrote(other)
    log_in("traffic").post(url("see_messages", signal), {"last": str(strange.pk)})
    log_in("traffic").post(url("see_messages", signal), {"last": "geen sleutel"})
    assert Message.objects.filter(seen_at=None).count() == 2


@pytest.mark.parametrize(
    ("part", "code"),
    [("alderman", 404), ("member", 404), ("elsewhere", 404), ("carer", 404), ("intake", 302), ("owner", 302)],
)
def test_who_may_say_that_it_is_read(town, log_in, part, code):
    signal = town.signal()
    said = wrote(signal)
    assert log_in(part).post(url("see_messages", signal), {"last": str(said.pk)}).status_code == code
    assert Message.objects.filter(seen_at=None).exists() == (code == 404)


def test_who_reads_along_reads_no_messages(town, log_in):
    signal = town.signal()
    wrote(signal)
    assert WORDS not in log_in("alderman").get(url("detail", signal)).content.decode()


def test_about_care_only_the_care_line_reads_it_and_the_page_tells_nothing(town, log_in):
    signal = town.signal()
    wrote(signal, text="Van ervoor")
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    done = Client().post(trace(reporter(signal), "bericht/"), {"text": WORDS}, follow=True).content.decode()
    assert "Wij hebben uw bericht" in done
    for hidden in (WORDS, "Van ervoor", signal.subject.code):
        assert hidden not in done
    lists = reverse("signals:list") + "?lijst=berichten"
    assert signal.subject.code not in log_in("traffic").get(lists).content.decode()
    page = log_in("carer").get(url("detail", signal)).content.decode()
    assert WORDS in page
    assert "Van ervoor" in page


def test_a_question_and_a_message_do_not_cost_the_pages_more(town, log_in, django_assert_max_num_queries):
    signal = asked(town)
    for number in range(30):
        wrote(signal, text=f"Bericht {number}", now=NOW + timedelta(minutes=number))
    client = log_in("traffic")
    client.get(reverse("signals:desk"))
    with django_assert_max_num_queries(10):
        page = client.get(url("detail", signal)).content.decode()
    assert "Bericht 29" in page
    with django_assert_max_num_queries(12):
        client.get(reverse("signals:desk"))
    with django_assert_max_num_queries(10):
        page = Client().get(trace(Asker.objects.get())).content.decode()
    assert "Bericht 29" in page


def test_a_message_of_another_municipality_is_on_no_desk_here(town, other_town, log_in):
    wrote(other_town.signal())
    page = log_in("traffic").get(f"/m/{town.municipality.code}{reverse('signals:desk')}").content.decode()
    assert "Berichten</span>" not in page


def test_too_many_messages_are_429(town, monkeypatch):
    me = reporter(town.signal())
    monkeypatch.setitem(limits.LIMITS, "trace_message", limits.Limit(1))
    codes = [Client().post(trace(me, "bericht/"), {"text": ""}).status_code for _ in range(2)]
    assert codes == [422, 429]
