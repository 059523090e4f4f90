"""Tables for a spreadsheet or a program: CSV that no spreadsheet takes for a formula (RELIABILITY 15)."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import StreamingHttpResponse

# A spreadsheet starts a formula at these, also in their full-width form and after spaces.
FORMULA: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
CONTROL: Final = frozenset("\t\r\n")
LEADING: Final = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*")
QUOTE: Final = "'"
# Excel reads UTF-8 only behind this mark.
BOM: Final = "\ufeff"


def safe_cell(value: Any) -> str:
    """Text for one cell. What could start a formula gets a ' in front; taking one ' away gives the text back."""
    text = "" if value is None else str(value)
    start = LEADING.sub("", text, count=1)[:1]
    if start in FORMULA or text[:1] in CONTROL or text[:1] == QUOTE:
        return QUOTE + text
    return text


class _Echo:
    """A file that hands back what is written: the rows go out one by one and are never in memory together."""

    def write(self, text: str) -> str:
        return text


def csv_response(name: str, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> StreamingHttpResponse:
    """A download in UTF-8 with semicolons, every cell in quotes."""
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])
