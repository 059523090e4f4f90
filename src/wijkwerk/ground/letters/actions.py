"""Queue letters, send them, and erase them. A failing mail server loses nothing: the row stays in the outbox."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.ground.letters.tokens import token

KIND = "letter"
WAITING_STATES = (
    LetterState.QUEUED,
    LetterState.TO_PRINT,
    LetterState.TO_CALL,
    LetterState.FAILED,
    LetterState.BOUNCED,
)
# Not sent, and no machine will do it: a person must, or tried in vain.
UNSENT = (LetterState.TO_PRINT, LetterState.TO_CALL, LetterState.FAILED)
# With the person, as far as we know.
REACHED = (LetterState.SENT, LetterState.QUEUED)


# What a copy of a letter has in common with it.
SAME = ("municipality", "kind", "title", "body", "subject", "asker", "asker_version", "sender", "link_base")


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
    """Send one queued e-mail; the doer of outbox rows of kind `letter`. Raises what the mail server raises."""
    row = Letter.objects.filter(pk=letter).first()
    if row is None or row.state not in (LetterState.QUEUED, LetterState.FAILED):
        return
    if settings.SECRET_IS_EPHEMERAL and TRACE_MARK in row.body:
        raise outbox.Postpone(now + timedelta(minutes=5), "no secret key is set: a trace link would not work")
    message = EmailMessage(
        subject=row.title,
        body=full_body(row),
        from_email=row.sender or settings.DEFAULT_FROM_EMAIL,
        to=[row.address],
        headers={"Message-ID": f"<{row.pk}@wijkwerk>", "Auto-Submitted": "auto-generated"},
    )
    message.send()
    Letter.objects.filter(pk=row.pk).update(state=LetterState.SENT, sent_at=now)


def mark_done(*, letter: Letter, now: datetime) -> None:
    """A person printed it or called: the letter is delivered."""
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=now)


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
    *, municipality: uuid.UUID, asker: uuid.UUID, channel: Channel | None, address: str, now: datetime
) -> int:
    """What still waits for a person goes to the new address, or nowhere without a channel. Returns how many letters."""
    rows = list(Letter.objects.filter(municipality=municipality, asker=asker, state__in=UNSENT))
    Letter.objects.filter(pk__in=[row.pk for row in rows]).update(state=LetterState.WITHDRAWN)
    if channel is not None:
        queue([_copy(row, channel=channel, address=address) for row in rows], now=now)
    return len(rows)


def settle(*, letter: Letter, now: datetime) -> None:
    """A letter that did not arrive is dealt with in another way."""
    Letter.objects.filter(pk=letter.pk, state=LetterState.BOUNCED).update(settled_at=now)


def send_again(*, letter: Letter, channel: Channel, address: str, now: datetime) -> Letter:
    """The same letter once more, to another address or by another way; the one that did not arrive is settled."""
    settle(letter=letter, now=now)
    return queue([_copy(letter, channel=channel, address=address)], now=now)[0]


def _copy(letter: Letter, *, channel: Channel, address: str) -> NewLetter:
    return NewLetter(channel=channel, address=address, **{name: getattr(letter, name) for name in SAME})


def keep_back(*, municipality: uuid.UUID, subject: uuid.UUID, kinds: Collection[str]) -> int:
    """Letters of these kinds about a subject that nobody posted or told yet need not go any more. Returns how many."""
    waiting = about(municipality, subject).filter(kind__in=kinds, state__in=UNSENT)
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
