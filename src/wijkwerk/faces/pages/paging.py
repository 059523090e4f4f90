"""Where a page of a list ended, as text in the address: a moment or day, and the key of the last row."""

import uuid
from datetime import date, datetime

from wijkwerk.work.signals.desk.lists.filters import FIRST_YEAR, LAST_YEAR


def mark(value: date, key: uuid.UUID) -> str:
    """The text for `na=` in the address of the next page."""
    return f"{value.isoformat()}~{key.hex}"


def read_moment(text: str) -> tuple[datetime, uuid.UUID] | None:
    """A moment with its key; None for what makes no sense: the list then begins at its start."""
    value, _, key = text.partition("~")
    try:
        moment = datetime.fromisoformat(value)
        return (moment, uuid.UUID(hex=key)) if moment.tzinfo and _within(moment) else None
    except ValueError:
        return None


def read_day(text: str) -> tuple[date, uuid.UUID] | None:
    """A day with its key; None for what makes no sense."""
    value, _, key = text.partition("~")
    try:
        day = date.fromisoformat(value)
        return (day, uuid.UUID(hex=key)) if _within(day) else None
    except ValueError:
        return None


def _within(day: date) -> bool:
    """Whether a database can reckon with it: the first and the last year there are fall off the calendar in UTC."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
