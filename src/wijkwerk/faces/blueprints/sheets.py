"""A sheet is the form of one part of the settings: it shows the part, and makes it again from what was typed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import slugify

from wijkwerk.faces.blueprints import forms as rows
from wijkwerk.faces.blueprints.fields import AreaNames, AreasField
from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas.problems import Loc, Problem
from wijkwerk.work.answers.sections import LABELS

Raw = Mapping[str, Any]
MOST_ROWS = 150


class Sheet:
    """The form of a part. `where` is its path in the document, `slug` its address."""

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    icon: ClassVar[str] = "edit"
    where: str = ""

    def __init__(
        self, raw: Raw, *, areas: AreaNames, data: Mapping[str, Any] | None = None, taken: set[str]
    ) -> None:
        self.raw, self.areas, self.data, self.taken = raw, areas, data, taken
        self.problems: list[str] = []
        self.build()

    def build(self) -> None:
        """Make the forms."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        raise NotImplementedError

    def value(self) -> Any:
        """The part as the document holds it."""
        raise NotImplementedError

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        """A heading and a form, for each block on the page."""
        raise NotImplementedError

    @property
    def every_form(self) -> list[forms.Form]:
        return [form for _, form in self.groups]

    @property
    def management(self) -> forms.Form | None:
        """The hidden counters of a list."""
        return None

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        """The form and the field of a place in the part."""
        return None, ""

    def show(self, problem: Problem) -> None:
        """Show a problem of the document at its field, or at the top where this sheet has no such field."""
        steps = self.where.split(".")
        mine = [str(step) for step in problem.loc[: len(steps)]] == steps
        form, field = self.form_at(problem.loc[len(steps) :]) if mine else (None, "")
        if form is None:
            self.problems.append(problem.message if mine else f"{problem.path}: {problem.message}")
        else:
            form.add_error(field if field in form.fields else None, problem.message)

    def _with_areas(self, form: forms.Form) -> None:
        for field in form.fields.values():
            if isinstance(field, AreasField):
                field.names = self.areas


class SingleSheet(Sheet):
    """A part that is one form."""

    form: ClassVar[type[rows.Row]]

    def build(self) -> None:
        self.one = self.form(self.data, initial=self.initial())
        self._with_areas(self.one)

    def initial(self) -> dict[str, Any]:
        return dict(paths.find(self.raw, self.where))

    def is_valid(self) -> bool:
        return self.one.is_valid()

    def value(self) -> Any:
        return self.one.item()

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [("", self.one)]

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        return self.one, str(loc[0]) if loc else ""


class ListSheet(Sheet):
    """A part that is a list: a row for each item, in the order of the page."""

    row: ClassVar[type[rows.Row]]
    named_by: ClassVar[str] = "label"
    extra: ClassVar[int] = 1
    ordered: ClassVar[bool] = False
    removable: ClassVar[str] = ""

    def build(self) -> None:
        made: type[BaseFormSet[Any]] = formset_factory(
            self.row,
            extra=self.extra,
            can_order=self.ordered,
            can_delete=bool(self.removable),
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
            can_delete_extra=False,
        )
        self.set = made(self.data, initial=self.initial(), prefix="rij")
        for form in self.set.forms:
            self._with_areas(form)
            self.prepare(form)

    def initial(self) -> list[dict[str, Any]]:
        return [dict(item) for item in paths.find(self.raw, self.where)]

    def prepare(self, form: forms.Form) -> None:
        """Labels and choices that depend on the document."""
        if self.ordered and "ORDER" in form.fields:
            form.fields["ORDER"].label = "Plaats in de lijst"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.removable

    def is_valid(self) -> bool:
        valid = self.set.is_valid()
        self.problems += [str(error) for error in self.set.non_form_errors()]
        return valid

    def kept(self) -> list[rows.Row]:
        """The filled-in rows that stay, in the order that was asked for."""
        filled = [form for form in self.set.forms if form.has_changed() or form.initial]
        stay = [form for form in filled if not form.cleaned_data.get("DELETE")]
        if not self.ordered:
            return stay
        last = len(self.set.forms) + 1
        return sorted(stay, key=lambda form: form.cleaned_data.get("ORDER") or last)

    def value(self) -> Any:
        known = {str(item.get("key")) for item in paths.find(self.raw, self.where)}
        used = known | self.taken
        found = []
        for form in self.kept():
            key = form.cleaned_data.get("key", "")
            if key not in known:
                key = new_key(str(form.cleaned_data.get(self.named_by, "")), used)
            used.add(key)
            found.append({"key": key, **form.item()})
        return found

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [(self.heading(form), form) for form in self.set.forms]

    def heading(self, form: forms.Form) -> str:
        return str(form.initial.get(self.named_by) or "") or "Nieuw"

    @property
    def management(self) -> forms.Form | None:
        return self.set.management_form

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if not loc or not isinstance(loc[0], int) or loc[0] >= len(self.kept()):
            return None, ""
        return self.kept()[loc[0]], str(loc[1]) if len(loc) > 1 else ""


