"""A page costs the database no more when the municipality has more signals. SQLite counts its own steps, so this is exact.

Measured with what SQLite knows of its tables (`kit.statistics`), as the worker sees to it each hour.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.bench import fill, lives, plans
from tests.house.permission_cells import Things, all_names, things_of
from tests.house.test_hostile_text import staff_of
from wijkwerk.ground.kit import statistics
from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.testing_cast import NOW, Town

pytestmark = pytest.mark.skipif(is_postgres(), reason="PostgreSQL does not count its steps")
TICK: Final = 100  # steps of SQLite's own machine
FIRST, MORE = 2600, 1400  # above the first, lists and counts are at their bound
FLAT: Final = 2.0  # steps for each signal more: room for an index that grows a level
# Steps for each signal more, at most, of pages that read all signals of a kind. A page that is not here reads a bounded number.
GROWS: Final[dict[str, int]] = {
    # Tables and documents that hold them all.
    "signals:list_csv": 90,
    "signals:area_document": 50,
    "signals:area_document_pdf": 50,
    "pages:answers_csv": 25,
    "pages:promises_csv": 15,
    # Figures over a year.
    "signals:team_figures": 45,
    "signals:my_figures": 10,
    "pages:home": 25,
    # All of an area, or of a person, in an order that no index has.
    "pages:area": 8,
    "plans:link_signal": 30,
    "plans:bring_signal": 30,
    "signals:hand_over": 20,
    "signals:desk": 20,
}


def steps(client: Client, url: str) -> int:
    """The steps that SQLite takes for a page with empty caches."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    cache.clear()
    connection.ensure_connection()
    connection.connection.set_progress_handler(tick, TICK)
    try:
        response = client.get(url)
        assert response.status_code == 200, url
        if response.streaming:
            b"".join(response.streaming_content)
    finally:
        connection.connection.set_progress_handler(None, TICK)
    return count * TICK


def pages(things: Things) -> dict[tuple[str, str], Callable[[], int]]:
    """Every page that a colleague with all roles or a stranger can open, with what it costs."""
    clients = {"staff": staff_of(things.town), "stranger": Client()}
    found: dict[tuple[str, str], Callable[[], int]] = {}
    for name in all_names():
        if name == "account_logout":
            continue
        url = reverse(name, args=things.arguments(name))
        for who, client in clients.items():
            cache.clear()
            if client.get(url).status_code == 200:
                found[name, who] = partial(steps, client, url)
    return found


def grow(town: Town, number: int) -> None:
    """So many signals more, each with the life that signals of the bench lead."""
    lives.by_rows(town, list(fill._report(town, number, NOW)), now=NOW)
    statistics.look()


def test_no_page_costs_more_when_there_are_more_signals(town: Town) -> None:
    found = pages(things_of(town))
    grow(town, FIRST)
    chain = reverse("plans:trace", args=[plans.furnish(town, now=NOW)])
    found["400 signals in a plan", "stranger"] = partial(steps, Client(), chain)
    before = {page: cost() for page, cost in found.items()}
    grow(town, MORE)
    growth = {page: (cost() - before[page]) / MORE for page, cost in found.items()}
    assert {page: each for page, each in growth.items() if each > GROWS.get(page[0], FLAT)} == {}
    assert GROWS.keys() <= {name for name, _ in growth}
    # What no longer grows need not be excused.
    assert {
        name for name in GROWS if max(growth.get((name, who), 0) for who in ("staff", "stranger")) < FLAT
    } == set()
