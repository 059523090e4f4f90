"""Offering a signal to somebody else, as rows: made, settled, looked up. The verbs stand in `actions` and `handing` (I9, D2)."""

from datetime import date, datetime

from django.db.models import Q

from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.ground.people.queries import works_in
from wijkwerk.rules.deadlines import add_working_days, local_date
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.models import Handover, HandoverState, Signal
from wijkwerk.work.signals.sections import Terms

TAKEN_BACK = "Niet meer nodig."
ASKED_ANOTHER = "Aan iemand anders gevraagd."
LOOKS_AGAIN = "Dit kan nu niet meer. Iemand anders was u voor: bekijk het signaal opnieuw."
TEAM_IS_GONE = "Dit team bestaat niet meer. Kies een ander team."


def check_receiver(signal: Signal, to_team: Team, to_person: User | None, *, today: date) -> None:
    """Refuse a team that is gone, a way into or out of the care line, and a person who does not work there."""
    if to_team.ended_at is not None or to_team.municipality_id != signal.municipality_id:
        raise Refused(TEAM_IS_GONE)
    if (to_team.kind == TeamKind.CARE) != (signal.visibility == "care"):
        raise Refused("Gaat dit over iemands zorg? Gebruik dan ‘Naar de zorglijn’.")
    if to_person is None and to_team.pk == signal.owner_team_id:
        raise Refused("Dit team heeft de melding al. Kies een ander team, of een collega.")
    if to_person is not None and to_person.pk == signal.owner_person_id:
        raise Refused("Deze collega heeft de melding al. Kies iemand anders.")
    if to_person is not None and not works_in(to_person, to_team, today=today):
        raise Refused("Deze collega werkt nu niet in dit team. Kies iemand anders, of het hele team.")


def make_offer(
    *,
    signal: Signal,
    to_team: Team,
    to_person: User | None,
    why: str,
    by: User,
    now: datetime,
    rung: str = "",
) -> Handover:
    """The handover that waits from now on, with the day before which somebody should say yes; take an older one back first."""
    return Handover.objects.create(
        municipality=signal.municipality,
        signal=signal,
        from_team=signal.owner_team,
        to_team=to_team,
        to_person=to_person,
        rung=rung,
        confirm_due=confirm_before(signal, now),
        why=why,
        asked_by=by,
        asked_at=now,
    )


def confirm_before(signal: Signal, now: datetime) -> date:
    """The last day on which whoever is asked now should answer: working days, by the terms of the place."""
    days = part_at(signal.municipality, Terms, signal.area_path).confirm_days
    return add_working_days(local_date(now), days)


def waiting_offer(handover: Handover) -> Handover:
    """The handover as it is now. Raises Refused when it was settled meanwhile; call it with the signal locked."""
    row = Handover.objects.select_related("to_team").get(pk=handover.pk)
    if row.state != HandoverState.SENT:
        raise Refused(LOOKS_AGAIN)
    return row


def offer_of(signal: Signal) -> Handover | None:
    """The handover that waits on this signal; there is at most one."""
    rows = Handover.objects.filter(
        municipality=signal.municipality_id, signal=signal, state=HandoverState.SENT
    )
    return rows.select_related("to_team", "to_person").first()


def asked_or_sent_back(signal: Signal) -> bool:
    """Whether another was asked and did not answer, or sent it back since it has this owner: keeping it then says something."""
    rows = Handover.objects.filter(municipality=signal.municipality_id, signal=signal)
    back = Q(state=HandoverState.BOUNCED, settled_at__gte=signal.owned_at or signal.received_at)
    return rows.filter(Q(state=HandoverState.SENT) | back).exists()


def settle_offers(signal: Signal, *, state: str, by: User | None, why: str, now: datetime) -> None:
    """End what waits on this signal."""
    waiting = Handover.objects.filter(
        municipality=signal.municipality_id, signal=signal, state=HandoverState.SENT
    )
    waiting.update(state=state, settled_by=by, settled_at=now, settled_why=why)
