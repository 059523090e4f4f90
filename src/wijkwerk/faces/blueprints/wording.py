"""Places and values of the settings document in words for the screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from wijkwerk.faces.blueprints import forms
from wijkwerk.faces.blueprints.sheets import NOUNS, SHEETS
from wijkwerk.ground.areas.paths import Change
from wijkwerk.ground.people.models import RoleKind
from wijkwerk.work.answers.sections import LABELS
from wijkwerk.work.signals.models import Kind

PARTS: Mapping[str, str] = {
    **{sheet.where: sheet.title for sheet in SHEETS.values()},
    "letters": "Brieven",
    "roles": "Rollen",
    "deviations": "Gebieden die afwijken",
}
ROWS = (
    forms.WordRow,
    forms.ThemeRow,
    forms.RuleRow,
    forms.TermsForm,
    forms.TeamRow,
    forms.ContactForm,
    forms.LookForm,
    forms.ElsewhereRow,
    forms.RetentionForm,
    forms.LetterForm,
)
FIELDS = {name: str(field.label) for row in ROWS for name, field in row.base_fields.items() if field.label}
ITEMS: Mapping[str, Mapping[str, str]] = {
    "words": NOUNS,
    "letters": LABELS,
    "roles": dict(RoleKind.choices),
    "kinds": dict(Kind.choices),
}
NOTHING = "niets"


def place(path: str, document: Mapping[str, Any]) -> str:
    """`teams.groen.phone` as "Teams, Groen en water, Telefoon"."""
    part, *steps = path.split(".")
    words = [PARTS.get(part, part)]
    if steps and steps[0] not in FIELDS:
        words.append(_item(part, steps.pop(0), document))
    return ", ".join([*words, *(FIELDS.get(step, step) for step in steps)])


def _item(part: str, name: str, document: Mapping[str, Any]) -> str:
    if name in ITEMS.get(part, {}):
        return ITEMS[part][name]
    if name.isdigit():
        return f"regel {int(name) + 1}"
    items = document.get(part)
    for each in items if isinstance(items, list) else []:
        if each.get("key") == name:
            return str(each.get("label") or each.get("name") or name)
    return name


def value(given: Any) -> str:
    """A value as a person reads it."""
    if given is None or given in ("", [], {}):
        return NOTHING
    if isinstance(given, bool):
        return "ja" if given else "nee"
    if isinstance(given, list):
        return ", ".join(value(each) for each in given)
    if isinstance(given, Mapping):
        return ", ".join(f"{FIELDS.get(name, name)}: {value(each)}" for name, each in given.items())
    return str(given)


def told(changes: Iterable[Change], document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Changes as rows of a table; the notes about sources are left out."""
    return [
        {"place": place(each.path, document), "old": value(each.old), "new": value(each.new)}
        for each in changes
        if each.path.partition(".")[0] not in ("notes", "name", "wijkwerk", "language")
        and each.path.rpartition(".")[2] not in ("key",)
    ]
