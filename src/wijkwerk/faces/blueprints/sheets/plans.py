"""Sheets of plans: which kinds there are, why a wish falls out, the budget's year, how often one asks, the log of areas."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints import plan_forms as rows
from wijkwerk.faces.blueprints.kind_forms import PlanKindRow as KindRow
from wijkwerk.faces.blueprints.sheets.base import ListSheet, SingleSheet
from wijkwerk.ground.areas.problems import Loc
from wijkwerk.ground.areas.words import own

SAME_NAME = "Er is al een soort plan met de naam {other}. Kies een andere naam."


class PlanKindsSheet(ListSheet):
    """A plan keeps its kind when the kind goes out of use; so there is a tick for that, and no way to take it away."""

    slug, where, title = "soorten-plannen", "plans", "Soorten plannen"
    lead = "Welke plannen maakt u, wie schrijft ze, en hoeveel past erin? Een plan dat er al is, verandert niet mee."
    row, ordered, icon = KindRow, True, "doc"

    def is_valid(self) -> bool:
        return super().is_valid() and not self.told_twice("label", SAME_NAME)

    def prepare(self, form: forms.Form) -> None:
        super().prepare(form)
        for name in ("parts", "streams"):
            field: Any = form.fields[name]
            field.known = form.initial.get(name) or ()
        serves: Any = form.fields["serves"]
        own = form.initial.get("key")
        serves.choices = [(each["key"], each["label"]) for each in self.stored() if each["key"] != own]


class CriteriaSheet(ListSheet):
    slug, where, title = "wensen-redenen", "round_criteria", "Waarom een wens niet meedoet"
    lead = "Valt een wens af in een ronde? Dan kiest u een van deze redenen, en legt die uit."
    row, ordered, removable, icon = rows.CriterionRow, True, "Deze reden weghalen", "filter"


class BudgetSheet(ListSheet):
    slug, where, title = "begroting", "budget_cycle", "Het jaar van de begroting"
    lead = own("Op welke dag in het jaar ervoor gebeurt wat? Zo komt een wens van een {area.one} op tijd.")
    row, ordered, removable, icon = rows.BudgetStepRow, True, "Deze stap weghalen", "calendar"


class AskingSheet(SingleSheet):
    slug, where, title = "rondes", "asking", own("Rondes met {resident.many}")
    lead = own("Hoe vaak vraagt u {resident.many} iets, en hoe lang duurt elke stap?")
    form, icon = rows.AskingForm, "people"


class LogSheet(ListSheet):
    """A note keeps its tag when the tag goes; it then has no word any more."""

    slug, where, title = "logboek", "area_log", own("Logboek van {area.many}")
    lead = "Over welke onderwerpen schrijft u, wie leest mee, en hoe lang blijft het?"
    row, ordered, removable, icon = rows.TagRow, True, "Dit onderwerp weghalen", "edit"

    def build(self) -> None:
        part = self.raw["area_log"]
        self.one = rows.LogForm(self.data, initial={name: part[name] for name in ("read_by", "keep_years")})
        super().build()

    def stored(self) -> list[dict[str, Any]]:
        return list(self.raw["area_log"]["tags"])

    def is_valid(self) -> bool:
        listed = super().is_valid()
        return self.one.is_valid() and listed

    def value(self) -> Any:
        found = self.one.item()
        # Ticks come in the order of the page; what was there keeps its place, so that nothing seems changed.
        stored = [kind for kind in self.raw["area_log"]["read_by"] if kind in found["read_by"]]
        read_by = [*stored, *(kind for kind in found["read_by"] if kind not in stored)]
        return {**found, "read_by": read_by, "tags": super().value()}

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [("", self.one), *super().groups]

    def heading(self, form: forms.Form) -> str:
        return str(form.initial.get("label") or "") or "Nieuw onderwerp"

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if loc[:1] != ("tags",):
            return self.one, str(loc[0]) if loc else ""
        return super().form_at(loc[1:])
