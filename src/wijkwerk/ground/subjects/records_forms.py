"""Forms of the records keeper: a reason, and a code where one is needed."""

from typing import Any

from django import forms

from wijkwerk.ground.people.forms import OnceForm
from wijkwerk.rules.codes import CODE_LENGTH, clean_code, is_public_code

MISTYPED = "Deze code bestaat niet. Kijk of er een teken verkeerd staat."
NO_NAMES = "Een of twee zinnen, zonder namen. Het blijft bewaard."


class WhyForm(OnceForm):
    """Why?"""

    use_required_attribute = False

    why = forms.CharField(
        label="Waarom?",
        help_text=NO_NAMES,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf kort waarom. Noem geen namen."},
    )


class HoldForm(WhyForm):
    """Which dossier is put on hold, and why."""

    code = forms.CharField(
        label="Code van het dossier",
        help_text="De acht tekens van de melding, zoals B4RT-7K2H.",
        max_length=20,
        error_messages={"required": "Vul de code van het dossier in."},
    )
    field_order = ("code", "why")

    def clean_code(self) -> str:
        code = clean_code(str(self.cleaned_data["code"]))
        if not is_public_code(code):
            whole = len(code) == CODE_LENGTH
            raise forms.ValidationError(
                MISTYPED if whole else "Dit is geen code. Een code heeft acht tekens."
            )
        return code


class SureForm(OnceForm):
    """Only a yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
