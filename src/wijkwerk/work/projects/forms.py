"""Forms of projects and of the log. Each says what is missing in the words of who fills it in."""

from typing import Any

from django import forms

from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.models import Team, User
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.projects.actions import notes
from wijkwerk.work.projects.actions import projects as verbs
from wijkwerk.work.signals.desk.forms import Text
from wijkwerk.work.signals.desk.forms import area as lines
from wijkwerk.work.signals.hinting import Hinting

Choices = list[tuple[str, str]]


def _team(label: str, empty: str, message: str) -> Any:
    """A team to choose; `empty` is said when none was chosen, `message` of one that is not in the list."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Team.objects.none(),
        empty_label="Kies een team",
        error_messages={"required": empty, "invalid_choice": message},
    )


class StartForm(Hinting, OnceForm):
    """A project as an area starts it. `look` finds an item by its code."""

    hinted = ("title", "text")

    title = Text(label="Hoe heet het project?", max_length=160, error_messages={"required": verbs.NO_NAME})
    area = forms.ChoiceField(
        label=own("{area.which}?"),
        error_messages={"required": own("Kies een {area.one}."), "invalid_choice": verbs.NO_AREA},
    )
    text = lines(5, label="Wat gaat er gebeuren?", required=False, max_length=4000)
    owner_team = _team("Welk team doet het nu?", "Kies een team.", verbs.NO_TEAM)
    receiver = _team("Welke afdeling neemt het later over?", "Kies een afdeling.", verbs.NO_RECEIVER)
    item = forms.CharField(
        label="Code van een punt uit een plan",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "ww-narrow"}),
    )

    def __init__(
        self, *args: Any, areas: Choices, teams: Any, receivers: Any, look: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].choices = [("", own("Kies een {area.one}")), *areas]
        fields["owner_team"].queryset, fields["receiver"].queryset = teams, receivers
        self.order_fields(("once", "title", "area", "text", "owner_team", "receiver", "item"))
        self.look = look
        self.found: PlanItem | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        typed = str(given.get("item") or "").strip()
        if typed:
            self.found = self.look(typed)
            if self.found is None:
                self.add_error("item", verbs.NO_ITEM)
        return given


class OfferForm(Hinting, OnceForm):
    """What is handed over."""

    hinted = ("text",)

    text = lines(
        6,
        label="Wat draagt u over?",
        help_text="Wat is af, wat moet nog, en wie weet ervan?",
        max_length=4000,
        error_messages={"required": verbs.NO_HANDOVER},
    )


class ReceiveForm(OnceForm):
    """Who has it from now on."""

    person = forms.ModelChoiceField(
        label="Wie krijgt het project?",
        queryset=User.objects.none(),
        empty_label="Kies een collega",
        error_messages={"required": "Kies een collega.", "invalid_choice": verbs.NO_PERSON},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people
        field.label_from_instance = lambda person: person.name


class WhyForm(Hinting, OnceForm):
    """Why it goes back."""

    hinted = ("why",)

    why = lines(4, label="Waarom gaat het terug?", max_length=500, error_messages={"required": verbs.NO_WHY})


class HowForm(Hinting, OnceForm):
    """How it ended."""

    hinted = ("how",)

    how = lines(4, label="Hoe is het afgelopen?", max_length=500, error_messages={"required": verbs.NO_HOW})


class NoteForm(Hinting, OnceForm):
    """A note in the log of an area."""

    hinted = ("text",)

    area = forms.ChoiceField(
        label=own("Over {area.which}?"),
        error_messages={"required": own("Kies een {area.one}."), "invalid_choice": notes.NO_AREA},
    )
    text = lines(
        5,
        label="Wat wilt u uw collega’s laten weten?",
        help_text=own("Schrijf over {area.with_article}, niet over één persoon. Noem geen namen."),
        max_length=notes.MOST_SIGNS,
        error_messages={"required": notes.NO_TEXT},
    )
    tags = forms.MultipleChoiceField(
        label="Onderwerp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": notes.NO_TAG},
    )

    def __init__(self, *args: Any, areas: Choices, tags: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].choices = [("", own("Kies een {area.one}")), *areas]
        fields["tags"].choices = tags
        self.order_fields(("once", "area", "text", "tags"))


class TeamForm(OnceForm):
    """Which team takes it up."""

    team = _team("Welk team pakt dit op?", notes.NO_TEAM, notes.NO_TEAM)

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.queryset = teams
