"""The days by which something must happen, each kind with its condition and its index: what the calendar counts (O2, D9)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet, Value

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import among
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.signals.models import OPEN, TO_ANSWER, Signal

# Rows that a calendar reads; beyond it the later days are not counted any more, and the page says so.
MOST: Final = 5000
PROMISE: Final = "promise"


@dataclass(frozen=True)
class Term:
    """A kind of day: the column, when it counts, its icon, and its word for one and for more."""

    column: str
    counts: Q
    icon: str
    one: str
    many: str


TERMS: Final = {
    "answer": Term("answer_due", Q(state__in=TO_ANSWER, formal_kind=""), "chat", "antwoord", "antwoorden"),
    "confirm": Term(
        "confirm_due", Q(state__in=TO_ANSWER, owner_person=None), "person", "te nemen", "te nemen"
    ),
    "reply": Term("waiting_until", Q(state=State.WAITING), "clock", "reactie", "reacties"),
    "legal": Term(
        "legal_due", ~Q(formal_kind="") & Q(external_ref="", state__in=OPEN), "doc", "wettelijk", "wettelijk"
    ),
}
WORDS: Final = {name: (term.icon, term.one, term.many) for name, term in TERMS.items()} | {
    PROMISE: ("open", "belofte", "beloften")
}


def due_on(municipality: Municipality, day: date) -> Q:
    """The condition that something about a signal is due on this day."""
    found = Q(pk__in=_promises(municipality).filter(due_until=day).values("asked"))
    for term in TERMS.values():
        found |= term.counts & Q(**{term.column: day})
    return found


def due_between(
    rows: QuerySet[Signal], municipality: Municipality, first: date, last: date
) -> list[tuple[date, str]]:
    """(day, kind of term) of these signals in a span of days, in order, one more than `MOST` at most. One query."""
    spans = [
        rows.filter(term.counts, **{f"{term.column}__range": (first, last)})
        .order_by()
        .annotate(due=F(term.column), term=Value(name))
        .values_list("due", "term")
        for name, term in TERMS.items()
    ]
    promises = _promises(municipality).filter(among(rows, "asked"), due_until__range=(first, last))
    named = promises.order_by().annotate(due=F("due_until"), term=Value(PROMISE))
    found = spans[0].union(*spans[1:], named.values_list("due", "term"), all=True).order_by("due")
    return [(day, name) for day, name in found[: MOST + 1]]


def _promises(municipality: Municipality) -> QuerySet[Promise]:
    return Promise.objects.filter(municipality=municipality, state=PromiseState.OPEN)
