"""The ladder: one button that asks the next rung, with a reason (O4, Q25). The owner stays owner until they confirm (D2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import Role, RoleKind, Team, TeamKind, User
from wijkwerk.ground.people.queries import in_force
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.actions.steps import locked, log, step, take_back
from wijkwerk.work.signals.intake import need_words
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.owners import goes_straight, router
from wijkwerk.work.signals.sections import Ladder, Rung

NEVER_CARE = "Zorg gaat niet langs deze ladder. Overleg binnen het zorgteam."
STRAIGHT = "Deze melding gaat rechtstreeks naar {team}. Bel hen, of schrijf een notitie."
NO_LADDER = "Uw gemeente heeft geen ladder ingesteld. Geef de melding door aan een ander team."
TOP = "Hoger kan niet: hierboven is niemand meer. Bel uw leidinggevende, of geef de melding door aan een ander team."


@dataclass(frozen=True)
class Up:
    """Who is asked next: the rung of the settings, the team, and the person where it is an area manager."""

    rung: str
    label: str
    team: Team
    person: User | None

    @property
    def who(self) -> str:
        """Whom it goes to, in words."""
        return f"{self.person.name}, {self.team.name}" if self.person else self.team.name


@transaction.atomic
def escalate(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Handover:
    """Ask the next rung to take it over, with the reason. Anybody of staff may, better too often (source 001)."""
    signal = locked(signal)
    need_words(why, "Schrijf erbij waarom u het hogerop vraagt.")
    step(signal, Step.ESCALATE, roles)
    if goes_straight(signal, signal.municipality) and not roles & workflow.OWNERS:
        raise Refused(STRAIGHT.format(team=signal.owner_team.name))
    up = next_up(signal, by=by, today=local_date(now))
    take_back(signal, by=by, why=offers.ASKED_ANOTHER, now=now)
    handover = offers.make_offer(
        signal=signal, to_team=up.team, to_person=up.person, why=why, by=by, now=now, rung=up.rung
    )
    text = {"rung": up.label, "team": up.team.name, "why": why}
    log(signal, "escalated", by=by, now=now, text=text, result=up.rung)
    return handover


def next_up(signal: Signal, *, by: User, today: date) -> Up:
    """Who is asked when `by` asks higher up today.

    Raises Refused, in words for the screen, for care, without a ladder, above its top, and while a rung still has time
    to answer. A rung that did not answer in time is passed by.
    """
    if signal.visibility == "care":
        raise Refused(NEVER_CARE)
    ladder = current(signal.municipality).part(Ladder)
    if not len(ladder):
        raise Refused(NO_LADDER)
    waiting, rung = offers.offer_of(signal), signal.rung
    if waiting is not None and waiting.rung:
        if waiting.confirm_due is None or waiting.confirm_due >= today:
            raise Refused(f"Dit is al hogerop gevraagd, aan {waiting.to_team.name}. Wacht op hun antwoord.")
        rung = waiting.rung
    for up in _rungs(ladder.after(rung), signal, by, today):
        return up
    raise Refused(TOP)


def _rungs(rungs: tuple[Rung, ...], signal: Signal, by: User, today: date) -> Iterable[Up]:
    """The rungs on which somebody else is, from low to high. A rung that nobody stands on is passed by."""
    teams = {
        team.key: team
        for team in Team.objects.filter(municipality=signal.municipality, ended_at=None).exclude(
            kind=TeamKind.CARE
        )
    }
    for rung in rungs:
        up = _manager(rung, signal, by, today) if rung.area_manager else _team(rung, teams)
        if up and (up.person or up.team.pk != signal.owner_team_id):
            yield up


def _team(rung: Rung, teams: Mapping[str, Team]) -> Up | None:
    team = teams.get(rung.team or "")
    return Up(rung.key, rung.label, team, None) if team else None


def _manager(rung: Rung, signal: Signal, by: User, today: date) -> Up | None:
    """The manager of the smallest area that holds the place; without a place the intake team.

    Two managers of one area who work in one team are asked together, through that team.
    """
    if not signal.area_path:
        return Up(rung.key, rung.label, router(signal.municipality).intake(""), None)
    roles = [
        role
        for role in _manager_roles(signal, today)
        if role.area and signal.area_path.startswith(role.area.path)
    ]
    nearest = max((len(role.area.path) for role in roles if role.area), default=0)
    near = [role for role in roles if role.area and len(role.area.path) == nearest]
    if any(role.user_id in (by.pk, signal.owner_person_id) for role in near):
        return None  # it is with a manager of this area already
    if not near:
        return None
    team = _living_team(near[0])
    together = len(near) > 1 and {_living_team(role) for role in near} == {team} and team is not None
    if together and team is not None and team.pk != signal.owner_team_id:
        return Up(rung.key, rung.label, team, None)
    # A manager without a team leaves the signal with its team, and is the person who has it.
    return Up(rung.key, rung.label, team or signal.owner_team, near[0].user)


def _manager_roles(signal: Signal, today: date) -> Iterable[Role]:
    roles = Role.objects.filter(
        in_force(today), municipality=signal.municipality, kind=RoleKind.AREA_MANAGER, area__isnull=False
    )
    roles = roles.filter(user__is_active=True).exclude(area__path="")
    return roles.select_related("area", "team", "user").order_by("user__name", "user")


def _living_team(role: Role) -> Team | None:
    return role.team if role.team and role.team.ended_at is None else None
