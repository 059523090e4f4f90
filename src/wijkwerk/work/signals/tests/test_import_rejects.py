"""What `signals import` does not store: each row with its reason, nothing that a citizen wrote, and no file that harms."""

import csv
import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from wijkwerk.work.signals.importing import reading
from wijkwerk.work.signals.importing.rejects import SENTENCES, Reason, safe
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.sources import HEAD, MAPPING, Desk, as_csv, desk, row

__all__ = ["desk"]

BSN = "111222333"  # a well-known example that passes the eleven-test
TOMORROW = (timezone.now() + timedelta(days=1)).isoformat()
REFUSED = {
    "no id": (row(nummer=" "), "no_id"),
    "an id of a page": (row(nummer="9" * 81), "long_id"),
    "no time": (row(datum=""), "no_time"),
    "no date": (row(datum="gisteren"), "bad_time"),
    "a day that does not exist": (row(datum="2026-02-30T10:00:00Z"), "bad_time"),
    "the null date of a database": (row(datum="1900-01-01T00:00:00Z"), "bad_time"),
    "before the calendar": (row(datum="0001-01-01T00:00:00+14:00"), "bad_time"),
    "tomorrow": (row(datum=TOMORROW), "future"),
    "closed tomorrow": (row(status="klaar", klaar_op=TOMORROW), "future"),
    "closed on no date": (row(status="klaar", klaar_op="snel"), "bad_time"),
    "no text": (row(titel="  ", tekst="\n"), "no_text"),
    "a text of a megabyte": (row(tekst="lang " * 210_000), "long_text"),
    "a NUL": (row(tekst="weg\0ermee"), "nul"),
    "a NUL where nobody looks": (row(klaar_op="\0"), "nul"),
    "a BSN in the text": (row(tekst=f"Mijn nummer is {BSN}."), "bsn"),
    "a BSN in the title": (row(titel=BSN), "bsn"),
    "no number": (row(lon="ergens"), "bad_point"),
    "half a point": (row(lat=""), "bad_point"),
    "not a number": (row(lat="nan"), "bad_point"),
    "endless": (row(lon="inf"), "bad_point"),
    "a number of programmers": (row(lon="5_3"), "bad_point"),
    "beyond the earth": (row(lat="91"), "bad_point"),
    "far beyond the earth": (row(lon="1e99"), "bad_point"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_cannot_be_stored_is_refused_with_its_reason(desk: Desk, name):
    bad, reason = REFUSED[name]
    summary = desk.bring(row(nummer="goed"), bad)
    assert (desk.code, summary["reasons"]) == (1, {reason: 1})
    assert summary["rejects"] == "buiten.rejects.csv"
    line = desk.rejects()[0]
    assert (line["row"], line["code"], line["reason"]) == ("2", reason, SENTENCES[Reason(reason)])
    assert Signal.objects.get().source_id == "goed"


def test_the_second_row_with_an_id_is_refused_and_the_first_is_stored(desk: Desk):
    summary = desk.bring(row(tekst="Eerst."), row(nummer="2"), row(tekst="Dan."))
    assert summary["reasons"] == {"double_id": 1}
    assert Signal.objects.get(source_id="1").text == "Eerst."


def test_too_few_and_too_many_columns_are_refused_row_by_row(desk: Desk):
    text = as_csv([row()]) + "2,2026-03-02\r\n" + ",".join("x" * 10_000) + "\r\n\r\n" + "\r\n"
    summary = desk.run(desk.file(text))
    assert summary["reasons"] == {"few_columns": 1, "many_columns": 1}
    assert (summary["read"], summary["created"]) == (3, 1)


def test_a_stray_quote_costs_its_own_row_only(desk: Desk):
    good = as_csv([row(), row(nummer="3")]).splitlines(keepends=True)
    text = good[0] + good[1] + '2,"2026"-03-02,,,,,,,\r\n' + good[2]
    summary = desk.run(desk.file(text))
    assert (summary["created"], summary["reasons"]) == (2, {"bad_row": 1})


def test_a_quote_that_is_never_closed_swallows_no_row_into_a_signal(desk: Desk):
    text = as_csv([row()]) + '2,2026-03-02T10:00:00Z,,,"Titel,' + as_csv([row(nummer="3")])
    summary = desk.run(desk.file(text))
    assert (summary["created"], summary["reasons"]) == (1, {"bad_row": 1})


def test_a_line_without_end_is_one_refused_row(desk: Desk, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROW", 10_000)
    whole = as_csv([row(), row(nummer="3")]).splitlines(keepends=True)
    text = whole[0] + whole[1] + "x" * 95_000 + "\r\n" + whole[2]
    summary = desk.run(desk.file(text))
    assert (summary["created"], summary["reasons"]) == (2, {"bad_row": 1})


def test_bytes_of_another_encoding_are_refused_row_by_row(desk: Desk):
    head, good = as_csv([row()]).splitlines(keepends=True)
    raw = (
        head.encode()
        + good.encode()
        + as_csv([row(nummer="2", titel="Café")]).splitlines()[1].encode("cp1252")
    )
    summary = desk.run(desk.file(raw))
    assert (summary["created"], summary["reasons"]) == (1, {"bad_bytes": 1})


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "\u202eomgekeerd", "😀" * 300]
)
def test_hostile_text_is_text(desk: Desk, text):
    desk.bring(row(titel=text[:20], tekst=text, nummer=text[:20]))
    assert Signal.objects.get().text == text


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d", "|", "%", "'"])
def test_no_cell_of_the_rejects_opens_as_a_formula(desk: Desk, lead):
    desk.bring(row(nummer=f"{lead}cmd|'/c calc'!A0", datum=""))
    cell = desk.rejects()[0]["id"]
    assert cell.startswith("'")
    assert cell.isprintable()


def test_a_plain_id_stands_in_the_rejects_as_it_is():
    assert safe("nh-10215") == "nh-10215"


def test_nothing_that_a_citizen_wrote_is_in_the_rejects(desk: Desk):
    secret = "Jansen woont op Dorpsstraat 5"
    bad = [row(nummer=str(n), titel=secret, tekst=secret, lon=secret) for n in range(3)]
    desk.bring(*bad, row(nummer="9", tekst=f"{secret} {BSN}"))
    content = (desk.folder / "buiten.rejects.csv").read_text()
    assert "Jansen" not in content
    assert BSN not in content
    assert len(desk.rejects()) == 4


def test_the_mapping_may_add_columns_by_which_a_row_is_found_back(desk: Desk):
    desk.map(MAPPING + '\n[rejects]\ncolumns = ["soort"]\n')
    desk.bring(row(datum="", soort="=boom"))
    assert desk.rejects()[0]["soort"] == "'=boom"


def test_without_rejected_rows_there_is_no_file(desk: Desk):
    assert desk.bring(row())["rejects"] is None
    assert sorted(path.name for path in desk.folder.iterdir()) == ["buiten.csv", "buiten.toml"]


def test_the_rejects_go_where_one_says_also_in_a_dry_run(desk: Desk):
    desk.bring(row(datum=""), words=("--dry-run", "--rejects", "weg.csv"))
    assert [line["code"] for line in desk.rejects("weg.csv")] == ["no_time"]
    assert desk.rejects() == []


@pytest.mark.parametrize("path", ["buiten.csv", "nergens/weg.csv", "."])
def test_the_rejects_never_overwrite_the_file_itself_or_go_nowhere(desk: Desk, path):
    assert desk.bring(row(datum=""), words=("--rejects", path)) == {}
    assert desk.code == 2
    assert (desk.folder / "buiten.csv").read_text().startswith("nummer")


# --- the whole file -----------------------------------------------------------------------------------------------

UNREADABLE = {
    "empty": (b"", "is empty"),
    "no columns": (b"\n\n", "is empty"),
    "other columns": (b"a,b\n1,2\n", "has no column nummer"),
    "a column twice": (as_csv([]).strip().encode() + b",tekst\r\n", "column tekst more than once"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "has no column"),
    "a quote in the head": (b'"a"b,c\n', "is not CSV"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_table_is_one_clear_sentence(desk: Desk, name):
    content, sentence = UNREADABLE[name]
    assert desk.run(desk.file(content)) == {}
    assert (desk.code, sentence in desk.error) == (2, True)


def test_a_missing_or_damaged_file_is_one_clear_sentence(desk: Desk):
    whole = desk.file(
        as_csv([row(nummer=str(n), tekst=str(n) * 50) for n in range(300)]), "a.csv.gz"
    ).read_bytes()
    (desk.folder / "half.csv.gz").write_bytes(whole[: len(whole) // 2])
    (desk.folder / "plain.csv.gz").write_bytes(b"nummer")
    for name, sentence in (("half", "damaged"), ("plain", "not a gzip file"), ("absent", "cannot be read")):
        assert desk.run(desk.folder / f"{name}.csv.gz") == {}
        assert (desk.code, sentence in desk.error) == (2, True), desk.error
    assert desk.run(desk.folder) == {}
    assert "cannot be read" in desk.error


def test_a_gzip_file_made_to_fill_the_machine_is_stopped(desk: Desk, monkeypatch):
    monkeypatch.setattr(reading, "LEAST_LIMIT", 100_000)
    (desk.folder / "bomb.csv.gz").write_bytes(
        gzip.compress(",".join(HEAD).encode() + b"\n" + b"0" * 5_000_000)
    )
    assert desk.run(desk.folder / "bomb.csv.gz") == {}
    assert (desk.code, "200 times" in desk.error) == (2, True)


def test_the_limit_of_the_csv_module_is_put_back(desk: Desk):
    before = csv.field_size_limit(131_072)
    desk.bring(row(tekst="lang " * 30_000))
    assert csv.field_size_limit(before) == 131_072
