"""A merge that was wrong is undone exactly: the same askers, as what they asked before, and nobody of the other signal."""

from datetime import date, timedelta

import pytest
from django.test import Client

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.workflow import OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, merging, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.desk.history import desk_events
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public import trace_views

OWNERS = frozenset({OWNER_TEAM})
MINE = "Bij mijn deur op nummer 8 is het erg"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_views.timezone, "now", lambda: at(9))


def at(hours: int):
    return NOW + timedelta(hours=hours)


@pytest.fixture
def source(town: Town) -> Signal:
    """With a reporter, somebody on whose behalf it was told, and a neighbour who joined."""
    askers = (
        NewAsker(Contact.EMAIL, "Omar", "omar@example.org"),
        NewAsker(Contact.POST, "Els", "Lindelaan 4", "on_behalf"),
    )
    signal = town.signal(text=MINE, title="Mijn deur", askers=askers)
    words = PublicWords("Bij de deuren", "Lindelaan")
    signal = publishing.show(signal=signal, words=words, by=town.people["owner"], now=NOW)
    actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Bo", "bo@example.org"), now=NOW)
    signal.refresh_from_db()
    return signal


@pytest.fixture
def target(town: Town) -> Signal:
    return town.signal(text="Iets van een ander", title="Van een ander")


def merge(town: Town, source: Signal, target: Signal, hours: int = 1) -> Signal:
    merging.merge(signal=source, into=target, by=town.people["owner"], roles=OWNERS, now=at(hours))
    source.refresh_from_db()
    target.refresh_from_db()
    return target


def unmerge(town: Town, source: Signal, hours: int = 2) -> Signal:
    return merging.unmerge(signal=source, by=town.people["owner"], roles=OWNERS, now=at(hours))


def who_asks(signal: Signal) -> set[tuple[str, str, object, str]]:
    return set(Asker.objects.filter(subject=signal.pk).values_list("name", "role", "came_from", "came_as"))


def test_everything_is_as_it_was_and_has_a_new_term(town: Town, source: Signal, target: Signal) -> None:
    before = {each.pk: who_asks(each) for each in (source, target)}
    merge(town, source, target)
    assert who_asks(source) == set()
    source = unmerge(town, source, hours=24 * 7)
    assert {each.pk: who_asks(each) for each in (source, target)} == before
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.state, source.merged_into, source.closed_at, source.result) == ("reopened", None, None, "")
    assert (source.destroy_after, source.owner_person) == (None, None)
    assert (source.askers, target.askers) == (3, 1)
    assert source.answer_due == date(2026, 12, 14)
    assert not Link.objects.exists()


