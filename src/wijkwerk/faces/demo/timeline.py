"""How the life of a told signal lies in time: counted in days before now, so that every course is consistent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from wijkwerk.faces.demo import dutch

# A due date rounded up to the end of its period can lie this many days later than the day that was counted.
SLACK = {"day": 0, "week": 6, "month": 30, "quarter": 92, "season": 184, "year": 366}
OLDEST = 425


@dataclass(frozen=True)
class Terms:
    """Days after the answer: promise due, and condition expected; `due_at`/`expected_at` count from now instead."""

    due: int
    precision: str
    expected: int
    due_at: int | None = None
    expected_at: int | None = None
    second: int = 0
    recent: int = 0


@dataclass(frozen=True)
class Ages:
    """Days ago of each step; None where the step is not taken."""

    reported: int
    taken: int | None = None
    answered: int | None = None
    settled: int | None = None
    second: int | None = None
    kept: int | None = None
    shifted: int | None = None
    reopened: int | None = None
    closed: int | None = None


def ages(course: str, terms: Terms, rng: Random) -> Ages:
    """The steps of one course in days ago, oldest first; raises KeyError for an unknown course."""
    wait = rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 19))
    return _COURSES[course](terms, wait, rng)


def _long_ago(room: int, rng: Random, least: int = 0) -> int:
    """Days ago, more often recent than old, never more than the room."""
    return least + int(max(0, room - least) * rng.random() ** 1.9)


def _new(terms: Terms, wait: int, rng: Random) -> Ages:
    return Ages(rng.choice((0, 0, 1, 1, 2, 3, 6, 9)))


def _taken(terms: Terms, wait: int, rng: Random) -> Ages:
    reported = rng.randint(2, 17)
    return Ages(reported, max(0, reported - rng.randint(1, 3)))


def _care(terms: Terms, wait: int, rng: Random) -> Ages:
    reported = rng.randint(3, 60)
    return Ages(reported, reported - 1)


def _answered(answered: int, wait: int) -> Ages:
    return Ages(answered + wait, answered + wait - 1 if wait > 1 else answered, answered)


def _yes(terms: Terms, wait: int, rng: Random) -> Ages:
    return _answered(rng.randint(0, max(0, min(terms.due - 2, 45))), wait)


def _no(terms: Terms, wait: int, rng: Random) -> Ages:
    return _answered(_long_ago(OLDEST - wait, rng), wait)


def _kept(terms: Terms, wait: int, rng: Random, least: int = 0) -> Ages:
    used = max(1, int(terms.due * rng.uniform(0.35, 0.98)))
    kept = _long_ago(OLDEST - wait - used, rng, least)
    return _with(_answered(kept + used, wait), kept=kept)


def _closed(terms: Terms, wait: int, rng: Random) -> Ages:
    found = _kept(terms, wait, rng, least=34)
    return _with(found, closed=(found.kept or 0) - 31)


def _reopened(terms: Terms, wait: int, rng: Random) -> Ages:
    used, kept = max(1, int(terms.due * 0.8)), rng.randint(9, 24)
    return _with(_answered(kept + used, wait), kept=kept, reopened=rng.randint(1, 7))


def _late(terms: Terms, wait: int, rng: Random) -> Ages:
    return _answered(terms.due + SLACK[terms.precision] + rng.randint(6, 70), wait)


def _shifted(terms: Terms, wait: int, rng: Random) -> Ages:
    over = rng.randint(6, 40)
    return _with(_answered(terms.due + SLACK[terms.precision] + over, wait), shifted=over - rng.randint(2, 5))


def _if_open(terms: Terms, wait: int, rng: Random) -> Ages:
    last = terms.recent - wait - 1 if terms.recent else min(terms.expected - 4, 60)
    return _answered(rng.randint(1, max(1, last)), wait)


def _if_met(terms: Terms, wait: int, rng: Random) -> Ages:
    answered = terms.expected + rng.randint(3, max(4, min(30, terms.due - terms.expected - 8)))
    return _with(_answered(answered, wait), settled=answered - terms.expected)


def _if_lapsed(terms: Terms, wait: int, rng: Random) -> Ages:
    second = rng.randint(3, 50 if terms.second == 0 else min(50, terms.second - 5))
    settled = second + rng.randint(1, 6)
    return _with(
        _answered(settled + terms.expected + rng.randint(0, 4), wait), settled=settled, second=second
    )


def _with(found: Ages, **more: int) -> Ages:
    return Ages(**{**found.__dict__, **more})


_COURSES = {
    "new": _new, "taken": _taken, "care": _care, "answered_yes": _yes, "answered_no": _no, "yes_kept": _kept,
    "closed": _closed, "reopened": _reopened, "yes_late": _late, "yes_late_shifted": _shifted,
    "yes_if_open": _if_open, "yes_if_met": _if_met, "yes_if_lapsed_new_answer": _if_lapsed,
}  # fmt: skip


def moment(
    now: datetime, ago: int, rng: Random, after: datetime | None = None, office: bool = True
) -> datetime:
    """So many days ago, by day; staff work on weekdays (office). Never before `after`, never later than now."""
    found = (now - timedelta(days=ago)).replace(minute=rng.randint(0, 59), second=0, microsecond=0)
    found = found.replace(
        hour=rng.randint(8, 15) if office else rng.choice((7, 8, 9, 11, 12, 16, 18, 19, 20, 21))
    )
    if office and found.weekday() > 4:
        found += timedelta(days=7 - found.weekday())
    if found > now:
        # what did not happen yet today happened the day before, or on the Friday before a weekend
        found -= timedelta(days=1)
        found -= timedelta(days=max(0, found.weekday() - 4)) if office else timedelta()
    if after is not None and found <= after:
        found = after + timedelta(minutes=rng.randint(4, 50))
    return min(found, now - timedelta(seconds=30))


def promised(given: datetime, now: datetime, terms: Terms) -> date:
    """The last day on which a promise of these terms is kept in time."""
    start = (
        now.date() + timedelta(days=terms.due_at)
        if terms.due_at
        else given.date() + timedelta(days=terms.due)
    )
    until = dutch.due_until(start, terms.precision)
    if terms.precision == "season" and until.month == 2:
        # nobody plants or builds in the winter: what would fall there is promised for the spring
        return dutch.due_until(until + timedelta(days=1), "season")
    return until
