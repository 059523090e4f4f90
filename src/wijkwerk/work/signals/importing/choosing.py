"""Patterns and times of a mapping, made ready to be asked ten thousand times."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from wijkwerk.work.signals.importing.mapping import ISO, UNIX, Time

MOST_LOOKED_AT: Final = 300  # characters of a cell in which a pattern is sought
# Systems write 1 January 1970, 1900 or 0001 where they do not know; there were no digital reports before.
EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_SECONDS: Final = re.compile(r"[0-9]{1,11}(?:\.[0-9]{1,9})?", re.ASCII)


def expression(pattern: str) -> str:
    """A pattern as a regular expression on lower-case text.

    A pattern is found anywhere as whole words. `*` before or behind a word stands for the rest of it; `=` in front asks
    that the pattern is all there is.
    """
    words = pattern.removeprefix("=").casefold().split()
    found = r"\s+".join(r"\w*".join(map(re.escape, re.split(r"\*+", word))) for word in words)
    return rf"\A{found}\Z" if pattern.startswith("=") else rf"(?<!\w){found}(?!\w)"


class Chooser:
    """Says what cells mean: the first cell in which a pattern is found, and of its patterns the first in the map."""

    def __init__(self, patterns: Mapping[Any, Iterable[str]], default: str) -> None:
        self.default = str(default)
        self._map = [
            (str(target), re.compile("|".join(expression(each) for each in given)))
            for target, given in patterns.items()
        ]
        self._found = lru_cache(maxsize=4096)(self._search)

    def pick(self, cells: Iterable[str]) -> str:
        """The target for these cells, in the order of the columns of the mapping."""
        found = (self._found(cell[:MOST_LOOKED_AT]) for cell in cells)
        return next((target for target in found if target), self.default)

    def _search(self, cell: str) -> str:
        text = cell.strip().casefold()
        return next((target for target, pattern in self._map if pattern.search(text)), "") if text else ""


class Clock:
    """Reads times of a source. A time without an offset is local in its zone (D13: kept in UTC)."""

    def __init__(self, time: Time) -> None:
        self._zone = ZoneInfo(time.zone)
        self._forms = time.formats

    def moment(self, text: str) -> datetime | None:
        """The moment in UTC; None when no form fits or it cannot be a real one."""
        for form in self._forms:
            try:
                found = self._read(text, form).astimezone(UTC)
            except (ValueError, OverflowError, OSError):
                continue
            if found >= EARLIEST:
                return found
        return None

    def _read(self, text: str, form: str) -> datetime:
        if form == UNIX:
            return _from_seconds(text)
        found = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007
        return found if found.tzinfo else found.replace(tzinfo=self._zone)


def _from_seconds(text: str) -> datetime:
    if not _SECONDS.fullmatch(text):
        raise ValueError("no seconds")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text))
