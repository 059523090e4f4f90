"""Theme suggestions: the sums are those of the book, rare words are forgotten, and none is offered that is often wrong."""

from __future__ import annotations

import json
from collections import Counter
from math import exp, log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.suggest import ENOUGH, Measured, Model, Suggestion, measure, threshold, train

# The example of Introduction to Information Retrieval, table 13.1.
CHINA = [
    ("china", ["chinese", "beijing", "chinese"]),
    ("china", ["chinese", "chinese", "shanghai"]),
    ("china", ["chinese", "macao"]),
    ("not", ["tokyo", "japan", "chinese"]),
]
TOWN = [
    *(("groen", ["boom", "tak", "stoep"]) for _ in range(12)),
    *(("afval", ["container", "vol", "stoep"]) for _ in range(6)),
    *(("licht", ["lantaarn", "donker"]) for _ in range(6)),
    ("groen", ["boom", "jansen"]),
]


def test_the_example_of_the_book():
    scores = train(CHINA, fewest=1).scores(["chinese", "chinese", "chinese", "tokyo", "japan"])
    assert exp(scores["china"]) == pytest.approx(3 / 4 * (3 / 7) ** 3 / 14 / 14)
    assert exp(scores["not"]) == pytest.approx(1 / 4 * (2 / 9) ** 3 * 2 / 9 * 2 / 9)
    assert max(scores, key=scores.__getitem__) == "china"


def test_a_suggestion_has_its_theme_and_the_words_that_speak_for_it():
    found = train(TOWN).suggest(["tak", "boom", "stoep", "boom", "onbekend"])
    assert found is not None
    assert (found.theme, found.because) == ("groen", ("boom", "tak", "stoep"))
    assert 0.9 < found.sure < 1


def test_nothing_is_suggested_without_a_known_word_a_choice_or_enough_sureness():
    model = train(TOWN)
    assert model.suggest([]) is None
    assert model.suggest(["onbekend"]) is None
    found = model.suggest(["stoep"])
    assert found is not None
    assert found.sure < 0.8
    assert model.suggest(["stoep"], floor=0.8) is None
    assert model.suggest(["stoep"], floor=found.sure) == found
    assert train([("groen", ["boom"])] * 9).suggest(["boom"]) is None
    assert train([]).suggest(["boom"]) is None
    assert train([]).scores(["boom"]) == {}


def test_a_word_in_fewer_than_five_signals_is_not_kept():
    rows = [*TOWN, *(("afval", ["pietersen"]) for _ in range(4)), ("afval", ["vaak"] * 20)]
    model = train(rows)
    assert not {"jansen", "pietersen", "vaak"} & set(model.words)
    assert "pietersen" in train([*rows, ("groen", ["pietersen"])]).words
    assert "jansen" not in json.dumps(model.as_plain())
    with pytest.raises(ValueError, match="at least one signal"):
        train(rows, fewest=0)


def test_the_words_that_tell_most_are_kept_when_there_are_too_many():
    rows = [(theme, [*stems, "altijd"]) for theme, stems in TOWN]
    assert "altijd" in train(rows).words
    # One theme each or half of them: "donker" and "lantaarn" tell as much, so the alphabet decides.
    assert set(train(rows, most=2).words) == {"boom", "tak"}
    assert "altijd" not in train(rows, most=7).words
    assert len(train(rows, most=7).words) == 7


# --- the plain form -------------------------------------------------------------------------------------


def test_the_plain_form_goes_through_json_and_back():
    model = train(TOWN)
    again = Model.from_plain(json.loads(json.dumps(model.as_plain())))
    assert again == model
    assert again.suggest(["tak", "stoep"]) == model.suggest(["tak", "stoep"])


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"themes": ["groen"]},
        {"themes": ["groen", "groen"]},
        {"themes": 3},
        {"signals": [1, 0]},
        {"signals": [1, "2"]},
        {"signals": [1, True]},
        {"words": ["boom"]},
        {"words": {"boom": [0]}},
        {"words": {"boom": [2, 5]}},
        {"words": {"boom": [-1, 5]}},
        {"words": {"boom": [0, -5]}},
        {"words": {"boom": "ab"}},
        {"words": {"boom": 7}},
    ],
)
def test_a_plain_form_that_is_none_is_refused(change):
    good = {"version": 1, "themes": ["afval", "groen"], "signals": [1, 2], "words": {"boom": [1, 5]}}
    assert Model.from_plain(good).words == {"boom": {1: 5}}
    with pytest.raises(ValueError, match=r".+"):
        Model.from_plain({**good, **change})
    for name in good:
        with pytest.raises(ValueError, match="not a model"):
            Model.from_plain({key: value for key, value in good.items() if key != name})


# --- the naive judge ------------------------------------------------------------------------------------

WORD = st.sampled_from(["boom", "tak", "put", "lamp", "vuil", "hek"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["x", "y", "z"]), st.lists(WORD, max_size=6)), min_size=1, max_size=40
)


