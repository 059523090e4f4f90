"""Fill an empty town with dossiers past their term on an approved list, and with people who asked to be erased.

Runs inside a process with our settings (`tests.bench.inside`). Each dossier and each person has a mark of its own, in every
text that somebody typed: where the mark still stands, nothing was erased.
"""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.house.erasure_story import rows
from tests.house.permission_cells import photo_of
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.subjects import destroying
from wijkwerk.ground.subjects.models import Attachment, DestructionItem, DestructionList
from wijkwerk.testing_cast import Town, build_town
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact, DataRequest, Wish
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal

OWNER, ASKER = frozenset({"owner_team"}), frozenset({"asker"})
PHOTO_EACH = 3
MARK = re.compile(r"(?:dossier|persoon|anders)\d{4}x")
KINDS = (destroying.KIND, data_requests.ERASE)


def main(words: list[str]) -> dict[str, Any]:
    """`words`: how many dossiers, how many people. Returns the marks, and in which cells each stands."""
    dossiers, people = int(words[0]), int(words[1])
    town, now = build_town(), datetime.now(tz=UTC)
    marks = {
        "dossiers": [f"dossier{number:04d}x" for number in range(dossiers)],
        "people": [f"persoon{number:04d}x" for number in range(people)],
        "others": [f"anders{number:04d}x" for number in range(0, people, 2)],
    }
    subjects = {mark: str(_ended(town, mark, now).pk) for mark in marks["dossiers"]}
    asked = {mark: _asks(town, mark, number, now) for number, mark in enumerate(marks["people"])}
    _settle(now)
    made = destroying.propose(municipality=town.municipality, by=None, now=now)
    destroying.approve(made=made, why="Gezien.", by=town.people["keeper"], now=now)
    _grant(town, now)
    return {
        "marks": marks,
        "subjects": subjects,
        "asked": asked,
        "cells": cells([m for ms in marks.values() for m in ms]),
    }


def _reported(town: Town, mark: str, now: datetime, *more: NewAsker, staff: str = "") -> Signal:
    """A signal with the mark in every text of it, as its asker, letters and staff leave it; `staff`: other words of theirs."""
    by, team, words = town.people["traffic"], town.teams["verkeer"], staff or mark
    people = (NewAsker(Contact.EMAIL, mark, f"{mark}@example.org"), *more)
    title = mark if not staff else "Hard rijden"
    signal = town.signal(title=title, text=f"Hier staat {mark}.", askers=people, now=now)
    asker = Asker.objects.get(subject=signal.subject, name=mark, contact=Contact.EMAIL)
    asking.message(signal=signal, text=mark, asker=asker, by=None, now=now, via="web")
    actions.note(signal=signal, text=words, by=by, roles=OWNER, now=now)
    new = NewAnswer("no", team, text=words, reason=words, can_do=words)
    return actions.answer(signal=signal, new=new, by=by, roles=OWNER, now=now)


def _ended(town: Town, mark: str, now: datetime) -> Signal:
    """One that ended years ago."""
    signal = _reported(town, mark, now, NewAsker(Contact.POST, mark, f"{mark}\nKade 1"))
    if int(mark[7:11]) % PHOTO_EACH == 0:
        photo_of(signal)
    actions.close(signal=signal, by=None, roles=ASKER, now=now)
    ago = now - timedelta(days=6 * 366)
    past = now.date() - timedelta(days=300)
    Signal.objects.filter(pk=signal.pk).update(received_at=ago, closed_at=ago, destroy_after=past)
    return signal


def _asks(town: Town, mark: str, number: int, now: datetime) -> dict[str, str]:
    """Somebody asks to be erased with their words; every second signal is somebody else's as well, who stays (D5)."""
    if number % 2 == 0:
        other = f"anders{number:04d}x"
        also = NewAsker(Contact.EMAIL, other, f"{other}@example.org")
        signal = _reported(town, mark, now, also, staff="Gewone woorden.")
        asking.message(
            signal=signal, text=other, asker=Asker.objects.get(name=other), by=None, now=now, via="web"
        )
    else:
        signal = _reported(town, mark, now)
    asker = Asker.objects.get(subject=signal.subject, name=mark)
    made = data_requests.ask(asked=asked_of(signal), asker=asker, wish=Wish.ERASE, text=mark, now=now)
    return {"subject": str(signal.pk), "request": str(made.pk)}


def _grant(town: Town, now: datetime) -> None:
    for row in DataRequest.objects.select_related("subject"):
        asked = asked_of(Signal.objects.get(pk=row.subject_id))
        given: dict[str, Any] = {"why": "", "by": town.people["traffic"], "now": now}
        data_requests.grant(asked=asked, request=row, with_words=True, **given)
    _settle(now)


