"""From the street to the vision and back (promise 3; Q3, Q34): a fixed number of queries, however deep and however many.

Links between items go up only (guard `guard_link_up`), so following them ends. The two questions that follow links are
recursive and the same on both databases; what somebody may not see is left out afterwards, with all that is reached only
through it. A signal that was merged counts as the one it went into; care counts nowhere (D8).
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import read_moment
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Link, Subject
from wijkwerk.work.plans import may
from wijkwerk.work.plans.family import MOST_ITEMS, as_key, items_of_signal, read_key
from wijkwerk.work.plans.held import as_adopted
from wijkwerk.work.plans.models import PROMISED, PlanItem

MOST_SIGNALS: Final = 400
MOST_LINKS: Final = 2000

# {start} is a row of places for keys, never a value. CROSS JOIN is to PostgreSQL what JOIN is; SQLite then keeps the order in
# which the tables stand. Left to itself it begins at all signals that were not merged; and a condition on signals alone makes
# it read them all first, for a filter (Bloom). So that condition names the item too.
UP_AND_DOWN: Final = """WITH RECURSIVE up(id, low, high) AS (
  SELECT id, source_id, target_id FROM subjects_link
    WHERE municipality_id = %s AND kind = 'serves' AND source_id IN ({start})
  UNION SELECT l.id, l.source_id, l.target_id FROM up CROSS JOIN subjects_link l
    WHERE l.source_id = up.high AND l.municipality_id = %s AND l.kind = 'serves'
), down(id, low, high) AS (
  SELECT id, source_id, target_id FROM subjects_link
    WHERE municipality_id = %s AND kind = 'serves' AND target_id IN ({start})
  UNION SELECT l.id, l.source_id, l.target_id FROM down CROSS JOIN subjects_link l
    WHERE l.target_id = down.low AND l.municipality_id = %s AND l.kind = 'serves'
)
SELECT id, low AS source_id, high AS target_id FROM (SELECT * FROM up LIMIT {most}) AS above
UNION ALL
SELECT id, low AS source_id, high AS target_id FROM (SELECT * FROM down LIMIT {most}) AS below"""

_WENT = """WITH RECURSIVE went(item, signal) AS (
  SELECT source_id, target_id FROM subjects_link
    WHERE municipality_id = %s AND kind = 'answers' AND source_id IN ({start})
  UNION SELECT went.item, s.merged_into_id FROM went CROSS JOIN signals_signal s
    WHERE s.subject_id = went.signal
), found AS (
  SELECT went.item, s.subject_id, CASE WHEN s.askers < 1 THEN 1 ELSE s.askers END AS askers, s.theme, s.received_at,
    s.published_at, s.public_title, s.public_place, s.visibility, s.area_path, s.owner_team_id
  FROM went CROSS JOIN signals_signal s
  WHERE s.subject_id = went.signal
    AND CASE WHEN s.merged_into_id IS NULL AND s.visibility <> 'care' THEN went.item END IS NOT NULL
)"""
SIGNALS: Final = f"""{_WENT}
SELECT f.item, f.subject_id, j.code, f.askers, f.theme, f.received_at, f.published_at IS NOT NULL, f.public_title,
  f.public_place, f.visibility, f.area_path, f.owner_team_id
FROM found f CROSS JOIN subjects_subject j WHERE j.id = f.subject_id
ORDER BY CASE WHEN f.published_at IS NULL THEN 1 ELSE 0 END, f.received_at DESC, f.subject_id, f.item
LIMIT {{most}}"""  # noqa: S608  # our own constants
COUNTED: Final = f"""{_WENT}
SELECT item, COUNT(*), SUM(askers) FROM found GROUP BY item
UNION ALL SELECT NULL, COUNT(*), SUM(askers) FROM (SELECT DISTINCT subject_id, askers FROM found) AS once"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Tally:
    """How many signals stand under an item, and how often residents asked for it."""

    signals: int = 0
    asked: int = 0


