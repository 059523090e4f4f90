"""Letters of the past: to the demo they have left already, so that the worker does not send thousands."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters.actions import KIND
from wijkwerk.ground.letters.models import Letter, LetterState

FRESH = timedelta(days=14)
BY_HAND = (LetterState.TO_PRINT, LetterState.TO_CALL)
WAITING = (LetterState.QUEUED, *BY_HAND)


def leave(*, now: datetime) -> None:
    """Everything that waits has left: sent, printed or told by telephone, at the moment it was made."""
    Letter.objects.filter(state__in=WAITING).update(state=LetterState.SENT, sent_at=F("made_at"))
    Outbox.objects.filter(kind=KIND, done_at=None).update(done_at=now)


def keep_newest(*, now: datetime) -> None:
    """Of what waits the newest e-mail of each kind stays for the worker, and what a person prints or tells stays too."""
    waiting = Letter.objects.filter(state=LetterState.QUEUED).order_by("-made_at", "-id")
    newest: dict[str, Letter] = {}
    for letter in waiting.filter(made_at__gt=now - FRESH).defer("body"):
        newest.setdefault(letter.kind, letter)
    stay = [letter.pk for letter in newest.values()]
    old = Q(state__in=BY_HAND, made_at__lt=now - FRESH) | (Q(state=LetterState.QUEUED) & ~Q(pk__in=stay))
    Letter.objects.filter(old).update(state=LetterState.SENT, sent_at=F("made_at"))
    names = {str(key) for key in stay}
    for row in Outbox.objects.filter(kind=KIND, done_at=None):
        if row.ids["letter"] not in names:
            row.done_at = row.not_before
            row.save(update_fields=["done_at"])
