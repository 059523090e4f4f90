"""The year shows area by month what stands there, in shape and word, and costs the same for a village as for a city."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Area
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars import page
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.models import Duty, Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
YEAR = reverse("calendars:year")


def seen(client: Client, **asked: Any) -> Any:
    answer = client.get(YEAR, asked)
    assert answer.status_code == 200
    return answer


def cells(answer: Any, area: str = "Noord") -> dict[int, list[str]]:
    """What a screen reader says of each month of an area."""
    lines = {line.name: line for line in answer.context["lines"]}
    return {
        cell.month.key: [f"{mark.text}: {mark.words}" for mark in cell.marks]
        for block in lines[area].blocks
        for cell in block
        if cell.marks
    }


def test_each_state_has_its_own_shape_and_its_own_word(town: Town, log_in: LogIn):
    plan(town, "A", Month(2027, 1), code_year=2028)
    plan(town, "P", Month(2027, 2), uncertain=True)
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    entries.finish_entry(entry=plan(town, "S", Month(2026, 11)), **by)
    entries.move_entry(entry=plan(town, "B", MAY), seen_in=MAY, to=Month(2027, 9), why="Vakantie", **by)
    answer = seen(log_in("owner"))
    assert cells(answer) == {
        202611: ["S: schouw, gedaan"],
        202701: ["A28: agenda 2028, gepland"],
        202702: ["P?: programma, nog onzeker"],
        202705: ["B: bijeenkomst, verplaatst naar september 2027"],
        202709: ["B: bijeenkomst, gepland"],
    }
    html = answer.content.decode()
    for look in ("done", "maybe", "moved"):
        assert re.search(rf'<a class="ww-code ww-code--{look}" href="/bureau/kalender/[0-9a-f-]+/">', html)


def test_a_moved_cell_leads_to_where_it_stands_now(town: Town, log_in: LogIn):
    entry = plan(town)
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    entries.move_entry(entry=entry, seen_in=MAY, to=Month(2027, 6), why="x", **by)
    line = next(each for each in seen(log_in("owner")).context["lines"] if each.name == "Noord")
    urls = {mark.url for block in line.blocks for cell in block for mark in cell.marks}
    assert urls == {reverse("calendars:entry", args=[entry.pk])}


def test_only_who_plans_there_gets_a_plus_in_a_cell(town: Town, log_in: LogIn):
    plan(town)
    plan(town, area="Zuid")
    link = f"{reverse('calendars:plan_entry')}?gebied={town.areas['Noord'].code}&amp;maand=2027-05"
    zuid = link.replace(town.areas["Noord"].code, town.areas["Zuid"].code)
    owner = seen(log_in("owner")).content.decode()
    assert link in owner
    assert zuid not in owner
    assert zuid in seen(log_in("elsewhere")).content.decode()
    for part in ("alderman", "traffic", "intake"):
        assert "&amp;maand=" not in seen(log_in(part)).content.decode()


@pytest.mark.parametrize(
    ("asked", "first", "number"),
    [
        ({}, 202611, 12),
        ({"vanaf": "2027-01", "maanden": "24"}, 202701, 24),
        ({"vanaf": "2027-13", "maanden": "99"}, 202611, 12),
        ({"vanaf": "x", "maanden": "-3"}, 202611, 12),
        ({"vanaf": "2100-12", "maanden": "6"}, 210007, 6),
        ({"vanaf": "²027-01", "maanden": "1²"}, 202611, 12),
    ],
)
def test_the_address_says_which_months_and_nonsense_says_nothing(
    town: Town, log_in: LogIn, asked: dict[str, str], first: int, number: int
):
    answer = seen(log_in("owner"), **asked)
    months = answer.context["asked"].window.months
    assert (months[0].key, len(months)) == (first, number)
    assert [len(table["heads"]) for table in answer.context["tables"]] == [12] * (number // 12) or [number]


def test_an_area_and_a_team_can_be_chosen_and_unknown_ones_choose_nothing(town: Town, log_in: LogIn):
    plan(town, "S", area="Lindebuurt")
    plan(town, "B", area="Zuid", team="verkeer")
    client = log_in("owner")
    names = [line.name for line in seen(client, gebied=town.areas["Noord"].code).context["lines"]]
    assert names == ["Noord", "Beukbuurt", "Lindebuurt"]
    assert [line.name for line in seen(client, team="verkeer").context["lines"]] == ["Zuid"]
    both = seen(client, gebied="BU999", team="maan").context["lines"]
    assert [line.name for line in both] == ["Noord", "Lindebuurt", "Zuid"]


def test_the_row_of_an_area_says_who_manages_it(town: Town, log_in: LogIn):
    lines = seen(log_in("owner")).context["lines"]
    assert [(line.name, line.who) for line in lines] == [("Noord", "Owner"), ("Zuid", "Elsewhere")]


def test_this_month_stands_apart_with_what_is_done_first(town: Town, log_in: LogIn):
    plan(town, "B", Month(2026, 11))
    done = plan(town, "S", Month(2026, 11))
    entries.finish_entry(entry=done, by=town.people["owner"], roles=BOTH, now=NOW)
    answer = seen(log_in("owner"))
    assert [(each["words"], each["state"]) for each in answer.context["now_rows"]] == [
        ("schouw", "gedaan"),
        ("bijeenkomst", "gepland"),
    ]
    assert answer.content.decode().count('aria-current="date"') == 1


def test_a_team_sees_how_busy_it_is_in_a_drawing_and_in_words(town: Town, log_in: LogIn):
    for number in range(4):
        plan(town, "B", MAY, area="Noord" if number else "Zuid", team="verkeer")
    plan(town, "S", Month(2027, 1))
    answer = seen(log_in("traffic"), gebied=town.areas["Noord"].code)
    assert answer.context["busy_team"].key == "verkeer"
    [chart] = answer.context["charts"]
    assert [bar.number for bar in chart.bars if bar.number] == [4]
    assert (
        "mei 2027 is de drukste maand met 4 taken voor Verkeer, 11 maanden hebben er geen of één."
        in chart.title
    )
    assert [bar.full for bar in chart.bars].count(True) == 1


def big_town(town: Town, areas: int, months: int) -> None:
    """Areas below Noord with three codes a month each; the legend's first codes."""
    noord = town.areas["Noord"]
    made = Area.objects.bulk_create(
        Area(
            municipality=town.municipality,
            division=noord.division,
            code=f"BU9902{number:04d}",
            key=f"n{number}",
            name=f"Buurt {number:02d}",
            level="buurt",
            path=f"{noord.path}n{number}.",
        )
        for number in range(areas)
    )
    common: dict[str, Any] = {"municipality": town.municipality, "team": town.teams["gebiedsteam"]}
    Entry.objects.bulk_create(
        Entry(
            area=area, area_path=area.path, month=Month(2026, 11).plus(month).key, code=code, made_by=town.people["owner"],
            made_at=NOW, changed_at=NOW, person=town.people["owner"], **common,
        )
        for area in made for month in range(months) for code in ("S", "B", "P")
    )  # fmt: skip
    Duty.objects.bulk_create(
        Duty(area=area, area_path=area.path, code="E", since=2026, made_at=NOW, **common) for area in made
    )


