"""All priorities over all areas at once, with sums that say what is unknown, as page, paper, spreadsheet and table (Q35, O13)."""

import csv
import re
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from wijkwerk.ground.areas.middleware import known
from wijkwerk.rules.planning import ItemState
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Match, Plan, PlanItem
from wijkwerk.work.plans.public import bundle as bundles
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put

STAFF, PUBLIC = "/bureau/plannen/bundel/", "/plannen/samen/"
ALL_YEARS = "?jaar=2027"
LEADS = ("=1+1", "+1", "-1", "@SUM(1)", "＝1", "'=1", '"=1"', ";=1", "=cmd|' /C calc'!A0")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Without a year in the address it is the year of today."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def body(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def priority(town: Town, plan, title, **given) -> PlanItem:
    return choose(town, put(town, plan, kind="priority", title=title, **given))


@pytest.fixture
def full(town: Town) -> dict[str, PlanItem]:
    """Two areas: Noord adopted three priorities and a task, Zuid is still writing one."""
    north = begin(town)
    made = {
        "drempel": priority(town, north, "Een drempel.", money=Decimal("38000"), money_from="verkeersplan"),
        "bank": priority(town, north, "Een bank.", money=Decimal("1500.50"), owner_team=town.teams["groen"]),
        "boom": priority(town, north, "Een boom.", origin="council", origin_words="motie 12"),
        "taak": choose(town, put(town, north, title="Een taak.")),
    }
    adopt(town, north)
    south = begin(town, title="Agenda van Zuid", area=town.areas["Zuid"])
    made["zuid"] = put(town, south, kind="priority", title="Nog in de maak.")
    return made


def test_it_works(log_in, full):
    text = body(log_in("alderman"), STAFF + ALL_YEARS)
    for words in (
        "Een drempel.",
        "Een bank.",
        "Een boom.",
        "Nog in de maak.",
        "€\u00a038.000, uit verkeersplan",
    ):
        assert words in text, words
    assert "Een taak." not in text
    assert "4 punten. Samen €\u00a039.500,50. Van 2 punten is het bedrag niet bekend." in text


def test_everybody_reads_what_was_adopted_and_no_more(client, full):
    text = body(client, PUBLIC + ALL_YEARS)
    assert "Een drempel." in text
    assert "3 punten." in text
    assert "Nog in de maak." not in text
    assert "Agenda van Zuid" not in text
    body(client, STAFF, 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wat=taken", {"Een taak."}),
        ("wat=alles", {"Een drempel.", "Een bank.", "Een boom.", "Een taak.", "Nog in de maak."}),
        ("team=groen", {"Een bank."}),
        ("herkomst=council", {"Een boom."}),
        ("herkomst=bewoners", {"Een drempel.", "Een bank.", "Nog in de maak."}),
        ("stand=proposed", {"Nog in de maak."}),
        ("soort=visie", set()),
        ("jaar=2031", set()),
        ("jaar=alle", {"Een drempel.", "Een bank.", "Een boom.", "Nog in de maak."}),
        ("jaar=onzin&soort=onzin&stand=onzin&herkomst=onzin&team=onzin&gebied=onzin&na=onzin", set()),
    ],
)
def test_each_filter_keeps_what_fits(log_in, full, query, found):
    text = body(log_in("owner"), f"{STAFF}?jaar=2027&{query}")
    titles = {item.title for item in full.values()}
    assert {title for title in titles if title in text} == found


def test_an_area_holds_what_lies_in_it(log_in, town: Town, full):
    text = body(log_in("owner"), f"{STAFF}{ALL_YEARS}&gebied={town.areas['Zuid'].code}")
    assert "Nog in de maak." in text
    assert "Een drempel." not in text


def test_what_fell_out_is_there_only_when_it_is_asked_for(log_in, town: Town, full):
    items.drop(item=full["boom"], why="Een kabel.", by=town.people["owner"], roles=ALL, now=NOW)
    assert "Een boom." not in body(log_in("owner"), STAFF + ALL_YEARS)
    assert "Een boom." in body(log_in("owner"), f"{STAFF}{ALL_YEARS}&stand={ItemState.DROPPED.value}")


