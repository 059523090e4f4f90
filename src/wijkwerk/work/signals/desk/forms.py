"""Forms of the desk. Each says what is missing in the words of the person who fills it in."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.forms import DueField, OnceForm
from wijkwerk.ground.people.models import Team
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import Precision
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.models import AnswerKind, ConditionKind
from wijkwerk.work.signals.desk.writing import Writing
from wijkwerk.work.signals.hinting import Found, Hinting
from wijkwerk.work.signals.intake import NO_BSN
from wijkwerk.work.signals.owners import choosable_teams

ANSWERS = [(AnswerKind.YES, "Ja"), (AnswerKind.YES_IF, "Ja, op voorwaarde dat"), (AnswerKind.NO, "Nee, want")]
ANSWER_HINTS = {
    "yes": "Het kan. U zegt wanneer het klaar is.",
    "yes_if": "Het kan als er eerst iets gebeurt. U zegt wat, en wanneer u het weet.",
    "no": "Het kan niet. U geeft de reden, en wat wel kan.",
}
PAST = "Deze dag is al voorbij. Kies een dag die nog komt."


class Text(forms.CharField):
    """Words of staff; no citizen service number in them."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if find_bsn(text):
            raise ValidationError(NO_BSN)
        return text


def area(rows: int = 5, **kwargs: Any) -> Text:
    """A field of several lines."""
    return Text(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class TeamField(forms.ModelChoiceField[Team]):
    """A living team of the municipality."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Team.objects.none(), empty_label="Kies een team", **kwargs)

    def offer(self, municipality: Municipality, *, care: bool) -> None:
        self.queryset = Team.objects.filter(
            pk__in=[team.pk for team in choosable_teams(municipality, care=care)]
        )


class ReasonForm(OnceForm):
    """One reason."""

    why = area(3, label="Waarom?", max_length=500, error_messages={"required": "Schrijf kort waarom."})


class NoteForm(OnceForm):
    text = area(
        3,
        label="Notitie voor collega’s",
        help_text="De melder ziet dit niet.",
        max_length=4000,
        error_messages={"required": "Schrijf eerst een notitie."},
    )


class ConfirmForm(OnceForm):
    """Nothing to fill in: only the key that makes it count once."""


class AnswerForm(Writing, OnceForm):
    """One clear answer. Every part is on the page; the server decides which parts belong to the kind that was chosen."""

    plain_fields = hinted = ("text", "reason", "can_do", "what", "condition", "needed")

    kind = forms.ChoiceField(
        label="Wat is uw antwoord?",
        help_text="Wij zeggen ja, tenzij het echt niet kan.",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja, ja op voorwaarde dat, of nee."},
    )
    condition = Text(label="Wat moet er eerst gebeuren?", required=False, max_length=300)
    condition_kind = forms.ChoiceField(
        label="Wat voor voorwaarde is dit?",
        choices=ConditionKind.choices,
        required=False,
        initial=ConditionKind.BUDGET,
    )
    needed = Text(label="Wat is daarvoor nodig?", required=False, max_length=300)
    expected = DueField(label="Wanneer weten we het?", required=False)
    condition_team = TeamField(label="Wie zorgt voor de voorwaarde?", required=False)
    condition2 = Text(label="Tweede voorwaarde", required=False, max_length=300)
    needed2 = Text(label="Wat is daarvoor nodig?", required=False, max_length=300)
    what = Text(
        label="Wat gaan wij doen?",
        required=False,
        max_length=300,
        help_text="Kort. Dit komt op de lijst met beloften.",
    )
    due = DueField(label="Wanneer is het klaar?", required=False)
    team = TeamField(label="Wie maakt het waar?", required=False)
    reason = area(3, label="Waarom niet?", required=False, max_length=2000)
    can_do = area(2, label="Wat kan wel?", required=False, max_length=2000)
    text = area(
        6,
        label="Uw uitleg aan de melder",
        help_text="Schrijf zoals u praat. Begin met het antwoord.",
        max_length=4000,
        error_messages={"required": "Schrijf een uitleg aan de melder."},
    )

    def __init__(
        self, *args: Any, municipality: Municipality, care: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("team", "condition_team"):
            self.fields[name].offer(municipality, care=care)  # type: ignore[attr-defined]
        widget: Any = self.fields["kind"].widget
        widget.hints, widget.icons = ANSWER_HINTS, {"yes": "yes", "yes_if": "if", "no": "no"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.get("kind")
        if kind == AnswerKind.NO:
            self._need("reason", "Geef de reden. Een nee zonder reden gaat niet weg.")
        if kind in (AnswerKind.YES, AnswerKind.YES_IF):
            self._need("what", "Schrijf op wat u gaat doen.")
            self._need("due", "Vul in wanneer het klaar is. Zonder datum is het geen belofte.")
            self._not_past("due")
        if kind == AnswerKind.YES_IF:
            self._need("condition", "Schrijf op wat er eerst moet gebeuren.")
            self._need("needed", "Schrijf op wat daarvoor nodig is.")
            self._need(
                "expected", "Vul in wanneer u het weet. Zonder datum kunt u deze voorwaarde niet beloven."
            )
            self._not_past("expected")
            self._in_order()
        return given

    def _need(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _not_past(self, name: str) -> None:
        due = self.cleaned_data.get(name)
        if due and due[0] < self.today:
            self.add_error(name, PAST)

    def _in_order(self) -> None:
        expected, due = self.cleaned_data.get("expected"), self.cleaned_data.get("due")
        if expected and due and due[0] < expected[0]:
            self.add_error("due", "Dit is eerder dan u het weet. Kies een latere dag.")

    def answer(self, owner_team: Team) -> NewAnswer:
        """The answer as it was filled in; call it on a valid form only."""
        given = self.cleaned_data
        team = given.get("team") or owner_team
        due, precision = given.get("due") or (None, Precision.DAY)
        is_no = given["kind"] == AnswerKind.NO
        return NewAnswer(
            kind=given["kind"],
            owner_team=team,
            text=given["text"],
            what="" if is_no else given["what"],
            due_until=None if is_no else due,
            precision=precision,
            reason=given["reason"] if is_no else "",
            can_do=given["can_do"],
            conditions=self._conditions(team) if given["kind"] == AnswerKind.YES_IF else (),
        )

    def _conditions(self, team: Team) -> tuple[NewCondition, ...]:
        given = self.cleaned_data
        until, precision = given["expected"]
        carer = given.get("condition_team") or team
        first = NewCondition(
            given["condition"], given["condition_kind"], given["needed"], carer, until, precision
        )
        if not given["condition2"]:
            return (first,)
        needed = given["needed2"] or given["needed"]
        return (
            first,
            NewCondition(given["condition2"], ConditionKind.OTHER, needed, carer, until, precision),
        )


class PublishForm(Hinting, OnceForm):
    hinted = ("title", "place", "answer", "what")

    title = Text(
        label="Titel voor iedereen",
        max_length=120,
        help_text="Geen namen, geen huisnummers. Bijvoorbeeld: Hard rijden bij de school.",
        error_messages={"required": "Schrijf een titel zonder namen en huisnummers."},
    )
    place = Text(label="Straat of buurt", required=False, max_length=120, help_text="Nooit een huisnummer.")
    answer = area(
        3,
        label="Het antwoord voor iedereen",
        required=False,
        max_length=1000,
        help_text="Een of twee zinnen. Zonder namen.",
    )
    what = Text(label="De belofte voor iedereen", required=False, max_length=300)

    def hints_of(self, texts: dict[str, str]) -> list[Found]:
        """Nothing to point out to who takes it off the website."""
        return [] if self.data.get("hide") else super().hints_of(texts)

    def words(self) -> dict[str, str]:
        """The words as they were filled in; call it on a valid form only."""
        return {name: self.cleaned_data[name] for name in ("title", "place", "answer", "what")}


class PhotoForm(OnceForm):
    alt = Text(
        label="Wat staat er op de foto?",
        max_length=200,
        help_text="Voor wie de foto niet ziet. Kijk goed: staat er niemand herkenbaar op, en geen kenteken of huisnummer?",
        error_messages={"required": "Schrijf op wat er op de foto staat."},
    )


class SettleForm(OnceForm):
    outcome = forms.ChoiceField(
        label="Is de voorwaarde vervuld?",
        choices=[("met", "Ja, het is gelukt"), ("lapsed", "Nee, het gaat niet lukken")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het gelukt is."},
    )
    why = area(3, label="Toelichting voor de melder", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") == "lapsed" and not given.get("why"):
            self.add_error("why", "Leg uit waarom het niet lukt. De melder leest dit.")
        return given


class KeepForm(OnceForm):
    how = area(3, label="Wat is er gedaan?", required=False, max_length=500, help_text="De melder leest dit.")


class ShiftForm(OnceForm):
    due = DueField(label="Nieuwe datum")
    why = area(
        3,
        label="Waarom wordt het een andere datum?",
        max_length=500,
        error_messages={"required": "Leg uit waarom. De melder leest dit."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due[0] < self.today:
            raise ValidationError(PAST)
        return due
