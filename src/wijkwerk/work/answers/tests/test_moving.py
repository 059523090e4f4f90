"""Askers move, come back and are copied without one being lost, told apart by account and copy, never by address."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.askers import NewAsker, add_asker, by_token, erase_asker, family, link_token
from wijkwerk.work.answers.models import Asker, AskerRole, Contact, Move
from wijkwerk.work.answers.moving import copy_askers, move_askers, move_back, moves_of
from wijkwerk.work.answers.tell import tell

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def one(town: Town) -> Subject:
    return new_subject(municipality=town.municipality, kind="signal")


@pytest.fixture
def two(town: Town) -> Subject:
    return new_subject(municipality=town.municipality, kind="signal")


def asker(subject: Subject, name: str = "Omar", **given) -> Asker:
    who = NewAsker(Contact.EMAIL, name, f"{name.lower()}@example.org", **given)
    return add_asker(subject=subject, who=who, now=NOW)


def move(one: Subject, two: Subject) -> list[Move]:
    return move_askers(source=one, target=two, now=LATER)


@pytest.mark.parametrize("role", AskerRole.values)
def test_whatever_they_were_they_join_and_come_back_as_what_they_were(
    one: Subject, two: Subject, role: str
) -> None:
    row = asker(one, role=role)
    assert [made.role for made in move(one, two)] == [role]
    row.refresh_from_db()
    assert (row.subject, row.role, row.came_from, row.came_as) == (two, "joined", one, role)
    assert [each.pk for each in move_back(source=one, target=two, now=LATER)] == [row.pk]
    row.refresh_from_db()
    assert (row.subject, row.role, row.came_from, row.came_as) == (one, role, None, "")
    assert not moves_of(row).exists()


def test_the_link_and_the_letters_that_are_under_way_stay_good(
    town: Town, one: Subject, two: Subject
) -> None:
    row = asker(one)
    link = link_token(row)
    move(one, two)
    found = by_token(town.municipality, link)
    assert found == row
    assert found.subject == two


def test_only_those_of_the_source_move_and_only_the_living(one: Subject, two: Subject) -> None:
    gone, there = asker(one, "Weg"), asker(two, "Daar")
    erase_asker(asker=gone, by=None, now=NOW)
    row = asker(one)
    assert [made.asker_id for made in move(one, two)] == [row.pk]
    for each, subject in ((gone, one), (there, two)):
        each.refresh_from_db()
        assert (each.subject, each.came_from) == (subject, None)


def test_the_way_is_kept_step_by_step(town: Town, one: Subject, two: Subject) -> None:
    three = new_subject(municipality=town.municipality, kind="signal")
    row = asker(one)
    move(one, two)
    move_askers(source=two, target=three, now=LATER + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.subject, row.came_from) == (three, one)
    assert [(each.source, each.target) for each in moves_of(row)] == [(one, two), (two, three)]
    move_back(source=two, target=three, now=LATER)
    row.refresh_from_db()
    assert (row.subject, row.role, row.came_from, row.came_as) == (two, "joined", one, "reporter")


def test_an_account_that_reported_both_keeps_its_role_and_an_equal_address_does_not(
    town: Town, one: Subject, two: Subject
) -> None:
    user = town.people["resident"]
    known, stranger = asker(one, "Omar", user=user), asker(one, "Fatima")
    asker(two, "Omar van toen", user=user)
    asker(two, "Fatima")
    move(one, two)
    roles = dict(Asker.objects.filter(came_from=one).values_list("pk", "role"))
    assert roles == {known.pk: "reporter", stranger.pk: "joined"}


def test_an_account_that_only_joined_there_joins(town: Town, one: Subject, two: Subject) -> None:
    user = town.people["resident"]
    row = asker(one, user=user)
    asker(two, role=AskerRole.JOINED, user=user)
    move(one, two)
    row.refresh_from_db()
    assert row.role == "joined"


def test_nobody_moves_twice_from_one_place(town: Town, one: Subject, two: Subject) -> None:
    row = asker(one)
    values = {
        "municipality": town.municipality,
        "asker": row,
        "source": one,
        "role": "reporter",
        "moved_at": NOW,
    }
    Move.objects.create(target=two, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(target=two, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(target=one, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Asker.objects.filter(pk=row.pk).update(came_from=two)


def test_a_copy_is_the_same_person_with_a_link_of_its_own(town: Town, one: Subject, two: Subject) -> None:
    row = asker(one, role=AskerRole.ON_BEHALF, user=town.people["resident"])
    (copy,) = copy_askers(source=one, target=two, now=LATER)
    assert (copy.name, copy.address, copy.contact, copy.role) == (
        row.name,
        row.address,
        row.contact,
        row.role,
    )
    assert (copy.user, copy.asked_at) == (row.user, row.asked_at)
    assert (copy.copy_of, copy.came_from, copy.came_as) == (row, one, "on_behalf")
    assert by_token(town.municipality, link_token(copy)) == copy
    assert by_token(town.municipality, link_token(row)) == row


def test_who_wants_no_message_is_copied_and_who_was_erased_is_not(one: Subject, two: Subject) -> None:
    add_asker(subject=one, who=NewAsker(Contact.NONE, "Stil"), now=NOW)
    erase_asker(asker=asker(one, "Weg"), by=None, now=NOW)
    assert [each.name for each in copy_askers(source=one, target=two, now=LATER)] == ["Stil"]


def test_two_copies_of_one_person_are_one_person(town: Town, one: Subject, two: Subject) -> None:
    three = new_subject(municipality=town.municipality, kind="signal")
    row = asker(one)
    (first,) = copy_askers(source=one, target=two, now=LATER)
    (second,) = copy_askers(source=two, target=three, now=LATER)
    assert {each.pk for each in family(second)} == {row.pk, first.pk, second.pk}
    move_askers(source=three, target=two, now=LATER)
    second.refresh_from_db()
    assert second.role == "reporter"


@pytest.mark.parametrize("which", [0, 1, 2])
def test_erasing_one_of_a_family_erases_all_of_it_with_their_letters_and_nobody_else(
    town: Town, one: Subject, two: Subject, which: int
) -> None:
    other = asker(one, "Fatima")
    asker(one)
    copy_askers(source=one, target=two, now=LATER)
    three = new_subject(municipality=town.municipality, kind="signal")
    copy_askers(source=two, target=three, now=LATER)
    for subject in (one, two, three):
        asked = Asked(subject=subject, municipality=town.municipality, title="Iets")
        tell(asked, "receipt", facts={"team": "Verkeer"}, now=NOW)
    chosen = Asker.objects.filter(name="Omar").order_by("pk")[which]
    links = [link_token(each) for each in Asker.objects.filter(name="Omar")]
    erase_asker(asker=chosen, by=None, now=LATER)
    assert not Asker.objects.filter(name="Omar").exists()
    assert Asker.objects.filter(name="Fatima", erased_at=None).count() == 3
    assert chosen.erased_at == LATER
    assert all(by_token(town.municipality, link) is None for link in links)
    assert not Letter.objects.filter(address="omar@example.org").exists()
    assert Letter.objects.filter(address="fatima@example.org", state="queued").count() == 3
    other.refresh_from_db()
    assert other.address == "fatima@example.org"
