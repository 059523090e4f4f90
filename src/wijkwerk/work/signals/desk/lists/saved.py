"""Lists that somebody wants to see again: kept per person and municipality, as the query string of the list (O4)."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.desk.lists.filters import Filter
from wijkwerk.work.signals.models import SavedFilter

MOST: Final = 30
TOO_MANY: Final = f"U heeft al {MOST} lijsten bewaard. Gooi er eerst een weg."
SAME_NAME: Final = "U heeft al een lijst met deze naam. Kies een andere naam."


def saved_by(user: uuid.UUID | None, municipality: Municipality) -> Sequence[SavedFilter]:
    """What this person kept here, by name. One query."""
    return list(
        SavedFilter.objects.filter(municipality=municipality, user=user).order_by("name", "pk")[:MOST]
    )


@transaction.atomic
def save_filter(
    *, municipality: Municipality, name: str, wanted: Filter, by: User, now: datetime
) -> SavedFilter:
    """Keep a list under a name. Raises Refused for a name that is there already, and for more than thirty.

    Only what `Filter.url` writes is stored, so whatever stood in the address of the page, no strange word comes back.
    """
    db.locked(User.objects.filter(pk=by.pk)).get()  # of two at once the second counts what the first kept
    own = SavedFilter.objects.filter(municipality=municipality, user=by)
    if own.filter(name=name).exists():
        raise Refused(SAME_NAME)
    if own.count() >= MOST:
        raise Refused(TOO_MANY)
    return SavedFilter.objects.create(
        municipality=municipality, user=by, name=name, query=wanted.url(), made_at=now
    )


@transaction.atomic
def drop_filter(*, kept: SavedFilter) -> None:
    """Throw a kept list away; the signals in it stay as they are."""
    kept.delete()
