"""The daily role of PostgreSQL can add to the journal and not rewrite it (D7)."""

import uuid
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from wijkwerk.config.migrate import only_add
from wijkwerk.ground.journal.actions import Entry, erase_details, write
from wijkwerk.ground.journal.sealing import seal
from wijkwerk.ground.journal.verifying import Verification
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


@postgres
@pytest.mark.parametrize("table", only_add())
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET municipality = NULL", "TRUNCATE {}"])
def test_the_daily_role_rewrites_no_line_seal_batch_or_destruction(daily, table, statement):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {daily}")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement.format(table))
        cursor.execute("RESET ROLE")


@postgres
def test_the_daily_role_writes_seals_and_verifies(daily):
    now, town = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {daily}")
        write(Entry(town, "noted", now, subject=town, text="Een reden."))
        assert [batch.lines for batch in seal(now=now)] == [1]
        assert erase_details(municipality=town, subject=town) == 1
        assert list(Verification(now=now).findings()) == []
        cursor.execute("RESET ROLE")


def test_without_roles_nobody_is_called_an_owner():
    assert roles.may_rewrite("journal_line") is (connection.vendor == "postgresql")