def _settle(now: datetime) -> None:
    """Do all that waits, so that only the erasing is left to be cut off."""
    kinds = {hook()[0] for hook in hooks.joined("worker.kinds")} - set(KINDS)
    while outbox.do_due(now=now, kinds=kinds):
        pass


def cells(marks: list[str], *, index: bool = False) -> dict[str, dict[str, int]]:
    """For each mark, how many cells of which column hold it. The index of words is cleaned last, and counts only when asked."""
    found: dict[str, Counter[str]] = {mark: Counter() for mark in marks}
    for table, column, text in rows():
        if table.startswith("words_") and not index:
            continue
        for mark in set(MARK.findall(text)) & found.keys():
            found[mark][f"{table}.{column}"] += 1
    return {mark: dict(sorted(counted.items())) for mark, counted in found.items()}


def look(told: dict[str, Any], held: list[str], *, finished: bool = False) -> dict[str, Any]:
    """How many are erased, and what is `broken`: all 0. `held` are the marks that were put on hold meanwhile."""
    marks = [mark for each in told["marks"].values() for mark in each]
    now_cells = cells(marks, index=finished)
    states = {mark: _state(now_cells[mark], told["cells"][mark]) for mark in marks}
    lines = Counter(str(key) for key in Line.objects.filter(verb="erased").values_list("subject", flat=True))
    items = {str(each.subject_id): each for each in DestructionItem.objects.all()}
    requests = {str(each.pk): each for each in DataRequest.objects.all()}
    broken = {
        "half_erased": sum(state == "half" for state in states.values()),
        "held_and_erased": sum(states[mark] != "whole" for mark in held),
        "of_others_erased": sum(states[mark] != "whole" for mark in told["marks"]["others"]),
        "item_says_otherwise": sum(
            (states[mark] == "erased") != (items[subject].done_at is not None)
            for mark, subject in told["subjects"].items()
        ),
        "not_one_line_for_a_deed": sum(
            lines[subject] != (states[mark] == "erased") for mark, subject in told["subjects"].items()
        ) + sum(count != 1 for count in lines.values()),
        "request_says_otherwise": sum(
            (states[mark] == "erased") != (requests[each["request"]].carried_out_at is not None)
            for mark, each in told["asked"].items()
        ),
        "not_one_line_for_a_hold": _holds(told, held),
        "gave_up": Outbox.objects.filter(kind__in=KINDS, tries__gt=0).count(),
        "database_not_sound": _unsound(),
    }  # fmt: skip
    erased = sum(state == "erased" for state in states.values())
    return {"erased": erased, "broken": broken | (_unfinished(told, held, states) if finished else {})}


def _state(now: dict[str, int], before: dict[str, int]) -> str:
    if now == before:
        return "whole"
    return "erased" if not now else "half"


def _holds(told: dict[str, Any], held: list[str]) -> int:
    lines = Counter(str(key) for key in Line.objects.filter(verb="held").values_list("subject", flat=True))
    return abs(lines.total() - len(held)) + sum(lines[subject_of(told, mark)] != 1 for mark in held)


def subject_of(told: dict[str, Any], mark: str) -> str:
    """The subject that has this mark."""
    return str(told["subjects"].get(mark) or told["asked"][mark]["subject"])


def _unfinished(told: dict[str, Any], held: list[str], states: dict[str, str]) -> dict[str, int]:
    """What a list that was carried out to its end must say."""
    made = DestructionList.objects.get()
    done = sum(states[mark] == "erased" for mark in told["marks"]["dossiers"])
    left = sum(mark in told["subjects"] for mark in held)
    verbs = list(Line.objects.filter(subject=made.pk).order_by("id").values_list("verb", "result"))
    said = [f"gegevens van {done} dossiers", f"Niet vernietigd: {left} dossier{'' if left == 1 else 's'}."]
    kept_files = Attachment.objects.exclude(stored="").count()
    files = len(list((Path(settings.MEDIA_ROOT) / "photos").rglob("*.jpg")))
    waiting = Outbox.objects.filter(kind__in=KINDS, done_at=None).count()
    return {
        "neither_erased_nor_held": sum(
            states[mark] != "erased" for name in ("dossiers", "people") for mark in told["marks"][name] if mark not in held
        ),
        "list_not_done": int(made.done_at is None),
        "declaration_miscounts": sum(words not in made.declaration for words in said),
        "left_out_without_reason": made.items.filter(left_out="", done_at=None).count(),
        "not_one_line_for_the_list": int(
            verbs != [("list_proposed", str(len(told["subjects"]))), ("list_approved", ""), ("list_done", str(done))]
        ),
        "file_without_row": files - kept_files,
        # Who is on hold keeps their place in the queue until the hold ends.
        "work_left": waiting - sum(mark in told["asked"] for mark in held),
    }  # fmt: skip


def _unsound() -> int:
    """What SQLite says of its own file; PostgreSQL recovers by itself or does not start."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return int([row[0] for row in cursor.fetchall()] != ["ok"])
