"""What an adopted item says to who asked for it: the answer yes with its promise, kept, moved or taken back (promise 3).

An item answers the signals that it points at. Adopting gives each of them that still waits for an answer a yes with the
words and the date of the item; the promise that comes of it is linked to the item. An item without a date ("n.t.b.")
answers as soon as it has one; a signal that waits for its asker, or that is linked or set apart later, is answered by the
clock (`catch_up`). An item that is done before a signal got its yes says both at once. So in whatever order items are
adopted, done and signals merged, every asker hears it, and once.

What residents adopt themselves (I26) answers nobody: a yes is a promise of the municipality, and that is not theirs to give.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import COUNTED, LIVE_ITEMS, ItemState
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.models import AnswerKind, Promise, PromiseState
from wijkwerk.work.plans.held import name_of
from wijkwerk.work.plans.models import ANSWERS, PROMISED, PlanItem, WrittenBy
from wijkwerk.work.plans.steps import locked_item
from wijkwerk.work.signals.actions import answer
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import TO_ANSWER, Signal, Visibility

# The adoption of a plan speaks for the owner of each signal in it.
SPEAKS = frozenset({workflow.OWNER_TEAM})
# In these states a signal cannot be answered now; the clock does so when it is past them.
NOT_NOW = (State.WAITING.value, State.INTAKE.value)
MOST = 200
MOST_MERGES = 6


def answer_signals(item: PlanItem, *, by: User, now: datetime) -> int:
    """Give every signal of an adopted item that waits for an answer its yes. Returns how many. Inside the transaction."""
    if item.adopted_at is None or item.state not in COUNTED:
        return 0
    if item.due_until is None and item.state != ItemState.DONE:
        return 0
    if item.plan.written_by == WrittenBy.RESIDENTS:
        return 0
    return sum(_answer(item, signal, by=by, now=now) for signal in waiting_signals(item))


def hold(items: Iterable[PlanItem]) -> None:
    """Lock every signal that these items answer, in one order, so that two who adopt at once never wait for each other."""
    ours = (item for item in items if item.plan.written_by != WrittenBy.RESIDENTS)
    found = {signal.pk: signal for item in ours for signal in waiting_signals(item)}
    for key in sorted(found):
        locked(found[key])


def waiting_signals(item: PlanItem) -> list[Signal]:
    """The signals of an item that can get its yes now, merged ones followed to where they went; never care (D8)."""
    linked = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=ANSWERS)
    keys = set(followed(linked.values_list("target", flat=True), item.municipality_id).values())
    found = Signal.objects.filter(municipality=item.municipality_id, pk__in=keys, state__in=TO_ANSWER)
    found = found.exclude(visibility=Visibility.CARE).exclude(state__in=NOT_NOW)
    found = found.filter(formal_kind="", erased_at=None).exclude(pk__in=_answered_before(item))
    found = found.select_related("subject")
    signals = list(found.order_by("received_at", "pk"))
    for signal in signals:
        signal.municipality = item.municipality
    return signals


def followed(signals: Iterable[uuid.UUID], municipality: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Where each signal stands now: itself, or the one that it was merged into, however often that happened."""
    now = {key: key for key in signals}
    while True:
        rows = Signal.objects.filter(
            municipality=municipality, pk__in=set(now.values()), merged_into__isnull=False
        )
        further = dict(rows.values_list("pk", "merged_into_id"))
        if not further:
            return now
        now = {key: further.get(at) or at for key, at in now.items()}


def _answered_before(item: PlanItem) -> set[uuid.UUID]:
    """Signals that got their yes from this item since it was adopted, or into which such a one was merged.

    What comes after that yes is for a person to answer: who said "not solved", and who asked the same and now stands
    beside somebody who heard it already.
    """
    if item.adopted_at is None:
        return set()
    made = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=PROMISED).values(
        "target"
    )
    rows = Promise.objects.filter(municipality=item.municipality_id, pk__in=made)
    asked = rows.filter(made_at__gte=item.adopted_at, asked__isnull=False).values_list("asked", flat=True)
    return set(followed((key for key in asked if key), item.municipality_id).values())


def _answer(item: PlanItem, signal: Signal, *, by: User, now: datetime) -> bool:
    new = NewAnswer(
        kind=AnswerKind.YES,
        owner_team=item.owner_team,
        text="\n\n".join(
            part for part in (f"Uw wens staat in een plan: {name_of(item.plan)}.", item.text) if part
        ),
        what=item.title,
        due_until=item.due_until or local_date(now),
        precision=item.precision,
    )
    try:
        answer(signal=signal, new=new, by=by, roles=SPEAKS, now=now)
    except Refused:
        return False  # somebody was first, or a rule of the house comes first (the broad look, I8)
    promise = Promise.objects.get(municipality=item.municipality_id, asked=signal.pk, state=PromiseState.OPEN)
    Link.objects.create(
        municipality=item.municipality,
        source=item.subject,
        target=promise.subject,
        kind=PROMISED,
        made_at=now,
    )
    if item.state == ItemState.DONE:
        asked = asked_of(locked(signal))
        answering.keep_promise(asked=asked, promise=promise, how=item.why, by=by, now=now)
    return True


