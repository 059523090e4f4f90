"""How a round reads: its steps as a timeline, its wishes in public words only (D4), and what came of it in numbers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.planning import ROUND_ORDER, RoundStep
from wijkwerk.work.plans import may, words
from wijkwerk.work.plans.actions.rounds import UNTIL
from wijkwerk.work.plans.gathering import Account, Gathered
from wijkwerk.work.plans.models import Outcome, PlanItem, Round
from wijkwerk.work.plans.sections import RoundCriteria
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Themes

PAGE: Final = 60
# step -> badge, title, what a resident reads while it is so.
STEPS: Final = {
    RoundStep.CALL: ("open", "U vertelt wat u wenst", "U kunt nu doorgeven wat u wenst."),
    RoundStep.FILTER: (
        "busy",
        "Wij bekijken elke wens",
        "Wij kijken bij elke wens of het kan. Valt een wens af? Dan leest u hier waarom.",
    ),
    RoundStep.PLACE: (
        "busy",
        "Wij zetten de wensen in het plan",
        "Wat kan, zetten wij in het plan. Daarna wordt het plan vastgesteld.",
    ),
    RoundStep.ADOPT: (
        "clock",
        "Het plan wordt vastgesteld",
        "Alle wensen zijn bekeken. Nu wordt het plan vastgesteld. Daarna krijgt u antwoord.",
    ),
    RoundStep.ACCOUNT: (
        "promised",
        "Wij laten zien wat ervan komt",
        "Het plan is vastgesteld. Hieronder ziet u wat er van de wensen kwam.",
    ),
    RoundStep.DONE: ("done", "Klaar", "Deze ronde is klaar. Hieronder ziet u wat er van de wensen kwam."),
}
ORDER: Final = {"placed": 0, Outcome.THROUGH.value: 1, Outcome.OPEN.value: 2, Outcome.OUT.value: 3}
HEADS: Final = {
    "placed": "In het plan",
    Outcome.THROUGH.value: "Gaat door, en komt nog in het plan",
    Outcome.OPEN.value: "Wordt nog bekeken",
    Outcome.OUT.value: "Valt af",
}


def timeline(round_: Round) -> list[dict[str, Any]]:
    """The steps with their days; what began sooner says why, and ended the step before it. One query."""
    began, why = _begun(round_)
    at = ROUND_ORDER.index(RoundStep(round_.step))
    events = []
    for number, step in enumerate(ROUND_ORDER[:-1]):
        until = getattr(round_, UNTIL[step])
        until = min(until, began.get(ROUND_ORDER[number + 1], until)) if number < at else until
        first = f"{day_words(round_.call_from)} t/m " if step is RoundStep.CALL else "t/m "
        events.append(
            {
                "title": STEPS[step][1],
                "when": "" if number < at else "now" if number == at else "next",
                "icon": "busy" if number == at else "",
                "moment": until,
                "moment_words": f"{first}{day_words(until)}",
                "text": why.get(step, ""),
            }
        )
    return events


def _begun(round_: Round) -> tuple[dict[str, date], dict[str, str]]:
    """step -> the day it began, and why sooner, as the journal of this round has it."""
    lines = history(municipality=round_.municipality_id, subjects=[round_.plan_id])
    lines = lines.filter(verb="round_stepped", at__gte=round_.made_at)
    if round_.ended_at is not None:
        lines = lines.filter(at__lte=round_.ended_at)
    days, found = {}, {}
    for line in lines:
        days[line.result] = local_date(line.at)
        detail = getattr(line, "detail", None)
        why = detail.text.get("why", "") if detail is not None and isinstance(detail.text, dict) else ""
        if why:
            found[line.result] = f"Eerder begonnen: {why}"
    return days, found


@dataclass(frozen=True)
class Line:
    """One wish in words for everybody. `title` is what staff wrote for everybody, else its theme and neighbourhood."""

    key: uuid.UUID
    group: str
    title: str
    place: str
    url: str
    reason: str
    why: str
    item: PlanItem | None
    badge: tuple[str, str] | None
    # Only for who may see it.
    signal: Signal | None = None


class Wording:
    """Words for the wishes of one round, as one person may read them."""

    def __init__(self, access: Access, round_: Round, today: date) -> None:
        self.access, self.round, self.today = access, round_, today
        document = current(round_.municipality)
        self.themes, self.criteria = document.part(Themes), document.part(RoundCriteria)
        self.names = areas.path_names(round_.municipality)

    def lines(self, wishes: Sequence[Gathered]) -> list[Line]:
        """The wishes of one page. One query for the items that this person may see."""
        keys = [each.item.pk for each in wishes if each.item]
        rows = PlanItem.objects.filter(may.visible_items(self.access), pk__in=keys).values_list(
            "pk", flat=True
        )
        seen = set(rows) if keys else set()
        return [self._line(each, seen) for each in wishes]

    def _line(self, wish: Gathered, seen: set[uuid.UUID]) -> Line:
        item = wish.item if wish.item and wish.item.pk in seen else None
        out = wish.outcome == Outcome.OUT
        title, place, url = self.public(wish)
        return Line(
            key=wish.row.pk,
            group=group_of(wish),
            title=title,
            place=place,
            url=url,
            reason=self.criteria.label(wish.row.criterion) if out else "",
            why=wish.row.why if out else "",
            item=item,
            badge=words.item_state(item, self.today) if item else None,
        )

    def public(self, wish: Gathered) -> tuple[str, str, str]:
        """Title, place and address for everybody: never the words of who asked (D4)."""
        signal = wish.signal
        if signal.published_at is not None:
            return (
                signal.public_title,
                signal.public_place,
                reverse("signals:shown", args=[signal.subject.code]),
            )
        name = self.names.get(signal.area_path)
        return f"Wens over {self.themes.label(signal.theme).lower()}", name.name if name else "", ""


def group_of(wish: Gathered) -> str:
    """Under which heading a wish stands."""
    return "placed" if wish.placed else wish.outcome


def sorted_for(wishes: Sequence[Gathered], *, open_first: bool = False) -> list[Gathered]:
    """By heading, and in each in the order they came; for who filters what is not looked at yet comes first."""
    first = {"open": -1} if open_first else {}
    return sorted(wishes, key=lambda each: (ORDER | first)[group_of(each)])


def page_of(wishes: Sequence[Gathered], mark: str) -> tuple[list[Gathered], str]:
    """One page of sixty from where the last one ended, and the mark of the next page ("" for none)."""
    keys = [each.row.pk.hex for each in wishes]
    begin = keys.index(mark) + 1 if mark in keys else 0
    page = list(wishes[begin : begin + PAGE])
    return page, keys[begin + PAGE - 1] if len(wishes) > begin + PAGE else ""


def grouped(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines under their headings, in the order they have."""
    keys = dict.fromkeys(line.group for line in lines)
    return [
        {"key": key, "head": HEADS[key], "lines": [line for line in lines if line.group == key]}
        for key in keys
    ]


def account_rows(account: Account) -> list[tuple[str, int]]:
    """The numbers of a round as rows of a table; what adds up to the whole first."""
    rows = [("Wensen samen", account.wishes), ("Daarvan in het plan", account.placed)]
    if account.open:
        rows.append(("Nog niet bekeken", account.open))
    if account.through > account.placed:
        rows.append(("Gaat door, nog niet in het plan", account.through - account.placed))
    rows.append(("Afgevallen", account.fell_out))
    return rows


def came_of(account: Account) -> list[tuple[str, int]]:
    """What came of the wishes in the plan, for a drawing."""
    left = account.placed - account.chosen - account.dropped
    rows = [
        ("Klaar", account.done),
        ("Gekozen, nog niet klaar", account.chosen - account.done),
        ("Nog niet gekozen", left),
        ("Gaat toch niet door", account.dropped),
    ]
    return [row for row in rows if row[1]]
