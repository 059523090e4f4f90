"""One life of the worker while it erases: look what the last kill left, hold a dossier, work, and be killed at a statement.

Runs inside a process with our settings (`tests.bench.inside`). The kill is SIGKILL to itself: no handler, no `finally`, no
rollback that we send; what is left is what the database makes of it.
"""

import json
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from tests.prove import dossiers
from wijkwerk.ground.kit import outbox, worker
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects import destroying, holding
from wijkwerk.ground.subjects.models import DestructionItem, Subject
from wijkwerk.work.answers.models import DataRequest


def main(words: list[str]) -> dict[str, Any]:
    """`words`: folder, dossiers in a piece, statement at which to die (0 = never), `before` or `after` it, what to hold."""
    folder, piece, at, when, hold = Path(words[0]), int(words[1]), int(words[2]), words[3], words[4]
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    held = _read(folder / "held")
    _add(folder / "looks", json.dumps(dossiers.look(told, held)))
    for mark in _to_hold(told, held, hold.split(",")):
        _hold(told, mark)
        _add(folder / "held", mark)
    # Two minutes pass: the claim of a killed worker ends (`kit.outbox.LEASE`).
    now = datetime.now(tz=UTC)
    Outbox.objects.filter(done_at=None, problem="", not_before__gt=now).update(not_before=now)
    destroying.CHUNK = piece
    counted = Counted(folder, at, when)
    outbox._do_one = counted.watched(outbox._do_one)  # type: ignore[assignment]
    with connection.execute_wrapper(counted):
        worker.run(once=True)
    return {"statements": counted.number}


def _to_hold(told: dict[str, Any], held: list[str], which: list[str]) -> list[str]:
    """The marks of what goes on hold: the `next` or the `last` dossier to be destroyed, or a `person` who is still there."""
    waiting = {
        str(key) for key in DestructionItem.objects.filter(done_at=None).values_list("subject", flat=True)
    }
    open_ones = set(DataRequest.objects.filter(carried_out_at=None).values_list("asker__name", flat=True))
    left = [mark for mark, subject in told["subjects"].items() if subject in waiting and mark not in held]
    people = [mark for mark in told["marks"]["people"] if mark in open_ones and mark not in held]
    known = {"next": left[:1], "last": left[1:][-1:], "person": people[-1:]}
    return [mark for each in which for mark in known.get(each, [])]


def _hold(told: dict[str, Any], mark: str) -> None:
    subject = Subject.objects.get(pk=dossiers.subject_of(told, mark))
    by = User.objects.get(email__startswith="keeper.")
    given: dict[str, Any] = {"municipality": subject.municipality, "by": by, "now": datetime.now(tz=UTC)}
    holding.hold(subject=subject, why="Er loopt een zaak.", **given)


class Counted:
    """Counts statements from the first piece of erasing on, and ends the process at one of them."""

    def __init__(self, folder: Path, at: int, when: str) -> None:
        self.folder, self.at, self.when = folder, at, when
        self.on, self.number = False, 0

    def watched(self, work: Callable[..., int]) -> Callable[..., int]:
        """The doer of one row, that starts the count when it is one of ours."""

        def watch(row: Outbox, doer: Any, *, now: datetime) -> int:
            if not self.on and row.kind in dossiers.KINDS:
                self.on = True
                (self.folder / "working").touch()
            return work(row, doer, now=now)

        return watch

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += self.on
        here = self.on and self.number == self.at
        if here and self.when == "before":
            self._die(sql)
        found = execute(sql, params, many, context)
        if here:
            self._die(sql)
        return found

    def _die(self, sql: str) -> None:
        _add(self.folder / "moments", f"{self.when} {' '.join(sql.split()[:3])}")
        os.kill(os.getpid(), signal.SIGKILL)


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _add(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
