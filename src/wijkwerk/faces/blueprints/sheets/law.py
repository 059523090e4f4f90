"""Sheets of what the law asks: official messages, keeping, the seal, the accessibility statement, privacy."""

from collections.abc import Mapping
from typing import Any

from django import forms

from wijkwerk.faces.blueprints import law_forms as rows
from wijkwerk.faces.blueprints.sheets.base import ListSheet, Sheet, SingleSheet
from wijkwerk.ground.areas.problems import Loc

# Beside the weeks, or the months where the law counts in those.
BY_LAW: Mapping[str, str] = {
    "complaint": "Awb, artikel 9:11: 6 weken. Met een klachtadviescommissie 10 weken.",
    "objection": "Awb, artikel 7:10: 6 weken. Met een adviescommissie 12 weken.",
    "enforcement": "Awb, artikel 4:13: als regel 8 weken.",
    "application": "Awb, artikel 4:13: als regel 8 weken. Een andere wet kan iets anders zeggen.",
    "woo": "Woo, artikel 4.4: 4 weken.",
    "avg": "AVG, artikel 12, lid 3: 1 maand.",
}


class FormalSheet(ListSheet):
    slug, where, title = "officieel", "formal", "Officiële berichten"
    lead = "Voor deze berichten heeft de wet een eigen weg. Wie behandelt ze, en hoe snel moet dat?"
    row, extra, icon = rows.FormalRow, 0, "doc"

    def prepare(self, form: forms.Form) -> None:
        super().prepare(form)
        key = str(form.initial.get("key"))
        form.fields["months" if key == "avg" else "weeks"].help_text = BY_LAW.get(key, "")


class RetentionSheet(Sheet):
    """The rule for all themes, and for each theme a rule of its own where it has one."""

    slug, where, title = "bewaren", "retention", "Bewaren"
    lead = "Hoe lang bewaart u meldingen? Vraag uw archivaris welke regel geldt."
    icon = "lock"

    def build(self) -> None:
        stored = self.raw["retention"]
        self.one = rows.RetentionForm(self.data, initial=stored)
        self.by_theme = {
            theme["key"]: rows.KeptForm(
                self.data, initial=stored["by_theme"].get(theme["key"], {}), prefix=f"thema-{theme['key']}"
            )
            for theme in self.raw["themes"]
        }

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.every_form)

    def value(self) -> Any:
        by_theme = {key: form.item() for key, form in self.by_theme.items()}
        return {**self.one.item(), "by_theme": {key: each for key, each in by_theme.items() if each["rule"]}}

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        names = {theme["key"]: theme["label"] for theme in self.raw["themes"]}
        return [("", self.one), *((names[key], form) for key, form in self.by_theme.items())]

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if loc[:1] == ("by_theme",) and len(loc) > 1 and loc[1] in self.by_theme:
            return self.by_theme[str(loc[1])], str(loc[2]) if len(loc) > 2 else ""
        return self.one, str(loc[0]) if loc else ""


class SecuritySheet(SingleSheet):
    slug, where, title = "zegel", "security", "Zegel van het logboek"
    lead = "Wie krijgt het bewijs dat niemand in het logboek heeft geveegd?"
    form, icon = rows.SecurityForm, "key"


class AccessibilitySheet(ListSheet):
    """The statement, and under it a row for each thing that does not work for everybody yet."""

    slug, where, title = "toegankelijkheid", "accessibility", "Toegankelijkheid"
    lead = "Voor wie werken deze pagina’s nog niet goed? Zeg alleen wat u liet onderzoeken."
    row, named_by, removable, icon = rows.ShortcomingRow, "what", "Dit is opgelost", "eye"

    def build(self) -> None:
        self.one = rows.StatementForm(self.data, initial=rows.read_days(self.raw["accessibility"]))
        super().build()

    def stored(self) -> list[dict[str, Any]]:
        return [rows.read_days(each) for each in self.raw["accessibility"]["shortcomings"]]

    def is_valid(self) -> bool:
        listed = super().is_valid()
        return self.one.is_valid() and listed

    def value(self) -> Any:
        return {**self.one.item(), "shortcomings": super().value()}

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [("", self.one), *super().groups]

    def heading(self, form: forms.Form) -> str:
        return str(form.initial.get("what") or "") or "Werkt er nog iets niet goed?"

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if loc[:1] != ("shortcomings",):
            return self.one, str(loc[0]) if loc else ""
        return super().form_at(loc[1:])


class PrivacySheet(SingleSheet):
    slug, where, title = "privacy", "privacy", "Privacy"
    lead = "Wie is verantwoordelijk, en bij wie kan een melder terecht? Dit staat op de pagina over privacy."
    form, icon = rows.PrivacyForm, "lock"
