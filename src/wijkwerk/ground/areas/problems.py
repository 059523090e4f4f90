"""What is wrong in a settings document, and where, in words that an administrator understands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Loc = tuple[int | str, ...]

WORDS: Mapping[str, str] = {
    "missing": "Dit ontbreekt.",
    "extra_forbidden": "Dit veld kennen wij niet.",
    "string_type": "Dit moet tekst zijn. Zet cijfers en datums tussen aanhalingstekens.",
    "string_too_short": "Vul dit in.",
    "string_too_long": "Dit is te lang. Het mag {max_length} tekens zijn.",
    "string_pattern_mismatch": "Deze waarde heeft niet de goede vorm.",
    "int_type": "Dit moet een heel getal zijn.",
    "int_parsing": "Dit moet een heel getal zijn.",
    "int_from_float": "Dit moet een heel getal zijn.",
    "bool_type": "Dit moet waar (true) of niet waar (false) zijn.",
    "bool_parsing": "Dit moet waar (true) of niet waar (false) zijn.",
    "greater_than_equal": "Dit moet {ge} of meer zijn.",
    "less_than_equal": "Dit mag {le} of minder zijn.",
    "literal_error": "Dit moet een van deze zijn: {expected}.",
    "enum": "Dit moet een van deze zijn: {expected}.",
    "too_short": "Dit moeten er {min_length} of meer zijn.",
    "too_long": "Dit mogen er {max_length} zijn.",
    "tuple_type": "Dit moet een lijst zijn.",
    "list_type": "Dit moet een lijst zijn.",
    "dict_type": "Dit moet een rij namen met waarden zijn.",
    "model_type": "Dit moet een rij namen met waarden zijn.",
    "model_attributes_type": "Dit moet een rij namen met waarden zijn.",
}
UNKNOWN = "Deze waarde klopt niet."


@dataclass(frozen=True)
class Problem:
    """`path` is for people, `loc` the same place in steps: names, and numbers of items from 0."""

    path: str
    message: str
    loc: Loc = ()

    @classmethod
    def at(cls, loc: Loc, message: str) -> "Problem":
        return cls(".".join(str(step) for step in loc), message, loc)


def in_dutch(error: Mapping[str, Any]) -> str:
    """The words for one error of pydantic; an error of our own is Dutch already."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    known = WORDS.get(error["type"], UNKNOWN)
    given = {key: str(value).replace(" or ", " of ") for key, value in error.get("ctx", {}).items()}
    return known.format(**given)


def unfit_signs(value: Any, loc: Loc = ()) -> list[Problem]:
    """Texts with signs that no database or page can hold: control characters and halves of a character."""
    if isinstance(value, str):
        return [Problem.at(loc, "Hier staat een onzichtbaar teken. Haal het weg.")] if _unfit(value) else []
    if isinstance(value, Mapping):
        pairs = [(str(key), child) for key, child in value.items()]
        names = [
            Problem.at(loc, "Hier staat een onzichtbaar teken. Haal het weg.")
            for key, _ in pairs
            if _unfit(key)
        ]
        return names + [found for key, child in pairs for found in unfit_signs(child, (*loc, key))]
    if isinstance(value, list | tuple):
        return [found for number, child in enumerate(value) for found in unfit_signs(child, (*loc, number))]
    return []


def _unfit(text: str) -> bool:
    return any(
        (sign < " " and sign not in "\n\r\t") or "\ud800" <= sign <= "\udfff" or sign == "\x7f"
        for sign in text
    )
