"""One person gets each letter once, whoever else they look like; somebody else at that address gets their own."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, add_asker
from wijkwerk.work.answers.models import Asker, AskerRole, Contact
from wijkwerk.work.answers.moving import copy_askers, move_askers
from wijkwerk.work.answers.persons import doubles, once_each

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def three(town: Town) -> list[Subject]:
    return [new_subject(municipality=town.municipality, kind="signal") for _ in range(3)]


def asker(subject: Subject, name: str = "Omar", **more) -> Asker:
    who = NewAsker(Contact.EMAIL, name, more.pop("address", "omar@example.org"), **more)
    return add_asker(subject=subject, who=who, now=NOW)


def on(subject: Subject) -> list[Asker]:
    return list(Asker.objects.filter(subject=subject).order_by("asked_at", "pk"))


def names(rows: list[Asker]) -> list[str]:
    return [row.name for row in rows]


def test_two_copies_of_one_person_get_one_letter(three: list[Subject]) -> None:
    whole, one, two = three
    asker(whole)
    (first,) = copy_askers(source=whole, target=one, now=LATER)
    (second,) = copy_askers(source=whole, target=two, now=LATER)
    move_askers(source=one, target=two, now=LATER)
    assert once_each(on(two)) == [second]
    assert once_each([first], besides=[second]) == []
    assert doubles([first], [second]) == {first.pk: second}


def test_a_copy_of_a_copy_is_that_person_still(three: list[Subject]) -> None:
    whole, one, two = three
    asker(whole)
    copy_askers(source=whole, target=one, now=LATER)
    copy_askers(source=one, target=two, now=LATER)
    move_askers(source=whole, target=two, now=LATER)
    assert len(once_each(on(two))) == 1


def test_two_people_at_one_address_get_one_each(three: list[Subject]) -> None:
    for name in ("Omar", "Fatima"):
        asker(three[0], name)
    assert names(once_each(on(three[0]))) == ["Omar", "Fatima"]


def test_one_account_gets_one_letter_at_an_address_and_one_at_another(
    town: Town, three: list[Subject]
) -> None:
    user = town.people["resident"]
    asker(three[0], "Een", user=user)
    asker(three[0], "Twee", user=user, address="OMAR@example.org")
    asker(three[0], "Drie", user=user, address="werk@example.org")
    assert names(once_each(on(three[0]))) == ["Een", "Drie"]


def test_who_reported_it_here_goes_before_who_joined_or_came_along(town: Town, three: list[Subject]) -> None:
    user = town.people["resident"]
    asker(three[0], "Kwam mee", user=user)
    move_askers(source=three[0], target=three[1], now=LATER)
    asker(three[1], "Doet mee", user=user, role=AskerRole.JOINED)
    assert names(once_each(on(three[1]))) == ["Doet mee"]
    asker(three[1], "Melder", user=user)
    assert names(once_each(on(three[1]))) == ["Melder"]


def test_it_costs_no_query_where_nobody_can_be_somebody_twice(
    town: Town, three: list[Subject], django_assert_num_queries
) -> None:
    for number in range(20):
        asker(three[0], f"Buur {number}", address=f"buur{number}@example.org")
        asker(three[0], f"Huisgenoot {number}", address=f"buur{number}@example.org")
    rows = on(three[0])
    with django_assert_num_queries(0):
        assert once_each(rows) == rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 1)), max_size=7),
    before=st.integers(0, 3),
)
def test_nobody_is_left_out_and_nobody_gets_two(
    town: Town, people: list[tuple[int, int, int]], before: int
) -> None:
    """A second, naive way to say it: of all who are one person at one address, one is told."""
    subject = new_subject(municipality=town.municipality, kind="signal")
    accounts = [None, None, town.people["resident"], town.people["owner"]]
    rows: list[Asker] = []
    for copied, account, address in people:
        row = asker(subject, user=accounts[account], address=f"adres{address}@example.org")
        if copied and rows:
            Asker.objects.filter(pk=row.pk).update(copy_of=rows[(copied - 1) % len(rows)])
            row.refresh_from_db()
        rows.append(row)
    there, asked = rows[:before], rows[before:]
    told = once_each(asked, besides=there)

    def top(row: Asker) -> Asker:
        return top(row.copy_of) if row.copy_of else row

    def same(one: Asker, other: Asker) -> bool:
        person = top(one) == top(other) or (one.user_id is not None and one.user_id == other.user_id)
        return person and one.address == other.address

    assert not any(same(one, other) for one, other in combinations(told, 2))
    assert not any(same(one, other) for one in told for other in there)
    assert all(any(same(row, each) for each in [*told, *there]) for row in asked)
