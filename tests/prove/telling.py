"""The proof of number 17: how long an answer takes tells nobody whether an address has an account or a link once worked."""

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.installation import Installation, end, free_port
from tests.bench.web import Browser

MOST = 5.0  # milliseconds between the medians
SURE = 0.01  # a difference that chance gives more often than this is no difference
SHUFFLES = 2000
PASSWORD = "vier andere woorden samen"
Given = Callable[[str], dict[str, str]]
FORMS: dict[str, tuple[str, Given]] = {
    "login": ("/account/login/", lambda email: {"login": email, "password": PASSWORD}),
    "new password": ("/account/password/reset/", lambda email: {"email": email}),
    "new account": (
        "/account/signup/",
        lambda email: {"email": email, "password1": PASSWORD, "password2": PASSWORD},
    ),
}


@dataclass(frozen=True)
class Plan:
    pairs: int = 200
    seed: int = 17


def run(house: Installation, plan: Plan) -> dict[str, Any]:
    """Known and unknown in turn, each from an address of its own; the figures of each way."""
    house.inside("tests.bench.tables")
    began = time.monotonic()
    told = house.inside("tests.prove.accounts", str(plan.pairs))
    port, chance = free_port(), random.Random(plan.seed)
    server = house.serve(port=port, workers=1)
    try:
        ways = {
            name: pairs(
                lambda email, path=path, given=given: form(port, path, given(email)),
                told["emails"],
                stranger,
                chance,
            )
            for name, (path, given) in FORMS.items()
        }
        ways["link"] = pairs(
            lambda token: link(port, token), told["links"], lambda _: secrets.token_urlsafe(16), chance
        )
    finally:
        end(server)
    figures = {name: judged(found, chance) for name, found in ways.items()}
    seconds = round(time.monotonic() - began, 1)
    return {"seconds": seconds, "ways": figures, "kept": all(each["kept"] for each in figures.values())}


def stranger(number: int) -> str:
    """An address that has no account, as long as one that has."""
    return f"vreemd{number:03d}@example.org"


def pairs(
    ask: Callable[[str], tuple[int, float]],
    known: list[str],
    unknown: Callable[[int], str],
    chance: random.Random,
) -> list[tuple[float, float]]:
    """Milliseconds for each known one and for the unknown one beside it; who comes first is left to chance."""
    ask(unknown(999))  # the first of all warms the server up
    found = []
    for number, one in enumerate(known):
        both = {"known": one, "unknown": unknown(number)}
        order = chance.sample(list(both), 2)
        answers = {which: ask(both[which]) for which in order}
        if answers["known"][0] != answers["unknown"][0]:
            raise AssertionError(f"status {answers}")
        found.append((answers["known"][1], answers["unknown"][1]))
    return found


def form(port: int, path: str, given: dict[str, str]) -> tuple[int, float]:
    """Status and milliseconds of sending a form, in a browser that has just opened the page."""
    browser = visitor(port)
    browser.get(path)
    began = time.perf_counter()
    status = browser.post(path, given).status
    return status, (time.perf_counter() - began) * 1000


def link(port: int, token: str) -> tuple[int, float]:
    """The same for opening a link."""
    browser = visitor(port)
    began = time.perf_counter()
    status = browser.get(f"/spoor/{token}/").status
    return status, (time.perf_counter() - began) * 1000


def visitor(port: int) -> Browser:
    """Somebody whose address the limits have not seen."""
    return Browser(port, address=".".join(["10", *(str(secrets.randbelow(250) + 1) for _ in range(3))]))


def judged(found: list[tuple[float, float]], chance: random.Random) -> dict[str, Any]:
    """The medians, the median of the differences, and how often chance alone gives one as large (signs flipped)."""
    apart = [known - unknown for known, unknown in found]
    middle = abs(median(apart))
    larger = sum(
        abs(median(each * chance.choice((-1, 1)) for each in apart)) >= middle for _ in range(SHUFFLES)
    )
    return {
        "known": round(median(known for known, _ in found), 2),
        "unknown": round(median(unknown for _, unknown in found), 2),
        "apart": round(middle, 2),
        "by_chance": round(larger / SHUFFLES, 3),
        "kept": middle <= MOST or larger / SHUFFLES >= SURE,
    }
