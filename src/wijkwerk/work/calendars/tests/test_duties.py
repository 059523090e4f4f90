"""A duty says what an area has each year; new terms begin in their year, and earlier years keep what was agreed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.rules.yearplan import AREA, TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.actions.duties import end_duty
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.tests.conftest import agree

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
LIST, GIVE = reverse("calendars:duties"), reverse("calendars:give_duty")


def rows() -> list[tuple[Any, ...]]:
    return list(Duty.objects.order_by("since").values_list("code", "times", "since", "until"))


def end(town: Town, duty: Duty, until: int, roles: frozenset[str] = frozenset({AREA})) -> Duty | None:
    return end_duty(duty=duty, until=until, by=town.people["owner"], roles=roles, now=NOW)


def test_it_works_and_the_journal_says_so(town: Town):
    duty = agree(town, "S", times=2, person=town.people["owner"])
    assert (duty.area_path, duty.person) == (town.areas["Noord"].path, town.people["owner"])
    assert rows() == [("S", 2, 2026, None)]
    assert Line.objects.get(subject=duty.pk).verb == "duty_given"


def test_new_terms_of_a_later_year_leave_the_earlier_years_as_they_were(town: Town):
    agree(town, "S", times=1, since=2025)
    agree(town, "S", times=3, since=2027)
    assert rows() == [("S", 1, 2025, 2026), ("S", 3, 2027, None)]


def test_other_terms_in_the_same_year_change_it_and_an_earlier_year_begins_it_earlier(town: Town):
    agree(town, "S", times=1, since=2026)
    agree(town, "S", times=3, since=2026, team=town.teams["verkeer"])
    agree(town, "S", times=4, since=2024)
    assert rows() == [("S", 4, 2024, None)]


@pytest.mark.parametrize(
    ("years", "left"),
    [
        ((2024, 2027, 2025), [(2024, 2024), (2025, None)]),
        ((2024, 2027, 2024), [(2024, None)]),
        ((2024, 2027, 2023), [(2023, None)]),
        ((2024, 2026, 2028, 2025), [(2024, 2024), (2025, None)]),
        ((2024, 2027, 2030), [(2024, 2026), (2027, 2029), (2030, None)]),
    ],
)
def test_in_whatever_order_they_are_given_no_year_has_two(
    town: Town, years: tuple[int, ...], left: list[Any]
):
    for times, since in enumerate(years, start=1):
        agree(town, "S", times=times, since=since, team=town.teams["verkeer" if times % 2 else "groen"])
    agree(town, "B", since=2024)
    agree(town, "S", "Zuid", since=2024)
    here = Duty.objects.filter(area=town.areas["Noord"], code="S").order_by("since")
    assert list(here.values_list("since", "until")) == left
    assert Duty.objects.get(area=town.areas["Noord"], code="S", until=None).times == len(years)
    assert Duty.objects.exclude(pk__in=here).filter(since=2024, until=None).count() == 2


def test_new_terms_go_before_those_that_were_stopped_later(town: Town):
    end(town, agree(town, "S", times=1, since=2024), 2026)
    agree(town, "S", times=3, since=2025)
    assert rows() == [("S", 1, 2024, 2024), ("S", 3, 2025, None)]


def test_a_duty_ends_with_a_year_and_one_that_never_held_goes(town: Town):
    duty = agree(town, since=2026)
    ended = end(town, duty, 2027)
    assert ended is not None
    assert rows() == [("S", 1, 2026, 2027)]
    with pytest.raises(Refused, match="Iemand anders was u voor"):
        end(town, duty, 2028)
    assert end(town, agree(town, "B", since=2028), 2027) is None
    assert [code for code, *_ in rows()] == ["S"]
    assert Line.objects.filter(verb="duty_ended").count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "X"}, "staat niet in de legenda"),
        ({"times": 0}, "1 tot en met 12"),
        ({"times": 13}, "1 tot en met 12"),
        ({"since": 1999}, "tussen 2000 en 2100"),
        ({"roles": frozenset({TEAM})}, "U kunt dit niet doen"),
        ({"roles": frozenset()}, "U kunt dit niet doen"),
    ],
)
def test_what_does_not_fit_is_refused(town: Town, wrong: dict[str, Any], said: str):
    with pytest.raises(Refused, match=said):
        agree(town, **wrong)
    assert rows() == []


def test_ending_asks_the_area_and_a_year_that_there_is(town: Town):
    duty = agree(town)
    for roles in (frozenset({TEAM}), frozenset[str]()):
        with pytest.raises(Refused, match="U kunt dit niet doen"):
            end(town, duty, 2027, roles)
    with pytest.raises(Refused, match="tussen 2000 en 2100"):
        end(town, duty, 2200)


def test_the_database_keeps_one_running_duty(town: Town):
    duty = agree(town)
    duty.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.save(force_insert=True)


def test_the_list_shows_all_and_who_writes_there_may_change(town: Town, log_in: LogIn):
    duty = agree(town, "S", times=2, person=town.people["owner"])
    agree(town, "R", "Zuid")
    html = log_in("owner").get(LIST).content.decode()
    for words in ("schouw", "contact met de wijk", "Noord", "Zuid", "Gebiedsteam", "Owner"):
        assert words in html
    assert html.count("?afspraak=") == 1
    assert reverse("calendars:end_duty", args=[duty.pk]) in html
    assert "?afspraak=" not in log_in("alderman").get(LIST).content.decode()
    only = log_in("owner").get(LIST, {"gebied": town.areas["Zuid"].code}).context["blocks"]
    assert [str(block["area"]) for block in only] == ["Zuid"]


def test_the_form_gives_changes_and_ends_a_duty(town: Town, log_in: LogIn):
    client, team = log_in("owner"), str(town.teams["verkeer"].pk)
    sent = {"area": town.areas["Noord"].code, "code": "S", "times": "2", "since": "2027", "team": team}
    assert client.post(GIVE, sent).status_code == 302
    duty = Duty.objects.get()
    form = client.get(GIVE, {"afspraak": str(duty.pk)}).context["form"]
    assert [form[name].value() for name in ("area", "code", "times", "since")] == [sent["area"], "S", 2, 2027]
    assert client.post(GIVE, {**sent, "times": "5"}).status_code == 302
    url = reverse("calendars:end_duty", args=[duty.pk])
    assert client.post(url, {"until": "2028"}).status_code == 302
    assert rows() == [("S", 5, 2027, 2028)]
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"times": "0"}, "1 tot en met 12"),
        ({"times": "x"}, "1 tot en met 12"),
        ({"since": ""}, "bijvoorbeeld 2027"),
        ({"area": ""}, "Kies een gebied."),
        ({"code": "Q"}, "Kies een code uit de lijst."),
        ({"area": "Zuid"}, "U kunt dit niet doen"),
    ],
)
def test_the_form_says_what_is_wrong(town: Town, log_in: LogIn, changed: dict[str, str], said: str):
    sent = {
        "area": town.areas["Noord"].code, "code": "S", "times": "1", "since": "2027", "team": str(town.teams["verkeer"].pk),
    }  # fmt: skip
    if changed.get("area") == "Zuid":
        changed = {"area": town.areas["Zuid"].code}
    answer = log_in("owner").post(GIVE, {**sent, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert rows() == []


def test_a_link_to_a_duty_that_is_not_there_fills_in_nothing(town: Town, log_in: LogIn):
    for key in ("x", "00000000-0000-0000-0000-000000000000"):
        form = log_in("owner").get(GIVE, {"afspraak": key}).context["form"]
        assert form["since"].value() == 2027


def test_another_area_and_who_has_none_cannot_end_it(town: Town, log_in: LogIn):
    url = reverse("calendars:end_duty", args=[agree(town).pk])
    found = {
        part: log_in(part).get(url).status_code for part in ("owner", "elsewhere", "traffic", "alderman")
    }
    assert found == {"owner": 200, "elsewhere": 404, "traffic": 404, "alderman": 404}
