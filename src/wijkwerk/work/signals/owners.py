"""Whose a new signal is: the first row of the routing table that fits, else the intake team. Never nobody (D2)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.people.models import Team, TeamKind
from wijkwerk.ground.people.sections import Teams
from wijkwerk.rules.routing import Rule, route
from wijkwerk.work.signals.sections import Routing


class NoTeam(Exception):
    """The municipality has no living team of the kind that is needed; an installation must not come to this."""


@dataclass(frozen=True)
class Router:
    """The routing table and the living teams of one municipality, read once for one signal or for ten thousand."""

    rules: tuple[Rule, ...]
    teams: dict[str, Team]
    intakes: tuple[tuple[str, Team], ...]
    last_resort: Team

    def owner(self, *, theme: str, kind: str, area_path: str, via: str, text: str) -> tuple[Team, bool]:
        """The owner team, and whether a row of the table said so."""
        rule = route(self.rules, theme=theme, kind=kind, area_path=area_path, channel=via, text=text)
        if rule and rule.team in self.teams:
            return self.teams[rule.team], True
        return self.intake(area_path), False

    def intake(self, area_path: str) -> Team:
        """The intake team of the area, else of the municipality."""
        near = [(path, team) for path, team in self.intakes if path and area_path.startswith(path)]
        return max(near, key=lambda each: len(each[0]))[1] if near else self.last_resort


def router(municipality: Municipality) -> Router:
    """Build the router: one query for the teams; settings and area paths come from memory."""
    document = current(municipality)
    teams = {
        team.key: team
        for team in Team.objects.filter(municipality=municipality, ended_at=None).order_by("key")
    }
    open_teams = {key: team for key, team in teams.items() if team.kind != TeamKind.CARE}
    intakes = [team for team in open_teams.values() if team.kind == TeamKind.INTAKE]
    if not intakes:
        raise NoTeam(f"{municipality} has no living intake team")
    paths = {area.code: path for path, area in areas.path_names(municipality).items()}
    rules = tuple(_rules(document, paths))
    placed = tuple(_placed(document, intakes, paths))
    general = [team for team in intakes if team.pk not in {each.pk for path, each in placed if path}]
    return Router(rules, open_teams, placed, (general or intakes)[0])


def _rules(document: Document, paths: dict[str, str]) -> Iterable[Rule]:
    for row in document.part(Routing).rules:
        inside = tuple(paths[code] for code in row.areas if code in paths)
        if row.areas and not inside:
            continue  # its areas are gone: the row must not become a row for everywhere
        yield Rule(
            team=row.team,
            theme=row.theme,
            kind=row.kind,
            area_paths=inside,
            channel=row.channel,
            words=row.words,
        )


def _placed(document: Document, intakes: list[Team], paths: dict[str, str]) -> Iterable[tuple[str, Team]]:
    by_key = {team.key: team for team in intakes}
    for text in document.part(Teams):
        if text.key in by_key:
            for code in text.areas:
                if code in paths:
                    yield paths[code], by_key[text.key]


def care_team(municipality: Municipality) -> Team:
    """The team of the care line. Raises NoTeam when there is none."""
    found = (
        Team.objects.filter(municipality=municipality, kind=TeamKind.CARE, ended_at=None)
        .order_by("key")
        .first()
    )
    if found is None:
        raise NoTeam(f"{municipality} has no living care team")
    return found


def choosable_teams(municipality: Municipality, *, care: bool = False) -> list[Team]:
    """Teams that a signal may be given to; care goes to a care team only and by its own way."""
    kind = Q(kind=TeamKind.CARE)
    rows = Team.objects.filter(municipality=municipality, ended_at=None).filter(kind if care else ~kind)
    return list(rows.order_by("name"))


def living(municipality: Municipality, team: uuid.UUID) -> Team | None:
    """The team, when it lives in this municipality."""
    return Team.objects.filter(municipality=municipality, pk=team, ended_at=None).first()
