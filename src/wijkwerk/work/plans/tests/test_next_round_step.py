"""A round goes on by hand, in its order, when what belongs to a step was done; sooner only with a reason (O12)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.journal.models import Detail
from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import rounds, wishes
from wijkwerk.work.plans.gathering import account_of, gather
from wijkwerk.work.plans.models import RoundWish
from wijkwerk.work.plans.tests.conftest import adopt
from wijkwerk.work.plans.tests.rounds_cast import (
    WHY,
    fresh,
    go_on,
    later,
    leads,
    opened,
    out,
    placed,
    through,
    wished,
)
from wijkwerk.work.signals.actions import care, merging
from wijkwerk.work.signals.models import Signal


def test_sooner_asks_why_and_the_journal_keeps_it(town: Town):
    """On the last day of a step it is too soon, the day after it is not."""
    round_ = opened(town)
    with pytest.raises(Refused, match="nu al verder"):
        rounds.next_step(round_=round_, **leads(town, later(28)))
    rounds.next_step(round_=round_, **leads(town, later(29)))
    rounds.next_step(round_=fresh(round_), why=WHY, **leads(town, later(30)))
    said = (
        Detail.objects.filter(line__verb="round_stepped").order_by("line__at").values_list("text", flat=True)
    )
    assert list(said) == [{"why": ""}, {"why": WHY}]


def test_every_wish_has_an_outcome_before_it_is_placed(town: Town):
    """One that nobody looked at holds the round."""
    round_ = opened(town)
    row = wished(town, round_)
    round_ = go_on(town, round_, RoundStep.FILTER)
    with pytest.raises(Refused, match="bekeken"):
        rounds.next_step(round_=round_, why=WHY, **leads(town))
    through(town, row)
    assert rounds.next_step(round_=round_, why=WHY, **leads(town)).step == "place"


def test_everything_stands_in_the_plan_before_it_is_adopted(town: Town):
    """What goes through and is not placed holds the round."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    through(town, row)
    round_ = go_on(town, fresh(round_), RoundStep.PLACE)
    with pytest.raises(Refused, match="staat in het plan"):
        rounds.next_step(round_=round_, why=WHY, **leads(town))
    placed(town, row)
    assert rounds.next_step(round_=round_, why=WHY, **leads(town)).step == "adopt"


def test_the_account_waits_for_the_plan(town: Town, agenda):
    """Only a plan that was adopted since the round began is accounted for; then it needs no reason."""
    round_ = go_on(town, opened(town, agenda), RoundStep.ADOPT)
    with pytest.raises(Refused, match="nog niet vastgesteld"):
        rounds.next_step(round_=round_, why=WHY, **leads(town))
    agenda.refresh_from_db()
    adopt(town, agenda, later(1))
    assert rounds.next_step(round_=fresh(round_), **leads(town, later(1))).step == "account"


@pytest.mark.parametrize("step", RoundStep)
@pytest.mark.parametrize("verb", ["next_step", "close_round"])
def test_no_step_by_who_does_not_write_and_no_end_before_the_account(town: Town, step, verb):
    """Nobody without the role; the end comes after the account, and nothing after the end."""
    round_ = go_on(town, opened(town), step)
    with pytest.raises(Refused):
        getattr(rounds, verb)(round_=round_, why=WHY, **leads(town) | {"roles": frozenset({"adopter"})})
    if verb == "close_round" and step != RoundStep.ACCOUNT:
        with pytest.raises(Refused):
            rounds.close_round(round_=round_, why=WHY, **leads(town))


def test_closing_keeps_the_numbers_of_that_day(town: Town):
    """The journal has the account, and a next round may begin."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    out(town, row)
    round_ = go_on(town, fresh(round_), RoundStep.DONE)
    text = Detail.objects.get(line__verb="round_closed").text
    assert (text["wishes"], text["placed"], text["out"]) == (1, 0, [["Hier is nu geen geld voor", 1]])
    assert round_.ended_at is not None


def test_what_was_merged_counts_once_and_shares_its_outcome(town: Town):
    """Of two wishes that are merged one is shown; both rows end with the same outcome."""
    round_ = opened(town)
    first, second = wished(town, round_), wished(town, round_)
    acts = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": later(1)}
    signals = [Signal.objects.select_related("subject").get(pk=row.wish_id) for row in (first, second)]
    merging.merge(signal=signals[0], into=signals[1], **acts)
    round_ = go_on(town, fresh(round_), RoundStep.FILTER)
    assert len(gather(round_)) == 1
    out(town, first, later(2))
    assert list(RoundWish.objects.values_list("outcome", flat=True)) == ["out", "out"]
    assert account_of(round_, gather(round_)).wishes == 1


def test_what_turns_out_to_be_about_care_is_in_no_round(town: Town):
    """Its row is gone, it counts nowhere, and the round can go on (D8)."""
    round_ = opened(town)
    row = wished(town, round_)
    signal = Signal.objects.select_related("subject").get(pk=row.wish_id)
    care.make_care(signal=signal, by=town.people["intake"], roles=frozenset({"owner_team"}), now=later(1))
    assert not RoundWish.objects.exists()
    round_ = go_on(town, fresh(round_), RoundStep.FILTER)
    assert gather(round_) == []
    with pytest.raises(Refused):
        wishes.let_through(wish=row, **leads(town))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(["out", "placed", "again", "merged", "care"]), max_size=4))
def test_every_wish_in_a_closed_round_has_a_reason_or_an_item(town: Town, fates):
    """Whatever happens to the wishes on the way, none stays without an outcome, and the numbers add up."""
    RoundWish.objects.all().delete()
    round_ = opened(town, why="Nog een keer.")
    rows = [wished(town, round_) for _ in fates]
    round_ = go_on(town, round_, RoundStep.FILTER)
    for row, fate in zip(rows, fates, strict=True):
        _meet(town, row, fate, rows[0])
    for wish in gather(fresh(round_)):
        if wish.outcome == "open":
            through(town, wish.row)
    round_ = go_on(town, fresh(round_), RoundStep.PLACE)
    for wish in gather(round_):
        if wish.outcome == "through":
            placed(town, wish.row)
    round_ = go_on(town, fresh(round_), RoundStep.DONE)
    left = RoundWish.objects.filter(round=round_)
    assert all((row.outcome == "out" and row.why and row.criterion) or row.item_id for row in left)
    account = account_of(round_, gather(round_))
    assert account.wishes == account.placed + account.fell_out
    assert account.open == 0


def _meet(town: Town, row: RoundWish, fate: str, first: RoundWish) -> None:
    """What happens to one wish; what cannot happen any more is refused, and changes nothing."""
    signal = Signal.objects.select_related("subject").get(pk=row.wish_id)
    acts = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": later(1)}
    try:
        if fate in ("out", "again"):
            out(town, row)
        if fate == "again":
            wishes.reconsider(wish=row, why="Toch.", **leads(town))
        if fate == "placed":
            through(town, row)
        if fate == "merged" and row.pk != first.pk:
            into = Signal.objects.select_related("subject").get(pk=first.wish_id)
            merging.merge(signal=signal, into=into, **acts)
        if fate == "care":
            care.make_care(
                signal=signal, by=town.people["intake"], roles=frozenset({"owner_team"}), now=later(1)
            )
    except Refused:
        return
