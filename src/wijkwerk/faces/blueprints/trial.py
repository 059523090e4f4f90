"""Trying out a routing table: where one message goes and why, and what a table would have done with last month's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.sections import Teams
from wijkwerk.rules.routing import Names, Rule, explain, trace
from wijkwerk.work.signals import replay
from wijkwerk.work.signals.models import Kind, Via
from wijkwerk.work.signals.owners import Routed, Router, router_of, rule_of
from wijkwerk.work.signals.places import Place
from wijkwerk.work.signals.sections import Handling, Kinds, RouteRule, Routing, Themes

AREAS_GONE = own("De {area.many} van deze regel bestaan niet meer.")


@dataclass(frozen=True)
class Message:
    """What is tried: it is nobody's, and it is not stored."""

    theme: str
    kind: str
    channel: str
    text: str
    place: Place


@dataclass(frozen=True)
class Line:
    """One line of a table with its number on the screen; `rule` is None when its areas are gone."""

    number: int
    row: RouteRule
    rule: Rule | None


def lines_of(document: Document, municipality: Municipality) -> list[Line]:
    """The lines of the table, first to last."""
    paths = {area.code: path for path, area in areas.path_names(municipality).items()}
    rows = document.part(Routing).rules
    return [Line(number, row, rule_of(row, paths)) for number, row in enumerate(rows, start=1)]


def names_of(document: Document, municipality: Municipality) -> Names:
    """What the keys in a rule are called."""
    return Names(
        themes={theme.key: theme.label for theme in document.part(Themes)},
        kinds={kind.key.value: kind.label for kind in document.part(Kinds)},
        channels=dict(Via.choices),
        areas={path: area.name for path, area in areas.path_names(municipality).items()},
        teams={team.key: team.name for team in document.part(Teams)},
    )


def table_of(text: str) -> Any:
    """The lines that a page gave on, to be checked as part of a document; None for what is no list."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def tried(document: Document, municipality: Municipality, message: Message, *, today: date) -> dict[str, Any]:
    """Where the message goes under this document, by which line, and why not by a line before it."""
    roads = router_of(document, municipality)
    routed = roads.route(
        theme=message.theme,
        kind=message.kind,
        area_path=message.place.area_path,
        via=message.channel,
        text=message.text,
    )
    straight = roads.straight is not None and message.kind == Kind.REPORT
    names = names_of(document, municipality)
    looked = [] if straight else list(_looked(lines_of(document, municipality), message, names))
    fits = next((each for each in looked if not each["reason"]), None)
    return {
        "team": routed.team.name,
        "straight": straight,
        "line": fits,
        "not_taken": fits is not None and not routed.by_table,
        "before": [each for each in looked if each["reason"]],
        **_first(roads, routed, today=today),
    }


def _looked(lines: list[Line], message: Message, names: Names) -> Iterator[dict[str, Any]]:
    """Each line up to and with the one that fits, with the reason why it does not fit."""
    steps = iter(
        trace(
            [line.rule for line in lines if line.rule],
            theme=message.theme,
            kind=message.kind,
            area_path=message.place.area_path,
            channel=message.channel,
            text=message.text,
            names=names,
        )
    )
    for line in lines:
        if line.rule is None:
            yield {"number": line.number, "sentence": "", "reason": AREAS_GONE}
            continue
        step = next(steps)
        yield {"number": line.number, "sentence": explain(step.rule, names), "reason": step.reason}
        if step.fits:
            return


def _first(roads: Router, routed: Routed, *, today: date) -> dict[str, Any]:
    """Who gets it first, or whom the line names without their working in that team."""
    person = roads.meant_for(routed, today=today)
    return {"person": str(person) if person else "", "nobody": "" if person else routed.email}


def replayed(municipality: Municipality, old: Document, new: Document, *, now: datetime) -> dict[str, Any]:
    """What the new document would have done with the signals of last month, as an administrator may see it."""
    found = replay.replayed(
        replay.last_month(municipality, now=now),
        old=router_of(old, municipality),
        new=router_of(new, municipality),
    )
    teams = names_of(new, municipality).teams
    moves = [
        {"was": teams.get(was, was), "team": teams.get(team, team), "count": count}
        for was, team, count in replay.told_moves(found.moved)
    ]
    same = _same(old, new)
    return {
        "signals": replay.told(found.signals),
        "cut": found.cut,
        "most": replay.MOST,
        "least": replay.LEAST,
        "moves": moves,
        "changed": sum(move["count"] for move in moves),
        "same": same,
        "lines": list(_caught(municipality, old, new, found, every=same)),
    }


def _same(old: Document, new: Document) -> bool:
    return old.part(Routing) == new.part(Routing) and old.part(Handling) == new.part(Handling)


def _caught(
    municipality: Municipality, old: Document, new: Document, found: replay.Replay, *, every: bool
) -> Iterator[dict[str, Any]]:
    """The lines that are new or different with how many they caught; every line where nothing changed."""
    names = names_of(new, municipality)
    before = set() if every else {_key(row) for row in old.part(Routing).rules}
    counts = dict(found.caught)
    for line in lines_of(new, municipality):
        # Of two lines with the same conditions only the first is ever reached.
        count = counts.pop(line.rule, 0) if line.rule else 0
        if _key(line.row) not in before:
            sentence = explain(line.rule, names) if line.rule else AREAS_GONE
            yield {"number": line.number, "sentence": sentence, "count": replay.told(count)}


def _key(row: RouteRule) -> str:
    return row.model_dump_json()
