"""One step on many signals at once, by the same verbs as on one, and its undoing within a day (O4).

Each signal is a transaction of its own: what is refused stops nothing else, and nothing is locked while the others wait.
What a signal was before and after is kept as plain values, never as text; a step can be undone for a signal only as long as
it is still exactly as the step left it. There is no closing in bulk: it writes to every asker, which cannot be taken back,
and it is right only for who said to be content; the clock closes the rest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import Role, Team, User
from wijkwerk.ground.people.queries import in_force
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.actions.steps import locked, log, take_back
from wijkwerk.work.signals.models import BulkItem, BulkStep, Handover, HandoverState, Signal

MOST: Final = 100
UNDO_HOURS: Final = 24
KEPT_DAYS: Final = 30
UNDOABLE: Final = frozenset({Step.TAKE, Step.GIVE, Step.CLASSIFY})
TAKEN_BACK: Final = "Ongedaan gemaakt."
MINE_ALREADY: Final = "U heeft deze melding al."
NO_RIGHT: Final = "U mag deze stap niet zetten bij deze melding. De eigenaar mag dat wel."
# What a step in bulk can change, and what shows that somebody else did something since.
FIELDS: Final = (
    "state", "owner_team", "owner_person", "owned_at", "meant_for", "rung", "confirm_due", "answer_due", "days_left",
    "theme", "retention_rule", "retention_years", "urgent_seen_at", "answered_at", "reopened", "visibility",
)  # fmt: skip
OFFER: Final = "offer"


@dataclass(frozen=True)
class Chosen:
    """A signal with what the person may do there. `allowed`: whether `people.may` gives the right that the step asks."""

    signal: Signal
    roles: frozenset[str]
    allowed: bool = True


def refusal(chosen: Chosen, step: Step, *, by: User) -> str:
    """Why this step is refused for this signal as it is now, in Dutch; '' when it can be set. No query."""
    if not chosen.allowed:
        return NO_RIGHT
    if why := workflow.why_not(State(chosen.signal.state), step, chosen.roles):
        return why
    return MINE_ALREADY if step == Step.TAKE and chosen.signal.owner_person_id == by.pk else ""


@transaction.atomic
def begin(
    *, municipality: Municipality, step: Step, signals: Sequence[Signal], by: User, now: datetime
) -> BulkStep:
    """Write down what was asked of which signals, so that whatever happens next one can see how far it came."""
    made = BulkStep.objects.create(municipality=municipality, user=by, verb=step.value, done_at=now)
    BulkItem.objects.bulk_create(
        BulkItem(municipality=municipality, step=made, signal=signal) for signal in signals
    )
    return made


def go_through(
    step: BulkStep, chosen: Iterable[Chosen], *, work: Callable[[Chosen], Any], by: User
) -> tuple[int, int]:
    """Do the work for each signal. Returns how many were done and how many refused."""
    said = [_do(step, each, work, by) for each in chosen]
    return said.count(""), len(said) - said.count("")


def _do(step: BulkStep, chosen: Chosen, work: Callable[[Chosen], Any], by: User) -> str:
    item = BulkItem.objects.filter(municipality=step.municipality_id, step=step, signal=chosen.signal)
    try:
        with transaction.atomic():
            signal = locked(chosen.signal)
            before = facts(signal)
            if why := refusal(Chosen(signal, chosen.roles, chosen.allowed), Step(step.verb), by=by):
                raise Refused(why)
            work(chosen)
            item.update(before=before, after=facts(locked(signal)))
    except Refused as refused:
        item.update(refused=str(refused)[:300])
        return str(refused)
    return ""


def facts(signal: Signal) -> dict[str, Any]:
    """What a step in bulk can change, as values for JSON: keys, days and moments as text."""
    found = {name: _plain(getattr(signal, _column(name))) for name in FIELDS}
    offer = offers.offer_of(signal)
    return found | {OFFER: _plain(offer.pk if offer else None)}


def _column(name: str) -> str:
    field: Any = Signal._meta.get_field(name)
    return str(field.attname)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def can_undo(step: BulkStep, *, by: User | Any, now: datetime) -> bool:
    """Whether this person can still undo it: the same person, within a day, once."""
    fresh = now - step.done_at <= timedelta(hours=UNDO_HOURS)
    return step.user_id == by.pk and step.undone_at is None and fresh and step.verb in UNDOABLE


def undo(*, step: BulkStep, items: Iterable[BulkItem], by: User, now: datetime) -> int:
    """Put each of these signals back as it was, unless something happened since. Returns how many went back.

    Raises Refused when the time is over. Whoever calls leaves out what the person may not change any more.
    """
    if not can_undo(step, by=by, now=now):
        raise Refused(f"Dit kan niet meer ongedaan worden gemaakt. Dat kan tot {UNDO_HOURS} uur erna.")
    back = sum(_undo_one(item, step.verb, by=by, now=now) for item in items)
    BulkStep.objects.filter(pk=step.pk, undone_at=None).update(undone_at=now)
    return back


@transaction.atomic
def _undo_one(item: BulkItem, verb: str, *, by: User, now: datetime) -> bool:
    signal = locked(item.signal)
    fresh = BulkItem.objects.get(pk=item.pk)  # under the lock: of two at once the second finds it done
    if (
        fresh.undone
        or not fresh.after
        or facts(signal) != fresh.after
        or not _can_return(signal, fresh.before, now)
    ):
        return False
    changed = [name for name in FIELDS if fresh.before[name] != fresh.after[name]]
    for name in changed:
        field: Any = Signal._meta.get_field(name)
        setattr(signal, field.attname, field.to_python(fresh.before[name]))
    if changed:
        signal.save(update_fields=changed)
    if fresh.before[OFFER] != fresh.after[OFFER]:
        _offer_back(signal, fresh.before[OFFER], by=by, now=now)
    fresh.undone = True
    fresh.save(update_fields=["undone"])
    log(signal, "undone", by=by, now=now, result=verb)
    return True


def _can_return(signal: Signal, before: dict[str, Any], now: datetime) -> bool:
    """Whether who had it is still there: a team that lives, and a person with a role here (D2)."""
    if not Team.objects.filter(pk=before["owner_team"], ended_at=None).exists():
        return False
    people = {before["owner_person"], before["meant_for"]} - {None}
    roles = Role.objects.filter(in_force(local_date(now)), municipality=signal.municipality_id)
    here = roles.filter(user__in=people, user__is_active=True).values_list("user_id", flat=True)
    return people == {str(each) for each in here}


def _offer_back(signal: Signal, offer: str | None, *, by: User, now: datetime) -> None:
    """What this step asked is taken back; what waited before it waits again."""
    take_back(signal, by=by, why=TAKEN_BACK, now=now)
    if offer is not None:
        Handover.objects.filter(municipality=signal.municipality_id, pk=offer).update(
            state=HandoverState.SENT, settled_by=None, settled_at=None, settled_why=""
        )


def forget(*, now: datetime) -> int:
    """Steps of a month ago: they can no longer be undone, and say who owned what. Returns how many went."""
    old = BulkStep.objects.filter(done_at__lt=now - timedelta(days=KEPT_DAYS)).order_by("done_at")
    gone, _ = BulkStep.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()
    return gone
