"""CPU seconds (user and system) of processes, read from /proc: Linux only, no other package needed."""

import os
from collections.abc import Iterable
from pathlib import Path

import psycopg

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
NANO = 1e-9


def seconds(pids: Iterable[int]) -> float:
    """CPU seconds that the processes have used since they began; one that is gone counts as nothing."""
    return sum(_of(pid) for pid in pids)


def _of(pid: int) -> float:
    """Per thread in nanoseconds where the kernel keeps that, else in ticks of a hundredth of a second."""
    try:
        threads = [(task / "schedstat").read_text() for task in (PROC / str(pid) / "task").iterdir()]
        return sum(int(each.split()[0]) for each in threads) * NANO
    except (OSError, IndexError, ValueError):
        return _ticks(pid)


def _ticks(pid: int) -> float:
    try:
        # After the name, which stands in brackets and may hold a space: state is field 3, utime and stime 14 and 15.
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError, ValueError):
        return 0.0


def children(pid: int) -> list[int]:
    """The processes whose parent this is."""
    return [int(found.name) for found in PROC.iterdir() if found.name.isdigit() and _parent(found) == pid]


def _parent(found: Path) -> int:
    try:
        return int((found / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def web_workers(server: int, *, supervised: bool = True) -> list[int]:
    """The gunicorn workers below a server; `wijkwerk serve` stands one step above gunicorn."""
    masters = children(server) if supervised else [server]
    return [worker for master in masters for worker in children(master)]


class Backends:
    """The PostgreSQL processes that serve one database on this machine; none for SQLite."""

    def __init__(self, url: str) -> None:
        self._url = url if url.startswith("postgres") else ""

    def pids(self) -> list[int]:
        """Their process ids, our own connection left out."""
        if not self._url:
            return []
        asked = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self._url, autocommit=True) as connection:
            return [int(row[0]) for row in connection.execute(asked)]
