"""Carry out what somebody may ask about their own data: erase them, or them and their words, wherever they are (AVG 17, D5)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from wijkwerk.ground.journal.models import Detail
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.actions import WAITING_STATES
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.errors import Refused as Barred
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.erasing import Way, erase_subject, forget_later
from wijkwerk.work.answers import askers
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, AskerRole, DataRequest
from wijkwerk.work.signals.actions.steps import log
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
    DataRequest.objects.filter(pk=row.pk).update(carried_out_at=now)
    erase_person(asker=row.asker, with_words=row.with_words, by=row.settled_by, now=now)


@transaction.atomic
def erase_person(
    *, asker: Asker, with_words: bool, by: User | None, now: datetime, way: Way = Way.ASKED
) -> None:
    """Erase an asker with every copy of them; `with_words` also what they wrote. What others asked and wrote stays."""
    rows = askers.family(asker)
    signals = list(signals_of(rows))
    refuse_barred(signals, way=way)
    if with_words:
        _erase_words(rows, signals, by=by, now=now, way=way)
    DataRequest.objects.filter(asker__in=rows).update(text="", why="", erased_at=now)
    if any(row.erased_at is None for row in Asker.objects.filter(pk__in=[row.pk for row in rows])):
        askers.erase_asker(asker=asker, by=by, now=now)


def refuse_barred(signals: Iterable[Signal], *, way: Way = Way.ASKED) -> None:
    """Raise Barred when one of them is on legal hold; what was erased before a restore is never barred."""
    if way is not Way.AGAIN and any(each.legal_hold for each in signals):
        raise Barred("", erasing.HELD)


def check(*, asker: Asker, with_words: bool) -> None:
    """Raises Refused, with a sentence for the screen, when an erasure could not be carried out now."""
    with transaction.atomic():
        rows = askers.family(asker)
        for signal in signals_of(rows):
            if signal.legal_hold:
                raise Refused(erasing.HELD)
            alone = with_words and signal.pk in _reported(rows) and not _others(signal, rows)
            if alone and erasing.promised(signal.subject):
                raise Refused(erasing.PROMISED)


def signals_of(rows: Iterable[Asker]) -> Iterable[Signal]:
    """The signals that these askers asked, and those from which they came."""
    rows = list(rows)
    keys = {row.subject_id for row in rows} | {row.came_from_id for row in rows if row.came_from_id}
    found = Signal.objects.filter(municipality=rows[0].municipality_id, pk__in=keys)
    return found.select_related("subject", "municipality").order_by("pk")


def _reported(rows: Iterable[Asker]) -> set[uuid.UUID]:
    """Whose words are theirs: reported there, or reported where they came from (D4)."""
    here = {row.subject_id for row in rows if row.role != AskerRole.JOINED}
    came = {row.came_from_id for row in rows if row.came_as not in ("", AskerRole.JOINED)}
    return here | {key for key in came if key}


def _others(signal: Signal, rows: Iterable[Asker]) -> bool:
    living = Asker.objects.filter(municipality=signal.municipality_id, subject=signal.pk, erased_at=None)
    return living.exclude(pk__in=[row.pk for row in rows]).exists()


def _erase_words(
    rows: list[Asker], signals: list[Signal], *, by: User | None, now: datetime, way: Way
) -> None:
    """Of a signal that nobody else asks, everything; of one that others ask too, what these people gave."""
    own = _reported(rows)
    messages = Message.objects.filter(municipality=rows[0].municipality_id, asker__in=rows, erased_at=None)
    messages.update(text="", erased_at=now)
    for signal in signals:
        if signal.pk not in own:
            continue
        if not _others(signal, rows):
            subject, town = signal.subject, signal.municipality
            erase_subject(subject=subject, municipality=town, way=way, why=GROUND, by=by, now=now)
        elif erasing.erase_words(signal, now=now) + _forget_whys(signal):
            forget_later(now=now)
            log(signal, "words_erased", by=by, now=now, origin="records")


def _forget_whys(signal: Signal) -> int:
    """What askers wrote when they said "not solved"."""
    lines = Detail.objects.filter(municipality=signal.municipality_id, subject=signal.subject_id)
    return lines.filter(line__verb="reopened", line__actor=None).delete()[0]
