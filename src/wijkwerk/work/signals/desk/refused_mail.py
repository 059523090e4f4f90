"""Mail that went wrong, in words for the desk: why a letter did not arrive, and what came in that became nothing."""

import re
from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.letters import receiving
from wijkwerk.ground.letters.models import Received
from wijkwerk.ground.people.may import Access

MOST = 100
# The classes of RFC 3463, as a mail server says them.
REASONS = (
    (r"\b5\.1\.", "Het e-mailadres bestaat niet of is niet goed geschreven."),
    (r"\b5\.2\.2\b", "De mailbox is vol. Probeer het later nog eens, of kies een andere manier."),
    (r"^refused: no address", "Dit is geen e-mailadres waar wij iets naartoe kunnen sturen."),
    (r"^not taken", "Wij probeerden het vaak. Het lukte niet."),
    (r"^refused", "De mailserver van de melder weigerde het bericht."),
)


@dataclass(frozen=True)
class Refused:
    """What came in and became nothing, newest first: what can still be read, and how many cannot. `more`: not all fit."""

    rows: list[Received]
    others: int
    more: bool = False
    too_many: ClassVar[str] = receiving.TOO_MANY


def reason(problem: str) -> str:
    """Why a letter did not arrive, as far as that is known."""
    return next((words for found, words in REASONS if re.search(found, problem)), "")


def refused_mail(access: Access, municipality: Municipality) -> Refused | None:
    """For who sorts what comes in: it may be a report of somebody who waits. None for everybody else. Two queries."""
    if not access.intake:
        return None
    found = receiving.unplaced(municipality.pk, now=timezone.now())
    rows = list(found.exclude(title="", body="")[: MOST + 1])
    return Refused(rows[:MOST], found.filter(title="", body="").count(), len(rows) > MOST)
