"""How long one waits for a page when eight people ask for pages at the same time."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median, quantiles
from typing import Any

from tests.bench.visit import expect
from tests.bench.web import Browser

CLIENTS, LOADS = 8, 25


def rush(
    port: int, paths: Sequence[str], cookies: dict[str, str], *, clients: int = CLIENTS
) -> dict[str, Any]:
    """Each client loads these pages one after another, as fast as they come; milliseconds until the whole page is there."""
    start = threading.Barrier(clients)
    with ThreadPoolExecutor(clients) as crowd:
        jobs = [
            partial(_client, port, list(paths), dict(cookies), number, start.wait)
            for number in range(clients)
        ]
        began = time.perf_counter()
        waits = [wait for job in [crowd.submit(job) for job in jobs] for wait in job.result()]
        lasted = time.perf_counter() - began
    return {
        "clients": clients,
        "per_second": round(len(waits) / lasted, 1),
        "p50_ms": round(median(waits) * 1000, 1),
        "p95_ms": round(quantiles(waits, n=20)[-1] * 1000, 1),
    }


def _client(
    port: int, paths: list[str], cookies: dict[str, str], number: int, ready: Callable[[], Any]
) -> list[float]:
    browser = Browser(port, f"10.200.0.{number + 1}", cookies=cookies)
    ready()
    found = []
    for turn in range(LOADS):
        began = time.perf_counter()
        expect(browser.get(paths[(turn + number) % len(paths)]), 200)
        found.append(time.perf_counter() - began)
    browser.close()
    return found
