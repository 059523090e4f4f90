"""The manager of an area can give a successor one document with all that runs there, and nothing of an asker or of care in it."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from wijkwerk.ground.people.models import Role
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, elsewhere, marking
from wijkwerk.work.signals.desk import document
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
OWNER = frozenset({"owner_team"})
SECRET = "Mijn buurvrouw Jansen op nummer vier doet dit"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(town: Town, area: str = "Noord", name: str = "area_document") -> str:
    return reverse(f"signals:{name}", args=[town.areas[area].code])


def html(client: Client, town: Town, area: str = "Noord") -> str:
    response = client.get(url(town, area))
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def pdf(client: Client, town: Town, area: str = "Noord") -> str:
    response = client.get(url(town, area, "area_document_pdf"))
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(response.content))
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def fill(town: Town) -> dict[str, Signal]:
    """One of everything in Noord."""
    by, team = town.people["traffic"], town.teams["verkeer"]
    found = {
        name: town.signal(title=f"Titel van {name}")
        for name in ("open", "yes", "if", "more", "given", "formal")
    }
    found["taken"] = actions.take(signal=town.signal(title="Titel van taken"), by=by, roles=OWNER, now=NOW)
    late = TODAY - timedelta(days=3)
    yes = NewAnswer("yes", team, text="Ja.", what="Een drempel", due_until=late)
    actions.answer(signal=found["yes"], new=yes, by=by, roles=OWNER, now=NOW)
    condition = NewCondition(
        "Geld van de raad", "budget", "Een raadsbesluit", team, TODAY + timedelta(days=30)
    )
    maybe = NewAnswer(
        "yes_if", team, text="Ja, als.", what="Een plein", due_until=TODAY, conditions=(condition,)
    )
    actions.answer(signal=found["if"], new=maybe, by=by, roles=OWNER, now=NOW)
    marking.mark_more(signal=found["more"], why="Patroon.", by=by, roles=OWNER, now=NOW)
    actions.give(
        signal=found["given"],
        to_team=town.teams["groen"],
        to_person=None,
        why=SECRET,
        by=by,
        roles=OWNER,
        now=NOW,
    )
    elsewhere.forward(signal=found["formal"], formal_kind="objection", why="x", by=by, roles=OWNER, now=NOW)
    return found


def test_the_page_and_the_paper_hold_all_that_runs_in_the_area(town: Town, log_in: LogIn) -> None:
    found, client = fill(town), log_in("owner")
    Role.objects.filter(user=town.people["owner"]).update(phone="020 555 01 01", days="ma, di en do")
    away = town.signal(title="Iets in het zuiden", place=town.place("Havenbuurt"))
    for text in (html(client, town), pdf(client, town)):
        for signal in found.values():
            assert signal.subject.code in text
        for words in (
            "Titel van open", "nog niemand", "Traffic", "Een drempel", "te laat", "Geld van de raad", "Een raadsbesluit",
            "Bezwaar", "Owner", "020 555 01 01", "ma, di en do", "Op tijd beantwoord", "Noord",
        ):  # fmt: skip
            assert words in text, words
        assert away.subject.code not in text
        assert "Iets in het zuiden" not in text


def test_an_empty_area_says_so_and_can_be_printed(town: Town, log_in: LogIn) -> None:
    for text in (html(log_in("owner"), town), pdf(log_in("owner"), town)):
        for words in ("Er staat geen melding open", "Er staat geen belofte open", "Er loopt geen overdracht"):
            assert words in text


def test_no_asker_and_no_word_of_a_reporter_is_in_it(town: Town, log_in: LogIn) -> None:
    town.signal(text=SECRET, title="")  # the title is made of the text
    fill(town)
    for text in (html(log_in("owner"), town), pdf(log_in("owner"), town)):
        assert "Verkeer" in text
        for word in ("buurvrouw", "Jansen", "Fatima", "fatima@example.org", "Lindelaan"):
            assert word not in text, word


@pytest.mark.parametrize("name", ["open", "yes", "if", "more", "given", "taken"])
def test_care_is_not_in_it_whenever_it_is_flagged(town: Town, log_in: LogIn, name: str) -> None:
    client = log_in("owner")
    before = html(client, town), pdf(client, town)
    signal = fill(town)[name]
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    for text in (html(client, town), pdf(client, town)):
        assert signal.subject.code not in text
        assert f"Titel van {name}" not in text
        assert "Carer" not in text
    assert "Carer" not in before[0]


@pytest.mark.parametrize(
    ("part", "area", "status"),
    [
        ("owner", "Noord", 200), ("owner", "Lindebuurt", 200), ("intake", "Noord", 200), ("intake", "", 200),
        ("owner", "Zuid", 404), ("owner", "", 404), ("elsewhere", "Noord", 404), ("traffic", "Noord", 404),
        ("alderman", "Noord", 404), ("carer", "Noord", 404), ("admin", "Noord", 404), ("partner", "Noord", 404),
    ],
)  # fmt: skip
def test_only_the_manager_of_the_area_and_the_intake_team_get_it(
    town: Town, log_in: LogIn, part: str, area: str, status: int
) -> None:
    for name in ("area_document", "area_document_pdf"):
        assert log_in(part).get(url(town, area, name)).status_code == status


def test_an_area_that_is_not_there_is_not_found(town: Town, log_in: LogIn, other_town: Town) -> None:
    for code in ("WK990299", "x" * 300, other_town.areas["Noord"].code):
        address = "/m/GM9902" + reverse("signals:area_document", args=[code])
        assert log_in("intake").get(address).status_code == 404


def test_a_long_list_is_cut_and_says_so(town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST", 3)
    monkeypatch.setattr(document._cut, "__defaults__", (3,))
    for _ in range(5):
        town.signal()
    for text in (html(log_in("owner"), town), pdf(log_in("owner"), town)):
        assert "Dit zijn de eerste 3. Er zijn er meer" in text


@pytest.mark.parametrize("number", [1, 15])
def test_it_costs_the_same_number_of_queries_however_much_there_is(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(number):
        town.signal()
    client = log_in("owner")
    client.get(url(town))
    with django_assert_max_num_queries(24):
        client.get(url(town))


def test_hostile_words_of_staff_are_text_on_the_page_and_on_paper(town: Town, log_in: LogIn) -> None:
    hostile = '<script>alert(1)</script> #read("/etc/passwd") *vet*'
    by, team = town.people["traffic"], town.teams["verkeer"]
    signal = town.signal(title=hostile)
    yes = NewAnswer("yes", team, text="Ja.", what=hostile, due_until=TODAY)
    actions.answer(signal=signal, new=yes, by=by, roles=OWNER, now=NOW)
    assert "<script>alert" not in log_in("owner").get(url(town)).content.decode()
    found = pdf(log_in("owner"), town)
    assert "root:" not in found
    assert "passwd" in found
