"""Fixtures for the whole house: a real browser, and the promise that nothing required is skipped in silence."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands import flush
from xdist.scheduler.loadscope import LoadScopeScheduling

from wijkwerk.faces.pages import mapdata, maphtml, outline
from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.atlas import shelf
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.kit import guards
from wijkwerk.work.signals.finding import learning

# The browser's own event loop runs in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["wijkwerk.testing_cast"]

REQUIRED = {word.strip() for word in os.environ.get("WIJKWERK_REQUIRE", "").split(",") if word.strip()}
BROWSER_ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


def missing(what: str, reason: str) -> None:
    """Skip with the reason, or fail where WIJKWERK_REQUIRE names `what`."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here, but {reason}", pytrace=False)
    pytest.skip(reason)


def chromium_path() -> str | None:
    """Chromium as the system installed it; the tests download none. Without a window of its own it costs a quarter."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


class OneStoryOneWorker(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Tests one by one to whoever is free, but all of some modules to one worker: what one makes, the next one finds."""

    WHOLE = ("tests/browser/", "src/wijkwerk/config/tests/", "src/wijkwerk/faces/demo/tests/")

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module.startswith(self.WHOLE) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneStoryOneWorker | None:
    """For `--dist loadscope`, as the Makefile asks."""
    return OneStoryOneWorker(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    """No test sees what the process remembered of the town of another test, which has the same keys."""
    known.forget()
    shelf.forget()
    mapdata._areas_layer.cache_clear()
    mapdata._backdrop_layer.cache_clear()
    for remembered in (documents.kept._found, outline._kept._found, maphtml._kept, learning._kept):
        remembered.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_without_guards() -> Iterator[None]:
    """Tests that write for real end with a flush; only there the guards stand aside (D18)."""
    handle = flush.Command.handle

    def lifted(self: Any, **options: Any) -> None:
        with guards.lifted(options["database"]):
            handle(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", lifted)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    path = chromium_path()
    if path is None:
        missing("browser", "no Chromium on this machine (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A fresh visitor: no cookies, Dutch, 1280 px wide, the strict CSP in force."""
    fresh = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: Any) -> Any:
    """A page of a fresh visitor."""
    return context.new_page()
