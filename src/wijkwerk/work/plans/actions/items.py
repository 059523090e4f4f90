"""Put an item in a plan and see it through: propose, choose, start, finish, drop; what it answers and what it serves (O13)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import Precision, last_day
from wijkwerk.rules.planning import POINTED_AT, ItemStep, Origin, PlanState, PlanStep, rank
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions.linking import (
    answered_by,
    join,
    link_signal,
    say_on_signals,
    serve,
    serve_no_more,
    unlink_signal,
)
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem
from wijkwerk.work.plans.steps import clean, item_step, kind_of, locked_item, locked_plan, log, plan_step
from wijkwerk.work.signals.models import Signal

NO_ORIGIN = "Schrijf erbij waar dit vandaan komt. Wie vroeg het?"
NO_WHY = "Leg uit waarom. De mensen die dit vroegen, lezen het."
NO_STREAM = "Deze stroom is er niet. Kies een andere."
MEANWHILE = "Iemand anders veranderde dit punt ook. Hier staat wat u typte. Klopt het zo? Bewaar het dan nog een keer."
NOT_BELOW = own("Kies een {area.one} binnen {area.with_article} van het plan.")

CHANGEABLE = (
    *("title", "text", "area_id", "stream", "owner_team_id", "owner_person_id", "money", "money_from"),
    *("due_until", "precision", "indicator", "target"),
)

# One door to every verb on an item; those on its links stand in a module of their own.
__all__ = [
    "NewItem",
    "change_item",
    "choose",
    "drop",
    "finish",
    "link_signal",
    "move_item",
    "propose_again",
    "propose_item",
    "seen_of",
    "serve",
    "serve_no_more",
    "start",
    "unchoose",
    "unlink_signal",
]


@dataclass(frozen=True)
class NewItem:
    """An item as somebody writes it. `due_until` None = "n.t.b."; `origin_subject` for an origin of our own (I28)."""

    title: str
    origin: str
    owner_team: Team
    kind: str = ItemKind.TASK
    origin_words: str = ""
    origin_subject: Subject | None = None
    text: str = ""
    area: Area | None = None
    stream: str = ""
    owner_person: User | None = None
    money: Decimal | None = None
    money_from: str = ""
    due_until: date | None = None
    precision: str = Precision.DAY
    indicator: str = ""
    target: str = ""


@transaction.atomic
def propose_item(*, plan: Plan, new: NewItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """A proposal in a plan. In an adopted plan too: choosing it there is adopting it. Raises Refused without an origin."""
    plan = locked_plan(plan)
    _may_write(plan, roles)
    _check(plan, new)
    last = PlanItem.objects.filter(municipality=plan.municipality_id, plan=plan).aggregate(last=Max("place"))[
        "last"
    ]
    item = PlanItem(
        subject=new_subject(municipality=plan.municipality, kind="item"),
        municipality=plan.municipality,
        plan=plan,
        kind=new.kind,
        rank=rank(plan.level, is_task=new.kind == ItemKind.TASK),
        place=(last or 0) + 10,
        made_by=by,
        made_at=now,
        **_columns(plan, new),
        **_origin(new),
    )
    item.save(force_insert=True)
    log(item, "item_proposed", by=by, now=now, text={"title": item.title, "plan": plan.title})
    if new.origin == Origin.SIGNAL and new.origin_subject is not None:
        join(item, _signal_of(item, new.origin_subject), by=by, now=now)
    if new.origin == Origin.VISION and new.origin_subject is not None:
        serve(item=item, serves=_item_of(item, new.origin_subject), by=by, roles=roles, now=now)
    return item


def _may_write(plan: Plan, roles: frozenset[str]) -> None:
    """Proposals go on in an adopted plan as well; in one that is over nothing changes. Raises Refused."""
    plan_step(plan, PlanStep.REVISE if plan.state == "adopted" else PlanStep.WRITE, roles)


def _check(plan: Plan, new: NewItem) -> None:
    if new.origin not in {each.value for each in Origin}:
        raise Refused(NO_ORIGIN)
    if (new.origin in POINTED_AT) != (new.origin_subject is not None):
        raise Refused(NO_ORIGIN)
    if new.origin not in POINTED_AT and not new.origin_words.strip():
        raise Refused(NO_ORIGIN)
    if new.origin_subject is not None and new.origin_subject.municipality_id != plan.municipality_id:
        raise Refused(NO_ORIGIN)


def _columns(plan: Plan, new: NewItem, *, stream: str = "") -> dict[str, Any]:
    """What can be changed later as well; `stream` is the one it has already, which may be gone from the settings."""
    kind = kind_of(plan)
    known = {each.key for each in kind.streams} if kind else set()
    if new.stream not in known | {"", stream}:
        raise Refused(NO_STREAM)
    if new.area is not None and not new.area.path.startswith(plan.area_path):
        raise Refused(NOT_BELOW)
    return {
        "title": clean(new.title, "Schrijf op wat er gaat gebeuren."),
        "text": clean(new.text),
        "area": new.area or plan.area,
        "area_path": new.area.path if new.area else plan.area_path,
        "stream": new.stream,
        "owner_team": new.owner_team,
        "owner_person": new.owner_person,
        "money": new.money,
        "money_from": clean(new.money_from),
        "due_until": _last(new.due_until, new.precision),
        "precision": new.precision,
        "indicator": clean(new.indicator),
        "target": clean(new.target),
    }


def _last(due: date | None, precision: str) -> date | None:
    """The last day of a term: "in June" ends on the thirtieth, whichever day of June stands for it."""
    return last_day(Precision(precision), due) if due else None


def _origin(new: NewItem) -> dict[str, Any]:
    words = "" if new.origin in POINTED_AT else clean(new.origin_words, NO_ORIGIN)
    return {"origin": new.origin, "origin_words": words, "origin_subject": new.origin_subject}


def seen_of(item: PlanItem) -> str:
    """What an item says now as one mark. A form sends it back, so that nobody wipes out what another wrote meanwhile."""
    values = (str(getattr(item, name)) for name in CHANGEABLE)
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:32]


@transaction.atomic
def change_item(
    *,
    item: PlanItem,
    new: NewItem,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
    seen: str = "",
) -> PlanItem:
    """Other words, owner, money or date. A promised last day moves with its reason, and the askers hear it. The origin stays.

    `seen` is what it said as the writer saw it (`seen_of`). Raises Refused when it says something else by now.
    """
    item = locked_item(item)
    item_step(item, ItemStep.CHANGE, roles)
    if seen and seen != seen_of(item):
        raise Refused(MEANWHILE)
    columns = _columns(item.plan, new, stream=item.stream)
    moves = columns["due_until"] != _last(item.due_until, item.precision)
    if not moves:
        columns["due_until"] = item.due_until
    moved = item.adopted_at is not None and item.due_until is not None and moves
    if moved and columns["due_until"] is None:
        raise Refused("Dit punt is beloofd met een datum. Kies een andere datum, en leg uit waarom.")
    if moved:
        clean(why, NO_WHY)
    for name, value in columns.items():
        setattr(item, name, value)
    item.save(update_fields=list(columns))
    log(item, "item_changed", by=by, now=now, text={"title": item.title, "why": why})
    promising.follow(item, moved=moved, why=why, by=by, now=now)
    promising.answer_signals(item, by=by, now=now)
    return item


@transaction.atomic
def choose(*, item: PlanItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """It will be done. In an adopted plan this adopts it: the signals it answers get their yes. Raises Refused.

    While a next version is written it is an intention, until that version is adopted.
    """
    item = locked_item(item)
    item.state = item_step(item, ItemStep.CHOOSE, roles)
    fields = ["state"]
    if item.plan.state == PlanState.ADOPTED:
        plan_step(item.plan, PlanStep.ACCOUNT, roles)  # to adopt one more asks who may adopt
        _room_for(item)
        item.adopted_at, item.adopted_by = now, by
        fields += ["adopted_at", "adopted_by"]
    item.save(update_fields=fields)
    log(item, "item_chosen", by=by, now=now, text={"title": item.title})
    promising.answer_signals(item, by=by, now=now)
    return item


def _room_for(item: PlanItem) -> None:
    """An adopted plan holds no more than its kind allows (I29). Raises Refused."""
    kind = kind_of(item.plan)
    if kind is None:
        return
    most = kind.tasks_most if item.kind == ItemKind.TASK else kind.priorities_most
    rows = PlanItem.objects.filter(municipality=item.municipality_id, plan=item.plan, kind=item.kind)
    if most is not None and rows.filter(state__in=("chosen", "doing", "done")).count() >= most:
        word = "taken" if item.kind == ItemKind.TASK else "prioriteiten"
        raise Refused(f"Dit plan heeft al {most} {word}. Meer kan niet.")


@transaction.atomic
def unchoose(*, item: PlanItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """A proposal again; only before the plan is adopted."""
    item = locked_item(item)
    item.state = item_step(item, ItemStep.UNCHOOSE, roles)
    item.save(update_fields=["state"])
    log(item, "item_unchosen", by=by, now=now, text={"title": item.title})
    return item


@transaction.atomic
def start(*, item: PlanItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """Somebody began."""
    item = locked_item(item)
    item.state = item_step(item, ItemStep.START, roles)
    item.save(update_fields=["state"])
    log(item, "item_started", by=by, now=now, text={"title": item.title})
    return item


@transaction.atomic
def finish(*, item: PlanItem, how: str, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """It is done: its promises are kept, and every asker hears how, also who had no yes yet."""
    item = locked_item(item)
    item.state = item_step(item, ItemStep.FINISH, roles)
    item.why, item.settled_at = clean(how, "Schrijf kort wat er is gedaan. De melders lezen het."), now
    item.save(update_fields=["state", "why", "settled_at"])
    log(item, "item_finished", by=by, now=now, text={"title": item.title, "how": item.why})
    promising.keep(item, how=item.why, by=by, now=now)
    promising.answer_signals(item, by=by, now=now)
    return item


@transaction.atomic
def drop(*, item: PlanItem, why: str, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """It will not be done, with the reason: its promises are withdrawn and every signal is owed a new answer."""
    item = locked_item(item)
    item.state = item_step(item, ItemStep.DROP, roles)
    item.why, item.settled_at = clean(why, NO_WHY), now
    item.save(update_fields=["state", "why", "settled_at"])
    log(item, "item_dropped", by=by, now=now, text={"title": item.title, "why": item.why})
    told = promising.withdraw(item, why=item.why, by=by, now=now)
    every = answered_by(item)
    say_on_signals(item, [key for key in every if key in told], "unplanned", by=by, now=now)
    # Who got an answer in another way reads the reason here.
    rest = [key for key in every if key not in told]
    say_on_signals(item, rest, "unplanned", by=by, now=now, why=item.why)
    return item


@transaction.atomic
def propose_again(*, item: PlanItem, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """What was dropped is a proposal again; it was adopted once, and is so no longer."""
    item = locked_item(item)
    item.state = item_step(item, ItemStep.PROPOSE_AGAIN, roles)
    item.why, item.settled_at, item.adopted_at, item.adopted_by = "", None, None, None
    item.save(update_fields=["state", "why", "settled_at", "adopted_at", "adopted_by"])
    log(item, "item_proposed", by=by, now=now, text={"title": item.title, "plan": item.plan.title})
    say_on_signals(item, answered_by(item), "planned", by=by, now=now)
    return item


def _signal_of(item: PlanItem, subject: Subject) -> Signal:
    rows = Signal.objects.filter(municipality=item.municipality_id, pk=subject.pk).select_related("subject")
    found = rows.first()
    if found is None:
        raise Refused(NO_ORIGIN)
    found.municipality = item.municipality
    return found


def _item_of(item: PlanItem, subject: Subject) -> PlanItem:
    found = PlanItem.objects.filter(municipality=item.municipality_id, pk=subject.pk).first()
    if found is None:
        raise Refused(NO_ORIGIN)
    return found


@transaction.atomic
def move_item(*, item: PlanItem, up: bool, by: User, roles: frozenset[str], now: datetime) -> PlanItem:
    """One place up or down among what stands in the same list of the board: of its state, kind and stream."""
    item = locked_item(item)
    _may_write(item.plan, roles)
    rows = PlanItem.objects.filter(
        municipality=item.municipality_id,
        plan=item.plan,
        state=item.state,
        kind=item.kind,
        stream=item.stream,
    )
    other = (
        rows.filter(place__lt=item.place).order_by("-place").first()
        if up
        else rows.filter(place__gt=item.place).order_by("place").first()
    )
    if other is not None:
        item.place, other.place = other.place, item.place
        item.save(update_fields=["place"])
        other.save(update_fields=["place"])
        log(item, "item_moved", by=by, now=now)
    return item
