"""Finish an item: its promises are kept, and every asker hears what was done."""

from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans.tests.conftest import adopt, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url


def test_it_works_for_the_owner_team_and_the_page_says_who_hears_it(town, agenda, log_in, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    client = log_in("traffic")
    assert "Eén mens krijgt hierover bericht" in page_of(client, "finish", item)
    client.post(url("finish", item), {"how": "De drempel ligt er."})
    item.refresh_from_db()
    assert (item.state, item.why) == ("done", "De drempel ligt er.")
    assert Promise.objects.get().state == "kept"
    assert letters(signal)[-1] == "promise_kept"


def test_without_words_it_is_not_finished(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    answer = log_in("traffic").post(url("finish", item), {"how": ""})
    assert answer.status_code == 422
    assert "Schrijf kort wat er is gedaan" in said(answer)


def test_a_proposal_is_not_finished(town, agenda, log_in):
    assert log_in("owner").post(url("finish", put(town, agenda)), {"how": "Klaar"}).status_code == 422


def test_signals_that_nobody_answered_are_said_to_wait_with_their_team(town, agenda, log_in):
    item = choose(town, put(town, agenda, town.signal()))
    assert "Eén melding bij dit punt heeft nog geen antwoord" in page_of(log_in("owner"), "finish", item)


def test_the_history_says_who_did_what(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    client = log_in("traffic")
    client.post(url("start", item))
    client.post(url("finish", item), {"how": "Het ligt er."})
    page = page_of(client, "item_work", item)
    for words in ("Voorgesteld", "Gekozen", "Begonnen", "Het ligt er.", "door Traffic"):
        assert words in page
