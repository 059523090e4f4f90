"""Take in a letter that came by e-mail: once, joined to what it answers, or handed to whoever makes something new of it."""

import hashlib
import re
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.models import OnceKey
from wijkwerk.ground.kit.once import SentBefore, claim
from wijkwerk.ground.letters.incoming import Incoming, Unreadable, read
from wijkwerk.ground.letters.models import Letter, LetterState, Received, ReceivedKind
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import local_date

# New matters from one address. A machine that runs wild must not fill the desk; a person who writes much is still read,
# among what became nothing. Past that again, only that something came is kept.
MOST_A_DAY, READ_A_DAY = 10, 40
# How long the text stays of what could not be joined to anything: long enough to be read at the desk.
UNPLACED_FOR = timedelta(days=14)
TOO_MANY = "too many from this address today"
NOT_DELIVERED = (LetterState.SENT, LetterState.QUEUED)


def receive(*, municipality: uuid.UUID, raw: bytes, now: datetime) -> Received:
    """One message, in one transaction; the same message a second time is the row of the first. Never raises for content.

    Upper rooms join at `letters.received` (received=, incoming=, now=) and return the id of the subject that it was joined
    to, or None.
    """
    return keep(municipality=municipality, incoming=understood(raw), now=now)


def understood(raw: bytes) -> Incoming:
    """The message in these bytes; of what cannot be read only that it came."""
    try:
        return read(raw)
    except Unreadable as problem:
        return Incoming(f"sha256:{hashlib.sha256(raw).hexdigest()}", problem=str(problem), unreadable=True)


def keep(*, municipality: uuid.UUID, incoming: Incoming, now: datetime) -> Received:
    """`receive`, for who has looked into the message already to see whose it is."""
    return _once(municipality, without_bsn(incoming), kind_of(incoming), now=now)


def kind_of(incoming: Incoming) -> ReceivedKind:
    """What it is, before anybody looked whether the letter that it answers exists."""
    if incoming.unreadable:
        return ReceivedKind.REFUSED
    if incoming.bounced:
        return ReceivedKind.BOUNCE
    if incoming.automatic or incoming.problem:
        return ReceivedKind.AUTOMATIC
    return ReceivedKind.REPLY if incoming.token or incoming.letter else ReceivedKind.NEW


def without_bsn(incoming: Incoming) -> Incoming:
    """The message without citizen service numbers: we may not keep them, and nobody is there to be asked (D8)."""
    return replace(incoming, body=_cut(incoming.body), title=_cut(incoming.title))


def _cut(text: str) -> str:
    for number in find_bsn(text):
        # Also where the same digits stand with other signs between them.
        text = re.sub(r"[\W_]{0,40}".join(number), "(nummer weggehaald)", text)
    return text


def _once(municipality: uuid.UUID, incoming: Incoming, kind: ReceivedKind, *, now: datetime) -> Received:
    try:
        with transaction.atomic():
            return _take_in(municipality, incoming, kind, now=now)
    except IntegrityError:
        # Two deliveries of the same message at one moment: the other one won.
        found = _known(municipality, incoming)
        if found is None:
            raise
        return found


def _take_in(municipality: uuid.UUID, incoming: Incoming, kind: ReceivedKind, *, now: datetime) -> Received:
    before = _known(municipality, incoming)
    if before is not None:
        return before
    # Of what no person wrote nothing is kept but that it came.
    wrote = kind in (ReceivedKind.REPLY, ReceivedKind.NEW)
    today = _new_today(municipality, incoming.sender, now=now) if kind == ReceivedKind.NEW else 0
    if today >= MOST_A_DAY:
        kind, incoming = ReceivedKind.REFUSED, replace(incoming, problem=TOO_MANY)
        wrote = today < READ_A_DAY
    row = Received.objects.create(
        municipality=municipality,
        message_id=incoming.message_id,
        kind=kind,
        sender=incoming.sender if wrote else "",
        title=incoming.title if wrote else "",
        body=incoming.body if wrote else "",
        letter=incoming.bounced or incoming.letter,
        problem=incoming.problem[:300],
        received_at=now,
    )
    if incoming.bounced:
        _bounced(municipality, incoming.bounced, incoming.problem)
    for subject in hooks.run("letters.received", received=row, incoming=incoming, now=now):
        if subject is not None:
            row.subject = subject
    row.save(update_fields=["subject", "kind", "asker"])
    return row


def _known(municipality: uuid.UUID, incoming: Incoming) -> Received | None:
    """The row of the same message, also when it was erased since."""
    keys = (incoming.message_id, _erased_id(incoming.message_id))
    return Received.objects.filter(municipality=municipality, message_id__in=keys).first()


def _erased_id(message_id: str) -> str:
    """What stays of the name that a mail program gave: enough to know the message when it comes once more."""
    return f"erased:{hashlib.sha256(message_id.encode()).hexdigest()}"


def _new_today(municipality: uuid.UUID, sender: str, *, now: datetime) -> int:
    """New matters of this address in a day, refused ones that can be read with them; no further than `READ_A_DAY`."""
    kinds = (ReceivedKind.NEW, ReceivedKind.REFUSED)
    rows = Received.objects.filter(
        municipality=municipality, received_at__gt=now - timedelta(days=1), kind__in=kinds
    )
    return rows.filter(sender__iexact=sender)[:READ_A_DAY].count()


def _bounced(municipality: uuid.UUID, letter: uuid.UUID, problem: str) -> None:
    """The letter did not arrive: a person must find another way. The reason holds no address."""
    rows = Letter.objects.filter(municipality=municipality, pk=letter, state__in=NOT_DELIVERED)
    rows.update(state=LetterState.BOUNCED, problem=problem)


def erase_received(*, municipality: uuid.UUID, subject: uuid.UUID, now: datetime) -> int:
    """Empty what came in about a subject (D6); that it came, and when, stays."""
    return _erase(Received.objects.filter(municipality=municipality, subject=subject), now=now)


def erase_received_of(*, municipality: uuid.UUID, asker: uuid.UUID, now: datetime) -> int:
    """Empty what came in from one asker."""
    return _erase(Received.objects.filter(municipality=municipality, asker=asker), now=now)


def unplaced(municipality: uuid.UUID, *, now: datetime) -> QuerySet[Received]:
    """What came in and was refused, newest first, as long as its text is kept."""
    since = now - UNPLACED_FOR
    rows = Received.objects.filter(
        municipality=municipality, received_at__gt=since, kind=ReceivedKind.REFUSED
    )
    return rows.filter(erased_at=None).order_by("-received_at", "-id")


@transaction.atomic
def forget_unplaced(*, now: datetime) -> int:
    """Once a day: empty what belongs to nothing and nobody could place, after two weeks. Returns how many."""
    key = f"letters.unplaced {local_date(now)}"
    if OnceKey.objects.filter(key=key).exists():
        return 0
    try:
        claim(key, action="letters.unplaced", now=now)
    except SentBefore:
        return 0
    rows = Received.objects.filter(subject=None, received_at__lte=now - UNPLACED_FOR)
    return _erase(rows.exclude(body="", title="", sender=""), now=now)


def _erase(rows: QuerySet[Received], *, now: datetime) -> int:
    found = list(rows.filter(erased_at=None))
    for row in found:
        row.body = row.sender = row.title = ""
        row.message_id, row.erased_at = _erased_id(row.message_id), now
    Received.objects.bulk_update(
        found, ["body", "sender", "title", "message_id", "erased_at"], batch_size=200
    )
    return len(found)