def new_key(words: str, used: set[str]) -> str:
    """A name for the document from the words on the screen, that nothing else has."""
    start = slugify(words).replace("-", "_").strip("_0123456789")[:36].strip("_") or "nieuw"
    number, key = 2, start
    while key in used:
        key, number = f"{start}_{number}", number + 1
    return key


class WordsSheet(ListSheet):
    slug, where, title = "woorden", "words", "Woorden"
    lead = "Hoe noemt u de dingen? Deze woorden staan op elke pagina en in elke brief."
    row, extra = rows.WordRow, 0
    icon = "chat"

    def initial(self) -> list[dict[str, Any]]:
        return [{"key": noun, **word} for noun, word in self.raw["words"].items()]

    def value(self) -> Any:
        nouns = list(self.raw["words"])
        return {noun: form.item() for noun, form in zip(nouns, self.set.forms, strict=False)}

    def heading(self, form: forms.Form) -> str:
        return NOUNS.get(str(form.initial.get("key")), str(form.initial.get("one") or ""))

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        nouns = list(self.raw["words"])
        if not loc or loc[0] not in nouns:
            return None, ""
        return self.set.forms[nouns.index(str(loc[0]))], str(loc[1]) if len(loc) > 1 else ""


NOUNS = {
    "area": "Een gebied, groot of klein",
    "district": "Een groot deel van de stad",
    "neighbourhood": "Een klein deel van de stad",
    "village": "Een dorp of kern",
    "area_manager": "Wie een gebied kent en mensen verbindt",
    "alderman": "Wie in het college zit",
    "official": "Wie bij een afdeling werkt",
    "resident": "Wie er woont",
    "team": "Mensen die samen werk doen",
    "signal": "Wat iemand laat weten",
    "answer": "Wat wij terugzeggen",
    "condition": "Wat eerst moet gebeuren",
    "promise": "Wat wij zeggen te doen",
    "initiative": "Een plan van bewoners",
    "walk": "Een ronde door het gebied",
    "meeting": "Samenkomen en praten",
}


class ThemesSheet(ListSheet):
    slug, where, title = "themas", "themes", "Thema’s"
    lead = (
        "Waar kan een melding over gaan? Een thema dat u niet meer gebruikt, blijft bij oude meldingen staan."
    )
    row, ordered, icon = rows.ThemeRow, True, "flag"


class KindsSheet(ListSheet):
    slug, where, title = "soorten", "kinds", "Soorten meldingen"
    lead = "De soorten liggen vast. U kiest hoe het formulier ze noemt."
    row, extra, icon = rows.KindRow, 0, "filter"


class RoutingSheet(ListSheet):
    slug, where, title = "verdeling", "routing", "Verdeling over teams"
    lead = "De eerste regel die past, geldt. Past er geen regel? Dan gaat de melding naar het meldpunt."
    row, ordered, removable, icon = rows.RuleRow, True, "Deze regel weghalen", "share"

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


class ContactSheet(SingleSheet):
    slug, where, title = "contact", "contact", "Bereikbaar"
    lead = "Hoe bereiken mensen u? Dit staat onder elke pagina en in elke brief."
    form, icon = rows.ContactForm, "phone"


class LookSheet(SingleSheet):
    slug, where, title = "kleuren", "look", "Kleuren"
    lead = "Letters moeten goed te lezen zijn. Wij rekenen het contrast voor u na."
    form, icon = rows.LookForm, "eye"


class RetentionSheet(SingleSheet):
    slug, where, title = "bewaren", "retention", "Bewaren"
    lead = "Hoe lang bewaart u meldingen? Vraag uw archivaris welke regel geldt."
    form, icon = rows.RetentionForm, "lock"


class NotForSheet(ListSheet):
    slug, where, title = "niet-voor", "not_for", "Waar het formulier niet voor is"
    lead = "Wat moet ergens anders heen? Zet er de pagina of het nummer van uw gemeente bij."
    row, ordered, removable, icon = rows.ElsewhereRow, True, "Weghalen", "out"


class LetterSheet(SingleSheet):
    """One letter; `where` says which."""

    form, icon = rows.LetterForm, "mail"

    def __init__(self, kind: str, raw: Raw, **given: Any) -> None:
        self.kind, self.where = kind, f"letters.{kind}"
        super().__init__(raw, **given)

    @property
    def label(self) -> str:
        return LABELS[self.kind]


SHEETS: dict[str, type[Sheet]] = {
    sheet.slug: sheet
    for sheet in (
        WordsSheet,
        ThemesSheet,
        KindsSheet,
        RoutingSheet,
        TermsSheet,
        TeamsSheet,
        NotForSheet,
        ContactSheet,
        LookSheet,
        RetentionSheet,
    )
}
