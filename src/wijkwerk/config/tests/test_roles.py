"""The daily role of PostgreSQL can add to the journal and not rewrite it (D7)."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from wijkwerk.config.migrate import only_add
from wijkwerk.ground.kit import roles

ROLE = "wijkwerk_try_daily"
postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles")
pytestmark = pytest.mark.django_db


@pytest.fixture
def daily():
    """A role with the daily rights; it goes with the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
    roles.grant_daily(role=ROLE, only_add=only_add())
    return ROLE


def test_the_tables_of_the_journal_are_kept_and_its_texts_may_be_erased():
    assert "journal_line" in only_add()
    assert "journal_detail" not in only_add()


@postgres
def test_the_daily_role_rewrites_every_table_but_the_journal(daily):
    tables = {model._meta.db_table for model in apps.get_models()}
    assert {table for table in tables if not roles.may_rewrite(table, daily)} == set(only_add())


@postgres
def test_the_daily_role_is_refused_when_it_tries(daily):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {daily}")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM journal_line")
        cursor.execute("RESET ROLE")


def test_without_roles_nobody_is_called_an_owner():
    assert roles.may_rewrite("journal_line") is (connection.vendor == "postgresql")
