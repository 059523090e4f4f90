"""What may not be merged is refused with a sentence that says why, and by the database as well (D8, D9, D18)."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from wijkwerk.rules.workflow import OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker, add_asker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, merging, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({OWNER_TEAM})

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(town: Town) -> Signal:
    return town.signal(askers=(NewAsker(Contact.EMAIL, "Omar", "omar@example.org"),))


@pytest.fixture
def target(town: Town) -> Signal:
    return town.signal()


def answer(town: Town, signal: Signal, kind: str = "no") -> Signal:
    values = {"reason": "Er is geen ruimte."} if kind == "no" else {"what": "Een drempel", "due_until": TODAY}
    new = NewAnswer(kind, town.teams["verkeer"], text="Ons antwoord", **values)
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def refused(town: Town, source: Signal, target: Signal, words: str, roles=OWNERS) -> None:
    with pytest.raises(Refused, match=words):
        merging.merge(signal=source, into=target, by=town.people["owner"], roles=roles, now=NOW)
    assert not Signal.objects.filter(state="merged").exists()


def test_refused_with_itself(town: Town, source: Signal) -> None:
    refused(town, source, source, "dezelfde melding")


def test_refused_over_the_border(town: Town, other_town: Town, source: Signal) -> None:
    refused(town, source, other_town.signal(), "andere gemeente")


@pytest.mark.parametrize("which", ["source", "target"])
def test_refused_for_care(town: Town, source: Signal, target: Signal, which: str) -> None:
    flagged = source if which == "source" else target
    care.make_care(signal=flagged, by=town.people["owner"], roles=frozenset({STAFF}), now=NOW)
    refused(town, source, target, "zorg")


def test_refused_with_an_open_promise(town: Town, source: Signal, target: Signal) -> None:
    source = answer(town, source, "yes")
    refused(town, source, target, "belofte")


def test_refused_into_what_has_ended(town: Town, source: Signal, target: Signal) -> None:
    answer(town, target)
    actions.close(signal=target, by=None, roles=frozenset({"clock"}), now=NOW)
    refused(town, source, target, "loopt niet meer")


def test_refused_for_who_owns_nothing_of_it(town: Town, source: Signal, target: Signal) -> None:
    refused(town, source, target, "De eigenaar van de melding kan dat wel", roles=frozenset({STAFF}))


@pytest.mark.parametrize("which", ["source", "target"])
def test_refused_for_a_formal_matter(town: Town, source: Signal, target: Signal, which: str) -> None:
    formal = source if which == "source" else target
    Signal.objects.filter(pk=formal.pk).update(formal_kind="woo", legal_due=TODAY)
    refused(town, source, target, "officieel bericht")


def broken(change: Callable[[], object], words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


def test_the_database_refuses_too(town: Town, other_town: Town, source: Signal, target: Signal) -> None:
    mine = Signal.objects.filter(pk=source.pk)
    values = {"state": "merged", "closed_at": NOW}
    broken(lambda: mine.update(merged_into=target, **values), "who asked goes along")
    Asker.objects.filter(name="Omar").update(subject=target.subject)
    broken(lambda: mine.update(merged_into=other_town.signal(), **values), "its own municipality")
    broken(lambda: mine.update(merged_into=source, **values), "a living one")
    secret = town.signal(care=True)
    broken(lambda: mine.update(merged_into=secret, **values), "never care")
    mine.update(merged_into=target, **values)
    broken(lambda: Asker.objects.filter(name="Omar").update(subject=source.subject), "takes no askers")
    broken(lambda: add_asker(subject=source.subject, who=NewAsker(), now=NOW), "takes no askers")
    Asker.objects.all().update(subject=secret.subject)
    broken(lambda: Signal.objects.filter(pk=target.pk).update(merged_into=source, **values), "a living one")


def test_what_is_merged_is_not_made_public_again(town: Town, source: Signal, target: Signal) -> None:
    by = town.people["owner"]
    merging.merge(signal=source, into=target, by=by, roles=OWNERS, now=NOW)
    with pytest.raises(Refused, match="Maak de andere melding openbaar"):
        publishing.show(signal=source, words=PublicWords("Toch"), by=by, now=NOW)
