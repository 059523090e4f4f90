"""Forms of a round: a wish of a resident, and what who leads the round fills in."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import DayField, OnceForm
from wijkwerk.work.plans.actions.rounds import (
    NOT_YET,
    PAST_CALL,
    SAY_WHAT_YOU_ASK,
    WHAT_FOR,
    WRONG_ORDER,
    Dates,
    NewAsked,
)
from wijkwerk.work.plans.actions.wishes import NO_CRITERION, SAY_WHY_OUT, WHY_AGAIN
from wijkwerk.work.plans.desk import choosing
from wijkwerk.work.plans.models import Outcome, Plan
from wijkwerk.work.plans.sections import RoundCriteria
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.hinting import Hinting
from wijkwerk.work.signals.intake import NewSignal
from wijkwerk.work.signals.models import Kind
from wijkwerk.work.signals.places import Place, place_of
from wijkwerk.work.signals.public.report_forms import ContactForm, Words
from wijkwerk.work.signals.sections import Themes

MOST_TEXT: Final = 4000
HOWS: Final = [
    ("vragenlijst", "vragenlijst"),
    ("bijeenkomst", "bijeenkomst"),
    ("huisbezoek", "langs de deur"),
    ("anders", "anders"),
]


class WishForm(Hinting, ContactForm):
    """What somebody wishes, where, and how to reach them. Without an account; the same care as in the form for a signal."""

    hinted = ("text", "words")

    text = Words(
        label="Wat wenst u?",
        help_text="Een paar zinnen is genoeg. Noem geen namen van andere mensen.",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"aria-required": "true"}),
        error_messages={
            "required": "Schrijf in een paar woorden wat u wenst.",
            "max_length": f"Uw tekst is te lang. Maak hem korter dan {MOST_TEXT} tekens.",
        },
    )
    theme = forms.ChoiceField(
        label="Waar gaat het over?",
        error_messages={
            "required": "Kies waar het over gaat.",
            "invalid_choice": "Kies waar het over gaat.",
        },
    )
    words = Words(
        label="Straat, plein of plek",
        help_text="Bijvoorbeeld: Lindelaan bij de school",
        required=False,
        max_length=300,
        error_messages={"max_length": "Maak dit korter dan 300 tekens."},
    )
    area = forms.ChoiceField(
        label="Of kies: ergens in",
        required=False,
        error_messages={"invalid_choice": own("Kies een {area.one} uit de lijst.")},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        fields: Any = self.fields
        themes = current(plan.municipality).part(Themes).active()
        fields["theme"].choices = [("", "Kies een onderwerp"), *((each.key, each.label) for each in themes)]
        here = choosing.area_choices(plan.municipality, below=plan.area_path)
        fields["area"].choices = here if plan.area_path else [("", own("Kies een {area.one}")), *here]
        fields["area"].initial = plan.area_path
        fields["contact"].initial = "email"
        self.order_fields(["text", "theme", "words", "area"])

    def place(self) -> Place:
        """Where it is, as precise as it was said; at least somewhere in the area of the plan."""
        given = self.cleaned_data
        path = given["area"] or self.plan.area_path
        return place_of(self.plan.municipality, words=given["words"].strip(), area_path=path)

    def signal(self) -> NewSignal:
        """The wish as a signal; call it on a valid form only."""
        given = self.cleaned_data
        return NewSignal(
            theme=given["theme"],
            kind=Kind.IDEA.value,
            text=given["text"],
            place=self.place(),
            askers=(self.asker(),),
        )


class OpenForm(Hinting, OnceForm):
    """What is asked, and the days of each step. `with_why`: with a reason to ask though it was asked often."""

    hinted = ("invitation", "why")

    invitation = area(
        6,
        label=own("Wat vraagt u aan {resident.many}?"),
        max_length=4000,
        help_text="Dit leest iedereen. Zeg ook wat er met de wensen gebeurt.",
        error_messages={"required": SAY_WHAT_YOU_ASK},
    )
    call_from = DayField(label=own("{resident.many} kunnen reageren vanaf"))
    call_until = DayField(label="Reageren kan tot en met")
    filter_until = DayField(label="Wensen bekijken tot en met")
    place_until = DayField(label="In het plan zetten tot en met")
    adopt_until = DayField(label="Vaststellen tot en met")
    account_until = DayField(label="Laten zien wat ervan kwam tot en met")
    why = area(
        3,
        label="Waarom vraagt u het toch?",
        required=False,
        max_length=500,
        help_text="Collega’s kunnen dit later nalezen.",
    )

    def __init__(self, *args: Any, today: date, with_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not with_why:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        days = [given.get(name) for name in Dates.__dataclass_fields__]
        if None not in days and not self.dates().in_order:
            self.add_error("call_until", WRONG_ORDER)
        if given.get("call_from") and given["call_from"] < self.today:
            self.add_error("call_from", PAST_CALL)
        return given

    def dates(self) -> Dates:
        """The days as filled in; call it when none is missing."""
        return Dates(*(self.cleaned_data[name] for name in Dates.__dataclass_fields__))


class StepForm(Hinting, OnceForm):
    """On to the next step; sooner than the dates say asks why."""

    hinted = ("why",)

    why = area(3, label="Waarom gaat u nu al verder?", max_length=500, help_text="Iedereen kan dit lezen.")

    def __init__(self, *args: Any, sooner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sooner:
            del self.fields["why"]
        else:
            self.fields["why"].error_messages["required"] = "Leg uit waarom u nu al verder gaat."


class JudgeForm(Hinting, OnceForm):
    """What becomes of one wish."""

    hinted = ("why", "can_do")

    outcome = forms.ChoiceField(
        label="Wat gebeurt er met deze wens?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of deze wens doorgaat of afvalt."},
    )
    criterion = forms.ChoiceField(
        label="Waarom valt hij af?", required=False, help_text="Alleen als de wens afvalt."
    )
    why = area(
        3,
        label="Leg het uit",
        required=False,
        max_length=500,
        help_text="Alleen als de wens afvalt. Iedereen kan dit lezen. Wie dit vroeg, krijgt het als antwoord.",
    )
    can_do = area(2, label="Wat kan wel?", required=False, max_length=500)

    def __init__(self, *args: Any, municipality: Municipality, may_refuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        through = [(Outcome.THROUGH.value, "Gaat door")]
        if not may_refuse:
            fields["outcome"].choices = through
            for name in ("criterion", "why", "can_do"):
                del fields[name]
            return
        fields["outcome"].choices = [*through, (Outcome.OUT.value, "Valt af")]
        fields["criterion"].required_sometimes = fields["why"].required_sometimes = True
        criteria = current(municipality).part(RoundCriteria)
        fields["criterion"].choices = [("", "Kies een reden"), *((each.key, each.label) for each in criteria)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") != Outcome.OUT:
            return given
        if not given.get("criterion"):
            self.add_error("criterion", NO_CRITERION)
        if not str(given.get("why") or "").strip() and "why" not in self.errors:
            self.add_error("why", SAY_WHY_OUT)
        return given


class AgainForm(Hinting, OnceForm):
    """Why a wish is looked at once more."""

    hinted = ("why",)

    why = area(
        3,
        label="Waarom kijkt u nog eens?",
        max_length=500,
        help_text="Wie dit vroeg, leest het.",
        error_messages={"required": WHY_AGAIN},
    )


class AskedForm(OnceForm):
    """Once that people were asked something."""

    what = Text(label="Wat werd er gevraagd?", max_length=160, error_messages={"required": WHAT_FOR})
    asked_on = DayField(label="Wanneer?")
    area_path = forms.ChoiceField(label="Waar?", required=False)
    how = forms.ChoiceField(label="Hoe?", choices=HOWS)
    people = forms.IntegerField(
        label="Aan hoeveel mensen?",
        required=False,
        min_value=0,
        max_value=10_000_000,
        error_messages={
            "invalid": "Vul een getal in, bijvoorbeeld 250.",
            "min_value": "Vul een getal in van 0 of meer.",
            "max_value": "Dit getal is te groot.",
        },
    )

    def __init__(self, *args: Any, municipality: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality, self.today = municipality, today
        fields: Any = self.fields
        fields["area_path"].choices = [("", "Hele gemeente"), *choosing.area_choices(municipality)]

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > self.today:
            raise ValidationError(NOT_YET)
        return day

    def asked(self) -> NewAsked:
        """As filled in; call it on a valid form only."""
        given = self.cleaned_data
        return NewAsked(
            what=given["what"],
            asked_on=given["asked_on"],
            how=given["how"],
            area=choosing.area_at(self.municipality, given["area_path"]),
            people=given["people"],
        )
