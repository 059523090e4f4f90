"""A plan and its items as residents read them: lines for the templates, made once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.urls import reverse

from wijkwerk.rules.planning import COUNTED, ItemState, PlanState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem, PlanPart, PlanVersion
from wijkwerk.work.plans.public.queries import Progress
from wijkwerk.work.plans.trace.queries import Tally

BAR: Final = 400  # width of the bar, in units of the drawing
# What a version keeps of an item and everybody may read. The codes of signals in it are never shown (D4).
FIELDS: Final = {
    "title": "wat",
    "text": "uitleg",
    "kind": "soort",
    "team": "wie",
    "due": "wanneer",
    "money": "geld",
    "origin": "herkomst",
}


@dataclass(frozen=True)
class Line:
    """An item on a plan's page."""

    title: str
    url: str
    state: tuple[str, str]
    kind: str
    team: str
    due: str
    origin: str
    asked: str
    why: str
    plan: str = ""


@dataclass(frozen=True)
class Group:
    """Items under one heading."""

    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """The words of a plan as this person may read them."""

    title: str
    starts: date
    ends: date
    parts: list[dict[str, str]]


def line(item: PlanItem, tally: Tally, today: date, *, inside: bool = False) -> Line:
    """One item in words."""
    return Line(
        title=item.title,
        url=reverse("plans:item", args=[item.subject.code]),
        state=words.item_state(item, today),
        kind=words.KINDS[ItemKind(item.kind)],
        team=item.owner_team.name,
        due=words.when(item),
        origin=words.origin(item, inside=inside),
        asked=words.asked(tally.asked),
        why=item.why,
        plan=item.plan.title,
    )


def groups(
    plan: Plan, items: list[PlanItem], tallies: Mapping[uuid.UUID, Tally], today: date, *, inside: bool
) -> list[Group]:
    """What was chosen under its headings, then what is only proposed, then what fell out."""
    kind = words.kind_of(plan)
    found: dict[str, Group] = {}
    for item in items:
        title = _heading(item, kind)
        group = found.setdefault(title, Group(title))
        group.lines.append(line(item, tallies.get(item.pk, Tally()), today, inside=inside))
    order = {"Voorgesteld": 1, "Dit gaat niet door": 2}
    return sorted(found.values(), key=lambda group: order.get(group.title, 0))


def _heading(item: PlanItem, kind: Any) -> str:
    if item.state == ItemState.DROPPED:
        return "Dit gaat niet door"
    if item.state == ItemState.PROPOSED:
        return "Voorgesteld"
    if item.stream and kind is not None:
        return str(kind.stream_label(item.stream))
    return "Prioriteiten" if item.kind == ItemKind.PRIORITY else "Taken"


def bar(progress: Progress) -> dict[str, Any]:
    """The bar of what is done, with its words."""
    width = round(BAR * progress.done / progress.of) if progress.of else 0
    noun = "punt" if progress.of == 1 else "punten"
    return {"width": width, "words": f"{progress.done} van {progress.of} {noun} klaar", "of": progress.of}


def text_of(plan: Plan, parts: list[PlanPart], last: PlanVersion | None, *, inside: bool) -> Text:
    """The text as it is; while a next version is written everybody else reads what holds: the last one that was adopted."""
    if plan.state == PlanState.REVISING and not inside and last is not None:
        return of_version(last)
    rows = [{"key": part.key, "title": part.title, "text": part.text} for part in parts]
    return Text(plan.title, plan.starts, plan.ends, rows)


def of_version(version: PlanVersion) -> Text:
    """The text of a version."""
    content = version.content
    return Text(
        content["title"],
        date.fromisoformat(content["starts"]),
        date.fromisoformat(content["ends"]),
        [{name: part[name] for name in ("key", "title", "text")} for part in content["parts"]],
    )


def rows_of_version(version: PlanVersion) -> dict[str, dict[str, str]]:
    """What stood in a version by the code of the item, in words."""
    return {
        row["code"]: {
            "title": row["title"],
            "text": row["text"],
            "kind": words.KINDS[ItemKind(row["kind"])],
            "team": row["team"],
            "due": words.due_of(row["due"], row["precision"]),
            "money": words.money_of(row["money"]),
            "origin": words.origin_label(row["origin"]),
        }
        for row in version.content["items"]
    }


def rows_now(items: list[PlanItem]) -> dict[str, dict[str, str]]:
    """What stands in the plan now, in the same words; what fell out is not in it."""
    return {
        item.subject.code: {
            "title": item.title,
            "text": item.text,
            "kind": words.KINDS[ItemKind(item.kind)],
            "team": item.owner_team.name,
            "due": words.due(item),
            "money": words.money(item.money),
            "origin": words.origin_label(item.origin),
        }
        for item in items
        if item.state in COUNTED
    }
