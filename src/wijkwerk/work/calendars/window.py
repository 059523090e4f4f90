"""Which months a calendar shows, read from the address, and what months are called."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wijkwerk.ground.kit.dutch_dates import MONTHS
from wijkwerk.rules.yearplan import Month, months_from
from wijkwerk.work.calendars.steps import FIRST, LAST

SHORT: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
USUAL, MOST = 12, 24
BLOCK: Final = 12  # months beside each other; more would be too narrow to read


def words(month: Month) -> str:
    """ "november 2026"."""
    return f"{MONTHS[month.number - 1]} {month.year}"


def short(month: Month) -> str:
    """ "nov"."""
    return SHORT[month.number - 1]


def address(month: Month) -> str:
    """ "2026-11", as in an address and in a form."""
    return f"{month.year}-{month.number:02d}"


def read_month(text: Any) -> Month | None:
    """The month of "2026-11"; None for what is no month of the years that a calendar has."""
    parts = str(text or "").split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    found = Month(int(parts[0]), int(parts[1]))
    return found if 1 <= found.number <= 12 and FIRST <= found <= LAST else None


def month_of(day: date) -> Month:
    """The month that holds a day."""
    return Month(day.year, day.month)


def first_day(month: Month) -> date:
    """The day on which a month begins."""
    return date(month.year, month.number, 1)


@dataclass(frozen=True)
class Window:
    """Some months in a row, from `start` on, and the month of today."""

    start: Month
    number: int
    now: Month

    @property
    def months(self) -> list[Month]:
        return months_from(self.start, self.number)

    @property
    def end(self) -> Month:
        return self.start.plus(self.number - 1)

    @property
    def years(self) -> range:
        """The calendar years that the months touch."""
        return range(self.start.year, self.end.year + 1)

    @property
    def blocks(self) -> list[list[Month]]:
        """The months in tables of twelve."""
        return [self.months[place : place + BLOCK] for place in range(0, self.number, BLOCK)]

    @property
    def title(self) -> str:
        """ "2026 – 2027", or one year."""
        first, last = self.start.year, self.end.year
        return f"{first}" if first == last else f"{first} – {last}"

    def shifted(self, months: int) -> "Window | None":
        """The same number of months earlier or later; None beyond the years that there are."""
        moved = Window(self.start.plus(months), self.number, self.now)
        return moved if moved.start >= FIRST and moved.end <= LAST else None


def read_window(query: Any, today: date) -> Window:
    """The window of an address; a year from this month on where it says nothing, or nothing that makes sense."""
    now = month_of(today)
    number = str(query.get("maanden", ""))
    many = int(number) if number.isascii() and number.isdigit() and len(number) <= 2 else USUAL
    many = many if 1 <= many <= MOST else USUAL
    start = read_month(query.get("vanaf", "")) or now
    # The last window there is begins so that it still fits.
    return Window(min(start, LAST.plus(1 - many)), many, now)
