"""Forms of the calendar. Every choice is in the page, so that nothing needs a script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.queries import tree
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.ground.people.queries import colleagues
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.yearplan import Month
from wijkwerk.work.calendars.actions.entries import NewEntry
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.window import address, read_month, words
from wijkwerk.work.plans.steps import NO_BSN

BACK, AHEAD = 12, 36  # months to choose from, before and after this one


class Text(forms.CharField):
    """Words of staff; no citizen service number in them."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if find_bsn(text):
            raise ValidationError(NO_BSN)
        return text


class MonthField(forms.TypedChoiceField):
    """A month of a list; cleans to a `Month`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"required": "Kies een maand.", "invalid_choice": "Kies een maand."}
        )
        super().__init__(coerce=read_month, empty_value=None, **kwargs)

    def offer(self, now: Month, also: Month | None = None) -> None:
        """Months around this one, and the one that was asked for."""
        months = {now.plus(each) for each in range(-BACK, AHEAD + 1)} | ({also} if also else set())
        self.choices = [("", "Kies een maand"), *((address(each), words(each)) for each in sorted(months))]


def area_choices(municipality: Municipality) -> list[tuple[str, str]]:
    """Areas by code, each below the one it lies in; from what the process remembers."""
    flat = [branch for root in tree(municipality) for branch in root.flat()]
    return [(branch.area.code, "– " * branch.depth + branch.area.name) for branch in flat]


def code_choices(legend: Calendar) -> list[tuple[str, str]]:
    """Codes of the legend with their words."""
    found = [(each.code, f"{each.code} – {each.label}") for each in legend.codes]
    return [("", "Kies wat u gaat doen"), *found]


class Who(OnceForm):
    """Which team does it, and perhaps which person."""

    team = forms.ModelChoiceField[Team](
        queryset=Team.objects.none(),
        label="Welk team doet dit?",
        empty_label="Kies een team",
        error_messages={"required": "Kies een team.", "invalid_choice": "Kies een team uit de lijst."},
    )
    person = forms.ModelChoiceField[User](
        queryset=User.objects.none(), label="Wie?", empty_label="Nog niemand", required=False
    )

    def __init__(self, *args: Any, municipality: Municipality, now: Month, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality, self.now = municipality, now
        self.legend = current(municipality).part(Calendar)
        teams = Team.objects.filter(municipality=municipality, ended_at=None).exclude(kind=TeamKind.CARE)
        self._choice("team").queryset = teams.order_by("name")
        self._choice("person").queryset = colleagues(municipality, today=today)

    def _choice(self, name: str) -> Any:
        return self.fields[name]


class EntryForm(Who):
    """What stands in a cell."""

    code = forms.ChoiceField(
        label="Wat gaat u doen?",
        error_messages={"required": "Kies wat u gaat doen.", "invalid_choice": "Kies een code uit de lijst."},
    )
    code_year = forms.IntegerField(
        label="Voor welk jaar?",
        required=False,
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "ww-narrow"}),
        error_messages={
            "invalid": "Vul een jaar in, bijvoorbeeld 2027.",
            "min_value": "Vul een jaar in tussen 2000 en 2100.",
            "max_value": "Vul een jaar in tussen 2000 en 2100.",
        },
    )
    uncertain = forms.BooleanField(
        label="Dit is nog onzeker",
        help_text=own("{resident.many} zien dit niet, tot u het vastzet."),
        required=False,
    )
    note = Text(label="Toelichting voor collega’s", required=False, max_length=200)
    about = forms.CharField(
        label="Code van een plan of een punt uit een plan",
        help_text="Hoort dit bij een plan of een ronde? Vul dan de code van het plan in.",
        required=False,
        max_length=20,
    )
    order: tuple[str, ...] = ("once", "code", "code_year", "uncertain", "team", "person", "note", "about")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choice("code").choices = code_choices(self.legend)
        yearly = [each.label for each in self.legend.codes if each.with_year]
        self.fields["code_year"].help_text = f"Alleen bij: {', '.join(yearly)}." if yearly else ""
        self.order_fields(self.order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        found = self.legend.get(str(given.get("code", "")))
        if given.get("code_year") and found is not None and not found.with_year:
            self.add_error("code_year", "Bij deze code hoort geen jaar. Maak dit veld leeg.")
        return given

    def new(self) -> NewEntry:
        """The entry as it was filled in; call it on a valid form only."""
        names = ("code", "team", "code_year", "uncertain", "person", "note", "about")
        return NewEntry(**{name: self.cleaned_data[name] for name in names})


class PlanForm(EntryForm):
    """Where and when as well."""

    area = forms.ChoiceField(
        label=own("In {area.which}?"),
        error_messages={
            "required": own("Kies een {area.one}."),
            "invalid_choice": own("Kies een {area.one} uit de lijst."),
        },
    )
    month = MonthField(label="In welke maand?")
    order = ("once", "area", "month", *EntryForm.order[1:])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choice("area").choices = [("", own("Kies een {area.one}")), *area_choices(self.municipality)]
        self._choice("month").offer(self.now, read_month(self.initial.get("month")))

    def where(self) -> Area | None:
        """The area that was chosen."""
        return area_of_code(self.municipality, self.cleaned_data["area"])


class MoveForm(OnceForm):
    """To which month, and why. `seen` is the month in which the person saw it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=7)
    to = MonthField(label="Naar welke maand?")
    why = Text(
        label="Waarom?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf kort waarom."},
    )

    def __init__(self, *args: Any, now: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.offer(now)


class DropForm(OnceForm):
    """Only the reason."""

    why = Text(
        label="Waarom?",
        help_text="De reden blijft in het logboek staan.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf kort waarom."},
    )


