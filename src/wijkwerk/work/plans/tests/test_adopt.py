"""Adopting a plan answers everybody who asked; done keeps that promise, dropped takes it back (promise 3 of the house)."""

from datetime import date, timedelta

import pytest

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import PlanVersion
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put

LATER = NOW + timedelta(days=30)


def test_it_works_from_wish_to_done(town: Town, agenda, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    version = adopt(town, agenda)
    signal.refresh_from_db()
    assert (signal.state, signal.answer_kind, signal.has_promise) == ("answered", "yes", True)
    promise = Promise.objects.get(asked=signal.subject)
    assert (promise.what, promise.due_until, promise.precision) == (item.title, date(2027, 6, 30), "quarter")
    assert version.number == 1
    assert version.content["items"][0]["answers"] == 1
    items.finish(item=item, how="De drempel ligt er.", by=town.people["traffic"], roles=ALL, now=LATER)
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert letters(signal) == ["receipt", "answer_yes", "promise_kept"]


def test_what_falls_out_takes_the_promise_back_and_asks_a_new_answer(town: Town, agenda, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    items.drop(item=item, why="Er ligt een gasleiding.", by=town.people["owner"], roles=ALL, now=LATER)
    signal.refresh_from_db()
    assert signal.state == "reopened"
    assert signal.answer_due is not None
    assert not signal.has_promise
    assert letters(signal) == ["receipt", "answer_yes", "promise_dropped"]
    assert promising.catch_up(now=LATER) == 0


def test_an_item_without_a_date_answers_when_it_has_one(town: Town, agenda, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal, due_until=None))
    adopt(town, agenda)
    assert letters(signal) == ["receipt"]
    new = items.NewItem(
        title=item.title, origin=item.origin, owner_team=item.owner_team, due_until=date(2027, 9, 1)
    )
    items.change_item(item=item, new=new, why="", by=town.people["owner"], roles=ALL, now=LATER)
    assert letters(signal) == ["receipt", "answer_yes"]


def test_a_moved_date_moves_the_promise_and_says_why(town: Town, agenda, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    new = items.NewItem(
        title=item.title, origin=item.origin, owner_team=item.owner_team, due_until=date(2027, 9, 1)
    )
    with pytest.raises(Refused):
        items.change_item(item=item, new=new, why=" ", by=town.people["owner"], roles=ALL, now=LATER)
    items.change_item(
        item=item, new=new, why="De stenen komen later.", by=town.people["owner"], roles=ALL, now=LATER
    )
    assert Promise.objects.get(asked=signal.subject).due_until == date(2027, 9, 1)
    assert letters(signal) == ["receipt", "answer_yes", "promise_shifted"]


def test_a_signal_linked_later_gets_its_yes_at_once(town: Town, agenda, letters):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    signal = town.signal()
    items.link_signal(item=item, signal=signal, by=town.people["owner"], roles=ALL, now=LATER)
    assert letters(signal) == ["receipt", "answer_yes"]


def test_what_is_only_proposed_promises_nothing(town: Town, agenda, letters):
    signal = town.signal()
    put(town, agenda, signal)
    adopt(town, agenda)
    assert letters(signal) == ["receipt"]


def test_too_many_priorities_cannot_be_adopted(town: Town):
    vision = begin(town, "bewonersagenda")
    for number in range(6):
        choose(town, put(town, vision, kind="priority", title=f"Punt {number}"))
    with pytest.raises(Refused, match="hoogstens 5"):
        adopt(town, vision)


def test_a_version_cannot_be_changed(town: Town, agenda):
    version = adopt(town, agenda)
    from django.db import DatabaseError, transaction  # noqa: PLC0415

    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(body="iemand anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).delete()
