"""Look at every row after the kills: nothing lost, nothing half, nothing twice. Runs inside (`tests.bench.inside`)."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.models import OnceKey, Outbox
from wijkwerk.ground.letters.models import Letter, LetterState
from wijkwerk.ground.subjects.models import Attachment, PhotoState, Subject
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import Draft, Signal

HISTORY = ["reported", "routed"]


def main(words: list[str]) -> dict[str, Any]:
    """`words`: the ledger's path, and `finished` once the outbox worker has done all. Counts; all in `broken` must be 0."""
    ledger = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    finished = "finished" in words
    rows = Rows()
    broken = {
        **_told(rows, ledger["told"]),
        **_half(rows, ledger),
        **(_unfinished(rows) if finished else {}),
        "database_not_sound": _unsound(),
    }
    return {"broken": broken, "problems": rows.problems, **rows.counts(), **(_mail() if finished else {})}


class Rows:
    """All rows that a report makes, by the subject they belong to."""

    def __init__(self) -> None:
        self.signals = list(Signal.objects.select_related("subject", "owner_team").order_by("received_at"))
        self.by_marker: dict[str, list[Signal]] = _grouped(self.signals, _marker)
        self.lines: dict[Any, list[Line]] = _grouped(
            Line.objects.order_by("at", "id"), lambda row: row.subject
        )
        self.askers: dict[Any, list[Asker]] = _grouped(Asker.objects.all(), lambda row: row.subject_id)
        self.letters: dict[Any, list[Letter]] = _grouped(Letter.objects.all(), lambda row: row.subject)
        photos = Attachment.objects.exclude(subject=None)
        self.photos: dict[Any, list[Attachment]] = _grouped(photos, lambda row: row.subject_id)
        waiting = list(Outbox.objects.filter(done_at=None))
        self.waiting = {_work(each) for each in waiting}
        # Claimed by a worker that was killed: nobody may touch these until the claim ends (`kit.outbox.LEASE`).
        now = datetime.now(tz=UTC)
        self.claimed = {_work(each) for each in waiting if not each.problem and each.not_before > now}
        self.problems = sorted({f"{each.kind}: {each.problem}" for each in waiting if each.problem})

    def counts(self) -> dict[str, int]:
        sent = Letter.objects.filter(state=LetterState.SENT).count()
        ready = Attachment.objects.filter(state=PhotoState.READY).exclude(subject=None).count()
        return {
            "signals": len(self.signals),
            "letters": sum(map(len, self.letters.values())),
            "letters_sent": sent,
            "photos": sum(map(len, self.photos.values())),
            "photos_ready": ready,
            "outbox_waiting": len(self.waiting),
            "outbox_claimed": len(self.claimed),
        }


def _work(row: Outbox) -> str:
    return str(row.ids.get("letter") or row.ids.get("photo"))