@dataclass(slots=True)
class Said:
    """What a trace tells of a signal, and what decides who may see it (`people.may.Thing`). Not a row of its table: there can
    be hundreds, and a row costs ten times as much."""

    pk: uuid.UUID
    municipality_id: uuid.UUID
    theme: str
    received_at: datetime
    published: bool
    public_title: str
    public_place: str
    visibility: str
    area_path: str
    owner_team_id: uuid.UUID
    askers: int


@dataclass(frozen=True, slots=True)
class Root:
    """A signal under an item. One that stands under two items comes twice."""

    item: uuid.UUID
    code: str
    signal: Said


@dataclass
class Trace:
    """What hangs together with `starts`: items, which serve which (low, high), and the signals at the bottom.

    `roots` holds at most `MOST_SIGNALS`; `tallies` count all of them. `cut`: there are more items than were read.
    """

    starts: frozenset[uuid.UUID] = frozenset()
    items: dict[uuid.UUID, PlanItem] = field(default_factory=dict)
    serves: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    roots: list[Root] = field(default_factory=list)
    tallies: dict[uuid.UUID, Tally] = field(default_factory=dict)
    total: Tally = Tally()
    promises: dict[uuid.UUID, dict[str, int]] = field(default_factory=dict)
    cut: bool = False


def trace_of(municipality: Municipality, start: Subject, access: Access) -> Trace:
    """The trace of a signal, an item, a plan or a promise, as this person may see it. At most six queries."""
    keys = starts_of(municipality, start, access)
    return trace_from(municipality, keys, access, down=start.kind in ("item", "plan")) if keys else Trace()


def starts_of(municipality: Municipality, start: Subject, access: Access) -> set[uuid.UUID]:
    """The items from which the trace of a subject goes. One query."""
    if start.kind == "item":
        return {start.pk}
    if start.kind == "signal":
        return items_of_signal(municipality, start.pk)
    if start.kind == "promise":
        made = Link.objects.filter(municipality=municipality, kind=PROMISED, target=start)
        return set(made.values_list("source", flat=True)[:MOST_ITEMS])
    rows = PlanItem.objects.filter(may.visible_items(access), municipality=municipality, plan=start.pk)
    return set(rows.order_by("place", "pk").values_list("pk", flat=True)[:MOST_ITEMS])


def trace_from(
    municipality: Municipality, keys: Collection[uuid.UUID], access: Access, *, down: bool = True
) -> Trace:
    """The trace from these items: up to the vision and, with `down`, also to what serves them. Five queries."""
    links = _links(municipality, keys)
    wanted = set(keys) | {link.source_id for link in links} | {link.target_id for link in links}
    rows = PlanItem.objects.filter(may.visible_items(access), municipality=municipality, pk__in=wanted)
    found = {row.pk: row for row in rows.select_related("subject", "plan__subject", "owner_team")}
    for row in found.values():
        row.municipality = row.plan.municipality = (
            municipality  # it comes with its division, which nobody then looks up
        )
    serves = {(link.source_id, link.target_id) for link in links}
    as_adopted([row.plan for row in found.values()], access)
    starts = frozenset(key for key in keys if key in found)
    upward = reached(starts, serves, found)
    under = reached(starts, {(high, low) for low, high in serves}, found) if down else set(starts)
    kept = upward | under
    trace = Trace(starts, {key: row for key, row in found.items() if key in kept})
    trace.cut = len(kept) > MOST_ITEMS or len(links) >= MOST_LINKS
    if trace.cut:
        trace.items = _shortened(trace)
    trace.serves = {(low, high) for low, high in serves if low in trace.items and high in trace.items}
    roots = signals_of(municipality, under)
    counted = tallies_of(municipality, under) if len(roots) > MOST_SIGNALS else counts_of(roots)
    trace.roots, (trace.tallies, trace.total) = roots[:MOST_SIGNALS], counted
    trace.promises = _promises(municipality, under)
    return trace


