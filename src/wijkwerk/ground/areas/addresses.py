"""Find a street or known place by what somebody typed: first letters, without accents, capitals or house number."""

import re
import unicodedata
from typing import Final

from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality, Street

MOST_FOUND: Final = 10
MOST_TYPED: Final = 120
# What stands behind such a word says where along the street: "Lindelaan bij de school".
BESIDE: Final = frozenset(
    [
        "bij",
        "naast",
        "tegenover",
        "voor",
        "achter",
        "hoek",
        "ter",
        "tussen",
        "vlakbij",
        "naar",
        "op",
        "aan",
        "in",
    ]
)


def searchable(text: str) -> str:
    """Return the form in which streets are searched (`Street.search`): lower case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text[:MOST_TYPED]).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’`")
    return " ".join(re.findall(r"[^\W_]+", letters))[:MOST_TYPED]


def find_address(municipality: Municipality, text: str) -> list[Street]:
    """Return at most ten streets in which each typed word begins a word; the best first.

    House number, postal code, place and "bij de school" after the street are left out; a number of the name is not:
    "Plein 1944 12" finds Plein 1944, "1e Lindendwarsstraat 3a" finds that street.
    """
    tries = _readings(text, municipality.name)
    if not tries:
        return []
    # The shortest reading finds all that the longer ones can find, so one statement is enough.
    rows = Street.objects.filter(municipality=municipality)
    for word in tries[-1]:
        rows = rows.filter(Q(search__startswith=word) | Q(search__contains=f" {word}"))
    found = list(rows.order_by("search", "id"))
    for words in tries:
        if fitting := [street for street in found if _fits(street.search, words)]:
            return sorted(fitting, key=lambda street: _rank(street.search, words))[:MOST_FOUND]
    return []


def _readings(text: str, town: str) -> list[list[str]]:
    """Ways to read the typed words as a street, the longest first; each is the beginning of the one before."""
    words = searchable(text).split()
    ends = [place for place, word in enumerate(words) if word[0].isdigit() or word in BESIDE]
    place_words = searchable(town).split()
    if len(words) > len(place_words) and words[-len(place_words) :] == place_words:
        ends.append(len(words) - len(place_words))
    lengths = sorted({*ends, len(words)} - {0}, reverse=True)
    return [words[:length] for length in lengths]


def _fits(search: str, words: list[str]) -> bool:
    parts = search.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _rank(search: str, words: list[str]) -> tuple[bool, str]:
    typed = " ".join(words)
    return not search.startswith(typed), search
