"""The forms of what the law asks: official messages, keeping, the seal, the accessibility statement, privacy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wijkwerk.faces.blueprints.fields import LongText
from wijkwerk.faces.blueprints.forms import Row
from wijkwerk.ground.areas.statements import Status
from wijkwerk.ground.kit.forms import DayField

DAYS = ("stated_on", "checked_on", "planned_on", "until")
NOT_YET = "Deze dag moet nog komen. Vul in wanneer het was."


class PastDayField(DayField):
    """A day of today or before: what is still to come did not happen."""

    def clean(self, value: Any) -> date | None:
        found: date | None = super().clean(value)
        if found is not None and found > timezone.localdate():
            raise ValidationError(NOT_YET)
        return found


def with_days(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with its days as the document holds them."""
    return {name: each.isoformat() if isinstance(each, date) else each for name, each in item.items()}


def read_days(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the document holds, with its days as days, so that the form shows them as people type them."""
    return {
        name: date.fromisoformat(each) if each and name in DAYS else each for name, each in stored.items()
    }


class FormalRow(Row):
    label = forms.CharField(label="Naam", max_length=120)
    to = forms.CharField(
        label="Wie behandelt het?", max_length=120, help_text="De melder leest dit in de brief."
    )
    url = forms.CharField(label="Pagina", max_length=300, required=False, help_text="Begint met https://")
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)
    weeks = forms.IntegerField(label="Termijn in weken", required=False, min_value=1, max_value=52)
    months = forms.IntegerField(
        label="Of in maanden",
        required=False,
        min_value=1,
        max_value=12,
        help_text="Vul weken in of maanden, niet allebei.",
    )


class RetentionForm(Row):
    rule = forms.CharField(label="Regel van de selectielijst", max_length=20)
    years = forms.IntegerField(
        label="Meldingen bewaren", help_text="In jaren na het eind.", min_value=1, max_value=100
    )
    backup_days = forms.IntegerField(
        label="Reservekopieën bewaren",
        help_text="In dagen. Dit staat op de pagina over privacy.",
        min_value=1,
        max_value=365,
    )


class KeptForm(Row):
    """The rule of one theme; empty where it has none of its own."""

    rule = forms.CharField(
        label="Eigen regel", max_length=20, required=False, help_text="Leeg: zoals hierboven."
    )
    years = forms.IntegerField(
        label="Jaren", min_value=1, max_value=100, required=False, help_text="Leeg: zoals hierboven."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("rule")) != bool(given.get("years")) and not self.errors:
            missing = "years" if given.get("rule") else "rule"
            self.add_error(missing, "Vul de regel en de jaren allebei in, of geen van beide.")
        return given


class SecurityForm(Row):
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="Van wie het zegel bewaart. Leeg: niemand krijgt het.",
    )
    journal_years = forms.IntegerField(
        label="Logboek bewaren", help_text="In jaren.", min_value=1, max_value=100
    )


class StatementForm(Row):
    """The accessibility statement, without its list of shortcomings."""

    status = forms.ChoiceField(
        label="Status",
        choices=[(each.value, f"{each.value}: {each.label}") for each in Status],
        help_text="A en B mogen alleen na een volledig onderzoek. C: er is een onderzoek gepland. D: niet. E: geen verklaring.",
    )
    stated_on = PastDayField(label="Datum van de verklaring", required=False)
    url = forms.CharField(
        label="Verklaring in het register",
        max_length=300,
        required=False,
        help_text="Begint met https://. U vult haar in op digitoegankelijk.nl.",
    )
    checked_on = PastDayField(label="Laatst onderzocht op", required=False)
    checked_by = forms.CharField(label="Onderzocht door", max_length=300, required=False)
    report = forms.CharField(label="Rapport", max_length=300, required=False, help_text="Begint met https://")
    planned_on = DayField(label="Onderzoek gepland op", required=False)
    text = LongText(
        label="Eigen toelichting",
        max_length=2000,
        required=False,
        help_text="In gewone woorden. Een lege regel begint een nieuwe alinea.",
    )
    email = forms.CharField(
        label="E-mail", max_length=254, required=False, help_text="Leeg: zoals bij Bereikbaar."
    )
    phone = forms.CharField(
        label="Telefoon", max_length=30, required=False, help_text="Leeg: zoals bij Bereikbaar."
    )
    receipt_days = forms.IntegerField(
        label="U laat weten dat u het kreeg", help_text="In werkdagen.", min_value=1, max_value=30
    )
    answer_weeks = forms.IntegerField(
        label="U geeft antwoord", help_text="In weken.", min_value=1, max_value=12
    )

    def item(self) -> dict[str, Any]:
        return with_days(super().item())


class ShortcomingRow(Row):
    what = forms.CharField(label="Wat werkt nog niet goed?", max_length=300)
    why = forms.CharField(label="Hoe komt dat?", max_length=300, required=False)
    until = DayField(label="Opgelost voor", required=False)
    instead = forms.CharField(
        label="Wat kan iemand tot die tijd doen?",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: bel ons, dan doen wij het samen.",
    )

    def item(self) -> dict[str, Any]:
        return with_days(super().item())


class PrivacyForm(Row):
    controller = forms.CharField(
        label="Wie is verantwoordelijk?",
        max_length=120,
        help_text="Daarachter komt de naam van uw gemeente.",
    )
    officer = forms.CharField(
        label="Wie let erop?", max_length=120, help_text="Zo noemt u deze functie. Geen naam."
    )
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)
    url = forms.CharField(
        label="Uw eigen pagina over privacy", max_length=300, required=False, help_text="Begint met https://"
    )
    text = LongText(
        label="Eigen toelichting",
        max_length=2000,
        required=False,
        help_text="In gewone woorden. Een lege regel begint een nieuwe alinea.",
    )
