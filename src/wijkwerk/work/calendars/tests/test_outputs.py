"""Paper, workbook, table and calendar file hold what the page holds, and nothing in them can be a formula or markup."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, agree, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
FORMULA = '=HYPERLINK("http://x")'


def furnish(town: Town) -> Entry:
    """A moved agenda, a done schouw, an uncertain programme with a hostile note, a duty."""
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    agenda = plan(town, "A", MAY, code_year=2028, person=town.people["owner"])
    entries.move_entry(entry=agenda, seen_in=MAY, to=Month(2027, 3), why="Begroting", **by)
    entries.finish_entry(entry=plan(town, "S", Month(2026, 11), area="Lindebuurt"), **by)
    plan(town, "P", Month(2027, 2), uncertain=True, note=FORMULA, team="verkeer")
    agree(town, "P", times=2)
    return Entry.objects.get(pk=agenda.pk)


def got(client: Client, name: str, **asked: Any) -> bytes:
    answer = client.get(reverse(f"calendars:{name}"), asked)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="jaarkalender-2026-11-2027-10.')
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(client: Client, **asked: Any) -> list[list[str]]:
    text = got(client, "year_csv", **asked).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_table_says_each_entry_with_its_state_and_no_formula(town: Town, log_in: LogIn):
    furnish(town)
    head, *rows = table(log_in("owner"))
    assert head[:6] == ["Gebied", "Maand", "Code", "Jaar", "Betekenis", "Stand"]
    assert rows == [
        ["Lindebuurt", "2026-11", "S", "", "schouw", "gedaan", "", "Gebiedsteam", "", ""],
        ["Noord", "2027-02", "P", "", "programma", "nog onzeker", "", "Verkeer", "", f"'{FORMULA}"],
        ["Noord", "2027-03", "A", "2028", "agenda", "gepland", "", "Gebiedsteam", "Owner", ""],
        ["Noord", "2027-05", "A", "2028", "agenda", "verplaatst", "2027-03", "Gebiedsteam", "", ""],
    ]
    assert len(table(log_in("owner"), team="verkeer")) == 2
    assert len(table(log_in("owner"), gebied=town.areas["Zuid"].code)) == 1


def test_the_workbook_has_calendar_duties_and_load(town: Town, log_in: LogIn):
    furnish(town)
    book = load_workbook(BytesIO(got(log_in("owner"), "year_xlsx")))
    assert book.sheetnames == ["Kalender", "Afspraken", "Drukte"]
    cells = [list(row) for row in book["Kalender"].iter_rows(min_row=2)]
    assert len(cells) == 4
    assert cells[1][9].value == FORMULA
    assert cells[1][9].data_type == "s"
    duty = [cell.value for cell in book["Afspraken"][2]]
    assert duty == ["Noord", "P", "programma", 2, 2026, None, "Gebiedsteam", None]
    load = {row[0]: sum(row[1:]) for row in book["Drukte"].iter_rows(min_row=2, values_only=True)}
    assert load == {"Gebiedsteam": 2, "Verkeer": 1}


def test_the_paper_lies_on_its_side_and_holds_areas_codes_and_states(town: Town, log_in: LogIn):
    furnish(town)
    reader = PdfReader(BytesIO(got(log_in("owner"), "year_pdf")))
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Jaarkalender 2026 – 2027",
        "Noord",
        "Owner",
        "Lindebuurt",
        "S ✓",
        "P?",
        "A28 →",
        "verplaatst",
        "nov ’26",
    ):
        assert words in text
    assert FORMULA not in text


def test_two_years_are_two_pages_or_more(town: Town, log_in: LogIn):
    furnish(town)
    answer = log_in("owner").get(reverse("calendars:year_pdf"), {"maanden": "24"})
    assert len(PdfReader(BytesIO(answer.content)).pages) >= 2


def test_the_file_for_colleagues_has_each_entry_once_with_a_uid_that_stays_when_it_moves(
    town: Town, log_in: LogIn
):
    agenda, client = furnish(town), log_in("owner")
    events = {str(each["UID"]): each for each in Calendar.from_ical(got(client, "year_ics")).walk("VEVENT")}
    assert len(events) == 3
    mine = events[f"{agenda.pk}@testserver"]
    assert mine["SUMMARY"] == "Agenda 2028, Noord"
    assert mine.decoded("DTSTART") == date(2027, 3, 1)
    assert "Wie: Owner" in str(mine["DESCRIPTION"])
    assert mine["URL"] == f"http://testserver{reverse('calendars:entry', args=[agenda.pk])}"
    assert sorted(str(each["STATUS"]) for each in events.values()) == ["CONFIRMED", "CONFIRMED", "TENTATIVE"]
    entries.move_entry(
        entry=agenda,
        seen_in=Month(2027, 3),
        to=Month(2027, 4),
        why="x",
        by=town.people["owner"],
        roles=BOTH,
        now=NOW,
    )
    again = {str(each["UID"]): each for each in Calendar.from_ical(got(client, "year_ics")).walk("VEVENT")}
    assert set(again) == set(events)
    assert again[f"{agenda.pk}@testserver"].decoded("DTSTART") == date(2027, 4, 1)


@pytest.mark.parametrize("name", ["year", "year_pdf", "year_xlsx", "year_csv", "year_ics"])
def test_only_who_has_a_desk_gets_them(town: Town, log_in: LogIn, name: str):
    furnish(town)
    url = reverse(f"calendars:{name}")
    found = {
        part: log_in(part).get(url).status_code
        for part in ("alderman", "carer", "partner", "admin", "resident", "group")
    }
    assert found == {
        "alderman": 200,
        "carer": 200,
        "partner": 404,
        "admin": 404,
        "resident": 404,
        "group": 404,
    }
    assert Client().get(url).status_code == 404
