"""The board of a plan: what is proposed, chosen, being done and settled, priorities and tasks, per stream (I29)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import COUNTED, ItemState, PlanStep, plan_after
from wijkwerk.work.plans import words
from wijkwerk.work.plans.may import roles_on_item
from wijkwerk.work.plans.models import ANSWERS, ItemKind, Plan, PlanItem
from wijkwerk.work.plans.sections import PlanKind
from wijkwerk.work.plans.steps import open_item_steps

MOST: Final = 400
COLUMNS: Final = (
    ("voorstel", "Voorgesteld", (ItemState.PROPOSED,)),
    ("gekozen", "Gekozen", (ItemState.CHOSEN,)),
    ("bezig", "Wij zijn bezig", (ItemState.DOING,)),
    ("af", "Afgerond", (ItemState.DONE, ItemState.DROPPED)),
)
HEADS: Final = {ItemKind.PRIORITY.value: "Prioriteiten", ItemKind.TASK.value: "Taken"}
MANY: Final = {ItemKind.PRIORITY.value: "prioriteiten", ItemKind.TASK.value: "taken"}


@dataclass(frozen=True)
class Card:
    """An item on the board. `steps` are those that are open to the reader; `gaps` what nobody filled in yet (Q19)."""

    item: PlanItem
    badge: str
    word: str
    due: str
    origin: str
    gaps: tuple[str, ...]
    asked: int
    steps: frozenset[str]
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Group:
    """Cards of one kind and stream in a column."""

    head: str
    cards: list[Card]


@dataclass(frozen=True)
class Column:
    """A state of the board, with its groups."""

    key: str
    head: str
    count: int
    groups: list[Group] = field(default_factory=list)


def items_of(plan: Plan) -> list[PlanItem]:
    """Everything that stands in a plan, in its order, with how many signals each answers. One query, no more than 400."""
    found = list(_with_signals(PlanItem.objects.filter(municipality=plan.municipality_id, plan=plan))[:MOST])
    for item in found:
        item.plan, item.municipality = plan, plan.municipality
    return found


def _with_signals(rows: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    links = Link.objects.filter(source=OuterRef("pk"), kind=ANSWERS).order_by().values("source")
    asked = Coalesce(Subquery(links.annotate(number=Count("pk")).values("number")), 0)
    rows = rows.select_related("subject", "owner_team", "owner_person")
    return rows.annotate(asked=asked).order_by("place", "pk")


def columns_of(
    items: Sequence[PlanItem], access: Access, kind: PlanKind | None, today: date, *, stream: str = ""
) -> list[Column]:
    """The columns from left to right; with `stream` only what runs in it. No query."""
    shown = [item for item in items if not stream or item.stream == stream]
    found = []
    for key, head, states in COLUMNS:
        here = [item for item in shown if item.state in states]
        found.append(Column(key, head, len(here), _groups(here, access, kind, today)))
    return found


def _groups(items: Sequence[PlanItem], access: Access, kind: PlanKind | None, today: date) -> list[Group]:
    streams = [each.key for each in kind.streams] if kind else []
    gone = sorted({item.stream for item in items} - {*streams, ""})
    found = []
    for which in (ItemKind.PRIORITY.value, ItemKind.TASK.value):
        for stream in [*streams, "", *gone]:
            rows = [item for item in items if (item.kind, item.stream) == (which, stream)]
            if rows:
                label = kind.stream_label(stream) if kind and stream else stream
                head = f"{HEADS[which]}: {label}" if label else HEADS[which]
                found.append(Group(head, cards_of(rows, access, today)))
    return found


def cards_of(items: Sequence[PlanItem], access: Access, today: date) -> list[Card]:
    """Cards in this order; the first cannot go up and the last not down among those of its state."""
    found = []
    for place, item in enumerate(items):
        before = items[place - 1].state == item.state if place else False
        behind = items[place + 1].state == item.state if place + 1 < len(items) else False
        found.append(card_of(item, access, today, first=not before, last=not behind))
    return found


def card_of(item: PlanItem, access: Access, today: date, *, first: bool = True, last: bool = True) -> Card:
    """One card; no query for an item of `items_of`."""
    roles = roles_on_item(access, item)
    steps = open_item_steps(item, roles)
    if may_propose(item.plan, roles) and item.state not in (ItemState.DONE, ItemState.DROPPED):
        steps |= {"move"}
    badge, word = words.item_state(item, today)
    return Card(
        item=item,
        badge=badge,
        word=word,
        due=words.due(item),
        origin=words.origin(item, inside=True),
        gaps=gaps_of(item),
        asked=getattr(item, "asked", 0),
        steps=steps,
        first=first,
        last=last,
    )


def may_propose(plan: Plan, roles: frozenset[str]) -> bool:
    """Whether new items can be put in the plan now, also in one that is adopted."""
    step = PlanStep.REVISE if plan.state == "adopted" else PlanStep.WRITE
    return plan_after(plan.state, step, roles) is not None


def gaps_of(item: PlanItem) -> tuple[str, ...]:
    """What is still open in an item that will be done: no person, no date, no money."""
    if item.state not in (ItemState.CHOSEN, ItemState.DOING):
        return ()
    open_fields = (
        ("geen persoon", item.owner_person_id),
        ("geen datum", item.due_until),
        ("geen geld", item.money),
    )
    return tuple(word for word, value in open_fields if value is None)


Counts = dict[str, int]


def counted(items: Iterable[PlanItem]) -> Counts:
    """How many priorities and tasks count for the bounds, and how many items there are at all."""
    found = {"priority": 0, "task": 0, "all": 0}
    for item in items:
        found["all"] += 1
        if item.state in COUNTED:
            found[item.kind] += 1
    return found


def counts_of(plan: Plan) -> Counts:
    """The same without the items. One query."""
    rows = PlanItem.objects.filter(municipality=plan.municipality_id, plan=plan).order_by()
    found = {"priority": 0, "task": 0, "all": 0}
    for kind, state, number in rows.values_list("kind", "state").annotate(number=Count("pk")):
        found["all"] += number
        if state in COUNTED:
            found[kind] += number
    return found


def bounds_words(kind: PlanKind | None, counts: Counts) -> list[tuple[str, bool]]:
    """For each kind with a bound a line such as "4 van 2–5 prioriteiten", and whether it fits (I29)."""
    if kind is None:
        return []
    limits = {
        "priority": (kind.priorities_least, kind.priorities_most),
        "task": (kind.tasks_least, kind.tasks_most),
    }
    found = []
    for which, (least, most) in limits.items():
        if least is None and most is None:
            continue
        fits = (least is None or counts[which] >= least) and (most is None or counts[which] <= most)
        found.append((f"{counts[which]} van {_span(least, most)} {MANY[which]}", fits))
    return found


def _span(least: int | None, most: int | None) -> str:
    if most is None:
        return f"minstens {least}"
    return f"{least}–{most}" if least else f"hoogstens {most}"


def newest_by(items: Iterable[PlanItem], user: uuid.UUID | None) -> PlanItem | None:
    """The last item that this person put in the plan."""
    own = [item for item in items if item.made_by_id == user]
    return max(own, key=lambda item: (item.made_at, item.pk), default=None)
