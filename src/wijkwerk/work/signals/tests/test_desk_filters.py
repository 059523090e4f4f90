"""A filter of the desk list leaves out exactly what it says, in an order that an index has, and nonsense changes nothing."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.filters import (
    LISTS,
    MAIN,
    NAMES,
    SORTS,
    Filter,
    choices_of,
    read_filter,
)
from wijkwerk.work.signals.models import Kind, SavedFilter, Signal, Via
from wijkwerk.work.signals.tests.injections import INJECTIONS

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
PARAMETERS = (*NAMES.values(), "na")
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
FILTERS = st.builds(
    Filter, which=st.sampled_from(sorted(LISTS)), theme=WORDS, team=WORDS, area_path=st.sampled_from(("", "k0.", "k0.k1.")),
    state=st.sampled_from(["", *State]), kind=st.sampled_from(["", *Kind.values]), via=st.sampled_from(["", *Via.values]),
    since=st.none() | DAYS, until=st.none() | DAYS, free=st.booleans(), day=st.none() | DAYS,
    sort=st.sampled_from(sorted(SORTS)),
)  # fmt: skip


def scatter(town: Town, number: int, seed: int = 1) -> None:
    """Signals of every theme, channel and area; some with an owner, some without a term."""
    dice = random.Random(seed)
    for each in range(number):
        signal = town.signal(
            title=f"Nummer {each:03}", theme=dice.choice(("verkeer", "verlichting", "groen")), kind=dice.choice(Kind.values),
            via=dice.choice(("web", "phone")), now=NOW - timedelta(hours=dice.randrange(2000)),
            place=town.place(dice.choice(("Lindebuurt", "Beukbuurt", "Havenbuurt"))),
        )  # fmt: skip
        if dice.random() < 0.4:
            signal.state, signal.owner_person, signal.owned_at = "owned", town.people["traffic"], NOW
        signal.answer_due = dice.choice((None, TODAY, TODAY + timedelta(days=dice.randrange(9))))
        signal.save()


def found(town: Town, wanted: Filter, part: str = "intake") -> list[Signal]:
    return list(queries.desk_rows(town.access(part), town.municipality, wanted, TODAY))


KEEPS: list[tuple[Filter, Callable[[Signal], bool]]] = [
    (Filter(theme="groen"), lambda each: each.theme == "groen"),
    (Filter(team="verkeer"), lambda each: each.owner_team.key == "verkeer"),
    (Filter(area_path="k0.k1."), lambda each: each.area_path.startswith("k0.k1.")),
    (Filter(state="owned"), lambda each: each.state == "owned"),
    (Filter(kind="idea"), lambda each: each.kind == "idea"),
    (Filter(via="phone"), lambda each: each.via == "phone"),
    (Filter(since=date(2026, 10, 20)), lambda each: local_date(each.received_at) >= date(2026, 10, 20)),
    (Filter(until=date(2026, 10, 20)), lambda each: local_date(each.received_at) <= date(2026, 10, 20)),
    (Filter(free=True), lambda each: each.owner_person_id is None),
    (Filter(theme="groen", via="web", free=True),
     lambda each: each.theme == "groen" and each.via == "web" and each.owner_person_id is None),
]  # fmt: skip


def test_each_filter_keeps_exactly_the_rows_it_names(town: Town) -> None:
    scatter(town, 60)
    every = found(town, Filter())
    assert len(every) == 60
    for wanted, keeps in KEEPS:
        kept = {each.pk for each in every if keeps(each)}
        assert 0 < len(kept) < 60, wanted
        assert {each.pk for each in found(town, wanted)} == kept, wanted


def test_the_last_day_of_a_span_counts_whole_in_local_time(town: Town) -> None:
    late = town.signal(now=NOW.replace(day=22, hour=22, minute=59))  # 23.59 in the Netherlands
    next_day = town.signal(now=NOW.replace(day=22, hour=23, minute=1))
    assert found(town, Filter(until=date(2026, 11, 22))) == [late]
    assert found(town, Filter(since=date(2026, 11, 23))) == [next_day]


ORDERS: dict[str, Callable[[Signal], Any]] = {
    "nieuwste": lambda each: (-each.received_at.timestamp(), -each.pk.int),
    "oudste": lambda each: (each.received_at, each.pk),
    "termijn": lambda each: (each.answer_due is None, each.answer_due or TODAY, each.pk),
}


@pytest.mark.parametrize("sort", SORTS)
def test_the_pages_of_each_order_hold_every_row_once_and_in_that_order(town: Town, sort: str) -> None:
    scatter(town, 40)
    wanted, pages = Filter(sort=sort), 0
    seen: list[Signal] = []
    while True:
        rows, more = queries.desk_page(town.access("intake"), town.municipality, wanted, TODAY, size=7)
        seen, pages = seen + rows, pages + 1
        if not more:
            break
        wanted = read_filter(QueryDict(more[1:]), choices_of(town.municipality))
    assert pages == 6
    assert seen == sorted(Signal.objects.all(), key=ORDERS[sort])


@pytest.mark.parametrize("sort", SORTS)
def test_no_order_is_sorted_by_hand_an_index_has_it(town: Town, sort: str) -> None:
    scatter(town, 5)
    first = queries.desk_page(town.access("intake"), town.municipality, Filter(sort=sort), TODAY, size=2)[1]
    later = read_filter(QueryDict(first[1:]))
    for wanted in (Filter(sort=sort), later):
        rows = queries.desk_rows(town.access("intake"), town.municipality, wanted, TODAY)[:51]
        with connection.cursor() as cursor:
            if is_postgres():  # a table of five rows is read whole, unless told not to
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
                cursor.execute("SET LOCAL enable_sort = off")
        plan = rows.explain()
        assert "USE TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert ("signal_term" if sort == "termijn" else "signal_received") in plan


@given(FILTERS)
def test_a_filter_reads_back_from_its_own_address(wanted: Filter) -> None:
    assert read_filter(QueryDict(wanted.url()[1:])) == wanted


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=60)))
def test_whatever_stands_in_an_address_becomes_a_filter_that_reads_back(given: dict[str, str]) -> None:
    wanted = read_filter(given)
    assert read_filter(QueryDict(wanted.url()[1:])) == Filter(**{**wanted.__dict__, "after": None})


def test_there_are_two_hundred_different_strings() -> None:
    assert len(INJECTIONS) == len(set(INJECTIONS)) == 200


@pytest.mark.parametrize("name", PARAMETERS)
def test_two_hundred_hostile_strings_in_a_parameter_leave_the_list_as_it_was(town: Town, name: str) -> None:
    signal, access, choices = town.signal(), town.access("owner"), choices_of(town.municipality)
    sorts = SORTS if name == "na" else ("nieuwste",)
    read = {read_filter({"volgorde": sort, name: text}, choices) for text in INJECTIONS for sort in sorts}
    assert Filter() in read
    assert len(read) < 10
    for wanted in read:
        rows, _ = queries.desk_page(access, town.municipality, wanted, TODAY)
        assert rows == [signal] or wanted.after or wanted.narrowed


def test_a_page_asked_for_with_hostile_strings_everywhere_costs_the_same(town: Town, log_in: LogIn) -> None:
    town.signal()
    client = log_in("owner")
    client.get(reverse("signals:list"))
    numbers = set()
    for text in INJECTIONS[::4]:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("signals:list"), dict.fromkeys(PARAMETERS, text))
        # No address with a NUL comes as far as the list.
        assert page.status_code == (400 if "\x00" in text else 200), repr(text)
        if page.status_code == 200:
            # Once in a while the town itself is looked up anew.
            numbers.add(sum("areas_municipality" not in each["sql"] for each in asked.captured_queries))
    assert len(numbers) == 1


@pytest.mark.parametrize("view", ["signals:list", "signals:list_map", "signals:calendar"])
def test_the_list_costs_at_most_twelve_queries_with_everything_on_it(
    town: Town, log_in: LogIn, django_assert_max_num_queries: Any, view: str
) -> None:
    scatter(town, 70)
    Signal.objects.filter(pk__in=Signal.objects.values("pk")[:9]).update(urgent_at=NOW)
    person = town.people["intake"]
    for each in range(30):
        SavedFilter.objects.create(
            municipality=town.municipality,
            user=person,
            name=f"Lijst {each}",
            query="?lijst=nieuw",
            made_at=NOW,
        )
    client = log_in("intake")
    wanted = Filter("alles", area_path="k0.", via="web", since=date(2026, 1, 1), free=True, sort="termijn")
    client.get(reverse(view))
    with django_assert_max_num_queries(12):
        page = client.get(reverse(view) + wanted.url())
    assert "Lijst 29" in page.content.decode()
    assert "zonder eigenaar" in page.content.decode()


def test_the_page_says_how_many_there_are_and_counts_no_further_than_a_thousand(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.signal()
    assert "Eén melding" in log_in("owner").get(reverse("signals:list")).content.decode()
    monkeypatch.setattr("wijkwerk.work.signals.desk.lists.frame.how_many", lambda *args: 1001)
    assert "Meer dan 1.000 meldingen" in log_in("owner").get(reverse("signals:list")).content.decode()


def test_every_list_can_be_reached_the_main_ones_without_unfolding(town: Town, log_in: LogIn) -> None:
    page = log_in("owner").get(reverse("signals:list"), {"lijst": "spoed"})
    shown = {each["label"] for each in page.context["main_lists"]}
    assert shown == {LISTS[key] for key in (*MAIN, "spoed")}
    assert shown | {each["label"] for each in page.context["more_lists"]} == set(LISTS.values())


def test_a_chip_takes_its_filter_away_and_leaves_the_rest(town: Town, log_in: LogIn) -> None:
    page = log_in("owner").get(
        reverse("signals:list"), {"thema": "verkeer", "vrij": "ja", "dag": "2026-11-24"}
    )
    words = {chip["word"]: chip["url"] for chip in page.context["chips"]}
    assert set(words) == {"Verkeer en parkeren", "zonder eigenaar", "termijn op 24\xa0november 2026"}
    assert words["zonder eigenaar"] == "?lijst=alles&thema=verkeer&dag=2026-11-24"


def test_a_theme_team_or_area_that_is_not_there_is_no_filter(town: Town) -> None:
    given = {"thema": "raketten", "team": "marine", "gebied": "k9.k9.", "fase": "weg", "volgorde": "-text"}
    assert read_filter(given, choices_of(town.municipality)) == Filter()
