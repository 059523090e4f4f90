"""The map of a list shows the signals that the list shows, each where this person may know it is, and says no more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals.actions import care, publishing
from wijkwerk.work.signals.desk.lists import place_views
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
OWNERS = frozenset({"owner_team"})
POINTS, MAP = reverse("signals:list_points"), reverse("signals:list_map")


def points(client: Client, **given: str) -> list[dict[str, Any]]:
    answer = client.get(POINTS, given)
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    return list(answer.json()["points"])


def test_a_point_says_which_signal_where_and_how_far_it_is(town: Town, log_in: LogIn) -> None:
    signal = town.signal(text="Dit zei de melder in eigen woorden.", now=NOW - timedelta(days=60))
    (found,) = points(log_in("traffic"))
    assert (found["code"], found["title"], found["state"]) == (
        signal.subject.code,
        "Hard rijden bij de school",
        "routed",
    )
    assert found["late"] is True
    assert "dagen" in found["word"]
    assert (found["lon"], found["lat"]) == (pytest.approx(signal.lon), pytest.approx(signal.lat))
    assert set(found) == {"code", "title", "url", "state", "word", "late", "lon", "lat"}
    assert "eigen woorden" not in log_in("traffic").get(POINTS).content.decode()


def test_who_may_not_read_the_report_sees_the_public_point_or_none(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client = log_in("alderman")
    assert points(client) == []
    assert "Hard rijden" in client.get(MAP).content.decode()  # the list below the map still has it
    words = publishing.PublicWords("Hard rijden", "Lindelaan")
    shown = publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    (found,) = points(client)
    assert (found["lon"], found["lat"]) == (pytest.approx(shown.public_lon), pytest.approx(shown.public_lat))
    assert (found["lon"], found["lat"]) != (pytest.approx(signal.lon), pytest.approx(signal.lat))


def test_the_map_has_the_filters_of_the_list_and_only_what_one_may_see(town: Town, log_in: LogIn) -> None:
    mine, other = town.signal(title="Verkeer"), town.signal(title="Groen", theme="groen")
    client = log_in("owner")
    assert {each["title"] for each in points(client)} == {"Verkeer", "Groen"}
    assert [each["title"] for each in points(client, thema="groen")] == ["Groen"]
    page = client.get(MAP, {"thema": "groen"})
    assert "?lijst=alles&amp;thema=groen" in page.content.decode()
    assert [row.title for row in page.context["rows"]] == ["Groen"]
    assert points(log_in("elsewhere")) == []
    care.make_care(signal=mine, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert [each["title"] for each in points(client)] == [other.title]


def test_what_has_no_place_is_not_on_the_map_and_the_page_says_where_it_is(town: Town, log_in: LogIn) -> None:
    town.signal()
    Signal.objects.update(lon=None, lat=None)
    assert points(log_in("owner")) == []
    assert "Meldingen zonder plek staan alleen in de lijst." in log_in("owner").get(MAP).content.decode()


def test_there_are_never_more_than_there_may_be_and_the_page_says_so(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        town.signal(title=f"Nummer {number}")
    monkeypatch.setattr(place_views, "MOST", 2)
    client = log_in("owner")
    assert client.get(POINTS).json()["more"] is True
    assert len(points(client)) == 2
    assert "U ziet de eerste 2." in client.get(MAP).content.decode()


@pytest.mark.parametrize("number", [2, 40])
def test_the_points_cost_the_same_queries_however_many(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Any
) -> None:
    for each in range(number):
        town.signal(title=f"Nummer {each}")
    client = log_in("owner")
    client.get(POINTS)
    with django_assert_max_num_queries(5):
        assert len(points(client)) == number


def test_late_is_drawn_with_another_shape_and_told_in_words(town: Town, log_in: LogIn) -> None:
    town.signal(now=NOW - timedelta(days=60))
    page = log_in("owner").get(MAP).content.decode()
    assert "ww-map__point--late" in page
    assert "Ligt te lang" in page
    assert "60 dagen" in page or "dagen, afspraak was" in page
