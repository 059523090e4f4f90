"""Questions about people, teams and roles that more than one module asks."""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import ENTERING, Deputy, Role, RoleKind, RoleRequest, Team, TeamKind, User

STAFF_KINDS = (
    RoleKind.ADMIN,
    RoleKind.AREA_MANAGER,
    RoleKind.TEAM_MEMBER,
    RoleKind.OFFICIAL,
    RoleKind.ALDERMAN,
    RoleKind.CARE,
)


def in_force(today: date) -> Q:
    """Roles and stand-ins that hold on this local day."""
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


def not_over(today: date) -> Q:
    """Roles that hold now or will."""
    return Q(until=None) | Q(until__gte=today)


def is_staff_anywhere(user_id: uuid.UUID, *, today: date) -> bool:
    """Whether this account works for any municipality of the installation today. One query."""
    return Role.objects.filter(in_force(today), user_id=user_id, kind__in=STAFF_KINDS).exists()


def administrators(municipality: Municipality, *, today: date) -> QuerySet[Role]:
    """The roles of administrators that hold today, of accounts that can log in."""
    roles = Role.objects.filter(in_force(today), municipality=municipality, kind=RoleKind.ADMIN)
    return roles.filter(user__is_active=True)


def people_here(municipality: Municipality, *, today: date) -> QuerySet[User]:
    """Accounts with a role here now or later, by name. A resident's account is never among them."""
    here = Role.objects.filter(not_over(today), municipality=municipality).values("user")
    return User.objects.filter(pk__in=here).order_by("name", "id")


def colleagues(municipality: Municipality, *, today: date) -> QuerySet[User]:
    """Staff of this municipality today, who may stand in for each other."""
    here = Role.objects.filter(in_force(today), municipality=municipality, kind__in=STAFF_KINDS).values(
        "user"
    )
    return User.objects.filter(pk__in=here, is_active=True).order_by("name", "id")


def works_here(user: User, municipality: Municipality, *, today: date) -> bool:
    """Whether this person is staff of this municipality today; who is only away still is."""
    return colleagues(municipality, today=today).filter(pk=user.pk).exists()


def works_in(user: User, team: Team, *, today: date) -> bool:
    """Whether this colleague can log in and work for the team today; an area manager works in every team of areas."""
    if not user.is_active:
        return False
    roles = Role.objects.filter(in_force(today), municipality=team.municipality_id, user=user)
    here = Q(team=team, kind__in=ENTERING)
    if team.kind == TeamKind.AREA:
        here |= Q(kind=RoleKind.AREA_MANAGER)
    return roles.filter(here).exists()


def stands_in_for(user: uuid.UUID | None, municipality: Municipality, *, today: date) -> list[Deputy]:
    """For whom this person does the work today, by name; at most twenty. One query."""
    rows = Deputy.objects.filter(municipality=municipality, deputy=user, since__lte=today, until__gte=today)
    return list(rows.select_related("person").order_by("person__name", "pk")[:20])


def open_requests(municipality: Municipality, *, today: date) -> QuerySet[RoleRequest]:
    """Administrator roles that wait for a second administrator, newest first."""
    waiting = RoleRequest.objects.filter(municipality=municipality, expires_on__gte=today, decided_at=None)
    return waiting.select_related("user", "asked_by").order_by("-asked_at")
