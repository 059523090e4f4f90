"""Guards: triggers by which the database itself refuses what may not be (D18).

A room lists its guards in `guards.py`. They never stand in migrations: a later AlterField on SQLite drops a table's
trigger silently. All are dropped before a migration and made again after it; a test compares the database with the list.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """One trigger. `when` is a SQL condition over NEW and OLD; when it is true, `message` is raised.

    `moment` is e.g. "BEFORE UPDATE". The condition is valid on both databases; where it cannot be, give `postgres`.
    """

    name: str
    table: str
    moment: str
    when: str
    message: str
    postgres: str = ""

    def make(self, vendor: str) -> list[str]:
        return self._make_postgres() if vendor == "postgresql" else [self._make_sqlite()]

    def _make_sqlite(self) -> str:
        return (
            f'CREATE TRIGGER "{self.name}" {self.moment} ON "{self.table}" FOR EACH ROW WHEN {self.when} '
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _make_postgres(self) -> list[str]:
        # A trigger's WHEN may hold no sub-query on PostgreSQL, so the condition stands in the function.
        condition = self.postgres or self.when
        leave = "OLD" if "DELETE" in self.moment else "NEW"
        body = (
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
            f"IF {condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {leave}; END $guard$"
        )
        trigger = (
            f'CREATE TRIGGER "{self.name}" {self.moment} ON "{self.table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
        )
        return [body, trigger]


_guards: dict[str, Guard] = {}


def register(*found: Guard) -> None:
    """Add guards to the list. A name may be used once only."""
    for guard in found:
        if _guards.get(guard.name, guard) != guard:
            raise ValueError(f"guard {guard.name} exists already")
        _guards[guard.name] = guard


def all_guards() -> list[Guard]:
    return list(_guards.values())


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of our triggers in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT tgisinternal AND n.nspname = current_schema()"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall() if row[0].startswith("guard_")}


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard that the database holds, also those of an older version."""
    with connection.cursor() as cursor:
        for name in present(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def make(connection: BaseDatabaseWrapper) -> None:
    """Make every guard whose table exists."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in all_guards():
            if guard.table in tables:
                for statement in guard.make(connection.vendor):
                    cursor.execute(statement)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without guards for a moment: for migrations and for the flush of tests only."""
    connection = connections[using]
    drop(connection)
    try:
        yield
    finally:
        make(connection)


def on_pre_migrate(*, using: str, **rest: Any) -> None:
    drop(connections[using])


def on_post_migrate(*, using: str, **rest: Any) -> None:
    make(connections[using])
