"""Forms to ask the asker something, and to write down what they said on the telephone."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.desk.forms import area
from wijkwerk.work.signals.hinting import Hinting
from wijkwerk.work.signals.models import Via

HEARD = [
    (via.value, via.label.capitalize())
    for via in (Via.PHONE, Via.COUNTER, Via.POST, Via.MAIL, Via.WALK, Via.MEETING)
]
SOMEBODY = ("", "Iemand anders")


class QuestionForm(Hinting, OnceForm):
    """One question, in the words that the asker reads."""

    hinted = ("question",)

    question = area(
        4,
        label="Uw vraag",
        help_text="De melder leest dit precies zo. Vraag één ding tegelijk.",
        max_length=1000,
        error_messages={
            "required": "Schrijf eerst uw vraag.",
            "max_length": "Maak uw vraag korter dan 1000 tekens.",
        },
    )


class HeardForm(OnceForm):
    """What an asker answered, written down by a colleague."""

    via = forms.ChoiceField(label="Hoe kreeg u het antwoord?", choices=HEARD, initial=Via.PHONE)
    asker = forms.ChoiceField(label="Van wie?", required=False)
    text = area(
        5,
        label="Wat zei de melder?",
        max_length=4000,
        error_messages={
            "required": "Schrijf op wat de melder zei.",
            "max_length": "Maak dit korter dan 4000 tekens.",
        },
    )

    def __init__(self, *args: Any, askers: Iterable[Asker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.askers = {str(each.pk): each for each in askers}
        field: Any = self.fields["asker"]
        field.choices = [(key, each.name or "Zonder naam") for key, each in self.askers.items()] + [SOMEBODY]
        field.initial = next(iter(self.askers), "")

    def who(self) -> Asker | None:
        """The asker that was chosen; call it on a valid form only."""
        return self.askers.get(self.cleaned_data["asker"])


class SeenForm(OnceForm):
    """One button. `last` is the last message that the page showed."""

    last = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].initial = last
