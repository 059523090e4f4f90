"""Where the time of one page goes: queries and the costliest functions, in this process. Runs inside (`inside`)."""

import cProfile
import io
import json
import pstats
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.installation import HOST

TIMES = 20
TOP = 45


def main(words: list[str]) -> dict[str, Any]:
    """`words`: the page, and what the filled town told as JSON. Writes profile.txt in the current folder."""
    page, town = words[0], json.loads(words[1])
    load = LOADS[page](town)
    load(0)
    with CaptureQueriesContext(connection) as caught:
        load(1)
    queries = list(caught.captured_queries)  # the next request forgets them
    profile = cProfile.Profile()
    profile.enable()
    for turn in range(2, TIMES + 2):
        load(turn)
    profile.disable()
    Path("profile.txt").write_text(_told(page, profile, queries), encoding="utf-8")
    return {"queries": len(queries)}


def _told(page: str, profile: cProfile.Profile, queries: list[dict[str, str]]) -> str:
    text = io.StringIO()
    text.write(f"{page}: {len(queries)} queries\n")
    for query in queries:
        text.write(f"  {float(query['time']) * 1000:6.1f} ms  {query['sql'][:160]}\n")
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile, stream=text).sort_stats(order).print_stats(TOP)
    return text.getvalue()


def _client(address: str = "192.0.2.1") -> Client:
    return Client(headers={"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": address})


def _page(path: Callable[[dict[str, Any], int], str], *, staff: bool) -> Callable[..., Callable[[int], None]]:
    def make(town: dict[str, Any]) -> Callable[[int], None]:
        client = _client()
        if staff:
            client.cookies.load(town["cookies"])

        def load(turn: int) -> None:
            answer = client.get(path(town, turn))
            if answer.status_code != 200:
                raise ValueError(f"{answer.status_code} {answer.headers}")

        return load

    return make


def _one(items: list[str], turn: int) -> str:
    return items[turn % len(items)]


def _intake(town: dict[str, Any]) -> Callable[[int], None]:
    """The three steps of one resident; the middle page is read for what it says was seen."""

    def load(turn: int) -> None:
        client = _client(f"10.9.0.{turn}")
        client.post("/melden/", {"text": "De stoep ligt los.", "kind": "report", "theme": "verkeer"})
        where = {"words": "Bij de brug", "lon": "5.3012", "lat": "52.7013"}
        while client.post("/melden/waar/", where).status_code != 302:
            pass
        page = client.get("/melden/wie/").content.decode()
        seen = page.partition('name="seen" value="')[2].partition('"')[0]
        who = {"name": "Fatima", "contact": "email", "email": "fatima@example.org", "seen": seen}
        answer = client.post("/melden/wie/", who)
        if answer.status_code != 302:
            raise ValueError(answer.status_code)

    return load


LOADS: dict[str, Callable[[dict[str, Any]], Callable[[int], None]]] = {
    "list": _page(lambda town, turn: "/bureau/meldingen/", staff=True),
    "signal": _page(lambda town, turn: f"/bureau/melding/{_one(town['codes'], turn)}/", staff=True),
    "area": _page(lambda town, turn: f"/gebied/{town['area']}/", staff=False),
    "trace": _page(lambda town, turn: f"/spoor/{_one(town['tokens'], turn)}/", staff=False),
    "chain": _page(lambda town, turn: f"/herkomst/{town['plan']}/", staff=False),
    "intake": _intake,
}
