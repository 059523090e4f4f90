"""Why a row was not stored, and the file that says so: row, id and reason, nothing that a citizen wrote."""

import csv
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

from wijkwerk.ground.kit.output import Stop

# A spreadsheet takes what starts with one of these for a formula, also in full width and behind spaces.
FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'", "|", "%")
MOST_CELL: Final = 80


class Reason(StrEnum):
    """Why a row was refused; the value is the word in the summary."""

    FEW_COLUMNS = "few_columns"
    MANY_COLUMNS = "many_columns"
    BAD_ROW = "bad_row"
    BAD_BYTES = "bad_bytes"
    NUL = "nul"
    NO_ID = "no_id"
    LONG_ID = "long_id"
    DOUBLE_ID = "double_id"
    NO_TIME = "no_time"
    BAD_TIME = "bad_time"
    FUTURE = "future"
    NO_TEXT = "no_text"
    LONG_TEXT = "long_text"
    BAD_POINT = "bad_point"
    BSN = "bsn"


SENTENCES: Final = {
    Reason.FEW_COLUMNS: "Deze rij heeft te weinig kolommen.",
    Reason.MANY_COLUMNS: "Deze rij heeft te veel kolommen.",
    Reason.BAD_ROW: "Deze rij is geen goede CSV. Kijk of een aanhalingsteken ontbreekt.",
    Reason.BAD_BYTES: "Deze rij heeft tekens uit een andere codering dan in de mapping staat.",
    Reason.NUL: "Deze rij heeft een NUL-teken.",
    Reason.NO_ID: "Deze rij heeft geen nummer van de bron.",
    Reason.LONG_ID: "Het nummer van de bron is langer dan 80 tekens.",
    Reason.DOUBLE_ID: "Dit nummer staat al eerder in het bestand.",
    Reason.NO_TIME: "Deze rij heeft geen tijd.",
    Reason.BAD_TIME: "Een tijd in deze rij is niet te lezen.",
    Reason.FUTURE: "Een tijd in deze rij ligt in de toekomst.",
    Reason.NO_TEXT: "Deze rij heeft geen tekst.",
    Reason.LONG_TEXT: "De tekst is langer dan 100.000 tekens.",
    Reason.BAD_POINT: "De coördinaten zijn geen getallen of liggen niet op aarde.",
    Reason.BSN: "In de tekst staat een burgerservicenummer. Haal het weg bij de bron.",
}


def safe(value: str) -> str:
    """Text for one cell that no spreadsheet takes for a formula; control signs are left out."""
    shown = "".join(sign if sign.isprintable() else " " for sign in value[:MOST_CELL])
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown


class RejectsFile:
    """Made at the first rejected row; without one there is no file. `path` None = nothing is written."""

    def __init__(self, path: Path | None, columns: Sequence[str] = ()) -> None:
        self.path = path
        self.written = False
        self._columns = columns
        self._file: TextIO | None = None

    def add(self, row: int, source_id: str, reason: Reason, also: Iterable[str] = ()) -> None:
        """One line. Raises Stop when the file cannot be written."""
        if self.path is None:
            return
        try:
            self._write([str(row), source_id, reason.value, SENTENCES[reason], *also])
        except OSError as problem:
            raise Stop(f"{self.path} cannot be written: {problem.strerror or 'unknown reason'}.") from problem

    def _write(self, cells: list[str]) -> None:
        if self._file is None:
            assert self.path is not None  # noqa: S101  # looked at in `add`
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self.written = True
            csv.writer(self._file).writerow(["row", "id", "code", "reason", *map(safe, self._columns)])
        csv.writer(self._file).writerow(map(safe, cells))

    def close(self) -> None:
        if self._file:
            self._file.close()
