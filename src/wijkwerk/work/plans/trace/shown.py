"""A trace in words and as a drawing: levels from the street to the vision, each with what stands there.

Of a signal everybody reads what staff published; of any other one only "een melding van een bewoner" with theme and month,
without its code (D4). Staff who may see it read its code too.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.urls import reverse

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.people.may import Access
from wijkwerk.work.answers.models import PromiseState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.models import ItemKind, PlanItem
from wijkwerk.work.plans.trace.drawing import Band, Drawing, drawn
from wijkwerk.work.plans.trace.queries import Root, Trace
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Themes

SHOWN_AT_ONCE: Final = 12  # of a level; the rest is folded
MOST_BESIDE: Final = (
    4  # above this number on one level the levels stand below each other on a wide screen too
)
ICONS: Final = {3: "doc", 2: "flag", 1: "eye"}
PROMISES: Final = (
    (PromiseState.OPEN.value, "loopt nog", "lopen nog"),
    (PromiseState.KEPT.value, "nagekomen", "nagekomen"),
    (PromiseState.WITHDRAWN.value, "ingetrokken, met uitleg", "ingetrokken, met uitleg"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on a level. `mark` is its number in the drawing; `mine` is where the trace began."""

    title: str
    url: str = ""
    lines: tuple[str, ...] = ()
    mark: str = ""
    mine: bool = False
    code: str = ""


@dataclass(frozen=True)
class Level:
    """A step between street and vision: its first nodes, those that are folded, and a sentence about what is not shown."""

    title: str
    icon: str
    nodes: list[Node]
    folded: list[Node] = field(default_factory=list)
    more: str = ""


@dataclass(frozen=True)
class Shown:
    """A trace as a page shows it; nothing in it when nothing hangs together."""

    levels: list[Level] = field(default_factory=list)
    drawing: Drawing | None = None
    asked: str = ""
    cut: bool = False

    @property
    def is_long(self) -> bool:
        return any(len(level.nodes) > MOST_BESIDE for level in self.levels)


@dataclass(frozen=True)
class Reader:
    """Who reads it. `mine`: the signal from which it began, as this person may name it."""

    access: Access
    today: date
    mine: Node | None = None
    mine_key: uuid.UUID | None = None


def shown(trace: Trace, reader: Reader) -> Shown:
    """The trace in words and as a drawing."""
    if not trace.items:
        return Shown()
    ordered = sorted(trace.items.values(), key=lambda item: (-item.rank, item.plan_id, item.place, item.pk))
    marks = {item.pk: str(number) for number, item in enumerate(ordered, start=1)}
    street = _street(trace, marks, reader)
    levels = [street] if street.nodes else []
    bands: list[Band] = []
    for height in (3, 2, 1):
        here = [item for item in ordered if item.plan.level == height]
        if here:
            levels.append(_level(trace, height, here, marks, reader))
            bands += _bands(trace, height, here, marks)
    title = street.title if street.nodes else ""
    return Shown(levels, drawn(trace, bands, street=title), words.asked(trace.total.asked), trace.cut)


def kinds_of(items: list[PlanItem]) -> str:
    """The kinds of plan of these items, in the words of the settings: "wijkagenda en actielijst"."""
    found: list[str] = []
    for item in items:
        label = words.kind_label(item.plan)
        if label not in found:
            found.append(label)
    return " en ".join(found[:3])


def _level(
    trace: Trace, height: int, here: list[PlanItem], marks: dict[uuid.UUID, str], reader: Reader
) -> Level:
    nodes = [_item(trace, item, marks, reader) for item in here]
    title = f"{words.LEVELS[height]} {kinds_of(here)}"
    return Level(title, ICONS[height], nodes[:SHOWN_AT_ONCE], nodes[SHOWN_AT_ONCE:])


def _item(trace: Trace, item: PlanItem, marks: dict[uuid.UUID, str], reader: Reader) -> Node:
    up = sorted(int(marks[high]) for low, high in trace.serves if low == item.pk)
    lines = [
        f"{words.KINDS[ItemKind(item.kind)]} in {item.plan.title}",
        " ".join(
            f"{_capital(each)}."
            for each in (words.item_state(item, reader.today)[1], words.when(item))
            if each
        ),
        _promised(trace.promises.get(item.pk, {})),
        f"Helpt mee aan {'punt' if len(up) == 1 else 'de punten'} {_row(up)}." if up else "",
    ]
    return Node(
        title=item.title,
        url=reverse("plans:item", args=[item.subject.code]),
        lines=tuple(line for line in lines if line),
        mark=marks[item.pk],
        mine=item.pk in trace.starts and reader.mine is None,
        code=item.subject.code if reader.access.works else "",
    )


