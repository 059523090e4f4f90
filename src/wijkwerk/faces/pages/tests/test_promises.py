"""The public list of promises, and everything as tables."""

import csv
import re
from datetime import date, timedelta

import pytest

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.kit.tables import safe_cell
from wijkwerk.testing_cast import NOW, TODAY
from wijkwerk.work.answers.actions import shift_promise
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals.actions.publishing import hide
from wijkwerk.work.signals.intake import asked_of

CEILING = 8


def text_of(client, url="/beloften/", **given):
    answer = client.get(url, given)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(client, url):
    body = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(body.splitlines(keepends=True), delimiter=";"))


@pytest.fixture
def three(board):
    board.answered("Loopt", due=date(2027, 3, 1))
    board.answered("Laat", at=NOW - timedelta(days=30), due=date(2026, 11, 20))
    board.kept("Klaar", due=date(2026, 11, 30))


def test_open_ones_stand_first_by_date(client, three):
    page = text_of(client)
    assert page.index("Belofte: Laat") < page.index("Belofte: Loopt")
    assert "Belofte: Klaar" not in page


def test_late_ones_alone(client, three):
    page = text_of(client, stand="te-laat")
    assert "Belofte: Laat" in page
    assert "3 dagen te laat." in page
    assert "Belofte: Loopt" not in page


def test_kept_ones_say_whether_they_were_on_time(client, board):
    board.kept("Op tijd", due=date(2026, 11, 30))
    board.kept("Later", due=date(2026, 11, 20))
    page = text_of(client, stand="nagekomen")
    assert "Klaar op 23\u00a0november 2026, op tijd." in page
    assert "Klaar op 23\u00a0november 2026, 3 dagen later dan eerst beloofd." in page


def test_the_last_day_itself_is_not_late(client, board):
    board.answered("Vandaag", at=NOW - timedelta(days=30), due=TODAY)
    assert "te laat." not in text_of(client)


def test_a_promise_that_moved_names_the_first_date(client, town, board):
    signal = board.answered("Verzet", due=date(2026, 12, 1))
    promise = Promise.objects.get(asked=signal.subject)
    shift_promise(
        asked=asked_of(signal),
        promise=promise,
        due_until=date(2027, 6, 30),
        precision="month",
        why="niet voor vreemden",
        by=town.people["traffic"],
        now=NOW,
    )
    page = text_of(client)
    assert "In juni 2027. Eerst beloofd voor 1\u00a0december 2026." in page
    assert "niet voor vreemden" not in page


def test_an_area_can_be_chosen(client, town, three, board):
    assert "Belofte: Loopt" in text_of(client, gebied=town.areas["Noord"].code)
    assert "Belofte: Loopt" in text_of(client, gebied=town.areas["Lindebuurt"].code)
    assert "Er loopt nu niets" in text_of(client, gebied=town.areas["Zuid"].code)


def test_what_makes_no_sense_in_the_address_is_left_out(client, three):
    for mark in ("z", "0001-01-01~" + "0" * 32, "9999-12-31~" + "0" * 32):
        page = text_of(client, stand="x", gebied="y", na=mark)
        assert "Belofte: Loopt" in page


def test_hidden_again_is_gone(client, town, board):
    signal = board.answered("Toch niet")
    hide(signal=signal, by=town.people["owner"], now=NOW)
    assert "Toch niet" not in text_of(client)


def test_a_promise_of_a_signal_that_is_not_published_is_not_shown(client, board):
    signal = board.answered(public=False)
    Promise.objects.filter(asked=signal.subject).update(public_what="Nog niet openbaar")
    assert "Nog niet openbaar" not in text_of(client)


