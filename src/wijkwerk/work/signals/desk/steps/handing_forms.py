"""Forms for handing over, asking higher up, and what staff mark on a signal."""

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.models import ENTERING, Role, Team, User
from wijkwerk.ground.people.queries import in_force
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.signals.actions.classifying import NewClass
from wijkwerk.work.signals.actions.marking import NewLook
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.hinting import Hinting
from wijkwerk.work.signals.models import BroadLook, Signal
from wijkwerk.work.signals.owners import choosable_teams
from wijkwerk.work.signals.places import place_of
from wijkwerk.work.signals.sections import Broad, Kinds, Themes

WHOLE_TEAM = "heel het team"
Receiver = tuple[Team, User | None]


class GiveForm(OnceForm):
    """To whom: a team, or one colleague of a team. One list, the team first and then its people."""

    to_team = forms.ChoiceField(
        label="Aan wie?",
        help_text="Kies een heel team, of één collega van een team.",
        error_messages={
            "required": "Kies een team of een collega.",
            "invalid_choice": "Dit team of deze collega is er niet meer. Kies opnieuw.",
        },
    )
    why = area(
        3,
        label="Waarom geeft u het door?",
        help_text="Schrijf op wat u al weet. Dan hoeft de melder het niet nog eens te vertellen.",
        max_length=500,
        error_messages={"required": "Schrijf erbij waarom u het doorgeeft."},
    )

    def __init__(self, *args: Any, municipality: Municipality, care: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers: dict[str, Receiver] = {}
        field: Any = self.fields["to_team"]
        field.choices = [("", "Kies een team of een collega"), *self._groups(municipality, care=care)]

    def _groups(self, municipality: Municipality, *, care: bool) -> list[tuple[str, list[tuple[str, str]]]]:
        people = _people(municipality)
        groups = []
        for team in choosable_teams(municipality, care=care):
            found: list[tuple[str, Receiver]] = [(f"{team.name}, {WHOLE_TEAM}", (team, None))]
            found += [(f"{person.name}, {team.name}", (team, person)) for person in people.get(team.pk, [])]
            keys = [(f"{team.pk}~{who.pk}" if who else str(team.pk)) for _, (_, who) in found]
            self.receivers |= {key: receiver for key, (_, receiver) in zip(keys, found, strict=True)}
            groups.append((team.name, [(key, label) for key, (label, _) in zip(keys, found, strict=True)]))
        return groups

    @property
    def receiver(self) -> Receiver:
        """Team and person that were chosen; call it on a valid form only."""
        return self.receivers[self.cleaned_data["to_team"]]


def _people(municipality: Municipality) -> dict[uuid.UUID, list[User]]:
    """Who works in each team today, by name. One query."""
    today = local_date(timezone.now())
    roles = Role.objects.filter(
        in_force(today), municipality=municipality, kind__in=ENTERING, team__isnull=False
    )
    found: dict[uuid.UUID, list[User]] = {}
    for role in roles.filter(user__is_active=True).select_related("user").order_by("user__name", "user"):
        people = found.setdefault(role.team_id, [])  # type: ignore[arg-type]  # never None, see the filter
        if role.user not in people:
            people.append(role.user)
    return found


class UpForm(OnceForm):
    """Why the next rung is asked."""

    why = area(
        3,
        label="Waarom vraagt u het hogerop?",
        help_text="Wat lukt niet, en wat heeft u nodig?",
        max_length=500,
        error_messages={"required": "Schrijf erbij waarom u het hogerop vraagt."},
    )


class MoreForm(OnceForm):
    """What one sees behind a signal, or why the mark goes."""

    why = area(
        3,
        label="Wat ziet u?",
        help_text=own("Waarom denkt u dat dit bij iets groters hoort? Geen namen van {resident.many}."),
        max_length=500,
        error_messages={"required": "Schrijf kort wat u ziet."},
    )

    def __init__(self, *args: Any, marked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if marked:
            self.fields["why"].label = "Waarom hoort dit niet bij iets groters?"
            self.fields["why"].help_text = ""


class BroadForm(Hinting, OnceForm):
    """The question behind the question (I8). One answer is enough; so is a reason why it is not needed."""

    hinted = ("behind", "others", "tried", "can_self")
    behind = area(
        3,
        label="Wat speelt er achter deze vraag?",
        help_text="Is breed kijken hier niet nodig? Schrijf hier dan waarom niet.",
        required=False,
        max_length=2000,
    )
    others = area(2, label="Wie zijn er nog meer bij betrokken?", required=False, max_length=2000)
    tried = area(2, label="Wat is er al geprobeerd?", required=False, max_length=2000)
    can_self = area(
        2,
        label="Wat kunnen de melder en de buurt zelf, en wat helpt daarbij?",
        required=False,
        max_length=2000,
    )
    domains = forms.MultipleChoiceField(
        label="Waar raakt het aan?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, municipality: Municipality, look: BroadLook | None, **kwargs: Any) -> None:
        names = (*self.hinted, "domains")
        initial = {name: getattr(look, name) for name in names} if look else {}
        super().__init__(*args, initial=initial, **kwargs)
        known = current(municipality).part(Broad).domains
        field: Any = self.fields["domains"]
        field.choices = [(each, each) for each in known]
        if not known:
            del self.fields["domains"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in self.hinted):
            self.add_error("behind", "Schrijf bij één vraag iets op. Of schrijf waarom het niet nodig is.")
        return given

    def look(self) -> NewLook:
        """What was written; call it on a valid form only."""
        found = {name: self.cleaned_data[name] for name in self.hinted}
        return NewLook(**found, domains=tuple(self.cleaned_data.get("domains", ())))


class ClassForm(Hinting, OnceForm):
    """What it is about, what kind it is, its title for colleagues, and where it is."""

    hinted = ("title",)
    theme = forms.ChoiceField(label="Waar gaat het over?")
    kind = forms.ChoiceField(label="Wat voor melding is het?")
    title = Text(label="Titel voor collega’s", max_length=120, required=False)
    words = Text(
        label="Straat, plein of plek",
        max_length=300,
        required=False,
        help_text="Kennen wij de plek niet? Dan blijft het punt op de kaart waar het was.",
    )
    area_path = forms.ChoiceField(label="Of: ergens in", required=False)
    route_again = forms.BooleanField(
        label="Stuur naar het team dat hierbij hoort",
        required=False,
        help_text="Heeft al iemand het aangenomen? Dan vragen wij het andere team eerst.",
    )

    def __init__(self, *args: Any, signal: Signal, theme: str = "", **kwargs: Any) -> None:
        self.signal = signal
        initial = {"theme": theme or signal.theme, "kind": signal.kind, "title": signal.title}
        super().__init__(*args, initial=initial | {"words": signal.words}, **kwargs)
        document, fields = current(signal.municipality), self.fields
        themes: Any = fields["theme"]
        themes.choices = [
            (each.key, each.label)
            for each in document.part(Themes)
            if each.active or each.key == signal.theme
        ]
        kinds: Any = fields["kind"]
        kinds.choices = [(each.key, each.label) for each in document.part(Kinds)]
        places: Any = fields["area_path"]
        names = areas.path_names(signal.municipality)
        places.choices = [("", own("Laat {area.with_article} zoals het is"))] + [
            (path, f"{'– ' * (path.count('.') - 1)}{found.name}") for path, found in sorted(names.items())
        ]

    def new(self) -> NewClass:
        """What it is from now on; call it on a valid form only."""
        given = self.cleaned_data
        place = None
        if given["words"] != self.signal.words or given["area_path"]:
            # A chosen area goes before words that were there already: they gave the point that is put right now.
            words = given["words"]
            place = place_of(
                self.signal.municipality,
                words=words if words != self.signal.words else "",
                area_path=given["area_path"],
            )
            place = replace(place, words=words)
        return NewClass(theme=given["theme"], kind=given["kind"], title=given["title"], place=place)
