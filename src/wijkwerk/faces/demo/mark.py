"""The mark that the demo leaves in a database it made, in the header of the SQLite file.

The application id says that the demo made it, the user version says which demo: code, stories and seed.
"""

import sqlite3
import zlib
from functools import cache
from pathlib import Path

from wijkwerk import __version__

MARK = int.from_bytes(b"WYKD", "big")
ROOM = Path(__file__).resolve().parent
SOURCES = (ROOM, ROOM.parent / "blueprints" / "start.yaml")


def set_mark(path: Path) -> None:
    """Mark a closed SQLite file as made by this demo."""
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA application_id = {MARK}")
        database.execute(f"PRAGMA user_version = {fingerprint()}")
    database.close()


def has_mark(path: Path) -> bool:
    """Whether the demo made this file. A missing file, or one that is no database, has no mark."""
    return _read(path, "application_id") == MARK


def is_current(path: Path) -> bool:
    """Whether the demo of this very code made the file; otherwise it has to be built anew."""
    return has_mark(path) and _read(path, "user_version") == fingerprint()


@cache
def fingerprint() -> int:
    """A number above zero that changes with the version, the code and the texts of the demo, and its seed."""
    found = zlib.crc32(__version__.encode())
    for source in SOURCES:
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.suffix in {".py", ".yaml"} and "tests" not in file.parts:
                found = zlib.crc32(file.read_bytes(), found)
    return found & 0x7FFF_FFFF or 1


def _read(path: Path, pragma: str) -> int | None:
    if not path.is_file():
        return None
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(database.execute(f"PRAGMA {pragma}").fetchone()[0])
    except sqlite3.DatabaseError:
        return None
    finally:
        database.close()
