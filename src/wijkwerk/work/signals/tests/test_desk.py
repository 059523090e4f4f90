"""The desk shows each person their own work, and every step on a signal is one page that works without JavaScript."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Answer, Asker, Condition, Contact, Promise
from wijkwerk.work.signals.models import Handover, Note, Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name: str, signal: Signal, *more: Any) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code, *more])


def test_the_desk_of_the_area_manager_shows_new_signals_of_the_area(town: Town, log_in: LogIn) -> None:
    town.signal(title="Losse tegel in de Lindelaan")
    town.signal(title="Iets in het zuiden", place=town.place("Havenbuurt"))
    page = log_in("owner").get(reverse("signals:desk")).content.decode()
    assert "Losse tegel in de Lindelaan" in page
    assert "Iets in het zuiden" not in page


@pytest.mark.parametrize("part", ["resident", "neighbour", "partner", "admin"])
def test_who_has_no_desk_gets_404(town: Town, log_in: LogIn, part: str) -> None:
    signal = town.signal()
    client = log_in(part)
    for address in (
        reverse("signals:desk"),
        reverse("signals:list"),
        url("detail", signal),
        url("answer", signal),
    ):
        assert client.get(address).status_code == 404


def test_a_visitor_gets_404_everywhere_on_the_desk(town: Town) -> None:
    signal = town.signal()
    for name in ("detail", "take", "give", "note", "answer", "publish", "make_care", "reopen", "close"):
        assert Client().get(url(name, signal)).status_code == 404
        assert Client().post(url(name, signal)).status_code == (405 if name == "detail" else 404)


def test_taking_a_signal_puts_a_name_on_it(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    assert "Ik heb het" in client.get(url("take", signal)).content.decode()
    assert client.post(url("take", signal)).status_code == 302
    signal.refresh_from_db()
    assert (signal.state, signal.owner_person) == ("owned", town.people["traffic"])


def test_giving_a_signal_leaves_the_sender_owner_until_the_receiver_confirms(
    town: Town, log_in: LogIn
) -> None:
    signal = town.signal()
    form = {"to_team": town.teams["wijkbeheer"].pk, "why": "Het is een losse tegel.", "once": "a"}
    assert log_in("traffic").post(url("give", signal), form).status_code == 302
    signal.refresh_from_db()
    assert signal.owner_team == town.teams["verkeer"]
    handover = Handover.objects.get()
    receive = reverse("signals:receive", args=[handover.pk])
    assert log_in("elsewhere").get(receive).status_code == 404
    member = log_in("member")
    assert "Het is een losse tegel." in member.get(receive).content.decode()
    assert member.post(receive, {"once": "b"}).status_code == 302
    signal.refresh_from_db()
    assert (signal.owner_team, signal.owner_person) == (town.teams["wijkbeheer"], town.people["member"])


def test_a_receiver_who_sends_it_back_says_why(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    log_in("traffic").post(url("give", signal), {"to_team": town.teams["wijkbeheer"].pk, "why": "Voor u?"})
    receive = reverse("signals:receive", args=[Handover.objects.get().pk])
    member = log_in("member")
    assert member.post(receive, {"back": "1", "why": ""}).status_code == 422
    assert member.post(receive, {"back": "1", "why": "Dit is geen onderhoud."}).status_code == 302
    signal.refresh_from_db()
    assert signal.owner_team == town.teams["verkeer"]
    assert Handover.objects.get().state == "bounced"


def test_a_note_is_kept_once_although_it_was_sent_twice(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    for _ in range(2):
        client.post(url("note", signal), {"text": "Gebeld met de school.", "once": "same-key"})
    assert Note.objects.count() == 1
    assert "Gebeld met de school." in client.get(url("detail", signal)).content.decode()


YES = {"kind": "yes", "text": "Ja, dat doen wij.", "what": "Een drempel", "due": "voorjaar 2027"}
NO = {"kind": "no", "text": "Nee, helaas.", "reason": "Er is geen ruimte.", "can_do": "U kunt ons bellen."}
YES_IF = YES | {
    "kind": "yes_if",
    "condition": "De raad keurt het geld goed",
    "condition_kind": "budget",
    "needed": "€ 38.000",
    "expected": "17-12-2026",
}


@pytest.mark.parametrize("form", [YES, NO, YES_IF], ids=["yes", "no", "yes_if"])
def test_each_kind_of_answer_can_be_given(town: Town, log_in: LogIn, form: dict[str, str]) -> None:
    signal = town.signal()
    given = {**form, "team": town.teams["verkeer"].pk}
    answered = log_in("traffic").post(url("answer", signal), given)
    assert answered.status_code == 302, answered.content.decode()
    signal.refresh_from_db()
    assert (signal.state, signal.answer_kind) == ("answered", form["kind"])
    if form["kind"] != "no":
        assert Answer.objects.get().due_until == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("form", "missing", "words"),
    [
        ({}, "kind", "Kies ja"),
        (YES, "due", "Zonder datum is het geen belofte"),
        (YES, "what", "Schrijf op wat u gaat doen"),
        (YES, "text", "Schrijf een uitleg"),
        (NO, "reason", "Geef de reden"),
        (YES_IF, "condition", "wat er eerst moet gebeuren"),
        (YES_IF, "needed", "wat daarvoor nodig is"),
        (YES_IF, "expected", "Zonder datum kunt u deze voorwaarde niet beloven"),
    ],
)
def test_half_an_answer_comes_back_with_what_is_missing_and_all_that_was_typed(
    town: Town, log_in: LogIn, form: dict[str, str], missing: str, words: str
) -> None:
    signal = town.signal()
    given = {name: value for name, value in form.items() if name != missing}
    page = log_in("traffic").post(url("answer", signal), given)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert all(
        value in page.content.decode() for name, value in given.items() if name in ("text", "what", "needed")
    )
    assert not Answer.objects.exists()


def test_a_promise_cannot_be_in_the_past_nor_before_its_condition(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    past = client.post(url("answer", signal), YES | {"due": "01-01-2026"})
    assert "al voorbij" in past.content.decode()
    early = client.post(url("answer", signal), YES_IF | {"due": "01-12-2026"})
    assert "eerder dan u het weet" in early.content.decode()


def test_condition_promise_and_their_figures_can_be_settled_from_the_desk(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    client.post(url("answer", signal), YES_IF)
    condition = Condition.objects.get()
    assert "De raad keurt" in client.get(reverse("signals:promise_list")).content.decode()
    assert (
        client.post(url("settle_condition", signal, condition.pk), {"outcome": "lapsed"}).status_code == 422
    )
    assert client.post(url("settle_condition", signal, condition.pk), {"outcome": "met"}).status_code == 302
    promise = Promise.objects.get()
    code = promise.subject.code
    shift = {"due": "1-9-2027", "why": "De stenen komen later."}
    assert client.post(url("shift_promise", signal, code), shift).status_code == 302
    assert client.post(url("keep_promise", signal, code), {"how": "Klaar."}).status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.due_until) == ("kept", date(2027, 9, 1))
    assert client.post(url("keep_promise", signal, code), {"how": "Klaar."}).status_code == 404


def test_publishing_shows_the_words_of_staff_only(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    client.post(url("answer", signal), YES)
    page = client.get(url("publish", signal)).content.decode()
    assert 'value="Een drempel"' in page
    form = {
        "title": "Hard rijden bij de school",
        "place": "Lindelaan",
        "answer": "Er komt een drempel.",
        "what": "Drempel",
    }
    assert client.post(url("publish", signal), form).status_code == 302
    signal.refresh_from_db()
    assert (signal.public_title, signal.published_by) == ("Hard rijden bij de school", town.people["traffic"])
    assert signal.public_lat != signal.lat
    assert Promise.objects.get().public_what == "Drempel"
    client.post(url("publish", signal), form | {"hide": "1", "once": "x"})
    signal.refresh_from_db()
    assert signal.published_at is None
    assert Promise.objects.get().public_what == ""


def test_care_leaves_the_desk_of_everybody_but_the_care_team(town: Town, log_in: LogIn) -> None:
    signal = town.signal(title="Mevrouw durft niet meer naar buiten")
    client = log_in("traffic")
    assert client.post(url("make_care", signal)).status_code == 302
    for part in ("traffic", "owner", "intake", "alderman", "member"):
        assert log_in(part).get(url("detail", signal)).status_code == 404
        assert "Mevrouw durft" not in log_in(part).get(reverse("signals:desk")).content.decode()
    assert log_in("carer").get(url("detail", signal)).status_code == 200


def test_an_alderman_reads_but_sees_no_askers_and_does_nothing(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("alderman")
    page = client.get(url("detail", signal)).content.decode()
    assert "fatima@example.org" not in page
    assert "veel te hard" not in page
    assert client.get(url("answer", signal)).status_code == 404


def test_staff_enter_a_signal_from_the_telephone(town: Town, log_in: LogIn) -> None:
    form = {
        "via": "phone",
        "text": "De lantaarn bij nummer 4 is kapot.",
        "theme": "verlichting",
        "kind": "report",
        "place": "Lindelaan 4",
        "contact": "phone",
        "name": "Mevrouw De Boer",
        "address": "000 555 01 99",
        "once": "one",
    }
    client = log_in("intake")
    assert client.post(reverse("signals:enter"), form).status_code == 302
    client.post(reverse("signals:enter"), form)
    signal = Signal.objects.get()
    assert (signal.via, signal.owner_team, signal.precise) == ("phone", town.teams["wijkbeheer"], "street")
    assert signal.area_path == town.areas["Lindebuurt"].path


def test_a_citizen_service_number_is_refused_and_nothing_else_is_lost(town: Town, log_in: LogIn) -> None:
    form = {
        "via": "phone",
        "text": "Mijn nummer is 111222333.",
        "theme": "verkeer",
        "kind": "report",
        "contact": "none",
    }
    page = log_in("intake").post(reverse("signals:enter"), form)
    assert page.status_code == 422
    assert "burgerservicenummer" in page.content.decode()
    assert "111222333" in page.content.decode()
    assert not Signal.objects.exists()


def test_a_new_link_kills_the_old_one(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    asker = Asker.objects.get()
    old = asker.token_hash
    assert log_in("traffic").post(url("renew_link", signal, asker.pk)).status_code == 302
    asker.refresh_from_db()
    assert (asker.token_version, asker.token_hash == old) == (2, False)


def test_late_signals_come_first_and_say_since_when(town: Town, log_in: LogIn) -> None:
    town.signal(now=NOW - timedelta(days=40), title="Al heel lang")
    page = log_in("traffic").get(reverse("signals:desk")).content.decode()
    assert "40 dagen" in page


def test_filters_and_pages_of_the_list_keep_to_their_rows(town: Town, log_in: LogIn) -> None:
    for number in range(55):
        town.signal(title=f"Nummer {number:02}", now=NOW - timedelta(minutes=number))
    town.signal(title="Een lantaarn", theme="verlichting")
    client = log_in("owner")
    first = client.get(reverse("signals:list"), {"lijst": "alles", "thema": "verkeer"})
    assert first.content.decode().count("ww-item__title") == 50
    assert "Een lantaarn" not in first.content.decode()
    second = client.get(reverse("signals:list") + first.context["pager"]["next_url"])
    assert second.content.decode().count("ww-item__title") == 5


@pytest.mark.parametrize("number", [5, 60])
def test_a_page_costs_the_same_number_of_queries_however_many_rows(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Any
) -> None:
    for each in range(number):
        signal = town.signal(title=f"Nummer {each}")
    client = log_in("owner")
    client.get(reverse("signals:desk"))
    with django_assert_max_num_queries(12):
        client.get(reverse("signals:list"))
    _with_all_there_can_be(town, client, signal)
    with django_assert_max_num_queries(10):
        page = client.get(url("detail", signal)).content.decode()
    assert all(
        word in page for word in ("Onthoud dit", "Foto bij", "Gevraagd aan", "Eerst", "fatima@example.org")
    )
    # One of these asks what waits in the room of projects.
    with django_assert_max_num_queries(13):
        client.get(reverse("signals:desk"))


def _with_all_there_can_be(town: Town, client: Client, signal: Signal) -> None:
    """An answer with a condition that was met, a promise that moved, a note, a photo and a handover."""
    own = dict.fromkeys(
        ("team", "condition_team"), str(town.teams["gebiedsteam"].pk)
    )  # a manager promises this only (I11)
    client.post(url("answer", signal), YES_IF | own)
    client.post(url("settle_condition", signal, Condition.objects.get().pk), {"outcome": "met"})
    promise = Promise.objects.get().subject.code
    client.post(url("shift_promise", signal, promise), {"due": "1-9-2027", "why": "De stenen komen later."})
    client.post(url("note", signal), {"text": "Onthoud dit"})
    client.post(url("give", signal), {"to_team": town.teams["wijkbeheer"].pk, "why": "Voor u"})
    Attachment.objects.create(
        municipality=town.municipality, subject=signal.subject, state="ready", stored="x.jpg", uploaded_at=NOW
    )


def test_every_step_is_one_line_in_the_journal(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("traffic")
    client.post(url("take", signal))
    client.post(url("answer", signal), NO)
    verbs = list(Line.objects.filter(subject=signal.pk).order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["reported", "routed", "taken", "answered"]


def test_the_letter_can_be_read_before_it_leaves(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    page = log_in("traffic").post(url("answer", signal), NO | {"preview": "1"})
    assert page.status_code == 200
    assert "geen besluit" in page.content.decode()
    assert "Er is geen ruimte." in page.content.decode()
    assert not Answer.objects.exists()


def test_who_wants_no_mail_gets_a_letter_or_a_call_and_staff_see_it_waiting(
    town: Town, log_in: LogIn
) -> None:
    post = NewAsker(Contact.POST, "Mevrouw De Boer", "Lindelaan 4\n1234 AB Testwoude")
    phone = NewAsker(Contact.PHONE, "Meneer Smit", "000 555 01 99")
    town.signal(askers=(post, phone))
    client = log_in("traffic")
    page = client.get(reverse("signals:letters")).content.decode()
    assert "1234 AB Testwoude" in page
    assert "/spoor/" in page
    assert "tel:0005550199" in page
    for part in ("alderman", "elsewhere", "member"):
        assert "1234 AB" not in log_in(part).get(reverse("signals:letters")).content.decode()
    called = Letter.objects.get(channel="phone")
    done = reverse("signals:letter_done", args=[called.pk])
    assert log_in("elsewhere").post(done).status_code == 404
    assert [client.post(done).status_code for _ in range(2)] == [302, 302]
    assert Line.objects.filter(verb="letter_delivered").count() == 1
    assert "tel:0005550199" not in client.get(reverse("signals:letters")).content.decode()


def test_a_photo_becomes_public_by_a_choice_of_staff_only(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    photo = Attachment.objects.create(
        municipality=town.municipality,
        subject=signal.subject,
        state="ready",
        stored="photos/x.jpg",
        uploaded_at=NOW,
    )
    client = log_in("traffic")
    form = {"alt": "Een kapotte bank", "once": "1"}
    assert client.post(url("publish_photo", signal, photo.pk), form).status_code == 422
    client.post(url("publish", signal), {"title": "Bank kapot"})
    assert client.post(url("publish_photo", signal, photo.pk), {"alt": ""}).status_code == 422
    assert client.post(url("publish_photo", signal, photo.pk), form | {"once": "2"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.alt, photo.public_by) == ("Een kapotte bank", town.people["traffic"].pk)
    client.post(url("publish", signal), {"title": "Bank kapot", "hide": "1", "once": "3"})
    photo.refresh_from_db()
    assert photo.public_at is None
