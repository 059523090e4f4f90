"""The people and teams of fictional Merwoude, read from `cast.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROLES = (
    "resident",
    "intake",
    "area_manager",
    "team_member",
    "official",
    "alderman",
    "care_worker",
    "administrator",
    "records_keeper",
    "residents_group",
)


@dataclass(frozen=True)
class CastTeam:
    """A team; kind is intake, line, area or care; `themes` and `areas` (district names) say what it is for."""

    key: str
    name: str
    kind: str
    email: str
    phone: str
    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class CastPerson:
    """A person; `days` are ma-vr, `team` and `deputy` are keys; `title` and `about` are shown on the screen."""

    key: str
    name: str
    role: str
    title: str
    email: str
    phone: str = ""
    team: str = ""
    about: str = ""
    deputy: str = ""
    days: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cast:
    """Everybody who works or lives in the demo."""

    teams: tuple[CastTeam, ...]
    people: tuple[CastPerson, ...]

    def person(self, key: str) -> CastPerson:
        return next(person for person in self.people if person.key == key)

    def team(self, key: str) -> CastTeam:
        return next(team for team in self.teams if team.key == key)


@cache
def cast() -> Cast:
    """The whole cast; TypeError when the file holds an unknown field."""
    said = yaml.safe_load(Path(__file__).with_name("cast.yaml").read_text(encoding="utf-8"))
    teams = tuple(CastTeam(**_frozen(row)) for row in said["teams"])
    return Cast(teams, tuple(CastPerson(**_frozen(row)) for row in said["people"]))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
