"""Helpers for tests only; nothing in the product imports this module."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wijkwerk.config import cli

CHECKOUT = Path(__file__).resolve().parents[2]


def shared(path: str) -> Path:
    """Return a file or folder of the shared data that stands beside the checkout.

    ``path`` is relative, for example ``data/areas/nl_2024.geojson.gz``. The folder is ``WIJKWERK_SHARED``
    when that is set, else ``shared`` beside the checkout. Without the data the test is skipped, unless
    ``WIJKWERK_REQUIRE`` names ``shared``: then it fails, so that a full check cannot pass by skipping.
    """
    found = Path(os.environ.get("WIJKWERK_SHARED") or CHECKOUT.parent / "shared") / path
    if found.exists():
        return found
    if "shared" in os.environ.get("WIJKWERK_REQUIRE", ""):
        pytest.fail(f"shared data is required but absent: {path}")
    pytest.skip(f"shared data is absent: {path}")


def command(*words: str) -> int:
    """Run ``wijkwerk WORDS`` in this process and return its exit code; ``capsys`` has what it said."""
    return cli.main(list(words))
