"""Read a CSV file row by row, packed or not: never more than one row in memory, and no row passed over in silence."""

import csv
import gzip
import io
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from wijkwerk.ground.areas.reading import GZIP_MARK, Unreadable
from wijkwerk.work.signals.importing.mapping import Source
from wijkwerk.work.signals.importing.rejects import Reason

MOST_ROW: Final = 4_000_000  # characters of one row, over all its lines
# Text packs ten to twenty times smaller; what unpacks to hundreds of times its size was made to fill a machine.
MOST_TIMES: Final = 200
LEAST_LIMIT: Final = 64_000_000


class TooLong(Exception):
    """One row has more characters than a row can have: a quote was not closed, or it is no CSV."""


@dataclass(slots=True)
class Raw:
    """A row as it stands in the file, from 1. With a `fault` the cells may be anything."""

    number: int
    cells: list[str] = field(default_factory=list)
    fault: Reason | None = None


class Table:
    """The rows of a file. `head` has the names of the columns."""

    def __init__(self, name: str, stream: TextIO, delimiter: str) -> None:
        self._lines = _Lines(stream)
        # Strict: a stray quote is refused with its row number instead of swallowing the rows behind it.
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        try:
            self.head = [cell.strip() for cell in next(self._reader, [])]
        except (csv.Error, TooLong) as problem:
            raise Unreadable(f"{name} is not CSV: its first line cannot be read.") from problem
        if not any(self.head):
            raise Unreadable(f"{name} is empty: the first line must name the columns.")

    def __iter__(self) -> Iterator[Raw]:
        number = 0
        while True:
            self._lines.held = 0
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, TooLong):
                number += 1
                yield Raw(number, fault=Reason.BAD_ROW)
                continue
            if cells:  # a blank line is no row
                number += 1
                yield Raw(number, cells, self._fault(cells))

    def _fault(self, cells: list[str]) -> Reason | None:
        if len(cells) != len(self.head):
            return Reason.FEW_COLUMNS if len(cells) < len(self.head) else Reason.MANY_COLUMNS
        whole = "".join(cells)
        if "\0" in whole:
            return Reason.NUL
        return None if whole.isascii() or _is_text(whole) else Reason.BAD_BYTES


def _is_text(text: str) -> bool:
    """Bytes that are not of the encoding were read as lone surrogates; those cannot be written again."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Lines:
    """Lines of a stream, of which no row may hold too many; the rest of a line that is too long is passed over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.held = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MOST_ROW + 1)
        if not line:
            raise StopIteration
        self.held += len(line)
        if self.held <= MOST_ROW:
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._stream.readline(MOST_ROW)
        raise TooLong


@contextmanager
def opened(path: Path, source: Source) -> Iterator[Table]:
    """The table in a file, while the block lasts. Raises Unreadable, also halfway when the file is damaged."""
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    try:
        with closing(_stream(path)) as stream, _long_fields():
            text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
            yield Table(path.name, text, source.delimiter)
    except OSError as problem:
        if problem.filename is None:
            raise  # not about this file
        raise Unreadable(f"{path.name} cannot be read: {problem.strerror or 'unknown reason'}.") from problem


@contextmanager
def _long_fields() -> Iterator[None]:
    """The limit of the csv module holds for the whole process, so it is put back."""
    before = csv.field_size_limit(MOST_ROW)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _stream(path: Path) -> io.BufferedReader:
    size = path.stat().st_size
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MARK
    if path.suffix == ".gz" and not packed:
        raise Unreadable(f"{path.name} is not a gzip file.")
    if not packed:
        return path.open("rb")
    return io.BufferedReader(_Unpacked(path, max(LEAST_LIMIT, MOST_TIMES * size)))


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, up to a limit."""

    def __init__(self, path: Path, limit: int) -> None:
        self._name = path.name
        self._left = limit
        self._inner = gzip.GzipFile(path)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            got = self._inner.readinto(buffer)
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise Unreadable(f"{self._name} is a damaged gzip file.") from problem
        self._left -= got
        if self._left < 0:
            raise Unreadable(f"{self._name} unpacks to more than {MOST_TIMES} times its size.")
        return int(got)

    def close(self) -> None:
        self._inner.close()
        super().close()


class Seen:
    """The ids that this run met, on disk: a file of millions of rows must not fill the memory."""

    def __init__(self) -> None:
        # An empty name is a temporary file of SQLite itself, gone when it closes; nothing to do with our tables.
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=OFF")
        self._rows.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def first(self, source_id: str) -> bool:
        """Whether this id was not met before."""
        return self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?)", (source_id,)).rowcount == 1

    def close(self) -> None:
        self._rows.close()
