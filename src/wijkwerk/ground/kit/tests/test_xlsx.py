"""A workbook holds the words that went in, as words: openpyxl reads it back (an outside judge), and nothing is a formula."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from wijkwerk.ground.kit.xlsx import Sheet, workbook, xlsx_response

HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+31 6",
    "<b>vet</b> & \"'",
    "]]>",
    "a\nb",
    "\x00\x07",
    "\ud83d",
    "_x0041_ ﹦1",
    "  ruim  ",
]


def read(sheets):
    return load_workbook(BytesIO(workbook(sheets)))


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_it_works_with_words_numbers_and_empty_cells():
    book = read([Sheet("Jaar", ["Gebied", "Aantal"], [["Noord", 3], ["Zuid", None]])])
    assert book.sheetnames == ["Jaar"]
    assert rows_of(book["Jaar"]) == [["Gebied", "Aantal"], ["Noord", 3], ["Zuid", None]]
    assert book["Jaar"]["A1"].font.b
    assert not book["Jaar"]["A2"].font.b
    assert book["Jaar"].freeze_panes == "A2"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text):
    cell = read([Sheet("x", ["a"], [[text]])])["x"]["A2"]
    assert cell.data_type == "s"
    assert "<" not in text or "<b>" in cell.value


@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=30), st.integers(-(10**9), 10**9)), min_size=2, max_size=2),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_goes_in_comes_out(rows):
    def expected(value):
        if isinstance(value, int):
            return value
        whole = value.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
        fit = (0x9, 0xA)
        return "".join(
            sign if ord(sign) in fit or (ord(sign) >= 0x20 and ord(sign) not in (0xFFFE, 0xFFFF)) else "?"
            for sign in whole
        )

    found = rows_of(read([Sheet("x", ["a", "b"], rows)])["x"])[1:]
    assert found == [[expected(value) if value != "" else None for value in row] for row in rows]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a/b:c*d", "a b c d"),
        ("n" * 40, "n" * 31),
        ("[]", "Blad 1"),
        ('<&">', '<&">'),
        ("'t Gooi'", "t Gooi"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(name, kept):
    assert read([Sheet(name, ["a"], [])]).sheetnames == [kept]


def test_a_cell_is_never_longer_than_excel_takes():
    assert len(read([Sheet("x", ["a"], [["w" * 40_000]])])["x"]["A2"].value) == 32_767


def test_the_same_rows_give_the_same_bytes_and_a_download_has_its_name():
    sheets = [Sheet("x", ["a"], [["b"]])]
    assert workbook(sheets) == workbook(sheets)
    answer = xlsx_response("jaar.xlsx", sheets)
    assert answer["Content-Disposition"] == 'attachment; filename="jaar.xlsx"'


def test_an_amount_is_a_number_with_two_decimals():
    cell = read([Sheet("Geld", ["Bedrag"], [[Decimal("38000.50")]])])["Geld"]["A2"]
    assert (cell.value, cell.number_format, cell.data_type) == (38000.5, "#,##0.00", "n")
