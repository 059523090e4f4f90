"""Blocks about handing over: on the page of a signal without a query, on the desk with two."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date, start_of_local_day
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.rows import dress
from wijkwerk.work.signals.desk.may import roles_on
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.owners import goes_straight
from wijkwerk.work.signals.sections import Broad, Ladder

# What came back longer ago stands on the list of all that came back.
RECENT = timedelta(days=60)


def on_signal(signal: Signal, access: Access, today: date, *, reads: bool) -> dict[str, Any]:
    """The offer that waits, the broad look, and the word that it goes straight; for a signal of `signal_rows`."""
    offer = queries.offered(signal)
    mine = offer is not None and offer.asked_by_id == access.user_id
    look = getattr(signal, "broad_look", None) if reads else None
    asked = signal.kind in current(signal.municipality).part(Broad).kinds
    return {
        "handover": offer,
        "may_receive": offer is not None and queries.may_confirm(access, offer),
        "may_withdraw": offer is not None and (mine or bool(roles_on(access, signal) & workflow.OWNERS)),
        "offer_late": offer is not None and offer.confirm_due is not None and offer.confirm_due < today,
        "look": look,
        "look_wanted": reads and look is None and asked and signal.state in workflow.TO_DO,
        "aside": goes_straight(signal, signal.municipality) and signal.owner_team_id not in access.teams,
    }


def on_offer(offer: Handover, access: Access) -> dict[str, Any]:
    """What the receiver of an offer decides by; the words of the reporter only for who may see the signal anyhow."""
    signal, today = offer.signal, local_date(timezone.now())
    return {
        "row": dress([signal], access, signal.municipality, today)[0],
        "reads": access.may("see", signal),
        "today": today,
    }


def without_steps(signal: Signal, roles: frozenset[str]) -> set[str]:
    """Steps of the table that this signal does not have: care goes no ladder, a report to its team has nobody in between."""
    if signal.visibility == "care":
        return {"escalate", "mark_more"}
    straight = goes_straight(signal, signal.municipality) and not roles & workflow.OWNERS
    ladder = current(signal.municipality).part(Ladder).after(signal.rung)
    return {"escalate"} if straight or not ladder or State(signal.state) not in workflow.ALIVE else set()


def on_desk(access: Access, municipality: Municipality, today: date) -> dict[str, Any]:
    """What waits for my yes, what my side asked, what came back, and for an area manager where more is going on."""
    since = start_of_local_day(today - RECENT)
    around = queries.offers_around(access, municipality, since=since)
    return {
        "waiting": around.waiting,
        "asked": around.asked,
        "back": around.back,
        "more": queries.more_going_on(access, municipality) if access.areas else [],
        "today": today,
    }