@pytest.mark.parametrize("name", ["year", "year_csv", "year_xlsx", "year_ics", "duties"])
def test_fifty_areas_of_twenty_four_months_cost_as_many_queries_as_one_of_one(
    town: Town, log_in: LogIn, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("wijkwerk.ground.areas.middleware.KEEP_SECONDS", 600.0)
    client = log_in("owner")
    url = reverse(f"calendars:{name}")

    def count() -> tuple[int, int]:
        client.get(url, {"maanden": 24})  # what a process remembers is remembered
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url, {"maanden": 24})
            size = len(answer.getvalue())
        assert answer.status_code == 200
        return len(asked), size

    big_town(town, 1, 1)
    few, small = count()
    Entry.objects.all().delete()
    Duty.objects.all().delete()
    Area.objects.filter(key__startswith="n").delete()
    big_town(town, 50, 24)
    many, large = count()
    assert (many, large > 2 * small) == (few, True)
    assert many <= 16


def test_more_areas_than_fit_are_paged_and_none_is_lost(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
):
    big_town(town, 7, 1)
    monkeypatch.setattr("wijkwerk.work.calendars.grid.MOST_AREAS", 3)
    client, found, url = log_in("owner"), [], YEAR
    for _ in range(6):
        answer = client.get(url)
        found += [line.path for line in answer.context["lines"]]
        if not answer.context["pager"]["next_url"]:
            break
        url = YEAR + answer.context["pager"]["next_url"].partition("#")[0]
    assert len(found) == len(set(found)) == 9


def test_too_much_to_show_is_said(town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch):
    for _ in range(3):
        plan(town)
    monkeypatch.setattr("wijkwerk.work.calendars.queries.MOST", 2)
    monkeypatch.setattr("wijkwerk.work.calendars.queries.rows_of.__defaults__", (2,))
    answer = seen(log_in("owner"))
    assert "Er staat te veel om alles te laten zien." in answer.content.decode()
    assert sum(len(marks) for marks in cells(answer).values()) == 2


def test_a_code_that_left_the_legend_still_stands_as_itself(town: Town, log_in: LogIn):
    plan(town, "S")
    raw = documents.current(town.municipality).raw
    raw["calendar"]["codes"] = [each for each in raw["calendar"]["codes"] if each["code"] != "S"]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    assert cells(seen(log_in("owner"))) == {202705: ["S: S, gepland"]}


def test_reading_what_was_asked_never_fails(town: Town):
    from django.http import QueryDict  # noqa: PLC0415

    odd = QueryDict("vanaf=--&maanden=%00&gebied=%FF&team=%F0%9F%98%80&na=../..")
    found = page.find(town.municipality, odd, NOW.date())
    assert (found.asked.path, found.asked.team, found.asked.window.number) == ("", None, 12)
