"""What a command says: lines for people, or one JSON object for programs; progress on the error stream."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

GOOD = 0  # the work is done
REFUSED = 1  # the work is done, but something in it was refused; the command says what
WRONG_USE = 2  # wrong arguments, or something that must be there first is missing
BROKEN = 3  # an error in Wijkwerk itself

LINE_EVERY = 5.0  # seconds between progress lines where the error stream is no terminal


class Stop(Exception):
    """Ends a command with one clear sentence. `code` is the exit code."""

    def __init__(self, message: str, code: int = WRONG_USE) -> None:
        super().__init__(message)
        self.code = code


def printable(text: str) -> str:
    """The text with what no terminal can show written as an escape: bytes of a broken file name or cell."""
    return text.encode("utf-8", "backslashreplace").decode()


class Output:
    """The voice of a command. With `as_json` only `done` and `error` are heard."""

    def __init__(
        self,
        *,
        as_json: bool = False,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.as_json = as_json
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr
        self.clock = clock
        self._last = clock()
        self._open_line = False

    def line(self, text: str) -> None:
        """A line for a person; nothing with `as_json`."""
        self._end_progress()
        if not self.as_json:
            print(printable(text), file=self.stdout, flush=True)

    def error(self, text: str) -> None:
        """What went wrong, on the error stream, always."""
        self._end_progress()
        print(printable(text), file=self.stderr, flush=True)

    def progress(self, what: str, done: int, total: int | None = None) -> None:
        """How far it is: a running line on a terminal, elsewhere one line each five seconds."""
        if self.as_json:
            return
        text = f"{what} {done:,}" + (f" / {total:,}" if total else "")
        if self.stderr.isatty():
            print(f"\r{text}\x1b[K", end="", file=self.stderr, flush=True)
            self._open_line = True
        elif self.clock() - self._last >= LINE_EVERY:
            self._last = self.clock()
            print(printable(text), file=self.stderr, flush=True)

    def done(self, summary: Mapping[str, Any]) -> None:
        """The result: one JSON object, or a line `key = value` for each."""
        self._end_progress()
        if self.as_json:
            print(
                printable(json.dumps(summary, ensure_ascii=False, default=str)), file=self.stdout, flush=True
            )
            return
        for key, value in summary.items():
            print(printable(f"{key} = {_plain(value)}"), file=self.stdout, flush=True)

    def _end_progress(self) -> None:
        if self._open_line:
            print(file=self.stderr, flush=True)
            self._open_line = False


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
