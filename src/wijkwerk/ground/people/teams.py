"""Bring the teams in the database in step with those of the settings document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import Organisation, Team, TeamKind
from wijkwerk.ground.people.sections import TeamText

NEEDED = {TeamKind.INTAKE: "intake", TeamKind.CARE: "zorg"}


class TeamRefused(Exception):
    """A team cannot end or change in this way; the message is Dutch and fit for the screen. `key` is the team."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Synced:
    """Keys of the teams that were made, changed, begun again or ended."""

    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


def sync_teams(*, municipality: Municipality, teams: Iterable[TeamText], now: datetime) -> Synced:
    """Make, change and end teams so that the living ones are those given. All or nothing. Raises TeamRefused."""
    wanted = {team.key: team for team in teams}
    with transaction.atomic():
        rows = {team.key: team for team in Team.objects.filter(municipality=municipality)}
        gone = [team for key, team in rows.items() if key not in wanted and team.ended_at is None]
        _keep_needed(wanted.values(), gone)
        organisations = _organisations(municipality, wanted.values())
        done = [
            (key, _bring(municipality, text, rows.get(key), organisations)) for key, text in wanted.items()
        ]
        for team in gone:
            _end(team, now)
    made, changed = (tuple(key for key, what in done if what == word) for word in ("made", "changed"))
    return Synced(made, changed, tuple(team.key for team in gone))


def _keep_needed(wanted: Iterable[TeamText], gone: list[Team]) -> None:
    """Without an intake team a signal could have no owner (D2), without a care team care no place (D8)."""
    left = {text.kind for text in wanted if not text.areas}
    for kind, word in NEEDED.items():
        if kind not in left:
            last = next((team.key for team in gone if team.kind == kind), "")
            raise TeamRefused(
                last, f"Dit is het laatste team voor {word}. Maak eerst een ander team voor {word}."
            )


def _organisations(municipality: Municipality, wanted: Iterable[TeamText]) -> dict[str, Organisation]:
    names = {text.organisation: text.organisation or municipality.name for text in wanted}
    found: dict[str, Organisation] = {}
    for given, name in names.items():
        own = name == municipality.name
        found[given], _ = Organisation.objects.get_or_create(
            municipality=municipality, name=name, defaults={"kind": "municipality" if own else "partner"}
        )
    return found


def _bring(
    municipality: Municipality, text: TeamText, team: Team | None, organisations: dict[str, Organisation]
) -> str:
    organisation = organisations[text.organisation]
    plain = {"name": text.name, "kind": text.kind.value, "email": text.email, "phone": text.phone}
    if team is None:
        Team.objects.create(municipality=municipality, organisation=organisation, key=text.key, **plain)
        return "made"
    _keep_care_apart(team, text)
    new = {**plain, "organisation_id": organisation.pk, "ended_at": None}
    changed = [name for name, value in new.items() if getattr(team, name) != value]
    for name in changed:
        setattr(team, name, new[name])
    if changed:
        team.save(update_fields=changed)
    return "changed" if changed else ""


def _keep_care_apart(team: Team, text: TeamText) -> None:
    """A care team that becomes another kind would open its dossiers to others (D8), and the other way round."""
    if team.kind != text.kind and TeamKind.CARE in (team.kind, text.kind):
        message = f"{team.name} kan geen andere soort worden: zorg blijft apart. Maak een nieuw team."
        raise TeamRefused(team.key, message)


def _end(team: Team, now: datetime) -> None:
    team.ended_at = now
    try:
        with transaction.atomic():
            team.save(update_fields=["ended_at"])
    except IntegrityError as error:
        # The database refuses this itself (guard_team_ends_empty), whoever asks.
        message = f"{team.name} heeft nog open werk. Geef dat eerst aan een ander team."
        raise TeamRefused(team.key, message) from error
