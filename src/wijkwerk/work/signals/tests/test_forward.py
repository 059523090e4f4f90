"""A formal matter goes to who decides on it, with the day of receipt and the legal date, and gets no yes or no here (D9)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.letters.actions import full_body
from wijkwerk.rules.workflow import TO_DO, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Answer, Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, elsewhere, publishing
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.models import FormalKind, Signal
from wijkwerk.work.signals.tests.elsewhere_cast import (
    OWNERS,
    WHY,
    answered,
    at,
    forward,
    in_state,
    letters,
    put,
    read,
    redirect,
    register,
)

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
BSN = "123456782"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_it_gets_a_kind_a_place_a_legal_date_and_an_owner(town: Town) -> None:
    signal = forward(town, town.signal())
    assert (signal.state, signal.formal_kind) == ("owned", "objection")
    assert (signal.forwarded_to, signal.forwarded_at) == ("Juridische Zaken", NOW)
    assert signal.owner_person == town.people["traffic"]
    # Received on Monday 23 November 2026; six weeks later is Monday 4 January 2027.
    assert signal.legal_due == signal.answer_due == date(2027, 1, 4)
    assert (signal.external_ref, signal.closed_at) == ("", None)


# Worked out by hand from the articles: Atw 1 and 3, Awb 4:13, 7:10 and 9:11, Woo 4.4, AVG 12.
@pytest.mark.parametrize(
    ("received", "kind", "last"),
    [
        ("2026-11-27T10:00", "woo", date(2026, 12, 28)),  # Christmas on Friday and Saturday, then Sunday
        ("2026-11-13T10:00", "complaint", date(2026, 12, 28)),
        ("2026-12-04T10:00", "woo", date(2027, 1, 4)),  # New Year's Day on a Friday
        ("2027-02-26T10:00", "woo", date(2027, 3, 30)),  # Good Friday up to and including Easter Monday
        ("2027-02-01T10:00", "application", date(2027, 3, 30)),  # Easter Monday
        ("2027-03-02T10:00", "enforcement", date(2027, 4, 28)),  # King's Day on a Tuesday
        ("2027-04-07T10:00", "woo", date(2027, 5, 7)),  # 5 May on Wednesday, Ascension Day on Thursday
        ("2027-04-05T10:00", "avg", date(2027, 5, 7)),  # a month: the same two days
        ("2027-04-05T10:00", "objection", date(2027, 5, 18)),  # Whit Monday
        ("2027-01-31T10:00", "avg", date(2027, 3, 1)),  # no 31 February; the 28th is a Sunday
        ("2028-01-31T10:00", "avg", date(2028, 2, 29)),
        ("2026-11-28T10:00", "complaint", date(2027, 1, 11)),  # received and ending on a Saturday
        ("2026-12-01T22:59", "woo", date(2026, 12, 29)),  # one minute before midnight here
        ("2026-12-01T23:00", "woo", date(2026, 12, 30)),  # midnight: the next day
        ("2026-10-24T22:30", "woo", date(2026, 11, 23)),  # half past twelve, the night the clock goes back
        ("2027-03-27T23:30", "woo", date(2027, 4, 26)),  # half past twelve, the night it goes forward
    ],
)
def test_the_legal_term_runs_from_the_day_of_receipt(
    town: Town, received: str, kind: str, last: date
) -> None:
    came = at(received)
    signal = forward(town, town.signal(now=came), kind, now=came + timedelta(days=3))
    assert signal.legal_due == last


@pytest.mark.parametrize("state", State)
def test_each_kind_from_each_state(town: Town, state: State) -> None:
    for kind in FormalKind.values:
        signal = in_state(town, state)
        before = signal.state
        if state in TO_DO:
            assert forward(town, signal, kind).formal_kind == kind
        else:
            with pytest.raises(Refused):
                forward(town, signal, kind)
            signal.refresh_from_db()
            assert (signal.state, signal.formal_kind) == (before, "")
            assert letters(signal, "forwarded") == []


@pytest.mark.parametrize("state", sorted(TO_DO))
def test_no_answer_is_possible_in_any_state(town: Town, state: State) -> None:
    signal = forward(town, in_state(town, state))
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Een drempel", due_until=date(2027, 6, 1))
    for after in ("owned", "routed", "reopened", "received"):
        Signal.objects.filter(pk=signal.pk).update(state=after)
        with pytest.raises(Refused, match="geen ja of nee"):
            actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert not Answer.objects.exists()


def test_the_database_refuses_an_answer_and_every_other_end(town: Town) -> None:
    signal = forward(town, town.signal())
    rows = Signal.objects.filter(pk=signal.pk)
    ends: list[dict[str, Any]] = [
        {"answer_kind": "no"},
        {"legal_due": None},
        {"state": "answered"},
        {"state": "closed", "closed_at": NOW},
        {"state": "split", "closed_at": NOW},
        {"state": "merged", "closed_at": NOW, "merged_into": town.signal()},
        {"state": "redirected", "closed_at": NOW},
    ]
    for columns in ends:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**columns)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.create(
            municipality=town.municipality,
            subject=signal.subject,
            kind="no",
            owner_team=town.teams["verkeer"],
            text="Nee",
            reason="Daarom",
            given_by=town.people["traffic"],
            given_at=NOW,
        )
    assert rows.get().state == "owned"


def test_what_has_an_answer_is_split_first(town: Town) -> None:
    signal = answered(town, town.signal())
    signal = actions.reopen(
        signal=signal, why="Ik maak bezwaar.", by=None, roles=frozenset({"asker"}), now=NOW
    )
    with pytest.raises(Refused, match="Splits het officiële deel eerst af"):
        forward(town, signal)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"why": " "}, "waarom"),
        ({"why": f"Van {BSN}"}, "burgerservicenummer"),
        ({"kind": "gedicht"}, "Kies wat voor"),
        ({"kind": ""}, "Kies wat voor"),
        ({"roles": frozenset({"staff"})}, "eigenaar"),
        ({"roles": frozenset({"asker"})}, "eigenaar"),
        ({"roles": frozenset({"receiver"})}, "eigenaar"),
    ],
)
def test_what_is_refused(town: Town, given: dict[str, Any], words: str) -> None:
    signal = town.signal()
    with pytest.raises(Refused, match=words):
        forward(town, signal, **given)
    assert letters(signal, "forwarded") == []


def test_twice_the_same_kind_is_once_and_another_kind_corrects(town: Town) -> None:
    signal = forward(town, town.signal(), "complaint")
    with pytest.raises(Refused, match="staat er al zo"):
        forward(town, signal, "complaint")
    signal = forward(town, signal, "woo")
    assert (signal.formal_kind, signal.legal_due) == ("woo", date(2026, 12, 21))
    assert len(letters(signal, "forwarded")) == 2


def test_the_letter_tells_what_where_received_and_by_when(town: Town) -> None:
    formal = [
        {
            "key": "objection",
            "label": "Bezwaar",
            "to": "Juridische Zaken",
            "phone": "14 0001",
            "url": "https://x.example/bezwaar",
            "weeks": 6,
        }
    ]
    put(town, "formal", items=formal)
    letter = letters(forward(town, town.signal()), "forwarded")[0]
    text = full_body(letter)
    for words in (
        "Uw bericht is voor de wet een bezwaar.",
        "geen ja of nee",
        "doorgestuurd naar: Juridische Zaken",
        "Bel 14 0001, of kijk op https://x.example/bezwaar",
        "telt: maandag 23 november 2026.",
        "uiterlijk op maandag 4 januari 2027.",
        "/spoor/",
    ):
        assert words in text
    assert (letter.address, WHY in text) == ("fatima@example.org", False)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Bezwaar tegen een besluit", "bezwaar tegen een besluit"),
        ("Woo-verzoek", "Woo-verzoek"),
        ("AVG-verzoek", "AVG-verzoek"),
        ("AVG verzoek", "AVG verzoek"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence(label: str, said: str) -> None:
    assert elsewhere.in_a_sentence(label) == said


def test_it_is_not_public_any_more_and_never_again(town: Town) -> None:
    signal = town.signal()
    by = town.people["traffic"]
    words = publishing.PublicWords("Drukte", "Lindelaan")
    publishing.show(signal=signal, words=words, by=by, now=NOW)
    signal = forward(town, signal)
    signal.refresh_from_db()
    assert (signal.public_title, signal.public_lon, signal.published_at) == ("", None, None)
    assert Client().get(url("shown", signal)).status_code == 404
    with pytest.raises(Refused, match="niet openbaar"):
        publishing.show(signal=signal, words=words, by=by, now=NOW)


def test_who_joined_hears_that_it_is_elsewhere_and_not_what_it_is(town: Town) -> None:
    signal = town.signal()
    words = publishing.PublicWords("Drukte", "Lindelaan")
    publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    joined = actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Bo", "bo@example.org"), now=NOW)
    signal = forward(town, signal, "complaint")
    assert [each.address for each in letters(signal, "forwarded")] == ["fatima@example.org"]
    (other,) = letters(signal, "redirected")
    page = Client().get(reverse("signals:trace", args=[link_token(joined)])).content.decode()
    for text in (other.title + other.body, page):
        assert "Hard rijden" not in text
        assert "klacht" not in text.lower().replace("dien een klacht in", "")
        assert "Meld het dan zelf" in text
    assert "maandag 4 januari" not in page


def test_the_question_that_stood_open_is_not_waited_for(town: Town) -> None:
    signal = forward(town, in_state(town, State.WAITING))
    assert (signal.state, signal.waiting_until, signal.days_left) == ("owned", None, None)


def test_a_mistake_is_taken_back_until_there_is_a_reference(town: Town) -> None:
    signal = forward(town, town.signal())
    back: dict[str, Any] = {
        "why": "Het was een gewone vraag.",
        "by": town.people["traffic"],
        "roles": OWNERS,
        "now": NOW,
    }
    signal = elsewhere.unforward(signal=signal, **back)
    assert (signal.formal_kind, signal.legal_due, signal.forwarded_to) == ("", None, "")
    assert signal.answer_due == date(2026, 12, 7)
    assert "Het was een gewone vraag." in letters(signal, "reopened")[0].body
    with pytest.raises(Refused, match="geen officieel bericht"):
        elsewhere.unforward(signal=signal, **back)
    signal = register(town, forward(town, signal))
    with pytest.raises(Refused, match="opnieuw"):
        elsewhere.unforward(signal=signal, **back)
    signal = actions.reopen(
        signal=signal, why="Verkeerd", by=town.people["traffic"], roles=frozenset({"staff"}), now=NOW
    )
    with pytest.raises(Refused, match="eigenaar"):
        elsewhere.unforward(signal=signal, **back | {"roles": frozenset({"staff"})})
    assert elsewhere.unforward(signal=signal, **back).formal_kind == ""


def test_care_goes_its_way_with_letters_that_say_nothing(town: Town) -> None:
    signal = town.signal(care=True, text="Mijn moeder krijgt geen hulp.")
    signal = forward(town, signal, "complaint", by=town.people["carer"])
    assert (signal.visibility, signal.formal_kind) == ("care", "complaint")
    letter = letters(signal, "forwarded")[0]
    for words in ("moeder", "klacht", "verkeer", "Hard rijden"):
        assert words not in (letter.title + letter.body).lower().replace("verkeerd", "")
    assert "maandag 4 januari 2027" in letter.body
    asker = Asker.objects.get(subject=signal.subject)
    page = Client().get(reverse("signals:trace", args=[link_token(asker)])).content.decode()
    assert "klacht" not in page.lower()


def test_flagged_as_care_later_it_stays_formal_and_leaves_the_list(town: Town, log_in: LogIn) -> None:
    signal = forward(town, town.signal())
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    page = reverse("signals:list") + "?lijst=officieel"
    assert "Hard rijden" not in log_in("owner").get(page).content.decode()
    assert "Hard rijden" in log_in("carer").get(page).content.decode()


def test_the_desk_forwards_and_shows_the_term(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("traffic")
    assert "Termijn: 6 weken." in client.get(url("forward", signal)).content.decode()
    assert client.post(url("forward", signal), {"why": "x"}).status_code == 422
    form = {"formal_kind": "objection", "why": WHY, "once": "a"}
    for _ in range(2):
        assert client.post(url("forward", signal), form).status_code == 302
    assert len(letters(signal, "forwarded")) == 1
    page = client.get(url("detail", signal)).content.decode()
    for words in (
        "Officieel bericht: Bezwaar",
        "maandag 4 januari 2027",
        "nog 28 werkdagen",
        "Vul het kenmerk in",
    ):
        assert words in page
    assert url("answer", signal) not in page
    assert url("publish", signal) not in page
    assert "uiterlijk 4 januari 2027" in read(client.get(reverse("signals:list") + "?lijst=officieel"))


def test_a_legal_term_that_passed_is_red(town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    signal, late = forward(town, town.signal()), NOW + timedelta(days=44)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    client = log_in("traffic")
    page = client.get(url("detail", signal)).content.decode()
    assert "2 dagen te laat" in page
    listed = read(client.get(reverse("signals:list") + "?lijst=officieel"))
    assert "termijn van de wet was 4 januari 2027" in listed


def test_the_trace_page_says_what_it_is_where_and_by_when(town: Town) -> None:
    signal = forward(town, town.signal())
    asker = Asker.objects.get(subject=signal.subject)
    page = read(Client().get(reverse("signals:trace", args=[link_token(asker)])))
    for words in (
        "bezwaar tegen een besluit",
        "Juridische Zaken",
        "maandag 4 januari 2027",
        "geen ja of nee",
    ):
        assert words in page
    assert "Er is nog geen antwoord" not in page
    assert WHY not in page


def test_another_theme_does_not_move_a_term_by_law(town: Town) -> None:
    put(town, "terms", answer_days_by_theme={"groen": 3})
    signal = forward(town, town.signal())
    new = NewClass("groen", "report", "Een boom")
    by = town.people["traffic"]
    signal = classify(signal=signal, new=new, by=by, roles=OWNERS, now=NOW, route_again=False)
    assert (signal.theme, signal.answer_due) == ("groen", date(2027, 1, 4))


def test_formal_matters_leave_only_by_a_reference(town: Town) -> None:
    signal = forward(town, town.signal())
    with pytest.raises(Refused, match="kenmerk"):
        redirect(town, signal)
    signal = redirect(town, signal, external_ref="UIT-2026-7")
    assert (signal.state, signal.result, signal.external_ref) == ("redirected", "redirected", "UIT-2026-7")
