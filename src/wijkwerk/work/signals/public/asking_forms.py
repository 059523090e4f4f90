"""What an asker writes on their own page: the answer to our question, or something of their own accord."""

from django import forms

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.signals.hinting import Hinting
from wijkwerk.work.signals.public.report_forms import MOST_TEXT, Words

TOO_LONG = f"Uw tekst is te lang. Maak hem korter dan {MOST_TEXT} tekens."


class ReplyForm(OnceForm):
    """The answer to our question.

    No hints about personal data here: we asked for it ourselves, and who thinks that it was sent must not be closed out.
    """

    use_required_attribute = False

    text = Words(
        label="Uw antwoord",
        help_text="Alleen wij lezen dit.",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"aria-required": "true"}),
        error_messages={"required": "Schrijf eerst uw antwoord.", "max_length": TOO_LONG},
    )


class MessageForm(Hinting, OnceForm):
    """Something more, of their own accord."""

    hinted = ("text",)
    use_required_attribute = False

    text = Words(
        label="Wat wilt u nog zeggen?",
        help_text="Alleen wij lezen dit. Een paar zinnen is genoeg.",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"aria-required": "true"}),
        error_messages={"required": "Schrijf eerst wat u wilt zeggen.", "max_length": TOO_LONG},
    )
