"""Forms for residents: what, where, who, join, not solved. Each error says in plain Dutch what to do."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality, Street
from wijkwerk.ground.areas.sections import Contact as House
from wijkwerk.ground.areas.sections import say
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.subjects.photo_field import PhotoField
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.privacy import ADVICE, Hint, HintKind
from wijkwerk.rules.routing import mentions
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import AskerRole, Contact
from wijkwerk.work.signals.hinting import Found, Hinting
from wijkwerk.work.signals.intake import NO_BSN
from wijkwerk.work.signals.places import Place, place_at, place_of
from wijkwerk.work.signals.sections import Kinds, Themes, Urgent

MOST_TEXT = 4000
NEITHER = "none"
DANGER = "Is er nu gevaar? Bel 112."
HEALTH = "Dit gaat over gezondheid. Gaat het over één persoon? Haal het dan weg, of zet hieronder het vinkje bij gezondheid."
SAME_SPOT = 0.00001  # degrees, about a metre


class Words(forms.CharField):
    """Words of a resident; no citizen service number in them (D8)."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if find_bsn(text):
            raise ValidationError(NO_BSN)
        return text


def _cards(
    choices: list[tuple[str, str]], hints: dict[str, str], message: str, **kwargs: Any
) -> forms.ChoiceField:
    widget: Any = forms.RadioSelect()
    widget.hints = hints
    wrong = {"required": message, "invalid_choice": message}
    return forms.ChoiceField(choices=choices, widget=widget, error_messages=wrong, **kwargs)


