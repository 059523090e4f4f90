"""The calendar counts each day by which something must happen, for what this person may see, and leads to those signals."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, care, elsewhere
from wijkwerk.work.signals.desk.lists import due, queries
from wijkwerk.work.signals.desk.lists.calendar_views import Day
from wijkwerk.work.signals.desk.lists.filters import Filter, choices_of, read_filter
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
OWNERS = frozenset({"owner_team"})
CALENDAR = reverse("signals:calendar")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def furnish(town: Town) -> dict[str, Signal]:
    """One signal per kind of term; the promise and the reply in December."""
    by = town.people["traffic"]
    taken = actions.take(signal=town.signal(title="Genomen"), by=by, roles=OWNERS, now=NOW)
    waiting = town.signal(title="Wacht")
    asking.ask(signal=waiting, question="Welke?", by=by, roles=OWNERS, now=NOW)
    formal = elsewhere.forward(
        signal=town.signal(title="Bezwaar"), formal_kind="objection", why="x", by=by, roles=OWNERS, now=NOW
    )
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Drempel", due_until=date(2026, 12, 3))
    promised = actions.answer(signal=town.signal(title="Beloofd"), new=new, by=by, roles=OWNERS, now=NOW)
    found = {
        "free": town.signal(title="Vrij"),
        "taken": taken,
        "waiting": waiting,
        "formal": formal,
        "promised": promised,
    }
    return {name: Signal.objects.get(pk=signal.pk) for name, signal in found.items()}


def days(client: Client, month: str, **given: str) -> dict[date, Day]:
    """The days of a month on which something is due."""
    page = client.get(CALENDAR, {"maand": month, **given})
    assert page.status_code == 200
    return {day.date: day for week in page.context["weeks"] for day in week if day.counts}


def counted(found: dict[date, Day]) -> Counter[tuple[date, str]]:
    return Counter({(day.date, each.word): each.number for day in found.values() for each in day.counts})


def test_each_kind_of_term_stands_on_its_day(town: Town, log_in: LogIn) -> None:
    made, client = furnish(town), log_in("traffic")
    expected: Counter[tuple[date | None, str]] = Counter()
    for name in ("free", "taken"):
        expected[made[name].answer_due, "antwoord"] += 1
    expected[made["free"].confirm_due, "te nemen"] += 1
    expected[made["waiting"].waiting_until, "reactie"] += 1
    expected[made["formal"].legal_due, "wettelijk"] += 1
    expected[date(2026, 12, 3), "belofte"] += 1
    found: Counter[tuple[date, str]] = Counter()
    for month in sorted({f"{day:%Y-%m}" for day, _ in expected if day}):
        found |= counted(days(client, month))
    singular = Counter(
        {(day, word.replace("antwoorden", "antwoord")): number for (day, word), number in found.items()}
    )
    assert singular == expected


def test_each_day_leads_to_exactly_the_signals_that_were_counted(town: Town, log_in: LogIn) -> None:
    furnish(town)
    client, access = log_in("traffic"), town.access("traffic")
    for month in ("2026-11", "2026-12", "2027-01"):
        for each in days(client, month).values():
            wanted = read_filter(QueryDict(each.url.partition("?")[2]), choices_of(town.municipality))
            rows = queries.desk_rows(access, town.municipality, wanted, TODAY)
            assert wanted.day == each.date
            assert 0 < rows.count() <= sum(count.number for count in each.counts)
            assert client.get(each.url).status_code == 200


def test_a_promise_that_was_kept_and_what_is_closed_count_no_more(town: Town, log_in: LogIn) -> None:
    made, client = furnish(town), log_in("traffic")
    assert date(2026, 12, 3) in days(client, "2026-12")
    Promise.objects.update(state="kept", settled_at=NOW)
    assert date(2026, 12, 3) not in days(client, "2026-12")
    before = counted(days(client, f"{made['taken'].answer_due:%Y-%m}"))
    new = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Geen ruimte")
    actions.answer(signal=made["taken"], new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert counted(days(client, f"{made['free'].answer_due:%Y-%m}")) != before


def test_nobody_counts_what_they_may_not_see_and_care_counts_for_its_own_line_only(
    town: Town, log_in: LogIn
) -> None:
    signal = town.signal()
    month = f"{Signal.objects.get().answer_due:%Y-%m}"
    assert days(log_in("traffic"), month)
    assert not days(log_in("elsewhere"), month)
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    for part in ("traffic", "owner", "intake", "alderman", "elsewhere"):
        assert not counted(days(log_in(part), month)), part
    assert days(log_in("carer"), month)


def test_the_filters_of_the_list_are_those_of_the_calendar(town: Town, log_in: LogIn) -> None:
    town.signal()
    month, client = f"{Signal.objects.get().answer_due:%Y-%m}", log_in("owner")
    assert days(client, month, thema="verkeer", lijst="nieuw")
    assert not days(client, month, thema="groen")
    assert not days(client, month, lijst="klaar")


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0000-01", "2026-11'--", "99999-01", "2026-1-1"])
def test_a_month_that_makes_no_sense_is_this_month(town: Town, log_in: LogIn, month: str) -> None:
    assert log_in("owner").get(CALENDAR, {"maand": month}).context["month"] == "november 2026"


def test_one_can_go_a_month_back_and_on_also_over_the_year_and_to_the_ends_of_time(
    town: Town, log_in: LogIn
) -> None:
    client = log_in("owner")
    page = client.get(CALENDAR, {"maand": "2026-12", "thema": "verkeer"})
    assert page.context["before"].endswith("&maand=2026-11")
    assert page.context["after"].endswith("&maand=2027-01")
    assert "thema=verkeer" in page.context["after"]
    assert client.get(CALENDAR, {"maand": "1900-01"}).context["before"] == ""
    assert client.get(CALENDAR, {"maand": "2200-12"}).context["after"] == ""


def test_the_month_is_a_table_that_says_everything_in_words(town: Town, log_in: LogIn) -> None:
    furnish(town)
    page = log_in("traffic").get(CALENDAR, {"maand": "2026-12"}).content.decode()
    assert re.search(r"<caption[^>]*>december 2026: \d+ termijnen</caption>", page)
    assert page.count('<th scope="col">') == 7
    assert re.search(r"donderdag </span>3<span[^>]*> december</span>", page)
    assert 'aria-current="date"' in log_in("traffic").get(CALENDAR).content.decode()


def test_too_many_to_count_are_not_counted_and_the_page_says_from_when(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        town.signal()
        newest = Signal.objects.order_by("-pk")[0]
        Signal.objects.filter(pk=newest.pk).update(
            answer_due=TODAY + timedelta(days=number), confirm_due=None
        )
    for module in ("due", "calendar_views"):
        monkeypatch.setattr(f"wijkwerk.work.signals.desk.lists.{module}.MOST", 2)
    page = log_in("owner").get(CALENDAR)
    assert page.context["total"] == 2
    assert "Na 24\xa0november 2026 zijn de getallen niet compleet" in page.content.decode()


def many(town: Town, number: int) -> None:
    """So many signals, with terms over four years, that an index is worth while."""
    subjects = Subject.objects.bulk_create(
        Subject(municipality=town.municipality, kind="signal", code=f"{each:08}") for each in range(number)
    )
    Signal.objects.bulk_create(
        Signal(
            subject=subject,
            municipality=town.municipality,
            state="routed",
            theme="verkeer",
            title="x",
            received_at=NOW,
            owner_team=town.teams["verkeer"],
            answer_due=TODAY + timedelta(days=each % 1500),
            confirm_due=TODAY + timedelta(days=each % 1400),
        )
        for each, subject in enumerate(subjects)
    )


def test_each_span_of_days_has_an_index(town: Town) -> None:
    many(town, 4000)
    rows = queries.desk_rows(town.access("intake"), town.municipality, Filter(), TODAY)
    asked: list[Any] = []

    def listen(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return run(sql, params, many, context)

    with connection.execute_wrapper(listen):
        due.due_between(rows, town.municipality, TODAY, TODAY + timedelta(days=30))
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(("EXPLAIN " if is_postgres() else "EXPLAIN QUERY PLAN ") + asked[0][0], asked[0][1])
        plan = str(cursor.fetchall())
    used = set(re.findall(r"(?:signal|promise)_[a-z_]+", plan))
    assert used & {"signal_to_answer", "signal_term"}, plan
    assert {"signal_to_confirm", "signal_waiting", "signal_legal"} <= used, plan
    assert "SCAN signals_signal" not in plan
    assert "Seq Scan on signals_signal" not in plan
