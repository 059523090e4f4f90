"""A wish of a resident is a signal like any other: with an owner, a receipt and a page of its own (I1, O12)."""

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.deadlines import day_words
from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import wishes
from wijkwerk.work.plans.models import RoundWish
from wijkwerk.work.plans.tests.rounds_cast import a_wish, fresh, go_on, later, opened, wished
from wijkwerk.work.signals.models import Signal


@pytest.mark.parametrize("kind", ["idea", "chance"])
def test_it_has_an_owner_a_receipt_and_takes_part(town: Town, letters, kind):
    """The theme routes it, the asker gets the receipt, and the round holds it."""
    row = wished(town, opened(town), kind=kind)
    signal = row.wish.signal
    assert (signal.owner_team, signal.kind, signal.via) == (town.teams["verkeer"], kind, "web")
    assert letters(signal) == ["receipt"]
    assert (row.called, row.outcome) == (True, "open")


def test_an_answer_is_promised_by_the_day_on_which_the_plan_is_decided(town: Town):
    """No wish is told a date before anybody could decide about it, in the letter and on the page alike (Q6)."""
    round_ = opened(town)
    signal = wished(town, round_).wish.signal
    ordinary = town.signal(kind="idea").answer_due
    assert ordinary is not None
    assert round_.adopt_until > ordinary
    assert signal.answer_due == round_.adopt_until
    assert day_words(round_.adopt_until) in Letter.objects.get(subject=signal.pk).body


def test_the_line_of_the_plan_does_not_name_it(town: Town, agenda):
    """Should it turn out to be about care, nothing of the plan leads to it (D8)."""
    signal = wished(town, opened(town, agenda)).wish.signal
    for line in Line.objects.filter(subject=agenda.pk, verb="wish_called"):
        assert signal.subject.code not in str(vars(line))
        assert not hasattr(line, "detail")


def test_sent_twice_it_is_one_wish(town: Town, letters):
    """The key of the form counts once."""
    round_ = opened(town)
    made = [
        wishes.bring_wish(round_=round_, new=a_wish(town), by=None, now=NOW, key="wish-1").pk
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert RoundWish.objects.count() == Signal.objects.count() == 1


@pytest.mark.parametrize("step", [step for step in RoundStep if step != RoundStep.CALL])
def test_only_during_the_call(town: Town, step):
    """At every later step the call is over, and no signal is left behind."""
    round_ = go_on(town, opened(town), step)
    with pytest.raises(Refused, match="voorbij"):
        wished(town, round_)
    assert not Signal.objects.exists()


@pytest.mark.parametrize(("days", "open_"), [(0, True), (28, True), (29, False)])
def test_up_to_the_last_day(town: Town, days, open_):
    """The last day counts, the day after it does not."""
    round_ = opened(town)
    assert wishes.takes_wishes(fresh(round_), later(days)) is open_


def test_not_before_the_first_day(town: Town):
    """A round that opens next week takes nothing today."""
    round_ = opened(town, day=later(7).date())
    with pytest.raises(Refused):
        wished(town, round_)


@pytest.mark.parametrize(
    "given", [{"kind": "report"}, {"kind": "worry"}, {"care": True}, {"text": "Mijn nummer is 111222333"}]
)
def test_what_does_not_belong_here_is_refused(town: Town, given):
    """No other kind, no care, no citizen service number."""
    with pytest.raises(Refused):
        wished(town, opened(town), **given)
    assert not RoundWish.objects.exists()
    assert not Signal.objects.exists()


def test_not_for_another_area(town: Town):
    """A place in Zuid does not belong in a round of Noord."""
    with pytest.raises(Refused, match="ander gebied"):
        wished(town, opened(town), place=town.place("Havenbuurt"))
