"""What is hashed, to the byte: a line, the content of a batch, the head of a batch. `docs/journal.md` tells the same.

Everything is SHA-256 over compact JSON in ASCII, so that another program can compute it from an export.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from wijkwerk.ground.journal.models import Batch

FIRST = "0" * 64  # the head before the first batch
LINE_FIELDS = ("id", "municipality", "subject", "actor", "verb", "at", "origin", "result", "digest")


def line_hash(place: int, values: Sequence[Any]) -> bytes:
    """32 bytes over a place and the values of its line, in the order of LINE_FIELDS."""
    return bytes.fromhex(_hash([place, *values]))


def content_of(hashes: Iterable[bytes]) -> str:
    """The content of a batch, hex: the hash over the hashes of its lines, by place."""
    whole = hashlib.sha256()
    for each in hashes:
        whole.update(each)
    return whole.hexdigest()


def head_of(batch: Batch, content: str | None = None) -> str:
    """The head that fits this row, hex; with `content` the one that fits those lines."""
    parts = [batch.previous, batch.pk, batch.municipality, batch.number, batch.day, batch.lines]
    found = batch.content if content is None else content
    return _hash([*parts, batch.destroy_after, found])


def _hash(values: Sequence[Any]) -> str:
    plain = [_plain(value) for value in values]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode("ascii")).hexdigest()


def _plain(value: Any) -> str | int | None:
    """A value as it is hashed: moments in UTC to the microsecond, identifiers with hyphens, nothing as null."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, uuid.UUID | date):
        return str(value)
    return None if value is None else value if isinstance(value, int) else str(value)
