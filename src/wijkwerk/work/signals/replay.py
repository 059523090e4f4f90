"""What a changed routing table would have done: the signals of the last 31 days, routed anew under two tables.

Administrators see no signals (`people.may`), so this gives counts and nothing else: which team from, which team to, and
how many signals each line caught. Counts under three are told to nobody: who may make up a line with a rare word in it
must not learn that somebody wrote that word. Care is not counted (D8), nor what was closed in another system.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.rules.routing import Rule, narrowed, route
from wijkwerk.work.signals.intake import ELSEWHERE
from wijkwerk.work.signals.models import Kind, Signal, Visibility
from wijkwerk.work.signals.owners import Router

PERIOD = timedelta(days=31)
MOST = 10_000
LEAST = 3
CHUNK = 1000


class Came(NamedTuple):
    """What routing looks at, of one signal that came in."""

    theme: str
    kind: str
    area_path: str
    via: str
    source: str
    text: str


@dataclass
class Replay:
    """Exact counts. `moved`: by key of the team before and after; `caught`: by rule of the new table; `cut`: there were more."""

    signals: int = 0
    cut: bool = False
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    caught: Counter[Rule] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """How many signals would have gone to another team."""
        return self.moved.total()


class _Way:
    """One router, with the rules that can matter for signals that are alike but for their text."""

    def __init__(self, roads: Router) -> None:
        self.roads = roads
        self._near: dict[tuple[str, str, str, str], Router] = {}

    def of(self, came: Came) -> tuple[str, Rule | None]:
        """Key of the team, and the rule that caught it; None where no rule was asked or none fits."""
        if came.source and not came.area_path:
            return self.roads.intake("").key, None  # as `intake.build`: people look at it first
        near = self._narrow(came)
        routed = near.route(**_asked(came), via=came.via)
        if came.kind == Kind.REPORT and near.straight is not None:
            return routed.team.key, None
        return routed.team.key, route(near.rules, **_asked(came), channel=came.via)

    def _narrow(self, came: Came) -> Router:
        key = (came.theme, came.kind, came.area_path, came.via)
        if key not in self._near:
            rules = narrowed(
                self.roads.rules,
                theme=came.theme,
                kind=came.kind,
                area_path=came.area_path,
                channel=came.via,
            )
            self._near[key] = replace(self.roads, rules=rules)
        return self._near[key]


def _asked(came: Came) -> dict[str, str]:
    return {"theme": came.theme, "kind": came.kind, "area_path": came.area_path, "text": came.text}


def replayed(rows: Iterable[Came], *, old: Router, new: Router, most: int = MOST) -> Replay:
    """Route at most `most` rows under both tables."""
    found = Replay()
    before, after = _Way(old), _Way(new)
    for came in rows:
        if found.signals >= most:
            found.cut = True
            break
        found.signals += 1
        team, rule = after.of(came)
        was, _ = before.of(came)
        if rule is not None:
            found.caught[rule] += 1
        if was != team:
            found.moved[was, team] += 1
    return found


def last_month(municipality: Municipality, *, now: datetime, most: int = MOST) -> Iterable[Came]:
    """The newest `most` signals of the last 31 days and one more, newest first; one query, read in pieces.

    A part of a split was given to a team by hand, so no table is asked about it.
    """
    rows = (
        Signal.objects.filter(municipality=municipality, received_at__gt=now - PERIOD, split_from=None)
        .exclude(visibility=Visibility.CARE)
        .exclude(result=ELSEWHERE)
        .order_by("-received_at", "-subject")
        .values_list(*Came._fields)[: most + 1]
    )
    return (Came(*row) for row in rows.iterator(chunk_size=CHUNK))


def told(count: int) -> int | None:
    """The count as an administrator may see it: None for fewer than three, none at all included."""
    return count if count >= LEAST else None


def told_moves(moved: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Team from, team to and count of the moves that may be told, the largest first."""
    rows = [(was, team, count) for (was, team), count in moved.items() if count >= LEAST]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
