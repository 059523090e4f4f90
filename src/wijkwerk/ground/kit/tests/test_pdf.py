"""Paper shows what was typed, as text and nothing else, in a tagged PDF that names its language."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from wijkwerk.ground.kit.pdf import clean, paper

EXAMPLE = Path(__file__).parent / "paper_example.typ"
HOSTILE = [
    '#read("/etc/passwd")',
    '#image("/etc/hostname")',
    "*vet* _schuin_ `code` $x^2$ @bron <label> https://example.org #let x = 1",
    '"); #panic("weg")',
    "\\u{1F600} \\ / // commentaar /* nog een */",
    "= kop\n== kop\n- lijst\n+ lijst\n/ term: uitleg",
]


def made(text: str) -> PdfReader:
    data = {"text": text, "facts": [["Wie", text[:40]]], "rows": [[text[:40], "morgen"]]}
    return PdfReader(BytesIO(paper(EXAMPLE, title="Voorbeeld", municipality="Testwoude", data=data)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_paper_is_tagged_dutch_and_has_its_title():
    reader = made("Dag buurt")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Voorbeeld"
    assert root["/StructTreeRoot"]
    assert "Dag buurt" in words(reader)
    assert "1 van 1" in words(reader)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup_and_reads_no_file(text):
    found = words(made(text))
    assert " ".join(text.split()) in found
    assert "root:" not in found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_printed(text):
    assert made(text).pages


def test_signs_that_cannot_be_printed_do_not_stop_the_printer():
    assert clean("a\x00b\ud800c\td\r\ne") == "a?b?c d\ne"
    assert clean({"x": ["\x07", 1, None, True]}) == {"x": ["?", 1, None, True]}


def test_a_long_list_runs_over_pages():
    rows = [[f"regel {number}", "vandaag"] for number in range(200)]
    data = {"text": "x", "facts": [], "rows": rows}
    reader = PdfReader(BytesIO(paper(EXAMPLE, title="Lang", municipality="Testwoude", data=data)))
    assert len(reader.pages) > 2
    assert "regel 199" in words(reader)


def test_a_wrong_template_says_which(tmp_path):
    wrong = tmp_path / "stuk.typ"
    wrong.write_text("#nonsense(")
    with pytest.raises(ValueError, match=r"stuk\.typ"):
        paper(wrong, title="x", municipality="y", data={})
