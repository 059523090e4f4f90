"""The guards in the database are exactly those in the rooms' lists, and they outlive a migration (D18)."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.house import source
from wijkwerk.ground.journal import actions as journal
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import guards

GUARDS = guards.all_guards()
pytestmark = pytest.mark.django_db


def test_the_database_has_each_guard_of_the_list_and_no_other():
    assert guards.present(connection) == {guard.name for guard in GUARDS}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_watches_a_table_that_exists(guard):
    assert guard.table in connection.introspection.table_names()


def test_a_guard_that_vanished_comes_back_after_the_next_migration():
    guards.drop(connection)
    assert guards.present(connection) == set()
    guards.on_post_migrate(using="default")
    assert guards.present(connection) == {guard.name for guard in GUARDS}


@pytest.mark.parametrize(
    "path", sorted(source.PACKAGE.rglob("migrations/0*.py")), ids=lambda path: str(path.parts[-3:])
)
def test_no_migration_makes_a_trigger(path):
    assert not re.search(r"CREATE\s+(CONSTRAINT\s+)?TRIGGER", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("round_", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_commits_leaves_no_journal_and_all_guards(round_):
    assert Line.objects.count() == 0
    assert guards.present(connection) == {guard.name for guard in GUARDS}
    journal.write(journal.Entry(municipality=uuid.uuid4(), verb="tried", at=datetime.now(UTC), text="x"))
