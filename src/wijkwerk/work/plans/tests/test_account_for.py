"""Account for a plan: what came of it in words, and not before every item is finished or dropped."""

from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url


def test_it_works_when_everything_is_settled(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    items.finish(item=item, how="Het ligt er.", by=town.people["owner"], roles=ALL, now=NOW)
    client = log_in("owner")
    assert "Het ligt er." in page_of(client, "account_for", agenda)
    assert client.post(url("account_for", agenda), {"account": "Het lukte."}).status_code == 302
    agenda.refresh_from_db()
    assert (agenda.state, agenda.account) == ("ended", "Het lukte.")
    assert "Het lukte." in page_of(client, "work", agenda)


def test_what_is_not_finished_is_listed_and_stands_in_the_way(town, agenda, log_in):
    choose(town, put(town, agenda, title="Nog te doen"))
    adopt(town, agenda)
    client = log_in("owner")
    page = page_of(client, "account_for", agenda)
    assert "Eén punt is nog niet klaar" in page
    assert "Nog te doen" in page
    assert "Daarna kunt u het plan afsluiten." in page
    assert 'name="account"' not in page
    answer = client.post(url("account_for", agenda), {"account": "Het lukte bijna."})
    assert answer.status_code == 422
    assert "Er is nog één punt niet klaar" in said(answer)
    assert "Het lukte bijna." in said(answer)
    agenda.refresh_from_db()
    assert agenda.state == "adopted"


def test_without_words_it_does_not_end(town, agenda, log_in):
    adopt(town, agenda)
    answer = log_in("owner").post(url("account_for", agenda), {"account": " "})
    assert answer.status_code == 422
    assert "Schrijf op wat er van het plan terechtkwam" in said(answer)


def test_a_draft_is_not_accounted_for(agenda, log_in):
    assert log_in("owner").post(url("account_for", agenda), {"account": "Niets"}).status_code == 422


def test_in_an_ended_plan_no_button_is_left(town, agenda, log_in):
    adopt(town, agenda)
    client = log_in("owner")
    client.post(url("account_for", agenda), {"account": "Klaar."})
    page = page_of(client, "work", agenda)
    assert "U kunt dit plan lezen" in page
    assert 'id="nieuw"' not in page_of(client, "board", agenda)
