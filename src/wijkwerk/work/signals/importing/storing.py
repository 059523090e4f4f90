"""Store a chunk of rows: new ones through `report_many`, changed ones only where nobody here has touched them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, User
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.intake import NewSignal, build, report_many
from wijkwerk.work.signals.models import Signal, Visibility
from wijkwerk.work.signals.owners import Router, router

ORIGIN: Final = "import"
UNTOUCHED: Final = (State.RECEIVED, State.ROUTED)
# The journal lines of a signal that only came in; any other line means that somebody here did something with it.
ARRIVAL: Final = ("reported", "routed", "updated")
OWN_FIELDS: Final = (
    *("kind", "theme", "via", "title", "text", "words", "lon", "lat", "precise", "area_path", "source_hash"),
    *("state", "owner_team", "received_at", "confirm_due", "answer_due", "closed_at", "result"),
)


@dataclass
class Plan:
    """What is to be done with a chunk. `same`: nothing changed; `touched`: changed at the source, but handled here."""

    create: list[NewSignal] = field(default_factory=list)
    update: list[tuple[Signal, NewSignal]] = field(default_factory=list)
    same: int = 0
    touched: int = 0


def rows_of(municipality: Municipality, source: str) -> QuerySet[Signal]:
    """All that came from a source."""
    # SQLite uses the partial index of (municipality, source, id) only where the query repeats the condition of the index.
    return Signal.objects.filter(municipality=municipality, source=source).exclude(source="")


def plan(
    *, municipality: Municipality, source: str, news: Mapping[str, NewSignal], lock: bool = False
) -> Plan:
    """Look what is there already; nothing is written. `news` by source id. `lock` holds the changed rows."""
    rows = rows_of(municipality, source)
    hashes = dict(rows.filter(source_id__in=list(news)).values_list("source_id", "source_hash"))
    found = Plan()
    changed = [key for key, new in news.items() if hashes.get(key, new.source_hash) != new.source_hash]
    found.create = [new for key, new in news.items() if key not in hashes]
    found.same = len(news) - len(found.create) - len(changed)
    if changed:
        chosen = rows.filter(source_id__in=changed).prefetch_related("subject").order_by("pk")
        # Read once more under the lock: what was taken a moment ago is seen as touched.
        signals = list(db.locked(chosen) if lock else chosen)
        free = _untouched(signals, municipality)
        found.update = [(signal, news[signal.source_id]) for signal in signals if signal.pk in free]
        found.touched = len(signals) - len(found.update)
    return found


def _untouched(signals: Iterable[Signal], municipality: Municipality) -> set[uuid.UUID]:
    """Those that wait as they came in: no step, note, link or publication by anybody, and not erased."""
    free = {
        signal.pk
        for signal in signals
        if signal.state in UNTOUCHED
        and signal.owner_person_id is None
        and signal.erased_at is None
        and signal.visibility == Visibility.TEAM
    }
    lines = Line.objects.filter(municipality=municipality.pk, subject__in=free).exclude(verb__in=ARRIVAL)
    return free - set(lines.values_list("subject", flat=True))


def store(
    *,
    municipality: Municipality,
    source: str,
    news: Mapping[str, NewSignal],
    by: User | None,
    now: datetime,
) -> Plan:
    """Carry out the plan for a chunk, inside the transaction of the caller. Returns the plan."""
    found = plan(municipality=municipality, source=source, news=news, lock=True)
    if found.create:
        report_many(municipality=municipality, many=found.create, by=by, now=now)
    if found.update:
        roads = router(municipality)
        entries = [
            line
            for each in found.update
            for line in _update(*each, municipality, roads=roads, by=by, now=now)
        ]
        write_many(entries)
    return found


def _update(
    signal: Signal,
    new: NewSignal,
    municipality: Municipality,
    *,
    roads: Router,
    by: User | None,
    now: datetime,
) -> list[Entry]:
    """Bring one signal up to date with its source. Returns its journal lines."""
    fresh = build(new, subject=signal.subject, municipality=municipality, roads=roads, now=now).signal
    moved = fresh.owner_team.pk != signal.owner_team_id
    closed = fresh.state == State.CLOSED
    for name in OWN_FIELDS:
        setattr(signal, name, getattr(fresh, name))
    signal.save(update_fields=OWN_FIELDS)
    lines = [_line(signal, "updated", by=by, now=now)]
    if moved:
        lines.append(_routed(signal, fresh.owner_team, by=by, now=now))
    return [*lines, _line(signal, "closed", by=by, now=now)] if closed else lines


def _line(signal: Signal, verb: str, *, by: User | None, now: datetime) -> Entry:
    return Entry(
        municipality=signal.municipality_id,
        verb=verb,
        at=now,
        subject=signal.pk,
        actor=by.pk if by else None,
        origin=ORIGIN,
        result=signal.state,
    )


def _routed(signal: Signal, team: Team, *, by: User | None, now: datetime) -> Entry:
    return Entry(
        municipality=signal.municipality_id,
        verb="routed",
        at=now,
        subject=signal.pk,
        actor=by.pk if by else None,
        origin=ORIGIN,
        result=team.key,
        text={"team": team.name},
    )
