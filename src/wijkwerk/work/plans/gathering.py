"""The wishes of a round as they stand now: what was merged counts once, what became care not at all (D8).

A wish stands in the plan when the round put it there, and as well when an item of the plan answers its signal: whoever wrote
that down, the answer to who asked is the same.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import COUNTED, ItemState
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.models import ANSWERS, Outcome, PlanItem, Round, RoundWish
from wijkwerk.work.plans.sections import RoundCriteria
from wijkwerk.work.signals.models import Signal

FAR: Final = {Outcome.OPEN.value: 0, Outcome.OUT.value: 1, Outcome.THROUGH.value: 2}
FIELDS: Final = ("outcome", "criterion", "why", "item", "decided_by", "decided_at")


@dataclass(frozen=True)
class Gathered:
    """One wish: the row that speaks for it, every row that was merged with it, and the signal where it stands now.

    `item` is where it stands in the plan.
    """

    row: RoundWish
    rows: tuple[RoundWish, ...]
    signal: Signal
    item: PlanItem | None = None

    @property
    def outcome(self) -> str:
        return Outcome.THROUGH.value if self.placed else self.row.outcome

    @property
    def placed(self) -> bool:
        return self.item is not None


def gather(round_: Round) -> list[Gathered]:
    """Every wish of a round in the order it came. Five queries, and one more for each time that was merged on and on."""
    rows = list(
        RoundWish.objects.filter(municipality=round_.municipality_id, round=round_)
        .select_related("item__subject")
        .order_by("added_at", "pk")
    )
    answering = _answering(round_)
    keys = {row.wish_id for row in rows} | set(answering)
    where = promising.followed(keys, round_.municipality_id)
    stands = {where[key]: item for key, item in answering.items()}
    groups: dict[uuid.UUID, list[RoundWish]] = {}
    for row in rows:
        row.round = round_
        groups.setdefault(where[row.wish_id], []).append(row)
    signals = _signals(round_, groups)
    return [
        Gathered(speaks, tuple(group), signals[key], speaks.item or stands.get(key))
        for key, group in groups.items()
        if key in signals
        for speaks in [_speaks(key, group)]
    ]


def _answering(round_: Round) -> dict[uuid.UUID, PlanItem]:
    """The signals that the plan answers, each with the item that does so; what was dropped answers nothing. Two queries."""
    rows = PlanItem.objects.filter(municipality=round_.municipality_id, plan=round_.plan_id)
    live = rows.exclude(state=ItemState.DROPPED)
    links = Link.objects.filter(
        municipality=round_.municipality_id, kind=ANSWERS, source__in=live.values("pk")
    )
    pairs = list(links.order_by("-made_at", "-pk").values_list("target", "source"))
    items = {
        item.pk: item
        for item in live.filter(pk__in={source for _, source in pairs}).select_related("subject")
    }
    return {target: items[source] for target, source in pairs if source in items}


def _signals(round_: Round, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Signal]:
    found = Signal.objects.filter(municipality=round_.municipality_id, pk__in=list(keys))
    rows = found.exclude(visibility="care").select_related("subject", "owner_team").defer("text")
    signals = {row.pk: row for row in rows}
    for signal in signals.values():
        signal.municipality = round_.municipality
    return signals


def _speaks(key: uuid.UUID, group: Sequence[RoundWish]) -> RoundWish:
    """What stands in the plan speaks first, then the row of the signal that the others went to, then what came furthest."""
    return max(group, key=lambda row: (row.item_id is not None, row.wish_id == key, FAR[row.outcome]))


def save_as(row: RoundWish, rows: Iterable[RoundWish]) -> None:
    """What was decided about a wish holds for everything that was merged with it."""
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    keys = [each.pk for each in (row, *rows)]
    RoundWish.objects.filter(municipality=row.municipality_id, pk__in=keys).update(**values)


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a round, in wishes; `out` by criterion, the most first. What is chosen counts under `placed` as well."""

    wishes: int
    called: int
    open: int
    through: int
    placed: int
    chosen: int
    done: int
    dropped: int
    out: tuple[tuple[str, int], ...]

    @property
    def fell_out(self) -> int:
        return sum(number for _, number in self.out)

    def as_text(self) -> dict[str, Any]:
        """The numbers for the journal: what they were on the day that the round closed."""
        names = ("wishes", "called", "through", "placed", "chosen", "done", "dropped")
        return {name: getattr(self, name) for name in names} | {"out": [list(each) for each in self.out]}


def account_of(round_: Round, wishes: Sequence[Gathered]) -> Account:
    """The numbers of a round as they are now. No query."""
    criteria = current(round_.municipality).part(RoundCriteria)
    states = [each.item.state for each in wishes if each.item is not None]
    out = Counter(criteria.label(each.row.criterion) for each in wishes if each.outcome == Outcome.OUT)
    return Account(
        wishes=len(wishes),
        called=sum(any(row.called for row in each.rows) for each in wishes),
        open=sum(each.outcome == Outcome.OPEN for each in wishes),
        through=sum(each.outcome == Outcome.THROUGH for each in wishes),
        placed=len(states),
        chosen=sum(state in COUNTED for state in states),
        done=states.count(ItemState.DONE),
        dropped=states.count(ItemState.DROPPED),
        out=tuple(out.most_common()),
    )
