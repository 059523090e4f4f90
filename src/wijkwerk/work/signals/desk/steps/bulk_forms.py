"""What one fills in for a step on many signals at once."""

from typing import Any

from django import forms

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.rules.workflow import Step
from wijkwerk.work.signals.desk.forms import ConfirmForm, NoteForm
from wijkwerk.work.signals.desk.steps.handing_forms import GiveForm
from wijkwerk.work.signals.sections import Themes


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
