"""Who will hear yes when something is chosen or adopted, and which signals get no answer then, with the reason."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import LIVE_ITEMS
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.models import ANSWERS, PlanItem, WrittenBy
from wijkwerk.work.signals.actions.broad import look_required
from wijkwerk.work.signals.models import TO_ANSWER, Signal
from wijkwerk.work.signals.sections import Broad

MOST: Final = 20
NO_DATE: Final = "er is nog geen datum"
LOOK_FIRST: Final = "er moet eerst breed naar gekeken worden"
NOT_NOW: Final = {
    State.WAITING.value: "wij wachten op een reactie van de melder",
    State.INTAKE.value: "de melding kwam terug en heeft nog geen eigenaar",
}


@dataclass(frozen=True)
class Later:
    """A signal that cannot be answered now. Code and title are empty for who may not see it."""

    code: str
    title: str
    why: str


@dataclass(frozen=True)
class Forecast:
    """`people` get a letter, about `signals`; `done` have an answer already; of `waiting`, `later` are the first 20."""

    people: int = 0
    signals: int = 0
    done: int = 0
    waiting: int = 0
    later: tuple[Later, ...] = ()


def about_plan(items: Iterable[PlanItem], access: Access) -> Forecast:
    """What adopting a plan with these items does now."""
    return forecast([item for item in items if item.state in LIVE_ITEMS and item.adopted_at is None], access)


def forecast(items: Sequence[PlanItem], access: Access) -> Forecast:
    """What it does to choose or adopt these items of one plan, by the rules of `promising`. Four queries, and one per merge."""
    if not items or items[0].plan.written_by == WrittenBy.RESIDENTS:
        return Forecast()
    municipality = items[0].municipality
    dated = {item.pk for item in items if item.due_until is not None}
    rows = Link.objects.filter(municipality=municipality, source__in=[item.pk for item in items])
    links = list(rows.filter(kind=ANSWERS).values_list("source", "target"))
    now = promising.followed({target for _, target in links}, municipality.pk)
    with_date = {now[target] for source, target in links if source in dated}
    signals = Signal.objects.filter(municipality=municipality, pk__in=set(now.values()), formal_kind="")
    found = list(
        signals.exclude(visibility="care").select_related("subject", "broad_look").order_by("received_at")
    )
    for signal in found:
        signal.municipality = municipality
    open_now = [signal for signal in found if signal.state in TO_ANSWER and signal.erased_at is None]
    later = [(signal, why) for signal in open_now if (why := _why_not(signal, with_date))]
    told = {signal.pk for signal in open_now} - {signal.pk for signal, _ in later}
    return Forecast(
        people=people_of(municipality.pk, told),
        signals=len(told),
        done=len(found) - len(open_now),
        waiting=len(later),
        later=tuple(_shown(signal, why, access) for signal, why in later[:MOST]),
    )


def _why_not(signal: Signal, with_date: set[uuid.UUID]) -> str:
    if signal.state in NOT_NOW:
        return NOT_NOW[signal.state]
    if signal.pk not in with_date:
        return NO_DATE
    asked = signal.kind in current(signal.municipality).part(Broad).kinds
    unlooked = asked and look_required(signal) and getattr(signal, "broad_look", None) is None
    return LOOK_FIRST if unlooked else ""


def _shown(signal: Signal, why: str, access: Access) -> Later:
    if not access.may("see", signal):
        return Later("", "", why)
    return Later(signal.subject.code, signal.public_title or signal.title, why)


def people_of(municipality: uuid.UUID, signals: Iterable[uuid.UUID]) -> int:
    """How many people get a letter when each of these signals has news."""
    rows = Asker.objects.filter(municipality=municipality, subject__in=set(signals), erased_at=None)
    return rows.exclude(contact=Contact.NONE).count()


def promised_people(item: PlanItem) -> int:
    """How many people hear it when the item is done, dropped or moved. Two queries."""
    return people_of(item.municipality_id, [each.asked_id for each in promising.promises_of(item)])
