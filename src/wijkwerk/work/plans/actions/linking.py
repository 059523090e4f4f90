"""What an item answers and what it serves: links to signals and to items that stand higher (I28, promise 3)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Link, Subject
from wijkwerk.rules.planning import ItemStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.held import name_of
from wijkwerk.work.plans.models import ANSWERS, SERVES, PlanItem
from wijkwerk.work.plans.steps import item_step, locked_item, log
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.models import Signal

NOT_HIGHER = (
    "Een punt kan alleen bijdragen aan iets wat hoger staat: een prioriteit, of een punt uit een hoger plan."
)
NOT_OF_A_PLAN = "Deze melding hoort niet in een plan."
# Who asked reads this line too, and the name of a plan is not theirs to read before everybody may.
BEING_WRITTEN = "een plan dat nog wordt geschreven"


@transaction.atomic
def link_signal(
    *, item: PlanItem, signal: Signal, by: User, roles: frozenset[str], now: datetime
) -> PlanItem:
    """This item answers that signal too. Of an adopted item the signal gets its yes at once. Raises Refused.

    The caller has looked whether `by` may see the signal. Linked twice counts once.
    """
    item = locked_item(item)
    item_step(item, ItemStep.CHANGE, roles)
    join(item, signal, by=by, now=now)
    promising.answer_signals(item, by=by, now=now)
    return item


def join(item: PlanItem, signal: Signal, *, by: User, now: datetime) -> None:
    """The link to a signal that may stand in a plan, as it is now. Raises Refused for care and for a formal matter."""
    signal = locked(signal)
    if signal.visibility == "care" or signal.formal_kind or signal.municipality_id != item.municipality_id:
        raise Refused(NOT_OF_A_PLAN)
    if _link(item, signal.subject, ANSWERS, now=now):
        # Without the code: should it turn out to be about care, no line of an item may name it (D8).
        log(item, "item_answers", by=by, now=now)
        say_on_signals(item, [signal.pk], "planned", by=by, now=now)


def _link(item: PlanItem, target: Subject, kind: str, *, now: datetime) -> bool:
    _, made = Link.objects.get_or_create(
        municipality=item.municipality,
        source=item.subject,
        target=target,
        kind=kind,
        defaults={"made_at": now},
    )
    return made


def say_on_signals(
    item: PlanItem, signals: Iterable[uuid.UUID], verb: str, *, by: User, now: datetime, why: str = ""
) -> None:
    """A line in the history of each of these signals: it stands in a plan ("planned"), or does so no longer ("unplanned")."""
    plan = name_of(item.plan) if item.plan.public_at else BEING_WRITTEN
    write_many(
        [
            Entry(
                municipality=item.municipality_id,
                verb=verb,
                at=now,
                subject=key,
                actor=by.pk,
                text={"plan": plan, "why": why} if why else {"plan": plan},
            )
            for key in signals
        ]
    )


def answered_by(item: PlanItem) -> list[uuid.UUID]:
    """The keys of the signals that the item points at."""
    rows = Link.objects.filter(municipality=item.municipality_id, source=item.pk, kind=ANSWERS)
    return list(rows.order_by("made_at", "pk").values_list("target", flat=True))


@transaction.atomic
def unlink_signal(
    *, item: PlanItem, signal: Signal, by: User, roles: frozenset[str], now: datetime
) -> PlanItem:
    """A mistake: this item does not answer that signal. What was promised through it must first be taken back."""
    item = locked_item(item)
    item_step(item, ItemStep.CHANGE, roles)
    if item.origin_subject_id == signal.pk:
        raise Refused("Hier komt dit punt vandaan. Die melding blijft erbij staan.")
    where = promising.followed([signal.pk], item.municipality_id).values()
    if any(promise.asked_id in where for promise in promising.promises_of(item)):
        raise Refused("Door dit punt is de melder iets beloofd. Trek eerst die belofte in, bij de melding.")
    gone, _ = Link.objects.filter(
        municipality=item.municipality_id, source=item.pk, target=signal.subject_id, kind=ANSWERS
    ).delete()
    if gone:
        log(item, "item_answers_not", by=by, now=now)
        say_on_signals(item, [signal.pk], "unplanned", by=by, now=now)
    return item


@transaction.atomic
def serve(*, item: PlanItem, serves: PlanItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """This item helps that one along, which stands higher: so the links never go round. Raises Refused."""
    item = locked_item(item)
    item_step(item, ItemStep.CHANGE, roles)
    if serves.municipality_id != item.municipality_id or serves.rank >= item.rank:
        raise Refused(NOT_HIGHER)
    if _link(item, serves.subject, SERVES, now=now):
        log(item, "item_serves", by=by, now=now, text={"title": serves.title})
    return item


@transaction.atomic
def serve_no_more(
    *, item: PlanItem, serves: PlanItem, by: User, roles: frozenset[str], now: datetime
) -> PlanItem:
    """It does not help that one along after all."""
    item = locked_item(item)
    item_step(item, ItemStep.CHANGE, roles)
    if item.origin_subject_id == serves.pk:
        raise Refused("Hier komt dit punt vandaan. Dat blijft erbij staan.")
    gone, _ = Link.objects.filter(
        municipality=item.municipality_id, source=item.pk, target=serves.subject_id, kind=SERVES
    ).delete()
    if gone:
        log(item, "item_serves_not", by=by, now=now, text={"title": serves.title})
    return item
