"""How a plan and what stands in it read on a screen: Dutch words for states, dates, money and where something came from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.dutch_dates import MONTHS, local_day
from wijkwerk.rules.deadlines import Precision, day_words, is_late, spoken
from wijkwerk.rules.planning import IN_FORCE, LIVE_ITEMS, ItemState, Origin, PlanState
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem
from wijkwerk.work.plans.models.item import OriginWords
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

OPEN_DATE: Final = "nog te bepalen"
# Whose words stand behind an origin. What people said in the street may name them, so strangers read the kind only (D4).
SAID_IN_PUBLIC: Final = frozenset({Origin.DEPARTMENT, Origin.PARTNER, Origin.COUNCIL})
# state -> badge of `kit.templatetags.ww`, word.
ITEM_STATES: Final = {
    ItemState.PROPOSED: ("new", "Voorstel"),
    ItemState.CHOSEN: ("open", "Gekozen"),
    ItemState.DOING: ("busy", "Wij zijn bezig"),
    ItemState.DONE: ("done", "Klaar"),
    ItemState.DROPPED: ("withdrawn", "Gaat niet door"),
}
AGREED: Final = ("promised", "Afgesproken")
KINDS: Final = {ItemKind.PRIORITY: "Prioriteit", ItemKind.TASK: "Taak"}
LEVELS: Final = {1: "Waar willen wij heen?", 2: "Wat spreken wij af?", 3: "Wat gaan wij doen?"}


def item_state(item: PlanItem, today: date) -> tuple[str, str]:
    """Badge and word. What is agreed and over its date is late, as a promise is (D3)."""
    if item.state in LIVE_ITEMS and item.adopted_at and item.due_until and is_late(item.due_until, today):
        return "late", "Te laat"
    if item.state == ItemState.CHOSEN and item.adopted_at:
        return AGREED
    return ITEM_STATES[ItemState(item.state)]


def plan_state(plan: Plan, today: date) -> tuple[str, str]:
    """Badge and word of a plan on a day."""
    if plan.state in IN_FORCE:
        if today < plan.starts:
            return "promised", f"Vastgesteld, begint op {day_words(plan.starts)}"
        if today > plan.ends:
            return "clock", "De tijd is om. De uitleg wat ervan kwam volgt nog"
        return (
            ("busy", "Geldt nu")
            if plan.state == PlanState.ADOPTED
            else ("again", "Geldt nu, en krijgt een nieuwe versie")
        )
    return {
        PlanState.DRAFT: ("open", "Voorstel") if plan.public_at else ("draft", "Nog niet openbaar"),
        PlanState.DISCUSSED: ("open", "Wij praten erover"),
        PlanState.REPLACED: ("merged", "Er is een nieuw plan voor in de plaats"),
        PlanState.ENDED: ("done", "Afgelopen"),
    }[PlanState(plan.state)]


def due(item: PlanItem) -> str:
    """By when, as precise as it is known; an open date is shown as open (I41)."""
    return spoken(item.due_until, Precision(item.precision)) if item.due_until else OPEN_DATE


def when(item: PlanItem) -> str:
    """By when, or what is known better: the day on which it became ready. '' for what fell out."""
    if item.state == ItemState.DROPPED:
        return ""
    if item.state == ItemState.DONE and item.settled_at:
        return f"op {day_words(local_day(item.settled_at))}"
    return due(item)


def due_of(day: str | None, precision: str) -> str:
    """The same for a date as a version keeps it."""
    return spoken(date.fromisoformat(day), Precision(precision)) if day else OPEN_DATE


def money(amount: Decimal | None) -> str:
    """Euro in Dutch: "€ 38.000", "€ 12,50"; unknown is said."""
    if amount is None:
        return "nog niet bekend"
    whole, cents = divmod(round(amount * 100), 100)
    text = f"{int(whole):,}".replace(",", ".")
    return f"€\u00a0{text}" + (f",{int(cents):02d}" if cents else "")


def money_of(amount: str | None) -> str:
    """The same for an amount as a version keeps it."""
    return money(Decimal(amount) if amount is not None else None)


def origin_label(key: str) -> str:
    """The kind of an origin: "een melding van bewoners"."""
    return str(OriginWords(key).label)


def origin(item: PlanItem, *, inside: bool = False) -> str:
    """Where an item came from. Strangers read words only of an organisation; whoever sees drafts (`inside`) reads all."""
    label = origin_label(item.origin)
    words = item.origin_words if inside or item.origin in SAID_IN_PUBLIC else ""
    return f"{label}: {words}" if words else label


def asked(times: int) -> str:
    """How often residents asked for something; '' for never."""
    if not times:
        return ""
    return (
        own("Eén {resident.one} vroeg dit")
        if times == 1
        else f"{times} keer gevraagd door {own('{resident.many}', inside=True)}"
    )


def month(moment: datetime) -> str:
    """ "november 2026"."""
    day = local_day(moment)
    return f"{MONTHS[day.month - 1]} {day.year}"


def period(plan: Plan) -> str:
    """The years of a plan: "2027", "2027 t/m 2030"."""
    first, last = plan.starts.year, plan.ends.year
    return str(first) if first == last else f"{first} t/m {last}"


def kinds_at(municipality: Municipality, path: str) -> PlanKinds:
    """The kinds of plan as they are in an area. No query: the areas are in memory (`sections` for one plan reads them)."""
    names = areas.path_names(municipality)
    keys = path.strip(".").split(".") if path else []
    above = [".".join(keys[: depth + 1]) + "." for depth in range(len(keys))]
    return current(municipality).part(PlanKinds, [names[each].code for each in above if each in names])


def kind_of(plan: Plan) -> PlanKind | None:
    """What the settings say of the kind of a plan, there where it is; None when they no longer know it."""
    return kinds_at(plan.municipality, plan.area_path).get(plan.kind)


def kind_label(plan: Plan) -> str:
    """ "Wijkagenda"."""
    return kinds_at(plan.municipality, plan.area_path).label(plan.kind)


def area_name(municipality: Municipality, path: str) -> str:
    """The name of the area, or of the municipality where there is none."""
    name = areas.path_names(municipality).get(path)
    return name.name if name else f"Heel {municipality.name}"
