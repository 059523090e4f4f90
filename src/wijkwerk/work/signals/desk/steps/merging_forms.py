"""Forms to choose what a signal is merged with, and to say in which parts it falls apart."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.signals.actions.merging import FEWEST, MOST, Part
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.hinting import Hinting
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Kinds, Themes

UNKNOWN: Final = "Wij vinden geen melding met deze code waar u bij mag. Kijk of u alle tekens heeft."
NUMBERS: Final = range(1, MOST + 1)
TITLE: Final = "Geef dit deel een titel. De melder leest die."
TEXT: Final = "Schrijf waar dit deel over gaat."


class OtherForm(forms.Form):
    """The code of the other signal; it changes nothing. `look` finds the signal, or gives None."""

    use_required_attribute = False

    met = Text(
        label="Code van de andere melding",
        max_length=20,
        help_text="De code staat boven de melding. Bijvoorbeeld: 7KX4P2MB.",
        error_messages={"required": "Vul de code van de andere melding in."},
    )

    def __init__(self, *args: Any, look: Callable[[str], Signal | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look = look

    def clean_met(self) -> Signal:
        found = self.look(self.cleaned_data["met"])
        if found is None:
            raise ValidationError(UNKNOWN)
        return found


class SplitForm(Hinting, OnceForm):
    """Two parts at least, five at most; what stays empty is left out."""

    hinted = tuple(f"{name}{number}" for number in NUMBERS for name in ("title", "text"))

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = current(signal.municipality)
        themes = [(each.key, each.label) for each in document.part(Themes).active()]
        if signal.theme not in dict(themes):
            themes.insert(0, (signal.theme, document.part(Themes).label(signal.theme)))
        kinds = [(each.key.value, each.label) for each in document.part(Kinds)]
        for number in NUMBERS:
            self.fields |= _part_fields(number, signal, themes, kinds)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in NUMBERS:
            if number <= FEWEST or self._begun(number):
                self._need(f"title{number}", TITLE)
                self._need(f"text{number}", TEXT)
        return given

    def _begun(self, number: int) -> bool:
        names = (f"title{number}", f"text{number}")
        return any(self.cleaned_data.get(name) or name in self.errors for name in names)

    def _need(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def parts(self) -> list[Part]:
        """The parts as they were filled in; call it on a valid form only."""
        given = self.cleaned_data
        names = ("title", "text", "theme", "kind")
        return [
            Part(*(given[f"{name}{number}"] for name in names))
            for number in NUMBERS
            if given[f"title{number}"]
        ]

    def rows(self) -> Iterable[dict[str, Any]]:
        """The fields of each part for the page. `open`: the part is shown at once."""
        for number in NUMBERS:
            bound = [self[f"{name}{number}"] for name in ("title", "text", "theme", "kind")]
            begun = any(each.errors for each in bound) or any(each.value() for each in bound[:2])
            yield {"number": number, "fields": bound, "needed": number <= FEWEST, "open": begun}


def _part_fields(
    number: int, signal: Signal, themes: list[tuple[str, str]], kinds: list[tuple[str, str]]
) -> dict[str, forms.Field]:
    of = f"deel {number}"
    return {
        f"title{number}": Text(label=f"Titel van {of}", required=False, max_length=120),
        f"text{number}": area(
            3,
            label=f"Waar gaat {of} over?",
            required=False,
            max_length=4000,
            help_text="De melder leest dit.",
        ),
        f"theme{number}": forms.ChoiceField(
            label=f"Thema van {of}", choices=themes, initial=signal.theme, required=number <= FEWEST
        ),
        f"kind{number}": forms.ChoiceField(
            label=f"Soort van {of}", choices=kinds, initial=signal.kind, required=number <= FEWEST
        ),
    }
