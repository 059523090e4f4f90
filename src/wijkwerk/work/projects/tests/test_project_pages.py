"""The pages of projects and of the log: who reaches them, by form from start to finish, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkwerk.testing_cast import Town
from wijkwerk.work.projects.models import LogNote, Project
from wijkwerk.work.projects.tests import project_cast as cast

LIST = "/bureau/projecten/"
READERS = {"owner", "elsewhere", "member", "traffic", "intake", "alderman"}


@pytest.mark.parametrize("part", cast.EVERYBODY)
def test_who_reaches_what(town: Town, log_in, client, part):
    """Everybody with a desk that is not only care reads; the area starts and offers, the department receives."""
    enter = client if part == "visitor" else log_in(part)
    page = f"{LIST}{cast.start(town).subject.code}/"
    reach = {
        LIST: part in READERS,
        page: part in READERS,
        f"{LIST}nieuw/": part in ("owner", "elsewhere"),
        f"{page}bied-aan/": part == "owner",
        f"{page}neem-over/": part == "traffic",
        f"{page}geef-terug/": part == "traffic",
        f"{page}klaar/": part == "owner",
    }
    for address, expected in reach.items():
        assert (enter.get(address).status_code == 200) == expected, address


def test_by_forms_from_start_to_finish(town: Town, log_in):
    """Start, offer, receive by name and finish: each by its form, each counted once; it waits on top for the department."""
    owner, traffic = log_in("owner"), log_in("traffic")
    form = {
        "once": "a" * 32,
        "title": "Speelplek",
        "area": town.areas["Lindebuurt"].path,
        "owner_team": town.teams["gebiedsteam"].pk,
        "receiver": town.teams["verkeer"].pk,
    }
    for _ in range(2):
        assert owner.post(f"{LIST}nieuw/", form).status_code == 302
    project = Project.objects.get()
    page = f"{LIST}{project.subject.code}/"
    assert owner.post(f"{page}bied-aan/", {"once": "b" * 32, "text": ""}).status_code == 422
    assert owner.post(f"{page}bied-aan/", {"once": "b" * 32, "text": "Alles."}).status_code == 302
    assert 'id="wacht"' in traffic.get(LIST).content.decode()
    assert 'id="wacht"' not in owner.get(LIST).content.decode()
    person = town.people["traffic"].pk
    assert traffic.post(f"{page}neem-over/", {"once": "c" * 32, "person": person}).status_code == 302
    assert traffic.post(f"{page}klaar/", {"once": "d" * 32, "how": "De plek is open."}).status_code == 302
    project.refresh_from_db()
    assert (project.state, project.owner_person) == ("finished", town.people["traffic"])


def test_without_a_team_or_a_department_the_form_asks_to_choose_one(town: Town, log_in):
    """What was left empty is not said to be gone."""
    page = log_in("owner").post(f"{LIST}nieuw/", {"once": "a" * 32, "title": "Speelplek"}).content.decode()
    assert "Kies een team." in page
    assert "Kies een afdeling." in page
    assert "is er niet" not in page
    gone = {"owner_team": town.teams["zorg"].pk, "receiver": town.teams["zorg"].pk}
    page = log_in("owner").post(f"{LIST}nieuw/", {"once": "b" * 32} | gone).content.decode()
    assert "Deze afdeling is er niet. Kies wie het project later overneemt." in page


def test_an_area_manager_starts_nothing_in_another_area(town: Town, log_in):
    """The areas of the form are those of the manager; another path is refused."""
    form = {
        "once": "a" * 32,
        "title": "Speelplek",
        "area": town.areas["Zuid"].path,
        "owner_team": town.teams["gebiedsteam"].pk,
        "receiver": town.teams["verkeer"].pk,
    }
    assert log_in("owner").post(f"{LIST}nieuw/", form).status_code == 422
    assert not Project.objects.exists()


def test_queries_do_not_grow_and_pages_hold_each_row_once(town: Town, log_in):
    """Projects and notes come in pages by key; a page costs the same however many there are."""
    client = log_in("traffic")
    costs: dict[str, list[int]] = {LIST: [], "/bureau/logboek/": []}
    for number in (2, 58):
        for each in range(number):
            cast.start(town, title=f"Project {number}-{each}.")
            cast.note(town, text=f"Notitie {number}-{each}.")
        for address, found in costs.items():
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
    assert all(first == last <= 12 for first, last in costs.values()), costs
    for address, word in ((LIST, "Project"), ("/bureau/logboek/", "Notitie")):
        text, at = "", address
        while at:
            response = client.get(at)
            text += response.content.decode()
            more = response.context["pager"]["next_url"]
            at = f"{address}{more}" if more else ""
        marks = [f"{word} 58-{each}." for each in range(58)]
        assert all(text.count(f">{mark}<") == 1 for mark in marks)


def test_the_desk_tells_what_waits_for_my_team(town: Town, log_in):
    """An offered project stands on the desk of the department, and the ways in only where they open."""
    cast.bring(town, "offered")
    assert "Eén project wacht" in log_in("traffic").get("/bureau/").content.decode()
    page = log_in("intake").get("/bureau/").content.decode()
    assert "Eén project wacht" not in page
    assert "/bureau/projecten/" in page
    assert "/bureau/logboek/" not in page
    assert "/bureau/projecten/" not in log_in("carer").get("/bureau/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "na=x",
        "na=~",
        "na=2026~0",
        "stand=x",
        "onderwerp=x",
        "na=%F0%9F%98%80",
        f"na=0001-01-01T00:00:00%2B14:00~{'0' * 32}",
        f"na=9999-12-31T23:59:59-14:00~{'0' * 32}",
    ],
)
def test_strange_questions_are_no_error(town: Town, log_in, query):
    """What is not there is left out."""
    client = log_in("traffic")
    for address in (LIST, "/bureau/logboek/"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_hostile_words_are_shown_and_never_run(town: Town, log_in):
    """What people type is text on every page that shows it."""
    bad = "<script>alert(1)</script>"
    project = cast.start(town, title=bad, text=bad)
    cast.note(town, text=bad)
    client = log_in("traffic")
    for address in (LIST, f"{LIST}{project.subject.code}/", "/bureau/logboek/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert LogNote.objects.count() == 1
