"""The form that mends how we reach an asker."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.answers.models import Contact

REACHED = [
    (Contact.EMAIL, "Met een e-mail"),
    (Contact.POST, "Met een brief"),
    (Contact.PHONE, "Met een telefoontje"),
]


class ContactForm(OnceForm):
    contact = forms.ChoiceField(
        label="Hoe bereiken wij de melder?",
        choices=REACHED,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe wij de melder bereiken."},
    )
    address = forms.CharField(
        label="E-mailadres, postadres of telefoonnummer",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Vul in waar wij de melder bereiken."},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        address = str(given.get("address", "")).strip()
        if given.get("contact") == Contact.EMAIL and address:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error("address", "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.nl.")
        if given.get("contact") == Contact.PHONE and address and sum(sign.isdigit() for sign in address) < 9:
            self.add_error("address", "Dit telefoonnummer is te kort.")
        return given | {"address": address}
