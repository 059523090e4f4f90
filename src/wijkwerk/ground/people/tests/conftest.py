"""A small cast of this room: two municipalities, two wijken, teams of each kind, and people in roles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import set_script_prefix

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality
from wijkwerk.ground.people.middleware import SET_UP_HERE
from wijkwerk.ground.people.models import Organisation, Role, RoleKind, Team, TeamKind, User

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "vier losse woorden samen"
START = Path(__file__).parents[3] / "faces" / "blueprints" / "start.yaml"


@cache
def start() -> Any:
    """The settings document of an ordinary municipality, read once."""
    return yaml.safe_load(START.read_text(encoding="utf-8"))


@dataclass
class Place:
    """A municipality with wijken `a.b.` (Noord) and `a.c.` (Zuid), one team of each kind, and people by part."""

    municipality: Municipality
    areas: dict[str, Area]
    teams: dict[str, Team]
    people: dict[str, User] = field(default_factory=dict)

    def person(
        self, part: str, kind: str | None = None, *, team: str = "", area: str = "", **given: Any
    ) -> User:
        """A new person, with a role where a kind is given."""
        user = User.objects.create_user(
            f"{part}.{self.municipality.code}@example.org", PASSWORD, name=part.capitalize()
        )
        self.people[part] = user
        if kind:
            self.role(user, kind, team=team, area=area, **given)
        return user

    def role(self, user: User, kind: str, *, team: str = "", area: str = "", **given: Any) -> Role:
        """A role for somebody, in force since 1 January."""
        return Role.objects.create(
            municipality=self.municipality, user=user, kind=kind, team=self.teams.get(team),
            area=self.areas.get(area), **{"since": date(2026, 1, 1), **given},
        )  # fmt: skip


def build(code: str, name: str) -> Place:
    """A municipality of this room, without people."""
    municipality = Municipality.objects.create(code=code, name=name)
    division = Division.objects.create(municipality=municipality, name="cbs", year=2026)
    municipality.working_division = division
    municipality.save()
    areas = {
        name: Area.objects.create(
            municipality=municipality,
            division=division,
            code=f"{code}-{key}",
            key=key,
            name=name,
            level="wijk",
            path=path,
        )
        for name, key, path in (("Stad", "a", "a."), ("Noord", "b", "a.b."), ("Zuid", "c", "a.c."))
    }
    for number, area in enumerate(areas.values()):
        _border(area, areas["Stad"] if number else None, 5.30 + number / 10)
    own = Organisation.objects.create(municipality=municipality, name=name)
    teams = {
        kind: Team.objects.create(
            municipality=municipality, organisation=own, key=kind, name=f"Team {kind}", kind=kind
        )
        for kind in TeamKind.values
    }
    return Place(municipality, areas, teams)


def _border(area: Area, parent: Area | None, west: float) -> None:
    east, south, north = west + 0.1, 52.70, 52.80
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    AreaVersion.objects.create(
        municipality=area.municipality, area=area, parent=parent, name=area.name, valid_from=date(2026, 1, 1),
        border={"type": "Polygon", "coordinates": [ring]}, west=west, south=south, east=east, north=north,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def no_prefix_of_an_earlier_test() -> None:
    """The server sets the prefix at each request; the test client does not."""
    set_script_prefix("/")


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """A municipality that is ready to work, with one person in each role."""
    made = build("GM0001", "Hier")
    documents.put(municipality=made.municipality, document=start(), by=None, now=NOW, why="test")
    made.municipality.refresh_from_db()
    made.person("admin", RoleKind.ADMIN)
    made.person("second", RoleKind.ADMIN)
    made.person("manager", RoleKind.AREA_MANAGER, area="Noord")
    made.person("member", RoleKind.TEAM_MEMBER, team="maintenance")
    made.person("carer", RoleKind.CARE, team="care")
    made.person("resident")
    known.forget()
    yield made
    known.forget()


def enter(user: User) -> Client:
    """A client of somebody who is logged in and has shown a second step."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SET_UP_HERE] = str(user.pk)
    session.save()
    return client
