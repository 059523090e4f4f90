"""The forms of the settings screens: one row for each thing, and why it changes."""

from typing import Any

from django import forms

from wijkwerk.faces.blueprints.fields import AreasField, LinesField, LongText, WordsField
from wijkwerk.faces.blueprints.trial import Message
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import TeamKind
from wijkwerk.work.signals.models import Kind, Via
from wijkwerk.work.signals.places import place_of
from wijkwerk.work.signals.public.report_forms import area_choices
from wijkwerk.work.signals.sections import Kinds, Themes

ANY = ("", "alles")
# Stands for the area manager of the place in a list of teams; a team's key begins with a letter.
AREA_MANAGER = "*"


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
        label=own("{area.many}"), required=False, help_text="Namen met een komma ertussen. Leeg: overal."
    )
    channel = forms.ChoiceField(label="Binnengekomen via", required=False, choices=[ANY, *Via.choices])
    words = WordsField(
        label="Woorden in de tekst",
        required=False,
        help_text="Met een komma ertussen. Een * vindt ook langere woorden.",
    )
    team = forms.ChoiceField(label="Gaat naar")
    person = forms.CharField(
        label="Wie het eerst krijgt",
        required=False,
        max_length=254,
        help_text="E-mail van een collega in dat team. Leeg: het hele team.",
    )

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
    remind_days = forms.IntegerField(
        label="Herinneren aan onze vraag",
        help_text="Wij vroegen de melder iets. Na zoveel dagen vragen wij het nog een keer.",
        min_value=1,
        max_value=366,
    )
    reply_days = forms.IntegerField(
        label="Wachten op de melder",
        help_text="Na zoveel dagen zonder antwoord sluiten wij de melding, met de reden.",
        min_value=1,
        max_value=366,
    )


class TeamRow(Row):
    name = forms.CharField(label="Naam", max_length=120)
    # The same as an untouched new row holds, so that it does not count as filled in.
    kind = forms.ChoiceField(label="Soort team", choices=TeamKind.choices, initial=TeamKind.DEPARTMENT)
    areas = AreasField(
        label=own("{area.many}"),
        required=False,
        help_text="Namen met een komma ertussen. Leeg: de hele gemeente.",
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


class HandlingForm(Row):
    reports_straight_to = forms.ChoiceField(
        label="Gaat dit meteen naar één team?",
        required=False,
        help_text="Dan gelden de regels van de verdeling niet voor deze soort melding.",
    )

    def item(self) -> dict[str, Any]:
        return {"reports_straight_to": self.cleaned_data["reports_straight_to"] or None}


class AreaManagersForm(Row):
    commands = forms.BooleanField(
        label=own("{area_manager.with_article} mag namens een ander team beloven"),
        required=False,
        help_text=own(
            "Staat dit uit? Dan vraagt {area_manager.with_article} het aan dat team, en zegt het team zelf ja of nee."
        ),
    )


class RungRow(Row):
    label = forms.CharField(label="Naam", max_length=120, help_text="Zo staat het op de knop.")
    who = forms.ChoiceField(label="Wie krijgt de melding?")

    def item(self) -> dict[str, Any]:
        given = self.cleaned_data
        manager = given["who"] == AREA_MANAGER
        return {"label": given["label"], "team": None if manager else given["who"], "area_manager": manager}


class UrgentForm(Row):
    phone = forms.CharField(
        label="Nummer voor spoed",
        max_length=30,
        required=False,
        help_text="Kies een nummer dat ook ’s nachts wordt opgenomen.",
    )
    email = forms.CharField(
        label="E-mail voor alarm",
        max_length=254,
        required=False,
        help_text="Van wie dienst heeft. In het bericht staat niets uit de melding zelf. Leeg: er gaat geen bericht.",
    )
    minutes = forms.IntegerField(
        label="Alarm na",
        help_text="In minuten. Is een melding met spoed dan nog niet bekeken, dan gaat er alarm.",
        min_value=5,
        max_value=1440,
    )
    words = LinesField(
        label="Woorden die op spoed wijzen",
        required=False,
        max_length=4000,
        help_text="Elke regel is een woord, of een paar woorden. Een * vindt ook langere woorden.",
    )


class BroadForm(Row):
    required = forms.BooleanField(
        label="Het moet, vóór het antwoord",
        required=False,
        help_text="Dan kan een collega pas antwoorden als er breed is gekeken.",
    )
    domains = LinesField(
        label="Waar u naar kijkt",
        required=False,
        max_length=2000,
        help_text="Elke regel is een kant van het leven.",
    )


class SuggestingForm(Row):
    themes = forms.BooleanField(
        label="Stel een thema voor",
        required=False,
        help_text="U ziet er altijd bij waarom. Niets gaat vanzelf.",
    )
    wanted = forms.IntegerField(
        label="Hoe vaak moet het kloppen?",
        help_text="Van elke 100 keer. Klopt het minder vaak? Dan zwijgt Wijkwerk.",
        min_value=50,
        max_value=100,
    )


class TrialForm(forms.Form):
    """A made-up message. A valid form has a `message`."""

    # What is missing is said after sending, in words; the browser would colour it before anybody typed.
    use_required_attribute = False

    text = LongText(
        label="Wat schrijft iemand?",
        required=False,
        max_length=4000,
        help_text="Verzin iets. Er wordt niets bewaard.",
    )
    theme = forms.ChoiceField(label="Thema", error_messages={"required": "Kies een thema."})
    kind = forms.ChoiceField(label="Soort", initial=Kind.REPORT)
    channel = forms.ChoiceField(label="Binnengekomen via", choices=Via.choices, initial=Via.WEB)
    words = forms.CharField(
        label="Straat of plek", required=False, max_length=300, help_text="Bijvoorbeeld: Dorpsstraat"
    )
    area = forms.ChoiceField(
        label="Of kies: ergens in",
        required=False,
        error_messages={"invalid_choice": own("Kies een {area.one} uit de lijst.")},
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        document = current(municipality)
        choices: dict[str, list[tuple[str, str]]] = {
            "theme": [
                ("", "Kies een thema"),
                *((each.key, each.label) for each in document.part(Themes).active()),
            ],
            "kind": [(each.key.value, each.label) for each in document.part(Kinds)],
            "area": area_choices(municipality),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        words, area = given.get("words", ""), given.get("area", "")
        self.place = place_of(self.municipality, words=words, area_path=area)
        if words and not self.place.area_path and "area" not in self.errors:
            self.add_error(
                "words", own("Deze plek vinden wij niet, of er zijn er meer. Kies {area.with_article}.")
            )
        return given

    @property
    def message(self) -> Message:
        """What was filled in."""
        given = self.cleaned_data
        return Message(given["theme"], given["kind"], given["channel"], given["text"], self.place)


class DoubtForm(forms.Form):
    """A doubtful value that turns out to be right."""

    path = forms.CharField(max_length=200)
    base = forms.IntegerField(min_value=1, max_value=1_000_000)


class LetterForm(Row):
    title = forms.CharField(label="Titel", max_length=150)
    body = LongText(label="Brief", max_length=6000)
