"""The form of one kind of plan: who writes it, who adopts it, what it holds and what it serves (D12, I29)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.faces.blueprints.fields import AsShown
from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas.words import own
from wijkwerk.work.plans.models import WrittenBy

LEVELS = [
    (1, "hoog: wat willen wij op de lange termijn?"),
    (2, "midden: wat spreken wij af voor een paar jaar?"),
    (3, "laag: wat doen wij dit jaar?"),
]
WRITERS = [
    (WrittenBy.MUNICIPALITY.value, "de gemeente"),
    (WrittenBy.TOGETHER.value, own("{resident.many} en gemeente samen", inside=True)),
    (WrittenBy.RESIDENTS.value, own("{resident.many} zelf; de gemeente verandert er niets in", inside=True)),
]


def number(label: str, *, most: int = 500, least: int = 0, **more: Any) -> forms.IntegerField:
    """A number that may be left out."""
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, **more)


class NamedLines(AsShown, forms.CharField):
    """Things with a name, one on each line; with `hinted` an explanation may follow a colon.

    The value is a list of dicts as the document holds them. Who keeps a name keeps its key, and so do lines that are all
    still there under another name: what was written under a key must not lose its heading.
    """

    widget = forms.Textarea
    known: Sequence[Mapping[str, str]] = ()

    def __init__(self, *, hinted: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4000, **kwargs)
        self.hinted = hinted

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        hints = (f": {each['hint']}" if self.hinted and each.get("hint") else "" for each in value)
        return "\n".join(f"{each['label']}{hint}" for each, hint in zip(value, hints, strict=True))

    def clean(self, value: Any) -> list[dict[str, str]]:
        typed = [line.strip() for line in re.split(r"\r?\n", super().clean(value) or "") if line.strip()]
        lines = [self._split(line) for line in typed]
        labels = [label.casefold() for label, _ in lines]
        if len(labels) != len(set(labels)):
            raise ValidationError("Er staat twee keer dezelfde naam. Geef elke regel een eigen naam.")
        return self._with_keys(lines)

    def _split(self, line: str) -> tuple[str, str]:
        if not self.hinted:
            return line, ""
        label, _, hint = line.partition(":")
        return label.strip(), hint.strip()

    def _with_keys(self, lines: list[tuple[str, str]]) -> list[dict[str, str]]:
        # Here, for the sheets read the forms of this room.
        from wijkwerk.faces.blueprints.sheets.base import new_key  # noqa: PLC0415

        by_name = {each["label"].casefold(): each["key"] for each in self.known}
        renamed = len(lines) == len(self.known)
        used = {each["key"] for each in self.known}
        found = []
        for place, (label, hint) in enumerate(lines):
            key = by_name.get(label.casefold(), "")
            there = self.known[place] if renamed else None
            if not key and there and there["label"].casefold() not in {name.casefold() for name, _ in lines}:
                key = there["key"]
            key = key or new_key(label, used)
            used.add(key)
            found.append({"key": key, "label": label} | ({"hint": hint} if self.hinted else {}))
        return found


class PlanKindRow(Row):
    label = forms.CharField(label="Naam", max_length=120, help_text="Bijvoorbeeld: Wijkagenda.")
    many = forms.CharField(label="Naam voor meer dan één", max_length=120)
    # The same as an untouched new row holds, so that it does not count as filled in.
    level = forms.TypedChoiceField(label="Hoe hoog staat dit plan?", choices=LEVELS, coerce=int, initial=3)
    horizon_years = number("Voor hoeveel jaar?", least=1, most=30, help_text="Leeg: zonder vaste looptijd.")
    update_years = number("Om de hoeveel jaar komt er een nieuwe versie?", least=1, most=10)
    written_by = forms.ChoiceField(label="Wie schrijft het?", choices=WRITERS, initial=WRITERS[0][0])
    adopted_by = forms.CharField(label="Wie stelt het vast?", max_length=120)
    parts = NamedLines(
        label="Uit welke delen bestaat de tekst?",
        hinted=True,
        help_text="Elke regel is een deel. Na een dubbele punt mag uitleg staan voor wie schrijft.",
    )
    streams = NamedLines(label="Welke stromen zijn er?", help_text="Elke regel is een stroom. Leeg: geen.")
    serves = forms.MultipleChoiceField(
        label="Aan welke plannen draagt het bij?", required=False, widget=forms.CheckboxSelectMultiple
    )
    priorities_least = number("Minstens zoveel prioriteiten")
    priorities_most = number("Hoogstens zoveel prioriteiten")
    tasks_least = number("Minstens zoveel taken")
    tasks_most = number("Hoogstens zoveel taken")
    rounds = forms.BooleanField(label=own("Er hoort een ronde met {resident.many} bij"), required=False)
    keep_years = number(
        "Hoeveel jaar bewaart u het na afloop?", least=1, most=100, help_text="Leeg: voor altijd."
    )
    rule = forms.CharField(
        label="Regel van de selectielijst",
        max_length=20,
        required=False,
        help_text="Waarom u het zo lang bewaart.",
    )
    active = forms.BooleanField(label="In gebruik", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, words in (("priorities", "prioriteiten"), ("tasks", "taken")):
            least, most = given.get(f"{name}_least"), given.get(f"{name}_most")
            if least is not None and most is not None and least > most:
                kind = given.get("label") or "deze soort"
                said = f"Het kleinste aantal {words} van {kind} is groter dan het grootste."
                self.add_error(f"{name}_least", said)
        return given
