"""What staff mark on a signal: that more is going on (Q16), and what a broad look showed (I8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions.steps import locked, log, step
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.intake import NO_BSN, need_words
from wijkwerk.work.signals.models import BroadLook, Signal
from wijkwerk.work.signals.sections import Broad

NO_CARE = "Zorg voor één persoon telt nergens mee. Bij zo’n melding kan dit niet."


@dataclass(frozen=True)
class NewLook:
    """The question behind the question: what is behind it, who else, what was tried, what people can do themselves."""

    behind: str = ""
    others: str = ""
    tried: str = ""
    can_self: str = ""
    domains: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.behind, self.others, self.tried, self.can_self)


@transaction.atomic
def mark_more(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """ "More is going on here": the signal points at something bigger. The reason stands in the history only."""
    return _mark(signal, "marked_more", why, by, roles, now, at=now)


@transaction.atomic
def unmark_more(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """The mark goes, with the reason in the history."""
    return _mark(signal, "unmarked_more", why, by, roles, now, at=None)


def _mark(
    signal: Signal,
    verb: str,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
    *,
    at: datetime | None,
) -> Signal:
    signal = locked(signal)
    if signal.visibility == "care":
        raise Refused(NO_CARE)
    need_words(why, "Schrijf kort wat u ziet. Dan kunnen collega’s meedenken.")
    step(signal, Step.MARK_MORE, roles)
    if (signal.more_at is None) == (at is None):
        raise Refused("Een collega was u voor. Bekijk de melding opnieuw.")
    signal.more_at = at
    signal.save(update_fields=["more_at"])
    log(signal, verb, by=by, now=now, text={"why": why})
    return signal


@transaction.atomic
def look_broadly(
    *, signal: Signal, look: NewLook, by: User, roles: frozenset[str], now: datetime
) -> BroadLook:
    """Write down the broad look, or write it anew. Colleagues read it, nobody else; the history holds no word of it."""
    signal = locked(signal)
    if not any(text.strip() for text in look.texts):
        raise Refused("Schrijf bij één vraag iets op. Is breed kijken niet nodig? Schrijf dan waarom niet.")
    if any(find_bsn(text) for text in look.texts):
        raise Refused(NO_BSN)
    step(signal, Step.LOOK_BROADLY, roles)
    known = current(signal.municipality).part(Broad).domains
    values = {
        "municipality": signal.municipality,
        "behind": look.behind,
        "others": look.others,
        "tried": look.tried,
        "can_self": look.can_self,
        "domains": [domain for domain in known if domain in look.domains],
        "written_by": by,
        "written_at": now,
        "erased_at": None,
    }
    made, _ = BroadLook.objects.update_or_create(signal=signal, defaults=values)
    log(signal, "looked_broadly", by=by, now=now)
    searching.index(signal, now=now)
    return made
