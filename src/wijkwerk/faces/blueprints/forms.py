"""The forms of the settings screens: one row for each thing, and why it changes."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints.fields import AreasField, LinesField, LongText, WordsField
from wijkwerk.ground.people.models import TeamKind
from wijkwerk.work.signals.models import Kind, Via

ANY = ("", "alles")


class WhyForm(forms.Form):
    """Why it changes, the version that the person looked at, and the key that makes it count once."""

    why = forms.CharField(
        label="Waarom verandert u dit?",
        max_length=250,
        help_text="Uw collega's lezen dit in de geschiedenis.",
        error_messages={"required": "Schrijf waarom u dit verandert."},
    )
    base = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class Row(forms.Form):
    """One item. `key` is its name in the document; empty for a new one."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The summary above the form stands apart from the field, so the sentence names it.
            field.error_messages["required"] = f"Vul dit in: {field.label}."

    def item(self) -> dict[str, Any]:
        """As it stands in the document, without the key."""
        skip = {"key", "ORDER", "DELETE"}
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}


class WordRow(Row):
    one = forms.CharField(label="Eén", max_length=120)
    many = forms.CharField(label="Meer", max_length=120)
    article = forms.ChoiceField(label="De of het", choices=[("de", "de"), ("het", "het")])


class ThemeRow(Row):
    label = forms.CharField(label="Naam", max_length=120)
    hint = forms.CharField(label="Uitleg", max_length=300, required=False)
    active = forms.BooleanField(label="In gebruik", required=False, initial=True)


class KindRow(Row):
    label = forms.CharField(label="Naam", max_length=120)
    hint = forms.CharField(label="Uitleg", max_length=300, required=False)


class RuleRow(Row):
    theme = forms.ChoiceField(label="Thema", required=False)
    kind = forms.ChoiceField(label="Soort", required=False, choices=[ANY, *Kind.choices])
    areas = AreasField(
        label="Gebieden", required=False, help_text="Namen met een komma ertussen. Leeg: overal."
    )
    channel = forms.ChoiceField(label="Binnengekomen via", required=False, choices=[ANY, *Via.choices])
    words = WordsField(
        label="Woorden in de tekst",
        required=False,
        help_text="Met een komma ertussen. Een * vindt ook langere woorden.",
    )
    team = forms.ChoiceField(label="Gaat naar")

    def item(self) -> dict[str, Any]:
        found = super().item()
        return {**found, **{name: found[name] or None for name in ("theme", "kind", "channel")}}


class TermsForm(Row):
    confirm_days = forms.IntegerField(
        label="Iemand neemt het aan", help_text="In werkdagen.", min_value=1, max_value=366
    )
    answer_days = forms.IntegerField(label="Antwoord", help_text="In werkdagen.", min_value=1, max_value=366)
    reopen_days = forms.IntegerField(
        label="Reageren op het antwoord", help_text="In dagen, ook het weekend.", min_value=1, max_value=366
    )


class TeamRow(Row):
    name = forms.CharField(label="Naam", max_length=120)
    # The same as an untouched new row holds, so that it does not count as filled in.
    kind = forms.ChoiceField(label="Soort team", choices=TeamKind.choices, initial=TeamKind.DEPARTMENT)
    areas = AreasField(
        label="Gebieden", required=False, help_text="Namen met een komma ertussen. Leeg: de hele gemeente."
    )
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)
    organisation = forms.CharField(
        label="Organisatie", max_length=120, required=False, help_text="Leeg: de gemeente zelf."
    )


class ContactForm(Row):
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)
    hours = forms.CharField(label="Tijden", max_length=300, required=False)
    desk = LinesField(
        label="Loket", required=False, help_text="Elke regel is een plek, met tijden.", max_length=1000
    )
    email = forms.CharField(label="E-mail", max_length=254, required=False)


class LookForm(Row):
    brand = forms.CharField(label="Hoofdkleur", max_length=7, help_text="Bijvoorbeeld #1d448f")
    brand_deep = forms.CharField(label="Donkere kleur", max_length=7)
    brand_soft = forms.CharField(label="Lichte kleur", max_length=7)
    ground = forms.CharField(label="Achtergrond", max_length=7)


class ElsewhereRow(Row):
    label = forms.CharField(label="Onderwerp", max_length=120)
    text = LongText(label="Uitleg", max_length=600)
    url = forms.CharField(label="Pagina", max_length=300, required=False, help_text="Begint met https://")
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)


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


class DoubtForm(forms.Form):
    """A doubtful value that turns out to be right."""

    path = forms.CharField(max_length=200)
    base = forms.IntegerField(min_value=1, max_value=1_000_000)


class LetterForm(Row):
    title = forms.CharField(label="Titel", max_length=150)
    body = LongText(label="Brief", max_length=6000)
