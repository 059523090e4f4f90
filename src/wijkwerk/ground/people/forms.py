"""Forms of the screens for administrators, and of one's own absence."""

import secrets
from datetime import date
from typing import Any

from django import forms

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import DayField
from wijkwerk.ground.people import queries
from wijkwerk.ground.people.actions import Post
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind, Team, User

ON_THE_PAGE = own("Zo staat het op de pagina van {area.with_article}")
DAYS = "Bijvoorbeeld: maandag tot en met woensdag"
ORGANISATIONS = (
    ("partner", "Partner, zoals een corporatie of welzijn"),
    ("residents", own("{resident.many}, zoals een wijkraad")),
    ("municipality", "Gemeente of gemeentelijke dienst"),
)


def new_key() -> str:
    """A key that makes a form count once, however often it is sent."""
    return secrets.token_urlsafe(16)


class OnceForm(forms.Form):
    """A form with a key of its own."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)

    def refuse(self, refused: Refused) -> None:
        """Show a refusal at the field it is about, or above the form."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class InviteForm(OnceForm):
    """Who is it?"""

    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mailadres van het werk", max_length=254)


class AreaChoice(forms.ModelChoiceField[Area]):
    """An area with its level, so that a wijk and a buurt of one name can be told apart."""

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.name} ({obj.level})"


class PostForm(OnceForm):
    """Which role, where, from when until when. `card_labels` are the municipality's own words for the roles."""

    kind = forms.ChoiceField(label="Welke rol?", widget=forms.RadioSelect)
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="Geen team")
    area = AreaChoice(
        Area.objects.none(), label=own("{area.one}"), required=False, empty_label=own("Geen {area.one}")
    )
    title = forms.CharField(
        label="Functie",
        help_text=own("Zo staat het op de pagina van {area.with_article}"),
        required=False,
        max_length=80,
    )
    phone = forms.CharField(label="Telefoon", required=False, max_length=30)
    days = forms.CharField(
        label="Werkdagen",
        help_text="Bijvoorbeeld: maandag tot en met woensdag",
        required=False,
        max_length=80,
    )
    since = DayField(label="Eerste dag")
    until = DayField(label="Laatste dag", required=False)

    def __init__(self, *args: Any, municipality: Municipality, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["kind"].choices = [(kind, labels.get(kind, label)) for kind, label in RoleKind.choices]  # type: ignore[attr-defined]
        living = Team.objects.filter(municipality=municipality, ended_at=None).order_by("name")
        fields["team"].queryset = living  # type: ignore[attr-defined]
        here = [branch.area.pk for root in areas.tree(municipality) for branch in root.flat()]
        fields["area"].queryset = Area.objects.filter(pk__in=here).order_by("path")  # type: ignore[attr-defined]

    def post(self) -> Post:
        """The role as the action wants it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return Post(**data)


class LastDayForm(OnceForm):
    """Until when?"""

    last_day = DayField(label="Laatste dag", help_text="Met de dag van gisteren stopt de rol meteen")


class Colleague(forms.ModelChoiceField[User]):
    """A colleague by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name or obj.email


class DeputyForm(OnceForm):
    """Who takes over, from when until when?"""

    deputy = Colleague(User.objects.none(), label="Wie neemt het over?", empty_label="Kies een collega")
    since = DayField(label="Eerste dag dat u weg bent")
    until = DayField(label="Laatste dag dat u weg bent")

    def __init__(
        self, *args: Any, municipality: Municipality, person: User, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = queries.colleagues(municipality, today=today).exclude(pk=person.pk)
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]


class OrganisationForm(OnceForm):
    """A partner."""

    name = forms.CharField(label="Naam", max_length=120)
    kind = forms.ChoiceField(label="Soort", choices=ORGANISATIONS, widget=forms.RadioSelect)


class RenameForm(OnceForm):
    """Another name."""

    name = forms.CharField(label="Naam", max_length=120)


def role_label(role: Role, labels: dict[str, str]) -> str:
    """What a role is called here: its own title, else the municipality's word for its kind."""
    return role.title or labels.get(role.kind) or role.get_kind_display()
