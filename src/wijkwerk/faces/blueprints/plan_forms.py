"""The forms of what plans stand on: why a wish falls out, the year of the budget, how often one asks, the log of areas."""

from calendar import monthrange
from typing import Any, Final

from django import forms

from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import TeamKind

MONTHS = [
    (number, word)
    for number, word in enumerate(
        (
            "januari", "februari", "maart", "april", "mei", "juni",
            "juli", "augustus", "september", "oktober", "november", "december",
        ),
        start=1,
    )
]  # fmt: skip


# With 29 February: in a year without it a step is on the last day of that month.
LEAP_YEAR: Final = 2028


def days(label: str) -> forms.IntegerField:
    """A number of days, a year at most."""
    return forms.IntegerField(label=label, min_value=1, max_value=366)


class CriterionRow(Row):
    label = forms.CharField(label="Reden", help_text="Wie de wens deed, leest dit.", max_length=120)


class BudgetStepRow(Row):
    label = forms.CharField(label="Wat gebeurt er?", max_length=120)
    # The same as an untouched new row holds, so that it does not count as filled in.
    month = forms.TypedChoiceField(label="Maand", choices=MONTHS, coerce=int, initial=1)
    day = forms.IntegerField(label="Dag", min_value=1, max_value=31, initial=1)
    decides = forms.BooleanField(
        label=own("Tot deze dag zeggen afdelingen ja of nee tegen wensen van {area.many}"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        month, day = given.get("month"), given.get("day")
        last = monthrange(LEAP_YEAR, month)[1] if month else 31
        if month and day and day > last:
            word = dict(MONTHS)[month]
            self.add_error("day", f"{day} {word} bestaat niet. Vul een dag in van 1 tot en met {last}.")
        return given


class AskingForm(Row):
    most_per_year = forms.IntegerField(
        label=own("Hoe vaak per jaar mag u {resident.many} van een {area.one} iets vragen?"),
        help_text="Vraagt u vaker iets? Dan waarschuwt Wijkwerk.",
        min_value=1,
        max_value=52,
    )
    call_days = days("Dagen voor de oproep")
    filter_days = days("Dagen om wensen te bekijken")
    place_days = days("Dagen om wensen in het plan te zetten")
    adopt_days = days("Dagen tot het plan is vastgesteld")
    account_days = days("Dagen tot u uitlegt wat ervan kwam")


class LogForm(Row):
    read_by = forms.MultipleChoiceField(
        label="Wie leest het logboek?",
        help_text=own("{area_manager.with_article} leest altijd wat over eigen {area.many} gaat."),
        choices=TeamKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    keep_years = forms.IntegerField(
        label="Hoeveel jaar bewaart u wat is opgeborgen?", min_value=1, max_value=20
    )


class TagRow(Row):
    label = forms.CharField(label="Onderwerp", max_length=120)
