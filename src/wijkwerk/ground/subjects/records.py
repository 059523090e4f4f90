"""What every dossier carries from its first day (D15): result, retention, hold, and where else it is kept."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models

from wijkwerk.ground.people.errors import Refused
from wijkwerk.rules.codes import find_bsn

NO_REASON = "Schrijf kort waarom. Noem geen namen."
NO_BSN = "Haal het burgerservicenummer weg. Dat mogen wij niet bewaren."


class Dossier(models.Model):
    """Abstract. `retention_rule` is a code of the selection list; `destroy_after` follows from it when the dossier ends."""

    result = models.CharField(max_length=30, blank=True, default="")
    retention_rule = models.CharField(max_length=20, blank=True, default="")
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_from = models.CharField(max_length=20, blank=True, default="")
    destroy_after = models.DateField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)
    external_system = models.CharField(max_length=60, blank=True, default="")
    external_ref = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Kept:
    """A dossier as a records keeper sees it: code, dates and rules, never a text. `about` is its theme in words.

    Rooms give these at `records.due` and `records.held`. `result` is the code of how it ended, `""` while it is open.
    """

    subject: uuid.UUID
    code: str
    about: str
    result: str
    rule: str
    years: int | None
    ended_on: date | None
    destroy_after: date | None


@dataclass(frozen=True)
class Happened:
    """One thing that happened, in Dutch; `by` is a name or empty."""

    at: datetime
    what: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Piece:
    """One text of a dossier with what is known of it: a note, a letter, an answer."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Part:
    """What one room holds about a subject; rooms give these at `records.dossier`. `place` orders the parts, low first."""

    title: str
    place: int
    pieces: tuple[Piece, ...] = ()
    events: tuple[Happened, ...] = ()


@dataclass(frozen=True)
class Whole:
    """What the metadata of a dossier say, given by the room whose main model it is."""

    kept: Kept
    name: str
    began_at: datetime
    area: str
    language: str = "nl"
    events: tuple[Happened, ...] = field(default=())


def reason_of(why: str) -> str:
    """The reason that a records keeper gives, without white space around it. Raises Refused at the field `why`."""
    if not why.strip():
        raise Refused("why", NO_REASON)
    if find_bsn(why):
        raise Refused("why", NO_BSN)
    return why.strip()
