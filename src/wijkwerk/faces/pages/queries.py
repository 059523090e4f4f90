"""What strangers may read of signals, answers and promises. Only columns made for the public are fetched (D4, D8)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import capped_count, inside, within
from wijkwerk.rules.deadlines import Precision, local_date, start_of_local_day
from wijkwerk.work.answers.models import Answer, AnswerKind, Promise, PromiseState
from wijkwerk.work.answers.queries import public_promises
from wijkwerk.work.signals.models import TO_ANSWER, Signal, Visibility

KINDS: Final = (AnswerKind.YES.value, AnswerKind.YES_IF.value, AnswerKind.NO.value)
WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
RECENT: Final = timedelta(days=180)
CHOOSE_FROM: Final = 30  # answers among which the cards of the home page are chosen
PROMISE_LISTS: Final = ("open", "late", "kept")


@dataclass(frozen=True, slots=True)
class Seen:
    """A published signal as strangers see it. `kind` is the kind of answer, '' while there is none."""

    key: uuid.UUID
    code: str
    title: str
    place: str
    theme: str
    state: str
    kind: str
    area_path: str
    received_at: datetime
    answered_at: datetime | None
    lon: float | None
    lat: float | None
    text: str = ""

    @property
    def days(self) -> int | None:
        """Days between the signal and its answer."""
        if self.answered_at is None:
            return None
        return (local_date(self.answered_at) - local_date(self.received_at)).days


@dataclass(frozen=True, slots=True)
class PublicPromise:
    """A promise as strangers see it. `code` is that of the signal it was made to, '' where that is not published."""

    key: uuid.UUID
    what: str
    team: str
    area_path: str
    due_until: date
    precision: Precision
    first_due: date
    state: str
    made_at: datetime
    settled_at: datetime | None
    code: str

    def is_late(self, today: date) -> bool:
        """Open, and today after the date (D3)."""
        return self.state == PromiseState.OPEN and today > self.due_until


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answers of each kind, and over how many days."""

    days: int
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def published(municipality: Municipality, area_path: str = "", *, wide: bool = False) -> QuerySet[Signal]:
    """Signals that staff have published; care never, whatever its columns say. `wide` as in `Outline.is_wide`."""
    rows = Signal.objects.filter(municipality=municipality, published_at__isnull=False)
    return rows.exclude(visibility=Visibility.CARE).filter(
        (inside if wide else within)("area_path", area_path)
    )


SEEN = (
    "pk", "subject__code", "public_title", "public_place", "theme", "state", "answer_kind", "area_path",
    "received_at", "answered_at", "public_lon", "public_lat",
)  # fmt: skip
# The same columns, seen from an answer.
OF_ANSWER = (
    "subject_id", "subject__code", *(f"subject__signal__{name}" for name in SEEN[2:]), "public_answer"
)  # fmt: skip


def answered_in(
    municipality: Municipality,
    area_path: str,
    *,
    size: int,
    after: tuple[datetime, uuid.UUID] | None = None,
    wide: bool = False,
) -> list[Seen]:
    """What was answered in an area, newest first, at most `size` from where `after` ended. Two queries."""
    rows = published(municipality, area_path, wide=wide).filter(answered_at__isnull=False)
    rows = rows.exclude(answer_kind="")
    if after:
        moment, key = after
        rows = rows.filter(Q(answered_at__lt=moment) | Q(answered_at=moment, pk__lt=key))
    found = list(rows.order_by("-answered_at", "-pk").values_list(*SEEN)[:size])
    texts = _public_texts(municipality, [row[0] for row in found])
    return [Seen(*(*row, texts.get(row[0], ""))) for row in found]


