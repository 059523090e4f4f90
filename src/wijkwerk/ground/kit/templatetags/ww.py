"""Template tags and filters that every page shares: icons, form fields, badges and Dutch dates."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wijkwerk.ground.kit import charts, dutch_dates, form_fields
from wijkwerk.rules.deadlines import Precision, spoken

register = template.Library()

# kind of answer -> look, icon, words. The shapes are reserved for answers (look, "an answer has a shape").
ANSWERS: Mapping[str, tuple[str, str, str]] = {
    "yes": ("yes", "yes", "Ja"),
    "yes_if": ("if", "if", "Ja, op voorwaarde dat"),
    "no": ("no", "no", "Nee, want"),
}
# state -> look, icon, words. Outlines: dashed dot is new, half is being worked on, tick is done.
STATES: Mapping[str, tuple[str, str, str]] = {
    "draft": ("plain", "edit", "Nog niet verstuurd"),
    "new": ("", "new", "Nieuw"),
    "open": ("", "new", "Open"),
    "owned": ("", "busy", "In behandeling"),
    "busy": ("", "busy", "In behandeling"),
    "handed_over": ("", "busy", "Wordt overgedragen"),
    "waiting": ("", "clock", "Wacht"),
    "answered": ("", "chat", "Beantwoord"),
    "promised": ("", "open", "Beloofd"),
    "done": ("kept", "done", "Klaar"),
    "closed": ("kept", "done", "Klaar"),
    "reopened": ("", "again", "Opnieuw open"),
    "forwarded": ("", "go", "Doorgestuurd"),
    "merged": ("plain", "people", "Samengevoegd"),
    "withdrawn": ("plain", "cross", "Ingetrokken"),
    "late": ("late", "late", "Te laat"),
}
# state of a promise -> icon, colour, words.
PROMISES: Mapping[str, tuple[str, str, str]] = {
    "open": ("open", "brand", "Loopt nog"),
    "kept": ("kept", "yes", "Nagekomen"),
    "withdrawn": ("cross", "no", "Ingetrokken, met uitleg"),
}
LATE = ("late", "late", "Te laat")


@register.simple_tag(takes_context=True)
def say(context: Context, text: str) -> str:
    """A text in the municipality's own words: `{area.this}` is "dit gebied" here and "deze wijk" there."""
    site = context.get("site")
    words = getattr(site, "words", None)
    return words.say(text) if words is not None else text


@register.simple_tag
def asset(path: str) -> str:
    """The address of our static file `path` (below static/wijkwerk/)."""
    name = f"wijkwerk/{path}"
    try:
        return static(name)
    except ValueError:
        # A name that the manifest misses must not take the page down: a page without style is still a page.
        return f"{settings.STATIC_URL}{name}"


@register.simple_tag
def icon(name: str, look: str = "") -> SafeString:
    """The icon `name` from the sprite, hidden for screen readers: always put a word beside it.

    `look` is extra class names, for example "ww-c-yes".
    """
    classes = f"ww-icon {look}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        classes,
        asset("icons.svg"),
        name,
    )


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """One form field with label, hint and error, joined for screen readers.

    Options: `label`, `hint`, `look` ("narrow", "big" or ""), `optional` (False hides "hoeft niet"),
    `autocomplete`, `rows`, `max` (characters left are counted).
    """
    return render_to_string("wijkwerk/_field.html", form_fields.describe(bound, **options))


@register.simple_tag
def error_summary(form: BaseForm, *more: BaseForm) -> SafeString:
    """What is missing, with a link to each field; empty when nothing is wrong. More forms may follow."""
    lines = [line for one in (form, *more) for line in form_fields.errors_of(one)]
    if not lines:
        return SafeString("")
    return render_to_string("wijkwerk/_error_summary.html", {"lines": lines})


@register.simple_tag
def answer_badge(kind: str, label: str = "") -> SafeString:
    """The kind of an answer ("yes", "yes_if" or "no") as shape, word and colour."""
    look, name, words = ANSWERS[kind]
    return _badge(look, name, label or words)


@register.simple_tag
def state_badge(state: str, label: str = "") -> SafeString:
    """A state as outline and word; `label` puts the municipality's own word in its place."""
    look, name, words = STATES.get(state, ("plain", "info", state))
    return _badge(look, name, label or words)


@register.simple_tag
def promise_mark(state: str, late: bool = False) -> SafeString:
    """The ring of a promise: open, closed with a tick, or a triangle when it is late. With a hidden word."""
    name, look, words = LATE if late and state == "open" else PROMISES[state]
    return format_html('{}<span class="ww-hidden">{}: </span>', icon(name, f"ww-c-{look}"), words)


@register.simple_tag
def bars(
    chart_id: str,
    title: str,
    rows: Sequence[tuple[str, float] | tuple[str, float, str]],
    desc: str = "",
    label_head: str = "Onderwerp",
    value_head: str = "Aantal",
) -> SafeString:
    """A bar chart with its table. `rows` are (label, value) or (label, value, class name)."""
    heads = {"id": chart_id, "title": title, "desc": desc, "label_head": label_head, "value_head": value_head}
    return render_to_string("wijkwerk/_bars.html", {"chart": {**heads, **charts.bar_chart(rows)}})


def _badge(look: str, name: str, words: str) -> SafeString:
    classes = f"ww-badge ww-badge--{look}" if look else "ww-badge"
    return format_html('<span class="{}">{}{}</span>', classes, icon(name), words)


@register.filter
def day_words(value: datetime.date | None, style: str = "") -> str:
    """A date or moment as "2 november 2026"; style "weekday" puts the day of the week before it."""
    if value is None:
        return ""
    return dutch_dates.day_words(value, weekday=style == "weekday")


@register.filter
def due_words(value: datetime.date | None, precision: str = "day") -> str:
    """A date as precise as it was promised: "uiterlijk vrijdag 4 december 2026", "in het voorjaar van 2027"."""
    return spoken(value, Precision(precision)) if value else ""


@register.filter
def time_words(value: datetime.datetime | None) -> str:
    """A moment as "2 november 2026, 14.05 uur", in Europe/Amsterdam."""
    return dutch_dates.time_words(value) if value else ""


@register.filter
def ago(value: datetime.date | None, now: datetime.datetime | None = None) -> str:
    """How long ago, in days: "vandaag", "gisteren", "3 dagen geleden". `now` defaults to this moment."""
    if value is None:
        return ""
    return dutch_dates.ago(value, now=now or timezone.now())


@register.filter
def waiting(value: datetime.date | None, now: datetime.datetime | None = None) -> str:
    """How long something waits: "sinds gisteren", "wacht 8 dagen". `now` defaults to this moment."""
    return dutch_dates.waiting(value, now=now or timezone.now()) if value else ""


@register.filter
def iso(value: datetime.date | None) -> str:
    """For the datetime attribute of a time element."""
    return value.isoformat() if value else ""


@register.filter
def phone_digits(value: str) -> str:
    """A telephone number as a tel: link wants it: digits and a leading plus."""
    return "".join(sign for sign in str(value) if sign.isdigit() or sign == "+")
