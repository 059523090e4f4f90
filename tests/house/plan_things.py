"""What the addresses of plans that everybody may read point at: an adopted agenda of Noord, and one full of everything."""

from datetime import date
from decimal import Decimal
from typing import Any

from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.models import Signal

ALL = frozenset({WRITER, ADOPTER, OWNER})
TOLD = {
    "plans:plan": "told_plan",
    "plans:version": "told_plan",
    "plans:item": "told_item",
    "plans:trace": "told_item",
}
FILES = ("plans:bundle_file", "plans:public_bundle_file")


def told_arguments(name: str, other: dict[str, Any]) -> list[Any] | None:
    """The arguments of an address of plans for everybody; None for any other address."""
    if name in FILES:
        return ["csv"]
    if name not in TOLD:
        return None
    return [other[TOLD[name]], 1] if name == "plans:version" else [other[TOLD[name]]]


def told_plan(town: Town) -> dict[str, str]:
    """An adopted agenda of Noord with one item, by their codes."""
    plan = begun(town, "agenda", "Agenda van Noord 2027")
    item = put(town, plan, "Een drempel in de Lindelaan")
    adopted(town, plan)
    return {"told_plan": plan.subject.code, "told_item": item.subject.code}


def begun(town: Town, kind: str, title: str) -> Plan:
    """A plan of Noord in draft."""
    new = writing.NewPlan(
        kind=kind,
        title=title,
        starts=date(2027, 1, 1),
        ends=date(2027, 12, 31),
        owner_team=town.teams["gebiedsteam"],
        area=town.areas["Noord"],
    )
    return writing.begin_plan(municipality=town.municipality, new=new, by=town.people["owner"], now=NOW)


def put(town: Town, plan: Plan, title: str, signal: Signal | None = None, **given: Any) -> PlanItem:
    """A chosen item in a plan."""
    values: dict[str, Any] = {
        "origin": "signal" if signal else "resident",
        "origin_subject": signal.subject if signal else None,
        "origin_words": "" if signal else "gehoord op het plein",
        "owner_team": town.teams["verkeer"],
        "due_until": date(2027, 6, 30),
        "precision": "quarter",
    }
    by: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    item = items.propose_item(plan=plan, new=items.NewItem(title=title, **values | given), **by)
    return items.choose(item=item, **by)


def adopted(town: Town, plan: Plan) -> None:
    """Adopted by the college, today."""
    decision = adopting.Decision("het college van burgemeester en wethouders", TODAY, "besluit 12")
    adopting.adopt_plan(plan=plan, decision=decision, by=town.people["owner"], roles=ALL, now=NOW)


def furnish_plans(town: Town, other: dict[str, Any]) -> None:
    """A trace from street to vision with many items and wishes, long words, a next version with changes, and what fell out."""
    by: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    long = "Verkeersveiligheidsmaatregelen en ontmoetingsplekken voor iedereen in de wijk"
    vision, programme = (
        begun(town, "visie", f"Visie: {long}"),
        begun(town, "programma", "Programma van Noord"),
    )
    high = put(town, vision, f"Kinderen spelen buiten. {long}", kind="priority", money=Decimal("1250000"))
    middle = [put(town, programme, f"Veilig op straat {number}", kind="priority") for number in (1, 2)]
    plan = Plan.objects.get(subject__code=other["told_plan"])
    low = PlanItem.objects.get(subject__code=other["told_item"])
    for item in middle:
        items.serve(item=item, serves=high, **by)
    items.serve(item=low, serves=middle[0], **by)
    for each in (vision, programme):
        adopted(town, each)
    for number in range(6):
        _wish(town, low, number)
    tasks = [put(town, plan, f"Taak {number}: {long}", due_until=None) for number in range(10)]
    for task in tasks:
        items.serve(item=task, serves=middle[1], **by)
    items.finish(item=tasks[0], how="Het is klaar.", **by)
    items.drop(item=tasks[1], why="Er ligt een gasleiding.", **by)
    writing.revise(plan=plan, **by)
    part = plan.parts.get(key="jaar")
    writing.write_part(
        plan=plan, key="jaar", text=f"Wij maken de straat veilig. {long}", seen=part.changed_at, **by
    )
    adopted(town, plan)


def _wish(town: Town, item: PlanItem, number: int) -> None:
    """A wish under an item; every second one is published."""
    signal = town.signal(title=f"Wens {number}")
    items.link_signal(item=item, signal=signal, by=town.people["owner"], roles=ALL, now=NOW)
    if number % 2 == 0:
        signal.refresh_from_db()
        words = publishing.PublicWords(
            f"Hard rijden bij de school {number}", "Lindelaan", "Wij doen iets", "Een drempel"
        )
        publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
