"""The forms with which staff settle what somebody asks about their own data."""

from typing import Any

from django import forms

from wijkwerk.work.answers.models import DataRequest, Wish
from wijkwerk.work.signals.desk.forms import area
from wijkwerk.work.signals.desk.post_forms import ContactForm

YES, NO, ALL = "yes", "no", "all"
CHOICES = {
    Wish.COPY: [(YES, "Ja, de kopie is onderweg of gegeven"), (NO, "Nee")],
    Wish.CORRECT: [(YES, "Ja, het is verbeterd"), (NO, "Nee")],
    Wish.ERASE: [
        (YES, "Ja, wis wie de melder is"),
        (ALL, "Ja, wis wie de melder is en wat de melder schreef"),
        (NO, "Nee"),
    ],
}
HINTS = {
    YES: "",
    ALL: "Zijn er geen andere melders? Dan gaat alles van deze melding weg, ook de notities en het antwoord.",
    NO: "Bijvoorbeeld: wij moeten dit bewaren volgens de Archiefwet. Of: er loopt een rechtszaak.",
}


class SettleForm(ContactForm):
    """Yes or no, with what the asker reads about it; for a correction also who they are and how we reach them."""

    outcome = forms.ChoiceField(
        label="Wat doet u?", widget=forms.RadioSelect, error_messages={"required": "Kies wat u doet."}
    )
    why = area(
        4,
        label="Uitleg",
        help_text="De melder leest dit. Bij nee is het nodig.",
        max_length=500,
        required=False,
    )
    name = forms.CharField(label="Naam", max_length=120, required=False)
    field_order = ("outcome", "why", "name", "contact", "address")

    def __init__(self, *args: Any, request: DataRequest, **kwargs: Any) -> None:
        asker = request.asker
        first = {"name": asker.name, "contact": asker.contact, "address": asker.address}
        super().__init__(*args, initial=first, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = CHOICES[Wish(request.wish)]
        field.widget.hints = HINTS | ({} if request.wish == Wish.ERASE else {NO: ""})
        if request.wish != Wish.CORRECT or asker.contact == "none":
            for name in ("contact", "address"):
                del self.fields[name]
        if request.wish != Wish.CORRECT:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("outcome") == NO and not str(given.get("why", "")).strip():
            self.add_error("why", "Schrijf waarom niet. De melder leest dit.")
        return given
