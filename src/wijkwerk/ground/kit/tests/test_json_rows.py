"""Rows and counts that belong to a row come along in its query, whole and in both databases alike."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import OuterRef

from wijkwerk.ground.kit.db import CappedCount, JsonRows, read_moment
from wijkwerk.ground.kit.models import OnceKey

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
ODD = 'een "teken"\\, een \u2028 regel, {"json": [null]} en \U0001f468'[:60]


@pytest.fixture
def keys():
    assert (
        connection.features.supports_json_field
    )  # asked of SQLite once per process, with queries of its own
    for key, action in (("a", "een"), (ODD, "een"), ("c", "twee")):
        OnceKey.objects.create(key=key, action=action, made_at=MOMENT)


def with_others(most=10):
    others = OnceKey.objects.filter(action=OuterRef("action")).order_by("key")
    columns = {"key": "key", "at": "made_at"}
    return OnceKey.objects.annotate(others=JsonRows(others, most=most, columns=columns))


def test_each_row_brings_its_own_in_one_query(keys, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {row.key: {each["key"] for each in row.others} for row in with_others()}
    assert found == {"a": {"a", ODD}, ODD: {"a", ODD}, "c": {"c"}}


def test_a_moment_comes_back_as_it_went_in(keys):
    assert {read_moment(each["at"]) for row in with_others() for each in row.others} == {MOMENT}


def test_there_are_never_more_than_was_asked_for(keys):
    assert [len(row.others) for row in with_others(most=1)] == [1, 1, 1]


def test_none_at_all_is_no_error(keys):
    rows = OnceKey.objects.annotate(
        none=JsonRows(OnceKey.objects.none(), most=1, columns={"key": "key"}),
        empty=JsonRows(OnceKey.objects.filter(key="x"), most=1, columns={"key": "key"}),
    )
    assert [row.none or [] for row in rows] == [row.empty for row in rows] == [[], [], []]


def test_several_counts_are_one_query_and_none_counts_too_far(keys, django_assert_num_queries):
    every = OnceKey.objects.order_by("key")
    with django_assert_num_queries(1):
        row = OnceKey.objects.filter(key="a").values(
            all=CappedCount(every), two=CappedCount(every, cap=1), none=CappedCount(every.filter(key="x"))
        )
        assert row.get() == {"all": 3, "two": 2, "none": 0}
