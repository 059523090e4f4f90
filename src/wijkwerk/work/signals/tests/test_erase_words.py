"""Who asks to be erased with their words is erased wherever those stand; the words of others stay (AVG 17, D5)."""

from datetime import timedelta

import pytest

from wijkwerk.ground.journal.models import Detail
from wijkwerk.ground.people.errors import Refused as Barred
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.rules.workflow import ASKER, OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, merging, publishing
from wijkwerk.work.signals.models import Message, SearchText, Signal
from wijkwerk.work.signals.personal.own_data import check, erase_person

OWNERS = frozenset({OWNER_TEAM})
KIM, FATIMA = "Bij Kim ligt de stoep open", "Bij Fatima is het nog nat"

pytestmark = pytest.mark.django_db


def at(hours: int):
    return NOW + timedelta(hours=hours)


def fresh(signal: Signal) -> Signal:
    return Signal.objects.select_related("subject", "municipality").get(pk=signal.pk)


def of(name: str) -> Asker:
    return Asker.objects.get(name=name)


@pytest.fixture
def signal(town: Town) -> Signal:
    """Reported by Fatima; joined by Kim."""
    signal = town.signal()
    words = publishing.PublicWords("Hard rijden", "Lindelaan")
    publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    actions.join(signal=fresh(signal), who=NewAsker(Contact.EMAIL, "Kim", "kim@example.org"), now=NOW)
    return fresh(signal)


def not_solved(town: Town, signal: Signal, name: str, why: str, hours: int) -> None:
    new = NewAnswer("no", signal.owner_team, text="Ons antwoord.", reason="Geen ruimte.")
    by = town.people["traffic"]
    found = actions.answer(signal=fresh(signal), new=new, by=by, roles=OWNERS, now=at(hours))
    roles = frozenset({ASKER})
    actions.reopen(
        signal=found,
        why=why,
        by=None,
        roles=roles,
        now=at(hours),
        asker=Asker.objects.filter(name=name).first(),
    )


def whys() -> set[str]:
    return {each.text["why"] for each in Detail.objects.filter(line__verb="reopened")}


def erase(name: str) -> None:
    erase_person(asker=of(name), with_words=True, by=None, now=at(20))


def test_the_reason_of_who_joined_is_erased_and_that_of_the_reporter_stays(
    town: Town, signal: Signal
) -> None:
    not_solved(town, signal, "Kim", KIM, 1)
    not_solved(town, signal, "Fatima", FATIMA, 2)
    erase("Kim")
    assert whys() == {FATIMA}


def test_the_reason_of_the_reporter_is_erased_and_that_of_who_joined_stays(
    town: Town, signal: Signal
) -> None:
    not_solved(town, signal, "Kim", KIM, 1)
    not_solved(town, signal, "Fatima", FATIMA, 2)
    erase("Fatima")
    assert whys() == {KIM}


@pytest.mark.parametrize("undone", [False, True])
def test_a_reason_given_at_what_it_was_merged_into_is_erased_there(
    town: Town, signal: Signal, undone: bool
) -> None:
    source = town.signal(askers=(NewAsker(Contact.EMAIL, "Bo", "bo@example.org"),))
    given = {"by": town.people["traffic"], "roles": OWNERS}
    merging.merge(signal=source, into=signal, now=at(1), **given)
    not_solved(town, signal, "Bo", "Bij Bo is het glad", 2)
    if undone:
        merging.unmerge(signal=fresh(source), now=at(3), **given)
    erase("Bo")
    assert whys() == set()


def test_an_old_reason_without_a_name_goes_with_who_reported(town: Town, signal: Signal) -> None:
    not_solved(town, signal, "", FATIMA, 1)
    erase("Kim")
    assert whys() == {FATIMA}
    erase_person(asker=of("Fatima"), with_words=True, by=None, now=at(21))
    assert whys() == set()


def test_words_of_who_joined_are_found_by_nobody_and_their_photos_are_gone(
    town: Town, signal: Signal
) -> None:
    """At once, not when the clock comes by; what the reporter sent stays."""
    for name, text, hours in (("Kim", KIM, 1), ("Fatima", FATIMA, 2)):
        given = {"signal": signal, "asker": of(name), "text": text}
        asking.message(**given, by=None, now=at(hours), via="mail")
        Attachment.objects.create(
            municipality=town.municipality, subject=signal.subject, uploaded_at=at(hours), state="ready"
        )
    erase("Kim")
    words = SearchText.objects.get(signal=signal).words
    assert "stoep" not in words
    assert "nat" in words
    assert set(Message.objects.values_list("text", flat=True)) == {"", FATIMA}
    assert [each.state for each in Attachment.objects.order_by("uploaded_at")] == ["erased", "ready"]


def test_words_on_a_signal_on_hold_bar_the_erasure_wherever_it_is(town: Town, signal: Signal) -> None:
    source = town.signal(askers=(NewAsker(Contact.EMAIL, "Bo", "bo@example.org"),))
    given = {"by": town.people["traffic"], "roles": OWNERS}
    merging.merge(signal=source, into=signal, now=at(1), **given)
    asking.message(signal=fresh(signal), asker=of("Bo"), text="Nog iets.", by=None, now=at(2), via="web")
    merging.unmerge(signal=fresh(source), now=at(3), **given)
    Signal.objects.filter(pk=signal.pk).update(legal_hold=True)
    with pytest.raises(Refused):
        check(asker=of("Bo"), with_words=True)
    with pytest.raises(Barred):
        erase("Bo")
    check(asker=of("Bo"), with_words=False)
    erase_person(asker=of("Bo"), with_words=False, by=None, now=at(4))
    assert not Asker.objects.filter(name="Bo").exists()
