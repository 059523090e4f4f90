"""Public codes with a check character, and finding citizen service numbers (BSN) in a text."""

from __future__ import annotations

import re
from typing import Final

# 23 symbols: a prime, so that the weighted sum below finds every single error and every swap of two symbols.
# Left out are vowels, so that no code reads as a word, 0 O Q, 1 I L, U V, and of 2 Z, 5 S, 8 B the letter.
ALPHABET: Final = "23456789CDFGHJKMNPRTWXY"
CODE_LENGTH: Final = 8
CODE_COUNT: Final = len(ALPHABET) ** (CODE_LENGTH - 1)
_PRIME: Final = len(ALPHABET)
_VALUES: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_BETWEEN: Final = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212-]+")

_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_WIDE_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_GAP: Final = r"[ ().-]{0,2}"
# Written with +31 or 0031 a Dutch number leaves nine digits behind the country code, as long as a BSN.
_PHONE: Final = re.compile(
    rf"(?:\+|(?<![0-9])00) ?31{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}[0-9]){{8}}(?![0-9])"
    rf"|\+(?! ?31)[1-9](?:{_GAP}[0-9]){{7,14}}(?![0-9])"
)
# Nine digits in one piece, but no decimals ("52.123456782") and no amount ("123456782,50").
_PIECE: Final = re.compile(r"(?<![0-9])(?<![0-9][.,])[0-9]{9}(?![0-9]|[.,][0-9])")
# A whole row of groups with the same sign between them; a part of a longer row is left alone.
_ROW: Final = re.compile(
    r"(?<![0-9])(?<![0-9][ ,.-])[0-9]+(?:(?: [0-9]+)+|(?:\.[0-9]+)+)(?![0-9]|[ ,.-][0-9])"
)


def public_code(random_number: int) -> str:
    """Return the code of eight characters for a number from 0 up to ``CODE_COUNT`` (23 ** 7, 3.4 milliard).

    Seven characters write the number, the last is a check character. The caller draws the number at random
    (``secrets.randbelow(CODE_COUNT)``), and again when the code is taken. Raises ValueError out of range.
    """
    if not 0 <= random_number < CODE_COUNT:
        raise ValueError("the number does not fit in a code")
    digits = [random_number // _PRIME**place % _PRIME for place in reversed(range(CODE_LENGTH - 1))]
    return "".join(ALPHABET[digit] for digit in [*digits, -_weighted(digits) % _PRIME])


def _weighted(digits: list[int]) -> int:
    # Weights 8 down to 1 all differ and none is 0 modulo 23: hence no error or swap leaves the sum as it was.
    return (
        sum(weight * digit for weight, digit in zip(range(CODE_LENGTH, 0, -1), digits, strict=False)) % _PRIME
    )


def clean_code(text: str) -> str:
    """Return what somebody typed in the form in which codes are stored: upper case, no spaces and hyphens."""
    return _BETWEEN.sub("", text).upper()


def is_public_code(text: str) -> bool:
    """Tell whether ``text``, already cleaned, has the form of a code and the right check character."""
    if len(text) != CODE_LENGTH or not set(text) <= _VALUES.keys():
        return False
    return _weighted([_VALUES[symbol] for symbol in text]) == 0


def is_bsn(text: str) -> bool:
    """Tell whether ``text`` is nine digits that pass the eleven-test of the BSN (weights 9 to 2 and -1)."""
    if not re.fullmatch(r"[0-9]{9}", text) or text == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, text, strict=True)) % 11 == 0


def find_bsn(text: str) -> list[str]:
    """Return every BSN in ``text``, as nine digits, in order of appearance.

    Finds nine digits in one piece, or all groups of a row with single spaces or single dots between them.
    Passes over longer rows of digits, telephone numbers (also with +31), decimals and amounts. One in eleven
    other numbers of nine digits passes the eleven-test by chance: the message to the writer asks, it does not
    accuse.
    """
    text = _PHONE.sub("#", text.translate(_WIDE_SPACES))
    matches = sorted([*_PIECE.finditer(text), *_ROW.finditer(text)], key=re.Match.start)
    return [digits for match in matches if is_bsn(digits := match[0].replace(" ", "").replace(".", ""))]
