"""What is broken crowds out no other talk: it has a line of its own, with its state, beside what people talk about (T13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.signals.desk.lists.filters import Filter
from wijkwerk.work.signals.desk.lists.queries import count, desk_rows
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.handing_cast import settle

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
BROKEN, TALK = "Een losse tegel", "Hard rijden bij de school"
MANY = 12


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def crowd(town: Town) -> None:
    """One worry, and after it many reports that go straight to Wijkbeheer."""
    town.signal(title=TALK, kind="worry", now=NOW - timedelta(hours=2))
    for _ in range(MANY):
        town.signal(title=BROKEN, kind="report", now=NOW - timedelta(hours=1))


@pytest.fixture
def crowded(town: Town) -> Town:
    settle(town, handling={"reports_straight_to": "wijkbeheer"})
    crowd(town)
    return town


def found(town: Town, part: str, which: str, **more: str) -> dict[str, int]:
    """How many of each title stand on this list of this person."""
    rows = desk_rows(town.access(part), town.municipality, Filter(which, **more), TODAY)
    titles = list(rows.values_list("title", flat=True))
    return {title: titles.count(title) for title in set(titles)}


@pytest.mark.parametrize(
    ("part", "which", "expected"),
    [
        ("owner", "nieuw", {TALK: 1}),
        ("owner", "kapot", {BROKEN: MANY}),
        ("owner", "alles", {TALK: 1, BROKEN: MANY}),
        ("alderman", "nieuw", {TALK: 1}),
        ("alderman", "kapot", {BROKEN: MANY}),
        ("member", "nieuw", {BROKEN: MANY}),
        ("member", "kapot", {}),
        ("intake", "nieuw", {TALK: 1, BROKEN: MANY}),
        ("intake", "kapot", {}),
        ("traffic", "nieuw", {TALK: 1}),
        ("traffic", "kapot", {}),
        ("elsewhere", "nieuw", {}),
        ("elsewhere", "kapot", {}),
        ("carer", "kapot", {}),
    ],
)
def test_each_list_holds_what_is_for_this_person(
    crowded: Town, part: str, which: str, expected: dict[str, int]
) -> None:
    assert found(crowded, part, which) == expected
    assert count(crowded.access(part), crowded.municipality, which, TODAY) == sum(expected.values())


def test_the_worry_is_the_first_new_thing_that_the_manager_reads(crowded: Town, log_in: LogIn) -> None:
    page = log_in("owner").get(reverse("signals:desk"))
    text = page.content.decode()
    assert [row.title for row in page.context["new"].rows] == [TALK]
    assert (page.context["new"].count, BROKEN in text) == (1, False)
    tile = next(each for each in page.context["tiles"] if each["which"] == "kapot")
    assert (tile["word"], tile["count"]) == ("Kapot of vies", MANY)
    assert "?lijst=kapot" in text


def test_the_line_of_its_own_shows_of_each_how_far_it_is(crowded: Town, log_in: LogIn) -> None:
    late, done = Signal.objects.filter(title=BROKEN).order_by("pk")[:2]
    Signal.objects.filter(pk=late.pk).update(answer_due=TODAY - timedelta(days=3))
    Signal.objects.filter(pk=done.pk).update(state="closed", closed_at=NOW)
    page = log_in("owner").get(reverse("signals:list") + "?lijst=kapot").content.decode()
    assert page.count(BROKEN) >= MANY - 1
    assert "afspraak was" in page  # late, with the day that was agreed
    assert "Wijkbeheer" in page
    assert done.subject.code not in page.replace("-", "")
    # What lies too long weighs on the team that has it, and on nobody's desk beside it.
    assert found(crowded, "owner", "lang") == {}
    assert found(crowded, "member", "lang") == {BROKEN: 1}


def test_who_asks_for_reports_gets_them(crowded: Town) -> None:
    assert found(crowded, "owner", "nieuw", kind="report") == {BROKEN: MANY}
    assert found(crowded, "owner", "nieuw", kind="worry") == {TALK: 1}


def test_nothing_is_hidden_by_it(crowded: Town) -> None:
    """What is new and what stands apart are together all that is open."""
    new, apart, everything = (found(crowded, "owner", which) for which in ("nieuw", "kapot", "alles"))
    assert new | apart == everything


def test_where_reports_go_by_the_table_nothing_stands_apart(town: Town, log_in: LogIn) -> None:
    crowd(town)
    assert found(town, "owner", "nieuw") == {TALK: 1, BROKEN: MANY}
    assert found(town, "owner", "kapot") == {}
    page = log_in("owner").get(reverse("signals:desk"))
    assert all(each["which"] != "kapot" for each in page.context["tiles"])
    assert log_in("owner").get(reverse("signals:list") + "?lijst=kapot").status_code == 200


def test_it_costs_no_query_more(
    crowded: Town, log_in: LogIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = log_in("owner")
    client.get(reverse("signals:desk"))
    with django_assert_max_num_queries(13):  # a context manager
        client.get(reverse("signals:desk"))
    with django_assert_max_num_queries(12):
        client.get(reverse("signals:list") + "?lijst=kapot")
