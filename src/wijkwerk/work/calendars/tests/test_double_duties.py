"""Two duties for one thing in one year, from before that was refused: the page says so, and one of them can be ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.rules.yearplan import AREA
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.actions.duties import end_duty
from wijkwerk.work.calendars.models import Duty

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
LIST = reverse("calendars:duties")
SAID = "is dubbel afgesproken"


def old(
    town: Town, since: int, until: int | None, code: str = "S", area: str = "Noord", **given: Any
) -> Duty:
    """A row as it was written before it was refused."""
    place = town.areas[area]
    return Duty.objects.create(
        municipality=town.municipality, area=place, area_path=place.path, code=code, since=since, until=until,
        team=town.teams["gebiedsteam"], made_at=NOW, **given,
    )  # fmt: skip


def years() -> list[tuple[int, int | None]]:
    return list(Duty.objects.order_by("since", "until").values_list("since", "until"))


def body(client: Client, **given: str) -> str:
    return client.get(LIST, given).content.decode()


def test_the_page_says_what_is_agreed_twice_and_leads_to_ending_either(town: Town, log_in: LogIn):
    """Both with their years, for who may end them; others read it without a way to do so."""
    both = [old(town, 2024, 2027), old(town, 2026, None, times=3)]
    page = body(log_in("owner"))
    assert page.index("Dubbel afgesproken") < page.index(">Alle afspraken</h2>")
    assert f"Noord: schouw {SAID}" in page
    assert 'vanaf 2026<span class="ww-nw"><svg' in page  # room between the words and the arrow
    assert "1 keer per jaar, Gebiedsteam, van 2024 tot en met 2027" in page
    assert "3 keer per jaar, Gebiedsteam, vanaf 2026" in page
    for duty in both:
        assert (
            page.count(reverse("calendars:end_duty", args=[duty.pk])) == 2
        )  # in the notice and in the table
    page = body(log_in("alderman"))
    assert SAID in page
    assert "/stop/" not in page
    assert "Stop wat niet meer klopt" not in page
    assert "Wie over dit gebied gaat, kan stoppen wat niet meer klopt." in page


@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        ([(2024, 2025), (2026, None)], False),
        ([(2024, 2026), (2026, None)], True),
        ([(2020, 2023), (2022, 2024)], True),
        ([(2020, None)], False),
        ([(2020, 2030), (2022, 2023), (2031, None)], True),
    ],
)
def test_only_years_that_are_held_twice_count(town: Town, log_in: LogIn, rows: list[Any], twice: bool):
    """Years that are past count too: the calendar still adds them up there."""
    for since, until in rows:
        old(town, since, until)
    old(town, 2020, None, code="B")
    old(town, 2020, None, area="Zuid")
    assert (SAID in body(log_in("owner"))) == twice
    assert SAID not in body(log_in("owner"), gebied=town.areas["Zuid"].code)


def test_ending_one_makes_it_right_and_the_form_fills_in_the_year(town: Town, log_in: LogIn):
    """What began first ends in the year before the other; the journal says so."""
    first, second = old(town, 2024, 2027), old(town, 2026, None)
    client, url = log_in("owner"), reverse("calendars:end_duty", args=[first.pk])
    assert client.get(url).context["form"]["until"].value() == 2025
    assert (
        f'<li><a class="ww-link" href="{LIST}">Afspraken voor elk jaar</a></li>'
        in client.get(url).content.decode()
    )
    other = client.get(reverse("calendars:end_duty", args=[second.pk])).context["form"]
    assert other["until"].value() == 2025  # the year before its first: then it goes altogether
    assert client.post(url, {"until": "2025"}).status_code == 302
    assert years() == [(2024, 2025), (2026, None)]
    assert SAID not in body(client)
    assert Line.objects.get(subject=first.pk).verb == "duty_ended"
    assert client.get(url).status_code == 404


def test_one_that_ended_is_only_ended_sooner_and_only_while_there_is_another(town: Town):
    """Its last year is not moved on by ending it."""
    duty = old(town, 2024, 2027)
    by: dict[str, Any] = {"by": town.people["owner"], "roles": frozenset({AREA}), "now": NOW}
    with pytest.raises(Refused, match="Iemand anders was u voor"):
        end_duty(duty=duty, until=2025, **by)
    old(town, 2026, None)
    with pytest.raises(Refused, match="stopt al in 2027"):
        end_duty(duty=duty, until=2027, **by)
    assert end_duty(duty=duty, until=2023, **by) is None
    assert years() == [(2026, None)]


def test_another_area_cannot_end_it(town: Town, log_in: LogIn):
    """It stays with the area."""
    url = reverse("calendars:end_duty", args=[old(town, 2024, 2027).pk])
    old(town, 2026, None)
    assert {part: log_in(part).get(url).status_code for part in ("owner", "elsewhere", "alderman")} == {
        "owner": 200, "elsewhere": 404, "alderman": 404,
    }  # fmt: skip


@pytest.mark.parametrize("many", [1, 12])
def test_it_costs_one_query_for_few_and_many(
    town: Town, log_in: LogIn, many: int, django_assert_max_num_queries: Any
):
    """The page asks once which are double."""
    for number in range(many):
        old(town, 2020, 2027, code=f"X{number}")
        old(town, 2026, None, code=f"X{number}")
    client = log_in("owner")
    body(client)
    with django_assert_max_num_queries(7):
        body(client)
