"""What another organisation must do goes there with who, how to reach them and why; the asker is never left empty-handed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.letters.actions import full_body
from wijkwerk.rules.workflow import TO_DO, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import elsewhere, publishing
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.tests.elsewhere_cast import OWNERS, in_state, letters, read, redirect

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_it_ends_here_with_where_it_went(town: Town) -> None:
    signal = redirect(town, town.signal())
    assert (signal.state, signal.result, signal.closed_at) == ("redirected", "redirected", NOW)
    assert (signal.forwarded_to, signal.forwarded_at) == ("Provincie Overijssel", NOW)
    assert (signal.answer_due, signal.destroy_after) == (None, date(2031, 11, 23))
    assert (signal.formal_kind, signal.legal_due) == ("", None)


def test_every_asker_gets_the_letter(town: Town) -> None:
    signal = redirect(town, town.signal())
    (letter,) = letters(signal, "redirected")
    text = full_body(letter)
    for words in (
        "Provincie Overijssel",
        "Bel 038 000 00 00",
        "De weg is van de provincie.",
        "/spoor/",
        "Bel ons",
    ):
        assert words in text
    assert letter.title == "Uw melding is nu bij: Provincie Overijssel"


@pytest.mark.parametrize("state", State)
def test_from_what_is_to_do_and_from_nothing_else(town: Town, state: State) -> None:
    signal = in_state(town, state)
    if state in TO_DO:
        assert redirect(town, signal).state == "redirected"
    else:
        sent = len(letters(signal, "redirected"))
        with pytest.raises(Refused):
            redirect(town, signal)
        assert len(letters(signal, "redirected")) == sent


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"where": " "}, "welke organisatie"),
        ({"contact": ""}, "lege handen"),
        ({"why": "  "}, "waarom"),
        ({"why": "Het gaat om 123456782"}, "burgerservicenummer"),
        ({"where": "Voor 123456782"}, "burgerservicenummer"),
        ({"external_ref": "123456782"}, "zaak"),
        ({"roles": frozenset({"staff"})}, "eigenaar"),
        ({"roles": frozenset({"asker"})}, "eigenaar"),
    ],
)
def test_what_is_refused(town: Town, given: dict[str, Any], words: str) -> None:
    signal = town.signal()
    with pytest.raises(Refused, match=words):
        redirect(town, signal, **given)
    assert letters(signal, "redirected") == []


def test_what_is_promised_is_kept_first(town: Town) -> None:
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Een drempel", due_until=date(2027, 6, 1))
    signal = actions.answer(signal=town.signal(), new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)
    signal = actions.reopen(signal=signal, why="Nee", by=None, roles=frozenset({"asker"}), now=NOW)
    with pytest.raises(Refused, match="belofte"):
        redirect(town, signal)


def test_nobody_is_asked_to_take_it_over_any_more(town: Town) -> None:
    signal = town.signal()
    actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why="Voor u?", by=town.people["traffic"],
        roles=OWNERS, now=NOW,
    )  # fmt: skip
    redirect(town, signal)
    assert Handover.objects.get().state == "withdrawn"


def test_what_is_public_stays_public_and_says_that_it_is_elsewhere(town: Town) -> None:
    signal = town.signal()
    words = publishing.PublicWords("Hard rijden bij de school", "Lindelaan")
    publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    redirect(town, signal)
    page = read(Client().get(url("shown", signal)))
    assert "Doorgestuurd" in page
    assert "Een andere organisatie heeft het nu" in page
    assert "Er is nog geen antwoord" not in page
    assert "Provincie" not in page  # words that staff did not write for everybody (D4)
    assert "De weg is van" not in page
    joining = read(Client().get(url("join", signal)))
    assert "Doe mee" in joining
    assert "<form" not in joining.split("<main")[1].split("</main")[0]
    for name in ("home", "promises"):
        assert Client().get(reverse(f"pages:{name}")).status_code == 200
    assert Client().get(reverse("pages:area", args=[town.areas["Noord"].code])).status_code == 200


def test_the_asker_reads_where_how_and_why(town: Town) -> None:
    signal = redirect(town, town.signal())
    asker = Asker.objects.get(subject=signal.subject)
    page = read(Client().get(reverse("signals:trace", args=[link_token(asker)])))
    for words in (
        "De melding is nu bij: Provincie Overijssel",
        "Bel 038 000 00 00",
        "De weg is van de provincie.",
    ):
        assert words in page
    assert "Er is nog geen antwoord" not in page
    assert "Niet opgelost" not in page
    whose = page.split("Wie heeft mijn melding?")[1].split("</section>")[0]
    assert "Provincie Overijssel" in whose
    assert "Traffic" not in whose


def test_reopened_by_staff_it_is_ours_again(town: Town) -> None:
    signal = redirect(town, town.signal(), external_ref="UIT-1")
    with pytest.raises(Refused):
        actions.reopen(signal=signal, why="Nee", by=None, roles=frozenset({"asker"}), now=NOW)
    staff = frozenset({"staff"})
    signal = actions.reopen(
        signal=signal, why="Toch van ons", by=town.people["traffic"], roles=staff, now=NOW
    )
    signal.refresh_from_db()
    assert (signal.state, signal.forwarded_to, signal.forwarded_at) == ("reopened", "", None)
    assert (signal.external_ref, signal.result, signal.closed_at) == ("", "", None)
    assert signal.answer_due == date(2026, 12, 7)
    asker = Asker.objects.get(subject=signal.subject)
    page = read(Client().get(reverse("signals:trace", args=[link_token(asker)])))
    assert "De melding is nu bij" not in page


def test_reopening_an_answer_leaves_a_reference_alone(town: Town) -> None:
    signal = in_state(town, State.CLOSED)
    Signal.objects.filter(pk=signal.pk).update(external_system="Zaaksysteem", external_ref="Z-1")
    signal = actions.reopen(signal=signal, why="Nee", by=None, roles=frozenset({"asker"}), now=NOW)
    assert signal.external_ref == "Z-1"


def test_care_is_redirected_without_a_word_that_tells(town: Town) -> None:
    signal = town.signal(care=True, text="Mijn moeder krijgt geen hulp.")
    signal = redirect(
        town, signal, where="Kliniek De Wilg", why="Zij is daar bekend.", by=town.people["carer"]
    )
    (letter,) = letters(signal, "redirected")
    for words in ("Wilg", "bekend", "moeder", "038"):
        assert words not in letter.title + letter.body
    assert elsewhere.CARE_CONTACT in letter.body
    asker = Asker.objects.get(subject=signal.subject)
    assert "Wilg" not in read(Client().get(reverse("signals:trace", args=[link_token(asker)])))


def test_the_page_asks_who_how_and_why(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("traffic")
    empty = client.post(url("redirect", signal), {})
    assert empty.status_code == 422
    for words in ("welke organisatie", "hoe de melder hen bereikt", "waarom het daar hoort"):
        assert words in read(empty)
    form = {"where": "Het waterschap", "contact": "Bel 0800", "why": "Het is hun sloot.", "once": "a"}
    for _ in range(2):
        assert client.post(url("redirect", signal), form).status_code == 302
    assert len(letters(signal, "redirected")) == 1
    other = town.signal(title="Nog een")
    wrong = client.post(url("redirect", other), form | {"external_ref": "123456782", "once": "b"})
    assert wrong.context["form"].errors.keys() == {"external_ref"}
    assert "Doorgestuurd naar Het waterschap" in read(client.get(url("detail", signal)))


def test_contact_and_reference_stand_where_one_reads_where_it_went(town: Town, log_in: LogIn) -> None:
    signal = redirect(town, town.signal(), external_ref="UIT-1")
    Signal.objects.filter(pk=signal.pk).update(askers=3)
    gone = read(log_in("traffic").get(url("detail", signal))).split('id="elders"')[1].split("</section>")[0]
    assert "Bel 038 000 00 00" in gone
    assert "<dt>Kenmerk</dt><dd>UIT-1</dd>" in gone
    page = read(
        Client().get(reverse("signals:trace", args=[link_token(Asker.objects.get(subject=signal.subject))]))
    )
    assert "<dt>Kenmerk</dt><dd>UIT-1</dd>" in page
    assert "U bent niet de enige" not in page  # here is no answer that the others could read


def test_who_joined_reads_no_reference(town: Town) -> None:
    signal = redirect(town, town.signal(), external_ref="UIT-1")
    Asker.objects.filter(subject=signal.subject).update(role="joined")
    page = read(
        Client().get(reverse("signals:trace", args=[link_token(Asker.objects.get(subject=signal.subject))]))
    )
    assert "UIT-1" not in page


def test_a_reopened_one_shows_no_contact_of_others(town: Town, log_in: LogIn) -> None:
    signal = redirect(town, town.signal())
    staff = frozenset({"staff"})
    actions.reopen(signal=signal, why="Toch van ons", by=town.people["traffic"], roles=staff, now=NOW)
    answer = log_in("traffic").get(url("detail", signal))
    assert answer.context["elsewhere"]["contact"] == ""
