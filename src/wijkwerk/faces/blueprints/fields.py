"""Form fields for what a settings document holds beside plain text: areas by name, words, lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own


@dataclass(frozen=True)
class AreaNames:
    """Names and codes of the areas in the working division, to read what a person typed and to show it back."""

    name_of: Mapping[str, str]
    codes_of: Mapping[str, Sequence[str]]

    def shown(self, code: str) -> str:
        """The name where it is one area's alone, else the code."""
        name = self.name_of.get(code, "")
        return name if list(self.codes_of.get(name.casefold(), ())) == [code] and "," not in name else code

    def code(self, typed: str) -> str:
        """The code of a typed name or code. Raises ValidationError with a sentence for the screen."""
        if typed in self.name_of:
            return typed
        found = self.codes_of.get(typed.casefold(), ())
        if len(found) > 1:
            raise ValidationError(
                f"Er zijn meer {own('{area.many}', inside=True)} die {typed} heten. Gebruik de code: {', '.join(found)}."
            )
        if not found:
            raise ValidationError(
                f"{own('Een {area.one}')} {typed} kennen wij niet. Gebruik de naam of de code."
            )
        return found[0]


def area_names(municipality: Municipality) -> AreaNames:
    """The areas of every division by code, those of the working division by name too; one query."""
    rows = (
        Area.objects.filter(municipality=municipality)
        .order_by("path")
        .values_list("code", "name", "division")
    )
    name_of: dict[str, str] = {}
    codes_of: dict[str, list[str]] = {}
    for code, name, division in rows:
        name_of[code] = name
        if division == municipality.working_division_id:
            codes_of.setdefault(name.casefold(), []).append(code)
    return AreaNames(name_of, codes_of)


class AsShown(forms.Field):
    """A field whose value is no text: what was typed is compared with how the stored value is shown."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AreasField(AsShown, forms.CharField):
    """Areas with commas between them; the value is a list of codes. `names` is set by the sheet."""

    names = AreaNames({}, {})

    def prepare_value(self, value: Any) -> Any:
        return (
            ", ".join(self.names.shown(code) for code in value) if isinstance(value, list | tuple) else value
        )

    def clean(self, value: Any) -> list[str]:
        typed = [part.strip() for part in (super().clean(value) or "").split(",")]
        return [self.names.code(part) for part in typed if part]


class WordsField(AsShown, forms.CharField):
    """Words with commas between them; the value is a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [part.strip() for part in (super().clean(value) or "").split(",") if part.strip()]


class LinesField(AsShown, forms.CharField):
    """One item on each line; the value is a list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in re.split(r"\r?\n", super().clean(value) or "") if line.strip()]


class LongText(forms.CharField):
    """Text of more lines, with one kind of line end: a browser sends two signs where the document has one."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "").replace("\r\n", "\n").replace("\r", "\n")
