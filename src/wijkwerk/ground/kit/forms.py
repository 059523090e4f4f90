"""A form that counts once, a date as people type it, and text without signs that no keyboard has."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from wijkwerk.ground.kit import once
from wijkwerk.rules.deadlines import MONTHS, BadDue, Precision, read_due

# What a page with a form answers.
GET_POST = ["GET", "HEAD", "POST"]
# Years before the first, or so many after this one, are slips of the hand.
FIRST_YEAR, YEARS_AHEAD = 1900, 100
WRITTEN = re.compile(rf"(?:[a-z]+dag )?(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})")
DATE_FORMATS = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y")


def given(request: HttpRequest) -> Any:
    """The posted data, or None so that a form is shown empty."""
    return request.POST if request.method == "POST" else None


class OnceForm(forms.Form):
    """A form with a hidden key: sent twice, it does its work once."""

    # What is missing is said after sending, in words; the browser would colour it before anybody typed.
    use_required_attribute = False
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4().hex

    def refuse(self, refused: Exception) -> None:
        """Show what an action refuses at the field it is about, when it says which, or above the form."""
        field = getattr(refused, "field", "")
        self.add_error(field if field in self.fields else None, str(refused))

    def do_once(self, action: str, work: Callable[[], Any], *, now: datetime) -> None:
        """Do the work in one transaction with the key; when the key was used before, do nothing."""
        key = str(self.cleaned_data.get("once") or "")
        try:
            with transaction.atomic():
                once.claim(key, action=action, now=now)
                work()
        except once.SentBefore:
            return


def check_year(day: date) -> None:
    """Raises ValidationError for a year in which nothing of ours lies."""
    last = timezone.localdate().year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last:
        raise ValidationError(f"Vul een jaar in tussen {FIRST_YEAR} en {last}.", code="year")


class DayField(forms.DateField):
    """A day as people type it, such as 17-12-2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {
            "invalid": "Deze datum kennen wij niet. Vul een dag in die bestaat, bijvoorbeeld 17-12-2026.",
            "required": "Vul een datum in, bijvoorbeeld 17-12-2026.",
        } | kwargs["error_messages"]
        kwargs.setdefault(
            "widget", forms.DateInput(format="%d-%m-%Y", attrs={"inputmode": "numeric", "class": "ww-narrow"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Also as the house itself writes a day: 17 december 2026."""
        if isinstance(value, str) and (said := WRITTEN.fullmatch(" ".join(value.lower().split()))):
            value = f"{said['day']}-{MONTHS.index(said['month']) + 1}-{said['year']}"
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            check_year(value)


class DueField(forms.CharField):
    """When something is done, as precise as one can promise: a day, a week, "juni 2027", "voorjaar 2027", "2027".

    Cleans to (last day, precision).
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault(
            "help_text",
            "Een dag, een maand of een seizoen. Bijvoorbeeld: 17-12-2026, juni 2027 of voorjaar 2027.",
        )
        kwargs.setdefault(
            "error_messages", {"required": "Vul in wanneer. Bijvoorbeeld: 17-12-2026 of voorjaar 2027."}
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[date, Precision] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return DayField().clean(text), Precision.DAY
        except ValidationError as wrong:
            if wrong.code == "year":
                raise
            # No day: a month, a season or a year then.
        try:
            return read_due(text)
        except BadDue as bad:
            raise ValidationError(
                "Dit is geen datum die wij kennen. Vul bijvoorbeeld in: 17-12-2026, juni 2027 of voorjaar 2027."
            ) from bad
