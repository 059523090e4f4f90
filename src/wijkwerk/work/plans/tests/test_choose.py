"""Choose, un-choose, start: an intention before the plan is adopted, a promise after; and the page says who hears it."""

import pytest

from wijkwerk.rules.planning import WRITER
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items, writing
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url
from wijkwerk.work.signals.actions import asking


def test_it_works_from_the_board_and_back(town, agenda, log_in):
    item = put(town, agenda)
    client = log_in("owner")
    answer = client.post(url("choose", item), {"van": "bord", "once": "k1"})
    assert answer["Location"] == url("board", agenda) + f"#punt-{item.subject.code}"
    item.refresh_from_db()
    assert item.state == "chosen"
    assert item.adopted_at is None
    client.post(url("unchoose", item))
    item.refresh_from_db()
    assert item.state == "proposed"


def test_before_adoption_nobody_hears_anything(town, agenda, log_in, letters):
    signal = town.signal()
    log_in("owner").post(url("choose", put(town, agenda, signal)))
    assert letters(signal) == ["receipt"]


def test_in_an_adopted_plan_choosing_is_promising_and_the_page_says_to_how_many(
    town, agenda, log_in, letters
):
    adopt(town, agenda)
    signal, waits = town.signal(), town.signal(title="Welke lantaarn")
    item = put(town, agenda, signal)
    by = {"by": town.people["owner"], "now": NOW}
    items.link_signal(item=item, signal=waits, roles=ALL, **by)
    asking.ask(signal=waits, question="Welke?", roles=frozenset({"owner_team"}), **by)
    client = log_in("owner")
    page = page_of(client, "choose", item)
    assert "<b>Eén mens</b> krijgt bericht" in page
    assert "wij wachten op een reactie van de melder" in page
    client.post(url("choose", item))
    item.refresh_from_db()
    assert item.adopted_at is not None
    assert (letters(signal)[-1], letters(waits)[-1]) == ("answer_yes", "question")


def test_without_a_date_the_page_says_that_the_answer_comes_later(town, agenda, log_in):
    adopt(town, agenda)
    item = put(town, agenda, town.signal(), due_until=None)
    page = page_of(log_in("owner"), "choose", item)
    assert "Er gaat nu geen bericht uit" in page
    assert "er is nog geen datum" in page


def test_while_a_next_version_is_written_choosing_is_an_intention_again(town, agenda, letters):
    adopt(town, agenda)
    writing.revise(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    assert item.adopted_at is None
    assert letters(signal) == ["receipt"]
    adopt(town, agenda)
    assert letters(signal) == ["receipt", "answer_yes"]


def test_what_was_adopted_is_not_unchosen(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    assert log_in("owner").post(url("unchoose", item)).status_code == 422
    item.refresh_from_db()
    assert item.state == "chosen"


def test_who_may_write_but_not_adopt_does_not_choose_in_an_adopted_plan(town, agenda):
    adopt(town, agenda)
    item = put(town, agenda)
    with pytest.raises(Refused):
        items.choose(item=item, by=town.people["group"], roles=frozenset({WRITER}), now=NOW)


def test_an_adopted_plan_takes_no_more_than_its_bound(town, log_in):
    plan = begin(town)
    for number in range(5):
        choose(town, put(town, plan, kind="priority", title=f"Punt {number}"))
    adopt(town, plan)
    answer = log_in("owner").post(url("choose", put(town, plan, kind="priority", title="Nog een")))
    assert answer.status_code == 422
    assert "Meer kan niet" in said(answer)


def test_the_owner_team_starts_what_was_chosen(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    assert log_in("traffic").post(url("start", item)).status_code == 302
    item.refresh_from_db()
    assert item.state == "doing"
    assert log_in("traffic").post(url("choose", item)).status_code == 404
