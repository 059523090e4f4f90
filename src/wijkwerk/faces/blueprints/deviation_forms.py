"""The form of one value that is another in one area, and why (I25)."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.faces.blueprints.fields import AreasField, AsShown, LongText
from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas.words import own

WHOLE_NUMBER = re.compile(r"\d{1,6}")
EMPTY = "Vul in hoe het hier is."
NO_NUMBER = "Vul een heel getal in, zoals 5."
SAME = "Zo is het overal al. Vul in hoe het hier anders is."


class OneArea(AreasField):
    """One area by its name or code; the value is its code."""

    def prepare_value(self, value: Any) -> Any:
        return self.names.shown(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len(found) > 1:
            raise ValidationError(own("Vul één {area.one} in. Voor {area.each} is er een eigen regel."))
        return found[0] if found else ""


class OneValue(AsShown, LongText):
    """Any value of the document as text: a list has an item on each line."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(str(each) for each in value)
        return value if value is None or isinstance(value, str) else str(value)


class DeviationRow(Row):
    """`raw` is the document, by which the text is read as a number, a list or a text."""

    raw: Mapping[str, Any] = {}

    area = OneArea(label=own("{area.one}"), max_length=120, help_text="De naam of de code.")
    path = forms.ChoiceField(label="Wat is hier anders?")
    value = OneValue(
        label="Hoe is het hier?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Een getal of een tekst. Is het een lijst? Schrijf op elke regel één.",
    )
    why = forms.CharField(label="Waarom is het hier anders?", max_length=300)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if given.get("path") and "value" in given:
            try:
                given["value"] = self._read(given["path"], given["value"])
            except ValidationError as wrong:
                self.add_error("value", wrong)
        return given

    def _read(self, path: str, typed: str) -> Any:
        general = self._general(path)
        value = _as(general, typed)
        if value == general and self.has_changed():
            raise ValidationError(SAME)
        return value

    def _general(self, path: str) -> Any:
        """The value everywhere else; None where the document leaves it open."""
        try:
            return paths.find(self.raw, path)
        except KeyError:
            return None


def _as(general: Any, typed: str) -> Any:
    """What was typed, as the kind of thing that the document has in this place; without one it is a number."""
    if isinstance(general, list):
        return [line.strip() for line in typed.splitlines() if line.strip()]
    if isinstance(general, str):
        return typed.strip()
    if not typed.strip():
        raise ValidationError(EMPTY)
    if not WHOLE_NUMBER.fullmatch(typed.strip()):
        raise ValidationError(NO_NUMBER)
    return int(typed)
