"""A backup gives back the same rows, a journal that verifies and no orphans; what was erased since is erased again."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections

from conftest import missing
from tests.house import erasure_story as story
from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Batch
from wijkwerk.ground.kit import guards
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.subjects.erasing import Way, erase_subject
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.testing import command
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.personal.own_data import erase_person

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("--format=custom", "--no-owner")


class Sqlite:
    """The online backup of SQLite itself: `.backup` in its shell."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "backup.sqlite3"

    def take(self) -> None:
        connection.ensure_connection()
        with sqlite3.connect(self.file) as target:
            connection.connection.backup(target)

    def put_back(self) -> None:
        with sqlite3.connect(self.file) as source:
            source.backup(connection.connection)


class Postgres:
    """pg_dump and pg_restore; back into the same database, emptied first, as `createdb` would give it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "backup.dump"
        given = connection.settings_dict
        self.env = os.environ | {"PGPASSWORD": given["PASSWORD"] or ""}
        where = {"--host": given["HOST"], "--port": given["PORT"], "--username": given["USER"]}
        self.where = [f"{name}={value}" for name, value in where.items() if value]

    def take(self) -> None:
        name = connection.settings_dict["NAME"]
        self._run("pg_dump", *PARTS, f"--file={self.file}", *self.where, name)

    def put_back(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connections.close_all()
        name = connection.settings_dict["NAME"]
        self._run(
            "pg_restore", "--no-owner", "--exit-on-error", *self.where, f"--dbname={name}", str(self.file)
        )

    def _run(self, *words: str) -> None:
        ended = subprocess.run(words, env=self.env, capture_output=True, text=True, check=False)
        # A newer pg_dump writes `CREATE SCHEMA public`, which is there already in an empty database.
        assert ended.returncode == 0, ended.stderr


@pytest.fixture
def backup(tmp_path: Path, settings: Any) -> Iterator[Sqlite | Postgres]:
    settings.MEDIA_ROOT = tmp_path / "media"
    if connection.vendor == "postgresql":
        if shutil.which("pg_dump") is None or shutil.which("pg_restore") is None:
            missing("pg_dump", "no pg_dump and pg_restore on this machine")
        yield Postgres(tmp_path)
    else:
        yield Sqlite(tmp_path)


def counts() -> dict[str, int]:
    """Rows of every table of ours and of the libraries."""
    return {
        model._meta.db_table: model.objects.count() for model in apps.get_models(include_auto_created=True)
    }


def orphans() -> list[str]:
    """Foreign keys that point at nothing; the database itself counts them."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA foreign_key_check")
            return [str(row) for row in cursor.fetchall()]
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
        return [row[0] for row in cursor.fetchall()]


def head() -> str:
    list(sealing.seal(now=NOW))
    return Batch.objects.order_by("-number")[0].head


def test_a_restored_backup_is_whole_and_what_was_erased_since_is_erased_again(town, backup, tmp_path, capsys):
    signal, other = story.live(town), town.signal(title="Een ander")
    one = town.signal(title="Van Kim")
    kept_head, before = head(), counts()
    backup.take()
    late = _erased_after_the_backup(signal, one)
    assert command("records", "erasures", "--since", f"{NOW:%Y-%m-%d}") == 0
    kept = tmp_path / "erasures.jsonl"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    backup.put_back()
    assert counts() == before
    assert orphans() == []
    assert guards_are_there()
    assert command("journal", "verify", "--head", kept_head) == 0
    capsys.readouterr()
    assert Signal.objects.get(pk=signal.pk).text == story.WORDS  # it came back with the backup
    _a_life_after(kept, late)
    assert command("records", "replay", str(kept), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["done"] >= 2, said["absent"]) == (True, 1)
    assert story.hits() == set()
    assert not Asker.objects.filter(subject=one.subject, address__contains="@").exists()
    assert Signal.objects.get(pk=other.pk).title == "Een ander"
    assert command("records", "replay", str(kept), "--json") == 0
    assert json.loads(capsys.readouterr().out)["done"] == 0
    assert command("journal", "verify", "--head", kept_head) == 0


def _erased_after_the_backup(signal: Signal, one: Signal) -> str:
    now = story.years_later(signal)
    given = {"subject": signal.subject, "municipality": signal.municipality, "by": None}
    assert erase_subject(**given, way=Way.TERM, why="8.1", now=now)
    asker = Asker.objects.get(subject=one.subject)
    erase_person(asker=asker, with_words=False, by=None, now=NOW + timedelta(hours=1))
    return str(uuid7())


def _a_life_after(kept: Path, late: str) -> None:
    """What was reported and erased after the backup is not in it."""
    line = {"what": "subject", "key": late, "at": NOW.isoformat(), "ground": "8.1"}
    kept.write_text(kept.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    assert not Subject.objects.filter(pk=late).exists()


def guards_are_there() -> bool:
    """Triggers are part of a backup."""
    return set(guards.present(connection)) == {guard.name for guard in guards.all_guards()}


def test_the_list_of_erasures_names_nobody(town, capsys):
    signal = story.live(town)
    now = story.years_later(signal)
    given = {"subject": signal.subject, "municipality": signal.municipality, "by": None}
    erase_subject(**given, way=Way.TERM, why="8.1", now=now)
    assert command("records", "erasures", "--since", f"{NOW:%Y-%m-%d}") == 0
    said = capsys.readouterr().out
    assert str(signal.pk) in said
    assert not any(seed in said.casefold() for seed in story.SEEDS)
    assert command("records", "erasures", "--since", f"{now + timedelta(days=9):%Y-%m-%d}") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("line", ["geen json", "{}", '{"what": "all", "key": "x", "at": "y"}', "[1]"])
def test_a_list_that_is_none_erases_nothing(town, tmp_path, capsys, line):
    signal = town.signal()
    good = {"what": "subject", "key": str(signal.pk), "at": NOW.isoformat(), "ground": "8.1"}
    kept = tmp_path / "list"
    kept.write_text(json.dumps(good) + "\n" + line, encoding="utf-8")
    assert command("records", "replay", str(kept)) == 2
    assert "line 2" in capsys.readouterr().err
    assert Signal.objects.get(pk=signal.pk).text
