"""Lines for the tests of sealing: one municipality per call, lines a second apart, two of three with a text."""

import uuid
from datetime import UTC, datetime, timedelta

from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.journal.models import Line

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)  # the moment of sealing in the tests
VERBS = ("noted", "taken", "answered")
ACTOR = uuid.UUID(int=7)


def add(
    town: uuid.UUID, count: int = 3, *, at: datetime = NOW, subject: uuid.UUID | None = None
) -> list[Line]:
    """That many lines of a municipality, from `at` on."""
    return write_many(
        [
            Entry(
                town,
                VERBS[number % len(VERBS)],
                at + timedelta(seconds=number),
                subject=subject or uuid.UUID(int=1000 + number // 4),
                actor=ACTOR,
                result="done",
                text={"why": f"Reden {number}."} if number % 3 else None,
            )
            for number in range(count)
        ]
    )
