"""What reading a message may cost: long headers are cut, and a message of too many parts is not read at all. Pure.

The parser takes time by the square of the length of a header, and reads each as often as it is asked for.
"""

from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

MOST_SIGNS = 10_000  # of one header
MOST_ABOUT_CONTENT = 600  # signs of one header that tells of a part: its kind, its name
MOST_OF_ALL_CONTENT = 40_000  # signs of all those together
MOST_HEADERS = 2_000  # of all parts together
MOST_PIECES = 1_000  # parts of the message, also inside each other


class TooMuch(ValueError):
    """More headers or parts than anybody writes; the text says which, in English, for a log."""


class Bounded(EmailPolicy):
    """The policy of one message: it counts along while the message is read. Raises TooMuch. Not for a second message."""

    counted: dict[str, int]
    known: dict[tuple[str, str], Any]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # A policy refuses to be changed, but for what its attributes hold.
        object.__setattr__(self, "counted", {"headers": 0, "pieces": 0, "content": 0})
        object.__setattr__(self, "known", {})

    def piece(self, policy: Any = None) -> EmailMessage:
        """A part of the message, for the parser."""
        self._count("pieces", 1, MOST_PIECES)
        return EmailMessage(policy=self)

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value as they came, the value cut."""
        self._count("headers", 1, MOST_HEADERS)
        name, value = super().header_source_parse(sourcelines)
        if not name.casefold().startswith("content-"):
            return name, value[:MOST_SIGNS]
        value = value[:MOST_ABOUT_CONTENT]
        self._count("content", len(value), MOST_OF_ALL_CONTENT)
        return name, value

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header as an object; the same one is read once, however often it is asked for."""
        key = (name, value)
        if key not in self.known:
            self.known[key] = super().header_fetch_parse(name, value)
        return self.known[key]

    def _count(self, what: str, number: int, most: int) -> None:
        self.counted[what] += number
        if self.counted[what] > most:
            raise TooMuch(f"too many {what}")
