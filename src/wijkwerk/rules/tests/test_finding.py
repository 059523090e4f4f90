"""What was written is found by the words that stand in it, and a question is never more than words (RELIABILITY 25)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.finding import Term, kept_words, name_key, phone_digits, snippet, terms
from wijkwerk.rules.words import STOP

SAFE = re.compile(r"[^\W_]+")


def holds(text: str, question: str) -> bool:
    """As a database would say it."""
    kept = kept_words([text]).split()
    wanted = terms(question)
    return bool(wanted) and all(term.fits(kept) for term in wanted)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("De lantaarnpalen zijn kapot", "lantaarn"),
        ("De lantaarnpalen zijn kapot", "Lantaarnpaal kapot"),
        ("Er staan twee bomen scheef", "boom"),
        ("Lindelaan 12", "linde"),
        ("Lindelaan 12", "lindelaan 12"),
        ("Café de Één", "cafe"),
        ("Auto’s rijden te hard", "autos"),
        ("Op de Brink 4a", "brink 4a"),
    ],
)
def test_a_word_is_found_in_all_its_forms(text: str, question: str) -> None:
    assert holds(text, question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("De lantaarn is kapot", "boom"),
        ("De lantaarn is kapot", "lantaarn boom"),
        ("Lindelaan 125", "lindelaan 12"),
        ("Lindelaan", "linde kapot"),
        ("Bel mij: 0612345678", "0612345678"),
        ("De melding van de gemeente", "de gemeente"),
    ],
)
def test_what_does_not_fit_is_not_found(text: str, question: str) -> None:
    assert not holds(text, question)


@given(st.text(max_size=200))
def test_every_word_that_is_kept_and_asked_holds_letters_and_digits_only(text: str) -> None:
    for word in kept_words([text]).split():
        assert SAFE.fullmatch(word)
        assert word == word.casefold()
    for term in terms(text):
        assert SAFE.fullmatch(term.whole)
        assert not term.start or SAFE.fullmatch(term.start)


@given(
    st.lists(
        st.sampled_from(["lantaarn", "bomen", "Lindelaan", "12", "auto's", "école", "STRASSE"]), min_size=1
    )
)
def test_a_text_is_found_by_each_of_its_words(words: list[str]) -> None:
    text = ", ".join(words)
    for word in words:
        assert holds(text, word)
        assert [piece for piece in snippet(text, terms(word)) if piece.hit]


@given(st.text(max_size=300), st.text(max_size=40))
def test_a_snippet_is_a_part_of_the_text(text: str, question: str) -> None:
    pieces = snippet(text, terms(question))
    whole = "".join(piece.text for piece in pieces)
    assert whole.removeprefix("… ").removesuffix(" …") in text


def test_a_snippet_marks_each_hit_near_the_first() -> None:
    text = "woord " * 60 + "de boom staat scheef naast twee bomen " + "woord " * 60
    pieces = snippet(text, terms("boom"))
    assert [piece.text for piece in pieces if piece.hit] == ["boom", "bomen"]
    assert len("".join(piece.text for piece in pieces)) < 250


def test_a_question_of_words_that_say_nothing_is_empty() -> None:
    assert terms(" ".join(sorted(STOP)[:50])) == []
    assert terms("") == terms("* : ^ - ( ) \" '") == []
    assert terms("scho") == [Term("scho", "scho")]
    assert len(terms(" ".join(f"woord{letter}" for letter in "abcdefghijklmnop"))) == 8


@pytest.mark.parametrize(
    "text", ["06 12 34 56 78", "+31 6 12345678", "0031612345678", "06-12345678", "+31 (0)6 12345678"]
)
def test_a_telephone_number_is_the_same_however_it_is_written(text: str) -> None:
    assert phone_digits(text) == "0612345678"


def test_a_name_is_looked_up_without_capitals_and_marks() -> None:
    assert name_key("  Zoë  D’Hôtel-Maïs ") == "zoe dhotel mais"
    assert phone_digits("geen nummer") == name_key("12") == ""
