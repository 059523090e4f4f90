"""Places and values of the settings document in words for the screen."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wijkwerk.faces.blueprints import calendar_forms, forms, kind_forms, law_forms, plan_forms
from wijkwerk.faces.blueprints.fact_forms import told_names
from wijkwerk.faces.blueprints.facts.parts import PARTS as PARTS_TOLD
from wijkwerk.faces.blueprints.sheets import NOUNS, SHEETS
from wijkwerk.ground.areas.paths import Change
from wijkwerk.ground.areas.statements import Status
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import RoleKind, TeamKind
from wijkwerk.rules.deadlines import short_day_words
from wijkwerk.work.answers.sections import LABELS
from wijkwerk.work.signals.models import FormalKind, Kind, Via

PARTS: Mapping[str, str] = {
    **{sheet.where: sheet.title for sheet in SHEETS.values()},
    "letters": "Brieven",
    "roles": "Rollen",
    **{section.name: section.title for section in PARTS_TOLD},
}
ROWS = (
    # Where two forms have a field of one name, the later word holds.
    plan_forms.CriterionRow,
    plan_forms.BudgetStepRow,
    plan_forms.AskingForm,
    plan_forms.TagRow,
    plan_forms.LogForm,
    calendar_forms.LegendForm,
    calendar_forms.CodeRow,
    law_forms.StatementForm,
    law_forms.ShortcomingRow,
    law_forms.PrivacyForm,
    law_forms.KeptForm,
    law_forms.SecurityForm,
    forms.HandlingForm,
    forms.UrgentForm,
    forms.AreaManagersForm,
    forms.BroadForm,
    law_forms.FormalRow,
    forms.SuggestingForm,
    forms.WordRow,
    forms.ThemeRow,
    forms.RuleRow,
    forms.TermsForm,
    forms.TeamRow,
    forms.ContactForm,
    forms.LookForm,
    forms.ElsewhereRow,
    law_forms.RetentionForm,
    forms.LetterForm,
)
FIGURE = {"value": "getal", "least": "van", "most": "tot", "qualifier": "erbij", "figure": "cijfer"}


def _labels(row: type[forms.Row]) -> dict[str, str]:
    return {name: str(field.label) for name, field in row.base_fields.items() if field.label}


FIELDS = {
    # The words of the form for kinds of plans hold only where no other has a field of that name.
    **_labels(kind_forms.PlanKindRow),
    # Where a stored part and a form have a field of one name, the word of the form holds.
    **FIGURE,
    **told_names(),
    "area_manager": own("{area_manager.with_article}"),
    "answer_days_by_theme": "Antwoord",
    "by_theme": "Eigen regel",
    "kinds": "Bij welke soorten",
    "shortcomings": "Werkt nog niet goed",
    **{name: label for row in ROWS for name, label in _labels(row).items()},
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
    "read_by": dict(TeamKind.choices),
    "status": {each.value: f"{each.value}: {each.label}" for each in Status},
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
        words.append(_step(part, before, step, document))
    return ", ".join(map(str, words))


def _step(part: str, before: str, step: str, document: Mapping[str, Any]) -> str:
    if before in BY_THEME:
        return _item("themes", step, document)
    if before == "shortcomings":
        listed = document[part][before] if part in document else []
        return next((str(each["what"]) for each in listed if each["key"] == step), step)
    return FIELDS.get(step, step)


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
    if field in law_forms.DAYS:
        return short_day_words(date.fromisoformat(given))
    if field in KEYS:
        return _item(KEYS[field], str(given), document)
    return CODES.get(field, {}).get(str(given), str(given))


def told(changes: Iterable[Change], document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Changes as rows of a table; the notes about sources are left out, and a list that was or became empty."""
    rows = [
        {
            "place": place(each.path, document),
            "old": value(each.old, each.path.rpartition(".")[2], document),
            "new": value(each.new, each.path.rpartition(".")[2], document),
        }
        for each in changes
        if each.path.partition(".")[0] not in ("notes", "name", "wijkwerk", "language")
        and each.path.rpartition(".")[2] not in ("key",)
    ]
    return [row for row in rows if (row["old"], row["new"]) != (NOTHING, NOTHING)]
