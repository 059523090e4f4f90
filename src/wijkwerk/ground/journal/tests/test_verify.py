"""Verification says where it does not fit, warns of what is only strange, and costs a fixed number of queries."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Batch
from wijkwerk.ground.journal.tests.lines import LATER, NOW, add
from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit import guards
from wijkwerk.testing import command

pytestmark = pytest.mark.django_db
TOWN, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
DAY = timedelta(days=1)


def seal(now=LATER, most=100):
    return list(sealing.seal(now=now, most=most))


def found(now=LATER, **given):
    return [(each.what, each.grave) for each in Verification(now=now, **given).findings()]


def raw(statement, *values):
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_journal_as_it_was_written_fits():
    add(TOWN, 7), add(OTHER, 3)
    seal(most=5)
    work = Verification(now=LATER)
    assert list(work.findings()) == []
    assert (work.batches, work.lines, work.unsealed) == (3, 10, 0)
    assert work.heads == {
        town: Batch.objects.filter(municipality=town).latest("number").head for town in (TOWN, OTHER)
    }


def test_an_empty_journal_fits(capsys):
    assert command("journal", "verify") == 0


def test_a_finding_names_the_batch_and_the_place():
    add(TOWN, 9)
    second = seal(most=3)[1]
    line = second.seals.get(place=2).line
    connection.check_constraints()
    raw("UPDATE journal_detail SET salt = %s WHERE line_id = %s", "0" * 32, _key(line))
    (finding,) = Verification(now=LATER).findings()
    assert str(finding) == (
        f"municipality {TOWN}, batch 2: 1 line with a text that does not fit its digest (first: place 2)"
    )


def _key(value):
    return value.hex if connection.vendor == "sqlite" else value


def test_lines_of_today_wait_for_their_seal_and_are_nothing_strange():
    add(TOWN)
    assert found() == []
    assert found(now=LATER + DAY) == []


def test_lines_that_wait_for_more_than_two_days_are_a_warning(capsys):
    add(TOWN, at=NOW - 3 * DAY)
    assert found(now=NOW) == [
        (f"3 lines without a seal after two days: does the worker run? (first: {_first()})", False)
    ]


def _first():
    return sealing.unsealed().order_by("at", "id").first().pk


def test_a_line_of_days_that_were_sealed_before_was_added():
    add(TOWN)
    seal()
    add(TOWN, 1, at=NOW - 2 * DAY)
    ((what, grave),) = found()
    assert "added afterwards" in what
    assert grave


def test_once_sealed_it_stays_a_warning_for_ever():
    add(TOWN)
    seal()
    add(TOWN, 1, at=NOW - 2 * DAY)
    seal()
    assert found() == [("1 line added when their days were sealed already (first: place 1)", False)]


def test_a_worker_that_was_away_for_a_week_is_no_tampering():
    add(TOWN)
    seal()
    for day in range(1, 8):
        add(TOWN, at=NOW + day * DAY)
    seal(now=LATER + 7 * DAY)
    assert found(now=LATER + 7 * DAY) == []


def test_a_kept_head_is_in_the_journal_or_is_missed(capsys):
    add(TOWN, 6)
    first, second = seal(most=3)
    typed = f"{first.head[:32].upper()} {first.head[32:]}"
    assert command("journal", "verify", "--head", typed, "--head", second.head) == 0
    assert command("journal", "verify", "--head", "0" * 64) == 1
    assert f"PROBLEM: journal: no batch has the head {'0' * 64}" in capsys.readouterr().out


def test_what_is_no_head_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as ended:
        command("journal", "verify", "--head", "abc")
    assert ended.value.code == 2
    assert "64 signs" in capsys.readouterr().err


def test_a_program_reads_the_result(capsys):
    add(TOWN, 6)
    seal(most=3)
    raw("UPDATE journal_batch SET head = %s WHERE number = 1", "f" * 64)
    assert command("journal", "verify", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["batches"], told["lines"], told["problems"]) == (2, 6, 2)
    assert told["problem_list"] == [
        f"municipality {TOWN}, batch 1: its head does not fit the other values of the batch",
        f"municipality {TOWN}, batch 2: does not follow the head of the batch before it",
    ]
    assert set(told["heads"]) == {str(TOWN)}


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL stores no nonsense in a column of a type"
)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_line SET at = 'gisteren'",
        "UPDATE journal_seal SET line = 'niets' WHERE place = 1",
        "UPDATE journal_batch SET day = 'ooit'",
        "UPDATE journal_batch SET number = 'veel'",
    ],
)
def test_a_value_that_cannot_be_read_is_found_and_the_other_towns_are_still_read(change):
    add(TOWN)
    seal()
    connection.check_constraints()
    raw(change)
    add(OTHER)
    work = Verification(now=LATER)
    seen = list(work.findings())
    assert any(each.grave and each.municipality == TOWN for each in seen)
    assert work.unsealed >= 3


@pytest.mark.parametrize("batches", [2, 6])
def test_each_batch_costs_three_queries(batches):
    add(TOWN, batches * 10)
    seal(most=10)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert found() == []
    assert len(seen) == 10 + 3 * batches
