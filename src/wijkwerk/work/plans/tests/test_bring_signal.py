"""Staff bring an open signal into a round; never care, a formal matter or what was erased (D8, D9)."""

import pytest

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import wishes
from wijkwerk.work.plans.models import RoundWish
from wijkwerk.work.plans.tests.rounds_cast import go_on, leads, opened
from wijkwerk.work.signals.models import Signal


def test_it_takes_part_once(town: Town):
    """Brought twice it counts once, and it was not called."""
    round_, signal = opened(town), town.signal()
    for _ in range(2):
        wishes.bring_signal(round_=round_, signal=signal, **leads(town))
    assert RoundWish.objects.get().called is False


@pytest.mark.parametrize(
    "values",
    [
        {"formal_kind": "complaint", "legal_due": "2027-01-01"},
        {"erased_at": NOW},
        {"state": "closed", "closed_at": NOW},
    ],
)
def test_what_cannot_take_part(town: Town, values):
    """A formal matter, an erased signal and one that is over stay out."""
    round_, signal = opened(town), town.signal()
    Signal.objects.filter(pk=signal.pk).update(**values)
    with pytest.raises(Refused):
        wishes.bring_signal(round_=round_, signal=signal, **leads(town))


def test_never_care(town: Town):
    """Care takes part in nothing."""
    with pytest.raises(Refused):
        wishes.bring_signal(round_=opened(town), signal=town.signal(care=True), **leads(town))


@pytest.mark.parametrize(("step", "goes"), [(step, step in ("call", "filter")) for step in RoundStep])
def test_till_the_wishes_were_looked_at(town: Town, step, goes):
    """While people call and while it is filtered; not after that."""
    round_ = go_on(town, opened(town), step)
    signal = town.signal()
    if goes:
        assert wishes.bring_signal(round_=round_, signal=signal, **leads(town)).pk
        return
    with pytest.raises(Refused):
        wishes.bring_signal(round_=round_, signal=signal, **leads(town))


def test_not_by_who_does_not_write_the_plan(town: Town):
    """Somebody who writes nothing brings nothing."""
    with pytest.raises(Refused):
        wishes.bring_signal(round_=opened(town), signal=town.signal(), **leads(town) | {"roles": frozenset()})
