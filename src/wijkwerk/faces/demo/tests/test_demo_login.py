"""One click to log in: only in the demo, in a database that the demo made, on this very computer."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.faces.demo import mark, people
from wijkwerk.faces.demo.cast import cast
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.people.models import Role, RoleKind, User

HERE = {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
DESK = "/bureau/"


@pytest.fixture
def made_by_the_demo(monkeypatch):
    """As if the demo had made this database; the mark itself has its own tests below."""
    monkeypatch.setattr("wijkwerk.faces.demo.may._made_by_demo", lambda: True)


@pytest.fixture
def cast_in_town(town, settings):
    """Noor and Fatima of the cast, in a municipality that says it is a demo."""
    settings.DEMO = True
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    town.municipality.is_demo = True
    town.municipality.save(update_fields=["is_demo"])
    known.forget()
    for key in ("noor", "fatima"):
        person = cast().person(key)
        town.people[key] = User.objects.create_user(person.email, name=person.name)
    Role.objects.create(
        municipality=town.municipality, user=town.people["noor"], kind=RoleKind.AREA_MANAGER,
        team=town.teams["gebiedsteam"], area=town.areas["Noord"], since=date(2026, 1, 1),
    )  # fmt: skip
    return town


@pytest.fixture
def demo(cast_in_town, made_by_the_demo):
    return cast_in_town


def click(client, key="noor", **where):
    return client.post(reverse("demo:login", args=[key]), **{**HERE, **where})


def test_one_click_logs_in_as_staff_without_a_second_step(demo):
    client = Client()
    assert click(client).url == DESK
    assert client.get(DESK, **HERE).status_code == 200


def test_a_resident_lands_on_the_home_page(demo):
    client = Client()
    assert click(client, "fatima").url == "/"
    assert client.get(DESK, **HERE).status_code == 404


def test_another_click_changes_the_person_and_leaves_nothing_of_the_first(demo):
    client = Client()
    click(client)
    first = client.session.session_key
    click(client, "fatima")
    assert client.session.session_key != first
    assert client.get(DESK, **HERE).status_code == 404


def test_without_the_mark_of_a_click_staff_need_their_second_step(demo):
    client = Client()
    client.force_login(demo.people["noor"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(DESK, **HERE).status_code == 302


def test_the_mark_of_a_click_counts_no_longer_when_the_demo_is_over(demo, settings):
    client = Client()
    click(client)
    settings.DEMO = False
    assert client.get(DESK, **HERE).status_code == 302


def test_nobody_is_logged_in_where_the_settings_say_no_demo(demo, settings):
    settings.DEMO = False
    assert click(Client()).status_code == 404


def test_nobody_is_logged_in_where_the_municipality_is_no_demo(demo):
    demo.municipality.is_demo = False
    demo.municipality.save(update_fields=["is_demo"])
    known.forget()
    assert click(Client()).status_code == 404


def test_nobody_is_logged_in_where_the_demo_did_not_make_the_database(cast_in_town):
    assert click(Client()).status_code == 404


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "wijkwerk.example"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
    ids=str,
)
def test_a_stranger_elsewhere_is_not_logged_in_and_sees_nobody(demo, where):
    assert click(Client(), **where).status_code == 404
    assert Client().get(reverse("demo:people"), **{**HERE, **where}).status_code == 404


def test_nobody_is_logged_in_where_the_server_is_known_by_another_name(demo, settings):
    settings.PUBLIC_URL = "https://wijkwerk.example"
    assert click(Client()).status_code == 404


def test_nobody_is_logged_in_behind_a_proxy(demo, settings):
    settings.BEHIND_PROXY = True
    assert click(Client()).status_code == 404


def test_a_person_outside_the_cast_cannot_be_clicked(demo):
    assert click(Client(), "iemand").status_code == 404
    assert click(Client(), "esra").status_code == 404  # of the cast, but without an account here


def test_an_account_that_is_switched_off_cannot_be_clicked(demo):
    User.objects.filter(pk=demo.people["noor"].pk).update(is_active=False)
    assert click(Client()).status_code == 404


def test_a_link_or_another_site_cannot_log_in(demo):
    assert Client().get(reverse("demo:login", args=["noor"]), **HERE).status_code == 405
    assert click(Client(enforce_csrf_checks=True)).status_code == 403


def test_the_page_of_people_shows_what_each_role_does_and_does_not(demo):
    page = Client().get(reverse("demo:people"), **HERE).content.decode()
    assert all(person.name in page for person in cast().people)
    assert "Doet wel" in page
    assert "Doet niet" in page


def test_the_login_page_offers_one_person_of_each_kind(demo):
    page = Client().get("/account/login/", **HERE).content.decode()
    assert "Noor van Buurten, gebiedsmanager" in page
    assert reverse("demo:login", args=["esra"]) in page
    assert {cast().person(key).role for key in people.FIRST} == {person.role for person in cast().people}


def test_the_login_page_offers_nobody_to_a_stranger_elsewhere(demo):
    page = Client().get("/account/login/", **{**HERE, "REMOTE_ADDR": "192.0.2.7"}).content.decode()
    assert "Noor van Buurten" not in page


def test_the_demo_marks_the_file_it_made_and_knows_its_own_version(tmp_path, monkeypatch):
    path = tmp_path / "demo.sqlite3"
    mark.set_mark(path)
    assert mark.has_mark(path)
    assert mark.is_current(path)
    monkeypatch.setattr(mark, "fingerprint", lambda _: 12345)
    assert mark.has_mark(path)
    assert not mark.is_current(path)


def test_a_file_that_the_demo_did_not_make_has_no_mark(tmp_path):
    other = tmp_path / "other.sqlite3"
    other.write_bytes(b"no database")
    assert not mark.has_mark(other)
    assert not mark.is_current(tmp_path / "absent.sqlite3")


def test_the_command_says_what_to_open_and_as_whom():
    lines = people.welcome("http://127.0.0.1:8123")
    assert "http://127.0.0.1:8123/demo/" in lines[0]
    assert any("Esra Zorgdrager" in line for line in lines)
