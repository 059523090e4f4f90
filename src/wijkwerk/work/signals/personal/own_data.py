"""Carry out what somebody may ask about their own data: erase them, or them and their words, wherever they are (AVG 17, D5)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from wijkwerk.ground.journal.models import Detail
from wijkwerk.ground.kit import db, outbox
from wijkwerk.ground.letters.actions import WAITING_STATES
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.errors import Refused as Barred
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.erasing import Way, erase_subject, forget_later
from wijkwerk.work.answers import askers
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, AskerRole, DataRequest, Move
from wijkwerk.work.signals.actions.steps import log
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import Message, Signal
from wijkwerk.work.signals.personal import erasing

AGAIN: Final = timedelta(hours=1)
LETTER_LEAVES: Final = timedelta(days=7)  # then it is erased all the same
GROUND: Final = "AVG 17"


def carry_out(*, request: str, now: datetime) -> None:
    """A granted erasure; the doer of outbox rows of kind `data.erase`. Waits until our letter about it has left."""
    row = DataRequest.objects.filter(pk=request, granted=True, carried_out_at=None).first()
    if row is None or row.settled_at is None:
        return
    if now < row.settled_at + LETTER_LEAVES and _letter_waits(row):
        raise outbox.Postpone(now + AGAIN, "our letter about it has not left yet")
    try:
        _erase(row, now=now)
    except Barred:
        raise outbox.Postpone(
            now + timedelta(days=1), "barred since: on hold, or a promise is open"
        ) from None


def _letter_waits(row: DataRequest) -> bool:
    mine = Letter.objects.filter(municipality=row.municipality_id, asker=row.asker_id, kind="data_done")
    return mine.filter(state__in=WAITING_STATES).exists()


@transaction.atomic
def _erase(row: DataRequest, *, now: datetime) -> None:
    erase_person(asker=row.asker, with_words=row.with_words, by=row.settled_by, now=now)
    DataRequest.objects.filter(pk=row.pk).update(carried_out_at=now)


@transaction.atomic
def erase_person(
    *, asker: Asker, with_words: bool, by: User | None, now: datetime, way: Way = Way.ASKED
) -> None:
    """Erase an asker with every copy of them; `with_words` also what they wrote. What others asked and wrote stays."""
    rows, places = _held(asker)
    refuse_barred(_at_stake(rows, places, with_words=with_words), way=way)
    if with_words:
        _erase_words(rows, places, by=by, now=now, way=way)
    DataRequest.objects.filter(asker__in=rows).update(text="", why="", erased_at=now)
    if any(row.erased_at is None for row in Asker.objects.filter(pk__in=[row.pk for row in rows])):
        askers.erase_asker(asker=asker, by=by, now=now)


def _held(asker: Asker) -> tuple[list[Asker], list[Signal]]:
    """The family of an asker and the signals where they are or were, locked: signals first, by key, as each verb does.

    Where they went before the locks are ours is seen only then. So the locks are let go, and taken anew in order.
    """
    wanted = _where(askers.kin(asker, {asker.pk}))
    while True:
        with transaction.atomic():
            signals = list(db.locked(Signal.objects.filter(pk__in=wanted).order_by("pk")))
            rows = askers.family(asker)
            found = _where({row.pk for row in rows})
            if found <= wanted:
                return rows, signals
            transaction.set_rollback(True)
        wanted |= found


def _where(family: set[uuid.UUID]) -> set[uuid.UUID]:
    """Where these askers stand, stood before or wrote something: keys of signals."""
    stand = Asker.objects.filter(pk__in=family).values_list("subject", "came_from")
    moved = Move.objects.filter(asker__in=family).values_list("source", "target")
    said = Message.objects.filter(asker__in=family).values_list("signal", flat=True)
    return {key for pair in (*stand, *moved) for key in pair if key} | set(said)


def _at_stake(rows: list[Asker], places: list[Signal], *, with_words: bool) -> list[Signal]:
    """The signals whose dossier this erasure touches; with words that is wherever they wrote any."""
    mine = {row.subject_id for row in rows} | {row.came_from_id for row in rows}
    return [each for each in places if with_words or each.pk in mine]


def refuse_barred(signals: Iterable[Signal], *, way: Way = Way.ASKED) -> None:
    """Raise Barred when one of them is on legal hold; what was erased before a restore is never barred."""
    if way is not Way.AGAIN and any(each.legal_hold for each in signals):
        raise Barred("", erasing.HELD)


def check(*, asker: Asker, with_words: bool) -> None:
    """Raises Refused, with a sentence for the screen, when an erasure could not be carried out now."""
    family = askers.kin(asker, {asker.pk})
    rows = list(Asker.objects.filter(pk__in=family))
    places = list(Signal.objects.filter(pk__in=_where(family)).select_related("subject").order_by("pk"))
    for signal in _at_stake(rows, places, with_words=with_words):
        if signal.legal_hold:
            raise Refused(erasing.HELD)
        alone = with_words and signal.pk in _reported(rows) and not _others(signal, rows)
        if alone and erasing.promised(signal.subject):
            raise Refused(erasing.PROMISED)


def _reported(rows: Iterable[Asker]) -> set[uuid.UUID]:
    """Whose words are theirs: reported there, or reported where they came from (D4)."""
    here = {row.subject_id for row in rows if row.role != AskerRole.JOINED}
    came = {row.came_from_id for row in rows if row.came_as not in ("", AskerRole.JOINED)}
    return here | {key for key in came if key}


def _others(signal: Signal, rows: Iterable[Asker]) -> bool:
    living = Asker.objects.filter(municipality=signal.municipality_id, subject=signal.pk, erased_at=None)
    return living.exclude(pk__in=[row.pk for row in rows]).exists()


def _erase_words(
    rows: list[Asker], places: list[Signal], *, by: User | None, now: datetime, way: Way
) -> None:
    """Of a signal that nobody else asks, everything; of every other what these people gave, wherever it stands."""
    own = _reported(rows)
    for signal in places:
        if signal.pk in own and not _others(signal, rows):
            subject, town = signal.subject, signal.municipality
            erase_subject(subject=subject, municipality=town, way=way, why=GROUND, by=by, now=now)
        elif _erase_given(rows, signal, whole=signal.pk in own, now=now):
            forget_later(now=now)
            log(signal, "words_erased", by=by, now=now, origin="records")


def _erase_given(rows: list[Asker], signal: Signal, *, whole: bool, now: datetime) -> int:
    """What these people said on a signal that others ask too; `whole`: they reported it. Returns how many rows."""
    count = erasing.erase_words(signal, now=now) if whole else 0
    count += erasing.erase_messages(signal, rows, now=now) + _forget_whys(rows, signal, whole=whole)
    if count:
        searching.index(signal, now=now)
    return count


def _forget_whys(rows: list[Asker], signal: Signal, *, whole: bool) -> int:
    """What they wrote when they said "not solved". Of an old line it is not known who wrote it: then who reported did."""
    lines = Detail.objects.filter(municipality=signal.municipality_id, subject=signal.subject_id)
    lines = lines.filter(line__verb="reopened", line__actor=None)
    theirs = Q(text__asker__in=[str(row.pk) for row in rows])
    return lines.filter(theirs | Q(text__asker__isnull=True) if whole else theirs).delete()[0]
