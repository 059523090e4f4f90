"""Erase what is personal about a subject (D6): every room empties its own, what is left are dates, states and public words."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, erase_details, write
from wijkwerk.ground.kit import hooks, outbox, word_index
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.receiving import erase_received
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Follower, Subject

VERB = "erased"
FORGET = "words.forget"  # the kind of outbox row that cleans the index of words


class Way(Enum):
    """Why it is erased: its term has passed, the person asked it (AVG, art. 17), or it was erased before a restore."""

    TERM = "term"
    ASKED = "asked"
    AGAIN = "again"


@transaction.atomic
def erase_subject(
    *, subject: Subject, municipality: Municipality, way: Way, why: str, by: User | None, now: datetime
) -> bool:
    """Erase a subject and write one journal line; `why` is the rule or ground (40 characters), never a text about a person.

    A second time does nothing. Returns whether there was anything to erase. Raises Refused (Dutch) when a room bars it: on
    legal hold, or still open; what was erased before a restore is never barred.
    """
    if way is not Way.AGAIN:
        said = hooks.run("records.barred", subject=subject, municipality=municipality, way=way.value, now=now)
        if reason := next((each for each in said if each), ""):
            raise Refused("", reason)
    if not _empty(subject, municipality, now=now, by=by):
        return False
    forget_later(now=now)
    write(
        Entry(
            municipality=municipality.pk,
            verb=VERB,
            at=now,
            subject=subject.pk,
            actor=by.pk if by else None,
            origin="records",
            result=why[:40],
        )
    )
    return True


def forget_later(*, now: datetime) -> None:
    """Owe one cleaning of the index of words, however many subjects are erased before it is done."""
    if not Outbox.objects.filter(kind=FORGET, done_at=None, not_before__lte=now, tries=0).exists():
        outbox.put(FORGET, ids={}, now=now)


def forget(*, now: datetime) -> None:
    """The doer of it."""
    word_index.forget()


def _empty(subject: Subject, municipality: Municipality, *, now: datetime, by: User | None) -> int:
    """How many rows were emptied, over all rooms."""
    here = {"municipality": municipality.pk, "subject": subject.pk}
    count: int = sum(hooks.run("records.erase", subject=subject, municipality=municipality, now=now, by=by))
    count += letters.erase(**here, now=now) + erase_received(**here, now=now)
    count += Follower.objects.filter(municipality=municipality, subject=subject).delete()[0]
    return count + erase_details(**here)
