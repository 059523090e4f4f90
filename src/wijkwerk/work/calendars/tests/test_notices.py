"""What does not fit is said in a sentence with something to do: gaps, peaks, the budget, a team that stopped (Q19, T4, T5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.areas import settings as documents
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.notices import Notice
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, agree, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
YEAR = reverse("calendars:year")


def notices(client: Client, **asked: Any) -> dict[str, Notice]:
    answer = client.get(YEAR, {"vanaf": "2027-01", **asked})
    assert answer.status_code == 200
    found = [*answer.context["notices"], *answer.context["more_notices"]]
    return {each.title: each for each in found}


def test_an_area_with_duties_and_not_one_month_is_named_with_what_was_agreed(town: Town, log_in: LogIn):
    for code in ("P", "S", "R"):
        agree(town, code)
    found = notices(log_in("owner"))
    [notice] = found.values()
    assert notice.title == "Noord heeft in 2027 nog geen enkele maand"
    assert notice.text == "Wel afgesproken: programma en schouw."
    [action] = notice.actions
    assert (action.label, action.url) == (
        "Kies een maand",
        f"{reverse('calendars:plan_entry')}?gebied={town.areas['Noord'].code}",
    )
    html = log_in("owner").get(YEAR, {"vanaf": "2027-01"}).content.decode()
    assert "niets gepland" in html


def test_a_duty_without_a_month_and_a_month_without_a_duty_are_two_sentences(town: Town, log_in: LogIn):
    agree(town, "P", times=2)
    agree(town, "E")
    plan(town, "P")
    plan(town, "B", Month(2027, 9))
    found = notices(log_in("owner"))
    assert list(found) == [
        "Noord: evaluatie en programma hebben nog geen maand in 2027",
        "Noord: bijeenkomst staat in 2027, maar is niet afgesproken",
    ]
    assert [each.text for each in found.values()] == [
        "Er missen 2 maanden. Dit is wel afgesproken.",
        "De eerste maand is september 2027.",
    ]


def test_more_times_a_year_are_counted(town: Town, log_in: LogIn):
    agree(town, "S", times=3)
    plan(town, "S")
    [notice] = notices(log_in("owner")).values()
    assert notice.title == "Noord: schouw heeft nog niet genoeg maanden in 2027"
    assert notice.text == "Er missen 2 maanden. Dit is wel afgesproken."


def test_an_uncertain_month_counts_and_one_that_moved_out_of_the_year_does_not(town: Town, log_in: LogIn):
    agree(town, "S")
    entry = plan(town, "S", uncertain=True)
    assert notices(log_in("owner")) == {}
    entries.move_entry(
        entry=entry, seen_in=MAY, to=Month(2028, 1), why="x", by=town.people["owner"], roles=BOTH, now=NOW
    )
    assert list(notices(log_in("owner"))) == ["Noord heeft in 2027 nog geen enkele maand"]


def test_a_duty_counts_in_its_own_years_alone(town: Town, log_in: LogIn):
    agree(town, "S", since=2028)
    client = log_in("owner")
    assert notices(client) == {}
    assert list(notices(client, vanaf="2028-01")) == ["Noord heeft in 2028 nog geen enkele maand"]
    assert notices(client, vanaf="2025-01") == {}


def test_a_month_in_which_a_team_has_too_much_counts_all_areas(town: Town, log_in: LogIn):
    agree(town, "B", times=4)
    for area in ("Noord", "Noord", "Zuid", "Lindebuurt"):
        plan(town, "B", area=area, team="verkeer")
    found = notices(log_in("owner"), gebied=town.areas["Lindebuurt"].code)
    notice = found["Mei 2027 is te vol voor Verkeer"]
    assert notice.text == "4 taken. Gewoon is hooguit 3."
    assert notice.actions[0].url == f"{YEAR}?vanaf=2027-05&team=verkeer#rooster"
    assert "Mei 2027 is te vol voor Verkeer" in notices(log_in("owner"), team="verkeer")
    assert "Mei 2027 is te vol voor Verkeer" not in notices(log_in("owner"), team="groen")


@pytest.mark.parametrize(
    ("month", "year", "late"),
    [
        (Month(2027, 2), None, False),
        (Month(2027, 3), None, True),
        (Month(2027, 4), None, True),
        (Month(2027, 5), None, True),
        (Month(2027, 5), 2029, False),
        (MAY, 2027, True),
    ],
)
def test_an_agenda_after_the_day_for_handing_in_wishes_misses_the_budget(
    town: Town, log_in: LogIn, month: Month, year: int | None, late: bool
):
    plan(town, "A", month, code_year=year)
    found = [each for each in notices(log_in("owner")).values() if "begroting" in each.title]
    assert len(found) == late
    if late:
        what = f"agenda {year}" if year else "agenda"
        assert found[0].title == f"Noord: de {what} mist de begroting"
        day = "1\u00a0maart 2026" if year == 2027 else "1\u00a0maart 2027"
        assert f"Wensen met geld moeten vóór {day} binnen zijn." in found[0].text


def test_the_day_for_handing_in_is_named_as_it_is_set(town: Town, log_in: LogIn):
    plan(town, "A", MAY)
    raw = documents.current(town.municipality).raw
    raw["budget_cycle"][0] |= {"month": 2, "day": 20}
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    [notice] = [each for each in notices(log_in("owner")).values() if "begroting" in each.title]
    assert "vóór 20\u00a0februari 2027 binnen" in notice.text


def test_several_agendas_that_miss_it_are_one_sentence_with_a_link_each(town: Town, log_in: LogIn):
    made = [plan(town, "A", Month(2027, 10), area=area) for area in ("Noord", "Zuid")]
    plan(town, "S", Month(2027, 10))
    [notice] = [each for each in notices(log_in("owner")).values() if "begroting" in each.title]
    assert notice.title == "De agenda mist 2 keer de begroting"
    assert notice.text.endswith("Later staan: Noord (oktober 2027) en Zuid (oktober 2027).")
    assert [each.url for each in notice.actions] == [
        reverse("calendars:entry", args=[each.pk]) for each in made
    ]


def test_without_a_day_to_decide_no_agenda_is_late(town: Town, log_in: LogIn):
    plan(town, "A", Month(2027, 10))
    raw = documents.current(town.municipality).raw
    raw["budget_cycle"] = []
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    assert not [each for each in notices(log_in("owner")) if "begroting" in each]


def test_what_a_team_did_that_stopped_is_for_nobody(town: Town, log_in: LogIn):
    agree(town, "S", team=town.teams["wonen"])
    plan(town, "S", team="wonen")
    assert notices(log_in("owner")) == {}
    team = town.teams["wonen"]
    team.ended_at = NOW
    team.save()
    assert list(notices(log_in("owner"))) == ["Noord: een team dat er niet meer is, staat nog in de kalender"]


def test_one_who_plans_nothing_there_is_led_to_the_area_and_own_areas_come_first(town: Town, log_in: LogIn):
    for area in ("Noord", "Zuid"):
        agree(town, "S", area)
    titles = {part: [title.split()[0] for title in notices(log_in(part))] for part in ("owner", "elsewhere")}
    assert titles == {"owner": ["Noord", "Zuid"], "elsewhere": ["Zuid", "Noord"]}
    [first, *_] = notices(log_in("alderman")).values()
    assert first.actions[0].label == "Bekijk dit gebied"


def test_nothing_agreed_and_all_in_order_each_have_their_own_words(town: Town, log_in: LogIn):
    client = log_in("owner")
    asked = {"vanaf": "2027-01"}
    assert "Er is nog niet afgesproken" in client.get(YEAR, asked).content.decode()
    agree(town, "S")
    plan(town, "S")
    assert "Alles wat is afgesproken, heeft een maand." in client.get(YEAR, asked).content.decode()
    assert Duty.objects.count() == 1
