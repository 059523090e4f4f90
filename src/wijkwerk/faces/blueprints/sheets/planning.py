"""The sheet of the year calendar: how much a team can do in a month, and a row for each code of the legend."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints import calendar_forms as rows
from wijkwerk.faces.blueprints.sheets.base import ListSheet
from wijkwerk.ground.areas.problems import Loc

SAME_CODE = "De code {typed} staat er al, bij {other}. Kies een andere code."


class CalendarSheet(ListSheet):
    """What already stands in the calendar keeps its code when the code goes; it then has no word any more."""

    slug, where, title = "jaarkalender", "calendar", "Jaarkalender"
    lead = "Welke codes staan in de kalender, en wat betekenen ze?"
    row, ordered, removable, icon = rows.CodeRow, True, "Deze code weghalen", "calendar"

    def build(self) -> None:
        self.one = rows.LegendForm(
            self.data, initial={"most_per_month": self.raw["calendar"]["most_per_month"]}
        )
        super().build()

    def stored(self) -> list[dict[str, Any]]:
        return list(self.raw["calendar"]["codes"])

    def is_valid(self) -> bool:
        listed = super().is_valid() and not self.told_twice("code", SAME_CODE)
        return self.one.is_valid() and listed

    def value(self) -> Any:
        return {**self.one.item(), "codes": [form.item() for form in self.kept()]}

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [("", self.one), *super().groups]

    def heading(self, form: forms.Form) -> str:
        return str(form.initial.get("label") or "") or "Nieuwe code"

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if loc[:1] != ("codes",):
            return self.one, str(loc[0]) if loc else ""
        return super().form_at(loc[1:])
