"""Full text: an index over columns of words, on both databases, made after each migration as guards are (D18).

A column holds words that are ready to be compared (`rules.finding.kept_words`): letters and digits, one space between. The
databases do no linguistics of their own, so both find the same.

- PostgreSQL: a GIN index on the words as a tsvector of exactly these words.
- SQLite: an FTS5 table that reads its text from ours (external content, by integer primary key: an implicit rowid would
  change with VACUUM), kept in step by three triggers. Without FTS5 the migration stops with a clear sentence.

The index holds only what stands in the row: a row that is deleted is out of it in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

from wijkwerk.ground.kit.output import Stop
from wijkwerk.rules.finding import Term

NO_FTS5 = (
    "The SQLite of this machine was built without FTS5, so Wijkwerk could not search.\n"
    "Use a Python whose sqlite3 has FTS5, or PostgreSQL (DATABASE_URL)."
)


@dataclass(frozen=True)
class WordIndex:
    """The columns of words of a table whose primary key is an integer `id`."""

    table: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The FTS5 table on SQLite; the first part of the names of all else."""
        return f"words_{self.table}"

    def postgres(self) -> dict[str, str]:
        """Name and statement of each index."""
        return {
            f"{self.name}_{column}": f'CREATE INDEX "{self.name}_{column}" ON "{self.table}" '
            f"USING gin ({_vector(column)})"
            for column in self.columns
        }

    def order(self, what: str) -> str:
        """A statement by which FTS5 does something with its whole table: `rebuild` or `optimize`."""
        return f'INSERT INTO "{self.name}" ("{self.name}") VALUES (\'{what}\')'  # noqa: S608 (constants)

    def sqlite(self) -> dict[str, str]:
        """Name and statement of the table and its triggers."""
        names = ", ".join(self.columns)
        old, new = (", ".join(f"{row}.{each}" for each in self.columns) for row in ("OLD", "NEW"))
        changed = " OR ".join(f"OLD.{each} <> NEW.{each}" for each in ("id", *self.columns))
        into = f'INSERT INTO "{self.name}" '
        put = f"{into} (rowid, {names}) VALUES (NEW.id, {new});"
        take = f"{into} (\"{self.name}\", rowid, {names}) VALUES ('delete', OLD.id, {old});"
        moments = {
            "new": f'INSERT ON "{self.table}" BEGIN {put} END',
            "gone": f'DELETE ON "{self.table}" BEGIN {take} END',
            "changed": f'UPDATE ON "{self.table}" WHEN {changed} BEGIN {take} {put} END',
        }
        made = {
            self.name: f"CREATE VIRTUAL TABLE \"{self.name}\" USING fts5({names}, content='{self.table}', "
            "content_rowid='id', columnsize=0, detail=column, tokenize='unicode61 remove_diacritics 2')"
        }
        return made | {
            f"{self.name}_{key}": f'CREATE TRIGGER "{self.name}_{key}" AFTER {moment}'
            for key, moment in moments.items()
        }


def _vector(column: str) -> str:
    # No parser and no dictionary: each word as it stands.
    return f"array_to_tsvector(string_to_array({column}, ' '))"


class WordsField(models.TextField[str, str]):
    """Words that are ready to be compared. Looked up by `__holds`, a list of terms, where a `WordIndex` is registered."""


@WordsField.register_lookup
class Holds(Lookup[Any]):
    """Rows whose words hold every one of the terms. Only letters and digits reach the language of the database."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The expression of the index, so that the index is used."""
        column, given = self.process_lhs(compiler, connection)
        return f"{_vector(column)} @@ %s::tsquery", [*given, _tsquery(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The rows that the FTS5 table names."""
        found: Any = self.lhs
        table = found.target.model._meta.db_table
        alias, name = connection.ops.quote_name(found.alias), connection.ops.quote_name(f"words_{table}")
        # Names of our own tables only; all that was typed is a parameter.
        sql = f"{alias}.id IN (SELECT rowid FROM {name} WHERE {name} MATCH %s)"  # noqa: S608
        return sql, [f"{{{found.target.column}}} : ({_match(self.rhs)})"]


def _tsquery(wanted: Sequence[Term]) -> str:
    return " & ".join(
        f"('{each.whole}' | '{each.start}':*)" if each.start else f"'{each.whole}'" for each in wanted
    )


def _match(wanted: Sequence[Term]) -> str:
    return " AND ".join(
        f'("{each.whole}" OR "{each.start}" *)' if each.start else f'"{each.whole}"' for each in wanted
    )


_indexes: dict[str, WordIndex] = {}


def register(index: WordIndex) -> None:
    """Add an index to the list; one for a table."""
    if _indexes.get(index.table, index) != index:
        raise ValueError(f"{index.table} has an index of words already")
    _indexes[index.table] = index


def all_indexes() -> list[WordIndex]:
    return list(_indexes.values())


def make(connection: BaseDatabaseWrapper) -> None:
    """Make each index that is not there as it should be, and fill it from its table."""
    tables = set(connection.introspection.table_names())
    for index in all_indexes():
        if index.table not in tables:
            continue
        if connection.vendor == "postgresql":
            _make_postgres(connection, index)
        else:
            _make_sqlite(connection, index)


def _make_postgres(connection: BaseDatabaseWrapper, index: WordIndex) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s",
            [index.table],
        )
        there = {row[0] for row in cursor.fetchall()}
        for name, statement in index.postgres().items():
            if name not in there:
                cursor.execute(statement)


def _make_sqlite(connection: BaseDatabaseWrapper, index: WordIndex) -> None:
    wanted = index.sqlite()
    if present(connection, index) == wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        if not cursor.fetchone()[0]:
            raise Stop(NO_FTS5)
        for name in wanted:
            if name != index.name:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(f'DROP TABLE IF EXISTS "{index.name}"')
        for statement in wanted.values():
            cursor.execute(statement)
        cursor.execute(index.order("rebuild"))


def present(connection: BaseDatabaseWrapper, index: WordIndex) -> dict[str, str]:
    """What SQLite holds of an index: name and statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
        rows = dict(cursor.fetchall())
    return {name: rows[name] for name in index.sqlite() if name in rows}


def forget() -> None:
    """Take the words of rows that were deleted out of the index for good.

    FTS5 only notes that a row is gone: its words stand in the file until pieces of the index are merged. PostgreSQL takes them
    out itself (autovacuum).
    """
    connection = connections["default"]
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            for index in all_indexes():
                cursor.execute(index.order("optimize"))


def on_post_migrate(*, using: str, **rest: Any) -> None:
    make(connections[using])
