"""A round from call to account: each wish gets an outcome, each asker hears it, and the numbers add up (O12)."""

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.models import Answer
from wijkwerk.work.plans.gathering import account_of, gather
from wijkwerk.work.plans.tests.rounds_cast import fresh, go_on, opened, out, placed, through, wished


def test_from_a_wish_to_the_account(town: Town, letters):
    """What goes through gets a yes when the plan is adopted, what falls out a no with its reason; the account counts both."""
    round_ = opened(town)
    first, second = wished(town, round_), wished(town, round_, text="Ik wil een zwembad.")
    go_on(town, round_, RoundStep.FILTER)
    through(town, first)
    out(town, second)
    go_on(town, fresh(round_), RoundStep.PLACE)
    placed(town, first)
    done = go_on(town, fresh(round_), RoundStep.DONE)
    account = account_of(done, gather(done))
    assert (account.wishes, account.called, account.placed, account.chosen, account.done) == (2, 2, 1, 1, 0)
    assert account.out == (("Hier is nu geen geld voor", 1),)
    assert letters(first.wish.signal) == ["receipt", "answer_yes"]
    assert letters(second.wish.signal) == ["receipt", "answer_no"]
    answer = Answer.objects.get(subject=second.wish)
    assert answer.reason == "Hier is nu geen geld voor. Het geld van dit jaar is op."
    assert answer.can_do