def test_what_a_department_said_of_it_is_for_who_has_a_desk(client, log_in, town: Town, full):
    plan = DepartmentPlan.objects.create(
        municipality=town.municipality, team=town.teams["verkeer"], year=2028, title="Dienstplan",
        made_by=town.people["traffic"], made_at=NOW,
    )  # fmt: skip
    DepartmentLine.objects.create(municipality=town.municipality, plan=plan, code="1", title="x")
    Match.objects.create(
        municipality=town.municipality, item=full["drempel"], team=town.teams["verkeer"], year=2028, state="refused",
        reason="Geen geld", ask="Neem het op", asked_by=town.people["owner"], asked_at=NOW,
        decided_by=town.people["traffic"], decided_at=NOW,
    )  # fmt: skip
    assert "Afdelingsplan: niet opgenomen, 2028" in body(log_in("owner"), STAFF + ALL_YEARS)
    assert "Afdelingsplan" not in body(client, PUBLIC + ALL_YEARS)


def test_sums_are_the_same_as_counted_by_hand(town: Town, full):
    found = bundles.rows(town.municipality, bundles.Wanted(what="alles"), public=False)
    sums = bundles.sums(found, town.municipality)
    rows = list(found)
    for field, key in (("area_path", lambda item: item.area_path), ("origin", lambda item: item.origin)):
        assert sum(line.items for line in sums[field]) == len(rows)
        assert len(sums[field]) == len({key(item) for item in rows})
    whole = sums["all"][0]
    assert whole.money == sum((item.money or 0) for item in rows)
    assert whole.unknown == sum(item.money is None for item in rows)
    assert whole.from_residents == sum(item.origin in ("signal", "resident", "initiative") for item in rows)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((0, "0", 0), "Er staat niets in deze lijst."),
        ((1, "5", 0), "1 punt. Samen €\u00a05. Van elk punt is het bedrag bekend."),
        ((3, "0", 3), "3 punten. Van geen enkel punt is het bedrag bekend."),
        ((13, "10", 12), "13 punten. Samen €\u00a010. Van 12 punten is het bedrag niet bekend."),
        ((2, "10", 1), "2 punten. Samen €\u00a010. Van 1 punt is het bedrag niet bekend."),
    ],
)
def test_a_sum_says_what_is_unknown(line, words):
    count, money, unknown = line
    assert bundles.in_words(bundles.Line("x", count, Decimal(money), unknown, 0)) == words


# --- files ------------------------------------------------------------------------------------------------------


