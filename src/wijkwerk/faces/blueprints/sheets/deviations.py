"""The sheet of what is different in one area: which value, what it is there, and why (I25)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from wijkwerk.faces.blueprints import forms as rows
from wijkwerk.faces.blueprints.deviation_forms import DeviationRow
from wijkwerk.faces.blueprints.kind_forms import PlanKindRow
from wijkwerk.faces.blueprints.sheets.base import ListSheet, Raw
from wijkwerk.faces.blueprints.sheets.shown import NOUNS
from wijkwerk.ground.areas.words import own
from wijkwerk.work.answers.sections import LABELS

Choice = tuple[str, str]
# What the product asks of the place where something plays; anything else is the same for everybody.
NOUNS_HERE = ("area", "area_manager")
KIND_FIELDS = (
    "label", "many", "horizon_years", "update_years", "adopted_by",
    "priorities_least", "priorities_most", "tasks_least", "tasks_most",
)  # fmt: skip


class DeviationsSheet(ListSheet):
    """A row for each area and value. The document itself says whether the value fits its place."""

    slug, where, title = "afwijkingen", "deviations", own("Afwijkingen per {area.one}")
    lead = own(
        "Werkt het in één {area.one} anders? Zeg wat daar anders is, en waarom. Overal elders blijft het zoals het is."
    )
    row, removable, icon = DeviationRow, "Hier niet meer afwijken", "map"

    def build(self) -> None:
        self.choices = list(choices(self.raw))
        self.known = {path: f"{group}, {word}" for group, own in self.choices for path, word in own}
        super().build()

    def prepare(self, form: forms.Form) -> None:
        super().prepare(form)
        assert isinstance(form, DeviationRow)  # noqa: S101
        form.raw = self.raw
        field = form.fields["path"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        stored = form.initial.get("path", "")
        other = [("Anders", [(stored, stored)])] if stored and stored not in self.known else []
        field.choices = [("", "Kies wat hier anders is"), *self.choices, *other]

    def value(self) -> Any:
        return [form.item() for form in self.kept()]

    def heading(self, form: forms.Form) -> str:
        if not form.initial:
            return "Nieuwe afwijking"
        path = form.initial["path"]
        return f"{self.areas.shown(form.initial['area'])}: {self.known.get(path, path)}"


def choices(raw: Raw) -> Iterator[tuple[str, list[Choice]]]:
    """What an area can do in its own way, in groups: the path in the document, and its words."""
    yield "Termijnen", [*_of("terms", rows.TermsForm, raw["terms"]), *_themes(raw)]
    yield "Contact", _of("contact", rows.ContactForm, raw["contact"])
    for noun in NOUNS_HERE:
        yield f"Woorden: {NOUNS[noun].lower()}", _of(f"words.{noun}", rows.WordRow, raw["words"][noun])
    for kind in raw["plans"]:
        yield (
            f"Plannen: {kind['label']}",
            _of(f"plans.{kind['key']}", PlanKindRow, dict.fromkeys(KIND_FIELDS)),
        )
    for letter, label in LABELS.items():
        yield f"Brief: {label}", _of(f"letters.{letter}", rows.LetterForm, raw["letters"][letter])


def _of(path: str, form: type[rows.Row], stored: Mapping[str, Any]) -> list[Choice]:
    fields = form.base_fields
    return [(f"{path}.{name}", str(fields[name].label)) for name in stored if name in fields]


def _themes(raw: Raw) -> list[Choice]:
    return [
        (f"terms.answer_days_by_theme.{each['key']}", f"Antwoord bij {each['label']}")
        for each in raw["themes"]
    ]
