"""Forms for what is not ours to answer, and for what cannot wait."""

from typing import Any

from django import forms

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.sections import Formal, Formals


class ForwardForm(OnceForm):
    """What kind of formal matter it is."""

    formal_kind = forms.ChoiceField(
        label="Wat is het?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat voor officieel bericht dit is."},
    )
    why = area(
        3,
        label="Waaraan ziet u dat?",
        help_text="Voor uw collega’s. De melder leest dit niet.",
        max_length=500,
        error_messages={"required": "Schrijf kort waarom dit een officieel bericht is."},
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = list(current(municipality).part(Formals))
        field: Any = self.fields["formal_kind"]
        field.choices = [(way.key.value, way.label) for way in ways]
        field.widget.hints = {
            way.key.value: f"Gaat naar {way.to}. Termijn: {term_words(way)}." for way in ways
        }


def term_words(way: Formal) -> str:
    """A legal term in words: "6 weken", "1 maand"."""
    if way.weeks:
        return "1 week" if way.weeks == 1 else f"{way.weeks} weken"
    return "1 maand" if way.months == 1 else f"{way.months} maanden"


class UnforwardForm(OnceForm):
    """A mistake, with the reason."""

    why = area(
        3,
        label="Waarom is het toch geen officieel bericht?",
        help_text="De melder leest dit.",
        max_length=500,
        error_messages={"required": "Schrijf kort waarom. De melder leest dit."},
    )


class RegisterForm(OnceForm):
    """Where it is followed from now on."""

    external_system = Text(
        label="In welk systeem staat het?",
        help_text="Bijvoorbeeld: het zaaksysteem.",
        max_length=60,
        error_messages={"required": "Vul in in welk systeem het staat."},
    )
    external_ref = forms.CharField(
        label="Wat is het kenmerk daar?",
        help_text="Het zaaknummer. De melder ziet dit ook.",
        max_length=120,
        error_messages={"required": "Vul het kenmerk in."},
    )


class RedirectForm(OnceForm):
    """Who has it now, and how the asker reaches them."""

    where = Text(
        label="Welke organisatie?",
        help_text="Bijvoorbeeld: de provincie, een woningcorporatie of het waterschap.",
        max_length=120,
        error_messages={"required": "Vul in welke organisatie het heeft."},
    )
    contact = Text(
        label="Hoe bereikt de melder hen?",
        help_text="Een telefoonnummer of een webadres. Geen naam van een collega daar.",
        max_length=200,
        error_messages={"required": "Vul in hoe de melder hen bereikt."},
    )
    why = area(
        3,
        label="Waarom hoort het daar?",
        help_text="De melder leest dit.",
        max_length=500,
        error_messages={"required": "Schrijf kort waarom het daar hoort."},
    )
    external_ref = forms.CharField(
        label="Kenmerk",
        help_text="Van uw brief, of van de ander. Bij een officieel bericht moet dit.",
        max_length=120,
        required=False,
    )


class UrgentForm(OnceForm):
    """Why it cannot wait, or can."""

    why = area(
        2,
        label="Waarom?",
        help_text="Voor uw collega’s. De melder leest dit niet.",
        max_length=300,
        error_messages={"required": "Schrijf kort waarom."},
    )
