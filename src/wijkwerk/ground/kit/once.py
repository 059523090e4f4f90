"""A form sent twice counts once: the key goes in with the work, in the same transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction

from wijkwerk.ground.kit.models import OnceKey


class SentBefore(Exception):
    """This key was used already; `result` is what came of it the first time."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


def claim(key: str, *, action: str, now: datetime) -> None:
    """Claim the key for this action. Raises SentBefore when it was used; an empty key is never claimed.

    The row is unique in the database, so of two requests at the same moment the second waits and then finds the result.
    """
    if not key:
        return
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=key[:64], action=action, made_at=now)
    except IntegrityError:
        row = OnceKey.objects.get(key=key[:64])
        raise SentBefore(row.result) from None


def settle(key: str, *, result: str) -> None:
    """Note what came of the key."""
    if key:
        OnceKey.objects.filter(key=key[:64]).update(result=result)
