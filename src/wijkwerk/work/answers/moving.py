"""Askers go along when what they asked is merged, come back when that is undone, and are copied when it is split (D5).

The caller holds the locks of both things that were asked. A trace link stays good: it is made of the asker, not of the
subject. Who was erased stays where they are.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wijkwerk.ground.kit import db
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.letters.tokens import hashed, token
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.work.answers.models import Asker, AskerRole, Move
from wijkwerk.work.answers.persons import each_person, persons

MOVING = ["subject", "role", "came_from", "came_as"]


def move_askers(*, source: Subject, target: Subject, now: datetime) -> list[Move]:
    """Every living asker of `source` asks `target` from now on. Returns a move for each, with the role they had.

    They join there, so that they read nothing of who reported it (D4); but somebody who reported both keeps their role.
    `came_from` is where they asked first, and stays so over a chain of moves.
    """
    rows = _living(source)
    reported = persons(row for row in _living(target) if row.role != AskerRole.JOINED)
    moves = [
        Move(
            municipality_id=source.municipality_id,
            asker=row,
            source=source,
            target=target,
            role=row.role,
            moved_at=now,
        )
        for row in rows
    ]
    for row, own in zip(rows, each_person(rows), strict=True):
        if row.came_from_id is None:
            row.came_from, row.came_as = source, row.role
        row.role = row.role if own & reported else AskerRole.JOINED
        row.subject = target
    Asker.objects.bulk_update(rows, MOVING, batch_size=200)
    return Move.objects.bulk_create(moves, batch_size=500)


def move_back(*, source: Subject, target: Subject, now: datetime) -> list[Asker]:
    """Undo `move_askers` exactly: the same askers, each in the role they had. Who joined the target stays there.

    Where they went on from the target since, is undone with it: they come along with nothing of that any more.
    """
    moves = list(
        Move.objects.filter(
            municipality=source.municipality_id, source=source, target=target, undone_at=None
        ).select_related("asker")
    )
    for move in moves:
        asker = move.asker
        asker.subject, asker.role = source, move.role
        if asker.came_from_id == source.pk:
            asker.came_from, asker.came_as = None, ""
        move.undone_at = now
    rows = [move.asker for move in moves]
    _undo_further(rows, target, now=now)
    Asker.objects.bulk_update(rows, MOVING, batch_size=200)
    Move.objects.bulk_update(moves, ["undone_at"], batch_size=200)
    return rows


def _undo_further(rows: list[Asker], left: Subject, *, now: datetime) -> None:
    places = {left.pk}
    while places:  # ends: what is merged into is alive at that moment, so there is no circle
        further = Move.objects.filter(asker__in=rows, source__in=places, undone_at=None)
        places = set(further.values_list("target", flat=True))
        further.update(undone_at=now)


def standing(*, source: Subject, target: Subject) -> Counter[UUID]:
    """How many of those who went from `source` to `target` stand on which subject now: the target, or further on."""
    moves = Move.objects.filter(
        municipality=source.municipality_id, source=source, target=target, undone_at=None
    )
    return Counter(moves.values_list("asker__subject", flat=True))


def been(subject: Subject) -> QuerySet[Move, UUID]:
    """Where those who asked this went along with merges, also where that was undone since: keys of subjects."""
    here = Move.objects.filter(municipality=subject.municipality_id)
    gone = here.filter(source=subject).values("asker")
    return here.filter(asker__in=gone).values_list("target", flat=True)


def copy_askers(*, source: Subject, target: Subject, now: datetime) -> list[Asker]:
    """A copy of every living asker of `source` on `target`, in the same role and with a trace link of its own."""
    copies = [_copy(row, source, target) for row in _living(source)]
    return Asker.objects.bulk_create(copies, batch_size=500)


def moves_of(asker: Asker) -> QuerySet[Move]:
    """The way that an asker went along, first step first; what was undone is left out."""
    rows = Move.objects.filter(municipality=asker.municipality_id, asker=asker, undone_at=None)
    return rows.order_by("moved_at", "id")


def _living(subject: Subject) -> list[Asker]:
    rows = Asker.objects.filter(municipality=subject.municipality_id, subject=subject, erased_at=None)
    return list(db.locked(rows.order_by("asked_at", "pk")))


def _copy(asker: Asker, source: Subject, target: Subject) -> Asker:
    key = uuid7()
    return Asker(
        id=key,
        municipality_id=asker.municipality_id,
        subject=target,
        role=asker.role,
        user_id=asker.user_id,
        contact=asker.contact,
        name=asker.name,
        address=asker.address,
        name_key=asker.name_key,
        last_key=asker.last_key,
        digits=asker.digits,
        token_hash=hashed(token(key, 1)),
        asked_at=asker.asked_at,
        came_from_id=asker.came_from_id or source.pk,
        came_as=asker.came_as or asker.role,
        copy_of=asker,
    )
