"""Forms of one word become one stem, different words stay apart, and nothing that people type breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.words import FAMILY, LONGEST, PARTS, STOP, stems

# The first word is the stem of all.
SAME = [
    ("lantaarn", "lantaarns", "Lantaarntje", "lantaarntjes"),
    ("boom", "bomen", "boompje", "boompjes", "BOMEN"),
    ("stoep", "stoepen", "stoepje"),
    ("tak", "takken", "takje"),
    ("huis", "huizen", "huisje"),
    ("straat", "straten", "straatje"),
    ("brug", "bruggen", "bruggetje"),
    ("weg", "wegen", "weggetje"),
    ("tegel", "tegels", "tegeltje"),
    ("muur", "muren", "muurtje"),
    ("auto", "auto's", "autos", "auto’s", "autootje"),
    ("kapot", "kapotte"),
    ("los", "losse"),
    ("scheef", "scheve"),
    ("groot", "grote"),
    ("vies", "vieze"),
    ("halte", "haltes"),
    ("wagen", "wagens"),
    ("krant", "kranten", "krantje"),
    ("lamp", "lampen", "lampje"),
    ("film", "filmpje"),
    ("gat", "gaten", "gaatje"),
    ("steen", "stenen"),
    ("kamer", "kamers", "kamertje"),
    ("situatie", "situaties"),
    ("brand", "branden", "brandt", "brandde"),
    ("cafe", "café", "cafés"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_forms_of_one_word_have_one_stem(forms):
    assert {tuple(stems(form)) for form in forms} == {(forms[0],)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lantaarnpalen", ["lantaarnpaal", "lantaarn", "paal"]),
        ("hondenpoep", ["hondenpoep", "hond", "poep"]),
        ("verkeersborden", ["verkeersbord", "verkeer", "bord"]),
        ("voetpaden", ["voetpad", "pad"]),
        ("boomstronken", ["boomstronk", "boom"]),
        ("dakkapellen", ["dakkapel"]),
        ("bakker", ["bakker"]),
    ],
)
def test_a_compound_gives_itself_and_the_parts_that_are_known(text, expected):
    assert stems(text) == expected


WHOLE = ("gras", "adres", "kruis", "huis", "fiets", "regen", "haven", "overlast", "schade", "ruimte", "vlees")


@pytest.mark.parametrize("word", WHOLE)
def test_an_end_that_is_no_ending_stays(word):
    assert stems(word)[0] == word


@pytest.mark.parametrize(
    "pair", [("lantaarn", "lamp"), ("put", "pad"), ("boom", "bom"), ("muur", "buur"), ("glad", "glas")]
)
def test_different_words_stay_apart(pair):
    assert stems(pair[0]) != stems(pair[1])


def test_the_order_and_the_number_of_times_are_kept():
    assert stems("De tak ligt op de stoep. Een grote tak!") == ["tak", "stoep", "groot", "tak"]


def test_stop_words_of_both_languages_numbers_and_addresses_are_left_out():
    text = "Ik heb het u op 12-03 gemeld: https://example.org/lamp and the www.example.org, boom@example.org 06-12345678"
    assert stems(text) == []
    assert stems("") == []


@given(st.text(max_size=200))
def test_any_text_gives_plain_words_that_are_no_stop_words(text):
    found = stems(text)
    assert all(0 < len(stem) <= LONGEST + 1 and not stem.isspace() for stem in found)
    assert not set(found) & STOP
    # Case does not count, also where upper case has other letters.
    assert stems(text.casefold()) == found


@given(st.lists(st.sampled_from([form for forms in SAME for form in forms]), max_size=12))
def test_words_do_not_change_each_other(words):
    assert stems(" ".join(words)) == [stem for word in words for stem in stems(word)]


def test_the_lists_hold_only_words_in_the_form_that_a_text_gives():
    assert [part for part in sorted(PARTS) if stems(part)[:1] != [part]] == []
    assert [word for word in sorted(FAMILY) if stems(word)[:1] != [word]] == []


def test_a_word_has_one_family():
    lines: dict[str, set[str]] = {}
    for word, family in FAMILY.items():
        lines.setdefault(family, set()).add(word)
    assert all(stems(family)[0] in members for family, members in lines.items())
