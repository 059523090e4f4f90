"""A batch past its own term is destroyed after a decision; its head stays, and whoever is stopped halfway goes on."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from wijkwerk.ground.journal import destroying, sealing
from wijkwerk.ground.journal.commands import destroy
from wijkwerk.ground.journal.models import Batch, DestroyedBatch, Detail, Line, Seal
from wijkwerk.ground.journal.tests.lines import LATER, NOW, add
from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit import hooks
from wijkwerk.testing import command

pytestmark = pytest.mark.django_db
TOWN, OTHER, KEEPER = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
OLD = timedelta(days=8 * 366)
APPROVED = ("--approved-by", "Archief@example.org", "--why", "Lijst 2026-3")


@pytest.fixture(autouse=True)
def _keeper(monkeypatch):
    """One records keeper, of TOWN only."""

    def approver(*, municipality, email, now):
        return KEEPER if municipality == TOWN and email.lower() == "archief@example.org" else None

    monkeypatch.setitem(hooks._hooks, "journal.approver", [approver])


def old_and_new(town=TOWN):
    """A batch of five lines past its term and one of three that is not."""
    add(town, 5, at=NOW - OLD)
    (old,) = sealing.seal(now=LATER - OLD)
    add(town, 3, at=datetime.now(UTC) - timedelta(minutes=1))
    (new,) = sealing.seal(now=datetime.now(UTC))
    return old, new


def told(capsys):
    return json.loads(capsys.readouterr().out)


def findings(now=None):
    return [(each.what, each.grave) for each in Verification(now=now or datetime.now(UTC)).findings()]


def left(batch):
    return Seal.objects.filter(batch=batch).count()


def test_what_is_past_its_term_goes_and_the_rest_stays(capsys):
    old, new = old_and_new()
    lines = list(old.seals.values_list("line", flat=True))
    assert command("journal", "destroy", *APPROVED, "--json") == 0
    assert told(capsys) == {"finished": 0, "destroyed": 1, "lines": 5, "held": 0, "not_approved": 0}
    assert not Line.objects.filter(pk__in=lines).exists()
    assert not Detail.objects.filter(pk__in=lines).exists()
    assert (left(old), left(new)) == (0, 3)
    assert Batch.objects.get(pk=old.pk).head == old.head


def test_the_decision_stays_and_the_journal_tells_of_it(capsys):
    old, _ = old_and_new()
    command("journal", "destroy", *APPROVED)
    row = DestroyedBatch.objects.get()
    assert (row.batch_id, row.approved_by, row.why) == (old.pk, KEEPER, "Lijst 2026-3")
    line = Line.objects.select_related("detail").get(verb=destroying.VERB)
    assert (line.subject, line.actor, line.at) == (old.pk, KEEPER, row.approved_at)
    assert line.detail.text == {"number": 1, "day": str(old.day), "lines": 5, "why": "Lijst 2026-3"}


def test_the_chain_goes_on_over_the_head_of_what_is_gone(capsys):
    old, new = old_and_new()
    command("journal", "destroy", *APPROVED)
    list(sealing.seal(now=datetime.now(UTC)))
    assert findings() == []
    assert command("journal", "verify", "--head", old.head, "--head", new.head) == 0


def test_a_second_run_has_nothing_to_do(capsys):
    old_and_new()
    command("journal", "destroy", *APPROVED)
    capsys.readouterr()
    assert command("journal", "destroy", "--json") == 0
    assert set(told(capsys).values()) == {0}


def test_without_a_decision_nothing_goes(capsys):
    old, _ = old_and_new()
    for words in ((), APPROVED[:2], APPROVED[2:]):
        assert command("journal", "destroy", *words) == 2
        assert "1 batches are past their term. Who approved" in capsys.readouterr().err
    assert left(old) == 5
    assert not DestroyedBatch.objects.exists()


def test_who_is_no_records_keeper_there_decides_nothing(capsys):
    mine, theirs = old_and_new()[0], old_and_new(OTHER)[0]
    assert command("journal", "destroy", *APPROVED, "--json") == 1
    assert told(capsys)["not_approved"] == 1
    assert (left(mine), left(theirs)) == (0, 5)


def test_a_dry_run_tells_and_changes_nothing(capsys):
    old, _ = old_and_new()
    assert command("journal", "destroy", "--dry-run", "--json") == 0
    assert told(capsys) == {"due": 1, "lines": 5, "held": 0, "unfinished": 0}
    assert left(old) == 5


def test_only_batches_before_a_day(capsys):
    old, _ = old_and_new()
    assert command("journal", "destroy", *APPROVED, "--before", str(old.day)) == 0
    assert left(old) == 5
    assert command("journal", "destroy", *APPROVED, "--before", str(old.day + timedelta(days=1))) == 0
    assert left(old) == 0


def test_a_batch_with_a_subject_that_must_be_kept_stays(capsys, monkeypatch):
    old, _ = old_and_new()
    kept = Line.objects.filter(pk__in=old.seals.values("line")).first().subject
    hold = [lambda municipality, subjects: False, lambda municipality, subjects: kept in subjects]
    monkeypatch.setitem(hooks._hooks, "journal.held", hold)
    assert command("journal", "destroy", *APPROVED, "--json") == 1
    assert told(capsys)["held"] == 1
    assert left(old) == 5


def test_the_last_day_of_the_term_is_still_in_it():
    add(TOWN)
    (batch,) = sealing.seal(now=LATER)
    assert batch.destroy_after == date(2033, 11, 23)
    assert not destroying.due(now=datetime(2033, 11, 23, 22, 0, tzinfo=UTC)).exists()
    assert destroying.due(now=datetime(2033, 11, 23, 23, 0, tzinfo=UTC)).exists()


def test_what_was_stopped_halfway_is_finished_by_the_next_run(capsys, monkeypatch):
    old, _ = old_and_new()
    batch = Batch.objects.get(pk=old.pk)
    destroying.decide(batch=batch, by=KEEPER, why="Lijst 2026-3", now=datetime.now(UTC))
    going = destroying.carry_out(batch, at_once=2)
    assert next(going) == 2
    going.close()
    assert (left(old), Line.objects.filter(pk__in=old.seals.values("line")).count()) == (3, 3)
    assert ("its destruction is not finished: run `wijkwerk journal destroy`", False) in findings()
    assert command("journal", "destroy", "--dry-run", "--json") == 0
    assert told(capsys)["unfinished"] == 1
    assert command("journal", "destroy", "--json") == 0
    assert told(capsys) == {"finished": 1, "destroyed": 0, "lines": 3, "held": 0, "not_approved": 0}
    assert findings() == []


def test_a_decision_that_another_run_made_meanwhile_counts(monkeypatch):
    old, _ = old_and_new()
    batch = Batch.objects.get(pk=old.pk)
    destroying.decide(batch=batch, by=KEEPER, why="a", now=datetime.now(UTC))
    destroy._decide(batch, by=KEEPER, why="b", now=datetime.now(UTC))
    assert DestroyedBatch.objects.get().why == "a"


def test_before_its_term_the_database_itself_refuses():
    _, new = old_and_new()
    with pytest.raises(IntegrityError), transaction.atomic():
        destroying.decide(batch=new, by=KEEPER, why="x", now=datetime.now(UTC))


def test_the_line_about_a_destruction_is_destroyed_in_its_turn(capsys, monkeypatch):
    old_and_new()
    command("journal", "destroy", *APPROVED)
    list(sealing.seal(now=datetime.now(UTC)))
    later = datetime.now(UTC) + OLD
    for batch in destroying.due(now=later):
        destroying.decide(batch=batch, by=KEEPER, why="y", now=later)
        assert sum(destroying.carry_out(batch)) == batch.lines
    assert [each for each in findings(later + timedelta(minutes=1)) if each[1]] == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles")
def test_the_daily_role_is_told_which_role_may(capsys):
    old, _ = old_and_new()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wijkwerk_try_destroy")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO wijkwerk_try_destroy")
        cursor.execute("SET LOCAL ROLE wijkwerk_try_destroy")
        assert command("journal", "destroy", *APPROVED) == 2
        cursor.execute("RESET ROLE")
    assert "OWNER_DATABASE_URL" in capsys.readouterr().err
    assert left(old) == 5
