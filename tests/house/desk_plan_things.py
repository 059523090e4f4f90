"""What the addresses of who writes plans point at: an agenda of Noord in draft, with a task that serves and answers something."""

from datetime import date
from decimal import Decimal
from typing import Any

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, begin, choose, put

OF_PLAN = (
    "work", "board", "propose_item", "change_plan", "discuss", "take_back", "revise", "adopt_plan", "account_for",
)  # fmt: skip
OF_ITEM = (
    "item_work", "change_item", "choose", "unchoose", "start", "finish", "drop", "propose_again", "move_item",
    "link_signal", "serve",
)  # fmt: skip
LONG = "Verkeersveiligheidsmaatregelen en ontmoetingsplekken"


def desk_arguments(town: Town) -> dict[str, list[Any]]:
    """The arguments of each address. The agenda is of O, the task is of team Verkeer (T)."""
    by: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    plan = begin(town, title="Agenda op het bureau")
    above = put(town, begin(town, "visie", title="Visie van Noord"), kind="priority", title=f"Hoger: {LONG}")
    item, signal = put(town, plan), town.signal(title="Wens bij een punt")
    items.link_signal(item=item, signal=signal, **by)
    items.serve(item=item, serves=above, **by)
    return {
        **{f"plans:{name}": [plan.subject.code] for name in OF_PLAN},
        **{f"plans:{name}": [item.subject.code] for name in OF_ITEM},
        "plans:write_part": [plan.subject.code, "jaar"],
        "plans:unlink_signal": [item.subject.code, signal.subject.code],
        "plans:serve_no_more": [item.subject.code, above.subject.code],
    }


def furnish_board(town: Town, code: str) -> None:
    """A card in every column, with long words, something open, a reason, and a signal."""
    by: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    plan = (
        PlanItem.objects.filter(plan__subject__code=code)
        .select_related("plan__subject", "plan__area", "plan__owner_team")[0]
        .plan
    )
    plan.municipality = town.municipality
    made = [put(town, plan, title=f"Punt {number}: {LONG} {number}") for number in range(5)]
    for item in made[1:]:
        choose(town, item)
    for item in made[2:]:
        items.start(item=item, **by)
    items.finish(item=made[3], how="Het ligt er.", **by)
    items.drop(item=made[4], why=f"Geen geld voor {LONG}.", **by)
    put(
        town, plan, town.signal(title="Een wens"), kind="priority", title="Veilig naar school", due_until=None
    )
    put(
        town,
        plan,
        title="Met geld",
        money=Decimal("1250000.50"),
        money_from="wijkbudget",
        due_until=date(2027, 3, 1),
    )
