"""What a form says when nobody wrote better words for its field: short, with what to do (B1)."""

from django import forms
from django.core import validators

GIVE = "Vul dit in."
CHOOSE = "Kies er één."
GONE = "Dit kunt u hier niet kiezen. Kies iets anders."
TOO_LONG = "Dit is te lang. Het mag %(limit_value)s tekens zijn, het zijn er nu %(show_value)s."
TOO_SHORT = "Dit is te kort. Het moet ten minste %(limit_value)s tekens zijn."
AT_MOST = "Vul hoogstens %(limit_value)s in."
AT_LEAST = "Vul ten minste %(limit_value)s in."
BAD_SIGN = "Er staat een teken in dat wij niet kunnen bewaren. Typ het opnieuw."
NUMBER = "Vul een getal in, zoals 25."
EMAIL = "Vul een e-mailadres in, zoals naam@voorbeeld.nl."
ADDRESS = "Vul een webadres in, zoals https://www.voorbeeld.nl."

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": GIVE},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": GONE},
    forms.MultipleChoiceField: {"required": "Kies er ten minste één.", "invalid_choice": GONE},
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": GONE},
    forms.ModelMultipleChoiceField: {
        "required": "Kies er ten minste één.",
        "invalid_choice": GONE,
        "invalid_pk_value": GONE,
    },
    forms.FileField: {"required": "Kies een bestand.", "empty": "Dit bestand is leeg. Kies een ander."},
    forms.IntegerField: {"invalid": "Vul een heel getal in, zoals 25."},
    forms.DecimalField: {"invalid": NUMBER},
    forms.URLField: {"invalid": ADDRESS},
}
VALIDATORS: dict[type, str] = {
    validators.MaxLengthValidator: TOO_LONG,
    validators.MinLengthValidator: TOO_SHORT,
    validators.MaxValueValidator: AT_MOST,
    validators.MinValueValidator: AT_LEAST,
    validators.EmailValidator: EMAIL,
    validators.URLValidator: ADDRESS,
    validators.ProhibitNullCharactersValidator: BAD_SIGN,
}


def use() -> None:
    """Give every form of the house these words. A field that sets its own keeps them."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence  # type: ignore[attr-defined]
