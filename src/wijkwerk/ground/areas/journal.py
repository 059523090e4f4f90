"""What the settings say about the journal: how long it is kept, and to whom its heads are sent (D7)."""

import uuid
from datetime import datetime

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Security
from wijkwerk.ground.journal.models import Batch
from wijkwerk.ground.kit.dutch_dates import day_words
from wijkwerk.ground.letters.actions import NewLetter, queue
from wijkwerk.ground.letters.models import Channel

KIND = "journal_head"
BODY = """Beste collega,

Wijkwerk heeft de nieuwe regels van het logboek verzegeld.

Gemeente: {municipality}
Dag: {day}
Pak: {number}
Aantal regels: {lines}
Zegel: {head}

Bewaar dit bericht op een plek waar de beheerder van Wijkwerk niet bij kan.
Print het zegel bijvoorbeeld uit en doe het in een map.

Wilt u weten of iemand het logboek heeft veranderd? Vraag uw beheerder om dit te doen:
wijkwerk journal verify --head {head}

U hoeft dit bericht niet te beantwoorden.
"""


def years(*, municipality: uuid.UUID) -> int | None:
    """How long this municipality keeps its journal; None when it has no settings."""
    found = _security(municipality)
    return found[1].journal_years if found else None


def send_head(*, batch: Batch, now: datetime) -> None:
    """Send the head to the security officer, where the settings have an address."""
    found = _security(batch.municipality)
    if found is None or not found[1].email:
        return
    name, day = found[0].name, day_words(batch.day)
    body = BODY.format(municipality=name, day=day, number=batch.number, lines=batch.lines, head=batch.head)
    title = f"Zegel van het logboek: {name}, {day}"
    letter = NewLetter(batch.municipality, KIND, Channel.EMAIL, found[1].email, title, body)
    queue([letter], now=now)


def _security(municipality: uuid.UUID) -> tuple[Municipality, Security] | None:
    """None as well for a document that no longer holds: sealing may not wait for somebody to repair it."""
    row = Municipality.objects.filter(pk=municipality).first()
    try:
        return (row, documents.current(row).part(Security)) if row else None
    except (documents.NotReady, documents.Invalid):
        return None
