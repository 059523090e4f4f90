"""The one place that answers "may this person see or do this?" (D8, D14, D17).

An `Access` is made once per request from the person's roles of today. Least privilege: no rule means no.

| who                   | sees                                 | does                              | askers |
| stranger, resident    | what is published, own trace page    | report, join, say "not solved"    | own    |
| partner               | visibility network                   | -                                 | no     |
| team member, official | what a team of theirs owns; network  | all verbs of an owner             | yes    |
| member of intake      | everything but care                  | take, give, note, enter           | yes    |
| area manager          | everything but care in own areas     | take, give, note, answer, publish | yes    |
| alderman              | everything but care in own areas     | -                                 | no     |
| care worker           | care of own team, and only care      | all verbs of an owner             | yes    |
| administrator         | no signals, no askers                | settings, teams, roles            | no     |
| records keeper        | dates and rules of ended dossiers    | destruction lists, legal hold     | no     |
| residents' group      | what strangers see; own plans        | writes and adopts own plans (I26) | no     |
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within_any
from wijkwerk.ground.people.models import ENTERING, Deputy, Role, RoleKind, TeamKind, User

OWNER_VERBS = frozenset(
    {"see", "see_askers", "take", "give", "note", "answer", "settle", "publish", "make_care"}
)
INTAKE_VERBS = frozenset({"see", "see_askers", "take", "give", "note", "make_care"})
AREA_VERBS = OWNER_VERBS
STAFF = frozenset(
    {
        RoleKind.AREA_MANAGER,
        RoleKind.TEAM_MEMBER,
        RoleKind.OFFICIAL,
        RoleKind.CARE,
        RoleKind.ALDERMAN,
        RoleKind.ADMIN,
        RoleKind.RECORDS,
    }
)
# Administrators and records keepers see no signals at all, care workers see care and only care.
# A residents' group speaks for an area: it sees what any resident sees, and writes its own plans.
NO_NETWORK = frozenset({RoleKind.ADMIN, RoleKind.CARE, RoleKind.RECORDS, RoleKind.RESIDENTS})


class Thing(Protocol):
    """What a question of access looks at."""

    municipality_id: uuid.UUID
    area_path: str
    visibility: str
    owner_team_id: uuid.UUID


@dataclass(frozen=True)
class Access:
    """What one person is in one municipality today. `areas` are the paths of an area manager, `watches` of an alderman,
    `speaks_for` of a residents' group."""

    user_id: uuid.UUID | None = None
    municipality_id: uuid.UUID | None = None
    kinds: frozenset[str] = frozenset()
    teams: frozenset[uuid.UUID] = frozenset()
    care_teams: frozenset[uuid.UUID] = frozenset()
    intake: bool = False
    areas: frozenset[str] = frozenset()
    watches: frozenset[str] = frozenset()
    speaks_for: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return bool(self.kinds & STAFF)

    @property
    def is_admin(self) -> bool:
        return RoleKind.ADMIN in self.kinds

    @property
    def works(self) -> bool:
        """Whether there is a desk for this person: somebody who takes and answers signals, or watches them."""
        return bool(self.kinds & (ENTERING | {RoleKind.ALDERMAN}))

    def may(self, verb: str, thing: Thing | None = None) -> bool:
        """Whether the verb is allowed, on this thing where it concerns one."""
        if thing is None:
            return self._may_here(verb)
        if thing.municipality_id != self.municipality_id:
            return False
        return verb in self.verbs(thing)

    def _may_here(self, verb: str) -> bool:
        if verb in ("manage_settings", "manage_people"):
            return self.is_admin
        if verb == "manage_records":
            return RoleKind.RECORDS in self.kinds
        if verb == "enter":
            return bool(self.kinds & ENTERING)
        if verb in ("desk", "see_promises"):
            return self.works
        return verb == "see_roles" and bool(self.kinds)

    def verbs(self, thing: Thing) -> frozenset[str]:
        """All verbs on a thing of this municipality."""
        if thing.visibility == "care":
            return OWNER_VERBS if thing.owner_team_id in self.care_teams else frozenset()
        found: set[str] = set()
        if thing.owner_team_id in self.teams or _holds(self.areas, thing.area_path):
            found |= OWNER_VERBS
        if self.intake:
            found |= INTAKE_VERBS
        if _holds(self.watches, thing.area_path) or (
            thing.visibility in ("network", "public") and self.kinds - NO_NETWORK
        ):
            found.add("see")
        return frozenset(found)

    def visible(self) -> Q:
        """A condition on rows with municipality, area_path, visibility and owner_team: those that this person may see."""
        mine = Q(visibility="care", owner_team__in=self.care_teams) if self.care_teams else Q(pk__in=[])
        # The empty path is the whole municipality. Not left to an OR: `Q() | x` is x, and would show less.
        if self.intake or "" in self.areas | self.watches:
            return Q(municipality=self.municipality_id) & (mine | ~Q(visibility="care"))
        seen = within_any("area_path", self.areas | self.watches)
        if self.teams:
            seen |= Q(owner_team__in=self.teams)
        if self.kinds - NO_NETWORK:
            seen |= Q(visibility__in=("network", "public"))
        return Q(municipality=self.municipality_id) & (mine | (seen & ~Q(visibility="care")))

    def readable(self) -> Q:
        """A condition on the same rows: those of which this person may read all, also who asks ("see_askers")."""
        mine = Q(visibility="care", owner_team__in=self.care_teams) if self.care_teams else Q(pk__in=[])
        if self.intake or "" in self.areas:
            return Q(municipality=self.municipality_id) & (mine | ~Q(visibility="care"))
        read = within_any("area_path", self.areas) | Q(owner_team__in=self.teams)
        return Q(municipality=self.municipality_id) & (mine | (read & ~Q(visibility="care")))


