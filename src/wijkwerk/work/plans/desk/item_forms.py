"""Forms of an item: one line in a meeting, all its fields at a desk, and the words that go with a step."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.forms import DueField, OnceForm
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.queries import works_in
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import Precision, due_text
from wijkwerk.rules.planning import POINTED_AT, Origin
from wijkwerk.work.plans.actions.items import NO_ORIGIN, NO_WHY, NewItem
from wijkwerk.work.plans.desk import choosing
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem
from wijkwerk.work.plans.models.item import OriginWords
from wijkwerk.work.plans.money_field import MoneyField
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.signals.desk.forms import PAST, TeamField, Text, area
from wijkwerk.work.signals.hinting import Hinting

KINDS: Final = [(ItemKind.TASK.value, "taak"), (ItemKind.PRIORITY.value, "prioriteit")]
NEW: Final = "nieuw"
NOT_IN_TEAM: Final = "Deze collega werkt niet in {team}. Kies een ander, of niemand."
SAY_WHAT: Final = "Schrijf op wat er gaat gebeuren."
NO_SUCH: Final = {
    Origin.SIGNAL: "Wij vinden geen melding met deze code waar u bij mag. Kijk of u alle tekens heeft.",
    Origin.VISION: "Wij vinden geen punt met deze code in een hoger plan. Kijk of u alle tekens heeft.",
}


class LineForm(Hinting, OnceForm):
    """An item in one line, for in a meeting. `look` finds what a code points at, for an origin of our own; else None."""

    hinted = ("title",)

    title = Text(label="Wat gaat er gebeuren?", max_length=200, error_messages={"required": SAY_WHAT})
    words = Text(
        label="Van wie of waar?",
        max_length=200,
        required=False,
        help_text="Bij een melding of een ander plan: de code.",
    )
    origin = forms.ChoiceField(
        label="Waar komt het vandaan?", choices=OriginWords.choices, initial=Origin.RESIDENT.value
    )
    kind = forms.ChoiceField(label="Soort", choices=KINDS, initial=ItemKind.TASK.value)
    stream = forms.ChoiceField(label="Stroom", required=False)

    def __init__(self, *args: Any, plan: Plan, look: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.look = plan, look
        found = kind_of(plan)
        streams = [(each.key, each.label) for each in found.streams] if found else []
        fields: Any = self.fields
        if streams:
            fields["stream"].choices = streams
        else:
            del fields["stream"]
        self.points_at: Subject | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        origin, words = given.get("origin"), str(given.get("words") or "")
        if origin in POINTED_AT and "words" not in self.errors:
            self.points_at = self.look(origin, words)
            if self.points_at is None:
                self.add_error("words", NO_SUCH[Origin(origin)])
        elif origin and not words.strip() and "words" not in self.errors:
            self.add_error("words", NO_ORIGIN)
        return given

    def item(self) -> NewItem:
        """The item as it was typed; call it on a valid form only."""
        given = self.cleaned_data
        return NewItem(
            title=given["title"],
            origin=given["origin"],
            origin_words="" if self.points_at else given["words"],
            origin_subject=self.points_at,
            kind=given["kind"],
            stream=given.get("stream", ""),
            owner_team=self.plan.owner_team,
        )


class PersonField(forms.ModelChoiceField[User]):
    """A colleague of today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="Nog niemand", required=False, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class ItemForm(Hinting, OnceForm):
    """All that can be changed of an item. An empty date is "n.t.b."; of a promised item a moved date asks the reason."""

    hinted = ("title", "text", "why")

    title = Text(label="Wat gaat er gebeuren?", max_length=200, error_messages={"required": SAY_WHAT})
    text = area(5, label="Uitleg", required=False, max_length=4000)
    area_path = forms.ChoiceField(label="Waar?", required=False)
    stream = forms.ChoiceField(label="Stroom", required=False)
    team = TeamField(
        label="Welk team zorgt ervoor?",
        error_messages={"required": "Kies een team. Een punt heeft altijd een eigenaar."},
    )
    person = PersonField(label="Wie van dat team?")
    money = MoneyField(
        label="Wat kost het, in euro?", help_text="Kost het niets? Vul dan 0 in. Leeg: nog te bepalen."
    )
    money_from = Text(label="Waar komt het geld vandaan?", required=False, max_length=200)
    due = DueField(label="Wanneer is het klaar?", required=False)
    indicator = Text(label="Waaraan ziet u dat het gelukt is?", required=False, max_length=200)
    target = Text(label="Hoeveel, of hoe goed?", required=False, max_length=200)
    why = area(
        3,
        label="Waarom een andere datum?",
        required=False,
        max_length=500,
        help_text="Alleen nodig als u een beloofde datum verandert. De melders lezen dit.",
    )

    def __init__(self, *args: Any, item: PlanItem, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.today = item, today
        fields: Any = self.fields
        municipality = item.municipality
        fields["team"].offer(municipality, care=False)
        fields["person"].queryset = choosing.people_choices(municipality)
        self._offer_places(fields, municipality)
        if item.adopted_at is None:
            del fields["why"]

    def _offer_places(self, fields: Any, municipality: Municipality) -> None:
        here = choosing.area_choices(municipality, below=self.item.plan.area_path)
        known = {path for path, _ in here}
        if self.item.area_path not in known:
            here.insert(0, (self.item.area_path, choosing.WHOLE.capitalize()))
        fields["area_path"].choices = here
        kind = kind_of(self.item.plan)
        streams = [(each.key, each.label) for each in kind.streams] if kind else []
        if self.item.stream and self.item.stream not in dict(streams):
            streams.insert(0, (self.item.stream, self.item.stream))
        if streams:
            fields["stream"].choices = [("", "Geen"), *streams]
        else:
            del fields["stream"]

    def clean_due(self) -> tuple[date, Precision] | None:
        due: tuple[date, Precision] | None = self.cleaned_data["due"]
        if (
            due
            and self.item.due_until
            and due[1] == self.item.precision
            and _words(self.item) == due_words(*due)
        ):
            return self.item.due_until, due[1]  # the same words are the same date
        if due and due[0] < self.today and due[0] != self.item.due_until:
            raise ValidationError(PAST)
        return due

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        person, team = given.get("person"), given.get("team")
        if (
            person
            and team
            and person.pk != self.item.owner_person_id
            and not works_in(person, team, today=self.today)
        ):
            self.add_error("person", NOT_IN_TEAM.format(team=team.name))
        if "due" in given and self.moved and not str(given.get("why") or "").strip():
            self.add_error("why", NO_WHY)
        return given

    @property
    def moved(self) -> bool:
        """Whether a date that was promised becomes another one."""
        due = self.cleaned_data.get("due")
        return (
            self.item.adopted_at is not None
            and self.item.due_until is not None
            and due is not None
            and due[0] != self.item.due_until
        )

    def changed_item(self) -> NewItem:
        """The item as it was filled in; call it on a valid form only."""
        given = self.cleaned_data
        due, precision = given["due"] or (None, Precision.DAY)
        return NewItem(
            title=given["title"],
            origin=self.item.origin,
            owner_team=given["team"],
            text=given["text"],
            area=choosing.area_at(self.item.municipality, given["area_path"]),
            stream=given.get("stream", ""),
            owner_person=given["person"],
            money=given["money"],
            money_from=given["money_from"],
            due_until=due,
            precision=precision,
            indicator=given["indicator"],
            target=given["target"],
        )


def item_values(item: PlanItem) -> dict[str, Any]:
    """What the form to change an item begins with."""
    return {
        "title": item.title,
        "text": item.text,
        "area_path": item.area_path,
        "stream": item.stream,
        "team": item.owner_team_id,
        "person": item.owner_person_id,
        "money": item.money,
        "money_from": item.money_from,
        "due": _words(item),
        "indicator": item.indicator,
        "target": item.target,
    }


def _words(item: PlanItem) -> str:
    return due_words(item.due_until, Precision(item.precision)) if item.due_until else ""


def due_words(due: date, precision: Precision) -> str:
    """A date as one would type it, which `DueField` reads back."""
    return f"{due:%d-%m-%Y}" if precision is Precision.DAY else due_text(due, precision)


class FinishForm(Hinting, OnceForm):
    """What was done."""

    hinted = ("how",)

    how = area(
        3,
        label="Wat is er gedaan?",
        max_length=500,
        help_text="De melders lezen dit.",
        error_messages={"required": "Schrijf kort wat er is gedaan. De melders lezen het."},
    )


class DropForm(Hinting, OnceForm):
    """Why it will not be done."""

    hinted = ("why",)

    why = area(
        3,
        label="Waarom gaat dit niet door?",
        max_length=500,
        help_text="Iedereen kan dit lezen, ook wie het vroeg. Wie er een belofte over kreeg, krijgt een brief.",
        error_messages={"required": NO_WHY},
    )


class CodeForm(OnceForm):
    """One thing, by its code: typed, or chosen from a list on the page. `look` finds it, or gives None."""

    code = Text(
        label="Code",
        max_length=20,
        help_text="Acht tekens. Bijvoorbeeld: 7KX4P2MB.",
        error_messages={"required": "Vul een code in, of kies uit de lijst."},
    )

    def __init__(self, *args: Any, look: Any, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look, self.missing = look, missing
        self.found: Any = None

    def clean_code(self) -> str:
        self.found = self.look(self.cleaned_data["code"])
        if self.found is None:
            raise ValidationError(self.missing)
        return str(self.cleaned_data["code"])


class PutForm(Hinting, OnceForm):
    """In which item of a plan a signal comes: one that is there, or a new one. Who only cares for items makes no new one."""

    hinted = ("title",)

    item = forms.ChoiceField(
        label="Bij welk punt?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een punt, of maak een nieuw punt."},
    )
    title = Text(
        label="Titel van het nieuwe punt",
        max_length=200,
        required=False,
        help_text="Wat gaat er gebeuren? Schrijf geen namen en geen huisnummers op.",
    )
    kind = forms.ChoiceField(label="Soort", choices=KINDS, required=False)

    def __init__(self, *args: Any, items: Mapping[str, PlanItem], writes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        new = [(NEW, "Een nieuw punt")] if writes else []
        fields["title"].required_sometimes = True
        fields["item"].choices = [*new, *((code, item.title) for code, item in items.items())]
        if not writes:
            del fields["title"], fields["kind"]
        elif not items:
            fields["item"].initial = NEW

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("item") == NEW
            and not str(given.get("title") or "").strip()
            and "title" not in self.errors
        ):
            self.add_error("title", SAY_WHAT)
        return given

    def new_item(self, plan: Plan, signal: Subject) -> NewItem:
        """The new item as it was filled in; call it on a valid form only."""
        given = self.cleaned_data
        return NewItem(
            title=given["title"],
            origin=Origin.SIGNAL,
            origin_subject=signal,
            kind=given["kind"] or ItemKind.TASK,
            owner_team=plan.owner_team,
        )
