"""`wijkwerk demo --blueprint NAME`: which way of working the demo shows."""

import argparse
from typing import Any

import pytest

from wijkwerk.config import demo
from wijkwerk.ground.kit.output import Output, Stop


def test_a_name_that_is_no_blueprint_is_refused_before_anything_is_made(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "demo.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    args = _arguments("--blueprint", "utrecht", "--build-only")
    with pytest.raises(Stop, match=r"no blueprint 'utrecht'.*start, apeldoorn.*zutphen"):
        demo.run(args, Output())
    assert list(tmp_path.iterdir()) == []


def _arguments(*given: str) -> Any:
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    return parser.parse_args(given)