def _public_texts(municipality: Municipality, keys: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = Answer.objects.filter(municipality=municipality, subject__in=keys, superseded_at=None)
    return dict(rows.values_list("subject_id", "public_answer")) if keys else {}


def waiting_in(municipality: Municipality, area_path: str, *, size: int) -> list[Seen]:
    """What was published in an area and still waits for its answer, newest first."""
    rows = published(municipality, area_path).filter(answered_at=None, state__in=TO_ANSWER)
    return [Seen(*row) for row in rows.order_by("-received_at", "-pk").values_list(*SEEN)[:size]]


def _answers(municipality: Municipality, since: datetime) -> QuerySet[Answer]:
    # From the side of the answers: their index on the moment bounds the work, however many signals there are.
    rows = Answer.objects.filter(municipality=municipality, given_at__gte=since, superseded_at=None)
    rows = rows.filter(subject__signal__published_at__isnull=False)
    return rows.exclude(subject__signal__visibility=Visibility.CARE)


def _start_of(days: timedelta, now: datetime) -> datetime:
    """When the first of so many whole days began; today is the last of them."""
    return start_of_local_day(local_date(now) - days + timedelta(days=1))


def answered_lately(municipality: Municipality, *, now: datetime) -> Answered:
    """Published answers of the last 7 days by kind; of the last 30 days where there were none. One query."""
    week = Count("pk", filter=Q(given_at__gte=_start_of(WEEK, now)))
    since = _start_of(MONTH, now)
    rows = _answers(municipality, since).values_list("kind").annotate(week=week, month=Count("pk"))
    found = {kind: (in_week, in_month) for kind, in_week, in_month in rows.order_by("kind")}
    in_week = {kind: found.get(kind, (0, 0))[0] for kind in KINDS}
    if any(in_week.values()):
        return Answered(WEEK.days, in_week)
    return Answered(MONTH.days, {kind: found.get(kind, (0, 0))[1] for kind in KINDS})


def fresh_answers(municipality: Municipality, *, now: datetime, size: int) -> list[Seen]:
    """A few answers of the last 30 days, if possible of different kinds. One query."""
    rows = _answers(municipality, _start_of(MONTH, now)).exclude(public_answer="")
    rows = rows.order_by("-given_at", "-pk")
    found = [Seen(*row) for row in rows.values_list(*OF_ANSWER)[:CHOOSE_FROM]]
    first = [next((seen for seen in found if seen.kind == kind), None) for kind in KINDS]
    chosen = [seen for seen in first if seen is not None]
    rest = [seen for seen in found if seen not in chosen]
    return (chosen + rest)[:size]


# --- promises -------------------------------------------------------------------------------------------

PROMISE = (
    "pk", "public_what", "owner_team__name", "area_path", "due_until", "precision", "first_due", "state", "made_at",
    "settled_at", "asked__code", "asked__signal__published_at",
)  # fmt: skip


def promises(municipality: Municipality, area_path: str = "", *, wide: bool = False) -> QuerySet[Promise]:
    """Promises with public words. What was promised to a signal shows only while that signal is published."""
    rows = public_promises(municipality, area_path, wide=wide)
    return rows.filter(asked__signal__published_at__isnull=False)


def read_promises(rows: QuerySet[Promise], size: int) -> list[PublicPromise]:
    """The first rows as strangers see them. One query."""
    return [promise_of(row) for row in rows.values_list(*PROMISE)[:size]]


def promise_of(row: tuple[Any, ...]) -> PublicPromise:
    """A row of the columns in `PROMISE`."""
    *start, precision, first_due, state, made_at, settled_at, code, shown = row
    columns = (*start, Precision(precision), first_due, state, made_at, settled_at, code if shown else "")
    return PublicPromise(*columns)


def listed(rows: QuerySet[Promise], which: str, *, today: date) -> QuerySet[Promise]:
    """One of the lists of `PROMISE_LISTS`, in its order: what is due first, or for kept ones what was due last."""
    if which == "kept":
        return rows.filter(state=PromiseState.KEPT).order_by("-due_until", "-pk")
    rows = rows.filter(state=PromiseState.OPEN).order_by("due_until", "pk")
    return rows.filter(due_until__lt=today) if which == "late" else rows


def after_promise(rows: QuerySet[Promise], which: str, after: tuple[date, uuid.UUID]) -> QuerySet[Promise]:
    """The rest of a list, from where a page ended."""
    day, key = after
    step = "lt" if which == "kept" else "gt"
    return rows.filter(Q(**{f"due_until__{step}": day}) | Q(**{"due_until": day, f"pk__{step}": key}))


def kept_lately(rows: QuerySet[Promise], *, today: date, size: int) -> list[PublicPromise]:
    """What was kept last. Looks at promises of the last half year, so that the cost does not grow with the archive."""
    rows = rows.filter(state=PromiseState.KEPT, due_until__gte=today - RECENT)
    return read_promises(rows.order_by("-settled_at", "-pk"), size)


def of_this_year(rows: QuerySet[Promise], *, today: date) -> dict[str, QuerySet[Promise]]:
    """What is running, due first, and what was kept since New Year, the last one first."""
    since = start_of_local_day(date(today.year, 1, 1))
    kept = rows.filter(state=PromiseState.KEPT, settled_at__gte=since)
    return {
        "running": listed(rows, "open", today=today),
        "kept": kept.order_by("-settled_at", "-pk"),
    }


def count(rows: QuerySet[Promise]) -> int:
    """How many, counted no further than a thousand."""
    return capped_count(rows)


def oldest_open(rows: QuerySet[Promise]) -> PublicPromise | None:
    """The promise that is open longest."""
    found = read_promises(rows.filter(state=PromiseState.OPEN).order_by("made_at", "pk"), 1)
    return found[0] if found else None


def open_per_area(rows: QuerySet[Promise]) -> dict[str, int]:
    """Open promises by path of the area, each counted in the areas above it as well. One query."""
    found: dict[str, int] = {}
    counted = rows.filter(state=PromiseState.OPEN).order_by().values_list("area_path").annotate(Count("pk"))
    for path, number in counted:
        for prefix in _prefixes(path):
            found[prefix] = found.get(prefix, 0) + number
    return found


def _prefixes(path: str) -> Iterable[str]:
    keys = path.strip(".").split(".") if path else []
    return (".".join(keys[: depth + 1]) + "." for depth in range(len(keys)))
