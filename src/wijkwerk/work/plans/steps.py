"""What every verb on a plan or an item stands on: its row held, the step allowed, one line in the journal."""

from datetime import datetime
from typing import Any

from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.rules import planning
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.planning import ItemState, ItemStep, PlanState, PlanStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

LOOK_AGAIN = "Dit kan nu niet meer. Iemand anders was u voor: bekijk het plan opnieuw."
NOT_YOURS = "U kunt dit niet doen. Wie het plan schrijft, kan dat wel."
IS_OVER = "Dit plan is afgesloten. Er verandert niets meer in."
# What one does with a promise that was made, whatever became of the plan.
SEE_THROUGH = frozenset({ItemStep.START, ItemStep.FINISH, ItemStep.DROP})
NO_BSN = "Hier staat een burgerservicenummer in. Haal het weg: dat mogen wij niet bewaren."


def locked_plan(plan: Plan) -> Plan:
    """The row as it is now, held till the end of the transaction."""
    row = db.locked(Plan.objects.filter(pk=plan.pk, municipality=plan.municipality_id)).get()
    row.subject, row.municipality = plan.subject, plan.municipality  # neither ever changes
    return row


def locked_item(item: PlanItem) -> PlanItem:
    """The row as it is now, held till the end of the transaction. Its plan is locked first: always in this order."""
    plan = locked_plan(item.plan)
    row = db.locked(PlanItem.objects.filter(pk=item.pk, municipality=item.municipality_id)).get()
    row.subject, row.municipality, row.plan = item.subject, item.municipality, plan
    return row


def plan_step(plan: Plan, which: PlanStep, roles: frozenset[str]) -> PlanState:
    """The state of the plan after the step. Raises Refused, with a sentence for the screen."""
    after = planning.plan_after(plan.state, which, roles)
    if after is None:
        anybody = frozenset({planning.WRITER, planning.ADOPTER})
        raise Refused(NOT_YOURS if planning.plan_after(plan.state, which, anybody) else LOOK_AGAIN)
    return after


def item_step(item: PlanItem, which: ItemStep, roles: frozenset[str]) -> ItemState:
    """The state of the item after the step. Raises Refused, also when the plan it stands in is over.

    What was promised in a plan that another one replaced is still seen through. A promised item is of who promised it:
    the residents who wrote the plan along with the municipality cannot keep, move or drop its promises.
    """
    adopted = item.adopted_at is not None
    see_through = adopted and item.plan.state == PlanState.REPLACED and which in SEE_THROUGH
    if item.plan.state in (PlanState.REPLACED, PlanState.ENDED) and not see_through:
        raise Refused(IS_OVER)
    if adopted and not roles & {planning.ADOPTER, planning.OWNER}:
        raise Refused(NOT_YOURS)
    after = planning.item_after(item.state, which, roles, adopted=adopted)
    if after is None:
        anybody = frozenset({planning.WRITER, planning.OWNER})
        possible = planning.item_after(item.state, which, anybody, adopted=adopted)
        raise Refused(NOT_YOURS if possible else LOOK_AGAIN)
    return after


def open_item_steps(item: PlanItem, roles: frozenset[str]) -> frozenset[str]:
    """The steps that this person can take with the item now: what `item_step` lets through."""
    return frozenset(each.value for each in ItemStep if _opens(item, each, roles))


def _opens(item: PlanItem, which: ItemStep, roles: frozenset[str]) -> bool:
    if which is ItemStep.CHOOSE and item.plan.state == PlanState.ADOPTED and planning.ADOPTER not in roles:
        return False  # to choose there is to adopt
    try:
        item_step(item, which, roles)
    except Refused:
        return False
    return True


def kind_of(plan: Plan) -> PlanKind | None:
    """What the settings say of this kind of plan, there where the plan is; None when they no longer know it."""
    return part_at(plan.municipality, PlanKinds, plan.area_path).get(plan.kind)


def clean(text: str, otherwise: str = "") -> str:
    """Text without white space around it. Raises Refused: `otherwise` when there is nothing, and for a BSN."""
    if otherwise and not text.strip():
        raise Refused(otherwise)
    if find_bsn(text):
        raise Refused(NO_BSN)
    return text.strip()


def log(
    thing: Plan | PlanItem,
    verb: str,
    *,
    by: User | None,
    now: datetime,
    text: Any = None,
    result: str = "",
    origin: str = "web",
) -> None:
    """One journal line about a plan or an item."""
    actor = by.pk if by else None
    write(
        Entry(
            municipality=thing.municipality_id,
            verb=verb,
            at=now,
            subject=thing.pk,
            actor=actor,
            origin=origin,
            result=result,
            text=text,
        )
    )
