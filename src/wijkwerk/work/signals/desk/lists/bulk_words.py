"""The steps that can be done on many signals at once, in the words of the screen."""

from dataclasses import dataclass
from typing import Final

from wijkwerk.rules.workflow import Step


@dataclass(frozen=True)
class Words:
    """A step in bulk: its key in the address, what one chooses, the title, the button, and what it does to a signal.

    `asked`: somebody must say yes first, so that nothing is done yet.
    """

    step: Step
    key: str
    label: str
    title: str
    button: str
    done: str
    text: str = ""
    asked: bool = False


STEPS: Final = {
    words.key: words
    for words in (
        Words(
            Step.TAKE, "neem", "Neem ze zelf", "Neem deze meldingen", "Ik heb ze", "genomen",
            "De melders zien dan uw naam en uw team.",
        ),
        Words(
            Step.GIVE, "geef", "Geef ze door", "Geef deze meldingen door", "Vraag het", "doorgegeven",
            "Tot zij bevestigen, blijven de meldingen waar zij nu zijn.", asked=True,
        ),
        Words(
            Step.CLASSIFY, "thema", "Geef ze een ander thema", "Geef deze meldingen een ander thema",
            "Verander het thema", "veranderd",
            "De termijn en de bewaartijd gaan mee met het thema. De eigenaar blijft dezelfde.",
        ),
        Words(
            Step.NOTE, "notitie", "Schrijf er een notitie bij", "Schrijf een notitie bij deze meldingen",
            "Bewaar de notitie", "voorzien van uw notitie", "Een notitie kunt u niet ongedaan maken.",
        ),
    )
}  # fmt: skip
