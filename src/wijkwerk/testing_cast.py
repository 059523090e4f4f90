"""The house cast for tests: two wijken in one municipality, a second municipality next to it, and always the same people.

resident, neighbour: no role · owner: area manager of wijk Noord · elsewhere: area manager of wijk Zuid · member: of team
Wijkbeheer · traffic: official of team Verkeer · intake: of Meldpunt · carer: of team Zorg · alderman · partner · admin ·
keeper: of records · group: residents of Noord · foreigner: area manager and admin in the other municipality · visitor: nobody
is logged in.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from allauth.mfa.models import Authenticator
from django.test import Client

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality, Street
from wijkwerk.ground.people.may import Access, access
from wijkwerk.ground.people.models import Organisation, Role, RoleKind, Team, User
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.teams import sync_teams
from wijkwerk.testing_mould import Mould
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact
from wijkwerk.work.signals.intake import NewSignal, report
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import Place, place_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SINCE = date(2026, 1, 1)
START = Path(__file__).parent / "faces" / "blueprints" / "start.yaml"
PASSWORD = "een-lang-wachtwoord-voor-tests"

# name: (level, code ending, parent, west, south, east, north) on a made-up grid in the IJsselmeer
GRID = {
    "": ("gemeente", "", None, 5.30, 52.70, 5.40, 52.80),
    "Noord": ("wijk", "01", "", 5.30, 52.75, 5.40, 52.80),
    "Zuid": ("wijk", "02", "", 5.30, 52.70, 5.40, 52.75),
    "Lindebuurt": ("buurt", "0101", "Noord", 5.30, 52.75, 5.35, 52.80),
    "Beukbuurt": ("buurt", "0102", "Noord", 5.35, 52.75, 5.40, 52.80),
    "Havenbuurt": ("buurt", "0201", "Zuid", 5.30, 52.70, 5.40, 52.75),
}
PREFIX = {"gemeente": "GM", "wijk": "WK", "buurt": "BU"}


@dataclass
class Town:
    """A municipality that is ready to work, with its areas by name, teams by key and people by part."""

    municipality: Municipality
    areas: dict[str, Area]
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def access(self, part: str) -> Access:
        """What this part of the cast may, today."""
        return access(self.people[part], self.municipality, today=TODAY)

    def place(self, name: str = "Lindebuurt") -> Place:
        """The middle of an area, as a point on the map."""
        version = self.areas[name].versions.get(valid_until=None)
        return place_of(
            self.municipality, lon=(version.west + version.east) / 2, lat=(version.south + version.north) / 2
        )

    def signal(self, **given: Any) -> Signal:
        """A signal by a resident with an e-mail address, in the Lindebuurt, about verkeer (team Verkeer)."""
        asker = NewAsker(Contact.EMAIL, "Fatima", "fatima@example.org")
        values: dict[str, Any] = {
            "theme": "verkeer",
            "kind": "worry",
            "text": "Auto's rijden hier veel te hard langs de school.",
            "title": "Hard rijden bij de school",
            "askers": (asker,),
        }
        now = given.pop("now", NOW)
        by = given.pop("by", None)
        values.setdefault("place", given.pop("place", None) or self.place())
        return report(municipality=self.municipality, new=NewSignal(**values | given), by=by, now=now)


def build_town(code: str = "9902", name: str = "Testwoude") -> Town:
    """A whole town in the database."""
    municipality = Municipality.objects.create(code=f"GM{code}", name=name)
    areas = _areas(municipality, code, name)
    _settings(municipality)
    town = Town(
        municipality, areas, {team.key: team for team in Team.objects.filter(municipality=municipality)}
    )
    _people(town, code)
    known.forget()
    return town


def _areas(municipality: Municipality, code: str, name: str) -> dict[str, Area]:
    division = Division.objects.create(municipality=municipality, name="cbs", year=2024)
    municipality.working_division = division
    municipality.save(update_fields=["working_division"])
    areas: dict[str, Area] = {}
    for number, (key, (level, ending, parent, *box)) in enumerate(GRID.items()):
        above = areas.get(parent) if parent is not None else None
        areas[key] = _area(
            division, f"{PREFIX[level]}{code}{ending}", f"k{number}", key or name, level, above, box
        )
    Street.objects.create(
        municipality=municipality,
        name="Lindelaan",
        search="lindelaan",
        area=areas["Lindebuurt"],
        lon=5.32,
        lat=52.77,
    )
    return areas


def _area(
    division: Division, code: str, key: str, name: str, level: str, above: Area | None, box: list[float]
) -> Area:
    path = f"{above.path if above else ''}{key}."
    area = Area.objects.create(
        municipality_id=division.municipality_id,
        division=division,
        code=code,
        key=key,
        name=name,
        level=level,
        path=path,
        population=1000,
    )
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    AreaVersion.objects.create(
        municipality_id=division.municipality_id,
        area=area,
        parent=above,
        name=name,
        border={"type": "Polygon", "coordinates": [ring]},
        west=west,
        south=south,
        east=east,
        north=north,
        valid_from=date(2024, 1, 1),
    )
    return area


@cache
def start_document() -> Any:
    """The blueprint `start`, read once: nobody changes it, and to read it takes longer than a whole town."""
    return yaml.safe_load(START.read_text(encoding="utf-8"))


def _settings(municipality: Municipality) -> None:
    document = deepcopy(start_document())
    documents.put(municipality=municipality, document=document, by=None, now=NOW, why="test")
    municipality.refresh_from_db()
    sync_teams(municipality=municipality, teams=documents.current(municipality).part(Teams), now=NOW)


def _people(town: Town, code: str) -> None:
    own = Organisation.objects.filter(municipality=town.municipality).first()
    assert own is not None
    roles = {
        "resident": None,
        "neighbour": None,
        "owner": (RoleKind.AREA_MANAGER, "gebiedsteam", "Noord"),
        "elsewhere": (RoleKind.AREA_MANAGER, None, "Zuid"),
        "member": (RoleKind.TEAM_MEMBER, "wijkbeheer", None),
        "traffic": (RoleKind.OFFICIAL, "verkeer", None),
        "intake": (RoleKind.TEAM_MEMBER, "meldpunt", None),
        "carer": (RoleKind.CARE, "zorg", None),
        "alderman": (RoleKind.ALDERMAN, None, "Noord"),
        "partner": (RoleKind.PARTNER, None, None),
        "admin": (RoleKind.ADMIN, None, None),
        "keeper": (RoleKind.RECORDS, None, None),
        "group": (RoleKind.RESIDENTS, None, "Noord"),
    }
    for part, role in roles.items():
        user = User.objects.create_user(f"{part}.{code}@example.org", name=part.capitalize())
        town.people[part] = user
        if role:
            kind, team, area = role
            Role.objects.create(
                municipality=town.municipality,
                user=user,
                kind=kind,
                team=town.teams[team] if team else None,
                area=town.areas[area] if area else None,
                since=SINCE,
            )


@pytest.fixture
def town(db: None) -> Town:
    """Testwoude, the only municipality of the installation."""
    return _poured("9902", "Testwoude")


@pytest.fixture
def other_town(town: Town) -> Town:
    """A second municipality in the same installation; now every address needs /m/CODE/."""
    return _poured("9903", "Elders")


@cache
def _mould(code: str, name: str) -> Mould:
    return Mould(partial(build_town, code, name))


def _poured(code: str, name: str) -> Town:
    town: Town = _mould(code, name).pour()
    known.forget()
    return town


@pytest.fixture
def log_in(town: Town, settings: Any) -> Callable[..., Client]:
    """A client that is logged in as a part of the cast; staff have shown their second step."""

    def enter(part: str, where: Town | None = None) -> Client:
        client = Client()
        person = (where or town).people[part]
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_step(client, person)
        return client

    return enter


def pass_second_step(client: Client, person: User) -> None:
    """As after a login with a passkey or code."""
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": NOW.timestamp()},
        {"method": "mfa", "at": NOW.timestamp(), "type": "totp"},
    ]
    session.save()
