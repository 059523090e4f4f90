"""Forms of what areas ask of departments, and of the lines of a department's plan."""

from typing import Any

from django import forms

from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.models import Team
from wijkwerk.work.plans.actions import matching
from wijkwerk.work.plans.actions.department_plans import NO_CODE, NO_TITLE, NO_WORDS
from wijkwerk.work.plans.line_file import (
    LONGEST_CODE,
    LONGEST_TITLE,
    NewLine,
    Read,
    read_lines,
)
from wijkwerk.work.plans.models import DepartmentLine
from wijkwerk.work.plans.money_field import MoneyField
from wijkwerk.work.plans.words import money
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.hinting import Hinting

NO_FILE = "Kies een bestand."


class AskForm(Hinting, OnceForm):
    """What an area asks of a department, and for which year."""

    hinted = ("ask",)

    team = forms.ModelChoiceField(
        label="Aan welke afdeling vraagt u dit?",
        queryset=Team.objects.none(),
        empty_label="Kies een afdeling",
        error_messages={
            "required": "Kies een afdeling.",
            "invalid_choice": "Kies een afdeling uit de lijst.",
        },
    )
    year = forms.TypedChoiceField(
        label="Voor welk begrotingsjaar?",
        coerce=int,
        error_messages={"required": "Kies een jaar.", "invalid_choice": "Kies een jaar uit de lijst."},
    )
    ask = area(4, label="Wat vraagt u?", max_length=500, error_messages={"required": matching.NO_ASK})
    amount = MoneyField(label="Hoeveel geld is er nodig?")

    def __init__(self, *args: Any, teams: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["team"].queryset = teams
        fields["year"].choices = [(each, str(each)) for each in years]


class NoteForm(Hinting, OnceForm):
    """A line of the record."""

    hinted = ("text",)

    text = area(
        4,
        label="Wat is er gezegd?",
        help_text=own("{area.one} en afdeling lezen dit. Een notitie verandert niet meer."),
        max_length=1000,
        error_messages={"required": matching.NO_NOTE},
    )


class IncludeForm(OnceForm):
    """The line of the department's plan that it comes on."""

    line = forms.ModelChoiceField(
        label="Op welke regel van uw plan?",
        queryset=DepartmentLine.objects.none(),
        empty_label="Kies een regel",
        error_messages={"required": "Kies een regel.", "invalid_choice": matching.NO_LINE},
    )
    amount = MoneyField(label="Hoeveel geld is er voor?")

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.queryset = lines
        field.label_from_instance = _line_words


def _line_words(line: DepartmentLine) -> str:
    return f"{line.code} {line.title} ({money(line.amount)})"


class RefuseForm(Hinting, OnceForm):
    """Only the reason."""

    hinted = ("reason",)

    reason = area(
        4,
        label="Waarom niet?",
        help_text=own("{area.with_article} en {resident.many} lezen dit. Noem geen namen."),
        max_length=500,
        error_messages={"required": matching.NO_REASON},
    )


class PlanForm(OnceForm):
    """The name of a department's plan."""

    title = Text(label="Hoe heet het plan?", max_length=160, error_messages={"required": NO_TITLE})


class LineForm(OnceForm):
    """One line."""

    code = Text(
        label="Code",
        help_text="Het nummer in de begroting, bijvoorbeeld 2.1.04.",
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"class": "ww-narrow"}),
        error_messages={"required": NO_CODE},
    )
    title = Text(label="Waar gaat het over?", max_length=LONGEST_TITLE, error_messages={"required": NO_WORDS})
    amount = MoneyField(label="Bedrag")

    def new_line(self) -> NewLine:
        """The line as it was typed; call it on a valid form only."""
        return NewLine(self.cleaned_data["code"], self.cleaned_data["title"], self.cleaned_data["amount"])


class FileForm(OnceForm):
    """A file with lines; what is wrong with it is said for each line."""

    file = forms.FileField(
        label="Bestand (CSV)",
        help_text="Op elke regel: code; titel; bedrag. Een code die er al is, krijgt de nieuwe titel en het nieuwe bedrag.",
        error_messages={"required": NO_FILE, "empty": "Dit bestand is leeg.", "invalid": NO_FILE},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    read = Read()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent = given.get("file")
        if sent is not None:
            self.read = read_lines(sent.read(500_000))
            for error in self.read.errors:
                self.add_error("file", error)
        return given
