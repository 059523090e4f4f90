"""The history of the settings, and the way back."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints import queries
from wijkwerk.faces.blueprints.tests.conftest import person, ready
from wijkwerk.faces.blueprints.tests.test_screens import newest, typed
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import SettingsVersion
from wijkwerk.ground.people.models import RoleKind

pytestmark = pytest.mark.django_db


def change(client, **changed):
    url = reverse("blueprints:contact")
    return client.post(url, typed(client.get(url), **changed))


def test_the_history_tells_who_when_and_why(cast):
    client = cast.client(cast.admin)
    change(client, phone="14 0001", why="Nieuw nummer")
    text = client.get(reverse("blueprints:history")).content.decode()
    assert "Versie 2" in text
    assert "Nieuw nummer" in text
    assert "Anna" in text
    assert "de opdrachtregel" in text


def test_a_version_tells_what_it_changed(cast):
    client = cast.client(cast.admin)
    change(client, phone="14 0001")
    text = client.get(reverse("blueprints:version", args=[2])).content.decode()
    assert "Bereikbaar, Telefoon" in text
    assert "14 0000" in text
    assert "14 0001" in text


def test_an_earlier_version_comes_back_as_a_new_one(cast):
    client = cast.client(cast.admin)
    change(client, phone="14 0001")
    given = {"why": "Het oude nummer werkt nog", "base": "2", "once": "k1"}
    url = reverse("blueprints:restore", args=[1])
    assert [client.post(url, given).status_code for _ in range(2)] == [302, 302]
    assert newest(cast).raw["contact"]["phone"] == "14 0000"
    assert newest(cast).number == 3


def test_going_back_needs_a_reason(cast):
    client = cast.client(cast.admin)
    change(client, phone="14 0001")
    assert client.post(reverse("blueprints:restore", args=[1]), {"why": "", "base": "2"}).status_code == 422
    assert newest(cast).number == 2


def test_going_back_past_a_change_of_somebody_else_is_asked_again(cast):
    client = cast.client(cast.admin)
    change(client, phone="14 0001")
    change(cast.client(cast.second), phone="14 0002")
    answer = client.post(reverse("blueprints:restore", args=[1]), {"why": "Terug", "base": "2"})
    assert answer.status_code == 409
    assert "Iemand anders heeft net iets gewijzigd" in answer.content.decode()
    assert 'value="Terug"' in answer.content.decode()
    assert newest(cast).number == 3


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_a_version_that_is_not_there_is_not_found(cast, number):
    client = cast.client(cast.admin)
    assert client.get(f"/beheer/versies/{number}/").status_code == 404
    assert client.post(f"/beheer/versies/{number}/terug/", {"why": "x", "base": "1"}).status_code == 404


def test_a_version_of_another_municipality_is_not_found(cast):
    change(cast.client(cast.admin), phone="14 0001")
    other = ready("0002", "Elders")
    eva = person(other, "eva", RoleKind.ADMIN)
    known.forget()
    assert cast.client(eva).get("/m/0002/beheer/versies/2/").status_code == 404
    assert (
        cast.client(eva).post("/m/0002/beheer/versies/2/terug/", {"why": "x", "base": "1"}).status_code == 404
    )
    assert SettingsVersion.objects.filter(municipality=other).count() == 1


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_nobody_else_can_go_back(cast, who):
    user = {"stranger": None, "colleague": cast.colleague}[who]
    answer = cast.client(user).post(reverse("blueprints:restore", args=[1]), {"why": "x", "base": "1"})
    assert answer.status_code == 404


def test_a_long_history_comes_in_pages(cast, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    client = cast.client(cast.admin)
    for number in range(1, 5):
        change(client, phone=f"14 000{number}")
    first = client.get(reverse("blueprints:history")).content.decode()
    assert "Versie 5" in first
    assert "Versie 3" not in first
    assert "?voor=4" in first
    second = client.get(reverse("blueprints:history") + "?voor=4").content.decode()
    assert "Versie 3" in second
    assert "Versie 4" not in second


@pytest.mark.parametrize("before", ["x", "-1", "", "99999999999999999999", "٣"])
def test_a_page_of_the_history_that_makes_no_sense_is_the_first(cast, before):
    answer = cast.client(cast.admin).get(reverse("blueprints:history"), {"voor": before})
    assert answer.status_code == 200
