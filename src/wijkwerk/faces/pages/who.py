"""Who is who in an area: people with a public task there, and the teams that work there (Q5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.people.models import Role, RoleKind, TeamKind
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.people.sections import Roles, Teams, TeamText

# People whose task it is to be known. Of a partner only who has an area and a title: a wijkagent, a chair. Other staff
# work in a team; strangers see the team.
PUBLIC_ROLES: Final = (RoleKind.AREA_MANAGER, RoleKind.ALDERMAN)
MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a public task: what they are called here, what they do, how to reach them."""

    name: str
    title: str
    does: str
    phone: str
    days: str


def people_of(
    municipality: Municipality, document: Document, areas: Sequence[Area], *, today: date
) -> list[Person]:
    """Who has a public task in these areas (an area and those around it), nearest area first. One query."""
    keys = [area.pk for area in areas]
    public = Q(kind__in=PUBLIC_ROLES) & (Q(area__in=keys) | Q(area=None))
    partner = Q(kind=RoleKind.PARTNER, area__in=keys) & ~Q(title="")
    rows = Role.objects.filter(in_force(today), municipality=municipality, user__is_active=True)
    found = list(rows.filter(public | partner).select_related("user", "team").order_by("pk")[: 4 * MOST])
    found.sort(
        key=lambda role: (_order(role), keys.index(role.area_id) if role.area_id in keys else len(keys))
    )
    return [_person(role, document) for role in found[:MOST]]


def _order(role: Role) -> int:
    return [RoleKind.AREA_MANAGER, RoleKind.PARTNER, RoleKind.ALDERMAN].index(RoleKind(role.kind))


def _person(role: Role, document: Document) -> Person:
    card = document.part(Roles).card(role.kind)
    # A partner's own title says it; the card speaks of partners in general.
    does = card.does[0] if card.does and role.kind != RoleKind.PARTNER else ""
    phone = role.phone or (role.team.phone if role.team else "")
    # An account without a name would show its e-mail address: then the title has to do.
    return Person(role.user.name or card.label, role.title or card.label, does, phone, role.days)


def teams_of(document: Document, areas: Sequence[Area]) -> list[TeamText]:
    """The teams that work in these areas, those with an area of their own first; in memory, no query."""
    codes = {area.code for area in areas}
    teams = [team for team in document.part(Teams) if not team.areas or codes & set(team.areas)]
    return sorted(teams, key=lambda team: (not team.areas, team.kind == TeamKind.CARE))
