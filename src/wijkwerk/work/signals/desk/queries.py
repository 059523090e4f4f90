"""Lists of signals for the desk: a fixed number of queries, whatever the number of rows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, FilteredRelation, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import capped_count, within
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.models import OPEN, TO_ANSWER, Handover, HandoverState, Signal

PAGE = 50
LISTS = {
    "nieuw": "Nieuw",
    "mijn": "Van mij",
    "lang": "Ligt te lang",
    "beloofd": "Beloofd",
    "alles": "Alles wat open staat",
    "klaar": "Klaar",
}


@dataclass(frozen=True)
class Filter:
    """What the desk list shows. `after` is where the page before it ended: (received_at, key) of its last row."""

    which: str = "alles"
    theme: str = ""
    team: str = ""
    area_path: str = ""
    state: str = ""
    after: tuple[datetime, uuid.UUID] | None = None

    def url(self, **changes: Any) -> str:
        """The query string of this list, with changes; a change of filter begins at the first page."""
        new = replace(self, **({"after": None} | changes))
        parts = {
            "lijst": new.which,
            "thema": new.theme,
            "team": new.team,
            "gebied": new.area_path,
            "fase": new.state,
        }
        if new.after:
            parts["na"] = f"{new.after[0].isoformat()}~{new.after[1].hex}"
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def read_filter(given: Any) -> Filter:
    """A filter from a query string; what makes no sense is left out, never an error."""
    which = given.get("lijst", "alles")
    return Filter(
        which=which if which in LISTS else "alles",
        theme=given.get("thema", "")[:40],
        team=given.get("team", "")[:40],
        area_path=_path(given.get("gebied", "")),
        state=given.get("fase", "") if given.get("fase", "") in set(State) else "",
        after=_after(given.get("na", "")),
    )


def _path(text: str) -> str:
    clean = text[:120]
    return clean if clean.endswith(".") and clean.replace(".", "").isalnum() and clean.isascii() else ""


def _after(text: str) -> tuple[datetime, uuid.UUID] | None:
    moment, _, key = text.partition("~")
    try:
        found = datetime.fromisoformat(moment)
        return (found, uuid.UUID(hex=key)) if found.tzinfo else None
    except ValueError:
        return None


def which_rows(access: Access, which: str, today: date) -> Q:
    """The condition of one of the fixed lists."""
    todo = Q(state__in=TO_ANSWER)
    conditions = {
        "nieuw": todo & Q(owner_person=None),
        "mijn": Q(state__in=OPEN, owner_person=access.user_id),
        "lang": todo & (Q(answer_due__lt=today) | Q(confirm_due__lt=today, owner_person=None)),
        "beloofd": Q(state__in=OPEN, has_promise=True),
        "klaar": Q(state=State.CLOSED),
    }
    return conditions.get(which, Q(state__in=OPEN))


def desk_rows(access: Access, municipality: Municipality, wanted: Filter, today: date) -> QuerySet[Signal]:
    """The rows of a list, newest first; those that this person may see and no other."""
    rows = Signal.objects.filter(access.visible(), municipality=municipality).filter(
        which_rows(access, wanted.which, today)
    )
    if wanted.theme:
        rows = rows.filter(theme=wanted.theme)
    if wanted.team:
        rows = rows.filter(owner_team__key=wanted.team)
    if wanted.area_path:
        rows = rows.filter(within("area_path", wanted.area_path))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.after:
        moment, key = wanted.after
        rows = rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=key))
    return rows.order_by("-received_at", "-pk")


def desk_page(
    access: Access, municipality: Municipality, wanted: Filter, today: date, size: int = PAGE
) -> tuple[list[Signal], str]:
    """One page of a list, and the query string of the next page (empty at the end). One query."""
    rows = desk_rows(access, municipality, wanted, today).select_related(
        "subject", "owner_team", "owner_person"
    )
    rows = rows.defer("text", "words")
    found = list(rows[: size + 1])
    more = wanted.url(after=(found[size - 1].received_at, found[size - 1].pk)) if len(found) > size else ""
    return found[:size], more


def count(access: Access, municipality: Municipality, which: str, today: date) -> int:
    """How many rows a fixed list has, counted no further than a thousand."""
    return capped_count(desk_rows(access, municipality, Filter(which), today))


def to_confirm(access: Access, municipality: Municipality) -> Sequence[Handover]:
    """Handovers that wait for this person or a team of theirs."""
    teams = access.teams | access.care_teams
    care = Q(signal__visibility="care")
    mine = (~care & Q(to_person=access.user_id)) | Q(to_person=None, to_team__in=teams)
    rows = Handover.objects.filter(mine, municipality=municipality, state=HandoverState.SENT)
    return list(rows.select_related("signal__subject", "from_team", "asked_by").order_by("asked_at")[:20])


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


def with_offer() -> QuerySet[Signal]:
    """Signals with the handover that waits on them, in the same query: there is at most one."""
    offer = FilteredRelation("handovers", condition=Q(handovers__state=HandoverState.SENT))
    names = {"offer_team": "to_team__name", "offer_by": "asked_by__name"} | {
        f"offer_{name}": name for name in ("pk", "to_team_id", "to_person_id", "asked_at", "why")
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
    )


def may_confirm(access: Access, handover: Handover | Offered) -> bool:
    """Whether this person is the receiver of the handover."""
    if handover.signal.visibility == "care":
        return handover.to_team_id in access.care_teams
    if handover.to_person_id is not None and handover.to_person_id == access.user_id:
        return True
    return handover.to_team_id in (access.teams | access.care_teams)
