"""Who stands on one signal twice, because parts of a split came together again, gets one letter of each thing that happens."""

from datetime import timedelta

import pytest

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker, change_contact
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, care, elsewhere, merging
from wijkwerk.work.signals.actions.merging import Part
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({OWNER_TEAM})
OMAR = "omar@example.org"
PARTS = (
    Part("Hard rijden", "Er wordt te hard gereden.", "verkeer", "worry"),
    Part("Losse tegels", "Er liggen losse tegels.", "verkeer", "report"),
)

pytestmark = pytest.mark.django_db


def at(hours: int):
    return NOW + timedelta(hours=hours)


@pytest.fixture
def parts(town: Town) -> list[Signal]:
    """Two parts of what Omar reported, each with a copy of him."""
    source = town.signal(askers=(NewAsker(Contact.EMAIL, "Omar", OMAR),))
    by = town.people["owner"]
    return merging.split(signal=source, parts=PARTS, by=by, roles=OWNERS, now=at(1))


def together(town: Town, parts: list[Signal], hours: int = 2) -> Signal:
    one, two = (Signal.objects.select_related("subject", "municipality").get(pk=part.pk) for part in parts)
    return merging.merge(signal=one, into=two, by=town.people["owner"], roles=OWNERS, now=at(hours))


def answer(town: Town, signal: Signal, hours: int = 3) -> Signal:
    new = NewAnswer("no", signal.owner_team, text="Ons antwoord.", reason="Er is geen ruimte.")
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=at(hours))


def kinds(since: int = 2, address: str = OMAR) -> list[str]:
    rows = Letter.objects.filter(address=address, made_at__gte=at(since)).exclude(state="withdrawn")
    return sorted(rows.values_list("kind", flat=True))


def test_every_step_is_told_once(town: Town, parts: list[Signal]) -> None:
    signal, by = answer(town, together(town, parts)), town.people["traffic"]
    signal = actions.reopen(signal=signal, why="Nog niet goed.", by=by, roles=OWNERS, now=at(4))
    actions.take(signal=signal, by=by, roles=OWNERS, now=at(5))
    signal = answer(town, signal, 6)
    actions.close(signal=signal, by=by, roles=OWNERS, now=at(7))
    assert kinds() == ["answer_no", "answer_no", "closed", "merged", "reopened"]


def test_an_answer_that_they_have_already_is_not_told_again(town: Town, parts: list[Signal]) -> None:
    answer(town, parts[1], 1)
    other = town.signal(askers=(NewAsker(Contact.EMAIL, "Bo", "bo@example.org"),))
    signal = together(town, parts)
    merging.merge(signal=other, into=signal, by=town.people["owner"], roles=OWNERS, now=at(3))
    assert kinds() == ["merged"]
    assert kinds(address="bo@example.org") == ["answer_no", "merged"]


def test_what_is_split_again_is_told_once_for_each_part(town: Town, parts: list[Signal]) -> None:
    signal = together(town, parts)
    merging.split(signal=signal, parts=PARTS, by=town.people["owner"], roles=OWNERS, now=at(3))
    assert kinds(3) == ["split", "split"]


def test_a_question_and_its_end_are_told_once(town: Town, parts: list[Signal]) -> None:
    signal = together(town, parts)
    by = town.people["traffic"]
    asking.ask(signal=signal, question="Waar precies?", by=by, roles=OWNERS, now=at(3))
    outbox.do_due(now=at(3))
    asking.expire(signal=signal, now=NOW + timedelta(days=60))
    signal.refresh_from_db()
    assert signal.state == "closed"
    assert kinds(3) == ["question", "question_expired"]


def test_a_formal_matter_is_told_once_to_who_reported_and_joined(town: Town, parts: list[Signal]) -> None:
    Asker.objects.filter(subject=parts[0].subject).update(role="joined")
    signal = together(town, parts)
    by = town.people["traffic"]
    elsewhere.forward(signal=signal, formal_kind="complaint", why="x", by=by, roles=OWNERS, now=at(3))
    assert kinds(3) == ["forwarded"]


def test_who_gave_another_address_for_one_part_hears_it_at_both(town: Town, parts: list[Signal]) -> None:
    moved = Asker.objects.get(subject=parts[0].subject)
    change_contact(asker=moved, contact=Contact.EMAIL, address="thuis@example.org", by=None, now=at(1))
    answer(town, together(town, parts))
    assert "answer_no" in kinds()
    assert "answer_no" in kinds(address="thuis@example.org")


def test_taken_apart_again_each_part_is_told_of_itself(town: Town, parts: list[Signal]) -> None:
    together(town, parts)
    one = Signal.objects.select_related("subject", "municipality").get(pk=parts[0].pk)
    by = town.people["owner"]
    one = merging.unmerge(signal=one, by=by, roles=OWNERS, now=at(3))
    two = Signal.objects.select_related("subject", "municipality").get(pk=parts[1].pk)
    for each in (one, two):
        answer(town, each, 4)
    assert kinds(4) == ["answer_no", "answer_no"]


def test_a_letter_that_waits_is_not_lost_when_one_part_turns_out_to_be_care(
    town: Town, parts: list[Signal]
) -> None:
    """Both parts came along to a third; the answer waits for the copy that care takes away."""
    third = town.signal(askers=(NewAsker(Contact.EMAIL, "Bo", "bo@example.org"),))
    by = town.people["owner"]
    for part in parts:
        part = Signal.objects.select_related("subject", "municipality").get(pk=part.pk)
        third.refresh_from_db()
        merging.merge(signal=part, into=third, by=by, roles=OWNERS, now=at(2))
    third.refresh_from_db()
    answer(town, third)
    (letter,) = Letter.objects.filter(kind="answer_no", address=OMAR)
    told = Asker.objects.get(pk=str(letter.asker))
    flagged = told.moves.get().source.signal
    care.make_care(signal=flagged, by=by, roles=frozenset({STAFF}), now=at(4))
    letter.refresh_from_db()
    stays = Asker.objects.get(subject=third.subject, name="Omar")
    assert (letter.asker, letter.asker_version, letter.state) == (stays.pk, stays.token_version, "queued")
    assert stays.pk != told.pk