def followed_by(*, promise: Promise) -> str | None:
    """Where a promise is kept, moved or withdrawn that an item made: at the item, so that the two never differ."""
    made = Link.objects.filter(municipality=promise.municipality_id, target=promise.pk, kind=PROMISED)
    rows = PlanItem.objects.filter(municipality=promise.municipality_id, pk__in=made.values("source"))
    codes = rows.filter(state__in=LIVE_ITEMS).values_list("subject__code", flat=True)
    code = codes.first()
    return reverse("plans:item_work", args=[code]) if code else None


def promises_of(item: PlanItem) -> list[Promise]:
    """The open promises that this item made, each with its signal's subject."""
    made = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=PROMISED).values(
        "target"
    )
    rows = Promise.objects.filter(municipality=item.municipality_id, pk__in=made, state=PromiseState.OPEN)
    return list(rows.order_by("made_at", "pk"))


def keep(item: PlanItem, *, how: str, by: User, now: datetime) -> None:
    """The item is done: every promise of it is kept, and every asker hears it."""
    for promise, signal in _with_signals(promises_of(item), item):
        answering.keep_promise(asked=asked_of(locked(signal)), promise=promise, how=how, by=by, now=now)


def withdraw(item: PlanItem, *, why: str, by: User, now: datetime) -> set[uuid.UUID]:
    """The item falls out: its promises are withdrawn with the reason, and each signal is owed a new answer (O13).

    Returns the signals whose askers heard it so.
    """
    told = set()
    for promise, signal in _with_signals(promises_of(item), item):
        answering.withdraw_promise(
            asked=asked_of(locked(signal)), promise=promise, why=why, by=by, now=now, anew=True
        )
        told.add(signal.pk)
    return told


def follow(item: PlanItem, *, moved: bool, why: str, by: User, now: datetime) -> None:
    """The promises of an item get its team and its term: another last day with the reason, anything else without a letter."""
    due = item.due_until
    if due is None:
        return
    for promise, signal in _with_signals(promises_of(item), item):
        same_day = promise.due_until == due
        precision = item.precision if same_day else promise.precision
        if same_day and (precision, item.owner_team_id) == (promise.precision, promise.owner_team_id):
            continue
        asked = asked_of(locked(signal))
        answering.restate_promise(
            asked=asked, promise=promise, precision=precision, owner_team=item.owner_team, by=by, now=now
        )
        if moved and not same_day:
            answering.shift_promise(
                asked=asked, promise=promise, due_until=due, precision=item.precision, why=why, by=by, now=now
            )


def _with_signals(promises: Iterable[Promise], item: PlanItem) -> list[tuple[Promise, Signal]]:
    promises = list(promises)
    rows = Signal.objects.filter(
        municipality=item.municipality_id, pk__in=[each.asked_id for each in promises]
    ).select_related("subject")
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.municipality = item.municipality
    # In one order everywhere, so that two who lock many signals never wait for each other.
    return sorted(
        ((each, found[each.asked_id]) for each in promises if each.asked_id in found),
        key=lambda pair: pair[1].pk,
    )


def catch_up(*, now: datetime) -> int:
    """What the worker does each minute: answer what an adopted item could not answer at the time. Returns how many.

    Of many in any order, so that what no rule lets through now never stands in the way of the rest.
    """
    waiting = set(TO_ANSWER) - set(NOT_NOW)
    # A signal that was merged, and what it was merged into again, as far as anybody goes.
    hops, way = Q(state__in=waiting), "merged_into"
    for _ in range(MOST_MERGES):
        hops |= Q(**{f"{way}__state__in": waiting})
        way += "__merged_into"
    waits = Link.objects.filter(
        Exists(Signal.objects.filter(hops, pk=OuterRef("target"))), kind=ANSWERS, source=OuterRef("pk")
    )
    speaks = Q(due_until__isnull=False) | Q(state=ItemState.DONE)
    items = PlanItem.objects.filter(
        speaks, Exists(waits), state__in=COUNTED, adopted_at__isnull=False, adopted_by__isnull=False
    ).exclude(plan__written_by=WrittenBy.RESIDENTS)
    return sum(_answer_late(key, now) for key in items.order_by("?").values_list("pk", flat=True)[:MOST])


@transaction.atomic
def _answer_late(key: uuid.UUID, now: datetime) -> int:
    """Answer for this item as it is now: it may have been dropped, done or moved since it was found."""
    names = ("plan__subject", "plan__municipality", "municipality", "owner_team", "adopted_by", "subject")
    found = PlanItem.objects.select_related(*names).filter(pk=key).first()
    if found is None:
        return 0
    item = locked_item(found)
    if item.adopted_by is None:
        return 0
    hold([item])
    return answer_signals(item, by=item.adopted_by, now=now)