def test_every_promise_stands_on_one_page(client, board):
    for number in range(45):
        board.answered(f"nummer {number:02d}.", due=date(2026, 12, 1 + number // 4))
    seen, url, pages = [], "/beloften/", 0
    while url:
        page = text_of(client, url)
        pages += 1
        seen += re.findall(r"Belofte: (nummer \d\d\.)", page)
        more = re.search(r'href="(/beloften/\?[^"]*na=[^"]+)" rel="next"', page)
        url = more[1].replace("&amp;", "&") if more else ""
    assert pages == 3
    assert sorted(seen) == [f"nummer {number:02d}." for number in range(45)]


@pytest.mark.parametrize("many", [5, 60])
def test_it_costs_the_same_number_of_queries_for_few_and_many(
    client, board, django_assert_max_num_queries, many
):
    for number in range(many):
        board.answered(f"Melding {number}")
    text_of(client)
    for stand in ("open", "te-laat", "nagekomen"):
        known.forget()
        with django_assert_max_num_queries(CEILING):
            text_of(client, stand=stand)


def test_all_promises_as_a_table(client, town, three):
    rows = rows_of(client, "/gegevens/beloften.csv")
    by_what = {row["belofte"]: row for row in rows}
    assert set(by_what) == {"Belofte: Loopt", "Belofte: Laat", "Belofte: Klaar"}
    assert by_what["Belofte: Klaar"]["stand"] == "kept"
    assert by_what["Belofte: Loopt"]["gebied"] == "Lindebuurt"
    assert by_what["Belofte: Loopt"]["datum"] == "2027-03-01"
    assert by_what["Belofte: Loopt"]["team"] == "Verkeer"


def test_all_answers_as_a_table(client, board):
    signal = board.answered("Een ja")
    board.answered("Een nee", "no", words='Nee, want; "zo" is het')
    board.open("Wacht nog")
    rows = rows_of(client, "/gegevens/antwoorden.csv")
    assert {row["titel"] for row in rows} == {"Een ja", "Een nee"}
    yes = next(row for row in rows if row["antwoord"] == "yes")
    assert yes["code"] == signal.subject.code
    assert (yes["ontvangen_op"], yes["beantwoord_op"]) == ("2026-11-17", "2026-11-23")
    assert next(row for row in rows if row["antwoord"] == "no")["tekst"] == 'Nee, want; "zo" is het'


def test_a_table_is_a_download_with_its_own_name(client, town):
    answer = client.get("/gegevens/beloften.csv")
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="wijkwerk-{town.municipality.code}-beloften.csv"'
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


LEADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u00a0=1",
    "\u200b=1",
]


@pytest.mark.parametrize("text", LEADS)
def test_no_cell_starts_a_formula(client, board, text):
    board.answered(f"{text}", words=text)
    for url, column in (("/gegevens/antwoorden.csv", "tekst"), ("/gegevens/beloften.csv", "belofte")):
        (row,) = rows_of(client, url)
        start = row[column].lstrip("\u200b \u00a0\t\r\n")[:1]
        assert start not in set("=+-@＝＋－＠")


@pytest.mark.parametrize("text", [*LEADS, "gewoon", "", "'s ochtends", "a;b", '"x"', "2026-11-23", "DDE=x"])
def test_one_quote_taken_away_gives_the_text_back(text):
    cell = safe_cell(text)
    assert (cell[1:] if cell.startswith("'") else cell) == text


@pytest.mark.parametrize("url", ["/over/", "/privacy/", "/toegankelijkheid/", "/gegevens/"])
def test_pages_of_words_cost_no_query_of_their_own(client, town, url, django_assert_max_num_queries):
    client.get(url)
    with django_assert_max_num_queries(0):
        page = text_of(client, url)
    assert "Testwoude" in page


def test_privacy_says_how_long_things_are_kept(client, town):
    page = text_of(client, "/privacy/")
    assert re.search(r"<b>\d+ jaar</b>", page)
    assert re.search(r"<b>\d+ dagen</b>", page)


def test_about_says_where_else_to_go(client, town):
    page = text_of(client, "/over/")
    assert 'href="tel:112"' in page
    assert 'id="waar"' in page
