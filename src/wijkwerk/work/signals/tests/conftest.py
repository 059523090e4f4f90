"""Fixtures of this room's tests."""

from collections.abc import Iterator

import pytest
from django.urls import set_script_prefix


@pytest.fixture(autouse=True)
def _own_address() -> Iterator[None]:
    """A page under /m/CODE/ leaves its prefix behind in the test's thread; a server resets it with each request."""
    yield
    set_script_prefix("/")
