"""An amount in euro, as people type it and as it comes back to them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.work.plans.line_file import Wrong, read_amount

NOT_READ = "Dit bedrag kunnen wij niet lezen. Schrijf het zo: 38000 of 38.000,50."


class MoneyField(forms.CharField):
    """An amount in euro as Dutch people type it; empty = not known yet."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "In euro, bijvoorbeeld 38.000. Leeg: nog niet bekend.")
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "ww-narrow"})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        try:
            return read_amount(super().clean(value))
        except Wrong as wrong:
            raise ValidationError(NOT_READ) from wrong

    def prepare_value(self, value: Any) -> Any:
        """An amount that is there already comes back as one types it: 38.000, or 38.000,50."""
        if not isinstance(value, Decimal):
            return value
        decimals = 0 if value == value.to_integral_value() else 2
        return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
