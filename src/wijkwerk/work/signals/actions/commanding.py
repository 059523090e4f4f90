"""Whose work somebody may promise: an area manager asks departments and commands none, unless the settings say so (I11)."""

from datetime import datetime
from typing import Final

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import access
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.models import AnswerKind
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import AreaManagers

NOT_YOURS: Final = (
    "U kunt niets beloven namens {team}. Kies een team van uzelf, of geef de melding door. "
    "Dan zegt {team} zelf wat er kan."
)


def refuse_command(signal: Signal, new: NewAnswer, *, by: User, roles: frozenset[str], now: datetime) -> None:
    """Raises Refused where an area manager promises, or makes a condition of, what another team must do."""
    if workflow.ADVISER not in roles or new.kind == AnswerKind.NO:
        return
    if current(signal.municipality).part(AreaManagers).commands:
        return
    found = access(by, signal.municipality, today=local_date(now))
    own = found.teams | found.care_teams
    for team in (new.owner_team, *(each.owner_team for each in new.conditions)):
        if team.pk not in own:
            raise Refused(NOT_YOURS.format(team=team.name))
