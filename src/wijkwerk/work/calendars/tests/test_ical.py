"""A calendar file is what RFC 5545 asks, whatever people typed: judged by icalendar and by a naive second reader."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from wijkwerk.work.calendars import ical
from wijkwerk.work.calendars.tests.naive_ical import read

KEY = uuid.UUID("0190f0aa-0000-7000-8000-000000000001")
MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOSTILE = [
    "BEGIN:VEVENT\r\nSUMMARY:nep\r\nEND:VEVENT",
    "a\\nb; c, d: e \\ f",
    "é" * 80,
    "\U0001f600" * 40,
    "\x00\x07\u2028\u2029\u202e",
    "\ud83d half",
    "",
    " begint met een spatie",
]


def event(**given_) -> ical.Event:
    return ical.Event(
        key=KEY, host="wijk.example", day=date(2027, 5, 1), changed_at=MOMENT, **{"title": "Schouw", **given_}
    )


def whole(text: str) -> str:
    """What may come out: half characters and control signs as a question mark, every line end as one."""
    found = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() else "?" for sign in found)


def test_it_works_for_a_well_kept_parser_and_for_a_naive_one():
    data = ical.calendar(
        "Kalender, Noord", [event(text="Regel een\nRegel twee; met, tekens", category="schouw")]
    )
    [ours] = read(data)
    book = Calendar.from_ical(data)
    [theirs] = book.walk("VEVENT")
    assert (
        str(book["X-WR-CALNAME"]) == str(book["NAME"]) == "Kalender\\, Noord"
    )  # left as it stands in the file
    assert theirs["SUMMARY"] == ours["SUMMARY"] == "Schouw"
    assert theirs["DESCRIPTION"] == ours["DESCRIPTION"] == "Regel een\nRegel twee; met, tekens"
    assert theirs["UID"] == ours["UID"] == f"{KEY}@wijk.example"
    assert theirs.decoded("DTSTART") == date(2027, 5, 1)
    assert ours["DTSTART;VALUE=DATE"] == "20270501"
    assert theirs.decoded("DTSTAMP") == MOMENT
    assert (theirs["STATUS"], theirs["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert [str(each) for each in theirs["CATEGORIES"].cats] == ["schouw"]


def test_what_is_uncertain_is_tentative_and_an_empty_calendar_is_one_too():
    assert read(ical.calendar("x", [event(certain=False)]))[0]["STATUS"] == "TENTATIVE"
    assert list(Calendar.from_ical(ical.calendar("x", [])).walk("VEVENT")) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_never_become_lines_of_the_file(text: str):
    data = ical.calendar(text, [event(title=text, text=text, category=text)])
    assert len(read(data)) == 1
    [theirs] = Calendar.from_ical(data).walk("VEVENT")
    assert theirs["SUMMARY"] == read(data)[0]["SUMMARY"] == whole(text)


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=400)), max_size=4))
@settings(max_examples=80, deadline=None)
def test_what_goes_in_comes_out_of_both_readers(rows):
    data = ical.calendar("x", [event(title=title, text=text) for title, text in rows])
    ours = read(data)
    theirs = list(Calendar.from_ical(data).walk("VEVENT"))
    expected = [(whole(title), whole(text)) for title, text in rows]
    assert [(each["SUMMARY"], each.get("DESCRIPTION", "")) for each in ours] == expected
    assert [(str(each["SUMMARY"]), str(each.get("DESCRIPTION", ""))) for each in theirs] == expected


@given(st.text(max_size=300))
def test_no_piece_of_a_folded_line_is_over_75_octets_and_together_they_are_the_line(text: str):
    line = "".join(sign for sign in text if sign not in "\r\n").encode("utf-8", "replace").decode()
    pieces = ical.fold(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