NOBODY = Access()


def access(user: User | Any, municipality: Municipality | None, *, today: date) -> Access:
    """What `user` may in `municipality` today: own roles, and those of whom they stand in for. One query."""
    if municipality is None:
        return NOBODY
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Access(municipality_id=municipality.pk)
    absent = _stands_in_for(user, municipality, today)
    roles = Role.objects.filter(
        Q(user=user) | Q(user__in=absent), municipality=municipality, since__lte=today
    )
    roles = roles.filter(Q(until=None) | Q(until__gte=today)).select_related("team", "area")
    return _from_roles(user, municipality, list(roles))


def _stands_in_for(user: User, municipality: Municipality, today: date) -> QuerySet[Deputy, uuid.UUID]:
    rows = Deputy.objects.filter(municipality=municipality, deputy=user, since__lte=today, until__gte=today)
    return rows.values_list("person_id", flat=True)


def _from_roles(user: User, municipality: Municipality, roles: list[Role]) -> Access:
    roles = _with_taken_over(user, roles)
    # A team gives rights to those who work in it; a partner's or an administrator's role never does.
    teams = {
        role.team for role in roles if role.team and role.team.ended_at is None and role.kind in ENTERING
    }
    managers = [role for role in roles if role.kind == RoleKind.AREA_MANAGER and role.area]
    aldermen = [role for role in roles if role.kind == RoleKind.ALDERMAN]
    return Access(
        user_id=user.pk,
        municipality_id=municipality.pk,
        kinds=frozenset(role.kind for role in roles),
        teams=frozenset(team.pk for team in teams if team.kind != TeamKind.CARE),
        care_teams=frozenset(team.pk for team in teams if team.kind == TeamKind.CARE),
        intake=any(team.kind == TeamKind.INTAKE for team in teams),
        areas=frozenset(role.area.path for role in managers if role.area and role.area.path),
        watches=frozenset(role.area.path if role.area else "" for role in aldermen),
        speaks_for=frozenset(
            role.area.path
            for role in roles
            if role.kind == RoleKind.RESIDENTS and role.area and role.area.path
        ),
    )


def _with_taken_over(user: User, roles: list[Role]) -> list[Role]:
    """Own roles, and those of absent colleagues that this person may take over."""
    own = [role for role in roles if role.user_id == user.pk]
    kinds = {role.kind for role in own}
    if not kinds & STAFF:
        return own  # who does not work here any more stands in for nobody
    # A deputy takes over work: never an administrator's or records keeper's keys, and care only who has care themselves (D8).
    barred = {RoleKind.ADMIN, RoleKind.RECORDS, RoleKind.RESIDENTS} | ({RoleKind.CARE} - kinds)
    return own + [role for role in roles if role.user_id != user.pk and role.kind not in barred]


def _holds(paths: frozenset[str], path: str) -> bool:
    return any(path.startswith(each) for each in paths)
