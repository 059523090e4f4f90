"""Read the lines of a department's plan from a file that came out of a spreadsheet: code; title; amount. Pure; all or nothing.

What is wrong is said for each line, in Dutch. Amounts as Dutch people type them: 38.000,50; empty = not known.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Final

from wijkwerk.ground.kit.tables import QUOTE
from wijkwerk.rules.codes import find_bsn

MOST_BYTES: Final = 200_000
MOST_ROWS: Final = 500
MOST_ERRORS: Final = 20
LONGEST_CODE, LONGEST_TITLE = 20, 200
# 38000 or 38.000, with 1 or 2 figures behind a comma; or 38000.50 as programs write it. Ten figures before the comma.
AMOUNT: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,10})(?:,([0-9]{1,2}))?", re.ASCII)
# People write the sign or the word; it says nothing more.
EURO: Final = re.compile(r"^(?:€|eur)\s*|\s*(?:euro|eur|€)$", re.IGNORECASE)
PROGRAM: Final = re.compile(r"([0-9]{1,10})\.([0-9]{1,2})", re.ASCII)
HEADS: Final = frozenset({"code", "regel", "nummer"})


@dataclass(frozen=True)
class NewLine:
    """A line as somebody typed it or a file held it. `amount` in euro, None = not known."""

    code: str
    title: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Read:
    """What a file held: its lines, or what is wrong with it (then no lines count)."""

    lines: tuple[NewLine, ...] = ()
    errors: tuple[str, ...] = ()


class Wrong(Exception):
    """A line that cannot be read; its text is a sentence for the screen."""


def read_lines(content: bytes) -> Read:
    """The lines of a file in UTF-8 or in the code of Windows; the first may be a head. At most 500 lines."""
    if len(content) > MOST_BYTES:
        return Read(errors=(f"Het bestand is te groot. Hoogstens {MOST_BYTES // 1000} kB.",))
    try:
        rows = list(_rows(_decode(content)))
    except csv.Error:
        return Read(errors=("Dit bestand kunnen wij niet lezen. Bewaar het als CSV met puntkomma’s.",))
    if len(rows) > MOST_ROWS:
        return Read(errors=(f"Er staan meer dan {MOST_ROWS} regels in het bestand. Maak er twee van.",))
    return _read(rows)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The filled rows with the number of the line on which each ends."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    found = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    found = [(number, row) for number, row in found if any(row)]
    head = bool(found) and found[0][1][0].casefold() in HEADS
    return found[1:] if head else found


def _read(rows: list[tuple[int, list[str]]]) -> Read:
    lines: dict[str, NewLine] = {}
    errors: list[str] = []
    for number, row in rows:
        try:
            line = read_line(row)
            if line.code in lines:
                raise Wrong(f"code {line.code} staat er twee keer")
            lines[line.code] = line
        except Wrong as wrong:
            errors.append(f"Regel {number}: {wrong}.")
    if len(errors) > MOST_ERRORS:
        errors = [*errors[:MOST_ERRORS], f"En nog {len(errors) - MOST_ERRORS} regels met een fout."]
    if not rows:
        errors = ["Er staat niets in het bestand."]
    return Read(errors=tuple(errors)) if errors else Read(tuple(lines.values()))


def read_line(row: list[str]) -> NewLine:
    """One row: code, title and perhaps an amount. Raises Wrong."""
    if not 2 <= len(row) <= 3:
        raise Wrong("een regel heeft een code, een titel en een bedrag, met een puntkomma ertussen")
    code, title = (_bare(cell) for cell in row[:2])
    for text, word, most in ((code, "de code", LONGEST_CODE), (title, "de titel", LONGEST_TITLE)):
        if not text:
            raise Wrong(f"{word} is leeg")
        if len(text) > most:
            raise Wrong(f"{word} is langer dan {most} tekens")
        if no_sign(text):
            raise Wrong(f"{word} heeft een teken dat geen toetsenbord heeft")
        if find_bsn(text):
            raise Wrong(f"in {word} staat een burgerservicenummer, dat mogen wij niet bewaren")
    return NewLine(code, title, read_amount(row[2] if len(row) == 3 else ""))


def read_amount(text: str) -> Decimal | None:
    """An amount in euro; None for an empty cell. Raises Wrong."""
    text = EURO.sub("", _bare(text).replace("\u00a0", " ").strip()).strip()
    if not text:
        return None
    dutch, program = AMOUNT.fullmatch(text), PROGRAM.fullmatch(text)
    if dutch:
        return Decimal(f"{dutch[1].replace('.', '')}.{dutch[2] or '0'}")
    if program:
        return Decimal(f"{program[1]}.{program[2]}")
    raise Wrong("dit bedrag kunnen wij niet lezen, schrijf het zo: 38000 of 38.000,50")


def _bare(cell: str) -> str:
    """The cell without the sign that our own files put before what a spreadsheet would compute."""
    return cell[1:].strip() if cell.startswith(QUOTE) else cell


def no_sign(text: str) -> bool:
    """Whether a sign in the text is none that people type: a control, half a sign, or one that turns the line around."""
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in text)