def table(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def book(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def test_the_files_hold_the_same_rows_as_the_page(client, log_in, full):
    for who, start, titles in (
        (log_in("owner"), STAFF, {"Een drempel.", "Een bank.", "Een boom.", "Nog in de maak."}),
        (client, PUBLIC, {"Een drempel.", "Een bank.", "Een boom."}),
    ):
        rows = table(who, f"{start}prioriteiten.csv{ALL_YEARS}")
        assert rows[0] == list(bundles.HEAD)
        assert {row[5] for row in rows[1:]} == titles
        sheets = book(who, f"{start}prioriteiten.xlsx{ALL_YEARS}")
        assert {row[5] for row in sheets["Punten"].iter_rows(min_row=2, values_only=True)} == titles
        assert sheets["Samen"]["B2"].value == len(titles)
        answer = who.get(f"{start}prioriteiten.pdf{ALL_YEARS}")
        assert answer["Content-Type"] == "application/pdf"
        paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert all(title in paper for title in titles)
        assert "bedrag niet bekend" in paper
    body(client, f"{PUBLIC}prioriteiten.exe", 404)


@pytest.mark.parametrize("lead", LEADS)
def test_no_text_in_a_file_becomes_a_formula(client, town: Town, lead):
    plan = begin(town, title=f"{lead} plan")
    priority(town, plan, lead, money_from=lead)
    adopt(town, plan)
    row = table(client, f"{PUBLIC}prioriteiten.csv{ALL_YEARS}")[1]
    assert row[5].removeprefix("'") == lead.removeprefix("'") or row[5] == f"'{lead}"
    assert all(cell[:1] not in "=+-@＝" for cell in row if cell)
    sheet = book(client, f"{PUBLIC}prioriteiten.xlsx{ALL_YEARS}")["Punten"]
    assert sheet["F2"].value == lead
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize("text", ["#emph[x]", "*vet*", "$x$", "@label", "<script>", "\\", "é日本"])
def test_no_text_on_paper_is_markup(client, town: Town, text):
    plan = begin(town)
    priority(town, plan, f"a{text}b")
    adopt(town, plan)
    answer = client.get(f"{PUBLIC}prioriteiten.pdf{ALL_YEARS}")
    assert answer.status_code == 200
    if text.isascii():
        paper = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert f"a{text}b" in paper.replace("\n", "").replace(" ", "")
    assert f"a{text}b" not in body(client, PUBLIC + ALL_YEARS) or not set(text) & set("<>&")


# --- cost -------------------------------------------------------------------------------------------------------


def many(town: Town, number: int) -> None:
    plan = begin(town, "visie", ends=date(2036, 12, 31), area=None)
    rows = [
        put(
            town,
            plan,
            kind="priority",
            title=f"Punt {each:04d}.",
            area=town.areas[("Noord", "Zuid")[each % 2]],
        )
        for each in range(number)
    ]
    PlanItem.objects.filter(pk__in=[row.pk for row in rows]).update(
        state="chosen", adopted_at=NOW, adopted_by=town.people["owner"]
    )
    plan.state, plan.version, plan.public_at = "adopted", 1, NOW
    plan.save()


def test_every_item_stands_on_one_page_and_once_in_a_file(client, town: Town, monkeypatch):
    monkeypatch.setattr(bundles, "CHUNK", 7)
    many(town, 120)
    seen, url, pages = [], PUBLIC + ALL_YEARS, 0
    while url:
        text = body(client, url)
        pages += 1
        seen += re.findall(r"Punt \d{4}\.", text)
        more = re.search(r'href="([^"]*na=[^"]+)"[^>]*rel="next"', text)
        url = more[1].replace("&amp;", "&") if more else ""
    titles = [f"Punt {each:04d}." for each in range(120)]
    assert (pages, sorted(seen)) == (3, titles)
    assert sorted(row[5] for row in table(client, f"{PUBLIC}prioriteiten.csv{ALL_YEARS}")[1:]) == titles
    monkeypatch.setattr(bundles, "IN_FILE", 20)
    assert len(table(client, f"{PUBLIC}prioriteiten.csv{ALL_YEARS}")) == 21
    monkeypatch.setattr(bundles, "ON_PAPER", 20)
    answer = client.get(f"{PUBLIC}prioriteiten.pdf{ALL_YEARS}")
    paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Dit zijn de eerste 20." in paper
    assert "120 punten" in paper


@pytest.mark.parametrize("who", ["visitor", "owner"])
def test_the_pages_of_all_years_stay_those_of_all_years(client, log_in, town: Town, who):
    many(town, 60)
    Plan.objects.update(starts=date(2030, 1, 1), ends=date(2031, 12, 31))
    reader, url = (client, PUBLIC) if who == "visitor" else (log_in(who), STAFF)
    first = reader.get(url + "?jaar=alle")
    second = reader.get(first.context["pager"]["next_url"])
    assert "Punt" in second.content.decode()
    assert "60 punten" in second.content.decode()
    assert "60 punten" in body(reader, second.context["pager"]["previous_url"])


@pytest.mark.parametrize("number", [2, 60])
def test_it_costs_the_same_number_of_queries_for_few_and_many(
    client, log_in, town: Town, number, django_assert_max_num_queries
):
    many(town, number)
    body(client, PUBLIC)
    known.forget()
    with django_assert_max_num_queries(10):
        body(client, PUBLIC + ALL_YEARS)
    owner = log_in("owner")
    body(owner, STAFF)
    with django_assert_max_num_queries(18):
        body(owner, STAFF + ALL_YEARS)