def test_who_goes_back_hears_it_with_the_old_code_and_nobody_else(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    unmerge(town, source)
    letters = Letter.objects.filter(kind="reopened")
    assert set(letters.values_list("address", flat=True)) == {
        "omar@example.org",
        "bo@example.org",
        "Lindelaan 4",
    }
    assert {letter.subject for letter in letters} == {source.pk}
    assert all(source.subject.code in letter.body for letter in letters)
    lines = {line.subject: line.verb for line in Line.objects.filter(at=at(2))}
    assert lines == {source.pk: "unmerged", target.pk: "merged_out"}


def test_who_joined_the_target_since_stays_there(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target)
    words = PublicWords("Iets", "Lindelaan")
    target = publishing.show(signal=target, words=words, by=town.people["owner"], now=at(1))
    actions.join(signal=target, who=NewAsker(Contact.EMAIL, "Nieuw", "nieuw@example.org"), now=at(1))
    source.refresh_from_db()
    unmerge(town, source)
    assert {name for name, *_ in who_asks(target)} == {"Fatima", "Nieuw"}
    target.refresh_from_db()
    assert target.askers == 2


def test_who_had_come_to_the_source_earlier_goes_back_with_it(
    town: Town, source: Signal, target: Signal
) -> None:
    early = town.signal(askers=(NewAsker(Contact.EMAIL, "Vroeg", "vroeg@example.org"),))
    merge(town, early, source)
    before = who_asks(source)
    assert len(before) == 4
    merge(town, source, target, hours=2)
    unmerge(town, source, hours=3)
    source.refresh_from_db()
    early.refresh_from_db()
    assert who_asks(source) == before
    unmerge(town, early, hours=4)
    assert who_asks(early) == {("Vroeg", "reporter", None, "")}


def test_merged_on_since_one_is_told_what_to_undo_first(town: Town, source: Signal, target: Signal) -> None:
    third = town.signal()
    merge(town, source, target)
    merge(town, target, third, hours=2)
    with pytest.raises(Refused, match=f"Haal eerst {target.subject.code} daar weer uit"):
        unmerge(town, source, hours=3)
    unmerge(town, target, hours=4)
    unmerge(town, source, hours=5)
    assert {name for name, *_ in who_asks(source)} == {"Omar", "Els", "Bo"}


def test_merged_apart_and_merged_elsewhere(town: Town, source: Signal, target: Signal) -> None:
    before = who_asks(source)
    third = town.signal()
    merge(town, source, target)
    source = unmerge(town, source)
    merge(town, source, third, hours=3)
    source = unmerge(town, source, hours=4)
    merge(town, source, target, hours=5)
    source = unmerge(town, source, hours=6)
    assert who_asks(source) == before
    for each, number in ((source, 3), (target, 1), (third, 1)):
        each.refresh_from_db()
        assert each.askers == number


def test_the_page_of_who_went_back_is_their_own_again(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target)
    unmerge(town, source)
    page = Client().get(f"/spoor/{link_token(Asker.objects.get(name='Omar'))}/").content.decode()
    assert MINE in page
    assert "staat weer op zichzelf" in page
    assert "Iets van een ander" not in page


def test_who_was_erased_meanwhile_stays_erased_and_counts_as_before(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    erase_asker(asker=Asker.objects.get(name="Omar"), by=None, now=at(1))
    unmerge(town, source)
    source.refresh_from_db()
    assert source.askers == 3
    assert Asker.objects.filter(subject=source.pk, erased_at__isnull=False, name="").count() == 1
    assert not Letter.objects.filter(kind="reopened", address="omar@example.org").exists()


def test_a_team_that_is_gone_meanwhile_is_replaced_by_intake(
    town: Town, source: Signal, target: Signal
) -> None:
    Signal.objects.filter(pk=source.pk).update(owner_team=town.teams["groen"])
    source.refresh_from_db()
    merge(town, source, target)
    Team.objects.filter(pk=town.teams["groen"].pk).update(ended_at=at(1))
    source.refresh_from_db()
    assert unmerge(town, source).owner_team == town.teams["meldpunt"]


def test_refused_for_who_owns_nothing_of_it_and_for_what_is_not_merged(
    town: Town, source: Signal, target: Signal
) -> None:
    with pytest.raises(Refused):
        unmerge(town, source)
    merge(town, source, target)
    with pytest.raises(Refused, match="De eigenaar"):
        merging.unmerge(signal=source, by=town.people["owner"], roles=frozenset({STAFF}), now=at(2))


def test_refused_once_the_dossier_is_erased(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target)
    Signal.objects.filter(pk=source.pk).update(erased_at=at(1))
    with pytest.raises(Refused, match="gewist"):
        unmerge(town, source)


def titles(signal: Signal) -> str:
    return " ".join(each["title"] for each in desk_events(signal, with_notes=True))


@pytest.mark.parametrize("flagged", ["source", "target"])
def test_what_turns_out_to_be_care_is_taken_apart_without_a_trace(
    town: Town, source: Signal, target: Signal, flagged: str
) -> None:
    before = {each.pk: who_asks(each) for each in (source, target)}
    merge(town, source, target)
    chosen, other = (source, target) if flagged == "source" else (target, source)
    care.make_care(signal=chosen, by=town.people["owner"], roles=frozenset({STAFF}), now=at(2))
    source.refresh_from_db()
    target.refresh_from_db()
    assert {each.pk: who_asks(each) for each in (source, target)} == before
    assert (source.state, source.merged_into) == ("reopened", None)
    assert chosen.subject.code not in titles(other)
    assert other.subject.code not in titles(chosen)
    if flagged == "source":
        assert "kwam erbij" not in titles(target)
        assert not Letter.objects.filter(kind="merged", state="queued").exists()
    assert Letter.objects.filter(kind="reopened").exists() == (flagged == "target")
    assert (source.askers, target.askers) == (3, 1)
    for asker in Asker.objects.filter(subject=other.pk):
        page = Client().get(f"/spoor/{link_token(asker)}/").content.decode()
        assert chosen.subject.code not in page


def test_care_in_the_middle_of_a_chain_frees_both_ends(town: Town, source: Signal, target: Signal) -> None:
    third = town.signal(askers=(NewAsker(Contact.EMAIL, "Derde", "derde@example.org"),))
    before = {each.pk: who_asks(each) for each in (source, target, third)}
    merge(town, source, target)
    merge(town, target, third, hours=2)
    care.make_care(signal=target, by=town.people["owner"], roles=frozenset({STAFF}), now=at(3))
    assert {each.pk: who_asks(each) for each in (source, target, third)} == before
    assert not Signal.objects.filter(state="merged").exists()


def test_what_was_merged_once_and_is_care_now_is_named_nowhere(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    source = unmerge(town, source)
    assert source.subject.code in titles(target)
    care.make_care(signal=source, by=town.people["owner"], roles=frozenset({STAFF}), now=at(3))
    assert source.subject.code not in titles(target)
    assert "(gewist)" not in titles(target)
