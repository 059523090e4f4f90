"""The forms of the year calendar's legend."""

from django import forms

from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas.words import own


class LegendForm(Row):
    most_per_month = forms.IntegerField(
        label="Hoeveel taken in een maand zijn gewoon?",
        help_text="Heeft een team er meer? Dan zegt de kalender dat die maand te vol is.",
        min_value=1,
        max_value=50,
    )


class CodeRow(Row):
    code = forms.RegexField(
        regex=r"^[A-Za-z][A-Za-z]{0,7}$",
        label="Code",
        help_text="Een tot acht letters. Dit staat in het vakje.",
        max_length=8,
        error_messages={"invalid": "Gebruik een tot acht letters, zonder cijfers of spaties."},
    )
    label = forms.CharField(
        label="Betekenis", help_text=own("{resident.many} lezen dit woord."), max_length=120
    )
    whole_year = forms.BooleanField(label="Dit is het hele jaar door, zonder eigen maand", required=False)
    with_year = forms.BooleanField(label="Hier hoort een jaar bij, zoals A27", required=False)
    budget = forms.BooleanField(
        label="Dit vraagt geld, dus het moet er zijn voor de afdelingen ja of nee zeggen", required=False
    )
