"""Adopt a plan, and account for it at its end: the words of that day are kept, and everybody who asked hears it (I27, I29)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import COUNTED, IN_FORCE, LIVE_ITEMS, PlanState, PlanStep, RoundStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.models import ANSWERS, SERVES, ItemKind, Plan, PlanItem, PlanVersion
from wijkwerk.work.plans.steps import clean, kind_of, locked_plan, log, plan_step
from wijkwerk.work.signals.intake import years_after

REPLACED_ALREADY = "In de plaats van dat oude plan staat al een ander plan. Dat kan maar één keer."
STILL_ASKING = "Over dit plan loopt nog een ronde. Kies eerst van elke wens of hij meedoet, en zet de ronde een stap verder."
WORDS = {"priorities": "prioriteiten", "tasks": "taken"}


@dataclass(frozen=True)
class Decision:
    """Who adopted it, on which day, and where the decision can be found."""

    body: str
    decided_on: date
    where: str = ""


@transaction.atomic
def adopt_plan(
    *, plan: Plan, decision: Decision, by: User, roles: frozenset[str], now: datetime
) -> PlanVersion:
    """A new version as it stands now. What was chosen is adopted with it, and signals that wait for an answer get their yes.

    Raises Refused when the numbers lie outside the bounds of its kind (I29), or the day of the decision is still to come.
    """
    plan = locked_plan(plan)
    plan.state = plan_step(plan, PlanStep.ADOPT, roles)
    body = clean(decision.body, "Schrijf op wie het plan vaststelde.")
    if decision.decided_on > local_date(now):
        raise Refused("De dag van het besluit kan niet na vandaag liggen.")
    if still_asking(plan):
        raise Refused(STILL_ASKING)
    items = _items(plan)
    misfits = outside_bounds(plan, items)
    if misfits:
        raise Refused(" ".join(misfits))
    _replace(plan, roles, by=by, now=now)
    plan.version += 1
    plan.public_at = plan.public_at or now
    plan.update_due = _next_update(plan, decision.decided_on)
    plan.save(update_fields=["state", "version", "public_at", "update_due"])
    version = _store(plan, items, decision, body, by=by, now=now)
    log(plan, "plan_adopted", by=by, now=now, text={"body": body, "version": plan.version})
    _adopt_items(plan, items, by=by, now=now)
    return version


def still_asking(plan: Plan) -> bool:
    """Whether people can still bring wishes, or wait to hear whether theirs takes part: till then it is not adopted."""
    return plan.rounds.filter(ended_at=None, step__in=(RoundStep.CALL, RoundStep.FILTER)).exists()


def _items(plan: Plan) -> list[PlanItem]:
    rows = db.locked(PlanItem.objects.filter(municipality=plan.municipality_id, plan=plan).order_by("pk"))
    found = list(rows)
    for item in found:
        item.plan, item.municipality = plan, plan.municipality
    return found


def outside_bounds(plan: Plan, items: list[PlanItem]) -> list[str]:
    """What stands in the way of adopting by the bounds of its kind (I29), as sentences for the screen."""
    kind = kind_of(plan)
    if kind is None:
        return []
    counted = [item for item in items if item.state in COUNTED]
    priorities = sum(item.kind == ItemKind.PRIORITY for item in counted)
    found = kind.bounds.misfits(priorities=priorities, tasks=len(counted) - priorities)
    return [_misfit(kind.label, *each) for each in found]


def _misfit(label: str, which: str, number: int, least: int | None, most: int | None) -> str:
    word = WORDS[which]
    if most is not None and number > most:
        return f"{label}: {number} {word} gekozen, en het mogen er hoogstens {most} zijn."
    return f"{label}: {number} {word} gekozen, en er zijn er minstens {least} nodig."


def _next_update(plan: Plan, decided_on: date) -> date | None:
    kind = kind_of(plan)
    if kind is None or kind.update_years is None:
        return None
    try:
        due = decided_on.replace(year=decided_on.year + kind.update_years)
    except ValueError:
        due = date(decided_on.year + kind.update_years, 2, 28)
    return due if due < plan.ends else None


def _replace(plan: Plan, roles: frozenset[str], *, by: User, now: datetime) -> None:
    """The plan whose place it takes ends; what is still promised there stays promised."""
    if plan.replaces_id is None or plan.version > 0:
        return
    before = locked_plan(Plan.objects.select_related("subject", "municipality").get(pk=plan.replaces_id))
    if before.state == PlanState.REPLACED:
        raise Refused(REPLACED_ALREADY)
    if before.state not in IN_FORCE:
        return
    _as_adopted_last(before, by=by, now=now)
    before.state = plan_step(before, PlanStep.REPLACE, roles)
    _close(before, now=now)
    before.save(update_fields=["state", "ended_at", "destroy_after", "result"])
    log(before, "plan_replaced", by=by, now=now, text={"title": plan.title})


def _as_adopted_last(plan: Plan, *, by: User, now: datetime) -> None:
    """A plan that ends while a next version is written reads for ever as it was adopted; the draft stays in the journal."""
    if plan.state != PlanState.REVISING:
        return
    kept = PlanVersion.objects.get(municipality=plan.municipality_id, plan=plan, number=plan.version).content
    draft: dict[str, Any] = {"title": plan.title, "starts": f"{plan.starts}", "ends": f"{plan.ends}"}
    held = {name: kept[name] for name in draft}
    draft["parts"] = _put_back_parts(
        plan, {part["key"]: part["text"] for part in kept["parts"]}, by=by, now=now
    )
    if draft == held | {"parts": {}}:
        return
    plan.title = held["title"]
    plan.starts, plan.ends = date.fromisoformat(held["starts"]), date.fromisoformat(held["ends"])
    plan.save(update_fields=["title", "starts", "ends"])
    log(plan, "plan_draft_ended", by=by, now=now, text=draft)


def _put_back_parts(plan: Plan, held: dict[str, str], *, by: User, now: datetime) -> dict[str, str]:
    """Give the parts their adopted words again. Returns the words that were being written, by the title of the part."""
    draft = {}
    for part in plan.parts.order_by("place", "key"):
        if part.key in held and part.text != held[part.key]:
            draft[part.title] = part.text
            part.text, part.changed_by, part.changed_at = held[part.key], by, now
            part.save(update_fields=["text", "changed_by", "changed_at"])
    return draft


def _close(plan: Plan, *, now: datetime) -> None:
    plan.ended_at, plan.result = now, plan.state
    plan.destroy_after = years_after(now, plan.retention_years) if plan.retention_years else None


def _store(
    plan: Plan, items: list[PlanItem], decision: Decision, body: str, *, by: User, now: datetime
) -> PlanVersion:
    return PlanVersion.objects.create(
        municipality=plan.municipality,
        plan=plan,
        number=plan.version,
        body=body,
        decision=clean(decision.where),
        decided_on=decision.decided_on,
        content=content_of(plan, items),
        written_down_by=by,
        written_down_at=now,
    )


def content_of(plan: Plan, items: list[PlanItem]) -> dict[str, Any]:
    """A plan as it stands now, as values for JSON: what a version keeps, and what a reader compares it with."""
    keys = [item.pk for item in items]
    links = Link.objects.filter(
        municipality=plan.municipality_id, source__in=keys, kind__in=(ANSWERS, SERVES)
    )
    codes: dict[tuple[Any, str], list[str]] = {}
    for source, kind, code in links.order_by("target__code").values_list("source", "kind", "target__code"):
        codes.setdefault((source, kind), []).append(code)
    subjects = dict(PlanItem.objects.filter(pk__in=keys).values_list("pk", "subject__code"))
    teams = dict(PlanItem.objects.filter(pk__in=keys).values_list("pk", "owner_team__name"))
    chosen = sorted(
        (item for item in items if item.state in COUNTED), key=lambda item: (item.kind, item.place)
    )
    return {
        "title": plan.title,
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "parts": [
            {"key": part.key, "title": part.title, "text": part.text}
            for part in plan.parts.order_by("place", "key")
        ],
        "items": [
            {
                "code": subjects[item.pk],
                "kind": item.kind,
                "title": item.title,
                "text": item.text,
                "stream": item.stream,
                "origin": item.origin,
                "team": teams[item.pk],
                "money": str(item.money) if item.money is not None else None,
                "due": item.due_until.isoformat() if item.due_until else None,
                "precision": item.precision,
                # A number, never codes: a version is kept for ever, and a signal may turn out to be about care (D8).
                "answers": len(codes.get((item.pk, ANSWERS), [])),
                "serves": codes.get((item.pk, SERVES), []),
            }
            for item in chosen
        ],
    }


def _adopt_items(plan: Plan, items: list[PlanItem], *, by: User, now: datetime) -> None:
    fresh = [item for item in items if item.state in COUNTED and item.adopted_at is None]
    promising.hold(fresh)
    for item in fresh:
        item.adopted_at, item.adopted_by = now, by
        item.save(update_fields=["adopted_at", "adopted_by"])
        log(item, "item_adopted", by=by, now=now, text={"title": item.title, "plan": plan.title})
        promising.answer_signals(item, by=by, now=now)


@transaction.atomic
def account_for(*, plan: Plan, account: str, by: User, roles: frozenset[str], now: datetime) -> Plan:
    """The end of a plan: what became of it, in words for residents. Every item must be done or dropped first (O12)."""
    plan = locked_plan(plan)
    after = plan_step(plan, PlanStep.ACCOUNT, roles)
    plan.account = clean(account, "Schrijf op wat er van het plan terechtkwam.")
    left = PlanItem.objects.filter(municipality=plan.municipality_id, plan=plan, state__in=LIVE_ITEMS).count()
    if left:
        words = "is nog één punt" if left == 1 else f"zijn nog {left} punten"
        raise Refused(f"Er {words} niet klaar. Rond ze af, of laat ze vallen met de reden.")
    _as_adopted_last(plan, by=by, now=now)
    plan.state = after
    _close(plan, now=now)
    plan.save(update_fields=["state", "account", "ended_at", "destroy_after", "result"])
    log(plan, "plan_accounted", by=by, now=now, text={"account": plan.account})
    return plan
