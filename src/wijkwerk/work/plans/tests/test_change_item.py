"""Change an item: fields are filled in bit by bit, a promised date moves with its reason, the origin stays."""

import re
from datetime import date
from decimal import Decimal

import pytest

from wijkwerk.rules.planning import WRITER
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.tests.conftest import adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import full_form, page_of, said, url


def test_it_works_for_every_field(town, agenda, log_in):
    item = put(town, agenda, due_until=None)
    given = {
        "title": "Twee drempels in de Lindelaan",
        "text": "Bij de school.",
        "area_path": town.areas["Lindebuurt"].path,
        "team": town.teams["wijkbeheer"].pk,
        "person": town.people["member"].pk,
        "money": "1.200,50",
        "money_from": "wijkbudget",
        "due": "voorjaar 2027",
        "indicator": "auto’s te hard per dag",
        "target": "minder dan 10",
    }
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, **given))
    assert answer["Location"] == url("item_work", item)
    item.refresh_from_db()
    assert (item.title, item.area, item.owner_team) == (
        given["title"],
        town.areas["Lindebuurt"],
        town.teams["wijkbeheer"],
    )
    assert (item.money, item.money_from, item.owner_person) == (
        Decimal("1200.50"),
        "wijkbudget",
        town.people["member"],
    )
    assert (item.due_until, item.precision, item.target) == (date(2027, 5, 31), "season", "minder dan 10")
    assert (item.origin, item.origin_words) == ("resident", "gehoord op het plein")


def test_the_form_comes_with_what_is_there_and_saving_it_moves_no_date(town, agenda, log_in, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    client = log_in("owner")
    assert 'value="2027-Q2"' in page_of(client, "change_item", item)
    client.post(url("change_item", item), full_form(item, town, due="2027-Q2", money="0"))
    item.refresh_from_db()
    assert (item.due_until, item.precision, item.money) == (date(2027, 6, 30), "quarter", Decimal(0))
    assert letters(signal) == ["receipt", "answer_yes"]


def test_a_promised_date_asks_the_reason_and_the_asker_reads_it(town, agenda, log_in, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    client, sent = log_in("owner"), full_form(item, town, due="1-9-2027")
    answer = client.post(url("change_item", item), sent)
    assert answer.status_code == 422
    assert "Leg uit waarom" in said(answer)
    client.post(url("change_item", item), sent | {"why": "De stenen komen later."})
    assert Promise.objects.get().due_until == date(2027, 9, 1)
    assert letters(signal)[-1] == "promise_shifted"
    assert "beloofd aan één mens" in page_of(client, "change_item", item)


def test_a_promised_date_cannot_be_taken_away(town, agenda, log_in):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, due="", why="x"))
    assert answer.status_code == 422
    assert "Kies een andere datum" in said(answer)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "Schrijf op wat er gaat gebeuren."),
        ({"due": "1-1-2020"}, "al voorbij"),
        ({"due": "ooit"}, "geen datum die wij kennen"),
        ({"money": "-1"}, "Dit bedrag kunnen wij niet lezen"),
        ({"money": "veel"}, "Dit bedrag kunnen wij niet lezen"),
        ({"money": "1e5"}, "Dit bedrag kunnen wij niet lezen"),
        ({"team": ""}, "Kies een team"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(town, agenda, log_in, given, words):
    item = put(town, agenda)
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, **given))
    assert answer.status_code == 422
    assert words in said(answer)
    item.refresh_from_db()
    assert item.title == "Een drempel in de Lindelaan"


def test_an_area_outside_the_plan_cannot_be_chosen(town, agenda, log_in):
    item = put(town, agenda)
    path = town.areas["Havenbuurt"].path
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, area_path=path))
    assert answer.status_code == 422


def test_what_is_open_is_shown_as_open_and_refuses_nothing(town, agenda, log_in):
    item = put(town, agenda, title="Aandacht", due_until=None)
    client = log_in("owner")
    page = page_of(client, "item_work", item)
    for words in (
        "‘aandacht’ kan veel betekenen",
        "Nog te bepalen. Dat mag.",
        "nog te bepalen",
        "Wat kost het",
    ):
        assert words in page
    assert client.post(url("change_item", item), full_form(item, town)).status_code == 302


def test_the_owner_team_changes_its_item_and_another_team_does_not(town, agenda, log_in):
    item = put(town, agenda)
    sent = full_form(item, town, title="Anders")
    assert log_in("member").post(url("change_item", item), sent).status_code == 404
    assert log_in("traffic").post(url("change_item", item), sent).status_code == 302


def test_who_only_writes_along_cannot_move_what_was_promised(town):
    plan = begin(town, "visie")
    item = choose(town, put(town, plan, kind="priority"))
    adopt(town, plan)
    new = items.NewItem(title="x", origin=item.origin, owner_team=item.owner_team, due_until=date(2028, 1, 1))
    with pytest.raises(Refused, match="U kunt dit niet doen"):
        items.change_item(
            item=item, new=new, why="Later", by=town.people["group"], roles=frozenset({WRITER}), now=NOW
        )


def test_who_looks_after_it_works_in_that_team(town, agenda, log_in):
    item = put(town, agenda)
    wrong = {"team": town.teams["groen"].pk, "person": town.people["member"].pk, "text": "Bij de school."}
    answer = log_in("owner").post(url("change_item", item), full_form(item, town, **wrong))
    assert answer.status_code == 422
    assert "Deze collega werkt niet in" in said(answer)
    assert "Bij de school." in said(answer)
    item.refresh_from_db()
    assert item.owner_person is None


def test_two_who_change_it_at_once_do_not_wipe_out_each_other(town, agenda, log_in):
    item = put(town, agenda)
    client = log_in("owner")
    seen = re.search(r'name="seen" value="(\w+)"', page_of(client, "change_item", item))[1]
    first, second = full_form(item, town, money="38.000"), full_form(item, town, text="Bij de school.")
    assert client.post(url("change_item", item), first | {"seen": seen}).status_code == 302
    answer = client.post(url("change_item", item), second | {"seen": seen})
    assert answer.status_code == 422
    assert "Iemand anders veranderde dit punt ook" in said(answer)
    assert "Bij de school." in said(answer)
    item.refresh_from_db()
    assert (item.money, item.text) == (Decimal(38000), "")
    seen = re.search(r'name="seen" value="(\w+)"', said(answer))[1]
    assert client.post(url("change_item", item), second | {"seen": seen}).status_code == 302
