"""A wish that goes through stands in the plan: in a new item that comes from it, or in one that is there (I28)."""

import pytest

from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import wishes
from wijkwerk.work.plans.actions.items import NewItem
from wijkwerk.work.plans.models import ANSWERS, RoundWish
from wijkwerk.work.plans.tests.conftest import begin, put
from wijkwerk.work.plans.tests.rounds_cast import fresh, go_on, leads, opened, placed, through, wished


def placing(town: Town, number: int = 1):
    """A round with wishes that all went through."""
    round_ = opened(town)
    rows = [wished(town, round_) for _ in range(number)]
    go_on(town, round_, RoundStep.FILTER)
    for row in rows:
        through(town, row)
    return go_on(town, fresh(round_), RoundStep.PLACE), rows


def test_a_new_item_comes_from_the_wish(town: Town):
    """Its origin is the signal, and it answers it."""
    _, (row,) = placing(town)
    item = placed(town, row)
    assert (item.origin, item.origin_subject) == ("signal", row.wish)
    assert Link.objects.filter(source=item.pk, target=row.wish, kind=ANSWERS).exists()
    assert RoundWish.objects.get().item_id == item.pk


def test_two_wishes_in_one_item(town: Town):
    """The second joins the item of the first, which answers both."""
    _, rows = placing(town, 2)
    item = placed(town, rows[0])
    wishes.place_wish(wish=rows[1], item=item, **leads(town))
    assert Link.objects.filter(source=item.pk, kind=ANSWERS).count() == 2


def test_not_in_another_plan_not_twice_and_not_without_a_place(town: Town):
    """Another plan, a second item, nothing at all and another origin are refused."""
    _, (row,) = placing(town)
    elsewhere = put(town, begin(town, title="Een andere agenda"))
    other = NewItem("x", "resident", town.teams["verkeer"], origin_words="van straat")
    for given in ({"item": elsewhere}, {}, {"new": other}):
        with pytest.raises(Refused):
            wishes.place_wish(wish=row, **given, **leads(town))
    item = placed(town, row)
    with pytest.raises(Refused):
        wishes.place_wish(wish=row, item=item, **leads(town))
    with pytest.raises(Refused, match="staat al in het plan"):
        wishes.reconsider(wish=row, why="x", **leads(town))


def test_only_while_it_is_placed(town: Town):
    """What goes through waits for its step."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    through(town, row)
    with pytest.raises(Refused):
        placed(town, row)
