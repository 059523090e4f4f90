"""The only place with SQL that differs per database: path column, ranges, locks, guards' connection."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, Left
from django.db.models.lookups import Exact

PATH_LENGTH = 120
M = TypeVar("M", bound=models.Model)


class PathField(models.CharField[str, str]):
    """A path of short area keys, each ended by a dot: `a.`, `a.b.`; empty = no area.

    Collation "C" on PostgreSQL, so that a range of paths is a range of the index; SQLite's own order is the same.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PATH_LENGTH)
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class KeyField(models.CharField[str, str]):
    """A word by whose beginning rows are looked up (`begins`). Collation "C" on PostgreSQL, as `PathField`."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def begins(field: str, start: str) -> Q:
    """Rows of which a `KeyField` begins with `start`: a range of its index, never LIKE. Nothing begins with ''."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": f"{start}\U0010ffff"}) if start else Q(pk__in=[])


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def within(field: str, path: str) -> Q:
    """Rows whose path lies in the area `path` or below: a range, never LIKE (SQLite would read the whole table).

    `path` ends in a dot; the next character after '.' is '/', so the range is ['a.', 'a/'). The empty path holds all.
    """
    if not path:
        return Q()
    return Q(**{f"{field}__gte": path, f"{field}__lt": path[:-1] + "/"})


def inside(field: str, path: str) -> Q:
    """The same rows as `within`, but by no index: for a wide area of which the first rows in some order are wanted.

    The index of that order then finds them after a few rows; by the index of the path all rows of the area would be sorted.
    """
    return Q(Exact(Left(field, len(path)), Value(path))) if path else Q()


def within_any(field: str, paths: Iterable[str]) -> Q:
    """Rows in one of several areas; no areas at all means no rows, the empty path means every row."""
    found = Q(pk__in=[])
    for path in paths:
        if not path:
            return Q(pk__isnull=False)  # not Q(): "Q() or x" is x
        found |= within(field, path)
    return found


def locked(rows: QuerySet[M]) -> QuerySet[M]:
    """Rows locked till the end of the transaction. SQLite begins IMMEDIATE, which locks the file already.

    Never with joined rows: PostgreSQL looks again at a row that it had to wait for, but joins it with what the other
    tables held before; a row whose foreign key was changed meanwhile would be gone.
    """
    if rows.query.select_related:
        raise ValueError("lock a row without its joined rows")
    return rows.select_for_update() if is_postgres() else rows


def taken(rows: QuerySet[M]) -> QuerySet[M]:
    """Rows that no other worker holds at this moment."""
    return rows.select_for_update(skip_locked=True) if is_postgres() else rows


def capped_count(rows: QuerySet[Any], cap: int = 1000) -> int:
    """How many rows, counting no further than cap + 1: the cost does not grow with the table."""
    return rows.order_by()[: cap + 1].count()


def among(rows: QuerySet[Any], field: str) -> Exists:
    """The condition that `field` of the outer row is the key of one of `rows`.

    Looked up for each outer row; for `field__in=rows` SQLite would first make a list of all of them.
    """
    return Exists(rows.order_by().filter(pk=OuterRef(field)))


class CappedCount(Subquery):
    """`capped_count` as a column, so that several counts are one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _c)"
    output_field = models.IntegerField()

    def __init__(self, rows: QuerySet[Any], cap: int = 1000) -> None:
        super().__init__(rows.order_by().values("pk")[: cap + 1])


class JsonRows(Subquery):
    """Rows that hang on a row, as one JSON list in the query of that row: a page with many panels stays at few queries.

    `rows` point at the outer row by OuterRef and are bounded by the caller; `columns` are field names or expressions.
    A moment comes as text (`read_moment`), an id as text that `uuid.UUID` reads. The order of the list is not promised.
    """

    template = "(SELECT COALESCE(JSONB_AGG(_u.as_json), '[]'::jsonb) FROM (%(subquery)s) _u)"
    on_sqlite = "(SELECT JSON_GROUP_ARRAY(JSON(_u.as_json)) FROM (%(subquery)s) _u)"

    def __init__(self, rows: QuerySet[Any], *, most: int, columns: dict[str, Any]) -> None:
        super().__init__(rows.annotate(as_json=JSONObject(**columns)).values("as_json")[:most])

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.on_sqlite, **extra)


def read_moment(moment: str | datetime) -> datetime:
    """A moment that came as text, or in JSON, out of either database; SQLite leaves its zone, UTC, unsaid."""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def durability() -> dict[str, str]:
    """The durability settings of this database, by name (RELIABILITY 7)."""
    names = ("fsync", "synchronous_commit", "full_page_writes") if is_postgres() else ()
    with connection.cursor() as cursor:
        if is_postgres():
            return {name: _show(cursor, f"SHOW {name}") for name in names}
        levels = {"0": "off", "1": "normal", "2": "full", "3": "extra"}
        return {
            "journal_mode": _show(cursor, "PRAGMA journal_mode"),
            "synchronous": levels[_show(cursor, "PRAGMA synchronous")],
            "foreign_keys": _show(cursor, "PRAGMA foreign_keys"),
        }


def _show(cursor: Any, statement: str) -> str:
    cursor.execute(statement)
    return str(cursor.fetchone()[0])
