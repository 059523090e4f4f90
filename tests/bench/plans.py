"""Plans for the bench: an agenda of 40 items that answers 400 signals, under a programme, under a vision."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.testing_cast import Town
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.models import OPEN, Signal

ITEMS: Final = 40
SIGNALS: Final = 400
PRIORITIES: Final = 5
ALL = frozenset({WRITER, ADOPTER, OWNER})


@transaction.atomic
def furnish(town: Town, *, now: datetime) -> str:
    """Make them by the actions that people use, adopt them, and return the code of the agenda.

    Each item answers ten signals of Noord where there are so many, those without an answer first: adopting answers them.
    """
    acting: dict[str, Any] = {"by": town.people["owner"], "roles": ALL, "now": now}
    vision, programme, agenda = (_begun(town, kind, now) for kind in ("visie", "programma", "agenda"))
    high = _put(town, vision, "Iedereen komt veilig buiten", "priority", acting)
    middle = [
        _put(town, programme, f"Afspraak {number} over de straat", "priority", acting)
        for number in range(PRIORITIES)
    ]
    tasks = [
        _put(
            town,
            agenda,
            f"Taak {number} voor dit jaar",
            "task" if number >= PRIORITIES else "priority",
            acting,
        )
        for number in range(30 + PRIORITIES)
    ]
    extra = [
        _put(town, agenda, f"Voorstel {number}", "task", acting, chosen=False)
        for number in range(ITEMS - len(tasks))
    ]
    for item in middle:
        items.serve(item=item, serves=high, **acting)
    for number, item in enumerate(tasks + extra):
        items.serve(item=item, serves=middle[number % PRIORITIES], **acting)
    _answer(town, tasks + extra, acting)
    decision = adopting.Decision("het college", date(now.year, now.month, now.day))
    for plan in (vision, programme, agenda):
        adopting.adopt_plan(plan=plan, decision=decision, **acting)
    return str(agenda.subject.code)


def _begun(town: Town, kind: str, now: datetime) -> Plan:
    new = writing.NewPlan(
        kind=kind,
        title=f"{kind.capitalize()} van Noord",
        starts=date(now.year + 1, 1, 1),
        ends=date(now.year + 1, 12, 31),
        owner_team=town.teams["gebiedsteam"],
        area=town.areas["Noord"],
    )
    return writing.begin_plan(municipality=town.municipality, new=new, by=town.people["owner"], now=now)


def _put(
    town: Town, plan: Plan, title: str, kind: str, acting: dict[str, Any], *, chosen: bool = True
) -> PlanItem:
    new = items.NewItem(
        title=title,
        kind=kind,
        origin="resident",
        origin_words="gehoord op het plein",
        owner_team=town.teams["gebiedsteam"],
        due_until=date(plan.starts.year, 6, 30),
        precision="quarter",
    )
    item = items.propose_item(plan=plan, new=new, **acting)
    return items.choose(item=item, **acting) if chosen else item


def _answer(town: Town, tasks: list[PlanItem], acting: dict[str, Any]) -> None:
    here = Signal.objects.filter(
        municipality=town.municipality, area_path__startswith=town.areas["Noord"].path
    ).select_related("subject", "municipality")
    found = list(here.filter(state__in=OPEN, answered_at=None)[:SIGNALS])
    found += list(here.exclude(pk__in=[each.pk for each in found])[: SIGNALS - len(found)])
    for number, signal in enumerate(found):
        items.link_signal(item=tasks[number % len(tasks)], signal=signal, **acting)
