"""Everybody sees what is certain in an area, in the words of the legend: no person, no note, no team, nothing uncertain."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Area
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def url(area: Area, name: str = "area_year") -> str:
    return reverse(f"calendars:{name}", args=[area.code])


def furnish(town: Town) -> None:
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    person = {"person": town.people["traffic"], "note": "Geheime notitie", "team": "wonen"}
    entries.finish_entry(entry=plan(town, "S", Month(2026, 11), **person), **by)
    plan(town, "B", MAY, **person)
    plan(town, "V", MAY, uncertain=True)
    moved = plan(town, "E", Month(2027, 2))
    entries.move_entry(entry=moved, seen_in=Month(2027, 2), to=Month(2027, 4), why="Geheime reden", **by)
    plan(town, "C", Month(2027, 3), area="Lindebuurt")
    plan(town, "P", Month(2027, 3), area="Zuid")


def said(client: Client, area: Area) -> dict[str, list[str]]:
    """What the page says, month by month."""
    answer = client.get(url(area))
    assert answer.status_code == 200
    shown = [*answer.context["past"], *answer.context["coming"]]
    return {
        month: [
            f"{row['what']}{' in ' + row['where'] if row['where'] else ''}{' *' if row['done'] else ''}"
            for row in rows
        ]
        for month, _, rows in shown
    }


def test_a_resident_reads_what_is_certain_here_below_and_above(town: Town):
    furnish(town)
    assert said(Client(), town.areas["Noord"]) == {
        "november 2026": ["Schouw *"],
        "maart 2027": ["Bezoek van het college in Lindebuurt"],
        "april 2027": ["Evaluatie"],
        "mei 2027": ["Bijeenkomst"],
    }
    assert said(Client(), town.areas["Lindebuurt"]) == {
        "november 2026": ["Schouw in Noord *"],
        "maart 2027": ["Bezoek van het college"],
        "april 2027": ["Evaluatie in Noord"],
        "mei 2027": ["Bijeenkomst in Noord"],
    }


def test_the_word_of_a_code_without_a_legend_is_shown_to_nobody(town: Town):
    furnish(town)
    raw = documents.current(town.municipality).raw
    raw["calendar"]["codes"] = [each for each in raw["calendar"]["codes"] if each["code"] != "B"]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    assert "mei 2027" not in said(Client(), town.areas["Noord"])


@pytest.mark.parametrize("name", ["area_year", "area_ics"])
@pytest.mark.parametrize("part", ["visitor", "resident", "owner"])
def test_no_person_note_team_or_reason_leaves_by_the_page_or_the_file(
    town: Town, log_in: LogIn, name: str, part: str
):
    furnish(town)
    client = Client() if part == "visitor" else log_in(part)
    text = client.get(url(town.areas["Noord"], name)).content.decode()
    for secret in ("Geheime", "Traffic", "Wonen", "visie", "Visie", "onzeker", "bureau/kalender/0"):
        assert secret not in text
    assert "ijeenkomst" in text


def test_the_file_is_read_by_a_calendar_program_and_its_uids_stay(town: Town):
    furnish(town)
    first, second = (Client().get(url(town.areas["Noord"], "area_ics")) for _ in range(2))
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.content == second.content
    events = list(Calendar.from_ical(first.content).walk("VEVENT"))
    assert sorted(str(each["SUMMARY"]) for each in events) == [
        "Bezoek van het college, Lindebuurt",
        "Bijeenkomst, Noord",
        "Evaluatie, Noord",
        "Schouw, Noord",
    ]
    assert all("Ergens in" in str(each["DESCRIPTION"]) for each in events)


@pytest.mark.parametrize("name", ["area_year", "area_ics"])
def test_an_area_that_is_not_there_is_not_found(town: Town, name: str):
    for code in ("BU1", "x" * 200, "..%2F.."):
        assert Client().get(reverse(f"calendars:{name}", args=[code])).status_code == 404


def test_the_page_of_the_area_leads_to_it(town: Town):
    page = Client().get(reverse("pages:area", args=[town.areas["Noord"].code]))
    assert url(town.areas["Noord"]) in page.content.decode()


def test_it_costs_one_query_however_much_there_is(town: Town):
    client = Client()
    client.get(url(town.areas["Noord"]))
    counts = []
    for _ in range(2):
        furnish(town)
        client.get(url(town.areas["Noord"]))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(town.areas["Noord"]))
        counts.append(len([each for each in asked if "calendars_entry" in each["sql"]]))
    assert counts == [1, 1]


def test_an_area_without_anything_says_so(town: Town):
    answer = Client().get(url(town.areas["Zuid"]))
    assert "Er staat nog niets vast." in answer.content.decode()
