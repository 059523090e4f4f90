"""Whose a new signal is: the first row of the routing table that fits, else the intake team. Never nobody (D2)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import ENTERING, Role, Team, TeamKind, User
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.people.sections import Teams
from wijkwerk.rules.routing import Rule, route
from wijkwerk.work.signals.models import Kind, Signal
from wijkwerk.work.signals.sections import Handling, RouteRule, Routing


class NoTeam(Exception):
    """The municipality has no living team of the kind that is needed; an installation must not come to this."""


class Routed(NamedTuple):
    """The owner team, whether the settings named it, and the address of somebody of that team who gets it first."""

    team: Team
    by_table: bool
    email: str = ""


@dataclass(frozen=True)
class Router:
    """The routing table and the living teams of one municipality, read once for one signal or for ten thousand.

    `straight`: the team to which reports of something broken go before the table is looked at (I1); `emails`: whom a
    row of the table means first.
    """

    rules: tuple[Rule, ...]
    teams: dict[str, Team]
    intakes: tuple[tuple[str, Team], ...]
    last_resort: Team
    straight: Team | None = None
    emails: Mapping[Rule, str] = field(default_factory=dict)
    _people: dict[tuple[str, uuid.UUID, date], User | None] = field(default_factory=dict)

    def owner(self, *, theme: str, kind: str, area_path: str, via: str, text: str) -> tuple[Team, bool]:
        """The owner team, and whether the settings said so."""
        routed = self.route(theme=theme, kind=kind, area_path=area_path, via=via, text=text)
        return routed.team, routed.by_table

    def route(self, *, theme: str, kind: str, area_path: str, via: str, text: str) -> Routed:
        """Whose it is, and whom it is meant for first."""
        if kind == Kind.REPORT and self.straight is not None:
            return Routed(self.straight, True)
        rule = route(self.rules, theme=theme, kind=kind, area_path=area_path, channel=via, text=text)
        if rule and rule.team in self.teams:
            return Routed(self.teams[rule.team], True, self.emails.get(rule, ""))
        return Routed(self.intake(area_path), False)

    def meant_for(self, routed: Routed, *, today: date) -> User | None:
        """The person whom the table names, when they work in that team today. One query per name, none without one."""
        if not routed.email:
            return None
        key = (routed.email.casefold(), routed.team.pk, today)
        if key not in self._people:
            self._people[key] = _member(*key)
        return self._people[key]

    def intake(self, area_path: str) -> Team:
        """The intake team of the area, else of the municipality."""
        near = [(path, team) for path, team in self.intakes if path and area_path.startswith(path)]
        return max(near, key=lambda each: len(each[0]))[1] if near else self.last_resort


def _member(email_key: str, team: uuid.UUID, today: date) -> User | None:
    roles = Role.objects.filter(in_force(today), team=team, kind__in=ENTERING)
    return User.objects.filter(email_key=email_key, is_active=True, roles__in=roles).first()


def straight_key(municipality: Municipality) -> str:
    """The team to which reports go straight here (I1); empty when they go by the table."""
    return current(municipality).part(Handling).reports_straight_to or ""


def aside(access: Access, municipality: Municipality) -> Q | None:
    """Open reports that go straight to a team that is not this person's; None where there are none such.

    They stand in a line of their own, so that what is broken does not crowd out what people talk about (T13).
    """
    key = straight_key(municipality)
    if not key or access.intake:
        return None
    return Q(kind=Kind.REPORT, owner_team__key=key) & ~Q(owner_team__in=access.teams)


def goes_straight(signal: Signal, municipality: Municipality) -> bool:
    """Whether nobody stands between this signal and its team: a report, with the team that the settings name."""
    key = straight_key(municipality)
    return bool(key) and signal.kind == Kind.REPORT and signal.owner_team.key == key


def router(municipality: Municipality) -> Router:
    """Build the router: one query for the teams; settings and area paths come from memory."""
    return router_of(current(municipality), municipality)


def router_of(document: Document, municipality: Municipality) -> Router:
    """The router by a document that need not be stored: to see what a changed table would do."""
    teams = {
        team.key: team
        for team in Team.objects.filter(municipality=municipality, ended_at=None).order_by("key")
    }
    open_teams = {key: team for key, team in teams.items() if team.kind != TeamKind.CARE}
    intakes = [team for team in open_teams.values() if team.kind == TeamKind.INTAKE]
    if not intakes:
        raise NoTeam(f"{municipality} has no living intake team")
    paths = {area.code: path for path, area in areas.path_names(municipality).items()}
    persons = _persons(document, paths)
    rules = tuple(rule for rule, _ in persons)
    # Of two lines with the same conditions the first wins, also when it names nobody.
    emails = dict(reversed(persons))
    placed = tuple(_placed(document, intakes, paths))
    general = [team for team in intakes if team.pk not in {each.pk for path, each in placed if path}]
    straight = open_teams.get(document.part(Handling).reports_straight_to or "")
    return Router(rules, open_teams, placed, (general or intakes)[0], straight, emails)


def _persons(document: Document, paths: Mapping[str, str]) -> list[tuple[Rule, str]]:
    """Each line of the table as a rule, with whom it means first; lines whose areas are gone are left out."""
    made = ((rule_of(row, paths), row.person) for row in document.part(Routing).rules)
    return [(rule, person) for rule, person in made if rule is not None]


def rule_of(row: RouteRule, paths: Mapping[str, str]) -> Rule | None:
    """A line of the table as a rule; `paths` by code. None when its areas are gone: it must not become a line for everywhere."""
    inside = tuple(paths[code] for code in row.areas if code in paths)
    if row.areas and not inside:
        return None
    return Rule(
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


def living_team(signal: Signal) -> Team:
    """The team of this signal; when that team is gone meanwhile, the one where such signals come in (D2)."""
    if signal.owner_team.ended_at is None:
        return signal.owner_team
    here = signal.municipality
    return care_team(here) if signal.visibility == "care" else router(here).intake(signal.area_path)


def choosable_teams(municipality: Municipality, *, care: bool = False) -> list[Team]:
    """Teams that a signal may be given to; care goes to a care team only and by its own way."""
    kind = Q(kind=TeamKind.CARE)
    rows = Team.objects.filter(municipality=municipality, ended_at=None).filter(kind if care else ~kind)
    return list(rows.order_by("name"))


def living(municipality: Municipality, team: uuid.UUID) -> Team | None:
    """The team, when it lives in this municipality."""
    return Team.objects.filter(municipality=municipality, pk=team, ended_at=None).first()
