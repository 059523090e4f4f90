"""The mark that the demo leaves in a database it made, in the header of the SQLite file.

The application id says that the demo made it, the user version says which demo: code, stories and seed.
"""

import sqlite3
import zlib
from functools import cache
from pathlib import Path

from wijkwerk import __version__
from wijkwerk.faces.blueprints import reading

MARK = int.from_bytes(b"WYKD", "big")
ROOM = Path(__file__).resolve().parent
BLUEPRINTS = ROOM.parent / "blueprints"
SOURCES = (ROOM, BLUEPRINTS / "start.yaml", BLUEPRINTS / "towns")


def set_mark(path: Path, blueprint: str = reading.START) -> None:
    """Mark a closed SQLite file as made by this demo, by this way of working."""
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA application_id = {MARK}")
        database.execute(f"PRAGMA user_version = {fingerprint(blueprint)}")
    database.close()


def has_mark(path: Path) -> bool:
    """Whether the demo made this file. A missing file, or one that is no database, has no mark."""
    return _read(path, "application_id") == MARK


def is_current(path: Path, blueprint: str = reading.START) -> bool:
    """Whether the demo of this very code made the file by this way of working; otherwise it has to be built anew."""
    return has_mark(path) and _read(path, "user_version") == fingerprint(blueprint)


@cache
def fingerprint(blueprint: str = reading.START) -> int:
    """A number above zero that changes with version, code, texts and seed of the demo, and with the way of working."""
    found = zlib.crc32(f"{__version__} {blueprint}".encode())
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
