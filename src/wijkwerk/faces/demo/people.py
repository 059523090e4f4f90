"""The people to click on: with the card of their role, and where a click leads."""

from typing import Any

from django.urls import reverse

from wijkwerk.faces.demo.cast import CastPerson, cast
from wijkwerk.faces.demo.staffing import ROLES
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import RoleKind
from wijkwerk.ground.people.sections import Roles

# One of each kind: the list on the login page.
FIRST = ("fatima", "noor", "mila", "daan", "pascal", "hedwig", "esra", "beheer", "anke", "gerda")
GROUPS = (
    ("Wie hier wonen", ("resident", "residents_group")),
    ("Wie voor een gebied werken", ("area_manager", "alderman")),
    ("Wie in een team werken", ("intake", "team_member", "official")),
    ("Wie apart staan", ("care_worker", "administrator", "records_keeper")),
)
RESIDENT_DOES: tuple[str, ...] = (
    "Meldt iets en ziet op een eigen pagina wat ermee gebeurt.",
    "Doet mee met de melding van een ander.",
)
RESIDENT_NOT: tuple[str, ...] = ("Ziet niet wie iets anders heeft gemeld.",)


def welcome(base_url: str) -> list[str]:
    """What the command says when the demo is ready: what to open, and as whom to look around."""
    people = (cast().person(key) for key in FIRST)
    lines = [f"  {person.name:<18} {person.title}" for person in people]
    return [f"Open {base_url}/demo/ and click a person, no password is needed:", *lines]


def short_list() -> list[dict[str, str]]:
    """Name, role and address of one person of each kind."""
    people = (cast().person(key) for key in FIRST)
    return [{"name": person.name, "role": person.title, "url": _url(person)} for person in people]


def groups(municipality: Municipality) -> list[dict[str, Any]]:
    """Everybody of the cast in groups, each as a role card."""
    cards = current(municipality).part(Roles)
    return [
        {"name": name, "cards": [_card(person, cards) for person in cast().people if person.role in roles]}
        for name, roles in GROUPS
    ]


def _card(person: CastPerson, roles: Roles) -> dict[str, Any]:
    does, does_not = RESIDENT_DOES, RESIDENT_NOT
    if person.role != "resident":
        card = roles.card(ROLES.get(person.role, RoleKind.ADMIN))
        does, does_not = card.does, card.does_not
    return {
        "id": person.key,
        "person": person.name,
        "name": person.title,
        "text": person.about,
        "does": does[:2],
        "does_not": does_not[:1],
        "login_url": _url(person),
    }


def _url(person: CastPerson) -> str:
    return reverse("demo:login", args=[person.key])