def reached(
    starts: Iterable[uuid.UUID], steps: Iterable[tuple[uuid.UUID, uuid.UUID]], seen: Collection[uuid.UUID]
) -> set[uuid.UUID]:
    """What is reached from `starts` by steps (from, to) over items in `seen`: a way through the unseen is none."""
    after: dict[uuid.UUID, list[uuid.UUID]] = {}
    for start, end in steps:
        after.setdefault(start, []).append(end)
    found: set[uuid.UUID] = set()
    waiting = [key for key in starts if key in seen]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [each for each in after.get(key, ()) if each in seen]
    return found


def _shortened(trace: Trace) -> dict[uuid.UUID, PlanItem]:
    """What can be shown: where it starts, then what stands highest."""
    ranked = sorted(trace.items.values(), key=lambda item: (item.pk not in trace.starts, item.rank, item.pk))
    return {item.pk: item for item in ranked[:MOST_ITEMS]}


def _links(municipality: Municipality, keys: Collection[uuid.UUID]) -> list[Link]:
    sql = UP_AND_DOWN.format(start=_places(keys), most=MOST_LINKS)
    here, start = as_key(municipality.pk), [as_key(key) for key in keys]
    return list(Link.objects.raw(sql, [here, *start, here, here, *start, here]))


def signals_of(municipality: Municipality, items: Collection[uuid.UUID]) -> list[Root]:
    """The signals under items, published ones first, then the newest; at most one more than `MOST_SIGNALS`. One query."""
    if not items:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            SIGNALS.format(start=_places(items), most=MOST_SIGNALS + 1),
            [as_key(municipality.pk), *(as_key(key) for key in items)],
        )
        few = lru_cache(read_key)  # items and teams come back row after row
        return [_root(municipality, row, few) for row in cursor.fetchall()]


def _root(municipality: Municipality, row: tuple[Any, ...], few: Callable[[Any], uuid.UUID]) -> Root:
    item, key, code, askers, theme, received, published, title, place, visibility, path, team = row
    said = Said(
        read_key(key), municipality.pk, theme, read_moment(received), bool(published), title, place, visibility, path,
        few(team), askers,
    )  # fmt: skip
    return Root(few(item), code, said)


def counts_of(roots: Iterable[Root]) -> tuple[dict[uuid.UUID, Tally], Tally]:
    """What `tallies_of` finds, of roots that are all there."""
    found: dict[uuid.UUID, Tally] = {}
    once: dict[uuid.UUID, int] = {}
    for root in roots:
        before, askers = found.get(root.item, Tally()), root.signal.askers
        found[root.item] = Tally(before.signals + 1, before.asked + askers)
        once[root.signal.pk] = askers
    return found, Tally(len(once), sum(once.values()))


def tallies_of(
    municipality: Municipality, items: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, Tally], Tally]:
    """Per item, and for all of them together with each signal once. One query."""
    if not items:
        return {}, Tally()
    found, total = dict[uuid.UUID, Tally](), Tally()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTED.format(start=_places(items)),
            [as_key(municipality.pk), *(as_key(key) for key in items)],
        )
        for item, signals, asked in cursor.fetchall():
            tally = Tally(signals, int(asked or 0))
            if item is None:
                total = tally
            else:
                found[read_key(item)] = tally
    return found, total


def _promises(municipality: Municipality, items: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """How many promises of each state an item made; never care."""
    links = Link.objects.filter(municipality=municipality, kind=PROMISED, source__in=list(items))
    rows = links.filter(target__promise__care=False)
    found: dict[uuid.UUID, dict[str, int]] = {}
    counted = rows.order_by().values_list("source", "target__promise__state").annotate(Count("pk"))
    for item, state, number in counted:
        found.setdefault(item, {})[state] = number
    return found


def _places(keys: Collection[uuid.UUID]) -> str:
    return ", ".join(["%s"] * len(keys))
