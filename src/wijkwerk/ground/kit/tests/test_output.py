"""The voice of a command: people read lines, programs read one JSON object."""

import io
import json

import pytest

from wijkwerk.ground.kit.output import LINE_EVERY, Output, Stop


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def voice(clock, *, as_json=False, terminal=False):
    stderr = Terminal() if terminal else io.StringIO()
    return Output(as_json=as_json, stdout=io.StringIO(), stderr=stderr, clock=clock)


def test_json_is_one_object_and_nothing_else(clock):
    out = voice(clock, as_json=True, terminal=True)
    out.line("begin")
    out.progress("rows", 1, 2)
    out.done({"read": 2, "name": "Tiel"})
    assert json.loads(out.stdout.getvalue()) == {"read": 2, "name": "Tiel"}
    assert out.stderr.getvalue() == ""


def test_a_person_reads_key_is_value(clock):
    out = voice(clock)
    out.done({"read": 14566, "levels": {"gemeente": 342}, "skipped": ["a", "b"], "working": True})
    assert out.stdout.getvalue().splitlines() == [
        "read = 14,566",
        "levels = gemeente 342",
        "skipped = a, b",
        "working = True",
    ]


def test_an_error_is_heard_with_json_too(clock):
    out = voice(clock, as_json=True)
    out.error("no such file")
    assert out.stderr.getvalue() == "no such file\n"
    assert out.stdout.getvalue() == ""


def test_progress_runs_on_one_line_of_a_terminal(clock):
    out = voice(clock, terminal=True)
    out.progress("rows", 1000, 2000)
    out.progress("rows", 2000, 2000)
    out.line("ready")
    assert out.stderr.getvalue().count("\n") == 1
    assert "1,000 / 2,000" in out.stderr.getvalue()


def test_progress_elsewhere_speaks_only_when_it_takes_long(clock):
    out = voice(clock)
    out.progress("rows", 1)
    assert out.stderr.getvalue() == ""
    clock.now += LINE_EVERY
    out.progress("rows", 5000)
    out.progress("rows", 5001)
    assert out.stderr.getvalue() == "rows 5,000\n"


@pytest.mark.parametrize(("given", "code"), [({}, 2), ({"code": 1}, 1)])
def test_a_stop_carries_its_exit_code(given, code):
    assert Stop("no", **given).code == code
