"""What was acknowledged stays, on both databases (RELIABILITY 7)."""

import pytest

from wijkwerk.ground.kit import db


@pytest.mark.django_db
def test_the_database_keeps_what_it_acknowledged():
    found = db.durability()
    if db.is_postgres():
        assert found == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    else:
        assert found == {"journal_mode": "wal", "synchronous": "full", "foreign_keys": "1"}
