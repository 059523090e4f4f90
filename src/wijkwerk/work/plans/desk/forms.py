"""Forms of a plan: begin it, write it, adopt it, account for it. Each says what is missing in the words of who fills it in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import DayField, OnceForm
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import add_months
from wijkwerk.work.plans.actions.adopting import Decision
from wijkwerk.work.plans.actions.writing import WRONG_DAYS, NewPlan
from wijkwerk.work.plans.desk import choosing
from wijkwerk.work.plans.may import begins
from wijkwerk.work.plans.models import Plan
from wijkwerk.work.plans.sections import PlanKind, PlanKinds
from wijkwerk.work.signals.desk.forms import TeamField, Text, area
from wijkwerk.work.signals.hinting import Hinting

NO_TERM = "Dit soort plan heeft geen vaste looptijd. Kies tot wanneer u er in elk geval mee werkt."
NOT_HERE = own("Zo’n plan kunt u hier niet beginnen. Kies een {area.one} of een team waar u voor werkt.")


def first_day(today: date) -> date:
    """When a plan begins unless somebody says otherwise: the next first of January."""
    return date(today.year + 1, 1, 1)


def last_day(starts: date, kind: PlanKind) -> date | None:
    """The last day of a plan of this kind by its horizon; None for a kind without a term."""
    if kind.horizon_years is None:
        return None
    return add_months(starts, 12 * kind.horizon_years) - timedelta(days=1)


class BeginForm(OnceForm):
    """A new plan of one kind, which was chosen before."""

    area_path = forms.ChoiceField(label=own("{area.one}"), required=False)
    title = Text(
        label="Naam van het plan",
        max_length=160,
        help_text="Bijvoorbeeld: Wijkagenda Noord 2027.",
        error_messages={"required": "Geef het plan een naam."},
    )
    starts = DayField(label="Eerste dag")
    ends = DayField(label="Laatste dag")
    team = TeamField(
        label="Welk team zorgt voor het plan?",
        error_messages={"required": "Kies een team. Een plan heeft altijd een eigenaar."},
    )
    replaces = forms.ChoiceField(label="Komt het in de plaats van een ouder plan?", required=False)

    def __init__(
        self, *args: Any, municipality: Municipality, access: Access, kind: PlanKind, **kwargs: Any
    ) -> None:
        starts = first_day(timezone.localdate())
        suggested = {"starts": starts, "ends": last_day(starts, kind)}
        kwargs["initial"] = suggested | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.municipality, self.access, self.kind = municipality, access, kind
        fields: Any = self.fields
        if kind.horizon_years is None:
            fields["ends"].help_text = NO_TERM
        mine = access.speaks_for if kind.written_by == "residents" else access.areas
        names = choosing.area_choices(municipality)
        own = [each for each in names if any(each[0].startswith(path) for path in mine)]
        everywhere = [("", choosing.WHOLE.capitalize()), *names] if access.teams and not own else own
        fields["area_path"].choices = everywhere or [("", choosing.WHOLE.capitalize())]
        fields["team"].offer(municipality, care=False)
        self.older = {
            plan.subject.code: plan
            for plan in choosing.replaceable(municipality, access)
            if plan.kind == kind.key
        }
        fields["replaces"].choices = [
            ("", "Nee, dit is het eerste"),
            *((code, plan.title) for code, plan in self.older.items()),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _days_in_order(self, given)
        team = given.get("team")
        path = given.get("area_path", "")
        # An area can have this kind written by others than the rest of the municipality (I25, I26).
        here = part_at(self.municipality, PlanKinds, path).get(self.kind.key) or self.kind
        if team is not None and not begins(
            self.access, area_path=path, written_by=here.written_by, owner_team_id=team.pk
        ):
            self.add_error(None, NOT_HERE)
        return given

    def plan(self) -> NewPlan:
        """The plan as it was filled in; call it on a valid form only."""
        given = self.cleaned_data
        return NewPlan(
            kind=self.kind.key,
            title=given["title"],
            starts=given["starts"],
            ends=given["ends"],
            owner_team=given["team"],
            area=self._area(),
            replaces=self.older.get(given["replaces"]),
        )

    def _area(self) -> Area | None:
        return choosing.area_at(self.municipality, self.cleaned_data["area_path"])


def _days_in_order(form: forms.Form, given: dict[str, Any]) -> None:
    starts, ends = given.get("starts"), given.get("ends")
    if starts and ends and ends <= starts:
        form.add_error("ends", WRONG_DAYS)


class PlanForm(OnceForm):
    """Name and days."""

    title = Text(
        label="Naam van het plan",
        max_length=160,
        error_messages={"required": "Geef het plan een naam."},
    )
    starts = DayField(label="Eerste dag")
    ends = DayField(label="Laatste dag")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _days_in_order(self, given)
        return given


class PartForm(Hinting, OnceForm):
    """One part of the text. `seen` is when the part was last changed as the writer saw it; the page fills it in anew."""

    hinted = ("text",)

    text = area(
        14,
        label="De tekst",
        required=False,
        max_length=20_000,
        help_text=own(
            "Iedereen leest dit zodra het plan openbaar is. Schrijf geen namen van {resident.many} op."
        ),
    )


class AdoptForm(Hinting, OnceForm):
    """Who adopted it, on which day, and where the decision is."""

    hinted = ("body", "where")

    body = Text(
        label="Wie stelde het plan vast?",
        max_length=120,
        error_messages={"required": "Schrijf op wie het plan vaststelde."},
    )
    decided_on = DayField(label="Op welke dag?")
    where = Text(
        label="Waar staat het besluit?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld een nummer, of een adres op internet.",
    )

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError("De dag van het besluit kan niet na vandaag liggen.")
        return day

    def decision(self) -> Decision:
        """The decision as it was filled in; call it on a valid form only."""
        given = self.cleaned_data
        return Decision(given["body"], given["decided_on"], given["where"])


class AccountForm(Hinting, OnceForm):
    """What came of the plan."""

    hinted = ("account",)

    account = area(
        10,
        label="Wat kwam er van het plan terecht?",
        help_text=own("Voor {resident.many}, in gewone woorden. Wat lukte, wat niet, en waarom?"),
        max_length=10_000,
        error_messages={"required": "Schrijf op wat er van het plan terechtkwam."},
    )


def plan_values(plan: Plan) -> dict[str, Any]:
    """What the form to change a plan begins with."""
    return {"title": plan.title, "starts": plan.starts, "ends": plan.ends}
