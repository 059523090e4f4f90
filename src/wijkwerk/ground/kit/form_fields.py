"""What a page needs to draw one form field: look, hint, error, and how a screen reader joins them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

DATE_HINT = "Bijvoorbeeld 17-12-2026"
# Set on a field that must be filled in after one answer and not after another: then "hoeft niet" would not be true.
SOMETIMES = "required_sometimes"
# Only the shapes of an answer bring a colour of their own.
ANSWER_ICONS = ("yes", "if", "no")
CLASSES = {
    "text": "utrecht-textbox utrecht-textbox--html-input",
    "area": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "file": "ww-file",
}
INVALID = {
    "text": "utrecht-textbox--invalid",
    "area": "utrecht-textarea--invalid",
    "select": "utrecht-select--invalid",
}


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox as a card: the native control, its words, an optional second line and icon."""

    control: SafeString
    label: str
    hint: str
    icon: str
    look: str


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary; `target` is the id of the control, "" when there is nothing to go to."""

    words: str
    target: str


def shape_of(bound: BoundField) -> str:
    """hidden, group (radios or checkboxes), tick, file, select, area or text."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    # The first that fits wins.
    shapes: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.RadioSelect, "group"),
        (forms.CheckboxSelectMultiple, "group"),
        (forms.CheckboxInput, "tick"),
        (forms.FileInput, "file"),
        (forms.Select, "select"),
        (forms.Textarea, "area"),
    )
    return next((shape for kind, shape in shapes if isinstance(widget, kind)), "text")


def describe(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    look: str = "",
    optional: bool = True,
    autocomplete: str = "",
    rows: int = 0,
    max: int = 0,
) -> dict[str, Any]:
    """The context of wijkwerk/_field.html for one bound field."""
    shape = shape_of(bound)
    hint = hint or str(bound.help_text or "") or _hint_of(bound)
    extra = {"autocomplete": autocomplete, "rows": str(rows or ""), "data-ww-max": str(max or "")}
    attrs: dict[str, str | bool] = {
        **_joined(bound, shape, bool(hint)),
        **_looks(bound, shape, look),
        **{key: value for key, value in extra.items() if value},
    }
    return {
        "bound": bound,
        "shape": shape,
        "label": label or bound.label,
        "hint": hint,
        "look": look,
        "optional": optional
        and not bound.field.required
        and shape != "tick"
        and not hasattr(bound.field, SOMETIMES),
        "describedby": attrs.get("aria-describedby", ""),
        "control": bound.as_widget(attrs=attrs) if shape != "group" else "",
        "choices": _choices(bound) if shape == "group" else [],
    }


def _hint_of(bound: BoundField) -> str:
    return DATE_HINT if isinstance(bound.field.widget, forms.DateInput) else ""


def _joined(bound: BoundField, shape: str, hint: bool) -> dict[str, str]:
    """aria-describedby names the hint first and the error after it, in the order of the page."""
    ids = [f"{bound.auto_id}_hint"] if hint else []
    attrs: dict[str, str] = {}
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if ids and shape != "hidden":
        attrs["aria-describedby"] = " ".join(ids)
    return attrs


def _looks(bound: BoundField, shape: str, look: str) -> dict[str, str]:
    date = isinstance(bound.field.widget, forms.DateInput)
    classes = [str(bound.field.widget.attrs.get("class", "")), CLASSES.get(shape, "")]
    classes.append(INVALID.get(shape, "") if bound.errors else "")
    classes.append("ww-narrow" if look == "narrow" or date else "")
    attrs = {"class": " ".join(filter(None, classes))} if any(classes) else {}
    return {**attrs, "inputmode": "numeric", "autocomplete": "off"} if date else attrs


def _choices(bound: BoundField) -> list[Choice]:
    """Cards of a group. A widget may carry `hints` and `icons`: dicts from value to text and icon name."""
    widget = bound.field.widget
    hints: dict[str, str] = getattr(widget, "hints", {})
    icons: dict[str, str] = getattr(widget, "icons", {})
    cards = []
    for option in bound.subwidgets:
        value = str(option.data["value"])
        name = icons.get(value, "")
        look = f"ww-c-{name}" if name in ANSWER_ICONS else ""
        cards.append(Choice(option.tag(), str(option.choice_label), hints.get(value, ""), name, look))
    return cards


def errors_of(form: forms.BaseForm) -> list[ErrorLine]:
    """All errors of a form: first those of the whole form, then field by field in the order of the page."""
    lines = [ErrorLine(str(words), "") for words in form.non_field_errors()]
    found = [(bound, str(words)) for bound in form for words in bound.errors]
    often = Counter(words for _, words in found)
    for bound, words in found:
        # Of two fields with the same sentence the label tells which is which.
        said = f"{bound.label}: {words}" if often[words] > 1 and bound.label else words
        lines.append(ErrorLine(said, _target(bound)))
    return lines


def _target(bound: BoundField) -> str:
    shape = shape_of(bound)
    if shape == "hidden":
        return ""
    return f"{bound.auto_id}_0" if shape == "group" else str(bound.id_for_label or bound.auto_id)
