"""Sheets of who does what: the routing table, teams, what is broken, the ladder, terms, the broad look, suggestions."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints import forms as rows
from wijkwerk.faces.blueprints.sheets.base import ListSheet, SingleSheet
from wijkwerk.ground.areas.problems import Loc
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import TeamKind


class RoutingSheet(ListSheet):
    slug, where, title = "verdeling", "routing", "Verdeling over teams"
    lead = "De eerste regel die past, geldt. Past er geen regel? Dan gaat de melding naar het meldpunt."
    row, ordered, removable, icon = rows.RuleRow, True, "Deze regel weghalen", "share"
    changes_routing = True

    def prepare(self, form: forms.Form) -> None:
        super().prepare(form)
        themes, teams = form.fields["theme"], form.fields["team"]
        assert isinstance(themes, forms.ChoiceField)  # noqa: S101
        assert isinstance(teams, forms.ChoiceField)  # noqa: S101
        themes.choices = [rows.ANY, *((each["key"], each["label"]) for each in self.raw["themes"])]
        # No team chosen yet: an untouched empty row must not look filled in.
        teams.choices = [("", "Kies een team"), *((each["key"], each["name"]) for each in self.raw["teams"])]

    def value(self) -> Any:
        return [form.item() for form in self.kept()]

    def heading(self, form: forms.Form) -> str:
        number = self.set.forms.index(form) + 1
        return f"Regel {number}" if form.initial else "Nieuwe regel"


class TermsSheet(SingleSheet):
    slug, where, title = "termijnen", "terms", "Termijnen"
    lead = "Hoe snel doet u wat? De melder leest dit in de brief."
    form, icon = rows.TermsForm, "clock"

    def build(self) -> None:
        super().build()
        for theme in self.raw["themes"]:
            self.one.fields[f"theme_{theme['key']}"] = forms.IntegerField(
                label=f"Antwoord bij {theme['label']}",
                help_text="In werkdagen. Leeg: zoals hierboven.",
                required=False,
                min_value=1,
                max_value=366,
                initial=self.raw["terms"]["answer_days_by_theme"].get(theme["key"]),
            )

    def value(self) -> Any:
        found = self.one.item()
        plain = {name: value for name, value in found.items() if not name.startswith("theme_")}
        by_theme = {name[6:]: value for name, value in found.items() if name.startswith("theme_") and value}
        return {**plain, "answer_days_by_theme": by_theme}

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if loc[:1] == ("answer_days_by_theme",) and len(loc) > 1:
            return self.one, f"theme_{loc[1]}"
        return super().form_at(loc)


class TeamsSheet(ListSheet):
    slug, where, title = "teams", "teams", "Teams"
    lead = (
        "Wie doet het werk? Een team met open werk kan niet stoppen. Geef dat werk eerst aan een ander team."
    )
    row, named_by, removable, icon = rows.TeamRow, "name", "Dit team stopt", "people"


class HandlingSheet(SingleSheet):
    slug, where, title = "kapot", "handling", "Wat kapot of vies is"
    lead = "Gaat zo’n melding altijd naar één team? Dan staat er niemand tussen de melder en wie het maakt."
    form, icon = rows.HandlingForm, "go"
    changes_routing = True

    def build(self) -> None:
        super().build()
        field = self.one.fields["reports_straight_to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        # Care is a line of its own: nothing goes there by a setting (D8).
        teams = [(each["key"], each["name"]) for each in self.raw["teams"] if each["kind"] != TeamKind.CARE]
        field.choices = [("", "Nee, de regels van de verdeling gelden"), *teams]


class AreaManagersSheet(SingleSheet):
    slug, where, title = "gebiedsmanager", "area_managers", own("{area_manager.many}")
    lead = own("Geeft een {area_manager.one} opdrachten aan afdelingen? Of is het altijd een vraag?")
    form, icon = rows.AreaManagersForm, "people"


class LadderSheet(ListSheet):
    slug, where, title = "ladder", "ladder", "Ladder"
    lead = "Bij wie komt een melding die vastloopt? Begin bij wie het dichtst bij de straat staat."
    row, ordered, removable, icon = rows.RungRow, True, "Deze trede weghalen", "share"

    def initial(self) -> list[dict[str, Any]]:
        return [
            {"key": each["key"], "label": each["label"], "who": each["team"] or rows.AREA_MANAGER}
            for each in self.raw["ladder"]
        ]

    def prepare(self, form: forms.Form) -> None:
        super().prepare(form)
        field = form.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        teams = [(each["key"], each["name"]) for each in self.raw["teams"] if each["kind"] != TeamKind.CARE]
        manager = self.raw["words"]["area_manager"]["one"]
        field.choices = [("", "Kies wie"), (rows.AREA_MANAGER, f"De {manager} van de plek"), *teams]

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        form, field = super().form_at(loc)
        return form, "who" if field in ("team", "area_manager") else field


class UrgentSheet(SingleSheet):
    slug, where, title = "spoed", "urgent", "Spoed"
    lead = "Wat kan niet wachten? Welk nummer belt een melder dan, en wanneer gaat er alarm?"
    form, icon = rows.UrgentForm, "bell"


class BroadSheet(SingleSheet):
    slug, where, title = "breed-kijken", "broad", "Breed kijken"
    lead = "Achter een vraag of een zorg zit soms meer. Wanneer kijkt u breder, en waarnaar?"
    form, icon = rows.BroadForm, "eye"

    def build(self) -> None:
        super().build()
        for kind in self.raw["kinds"]:
            self.one.fields[f"kind_{kind['key']}"] = forms.BooleanField(
                label=f"Breed kijken bij ‘{kind['label']}’",
                required=False,
                initial=kind["key"] in self.raw["broad"]["kinds"],
            )
        self.one.order_fields([f"kind_{kind['key']}" for kind in self.raw["kinds"]])

    def value(self) -> Any:
        found = self.one.item()
        ticked = [name[5:] for name, on in found.items() if name.startswith("kind_") and on]
        plain = {name: each for name, each in found.items() if not name.startswith("kind_")}
        stored = [kind for kind in self.raw["broad"]["kinds"] if kind in ticked]
        return {**plain, "kinds": [*stored, *(kind for kind in ticked if kind not in stored)]}


class SuggestingSheet(SingleSheet):
    slug, where, title = "suggesties", "suggesting", "Suggesties"
    lead = "Wijkwerk kan een thema voorstellen, naar wat collega’s eerder kozen. Een mens beslist altijd."
    form, icon = rows.SuggestingForm, "search"

    def initial(self) -> dict[str, Any]:
        stored = super().initial()
        return {**stored, "wanted": round(stored["wanted"] * 100)}

    def value(self) -> Any:
        found = self.one.item()
        stored = self.raw["suggesting"]["wanted"]
        # A share that the screen cannot show in whole percents stays as it is until somebody changes it.
        same = found["wanted"] == round(stored * 100)
        return {**found, "wanted": stored if same else found["wanted"] / 100}
