"""One live server and one town per module: what one test writes, the next one finds, so a module tells one story."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from django.test.utils import modify_settings
from django.urls import set_script_prefix
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.visit import Street
from wijkwerk.ground.areas.middleware import known
from wijkwerk.testing_cast import build_town


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any, browser: Any) -> Iterator[Street]:
    """A town with real commits, a server that shows it and a browser; emptied after the last test of the module.

    The tests that use it are marked `django_db(transaction=True)`, so that there is a database of the tests' own.
    """
    with (
        django_db_blocker.unblock(),
        modify_settings(ALLOWED_HOSTS={"append": "localhost"}),
        pytest.MonkeyPatch.context() as patch,
    ):
        # Not after each test, but once below: making a town costs more than most of the tests.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        set_script_prefix("/")
        cache.clear()
        known.forget()
        server = LiveServer("localhost")
        made = Street(build_town(), str(server.url), browser)
        try:
            yield made
        finally:
            made.close()
            server.stop()
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            # While the browser runs, this thread has connections of its own; nobody else would close them.
            connections.close_all()


@pytest.fixture(autouse=True)
def _all_go_home(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test the visitors leave; a context left open costs memory and a little of every second."""
    yield
    if "street" in request.fixturenames:
        request.getfixturevalue("street").close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """Called with a number of days, it moves everybody's clock that far; returns the new now."""
    real, moved = timezone.now, timedelta()

    def move(days: int) -> datetime:
        nonlocal moved
        moved += timedelta(days=days)
        return real() + moved

    monkeypatch.setattr(timezone, "now", lambda: real() + moved)
    return move


@pytest.fixture
def wrong() -> Iterator[dict[str, list[str]]]:
    """What was wrong on the pages of a story, by page and width; at its end nothing is."""
    found: dict[str, list[str]] = {}
    yield found
    assert found == {}
