"""What changed between two versions is said word by word, and both versions can be read back from it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.changes import MOST_STEPS, RowChange, Work, compared, compared_rows

texts = st.text(alphabet="ab \n.", max_size=80)


@given(texts, texts)
def test_both_texts_stand_in_the_pieces(before, after):
    pieces = compared(before, after)
    assert "".join(each.text for each in pieces if each.kind != "added") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after


@given(texts, texts)
def test_neighbours_differ_in_kind_and_none_is_empty(before, after):
    pieces = compared(before, after)
    assert all(first.kind != second.kind for first, second in itertools.pairwise(pieces))
    assert all(each.text for each in pieces)


@given(texts)
def test_the_same_text_has_no_changes(text):
    assert [each.kind for each in compared(text, text)] == (["same"] if text else [])


def test_a_sentence_that_changed_one_word():
    kinds = [(each.kind, each.text) for each in compared("Klaar in mei 2027.", "Klaar in juni 2027.")]
    assert kinds == [("same", "Klaar in "), ("gone", "mei"), ("added", "juni"), ("same", " 2027.")]


def test_in_a_very_long_text_the_word_that_changed_is_found_in_its_line():
    before = "\n".join(f"regel {number} met woorden" for number in range(4000))
    after = before.replace("regel 7 met", "regel zeven met")
    found = [(each.kind, each.text) for each in compared(before, after) if each.kind != "same"]
    assert found == [("gone", "7"), ("added", "zeven")]


def test_what_changed_in_one_line_leaves_the_others_whole():
    found = compared("Een.\nIn mei klaar.\nDrie.", "Een.\nIn juni klaar.\nDrie.")
    assert [each.text for each in found if each.kind == "same"] == ["Een.\nIn ", " klaar.\nDrie."]


def _edited(text: str) -> str:
    """Every tenth word another one."""
    return " ".join(f"x{word}" if at % 10 == 0 else word for at, word in enumerate(text.split(" ")))


WORDS = " ".join(f"woord{at % 40}" for at in range(2500))


def test_a_long_text_with_a_tenth_of_its_words_edited_is_compared_by_word():
    work = Work()
    found = compared(WORDS, _edited(WORDS), work)
    assert len([each for each in found if each.kind == "same"]) == 250
    assert MOST_STEPS - work.left < MOST_STEPS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 9900, "b\na\n" * 4950),
        ("a\nb\n" * 4950, "b\nb\na\n" * 3300),
        ("a " * 9900, "b a a " * 3300),
        (" ".join(map(str, range(4000))), " ".join(map(str, reversed(range(4000))))),
    ],
)
def test_no_text_costs_more_than_the_most_steps(before, after):
    work = Work()
    pieces = compared(before, after, work)
    assert "".join(each.text for each in pieces if each.kind != "added") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after
    assert MOST_STEPS - work.left <= MOST_STEPS + len(before)


def test_what_is_too_much_work_is_shown_whole():
    found = compared("een twee drie", "vier vijf een", Work(left=3))
    assert [(each.kind, each.text) for each in found] == [
        ("gone", "een twee drie"),
        ("added", "vier vijf een"),
    ]


rows = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries({"title": st.sampled_from("xy"), "team": st.sampled_from("pq")}),
)


@given(rows, rows)
def test_rows_that_came_went_or_changed_are_each_named_once(before, after):
    found = compared_rows(before, after)
    assert {each.key for each in found if each.kind == "added"} == set(after) - set(before)
    assert {each.key for each in found if each.kind == "gone"} == set(before) - set(after)
    assert {each.key for each in found if each.kind == "changed"} == {
        key for key in set(before) & set(after) if before[key] != after[key]
    }
    assert len({each.key for each in found}) == len(found)


def test_a_changed_row_says_which_fields():
    before, after = {"a": {"title": "x", "team": "p"}}, {"a": {"title": "x", "team": "q"}}
    assert compared_rows(before, after) == [RowChange("a", "changed", ("team",))]
