"""A workbook for a spreadsheet (.xlsx, ISO/IEC 29500), made of text and numbers only: nothing in it can be a formula.

Each cell says that it holds words or a number, so what people typed is never computed; the first row is fixed as a head.
"""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from django.http import HttpResponse

KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A cell holds no more; Excel refuses the file otherwise.
LONGEST: Final = 32_767
WIDEST, NARROWEST = 60, 8
AMOUNT: Final = 2  # the number of its look in `STYLES`
# The same rows give the same bytes.
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
NOT_IN_A_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (31 signs at most are kept), its head and its rows."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file with these sheets, at least one, each with a name of its own."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in _parts(sheets):
            pack.writestr(zipfile.ZipInfo(name, MOMENT), HEAD + text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def xlsx_response(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """The workbook as a download."""
    response = HttpResponse(workbook(sheets), content_type=KIND)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _parts(sheets: Sequence[Sheet]) -> Iterable[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    yield "[Content_Types].xml", _content_types(numbers)
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", _book(sheets)
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", STYLES
    for number, sheet in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(sheet)


# Three looks: plain, bold for the head, and an amount with two decimals.
STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _content_types(numbers: Iterable[int]) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{sheets}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{RELS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    rows = "".join(
        f'<sheet name="{_name(sheet.name, number)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{rows}</sheets></workbook>'


def _name(given: str, number: int) -> str:
    """A name that Excel takes: none of its own signs, 31 signs at most."""
    words = " ".join(_clean(given).translate(NOT_IN_A_NAME).split())[:31].strip()
    return escape(words or f"Blad {number}", {'"': "&quot;"})


def _sheet(sheet: Sheet) -> str:
    rows = [list(row) for row in sheet.rows]
    widths = _widths(sheet.head, rows)
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    lines = "".join(_row(number, row, 0) for number, row in enumerate(rows, start=2))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{_row(1, sheet.head, 1)}{lines}</sheetData></worksheet>"
    )


def _widths(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Of each column about as wide as its longest text, in signs."""
    lengths = [
        max((len(str(row[place])) for row in [head, *rows] if place < len(row)), default=0)
        for place in range(max(map(len, [head, *rows]), default=1) or 1)
    ]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in lengths]


def _row(number: int, row: Sequence[Any], style: int) -> str:
    cells = "".join(_cell(value, style) for value in row)
    return f'<row r="{number}">{cells}</row>'


def _cell(value: Any, style: int) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>'
    if isinstance(value, Decimal) and value.is_finite():
        return f'<c s="{AMOUNT}"><v>{value:f}</v></c>'
    text = "" if value is None else _clean(str(value))[:LONGEST]
    if not text:
        return f'<c s="{style}"/>'
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _clean(text: str) -> str:
    """Only signs that XML 1.0 can hold; what is no sign becomes a question mark. A line end stays one."""
    whole = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if _in_xml(sign) else "?" for sign in whole)


def _in_xml(sign: str) -> bool:
    number = ord(sign)
    return number in (0x9, 0xA) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or number >= 0x10000