def _promised(states: dict[str, int]) -> str:
    parts = [
        f"{states[state]} {one if states[state] == 1 else many}"
        for state, one, many in PROMISES
        if states.get(state)
    ]
    total = sum(states.values())
    return f"{total} {'belofte' if total == 1 else 'beloften'}: {', '.join(parts)}." if parts else ""


def _street(trace: Trace, marks: dict[uuid.UUID, str], reader: Reader) -> Level:
    """What residents said: published signals by name, the others together by theme, month and the item they stand under."""
    themes = _themes(trace)
    below: dict[uuid.UUID, list[Root]] = defaultdict(list)
    for root in trace.roots:
        below[root.signal.pk].append(root)
    nodes = [reader.mine] if reader.mine else []
    same: dict[tuple[str, str, str], int] = defaultdict(int)
    for key, roots in below.items():
        if key == reader.mine_key:
            continue
        signal, place = roots[0].signal, _under(roots, marks)
        if signal.published or reader.access.may("see", signal):
            nodes.append(_signal(roots[0], themes, place, reader))
        else:
            same[themes.label(signal.theme), words.month(signal.received_at), place] += 1
    nodes += [_unnamed(number, *about) for about, number in same.items()]
    left = trace.total.signals - len(below)
    more = f"En nog {left} {'melding' if left == 1 else 'meldingen'}." if left > 0 else ""
    total = trace.total.signals
    title = f"Straat: {total} {'melding' if total == 1 else 'meldingen'}"
    return Level(title, "chat", nodes[:SHOWN_AT_ONCE], nodes[SHOWN_AT_ONCE:], more)


def _signal(root: Root, themes: Themes, place: str, reader: Reader) -> Node:
    signal, inside = root.signal, reader.access.may("see", root.signal)
    about = f"{themes.label(signal.theme)}, {words.month(signal.received_at)}"
    title = signal.public_title if signal.published else own("Een melding van een {resident.one}")
    where = signal.public_place if signal.published else ""
    url = reverse("signals:detail" if inside else "signals:shown", args=[root.code])
    lines = tuple(line for line in (where, about, place) if line)
    return Node(title, url, lines, code=root.code if inside else "")


def _unnamed(number: int, theme: str, month: str, place: str) -> Node:
    many = f"{number} meldingen van {own('{resident.many}', inside=True)}"
    title = own("Een melding van een {resident.one}") if number == 1 else many
    return Node(title, lines=tuple(line for line in (f"{theme}, {month}", place) if line))


def _under(roots: list[Root], marks: dict[uuid.UUID, str]) -> str:
    """Under which items it stands; nothing to say when there is only one item."""
    if len(marks) < 2:
        return ""
    found = sorted({int(marks[root.item]) for root in roots if root.item in marks})
    return f"Bij punt {_row(found)}." if found else ""


def _bands(trace: Trace, height: int, here: list[PlanItem], marks: dict[uuid.UUID, str]) -> list[Band]:
    """The items of one level for the drawing: priorities above tasks, so that no line runs sideways."""
    found = []
    for kind in (ItemKind.TASK, ItemKind.PRIORITY):
        items = [item for item in here if item.kind == kind]
        if items:
            many = {ItemKind.TASK: "taken", ItemKind.PRIORITY: "prioriteiten"}[kind]
            one = words.KINDS[kind].lower()
            title = f"{kinds_of(items)}: {len(items)} {one if len(items) == 1 else many}"
            found.append(Band(title, [(item.pk, marks[item.pk], item.title) for item in items]))
    return found


def _themes(trace: Trace) -> Themes:
    return current(next(iter(trace.items.values())).municipality).part(Themes)


def _row(numbers: list[int]) -> str:
    """ "1, 2 en 5"."""
    text = [str(number) for number in numbers]
    return text[0] if len(text) == 1 else f"{', '.join(text[:-1])} en {text[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def signal_node(signal: Signal, title: str) -> Node:
    """The signal from which a trace began."""
    return Node(title, mine=True, lines=(words.month(signal.received_at),))
