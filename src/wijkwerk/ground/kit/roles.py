"""PostgreSQL roles: an owner makes the tables, a daily role works in them and cannot rewrite history (D7)."""

from collections.abc import Iterable

from django.db import connection
from psycopg import sql

SCHEMA_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)
ONLY_ADD = "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}"


def grant_daily(*, role: str, only_add: Iterable[str]) -> None:
    """Let `role` work in all tables, but only read and add in the tables `only_add`. Run by the owner."""
    with connection.cursor() as cursor:
        for statement in SCHEMA_GRANTS:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
        for table in only_add:
            names = {"table": sql.Identifier(table), "role": sql.Identifier(role)}
            cursor.execute(sql.SQL(ONLY_ADD).format(**names))


def may_rewrite(table: str, role: str | None = None) -> bool:
    """Whether the role (that of this connection when None) may change or delete rows. False on SQLite: no roles."""
    if connection.vendor != "postgresql":
        return False
    who = "current_user" if role is None else "%s"
    asked = f"SELECT has_table_privilege({who}, %s, 'UPDATE') OR has_table_privilege({who}, %s, 'DELETE')"
    given = [table, table] if role is None else [role, table, role, table]
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        return bool(cursor.fetchone()[0])
