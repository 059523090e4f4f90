"""Sheets of what people read and see: words, themes, kinds, contact, colours, letters."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints import forms as rows
from wijkwerk.faces.blueprints.sheets.base import ListSheet, Raw, SingleSheet
from wijkwerk.ground.areas.problems import Loc
from wijkwerk.work.answers.sections import LABELS


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
    "area": "Een deel van de gemeente, groot of klein",
    "district": "Een groot deel van de stad",
    "neighbourhood": "Een klein deel van de stad",
    "village": "Een dorp of kern",
    "area_manager": "Wie de straten kent en mensen verbindt",
    "alderman": "Wie in het college zit",
    "official": "Wie bij een afdeling werkt",
    "resident": "Wie er woont",
    "team": "Mensen die samen werk doen",
    "signal": "Wat iemand laat weten",
    "answer": "Wat wij terugzeggen",
    "condition": "Wat eerst moet gebeuren",
    "promise": "Wat wij zeggen te doen",
    "initiative": "Een plan van mensen zelf",
    "walk": "Een ronde door de straten",
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


class ContactSheet(SingleSheet):
    slug, where, title = "contact", "contact", "Bereikbaar"
    lead = "Hoe bereiken mensen u? Dit staat onder elke pagina en in elke brief."
    form, icon = rows.ContactForm, "phone"


class LookSheet(SingleSheet):
    slug, where, title = "kleuren", "look", "Kleuren"
    lead = "Letters moeten goed te lezen zijn. Wij rekenen het contrast voor u na."
    form, icon = rows.LookForm, "eye"


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
