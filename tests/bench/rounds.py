"""The rounds of a measurement: each page a number of times, the yardstick among them, CPU counted around each batch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

from tests.bench import cpu
from tests.bench.rush import rush
from tests.bench.visit import Visit, expect
from tests.bench.web import Browser

HELLOS, VISITS, LOADS = 200, 12, 20
HELLO = "hello"
STEPS = ("tell", "place", "send")
READS = ("open", "open_where", "open_who", "receipt")
# page: (what it is, aim in times hello, the peer's figures in times hello)
PAGES: dict[str, tuple[str, int | None, tuple[int, int] | None]] = {
    "intake": ("intake: the three steps sent (3 to 4 POSTs)", 60, (191, 275)),
    "intake_last": ("intake: only the POST that makes the signal", None, None),
    "intake_visit": ("intake: the whole visit, 4 pages read as well", None, None),
    "list": ("desk list of 50", 80, (1222, 1372)),
    "signal": ("signal page of staff", 60, (172, 259)),
    "area": ("area page", None, None),
    "trace": ("trace page of the asker", None, None),
    "chain": ("from street to vision: 40 items, 400 signals", 150, None),
}
LOADED = ("list", "signal", "area", "trace", "chain")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the web process and of the database processes."""

    web: float
    database: float = 0.0


@dataclass
class Meter:
    """Counts CPU around a batch of requests; `database` names the PostgreSQL processes, if any."""

    web: list[int]
    database: Callable[[], list[int]]

    def each(self, batch: Iterable[Callable[[], Any]]) -> Cost:
        """The cost of one request of the batch."""
        work = list(batch)
        before_database = {pid: cpu.seconds([pid]) for pid in self.database()}
        before = cpu.seconds(self.web)
        for request in work:
            request()
        web = cpu.seconds(self.web) - before
        used = sum(cpu.seconds([pid]) - before_database.get(pid, 0.0) for pid in self.database())
        return Cost(web / len(work), used / len(work))


@dataclass
class Rounds:
    """Where the two servers listen, what the filled town told, and what was measured so far."""

    house: int
    yardstick: int
    town: dict[str, Any]
    meter: Meter
    hello_meter: Meter
    keep_alive: bool = False
    visits: int = 0
    found: dict[str, list[Cost]] = field(default_factory=dict)

    def one(self, *, size: float = 1.0) -> dict[str, Cost]:
        """One round; `size` below 1 for a warming up."""
        costs = {HELLO: self._hello(size)}
        costs |= self._intake(max(2, round(VISITS * size)))
        costs |= {page: self._pages(page, max(3, round(LOADS * size))) for page in LOADED}
        after = self._hello(size)  # again, so that a busier minute weighs on both sides of the ratio
        costs[HELLO] = Cost((costs[HELLO].web + after.web) / 2)
        return costs

    def measure(self, rounds: int, tell: Callable[[int], None]) -> None:
        """All rounds, after one that is not counted."""
        self.one(size=0.3)
        for number in range(rounds):
            for page, cost in self.one().items():
                self.found.setdefault(page, []).append(cost)
            tell(number + 1)

    def _hello(self, size: float) -> Cost:
        browser = Browser(self.yardstick, keep_alive=self.keep_alive)
        number = max(20, round(HELLOS * size))
        cost = self.hello_meter.each([lambda: expect(browser.get("/"), 200)] * number)
        browser.close()
        return cost

    def _intake(self, number: int) -> dict[str, Cost]:
        """A street of residents who all take the same step, then the next: so each step has a cost of its own."""
        visits = [self._visit() for _ in range(number)]
        order = ("open", "tell", "open_where", "place", "open_who", "send", "receipt")
        steps = {step: self.meter.each([getattr(visit, step) for visit in visits]) for step in order}
        for visit in visits:
            visit.browser.close()
        return {
            "intake": _sum(steps[step] for step in STEPS),
            "intake_last": steps["send"],
            "intake_visit": _sum(steps.values()),
        }

    def _visit(self) -> Visit:
        self.visits += 1
        address = f"10.{self.visits >> 16 & 255}.{self.visits >> 8 & 255}.{self.visits & 255}"
        browser = Browser(self.house, address, keep_alive=self.keep_alive)
        return Visit(
            browser, self.visits, "De stoeptegels liggen los voor de deur van de bakker, al een week."
        )

    def _pages(self, page: str, number: int) -> Cost:
        browser = Browser(self.house, cookies=self._cookies(page), keep_alive=self.keep_alive)
        paths = self._paths(page)
        batch = [partial(_load, browser, paths[turn % len(paths)]) for turn in range(number)]
        cost = self.meter.each(batch)
        browser.close()
        return cost

    def rushes(self) -> dict[str, dict[str, Any]]:
        """Per page how long one waits for it when eight people ask at once."""
        return {page: rush(self.house, self._paths(page), self._cookies(page)) for page in LOADED}

    def _cookies(self, page: str) -> dict[str, str]:
        return dict(self.town["cookies"]) if page in ("list", "signal") else {}

    def _paths(self, page: str) -> list[str]:
        return {
            "list": ["/bureau/meldingen/"],
            "signal": [f"/bureau/melding/{code}/" for code in self.town["codes"]],
            "area": [f"/gebied/{self.town['area']}/"],
            "trace": [f"/spoor/{token}/" for token in self.town["tokens"]],
            "chain": [f"/herkomst/{self.town['plan']}/"],
        }[page]

    def figures(self) -> dict[str, Any]:
        """Per page the median CPU in milliseconds, and the median of what it was in times hello, round by round."""
        hellos = [cost.web for cost in self.found[HELLO]]
        pages = {page: self._figure(page, hellos) for page in PAGES}
        return {"hello_ms": _ms(median(hellos)), "pages": pages}

    def _figure(self, page: str, hellos: list[float]) -> dict[str, Any]:
        costs = self.found[page]
        _, aim, peer = PAGES[page]
        times = [cost.web / hello for cost, hello in zip(costs, hellos, strict=True)]
        both = [(cost.web + cost.database) / hello for cost, hello in zip(costs, hellos, strict=True)]
        return {
            "cpu_ms": _ms(median(cost.web for cost in costs)),
            "database_ms": _ms(median(cost.database for cost in costs)),
            "times_hello": round(median(times), 1),
            "lowest": round(min(times), 1),
            "highest": round(max(times), 1),
            "times_hello_with_database": round(median(both), 1),
            "aim": aim,
            "peer": list(peer) if peer else None,
        }


def _load(browser: Browser, path: str) -> None:
    expect(browser.get(path), 200)


def _sum(costs: Iterable[Cost]) -> Cost:
    found = list(costs)
    return Cost(sum(each.web for each in found), sum(each.database for each in found))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
