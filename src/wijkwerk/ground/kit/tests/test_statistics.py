"""SQLite knows which index is worth while; PostgreSQL finds out by itself."""

from datetime import timedelta

import pytest
from django.db import connection

from wijkwerk.ground.kit import hooks, statistics, worker
from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.testing_cast import NOW, Town

sqlite_only = pytest.mark.skipif(is_postgres(), reason="PostgreSQL looks by itself")


def known() -> set[str]:
    """The tables of which SQLite knows something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchall():
            return set()
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {row[0] for row in cursor.fetchall()}


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")


@sqlite_only
def test_it_looks_once_an_hour(town: Town) -> None:
    assert statistics.look_hourly in hooks.joined("worker.clocks")
    assert worker.run_clocks(now=NOW) == 0
    assert {"people_team", "areas_area"} <= known()
    forget()
    statistics.look_hourly(now=NOW + timedelta(minutes=1))
    assert known() == set()
    statistics.look_hourly(now=NOW + timedelta(hours=1))
    assert "people_team" in known()


@sqlite_only
def test_with_what_it_saw_it_no_longer_reads_a_whole_municipality(town: Town) -> None:
    for _ in range(60):
        town.signal()
    statistics.look()
    asked = "SELECT * FROM answers_asker WHERE municipality_id = 'a' AND subject_id = 'b'"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        assert "subject_id=?" in str(cursor.fetchall())


def test_on_postgres_there_is_nothing_to_do(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "is_postgres", lambda: True)
    monkeypatch.setattr(statistics, "connection", None)
    statistics.look()
    statistics.look_hourly(now=NOW)
