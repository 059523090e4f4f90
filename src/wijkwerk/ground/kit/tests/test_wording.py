"""A form that has no words of its own says in plain Dutch what is wrong and what to do."""

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from wijkwerk.ground.kit import wording

SAID = {
    "missing": (forms.CharField(), "", "Vul dit in."),
    "no choice": (forms.ChoiceField(choices=[("a", "A")]), "", "Kies er één."),
    "a choice that is not there": (forms.ChoiceField(choices=[("a", "A")]), "b", wording.GONE),
    "nothing ticked": (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Kies er ten minste één."),
    "too long": (
        forms.CharField(max_length=3),
        "vier",
        "Dit is te lang. Het mag 3 tekens zijn, het zijn er nu 4.",
    ),
    "no number": (forms.IntegerField(), "drie", "Vul een heel getal in, zoals 25."),
    "too much": (forms.IntegerField(max_value=9), "10", "Vul hoogstens 9 in."),
    "too little": (forms.IntegerField(min_value=1), "0", "Vul ten minste 1 in."),
    "no e-mail": (forms.EmailField(), "fatima", "Vul een e-mailadres in, zoals naam@voorbeeld.nl."),
    "no address": (forms.URLField(assume_scheme="https"), "::", wording.ADDRESS),
    "a sign of zero": (forms.CharField(), "a\0b", wording.BAD_SIGN),
    "no file": (forms.FileField(), None, "Kies een bestand."),
}


@pytest.mark.parametrize("case", SAID)
def test_a_wrong_field_says_what_to_do(case: str) -> None:
    field, value, said = SAID[case]
    with pytest.raises(ValidationError) as wrong:
        field.clean(value)
    assert wrong.value.messages == [said]


def test_a_field_with_words_of_its_own_keeps_them() -> None:
    field = forms.CharField(
        max_length=3, error_messages={"required": "Schrijf iets.", "max_length": "Maak dit korter."}
    )
    for value, said in (("", "Schrijf iets."), ("vier", "Maak dit korter.")):
        with pytest.raises(ValidationError) as wrong:
            field.clean(value)
        assert wrong.value.messages == [said]


def test_every_sentence_can_be_filled_in() -> None:
    """The places that are filled in are those that the check knows."""
    for validator, sentence in wording.VALIDATORS.items():
        if issubclass(validator, validators.BaseValidator):
            assert sentence % {"limit_value": 3, "show_value": 4}
