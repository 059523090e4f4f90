"""Identifiers: UUIDv7 for rows."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562, 5.7 and 6.2 method 3): 48 bits of milliseconds, 12 of the part of a millisecond, 62 random.

    Within one process each is larger than the one before, so that rows of one moment keep their order.
    """
    moment = _tick()
    high = ((moment >> 12) << 16) | 0x7000 | (moment & 0xFFF)
    low = (0b10 << 62) | (int.from_bytes(os.urandom(8), "big") >> 2)
    return uuid.UUID(int=(high << 64) | low)


def _tick() -> int:
    """Time in 1/4096 of a millisecond, raised by one where the clock stood still or went back."""
    global _last
    nanoseconds = time.time_ns()
    now = ((nanoseconds // 1_000_000) << 12) | ((nanoseconds % 1_000_000) * 4096 // 1_000_000)
    with _lock:
        _last = max(now, _last + 1)
        return _last