class WhatForm(Hinting, forms.Form):
    """Step 1: the text, what kind it is and what it is about. Personal data and danger are pointed out once."""

    hinted = ("text",)
    use_required_attribute = (
        False  # a browser paints an empty required field as wrong before anything was sent
    )

    text = Words(
        label="Wat wilt u vertellen?",
        help_text="Een paar zinnen is genoeg. Noem geen namen van andere mensen.",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"aria-required": "true"}),
        error_messages={
            "required": "Schrijf in een paar woorden wat er is.",
            "max_length": f"Uw tekst is te lang. Maak hem korter dan {MOST_TEXT} tekens.",
        },
    )
    care = forms.BooleanField(
        label="Dit gaat over iemands gezondheid of gezin",
        help_text="Dan gaat het meteen naar het zorgteam. Niemand anders ziet het, en het komt nooit op de kaart.",
        required=False,
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = current(municipality)
        self.urgent = document.part(Urgent)
        self.phone = self.urgent.phone or document.part(House).phone
        kinds, themes = list(document.part(Kinds)), document.part(Themes).active()
        self.fields["kind"] = _cards(
            [(kind.key.value, kind.label) for kind in kinds],
            {kind.key.value: kind.hint for kind in kinds},
            "Kies wat voor bericht dit is.",
            label="Wat voor bericht is het?",
        )
        self.fields["theme"] = _cards(
            [(theme.key, theme.label) for theme in themes],
            {theme.key: theme.hint for theme in themes},
            "Kies waar het over gaat.",
            label="Waar gaat het over?",
        )
        self.order_fields(["text", "kind", "theme", "care"])

    def hints_of(self, texts: dict[str, str]) -> list[Found]:
        found = [
            replace(each, advice=HEALTH) if each.advice == ADVICE[HintKind.HEALTH] else each
            for each in super().hints_of(texts)
        ]
        return [Found(self._danger()), *found] if self._urgent(texts["text"]) else found

    def concerns(self, hint: Hint) -> bool:
        # The care team needs to know about whom it is, and what is wrong.
        about_care = hint.kind in (HintKind.HEALTH, HintKind.PERSON) and self.values.get("care")
        return super().concerns(hint) and not about_care

    @property
    def urgent_phone(self) -> str:
        """Whom to call when it cannot wait; empty when nothing in the text says so."""
        danger = self._danger()
        return (self.phone or "112") if any(each.advice == danger for each in self.warnings) else ""

    def _urgent(self, text: str) -> bool:
        return mentions(text, self.urgent.words)

    def _danger(self) -> str:
        return f"{DANGER} Kan het niet wachten? Bel {self.phone}." if self.phone else DANGER


def area_choices(municipality: Municipality) -> list[tuple[str, str]]:
    """Areas to choose from, each below the one it lies in; from what the process remembers."""
    flat = [branch for root in areas.tree(municipality) for branch in root.flat()]
    return [("", say(municipality, "Kies een {area.one}"))] + [
        (each.area.path, "– " * each.depth + each.area.name) for each in flat
    ]


class WhereForm(forms.Form):
    """Step 2: a pin, words, or "somewhere in" an area. A valid form has a `place`."""

    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    put = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    words = Words(
        label="Straat, plein of plek",
        help_text="Bijvoorbeeld: Lindelaan bij de school",
        required=False,
        max_length=300,
        error_messages={"max_length": "Maak dit korter dan 300 tekens."},
    )
    area = forms.ChoiceField(
        label="Of kies: ergens in",
        help_text="Weet u het niet precies? Kies dan een wijk, buurt of dorp.",
        required=False,
        error_messages={"invalid_choice": own("Kies een {area.one} uit de lijst.")},
    )

    def __init__(
        self, *args: Any, municipality: Municipality, searching: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipality, self.searching = municipality, searching
        self.place = Place()
        self.fields["area"].choices = area_choices(municipality)  # type: ignore[attr-defined]
        self.found = self._streets()
        if len(self.found) > 1:
            self.fields["pick"] = self._pick()
            self.order_fields(["lon", "lat", "put", "words", "pick", "area"])

    def _streets(self) -> list[Street]:
        words = self.data.get("words", "") if self.is_bound else self.initial.get("words", "")
        found = areas.find_address(self.municipality, str(words)) if words else []
        prefetch_related_objects(found, "area")
        return found

    def _pick(self) -> forms.ChoiceField:
        choices = [(str(street.pk), street.name) for street in self.found]
        hints = {str(street.pk): street.area.name for street in self.found}
        return _cards(
            [*choices, (NEITHER, "Geen van deze, ik leg het uit in woorden")],
            hints,
            "Kies welke plek u bedoelt.",
            label=f"Wij vonden {len(self.found)} plekken. Welke bedoelt u?",
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            self.place = self._place(given)
        return given

    def _place(self, given: dict[str, Any]) -> Place:
        words, area = given["words"].strip(), given["area"]
        pin = None if self.searching else self._own_pin(given)
        picked = next((street for street in self.found if str(street.pk) == given.get("pick")), None)
        if picked and pin is None:
            return place_at(picked, words)
        if pin:
            return place_of(self.municipality, lon=pin[0], lat=pin[1], words=words)
        if len(self.found) == 1:
            return place_at(self.found[0], words)
        if self.found and given.get("pick") != NEITHER and not self.searching:
            self.add_error("pick", "Kies welke plek u bedoelt.")
        elif not (words or area):
            self.add_error("words", "Vertel waar het is. Een straat, een plek of een buurt is genoeg.")
        return Place(words, precise="area" if area else "none", area_path=area)

    def _own_pin(self, given: dict[str, Any]) -> tuple[float, float] | None:
        """The pin, unless it still stands where a search put it: then the words and the list count."""
        lon, lat = given.get("lon"), given.get("lat")
        if lon is None or lat is None:
            return None
        put = given.get("put", "").split(",")
        try:
            moved = abs(float(put[0]) - lon) > SAME_SPOT or abs(float(put[1]) - lat) > SAME_SPOT
        except (ValueError, IndexError):
            moved = True
        return (lon, lat) if moved else None

    def again(self) -> dict[str, Any]:
        """What the page starts with when it comes once more, with the pin where the chosen place is."""
        place = self.place
        put = f"{place.lon},{place.lat}" if place.precise == "street" else ""
        return {**self.cleaned_data, "lon": place.lon, "lat": place.lat, "put": put}


class ContactForm(OnceForm):
    """Who somebody is and how to reach them; both may be left out."""

    name = Words(
        label="Uw naam",
        required=False,
        max_length=120,
        error_messages={"max_length": "Maak uw naam korter dan 120 tekens."},
    )
    contact = _cards(
        [("email", "E-mail"), ("post", "Brief"), ("phone", "Telefoon"), ("none", "Geen bericht")],
        {"none": "Dan kunt u alleen met de link kijken. Bewaar die goed."},
        "Kies hoe u van ons wilt horen.",
        label="Hoe wilt u van ons horen?",
    )
    email = forms.EmailField(
        label="Uw e-mailadres",
        required=False,
        max_length=254,
        error_messages={"invalid": "Dit is geen e-mailadres. Vul het in zoals: naam@voorbeeld.nl."},
    )
    post = Words(
        label="Uw adres",
        help_text="Straat en huisnummer, postcode en plaats",
        required=False,
        max_length=300,
        widget=forms.Textarea,
        error_messages={"max_length": "Maak uw adres korter dan 300 tekens."},
    )
    phone = forms.RegexField(
        r"^\+?[0-9][0-9 ().-]{5,22}$",
        label="Uw telefoonnummer",
        required=False,
        error_messages={"invalid": "Dit is geen telefoonnummer. Vul alleen cijfers in."},
    )

    MISSING = {
        "email": "Vul uw e-mailadres in, of kies een andere manier.",
        "post": "Vul uw adres in, of kies een andere manier.",
        "phone": "Vul uw telefoonnummer in, of kies een andere manier.",
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        contact = given.get("contact", "")
        for name in self.MISSING:
            if name != contact and name in self.errors:
                # What is wrong in a field that was not chosen does not matter.
                self.errors.pop(name)
        if contact in self.MISSING and not given.get(contact) and contact not in self.errors:
            self.add_error(contact, self.MISSING[contact])
        return given

    def asker(self, role: str = AskerRole.REPORTER) -> NewAsker:
        """Who asks; call it on a valid form only."""
        given = self.cleaned_data
        contact = Contact(given["contact"])
        address = "" if contact == Contact.NONE else given[contact.value]
        return NewAsker(contact=contact, name=" ".join(given["name"].split()), address=address, role=role)

    def typed(self) -> dict[str, str]:
        """What was filled in, right or wrong, so that nothing is lost."""
        names: Iterable[str] = ("name", "contact", *self.MISSING)
        return {name: str(self.data.get(name, ""))[:400].replace("\x00", "") for name in names}


class WhoForm(ContactForm):
    """Step 3: who, one photo, and the check of all answers."""

    photo = PhotoField(**{"data-ww-photo": ""})
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class NotSolvedForm(Hinting, OnceForm):
    """The asker says that it is not solved."""

    hinted = ("why",)
    use_required_attribute = False

    why = Words(
        label="Wat is er nog niet goed?",
        help_text="Een of twee zinnen is genoeg.",
        max_length=500,
        widget=forms.Textarea(attrs={"aria-required": "true"}),
        error_messages={
            "required": "Schrijf kort wat er nog niet goed is.",
            "max_length": "Maak dit korter dan 500 tekens.",
        },
    )
