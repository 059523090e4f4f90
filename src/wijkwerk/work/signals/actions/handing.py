"""What happens to an offer that nobody answered yet: taken back, too late, or its receiver is gone (I9, D2)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.actions.steps import locked, log, take_back
from wijkwerk.work.signals.models import OPEN, Handover, HandoverState, Signal

NOT_THERE = "De collega die u vroeg, is er niet."
MOST = 200


@transaction.atomic
def withdraw_handover(*, signal: Signal, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """The side that asked takes the question back: nothing else changes, for the signal was theirs all the time."""
    signal = locked(signal)
    offer = offers.offer_of(signal)
    if offer is None:
        raise Refused("Er wacht geen vraag meer. Bekijk de melding opnieuw.")
    if offer.asked_by_id != by.pk and not roles & workflow.OWNERS:
        raise Refused("Alleen wie het vroeg en de eigenaar kunnen de vraag terugnemen.")
    take_back(signal, by=by, why=offers.TAKEN_BACK, now=now)
    return signal


def tell_late_handovers(*, now: datetime) -> int:
    """Say once of each offer that nobody answered it in time; both desks show it from then on. Returns how many."""
    late = Handover.objects.filter(
        state=HandoverState.SENT, confirm_due__lt=local_date(now), late_told_at=None
    )
    rows = late.select_related("signal__subject", "signal__municipality").order_by("confirm_due", "pk")
    return sum(_tell_late(row, now) for row in rows[:MOST])


@transaction.atomic
def _tell_late(handover: Handover, now: datetime) -> bool:
    signal = locked(handover.signal)
    row = offers.offer_of(signal)
    if row is None or row.pk != handover.pk or row.late_told_at is not None:
        return False  # answered while we looked
    row.late_told_at = now
    row.save(update_fields=["late_told_at"])
    log(signal, "handover_late", by=None, now=now, text={"team": row.to_team.name}, origin="clock")
    return True


def receiver_gone(*, user: User, municipality: Municipality, now: datetime, by: User | None) -> None:
    """What was meant for or asked of somebody who is gone or away is the team's from now on (D2).

    What a colleague asked of them inside one team comes back to that team.
    """
    Signal.objects.filter(municipality=municipality, meant_for=user, state__in=OPEN).update(meant_for=None)
    asked = Handover.objects.filter(municipality=municipality, to_person=user, state=HandoverState.SENT)
    asked.filter(to_team=F("from_team")).update(
        state=HandoverState.BOUNCED, settled_by=by, settled_at=now, settled_why=NOT_THERE
    )
    asked.update(to_person=None)