def naive(rows, stems, fewest):
    """Chances multiplied and not added, counted anew for each word; no bound on the number of words."""
    words = {word for _, row in rows for word in row}
    kept = {word for word in words if sum(word in row for _, row in rows) >= fewest}
    chances = {}
    for theme in {theme for theme, _ in rows}:
        mine = [row for name, row in rows if name == theme]
        said = [word for row in mine for word in row if word in kept]
        each = [(said.count(word) + 1) / (len(said) + len(kept)) for word in stems if word in kept]
        chances[theme] = len(mine) / len(rows) * prod(each)
    return chances, [word for word in stems if word in kept]


@given(ROWS, st.lists(WORD, max_size=6), st.integers(1, 6))
def test_a_second_implementation_gives_the_same_numbers(rows, stems, fewest):
    model = train(rows, fewest=fewest)
    chances, known = naive(rows, stems, fewest)
    scores = model.scores(stems)
    assert scores == pytest.approx({theme: log(chance) for theme, chance in chances.items()})
    found = model.suggest(stems)
    assert (found is not None) == (bool(known) and len(chances) > 1)
    if found:
        assert found.sure == pytest.approx(max(chances.values()) / sum(chances.values()))
        assert chances[found.theme] == pytest.approx(max(chances.values()))


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter_to_a_model(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert train(shuffled, fewest=2) == train(rows, fewest=2)


# --- measuring ------------------------------------------------------------------------------------------


def clear(number):
    """Rows whose theme shows from their words, each third one of each theme."""
    each = [("groen", ["boom", "tak"]), ("afval", ["vol", "zak"]), ("licht", ["lamp", "uit"])]
    return [each[at % 3] for at in range(number)]


def test_the_threshold_is_off_without_enough_that_was_right():
    assert threshold([]) is None
    assert threshold(clear(60)) is None
    assert threshold(clear(300)) is not None
    # Nothing in the words tells the theme: half is right, and that is not enough.
    toss = [(theme, ["iets"]) for theme in ("groen", "afval") for _ in range(2)] * 100
    assert threshold(toss, wanted=0.8) is None
    assert threshold(toss, wanted=0.4) is not None


def test_the_threshold_lets_sure_suggestions_through_and_holds_doubtful_ones():
    doubtful = [("groen", ["iets"]), ("afval", ["iets"]), ("groen", ["iets"])]
    rows = [row for at in range(200) for row in (*clear(3), doubtful[at % 3])]
    floor = threshold(rows, wanted=0.99)
    assert floor is not None
    model = train(rows)
    assert model.suggest(["boom", "tak"], floor) is not None
    assert model.suggest(["iets"], floor) is None


def test_a_few_lucky_ones_are_not_enough_for_a_threshold():
    # 85 % of some fifty right may be chance when 80 % is wanted; 85 % of thousands is none.
    mixed = [("groen", ["boom"])] * 17 + [("afval", ["boom"])] * 3
    few = [*mixed * 5, *[("afval", ["vol"])] * 5]
    assert threshold(few, wanted=0.8) is None
    assert threshold(few, wanted=0.7) is not None
    assert threshold(mixed * 200, wanted=0.8) is not None


def test_measuring_counts_per_theme_and_learns_nothing_from_what_is_held_out():
    rows = [*clear(300), *[("afval", ["boom", "tak"])] * 75]
    measured = measure(rows, share=0.2)
    assert (measured.right, measured.suggested, measured.of) == (0, 75, 75)
    assert measured.per_theme == {"afval": (0, 75, 75)}
    assert (measured.accuracy, measured.offered) == (0.0, 1.0)


def test_with_a_seed_the_held_out_rows_are_drawn_and_the_draw_can_be_repeated():
    rows = clear(300)
    assert measure(rows).per_theme == dict.fromkeys(("afval", "groen", "licht"), (20, 20, 20))
    drawn = measure(rows, seed=7)
    assert (drawn.right, drawn.suggested, drawn.of) == (60, 60, 60)
    assert drawn.per_theme != measure(rows).per_theme
    assert drawn == measure(rows, seed=7) != measure(rows, seed=8)
    assert tuple(map(sum, zip(*drawn.per_theme.values(), strict=True))) == (60, 60, 60)


def test_measuring_without_enough_history_says_that_nothing_was_offered():
    measured = measure(clear(ENOUGH))
    assert measured == Measured(0, 0, 10, None, {"afval": (0, 0, 4), "groen": (0, 0, 3), "licht": (0, 0, 3)})
    assert (measured.accuracy, measured.offered, measure([]).offered) == (0.0, 0.0, 0.0)
    for share in (0, 1, -1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            measure(TOWN, share=share)


def test_between_equal_themes_the_alphabet_decides():
    rows = [(theme, ["boom", "tak"]) for theme in ("b", "a", "c")] * 5
    assert train(rows).suggest(["boom"]) == Suggestion("a", pytest.approx(1 / 3), ())
    assert Counter(theme for theme, _ in rows) == {"a": 5, "b": 5, "c": 5}
