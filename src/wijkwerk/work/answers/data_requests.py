"""What an asker asks about their own data, and what they hear of it within a month (AVG, art. 12, 15, 16 and 17)."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db, outbox
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import day_words, end_of_legal_term, local_date
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.askers import change_contact
from wijkwerk.work.answers.models import Asker, DataRequest, Wish
from wijkwerk.work.answers.tell import tell

ERASE: Final = "data.erase"  # the kind of outbox row that carries a granted erasure out
ASKED_BEFORE: Final = "U heeft dit al gevraagd. Wij zijn ermee bezig."
SAY_WHAT: Final = "Schrijf wat er niet klopt, en wat het moet zijn."
NO_BSN: Final = "Haal uw burgerservicenummer weg. Dat mogen wij niet bewaren."
SETTLED: Final = "Een collega was u voor. Bekijk het verzoek opnieuw."
SAY_WHY: Final = "Schrijf waarom niet. De melder leest dit."
IN_A_SENTENCE: Final = {
    Wish.COPY: "een kopie van uw gegevens",
    Wish.CORRECT: "uw gegevens te verbeteren",
    Wish.ERASE: "uw gegevens te wissen",
}


def due_of(now: datetime) -> date:
    """The last day: one month (AVG 12, third paragraph), to the next working day (Regulation 1182/71, art. 3, fourth)."""
    return end_of_legal_term(local_date(now), months=1)


@transaction.atomic
def ask(*, asked: Asked, asker: Asker, wish: str, text: str, now: datetime) -> DataRequest:
    """One request; the asker hears that it came in, and by when they hear more. Raises Refused."""
    text = text.strip()
    if wish == Wish.CORRECT and not text:
        raise Refused(SAY_WHAT)
    if find_bsn(text):
        raise Refused(NO_BSN)
    try:
        with transaction.atomic():
            made = DataRequest.objects.create(
                municipality=asked.municipality,
                asker=asker,
                subject=asked.subject,
                wish=wish,
                text=text,
                asked_at=now,
                due=due_of(now),
            )
    except IntegrityError:
        raise Refused(ASKED_BEFORE) from None
    _log(asked, "data_asked", wish, by=None, now=now)
    tell(asked, "data_asked", facts=_facts(made) | {"legal_by": day_words(made.due)}, now=now, only=[asker])
    return made


def open_request(request: DataRequest) -> DataRequest:
    """The request as it is now, locked. Raises Refused when it was settled meanwhile."""
    row = db.locked(DataRequest.objects.filter(pk=request.pk)).get()
    if row.settled_at is not None:
        raise Refused(SETTLED)
    return row


@transaction.atomic
def refuse(*, asked: Asked, request: DataRequest, why: str, by: User, now: datetime) -> None:
    """No, with the reason; the letter says where one can complain (AVG 12, fourth paragraph)."""
    if not why.strip():
        raise Refused(SAY_WHY)
    _settle(asked, request, granted=False, why=why, by=by, now=now)


@transaction.atomic
def grant(
    *, asked: Asked, request: DataRequest, why: str, by: User, now: datetime, with_words: bool = False
) -> None:
    """Yes. An erasure is carried out when our letter about it has left; else the letter would be erased with the rest."""
    row = _settle(asked, request, granted=True, why=why, by=by, now=now, with_words=with_words)
    if row.wish == Wish.ERASE:
        outbox.put(ERASE, ids={"request": str(row.pk)}, now=now)


@transaction.atomic
def correct(*, asker: Asker, name: str, contact: str, address: str, by: User, now: datetime) -> None:
    """Who the asker is and how we reach them, as they say it is."""
    asker.name = name.strip()[:120]
    asker.save(update_fields=["name", *asker.keep_keys()])
    change_contact(asker=asker, contact=contact, address=address, by=by, now=now)


def _settle(
    asked: Asked,
    request: DataRequest,
    *,
    granted: bool,
    why: str,
    by: User,
    now: datetime,
    with_words: bool = False,
) -> DataRequest:
    if find_bsn(why):
        raise Refused(NO_BSN)
    row = open_request(request)
    row.settled_at, row.settled_by, row.granted, row.why = now, by, granted, why.strip()[:500]
    row.with_words = with_words and row.wish == Wish.ERASE
    row.save(update_fields=["settled_at", "settled_by", "granted", "why", "with_words"])
    _log(asked, "data_granted" if granted else "data_refused", row.wish, by=by, now=now)
    kind = "data_done" if granted else "data_refused"
    tell(asked, kind, facts=_facts(row) | {"why": row.why}, now=now, only=[row.asker])
    return row


def _facts(request: DataRequest) -> dict[str, str]:
    return {"wish": IN_A_SENTENCE[Wish(request.wish)]}


def _log(asked: Asked, verb: str, wish: str, *, by: User | None, now: datetime) -> None:
    actor = by.pk if by else None
    write(Entry(asked.municipality.pk, verb, now, subject=asked.subject.pk, actor=actor, result=wish))
