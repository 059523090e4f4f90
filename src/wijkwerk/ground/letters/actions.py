"""Queue letters, send them, and erase them. A failing mail server loses nothing: the row stays in the outbox.

What a mail server refuses for good did not arrive, as what the post brings back: a person finds another way.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters import refusals
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.ground.letters.tokens import token

KIND = "letter"
BY_MAIL = (LetterState.QUEUED, LetterState.FAILED)
WAITING_STATES = (
    LetterState.QUEUED,
    LetterState.TO_PRINT,
    LetterState.TO_CALL,
    LetterState.FAILED,
    LetterState.BOUNCED,
)
# Not sent, and no machine will do it: a person must, or tried in vain.
UNSENT = (LetterState.TO_PRINT, LetterState.TO_CALL, LetterState.FAILED)
# Not gone yet: what changes for the asker changes for these as well.
NOT_GONE = (LetterState.QUEUED, *UNSENT)
# With the person, as far as we know: what waits for a mail server or a hand is not.
REACHED = (LetterState.SENT,)

MOST = 500  # letters that one tick of the clock gives up

# What a copy of a letter has in common with it.
SAME = ("municipality", "kind", "title", "body", "subject", "asker", "sender", "link_base")


@dataclass(frozen=True)
class NewLetter:
    """A letter as its caller gives it: rendered but for the mark of the trace link."""

    municipality: uuid.UUID
    kind: str
    channel: Channel
    address: str
    title: str
    body: str
    subject: uuid.UUID | None = None
    asker: uuid.UUID | None = None
    asker_version: int = 0
    sender: str = ""
    link_base: str = ""


def queue(letters: list[NewLetter], *, now: datetime) -> list[Letter]:
    """Store letters in the transaction of the deed. E-mail goes to the outbox; post and telephone wait for a person."""
    made = Letter.objects.bulk_create([_row(letter, now=now) for letter in letters], batch_size=500)
    mail = [{"letter": str(row.pk)} for row in made if row.channel == Channel.EMAIL]
    if mail:
        outbox.put_many(KIND, ids=mail, now=now)
    return made


def _row(letter: NewLetter, *, now: datetime) -> Letter:
    states = {Channel.POST: LetterState.TO_PRINT, Channel.PHONE: LetterState.TO_CALL}
    return Letter(
        municipality=letter.municipality,
        subject=letter.subject,
        asker=letter.asker,
        asker_version=letter.asker_version,
        kind=letter.kind,
        channel=letter.channel,
        address=_one_line(letter.address) if letter.channel == Channel.EMAIL else letter.address,
        sender=_one_line(letter.sender),
        title=_one_line(letter.title)[:200],
        body=letter.body,
        link_base=letter.link_base,
        state=states.get(letter.channel, LetterState.QUEUED),
        made_at=now,
    )


def _one_line(text: str) -> str:
    """Text for a mail header, whatever a resident typed: no line ends, and nothing that a mail program would decode."""
    return " ".join(text.replace("=?", "= ?").split())


def full_body(letter: Letter) -> str:
    """The body with the trace link filled in. The link exists only here, while sending or printing."""
    if letter.asker is None:
        return letter.body.replace(TRACE_MARK, "")
    return letter.body.replace(TRACE_MARK, f"{letter.link_base}{token(letter.asker, letter.asker_version)}/")


def send(*, letter: str, now: datetime) -> None:
    """Send one queued e-mail; the doer of outbox rows of kind `letter`. What is refused for good did not arrive.

    Raises Postpone while the mail server is away or says "not now", and after some days what it says.
    """
    row = Letter.objects.filter(pk=letter).first()
    if row is None or row.state not in BY_MAIL:
        return
    if settings.SECRET_IS_EPHEMERAL and TRACE_MARK in row.body:
        raise outbox.Postpone(now + timedelta(minutes=5), "no secret key is set: a trace link would not work")
    try:
        _message(row).send()
    except (SMTPException, OSError, ValueError) as problem:
        _not_taken(row, problem, now=now)
    else:
        hooks.run("letters.leaves", letter=row, now=now)
        Letter.objects.filter(pk=row.pk).update(state=LetterState.SENT, sent_at=now)


def _message(row: Letter) -> EmailMessage:
    return EmailMessage(
        subject=row.title,
        body=full_body(row),
        from_email=row.sender or settings.DEFAULT_FROM_EMAIL,
        to=[row.address],
        headers={"Message-ID": f"<{row.pk}@wijkwerk>", "Auto-Submitted": "auto-generated"},
    )


def _not_taken(row: Letter, problem: Exception, *, now: datetime) -> None:
    """Refused for good: it did not arrive. Else it is tried for days, and then the outbox begins to count its last tries."""
    if why := refusals.refusal(problem):
        _did_not_arrive([row.pk], why)
        return
    again = refusals.next_try(made_at=row.made_at, now=now)
    if again is None:
        raise problem
    raise outbox.Postpone(again, f"{type(problem).__name__}: {problem}") from problem


def _did_not_arrive(keys: list[uuid.UUID], why: str) -> int:
    rows = Letter.objects.filter(pk__in=keys, state__in=BY_MAIL)
    return rows.update(state=LetterState.BOUNCED, settled_at=None, problem=why)


@transaction.atomic
def give_up(*, now: datetime) -> int:
    """What the outbox tried for the last time did not arrive: a person must find another way. Returns how many letters."""
    rows = Outbox.objects.filter(kind=KIND, done_at=None, tries__gte=outbox.MOST_TRIES)
    found = list(rows.order_by("not_before", "id")[:MOST])
    Outbox.objects.filter(pk__in=[row.pk for row in found]).update(done_at=now)
    return _did_not_arrive([uuid.UUID(row.ids["letter"]) for row in found], refusals.GIVEN_UP)


@transaction.atomic
def mark_done(*, letter: Letter, now: datetime) -> bool:
    """A person printed it or called: the letter is delivered. Returns whether it still waited."""
    rows = Letter.objects.filter(pk=letter.pk, state__in=UNSENT)
    if not rows.exists():
        return False
    # First the upper rooms, which hold what the letter is about; the letter itself is held last, as everywhere.
    hooks.run("letters.leaves", letter=letter, now=now)
    return rows.update(state=LetterState.SENT, sent_at=now) == 1


def came_back(*, letter: Letter, now: datetime) -> bool:
    """The post brought it back: a person must find another way. Returns whether it was one that we posted."""
    rows = Letter.objects.filter(pk=letter.pk, channel=Channel.POST, state=LetterState.SENT, erased_at=None)
    return rows.update(state=LetterState.BOUNCED, settled_at=None, problem="came back by post") == 1


def reached(
    *, municipality: uuid.UUID, askers: Collection[uuid.UUID], kinds: Collection[str], since: datetime
) -> set[uuid.UUID]:
    """Which of these askers have a letter of one of these kinds, made since then, as far as we know."""
    rows = Letter.objects.filter(municipality=municipality, asker__in=askers, made_at__gte=since)
    found = rows.filter(kind__in=kinds, state__in=REACHED).values_list("asker", flat=True)
    return {asker for asker in found if asker is not None}


def readdress(
    *,
    municipality: uuid.UUID,
    asker: uuid.UUID,
    asker_version: int,
    channel: Channel | None,
    address: str,
    now: datetime,
) -> int:
    """What still waits for a person goes to the new address, or nowhere without a channel. Returns how many letters."""
    rows = list(Letter.objects.filter(municipality=municipality, asker=asker, state__in=NOT_GONE))
    Letter.objects.filter(pk__in=[row.pk for row in rows]).update(state=LetterState.WITHDRAWN)
    if channel is not None:
        copies = [_copy(row, asker_version, channel=channel, address=address) for row in rows]
        queue(copies, now=now)
    return len(rows)


def relink(*, municipality: uuid.UUID, asker: uuid.UUID, asker_version: int) -> int:
    """What has not left yet carries the new link; what is printed is printed again. Returns how many letters."""
    rows = Letter.objects.filter(municipality=municipality, asker=asker, state__in=NOT_GONE)
    return rows.update(asker_version=asker_version, batch=None)


def settle(*, letter: Letter, now: datetime) -> None:
    """A letter that did not arrive is dealt with in another way."""
    Letter.objects.filter(pk=letter.pk, state=LetterState.BOUNCED).update(settled_at=now)


def send_again(
    *, letter: Letter, asker_version: int, channel: Channel, address: str, now: datetime
) -> Letter:
    """The same letter once more, to another address or by another way; the one that did not arrive is settled.

    `asker_version` is that of the link that works today: an older one may be in the wrong hands.
    """
    settle(letter=letter, now=now)
    return queue([_copy(letter, asker_version, channel=channel, address=address)], now=now)[0]


def _copy(letter: Letter, asker_version: int, *, channel: Channel, address: str) -> NewLetter:
    same = {name: getattr(letter, name) for name in SAME}
    return NewLetter(asker_version=asker_version, channel=channel, address=address, **same)


def keep_back(*, municipality: uuid.UUID, subject: uuid.UUID, kinds: Collection[str]) -> int:
    """Letters of these kinds about a subject that have not left yet need not go any more. Returns how many."""
    waiting = about(municipality, subject).filter(kind__in=kinds, state__in=NOT_GONE)
    return waiting.update(state=LetterState.WITHDRAWN)


def withdraw(*, municipality: uuid.UUID, subject: uuid.UUID, now: datetime) -> int:
    """Take back every letter about a subject that has not left yet. Returns how many."""
    waiting = about(municipality, subject).filter(state__in=WAITING_STATES)
    return waiting.update(state=LetterState.WITHDRAWN)


def erase(*, municipality: uuid.UUID, subject: uuid.UUID, now: datetime) -> int:
    """Empty the letters about a subject (D6); that they were sent, and when, stays."""
    withdraw(municipality=municipality, subject=subject, now=now)
    return (
        about(municipality, subject)
        .filter(erased_at=None)
        .update(body="", address="", title="", erased_at=now)
    )


def erase_asker(*, municipality: uuid.UUID, asker: uuid.UUID, now: datetime) -> int:
    """Empty the letters to one asker; those to the others stay."""
    mine = Letter.objects.filter(municipality=municipality, asker=asker)
    mine.filter(state__in=WAITING_STATES).update(state=LetterState.WITHDRAWN)
    return mine.filter(erased_at=None).update(body="", address="", title="", erased_at=now)


def about(municipality: uuid.UUID, subject: uuid.UUID) -> QuerySet[Letter]:
    """All letters about a subject."""
    return Letter.objects.filter(municipality=municipality, subject=subject)
