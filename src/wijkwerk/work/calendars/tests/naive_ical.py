"""A second, naive reader of calendar files: unfold, split, unescape. It knows nothing of how ours are made."""

import re


def read(data: bytes) -> list[dict[str, str]]:
    """The events of a file, a map from property to value. Raises AssertionError where the form is not that of RFC 5545."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for piece in data.split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()
    lines = re.sub(r"\r\n[ \t]", "", data.decode()).rstrip("\r\n").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    events: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            assert name not in events[-1]
            events[-1][name] = unescape(value) if name in ("SUMMARY", "DESCRIPTION", "CATEGORIES") else value
    return events


def unescape(value: str) -> str:
    """Text as it was before it became a value."""
    found, signs = "", iter(value)
    for sign in signs:
        if sign != "\\":
            found += sign
            continue
        following = next(signs)
        found += "\n" if following in "nN" else following
    return found
