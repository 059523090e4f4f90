"""What one fills in for a step on many signals at once."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.rules.workflow import Step
from wijkwerk.work.signals.desk.forms import ConfirmForm, NoteForm
from wijkwerk.work.signals.desk.handing_forms import GiveForm
from wijkwerk.work.signals.sections import Themes


@dataclass(frozen=True)
class Words:
    """A step in bulk: its key in the address, what one chooses, the title, the button, and what it does to a signal."""

    step: Step
    key: str
    label: str
    title: str
    button: str
    done: str
    text: str = ""


STEPS: Final = {
    words.key: words
    for words in (
        Words(
            Step.TAKE, "neem", "Neem ze zelf", "Neem deze meldingen", "Ik heb ze", "genomen",
            "De melders zien dan uw naam en uw team.",
        ),
        Words(
            Step.GIVE, "geef", "Geef ze door", "Geef deze meldingen door", "Vraag het", "doorgegeven",
            "Tot zij bevestigen, blijven de meldingen waar zij nu zijn.",
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


class ThemeForm(OnceForm):
    """One theme for all of them."""

    theme = forms.ChoiceField(
        label="Welk thema?",
        error_messages={
            "required": "Kies een thema.",
            "invalid_choice": "Dit thema is er niet. Kies een ander.",
        },
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        themes = current(municipality).part(Themes)
        field.choices = [("", "Kies een thema"), *((each.key, each.label) for each in themes if each.active)]


def form_for(step: Step, data: Any, municipality: Municipality, *, care: bool) -> Any:
    """The form of a step. `care`: all that was chosen belongs to the care line, and so may only go to its teams."""
    if step == Step.GIVE:
        return GiveForm(data, municipality=municipality, care=care)
    if step == Step.CLASSIFY:
        return ThemeForm(data, municipality=municipality)
    return NoteForm(data) if step == Step.NOTE else ConfirmForm(data)
