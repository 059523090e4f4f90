"""What residents were promised carries the team and the term of the item, also when only one of these changes (promise 2)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker, Promise, PromiseShift
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.desk_cast import full_form, url
from wijkwerk.work.signals.models import Signal

DAY = {"due_until": date(2027, 6, 15), "precision": "day"}


@pytest.fixture
def signal(town: Town) -> Signal:
    return town.signal()


def promised(town: Town, agenda: Plan, signal: Signal, **given: Any) -> PlanItem:
    item = choose(town, put(town, agenda, signal, **given))
    adopt(town, agenda)
    return item


def change(town: Town, item: PlanItem, why: str = "", **given: Any) -> PlanItem:
    values: dict[str, Any] = {
        name: getattr(item, name) for name in ("title", "origin", "owner_team", "due_until", "precision")
    }
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    return items.change_item(item=item, new=items.NewItem(**values | given), why=why, **by)


def asker_reads(client, signal: Signal) -> str:
    asker = Asker.objects.filter(subject=signal.pk).earliest("asked_at")
    text: str = client.get(reverse("signals:trace", args=[link_token(asker)])).content.decode()
    return text


@pytest.mark.parametrize(
    ("typed", "precision", "reads"),
    [("juni 2027", "month", "In juni 2027, door"), ("30-6-2027", "day", "30 juni 2027, door")],
)
def test_a_term_that_ends_on_the_same_day_follows_without_a_letter(
    town: Town, agenda: Plan, signal: Signal, client, log_in: Any, letters: Callable[[Signal], list[str]],
    typed: str, precision: str, reads: str,
):  # fmt: skip
    """Nothing moves, so no reason is asked and nobody gets a letter; the promise and its history say it."""
    item = promised(town, agenda, signal)
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, due=typed))
    assert answer.status_code == 302
    promise = Promise.objects.get()
    assert (promise.due_until, promise.precision) == (date(2027, 6, 30), precision)
    assert letters(signal) == ["receipt", "answer_yes"]
    assert not PromiseShift.objects.exists()
    assert Line.objects.get(subject=signal.pk, verb="promise_restated").actor == town.people["owner"].pk
    page = asker_reads(client, signal)
    assert f"{reads} {promise.owner_team.name}" in page
    assert "De belofte is bijgewerkt" in page


def test_another_team_follows_without_a_letter(
    town: Town, agenda: Plan, signal: Signal, client, log_in: Any, letters: Callable[[Signal], list[str]]
):
    """Residents, the new team and the history see whose promise it is now."""
    item = promised(town, agenda, signal)
    change(town, item, owner_team=town.teams["groen"])
    promise = Promise.objects.get()
    assert (promise.owner_team, promise.due_until) == (town.teams["groen"], item.due_until)
    assert letters(signal) == ["receipt", "answer_yes"]
    assert town.teams["groen"].name in asker_reads(client, signal)
    page = log_in("owner").get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert "Belofte bijgewerkt" in page


def test_a_coarser_term_that_ends_later_is_a_shift_with_its_reason(
    town: Town, agenda: Plan, signal: Signal, letters: Callable[[Signal], list[str]]
):
    """From the fifteenth to "in June" is fifteen days more: who asked hears why, whoever gives the same day."""
    item = promised(town, agenda, signal, **DAY)
    with pytest.raises(Refused, match="Leg uit waarom"):
        change(town, item, precision="month")
    item = change(town, item, "De stenen komen later.", precision="month")
    promise = Promise.objects.get()
    assert (promise.due_until, promise.precision) == (date(2027, 6, 30), "month")
    assert (item.due_until, item.precision) == (date(2027, 6, 30), "month")
    assert letters(signal)[-1] == "promise_shifted"
    shift = PromiseShift.objects.get()
    assert (shift.old_due, shift.new_due, shift.why) == (
        date(2027, 6, 15),
        date(2027, 6, 30),
        "De stenen komen later.",
    )


def test_a_new_day_and_a_new_team_at_once_are_one_letter_with_both(
    town: Town, agenda: Plan, signal: Signal, letters: Callable[[Signal], list[str]]
):
    """The letter about the new day names the team that now sees to it."""
    item = promised(town, agenda, signal)
    change(town, item, "Later.", owner_team=town.teams["groen"], due_until=date(2027, 9, 1), precision="day")
    promise = Promise.objects.get()
    assert (promise.due_until, promise.precision, promise.owner_team) == (
        date(2027, 9, 1),
        "day",
        town.teams["groen"],
    )
    assert letters(signal) == ["receipt", "answer_yes", "promise_shifted"]


def test_what_is_saved_as_it_was_writes_nothing_about_the_promise(town: Town, agenda: Plan, signal: Signal):
    """Another title or amount is no matter of the promise."""
    item = promised(town, agenda, signal)
    change(town, item, title="Twee drempels")
    assert not Line.objects.filter(subject=signal.pk, verb__startswith="promise_").exists()


def test_a_proposal_keeps_the_last_day_of_its_term(town: Town, agenda: Plan):
    """ "In June" ends on the thirtieth, whichever day of June was given."""
    item = put(town, agenda, due_until=date(2027, 6, 15), precision="month")
    assert item.due_until == date(2027, 6, 30)
