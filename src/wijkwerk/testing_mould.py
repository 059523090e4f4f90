"""Make something in the database once and pour it out again for every other test: the same rows, in a tenth of the time."""

import pickle
import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

INSERT = re.compile(r'\s*INSERT INTO "(\w+)"', re.IGNORECASE)


class Mould:
    """The rows that `make` wrote when it was first called, and what it returned. One for each process.

    The rows keep their keys, so what was returned still points at them. `make` writes rows and nothing else.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.rows: list[tuple[str, list[tuple[Any, ...]]]] = []
        self.made = b""

    def pour(self) -> Any:
        """What `make` returns, with its rows in the database; a copy of its own for each call."""
        if not self.made:
            return self._first()
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, rows in self.rows:
                cursor.executemany(sql, rows)
        return pickle.loads(self.made)

    def _first(self) -> Any:
        tables: dict[str, list[tuple[Any, ...]]] = {}

        def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            found = INSERT.match(sql)
            if found and found[1] not in tables:
                tables[found[1]] = _all(found[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            made = self.make()
        self.rows = [
            (_insert(table), [row for row in _all(table) if row not in there])
            for table, there in tables.items()
        ]
        self.made = pickle.dumps(made)
        return pickle.loads(self.made)  # a copy, as everybody after this gets


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [each.name for each in connection.introspection.get_table_description(cursor, table)]


def _all(table: str) -> list[tuple[Any, ...]]:
    """Every row as the database keeps it: with a plus before it, SQLite gives a date as the text that it is."""
    sign = "+" if connection.vendor == "sqlite" else ""
    names = ", ".join(f'{sign}"{each}"' for each in _columns(table))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}"')
        return list(cursor.fetchall())


def _insert(table: str) -> str:
    names = _columns(table)
    columns = ", ".join(f'"{each}"' for each in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(["%s"] * len(names))})'
