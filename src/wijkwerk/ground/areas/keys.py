"""Short keys of areas: a counter per municipality in base 32. A key is given once and never changes."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def write(number: int) -> str:
    """A whole number above zero as a key."""
    signs = ""
    while number:
        number, digit = divmod(number, len(SIGNS))
        signs = SIGNS[digit] + signs
    return signs


def read(key: str) -> int:
    """The number of a key; 0 for a key that this counter did not give."""
    number = 0
    for sign in key:
        digit = SIGNS.find(sign)
        if digit < 0:
            return 0
        number = number * len(SIGNS) + digit
    return number


def after(used: Iterable[str]) -> Iterator[str]:
    """Keys that come after all that were used."""
    taken = set(used)
    numbers = count(1 + max((read(key) for key in taken), default=0))
    return (key for key in map(write, numbers) if key not in taken)
