"""The field with which somebody sends a photo."""

from django import forms


class PhotoField(forms.FileField):
    """One photo, if they have one. What it holds is looked at by `photos.accept`, not here: an empty file is told of there.

    `attrs` are set on the input, beside what it takes.
    """

    TAKES = "image/jpeg,image/png,image/webp"

    def __init__(self, **attrs: str) -> None:
        super().__init__(
            label="Een foto",
            help_text="Hoogstens 20 MB. Geen gezichten of nummerborden, als dat kan. Wij halen de plek uit de foto.",
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": self.TAKES, **attrs}),
        )