def _grouped(rows: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _marker(signal: Signal) -> str:
    return signal.text.rstrip(".").rpartition(" ")[2]


def _told(rows: Rows, told: list[dict[str, Any]]) -> dict[str, int]:
    """What a resident was told we have: is it there, under that code, with its photo?"""
    lost = [each for each in told if each["marker"] not in rows.by_marker]
    here = [(each, rows.by_marker[each["marker"]][0]) for each in told if each["marker"] in rows.by_marker]
    return {
        "lost": len(lost),
        "another_code": sum(each["code"] != signal.subject.code for each, signal in here),
        "photo_lost": sum(each["photo"] and not rows.photos.get(signal.pk) for each, signal in here),
    }


def _half(rows: Rows, ledger: dict[str, Any]) -> dict[str, int]:
    """Every signal, acknowledged or not, is whole; and no row belongs to nothing."""
    keys = {signal.pk for signal in rows.signals}
    once = list(OnceKey.objects.filter(action="report"))
    results = Counter(row.result for row in once)
    return {
        "twice": sum(len(found) - 1 for found in rows.by_marker.values()),
        "not_from_a_resident": len(set(rows.by_marker) - set(ledger["begun"])),
        "without_whole_history": sum(not _history_whole(rows, signal) for signal in rows.signals),
        "without_living_owner": sum(signal.owner_team.ended_at is not None for signal in rows.signals),
        "without_one_asker": sum(len(rows.askers.get(key, ())) != 1 for key in keys),
        "without_one_receipt": sum(not _receipt(rows, key) for key in keys),
        "more_than_one_photo": sum(len(found) > 1 for found in rows.photos.values()),
        "photo_without_file_or_work": sum(
            not _photo(rows, each) for found in rows.photos.values() for each in found
        ),
        "without_one_key": sum(results[str(key)] != 1 for key in keys),
        "key_without_signal": sum(row.result not in {str(key) for key in keys} for row in once),
        "subject_without_signal": Subject.objects.exclude(pk__in=keys).count(),
        "row_without_signal": sum(
            len(set(found) - keys - {None}) for found in (rows.lines, rows.askers, rows.letters, rows.photos)
        ),
        "draft_still_holds_what_was_sent": _full_drafts(once),
    }


def _history_whole(rows: Rows, signal: Signal) -> bool:
    lines = rows.lines.get(signal.pk, [])
    details = sum(hasattr(line, "detail") for line in lines)
    return (
        sorted(line.verb for line in lines) == HISTORY
        and details == 1
        and bool(signal.area_path or signal.words)
    )


def _receipt(rows: Rows, key: Any) -> bool:
    """One letter of kind receipt, sent or with its work in the outbox."""
    letters = rows.letters.get(key, [])
    if [letter.kind for letter in letters] != ["receipt"]:
        return False
    letter = letters[0]
    waits = letter.state == LetterState.QUEUED and str(letter.pk) in rows.waiting
    return waits or letter.state == LetterState.SENT


def _photo(rows: Rows, photo: Attachment) -> bool:
    there = bool(photo.stored) and (Path(settings.MEDIA_ROOT) / photo.stored).is_file()
    waits = photo.state == PhotoState.QUARANTINE and str(photo.pk) in rows.waiting
    return there and (waits or photo.state == PhotoState.READY)


def _full_drafts(once: list[OnceKey]) -> int:
    """A draft that was sent holds an id and nothing that was typed. A draft whose cookie never arrived lives its day."""
    keys = {row.key for row in once}
    drafts = Draft.objects.values_list("pk", "given")
    return sum(f"report-{key}" in keys and "what" in given for key, given in drafts)


def _unfinished(rows: Rows) -> dict[str, int]:
    letters = [row for found in rows.letters.values() for row in found if str(row.pk) not in rows.claimed]
    photos = [row for found in rows.photos.values() for row in found if str(row.pk) not in rows.claimed]
    return {
        "letter_not_sent": sum(letter.state != LetterState.SENT for letter in letters),
        "letter_not_in_the_folder": len({f"<{each.pk}@wijkwerk>" for each in letters} - set(_messages())),
        "photo_not_ready": sum(photo.state != PhotoState.READY for photo in photos),
        "outbox_not_empty": len(rows.waiting - rows.claimed),
    }


def _messages() -> list[str]:
    """The Message-ID of each mail that left; one file may hold several."""
    lines = (
        line for path in Path(settings.LETTERS_FOLDER).glob("*") for line in path.read_bytes().splitlines()
    )
    return [line.decode().split()[1] for line in lines if line.startswith(b"Message-ID: ")]


def _mail() -> dict[str, int]:
    """Mails that left, and how many left twice: a worker killed between sending and noting it sends again, same id."""
    messages = _messages()
    return {"mails": len(messages), "mails_again": len(messages) - len(set(messages))}


def _unsound() -> int:
    """What SQLite says of its own file; PostgreSQL recovers by itself or does not start."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        return int(said != ["ok"]) + len(cursor.fetchall())
