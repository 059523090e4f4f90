"""Lists of signals for the desk: a fixed number of queries, whatever the number of rows."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import CappedCount, capped_count, within
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import start_of_local_day
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.actions import urgent
from wijkwerk.work.signals.desk.lists.due import due_on
from wijkwerk.work.signals.desk.lists.filters import BY_TERM, OLDEST, After, Filter
from wijkwerk.work.signals.desk.lists.filters import LISTS as LISTS
from wijkwerk.work.signals.models import OPEN, TO_ANSWER, Handover, HandoverState, Message, Signal
from wijkwerk.work.signals.owners import aside

PAGE = 50

# What goes straight to another team stands in a list of its own, and not in these (T13).
APART: Final = "kapot"
OWN_LINE: Final = ("nieuw", "lang")
UNSEEN = Q(urgent_at__isnull=False, urgent_seen_at=None)


def which_rows(access: Access, which: str, today: date) -> Q:
    """The condition of one of the fixed lists."""
    if which in _ASKED:
        return _ASKED[which](access)
    todo = Q(state__in=TO_ANSWER)
    conditions = {
        "nieuw": todo & Q(owner_person=None),
        "mijn": Q(state__in=OPEN)
        & (Q(owner_person=access.user_id) | Q(meant_for=access.user_id, owner_person=None)),
        "lang": todo & (Q(answer_due__lt=today) | Q(confirm_due__lt=today, owner_person=None)),
        "wacht": Q(state=State.WAITING),
        "beloofd": Q(state__in=OPEN, has_promise=True),
        "meer": Q(more_at__isnull=False),
        # Each as its index `signal_legal` and `signal_urgent` says, so that the index is used.
        "officieel": ~Q(formal_kind="") & Q(external_ref=""),
        "spoed": todo & UNSEEN,
        "klaar": Q(state=State.CLOSED),
    }
    return conditions.get(which, Q(state__in=OPEN))


def _with_news(access: Access) -> Q:
    """Signals of this person or a team of theirs with a message that nobody has seen, in any state."""
    unseen = Message.objects.filter(municipality=access.municipality_id, seen_at=None)
    mine = Q(owner_person=access.user_id) | Q(owner_team__in=access.teams | access.care_teams)
    return mine & Q(pk__in=unseen.values("signal"))


def _came_back(access: Access) -> Q:
    return Q(state__in=OPEN, pk__in=came_back(access).values("signal"))


def _rose(access: Access) -> Q:
    return Q(state__in=OPEN, pk__in=_went_up(access).values("signal"))


# The lists that look in another table: made only for who asks for them.
_ASKED: Final[dict[str, Callable[[Access], Q]]] = {
    "berichten": _with_news,
    "terug": _came_back,
    "hogerop": _rose,
}


def desk_rows(access: Access, municipality: Municipality, wanted: Filter, today: date) -> QuerySet[Signal]:
    """The rows of a list in its order; those that this person may see and no other."""
    rows = Signal.objects.filter(access.visible(), municipality=municipality).filter(
        which_rows(access, wanted.which, today)
    )
    far = aside(access, municipality)
    if wanted.which == APART:
        rows = rows.filter(far) if far is not None else rows.none()
    elif far is not None and wanted.which in OWN_LINE and not wanted.kind:
        rows = rows.exclude(far)
    columns = {"theme": wanted.theme, "owner_team__key": wanted.team, "state": wanted.state}
    columns |= {"kind": wanted.kind, "via": wanted.via}
    rows = rows.filter(**{name: value for name, value in columns.items() if value})
    if wanted.area_path:
        rows = rows.filter(within("area_path", wanted.area_path))
    if wanted.since:
        rows = rows.filter(received_at__gte=start_of_local_day(wanted.since))
    if wanted.until:
        rows = rows.filter(received_at__lt=start_of_local_day(wanted.until + timedelta(days=1)))
    if wanted.free:
        rows = rows.filter(owner_person=None)
    if wanted.day:
        rows = rows.filter(due_on(municipality, wanted.day))
    return _in_order(rows, wanted)


def _in_order(rows: QuerySet[Signal], wanted: Filter) -> QuerySet[Signal]:
    """In the order of the filter, from where the page before it ended. What has no term comes after what has one."""
    if wanted.after:
        rows = rows.filter(_beyond(wanted.sort, *wanted.after))
    if wanted.sort == BY_TERM:
        return rows.order_by(F("answer_due").asc(nulls_last=True), "pk")
    return (
        rows.order_by("received_at", "pk") if wanted.sort == OLDEST else rows.order_by("-received_at", "-pk")
    )


def _beyond(sort: str, mark: Any, key: uuid.UUID) -> Q:
    """The rows after this one. The first condition says less than the second, but an index can begin there."""
    if sort == BY_TERM:
        later = (
            Q(answer_due__gt=mark) | Q(answer_due=mark, pk__gt=key)
            if mark
            else Q(answer_due=None, pk__gt=key)
        )
        return later | Q(answer_due=None) if mark else later
    if sort == OLDEST:
        return Q(received_at__gte=mark) & (Q(received_at__gt=mark) | Q(pk__gt=key))
    return Q(received_at__lte=mark) & (Q(received_at__lt=mark) | Q(pk__lt=key))


def desk_page(
    access: Access, municipality: Municipality, wanted: Filter, today: date, size: int = PAGE
) -> tuple[list[Signal], str]:
    """One page of a list, and the query string of the next page (empty at the end). One query."""
    rows = desk_rows(access, municipality, wanted, today).select_related(
        "subject", "owner_team", "owner_person"
    )
    found = list(rows.defer("text", "words")[: size + 1])
    more = wanted.url(after=_mark(found[size - 1], wanted.sort)) if len(found) > size else ""
    return found[:size], more


def _mark(signal: Signal, sort: str) -> After:
    return (signal.answer_due if sort == BY_TERM else signal.received_at), signal.pk


def how_many(access: Access, municipality: Municipality, wanted: Filter, today: date) -> int:
    """How many rows the whole list has, counted no further than a thousand."""
    return capped_count(desk_rows(access, municipality, replace(wanted, after=None), today))


def count(access: Access, municipality: Municipality, which: str, today: date) -> int:
    """How many rows a fixed list has, counted no further than a thousand."""
    return how_many(access, municipality, Filter(which), today)


def counts(access: Access, municipality: Municipality, lists: Iterable[str], today: date) -> dict[str, int]:
    """How many rows each of these fixed lists has, counted no further than a thousand. One query."""
    columns = {which: CappedCount(desk_rows(access, municipality, Filter(which), today)) for which in lists}
    row: Any = Municipality.objects.filter(pk=municipality.pk).values(**columns).get()
    return dict(row)


def unseen_urgent(access: Access, municipality: Municipality, most: int = 5) -> list[Signal]:
    """What cannot wait and nobody opened, longest ago first; care only for its own line. One query."""
    rows = urgent.waiting(municipality).filter(access.visible())
    rows = rows.select_related("subject", "owner_team").defer("text", "words")
    return list(rows.order_by("urgent_at")[:most])


def came_back(access: Access) -> QuerySet[Handover]:
    """Offers that were sent back and after which nothing was done: not asked anew, not taken, not answered."""
    rows = Handover.objects.filter(municipality=access.municipality_id, state=HandoverState.BOUNCED)
    return rows.filter(_nothing_done(access))


def with_sent_back(rows: QuerySet[Signal], access: Access) -> QuerySet[Signal]:
    """These signals with what came back and waits for a next step, in one query: `sent_back` has team and why, or is None."""
    last = came_back(access).filter(signal=OuterRef("pk")).order_by("-settled_at")
    facts = JSONObject(team=F("to_team__name"), why=F("settled_why"))
    return rows.annotate(sent_back=Subquery(last.values(facts=facts)[:1]))


def _nothing_done(access: Access) -> Q:
    later = Handover.objects.filter(
        municipality=access.municipality_id, signal=OuterRef("signal"), asked_at__gte=OuterRef("settled_at")
    ).exclude(pk=OuterRef("pk"))
    return (
        (Q(signal__owned_at=None) | Q(signal__owned_at__lte=F("settled_at")))
        & (Q(signal__answered_at=None) | Q(signal__answered_at__lte=F("settled_at")))
        & Q(signal__owner_team=F("from_team"))
        & ~Q(Exists(later))
    )


def _went_up(access: Access) -> QuerySet[Handover]:
    """What was asked of a rung of the ladder and waits there or was taken (Q25)."""
    rows = Handover.objects.filter(municipality=access.municipality_id).exclude(rung="")
    return rows.filter(state__in=(HandoverState.SENT, HandoverState.CONFIRMED))


@dataclass(frozen=True)
class Around:
    """Handovers around somebody: what waits for their yes, what their side asked, what was sent back to it."""

    waiting: list[Handover]
    asked: list[Handover]
    back: list[Handover]


def offers_around(
    access: Access, municipality: Municipality, *, since: datetime | None = None, size: int = 40
) -> Around:
    """All that waits between this person and others, oldest first; what was sent back `since` then. One query."""
    back = Q(state=HandoverState.BOUNCED) & (Q(settled_at__gte=since) if since else Q())
    rows = Handover.objects.filter(Q(state=HandoverState.SENT) | back, municipality=municipality)
    rows = rows.filter(_for_me(access) | _by_us(access, municipality))
    names = ("signal__subject", "from_team", "to_team", "to_person", "asked_by")
    found = list(rows.select_related(*names).order_by("asked_at")[:size])
    teams = access.teams | access.care_teams
    ours = [each for each in found if each.asked_by_id == access.user_id or each.from_team_id in teams]
    return Around(
        waiting=[each for each in found if _waits_for(access, each)],
        asked=[each for each in ours if each.state == HandoverState.SENT],
        back=[each for each in ours if each.state == HandoverState.BOUNCED],
    )


def _by_us(access: Access, municipality: Municipality) -> Q:
    """What this person or a team of theirs asked of a signal they see: without an answer, or sent back."""
    seen = Signal.objects.filter(
        access.visible(), municipality=municipality, pk=OuterRef("signal"), state__in=OPEN
    )
    mine = Q(asked_by=access.user_id) | Q(from_team__in=access.teams | access.care_teams)
    return mine & (Q(state=HandoverState.SENT) | _nothing_done(access)) & Q(Exists(seen))


def _for_me(access: Access) -> Q:
    """What waits for the yes of this person or a team of theirs; the same in Python: `_waits_for`."""
    # What one colleague was asked and did not answer in time is the whole team's to answer.
    team = Q(to_team__in=access.teams | access.care_teams) & (
        Q(to_person=None) | (Q(late_told_at__isnull=False) & ~Q(to_team=F("from_team")))
    )
    person = Q(to_person=access.user_id) & ~Q(signal__visibility="care")
    return Q(state=HandoverState.SENT) & (person | team)


def _waits_for(access: Access, row: Handover) -> bool:
    if row.state != HandoverState.SENT:
        return False
    if row.to_person_id == access.user_id and row.signal.visibility != "care":
        return True
    late = row.late_told_at is not None and row.to_team_id != row.from_team_id
    return row.to_team_id in (access.teams | access.care_teams) and (row.to_person_id is None or late)


def more_going_on(access: Access, municipality: Municipality, size: int = 5) -> Sequence[Signal]:
    """The signals that point at something bigger, the newest mark first (Q16). One query."""
    rows = Signal.objects.filter(access.visible(), municipality=municipality, more_at__isnull=False)
    return list(rows.select_related("subject").defer("text", "words").order_by("-more_at", "-pk")[:size])


def my_offers(access: Access, municipality: Municipality) -> Sequence[Handover]:
    """What this person or a team of theirs asked: still without an answer, or sent back with the reason."""
    around = offers_around(access, municipality)
    return [*around.asked, *around.back]


def to_confirm(access: Access, municipality: Municipality) -> Sequence[Handover]:
    """Handovers that wait for this person or a team of theirs."""
    return offers_around(access, municipality).waiting


@dataclass(frozen=True)
class Offered:
    """A handover that waits, as the page of its signal shows it."""

    pk: uuid.UUID
    signal: Signal
    to_team_id: uuid.UUID
    to_person_id: uuid.UUID | None
    team: str
    asked_by: str
    asked_at: datetime
    why: str
    person: str = ""
    confirm_due: date | None = None
    asked_by_id: uuid.UUID | None = None


def with_offer() -> QuerySet[Signal]:
    """Signals with the handover that waits on them, in the same query: there is at most one."""
    offer = FilteredRelation("handovers", condition=Q(handovers__state=HandoverState.SENT))
    names = {
        "offer_team": "to_team__name",
        "offer_by": "asked_by__name",
        "offer_person": "to_person__name",
    } | {
        f"offer_{name}": name
        for name in ("pk", "to_team_id", "to_person_id", "asked_at", "why", "confirm_due", "asked_by_id")
    }
    return Signal.objects.annotate(
        offer=offer, **{name: F(f"offer__{column}") for name, column in names.items()}
    )


def offered(signal: Any) -> Offered | None:
    """The handover of a signal that was fetched by `with_offer`."""
    if signal.offer_pk is None:
        return None
    return Offered(
        pk=signal.offer_pk,
        signal=signal,
        to_team_id=signal.offer_to_team_id,
        to_person_id=signal.offer_to_person_id,
        team=signal.offer_team,
        asked_by=signal.offer_by,
        asked_at=signal.offer_asked_at,
        why=signal.offer_why,
        person=signal.offer_person or "",
        confirm_due=signal.offer_confirm_due,
        asked_by_id=signal.offer_asked_by_id,
    )


def may_confirm(access: Access, handover: Handover | Offered) -> bool:
    """Whether this person is the receiver of the handover."""
    if handover.signal.visibility == "care":
        return handover.to_team_id in access.care_teams
    if handover.to_person_id is not None and handover.to_person_id == access.user_id:
        return True
    if handover.to_person_id is not None and handover.to_team_id == handover.signal.owner_team_id:
        return False  # asked of one colleague inside the team: the asker cannot say yes for them
    return handover.to_team_id in (access.teams | access.care_teams)
