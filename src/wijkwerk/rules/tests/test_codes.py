"""Public codes and BSN: every single error and swap is found, and what is no BSN is left alone."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from wijkwerk.rules.codes import (
    ALPHABET,
    CODE_COUNT,
    clean_code,
    find_bsn,
    is_bsn,
    is_public_code,
    public_code,
)

NUMBERS = st.integers(0, CODE_COUNT - 1)


def test_the_alphabet_is_prime_and_has_no_look_alikes_or_vowels():
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set(ALPHABET) & set("0O1ILUVQAEZSB")


@given(NUMBERS)
@example(0)
@example(CODE_COUNT - 1)
def test_a_code_has_eight_characters_and_passes_its_own_check(number):
    code = public_code(number)
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert is_public_code(code)


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_share_a_code(first, second):
    assume(first != second)
    assert public_code(first) != public_code(second)


@given(NUMBERS)
@example(0)
def test_every_wrong_character_is_found(number):
    code = public_code(number)
    for place in range(8):
        for wrong in set(ALPHABET) - {code[place]}:
            assert not is_public_code(code[:place] + wrong + code[place + 1 :])


@given(NUMBERS)
def test_every_swap_of_neighbours_is_found(number):
    code = public_code(number)
    for place in range(7):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_public_code(swapped) == (swapped == code)


@given(NUMBERS, st.integers(0, 7), st.integers(0, 7))
def test_every_swap_of_any_two_is_found(number, first, second):
    code = list(public_code(number))
    code[first], code[second] = code[second], code[first]
    assert is_public_code("".join(code)) == ("".join(code) == public_code(number))


@pytest.mark.parametrize("number", [-1, CODE_COUNT])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ValueError, match="does not fit"):
        public_code(number)


@given(NUMBERS, st.sampled_from([" ", "-", "\u2013", "\u00a0", " - ", "\u200b"]))
def test_a_code_survives_the_way_people_type_it(number, between):
    code = public_code(number)
    assert clean_code(f" {code[:4].lower()}{between}{code[4:]}\n") == code


@pytest.mark.parametrize(
    "text", ["", "2222222", "222222222", "2222222O", "2222-222", "22222222\n", "cccccccc"]
)
def test_what_has_another_form_is_no_code(text):
    assert not is_public_code(text)


# 111222333 is the example of the government; 123456782 is the well-known one for test data.
@pytest.mark.parametrize("text", ["111222333", "123456782", "012345672"])
def test_known_numbers_pass_the_eleven_test(text):
    assert is_bsn(text)


@pytest.mark.parametrize(
    "text", ["111222334", "000000000", "12345678", "1234567820", "", "123 456 782", "١١١٢٢٢٣٣٣"]
)
def test_other_numbers_do_not(text):
    assert not is_bsn(text)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_eleven_test_agrees_with_the_rule_in_words(text):
    """The first eight digits times 9 to 2, added up, have the last digit as remainder after division by 11."""
    remainder = sum(int(digit) * (9 - place) for place, digit in enumerate(text[:8])) % 11
    assert is_bsn(text) == (remainder == int(text[8]) and int(text) > 0)


@given(st.integers(1, 99_999_999), st.sampled_from(range(9)), st.integers(0, 9))
def test_one_wrong_digit_in_a_bsn_is_always_found(number, place, digit):
    first = f"{number:08}"
    check = sum(int(one) * (9 - at) for at, one in enumerate(first)) % 11
    assume(check < 10)
    bsn = f"{first}{check}"
    wrong = bsn[:place] + str(digit) + bsn[place + 1 :]
    assert is_bsn(bsn)
    assert is_bsn(wrong) == (wrong == bsn)


@pytest.mark.parametrize(
    "text",
    [
        "123456782",
        "Mijn BSN is 123456782.",
        "bsn:123456782, en verder",
        "BSN123456782",
        "1234.56.782",
        "123.456.782",
        "123 456 782",
        "123\u00a0456\u00a0782",
        "1 2 3 4 5 6 7 8 2",
        "(123456782)",
        "Bel 06-12345678 of noteer 123456782",
        "Ik woon op 12 123456782",
        "123456782 06-12345678",
        "06 12345678 123456782",
        "+31612345678 123456782",
        "+32 470123456 123456782",
        "nummer 12\n123456782\n45",
    ],
)
def test_a_bsn_in_a_text_is_found(text):
    assert find_bsn(text) == ["123456782"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen nummer",
        "1234567820",
        "0123456782",
        "1.123.456.782",
        "12 123 456 782",
        "123456782123456782",
        "123456783",
        "06-12345678",
        "0612345678",
        "06 12 34 56 78",
        "030 286 00 00",
        "0900-1234",
        "14 030",
        # Behind the country code stand nine digits that pass the eleven-test.
        "+31 612345671",
        "+31612345671",
        "+31 6 12345671",
        "+31 (0)6 1234 5671",
        "0031 6 1234 5671",
        "0031612345671",
        "+32 123456782",
        "52.123456782",
        "52,123456782",
        "\u20ac 123456782,50",
        "\u20ac 123.456.782,50",
        "1234 AB 56 782",
        "12345-6782",
        "NL91 ABNA 0417 1643 00",
    ],
)
def test_other_digits_are_left_alone(text):
    assert find_bsn(text) == []


def test_the_telephone_number_of_the_test_above_would_pass_the_eleven_test():
    assert is_bsn("612345671")
    assert find_bsn("612345671") == ["612345671"]


def test_all_numbers_in_a_text_are_found_in_order():
    assert find_bsn("Kind 123456782, moeder 111.222.333 en nog eens 123456782") == [
        "123456782",
        "111222333",
        "123456782",
    ]


@given(st.text("0123456789 .,-+()\nab", max_size=60))
def test_whatever_is_found_is_a_bsn_that_stands_there(text):
    kept = "".join(sign for sign in text if sign.isdigit())
    for bsn in find_bsn(text):
        assert is_bsn(bsn)
        assert bsn in kept
