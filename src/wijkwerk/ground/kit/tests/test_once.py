"""A key is good for one piece of work; identifiers keep their order; durability is as promised."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from wijkwerk.ground.kit import db, once
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.kit.models import OnceKey

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_second_time_gives_the_first_result() -> None:
    once.claim("key", action="report", now=NOW)
    once.settle("key", result="abc")
    with pytest.raises(once.SentBefore) as before:
        once.claim("key", action="report", now=NOW)
    assert before.value.result == "abc"


@pytest.mark.django_db
def test_work_that_fails_gives_its_key_back() -> None:

    def breaks_after_its_claim() -> None:
        with transaction.atomic():
            once.claim("key", action="report", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_after_its_claim()
    once.claim("key", action="report", now=NOW)
    assert OnceKey.objects.count() == 1


@pytest.mark.django_db
def test_no_key_means_no_guard() -> None:
    once.claim("", action="report", now=NOW)
    once.claim("", action="report", now=NOW)
    assert not OnceKey.objects.exists()


def test_identifiers_are_version_7_and_grow() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {"specified in RFC 4122"}


@pytest.mark.django_db
def test_an_acknowledged_row_survives_a_power_cut() -> None:
    found = db.durability()
    if db.is_postgres():
        assert found == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    else:
        assert found == {"journal_mode": "wal", "synchronous": "full", "foreign_keys": "1"}


def test_a_range_of_paths_holds_an_area_and_what_lies_below_and_nothing_else() -> None:
    condition: dict[str, str] = dict(db.within("area_path", "a.b.").children)
    low, high = condition["area_path__gte"], condition["area_path__lt"]
    assert all(low <= path < high for path in ("a.b.", "a.b.c.", "a.b.zz."))
    assert not any(low <= path < high for path in ("a.", "a.a.", "a.bb.", "a.c.", "a.b", ""))
