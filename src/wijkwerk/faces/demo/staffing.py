"""Accounts and roles for the cast, by the actions of the room of people."""

from dataclasses import dataclass
from datetime import datetime

from wijkwerk.faces.demo.cast import Cast, CastPerson
from wijkwerk.faces.demo.merwoude import team_key
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.people.accounts import open_account
from wijkwerk.ground.people.actions import Post, give_role
from wijkwerk.ground.people.administrators import appoint_administrator
from wijkwerk.ground.people.models import RoleKind, Team, User

ROLES = {
    "intake": RoleKind.TEAM_MEMBER,
    "area_manager": RoleKind.AREA_MANAGER,
    "team_member": RoleKind.TEAM_MEMBER,
    "official": RoleKind.OFFICIAL,
    "alderman": RoleKind.ALDERMAN,
    "care_worker": RoleKind.CARE,
    "records_keeper": RoleKind.RECORDS,
    "residents_group": RoleKind.RESIDENTS,
}


@dataclass(frozen=True)
class Staff:
    """Who does the work: teams and accounts by key, and the accounts of each team in the order of the cast."""

    teams: dict[str, Team]
    users: dict[str, User]
    members: dict[str, tuple[User, ...]]

    def member(self, team: Team, number: int = 0) -> User:
        """Somebody of this team; most work lands with the first."""
        people = self.members[team.key]
        return people[1] if number % 5 == 4 and len(people) > 1 else people[0]


def engage(*, municipality: Municipality, cast: Cast, areas: dict[str, Area], now: datetime) -> Staff:
    """Make the accounts and give the roles from `now` on; `areas` are the districts by name. No mail leaves."""
    teams = {team.key: team for team in Team.objects.filter(municipality=municipality)}
    users = {person.key: _account(municipality, person, now) for person in cast.people}
    for person in cast.people:
        if person.role == "administrator":
            appoint_administrator(municipality=municipality, user=users[person.key], now=now)
        elif person.role in ROLES:
            for post in _posts(person, teams, areas, now):
                give_role(municipality=municipality, user=users[person.key], post=post, by=None, now=now)
    members: dict[str, tuple[User, ...]] = {}
    for person in cast.people:
        if person.team:
            key = team_key(person.team)
            members[key] = (*members.get(key, ()), users[person.key])
    return Staff(teams, users, members)


def _account(municipality: Municipality, person: CastPerson, now: datetime) -> User:
    if person.role == "resident":
        return User.objects.create_user(person.email, name=person.name)
    return open_account(municipality=municipality, email=person.email, name=person.name, by=None, now=now)


def _posts(person: CastPerson, teams: dict[str, Team], areas: dict[str, Area], now: datetime) -> list[Post]:
    """One role, or for the manager of more than one area a role on each."""
    managed = person.areas if person.role in ("area_manager", "residents_group") else ()
    return [
        Post(
            kind=ROLES[person.role],
            since=local_day(now),
            team=teams[team_key(person.team)] if person.team else None,
            area=areas[name] if name else None,
            title=person.title,
            phone=person.phone,
            days=", ".join(person.days),
        )
        for name in managed or ("",)
    ]