class ConfirmForm(OnceForm):
    """Nothing to fill in: only the key that makes it count once."""


class DutyForm(Who):
    """What an area has each year."""

    area = forms.ChoiceField(
        label=own("{area.which}?"),
        error_messages={
            "required": own("Kies een {area.one}."),
            "invalid_choice": own("Kies een {area.one} uit de lijst."),
        },
    )
    code = forms.ChoiceField(
        label="Wat is afgesproken?",
        error_messages={
            "required": "Kies wat is afgesproken.",
            "invalid_choice": "Kies een code uit de lijst.",
        },
    )
    times = forms.IntegerField(
        label="Hoe vaak per jaar?",
        initial=1,
        min_value=1,
        max_value=12,
        widget=forms.NumberInput(attrs={"class": "ww-narrow"}),
        error_messages={
            "required": "Vul in hoe vaak per jaar.",
            "invalid": "Vul een getal in van 1 tot en met 12.",
            "min_value": "Vul een getal in van 1 tot en met 12.",
            "max_value": "Vul een getal in van 1 tot en met 12.",
        },
    )
    since = forms.IntegerField(
        label="Vanaf welk jaar?",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "ww-narrow"}),
        error_messages={
            "required": "Vul een jaar in, bijvoorbeeld 2027.",
            "invalid": "Vul een jaar in, bijvoorbeeld 2027.",
            "min_value": "Vul een jaar in tussen 2000 en 2100.",
            "max_value": "Vul een jaar in tussen 2000 en 2100.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choice("area").choices = [("", own("Kies een {area.one}")), *area_choices(self.municipality)]
        self._choice("code").choices = code_choices(self.legend)
        self.order_fields(("once", "area", "code", "times", "since", "team", "person"))

    def where(self) -> Area | None:
        """The area that was chosen."""
        return area_of_code(self.municipality, self.cleaned_data["area"])


class EndForm(OnceForm):
    """The last year of a duty."""

    until = forms.IntegerField(
        label="Wat is het laatste jaar?",
        help_text="Het jaar vóór het begin haalt de afspraak helemaal weg.",
        min_value=1999,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "ww-narrow"}),
        error_messages={
            "required": "Vul een jaar in, bijvoorbeeld 2027.",
            "invalid": "Vul een jaar in, bijvoorbeeld 2027.",
            "min_value": "Vul een jaar in tussen 2000 en 2100.",
            "max_value": "Vul een jaar in tussen 2000 en 2100.",
        },
    )


class CopyForm(OnceForm):
    """Which year comes along into the next, and of which area."""

    year = forms.TypedChoiceField(
        label="Welk jaar neemt u over?",
        coerce=int,
        error_messages={"required": "Kies een jaar.", "invalid_choice": "Kies een jaar uit de lijst."},
    )
    area = forms.ChoiceField(
        label=own("Voor {area.which}?"),
        required=False,
        error_messages={"invalid_choice": own("Kies een {area.one} uit de lijst.")},
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], now: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, area = self._choice("year"), self._choice("area")
        year.choices = [(each, f"{each}, naar {each + 1}") for each in range(now.year + 1, now.year - 3, -1)]
        area.choices = [("", own("Alle {area.many} waar u over gaat")), *areas]

    def _choice(self, name: str) -> Any:
        return self.fields[name]


def area_of_code(municipality: Municipality, code: str) -> Area | None:
    """The living area of the working division with this code."""
    flat = (branch.area for root in tree(municipality) for branch in root.flat())
    return next((area for area in flat if area.code == code), None)
