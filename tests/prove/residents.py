"""Residents who report through the public form while the server is killed under them, and try again with the same key."""

import io
import random
import string
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from tests.bench.visit import Unexpected, Visit
from tests.bench.web import Answer, Broken, Browser

MOST_TRIES = 60
PAUSE = 0.1  # seconds before another try
COOKIE_OF_FORMS = "csrftoken"


@dataclass(frozen=True)
class Told:
    """One signal that a resident was told we have: `marker` stands in its text and in no other."""

    number: int
    marker: str
    code: str
    photo: bool


@dataclass
class Ledger:
    """What all residents saw together; every change under the lock."""

    aim: int
    photo_each: int
    told: list[Told] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    broken: int = 0
    broken_while_sending: int = 0
    server_errors: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> tuple[int, str] | None:
        """Number and marker of the next resident; None when there are enough. Letters only: no row of digits is a BSN."""
        with self.lock:
            if len(self.told) >= self.aim or self.troubles:
                return None
            number = len(self.begun)
            marker = "".join(random.choices(string.ascii_lowercase, k=16))
            self.begun.append(marker)
            return number, marker

    def broke(self, step: str) -> None:
        with self.lock:
            self.broken += 1
            self.broken_while_sending += step == "send"

    def failed(self) -> None:
        with self.lock:
            self.server_errors += 1

    def trouble(self, what: str) -> None:
        with self.lock:
            self.troubles.append(what)

    def heard(self, told: Told) -> None:
        with self.lock:
            self.told.append(told)


def street(port: int, ledger: Ledger, stop: threading.Event) -> None:
    """One thread: a resident after the other until there are enough. A browser keeps the token of its forms."""
    token: tuple[str, str] = ("", "")
    while not stop.is_set():
        given = ledger.next()
        if given is None:
            return
        number, marker = given
        browser = Browser(
            port, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", keep_alive=True
        )
        if token[0]:
            browser.cookies[COOKIE_OF_FORMS], browser.token = token
        try:
            token = report(browser, number, marker, ledger)
        except (Unexpected, Exhausted) as problem:
            ledger.trouble(f"resident {number}: {problem}")
        finally:
            browser.close()


class Exhausted(Exception):
    """Tried often enough: the server is not coming back."""


def report(browser: Browser, number: int, marker: str, ledger: Ledger) -> tuple[str, str]:
    """The whole visit; each step again with the same fields and cookie until it has an answer."""
    photo = PHOTO if number % ledger.photo_each == 0 else None
    visit = Visit(browser, number, f"De stoep ligt los bij {marker}.", photo)
    steps = ["tell", "place", "open_who", "send", "receipt"]
    for step in steps if browser.token else ["open", *steps]:
        persist(getattr(visit, step), step, ledger)
    ledger.heard(Told(number, marker, visit.code, photo is not None))
    return browser.cookies[COOKIE_OF_FORMS], browser.token


def persist(work: Callable[[], Answer], step: str, ledger: Ledger) -> None:
    """Do one step until there is an answer. A 5xx counts as a failure of ours, and the resident tries again."""
    for _ in range(MOST_TRIES):
        try:
            work()
            return
        except Broken:
            ledger.broke(step)
        except Unexpected as problem:
            if not str(problem).startswith("5"):
                raise
            ledger.failed()
        time.sleep(PAUSE)
    raise Exhausted(f"no answer to {step} after {MOST_TRIES} tries")


def _small_photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


PHOTO = _small_photo()
