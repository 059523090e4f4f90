"""Places and values of the settings document in words for the screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from wijkwerk.faces.blueprints import forms
from wijkwerk.faces.blueprints.sheets import NOUNS, SHEETS
from wijkwerk.ground.areas.paths import Change
from wijkwerk.ground.people.models import RoleKind, TeamKind
from wijkwerk.work.answers.sections import LABELS
from wijkwerk.work.signals.models import FormalKind, Kind, Via

PARTS: Mapping[str, str] = {
    **{sheet.where: sheet.title for sheet in SHEETS.values()},
    "letters": "Brieven",
    "roles": "Rollen",
    "deviations": "Gebieden die afwijken",
}
ROWS = (
    # Where two forms have a field of one name, the later word holds.
    forms.KeptForm,
    forms.SecurityForm,
    forms.HandlingForm,
    forms.UrgentForm,
    forms.BroadForm,
    forms.FormalRow,
    forms.SuggestingForm,
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
FIELDS = {
    "area_manager": "De gebiedsmanager",
    "answer_days_by_theme": "Antwoord",
    "by_theme": "Eigen regel",
    "kinds": "Bij welke soorten",
    **{name: str(field.label) for row in ROWS for name, field in row.base_fields.items() if field.label},
}
BY_THEME = ("answer_days_by_theme", "by_theme")
ITEMS: Mapping[str, Mapping[str, str]] = {
    "words": NOUNS,
    "letters": LABELS,
    "roles": dict(RoleKind.choices),
    "kinds": dict(Kind.choices),
    "formal": dict(FormalKind.choices),
}
# Codes that stand as a value in a field of this name.
CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {**dict(Kind.choices), **dict(TeamKind.choices), **dict(RoleKind.choices)},
    "kinds": dict(Kind.choices),
    "channel": dict(Via.choices),
}
KEYS = {"team": "teams", "reports_straight_to": "teams", "theme": "themes"}
NOTHING = "niets"
NO_DOCUMENT: Mapping[str, Any] = {}


def place(path: str, document: Mapping[str, Any]) -> str:
    """`teams.groen.phone` as "Teams, Groen en water, Telefoon"."""
    part, *steps = path.split(".")
    words = [PARTS.get(part, part)]
    if steps and (isinstance(document.get(part), list) or part in ITEMS or steps[0] not in FIELDS):
        words.append(_item(part, steps.pop(0), document))
    for before, step in zip(["", *steps], steps, strict=False):
        words.append(_item("themes", step, document) if before in BY_THEME else FIELDS.get(step, step))
    return ", ".join(words)


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


def value(given: Any, field: str = "", document: Mapping[str, Any] = NO_DOCUMENT) -> str:
    """A value as a person reads it; `field` is the name of its place, to say a code in words."""
    if given is None or given in ("", [], {}):
        return NOTHING
    if isinstance(given, bool):
        return "ja" if given else "nee"
    if isinstance(given, list):
        return ", ".join(value(each, field, document) for each in given)
    if isinstance(given, Mapping):
        return ", ".join(
            f"{FIELDS.get(name, name)}: {value(each, name, document)}" for name, each in given.items()
        )
    if field in KEYS:
        return _item(KEYS[field], str(given), document)
    return CODES.get(field, {}).get(str(given), str(given))


def told(changes: Iterable[Change], document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Changes as rows of a table; the notes about sources are left out."""
    return [
        {
            "place": place(each.path, document),
            "old": value(each.old, each.path.rpartition(".")[2], document),
            "new": value(each.new, each.path.rpartition(".")[2], document),
        }
        for each in changes
        if each.path.partition(".")[0] not in ("notes", "name", "wijkwerk", "language")
        and each.path.rpartition(".")[2] not in ("key",)
    ]
