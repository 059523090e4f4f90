"""Whether an action is SMART, said with a mild tongue (I41): what is clear already, and what one could add.

Source: workbook 004 §3.5: actions of a work agenda are as specific, measurable, acceptable, realistic and bound to a time
as they can be; "n.t.b." is allowed and shown as open. Nothing here ever refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

# Words that say little about what will be done, and what one could ask instead.
VAGUE: Final = (
    *(
        "aandacht",
        "stimuleren",
        "bevorderen",
        "faciliteren",
        "inzetten",
        "onderzoeken",
        "verkennen",
        "oppakken",
    ),
    *(
        "bekijken",
        "verbeteren",
        "versterken",
        "aanpakken",
        "optimaliseren",
        "borgen",
        "agenderen",
        "meenemen",
    ),
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(
    r"\d|\b(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|helft|elke|iedere|wekelijks|maandelijks)\b"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One letter of SMART: whether it is clear, and a friendly question when it is not yet."""

    letter: str
    word: str
    clear: bool
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What is known of an action. ``money`` in euro; None = nobody said. ``agreed``: somebody who must do it said yes."""

    what: str
    indicator: str = ""
    target: str = ""
    owner: bool = True
    agreed: bool = False
    money: float | None = None
    due: date | None = None


def smart(action: Action) -> list[Remark]:
    """Return five remarks, in the order of the letters."""
    words = [word.casefold() for word in _WORD.findall(action.what)]
    vague = [word for word in words if word in VAGUE]
    specific = len(words) >= 3 and not vague
    says = (
        f"‘{vague[0]}’ kan veel betekenen. Wat gaat iemand doen?"
        if vague
        else "Wat gaat iemand precies doen?"
    )
    counted = bool(
        action.indicator.strip() or action.target.strip() or _NUMBER.search(action.what.casefold())
    )
    return [
        Remark("S", "Specifiek", specific, "" if specific else says),
        Remark("M", "Meetbaar", counted, "" if counted else "Waaraan ziet u straks dat het gelukt is?"),
        Remark(
            "A",
            "Acceptabel",
            action.agreed,
            "" if action.agreed else "Wie moet hier ja op zeggen? Weet die het al?",
        ),
        Remark(
            "R",
            "Realistisch",
            action.money is not None,
            ""
            if action.money is not None
            else "Wat kost het, en waar komt dat vandaan? Kost het niets? Vul dan 0 in.",
        ),
        Remark(
            "T",
            "Tijdsgebonden",
            action.due is not None,
            "" if action.due is not None else "Nog te bepalen. Dat mag. Wanneer weet u het wel?",
        ),
    ]
