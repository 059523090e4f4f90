"""Plans that somebody may see, by area and kind and state, and first what needs attention (Q19). Fixed queries, paged by key."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.db import capped_count, within
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.planning import IN_FORCE, LIVE_ITEMS, PlanState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.may import sees_draft, visible
from wijkwerk.work.plans.models import Plan, PlanItem, Round
from wijkwerk.work.plans.sections import PlanKinds

PAGE: Final = 25
FIRST: Final = 8
FIRST_YEAR, LAST_YEAR = 2000, 2100
STATES: Final = {
    PlanState.DRAFT.value: "Concept",
    PlanState.DISCUSSED.value: "Voorstel, openbaar",
    PlanState.ADOPTED.value: "Vastgesteld",
    PlanState.REVISING.value: "Krijgt een nieuwe versie",
    PlanState.REPLACED.value: "Vervangen",
    PlanState.ENDED.value: "Afgesloten",
}
ROUNDS: Final = {
    "call": "oproep",
    "filter": "wensen bekijken",
    "place": "in het plan zetten",
    "adopt": "vaststellen",
    "account": "terugkijken",
}
LIVE_PLANS: Final = (PlanState.DRAFT, PlanState.DISCUSSED, *sorted(IN_FORCE))
After = tuple[str, int, date, uuid.UUID]


@dataclass(frozen=True)
class Filter:
    """What the list shows. `after` is the last row of the page before: area path, level, first day and key."""

    area_path: str = ""
    kind: str = ""
    year: int | None = None
    state: str = ""
    attention: bool = False
    after: After | None = None

    def url(self, **changes: Any) -> str:
        """The query string of this list with changes, from its first page unless said otherwise."""
        new = replace(self, **({"after": None} | changes))
        parts = {
            "gebied": new.area_path,
            "soort": new.kind,
            "jaar": str(new.year or ""),
            "fase": new.state,
            "aandacht": "ja" if new.attention else "",
            "na": _mark(new.after) if new.after else "",
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def _mark(after: After) -> str:
    path, level, starts, key = after
    return f"{path}~{level}~{starts.isoformat()}~{key.hex}"


def read_filter(given: Any, municipality: Municipality) -> Filter:
    """A filter from a query string; what is not there is left out, never an error."""
    path, kind, state = (str(given.get(name, ""))[:120] for name in ("gebied", "soort", "fase"))
    year = str(given.get("jaar", ""))
    known = year.isascii() and year.isdigit() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR
    return Filter(
        area_path=path if path in areas.path_names(municipality) else "",
        kind=kind if current(municipality).part(PlanKinds).get(kind) else "",
        year=int(year) if known else None,
        state=state if state in STATES else "",
        attention=given.get("aandacht") == "ja",
        after=_read_mark(str(given.get("na", ""))[:200]),
    )


def _read_mark(text: str) -> After | None:
    try:
        path, level, starts, key = text.split("~")
        return path, int(level[:2]), date.fromisoformat(starts), uuid.UUID(hex=key)
    except ValueError:
        return None


def rows_of(access: Access, municipality: Municipality, wanted: Filter, today: date) -> QuerySet[Plan]:
    """The plans of a list in its order: by area, then from high to low, then by first day."""
    rows = Plan.objects.filter(visible(access), municipality=municipality)
    if wanted.area_path:
        rows = rows.filter(within("area_path", wanted.area_path))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(starts__lte=date(wanted.year, 12, 31), ends__gte=date(wanted.year, 1, 1))
    if wanted.attention:
        rows = rows.filter(needs_attention(today), state__in=LIVE_PLANS)
    return rows.order_by("area_path", "level", "starts", "pk")


def needs_attention(today: date) -> Q:
    """What somebody should look at: update due, over but not accounted for, a round that runs, items with something open."""
    in_force = Q(state__in=IN_FORCE)
    return (
        (in_force & (Q(update_due__lte=today) | Q(ends__lt=today)))
        | Q(Exists(Round.objects.filter(plan=OuterRef("pk"), ended_at=None)))
        | Q(Exists(with_gaps().filter(plan=OuterRef("pk"))))
    )


def with_gaps() -> QuerySet[PlanItem]:
    """Items that will be done and lack a person, money or a date (Q19)."""
    lacks = Q(owner_person=None) | Q(money=None) | Q(due_until=None)
    return PlanItem.objects.filter(lacks, state__in=LIVE_ITEMS)


@dataclass(frozen=True)
class Row:
    """A plan in a list; `work` tells whether the reader comes to the page of its writers, else to what everybody reads."""

    plan: Plan
    kind: str
    place: str
    badge: str
    word: str
    period: str
    items: int
    attention: tuple[str, ...]
    work: bool


def page_of(
    access: Access, municipality: Municipality, wanted: Filter, today: date, size: int = PAGE
) -> tuple[list[Row], str]:
    """One page of rows, and the query string of the next ('' at the end). One query."""
    rows = rows_of(access, municipality, wanted, today)
    if wanted.after:
        rows = rows.filter(_beyond(*wanted.after))
    found = list(_with_counts(rows.select_related("subject"))[: size + 1])
    more = ""
    if len(found) > size:
        last = found[size - 1]
        more = wanted.url(after=(last.area_path, last.level, last.starts, last.pk))
    return dress(found[:size], access, municipality, today), more


def _beyond(path: str, level: int, starts: date, key: uuid.UUID) -> Q:
    """The rows after this one, in the order of the index."""
    here = Q(area_path=path)
    later = Q(starts__gt=starts) | Q(starts=starts, pk__gt=key)
    return Q(area_path__gt=path) | (here & (Q(level__gt=level) | (Q(level=level) & later)))


def _with_counts(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    live = PlanItem.objects.filter(plan=OuterRef("pk"), state__in=LIVE_ITEMS)
    running = Round.objects.filter(plan=OuterRef("pk"), ended_at=None).values("step")[:1]
    return rows.annotate(
        live=_number(live),
        open_items=_number(with_gaps().filter(plan=OuterRef("pk"))),
        round_step=Subquery(running),
    )


def _number(rows: QuerySet[PlanItem]) -> Coalesce:
    grouped = rows.order_by().values("plan").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped), 0)


def dress(plans: list[Plan], access: Access, municipality: Municipality, today: date) -> list[Row]:
    """Rows for a list of plans with their counts; no query."""
    names, kinds = areas.path_names(municipality), current(municipality).part(PlanKinds)
    found = []
    for plan in plans:
        badge, word = words.plan_state(plan, today)
        place = names.get(plan.area_path)
        found.append(
            Row(
                plan=plan,
                kind=kinds.label(plan.kind),
                place=place.name if place else municipality.name,
                badge=badge,
                word=word,
                period=words.period(plan),
                items=plan.live,  # type: ignore[attr-defined]
                attention=attention_words(plan, today),
                work=sees_draft(access, plan),
            )
        )
    return found


def attention_words(plan: Any, today: date) -> tuple[str, ...]:
    """Why a plan asks attention, the most pressing first; `plan` has its counts."""
    found = []
    if plan.state in IN_FORCE and plan.ends < today:
        found.append("De tijd is om: sluit het plan af")
    if plan.state in IN_FORCE and plan.update_due and plan.update_due <= today:
        found.append("Het is tijd voor een nieuwe versie")
    if plan.round_step:
        found.append(f"Er loopt een ronde: {ROUNDS.get(plan.round_step, plan.round_step)}")
    if plan.open_items and plan.state in LIVE_PLANS:
        one = plan.open_items == 1
        found.append(
            "Van één punt is iets nog open" if one else f"Van {plan.open_items} punten is iets nog open"
        )
    return tuple(found)


def how_many(access: Access, municipality: Municipality, wanted: Filter, today: date) -> int:
    """How many plans the whole list has, counted no further than a thousand."""
    return capped_count(rows_of(access, municipality, replace(wanted, after=None), today))
