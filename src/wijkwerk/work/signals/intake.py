"""Report a signal: one by a person, or many from another system. Both build the same rows by the same rules."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current, part_at
from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.kit import once
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.actions import new_subject, new_subjects
from wijkwerk.ground.subjects.models import Attachment, Subject
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import add_working_days, day_words, local_date
from wijkwerk.rules.routing import mentions
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.askers import NewAsker, build_asker
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.answers.tell import tell
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import Signal, Via, Visibility
from wijkwerk.work.signals.owners import Routed, Router, care_team, router
from wijkwerk.work.signals.places import NOWHERE, Place
from wijkwerk.work.signals.sections import Retention, Terms, Urgent

ELSEWHERE = "answered_elsewhere"
NO_BSN = "Hier staat een burgerservicenummer in. Haal het weg: wij hebben het niet nodig en mogen het niet bewaren."


@dataclass(frozen=True)
class NewSignal:
    """What somebody reports. `text` is theirs; `title` a few words for lists of staff. `care` = about one person's care.

    `unsorted` = nobody chose the theme yet, as with an e-mail: the intake team looks at it first. `urgent` = staff say that it
    cannot wait; of what a resident wrote the words themselves may say so. `decided_on` = the day on which it is decided together
    with others, such as the wishes of a round: then an answer before that day cannot be promised.
    """

    theme: str
    kind: str
    text: str
    place: Place = NOWHERE
    title: str = ""
    via: str = Via.WEB
    care: bool = False
    unsorted: bool = False
    urgent: bool = False
    askers: tuple[NewAsker, ...] = field(default=())
    photo: Attachment | None = None
    source: str = ""
    source_id: str = ""
    source_hash: str = ""
    received_at: datetime | None = None
    closed_at: datetime | None = None
    decided_on: date | None = None


@dataclass
class Made:
    """A signal that is built but not saved, with the askers and journal lines that belong to it."""

    signal: Signal
    askers: list[Asker]
    routed_by_table: bool


def report(
    *, municipality: Municipality, new: NewSignal, by: User | None, now: datetime, key: str = ""
) -> Signal:
    """One signal with owner, terms, journal lines and receipts: all or nothing. The same `key` again gives the same signal.

    Raises Refused when the text holds a citizen service number.
    """
    refuse_bsn(new)
    try:
        with transaction.atomic():
            once.claim(key, action="report", now=now)
            signal = _report(municipality, new, by=by, now=now)
            once.settle(key, result=str(signal.pk))
            return signal
    except once.SentBefore as before:
        return Signal.objects.select_related("subject").get(
            municipality=municipality, pk=uuid.UUID(before.result)
        )


def need_words(text: str, otherwise: str) -> None:
    """There must be words, and no BSN in them (D8). Raises Refused: with `otherwise` for nothing but white space."""
    if not text.strip():
        raise Refused(otherwise)
    if find_bsn(text):
        raise Refused(NO_BSN)


def refuse_bsn(new: NewSignal) -> None:
    """No BSN enters (D8): not in the text, not in the title, not in the words of the place."""
    if find_bsn(new.text) or find_bsn(new.title) or find_bsn(new.place.words):
        raise Refused(NO_BSN)


def _report(municipality: Municipality, new: NewSignal, *, by: User | None, now: datetime) -> Signal:
    subject = new_subject(municipality=municipality, kind="signal")
    made = build(new, subject=subject, municipality=municipality, roads=router(municipality), now=now)
    made.signal.save(force_insert=True)
    Asker.objects.bulk_create(made.askers)
    if new.photo:
        _keep_photo(new.photo, subject)
    write_many(entries(made, by=by, now=now))
    searching.index_new([made.signal], now=now)
    tell(
        asked_of(made.signal, municipality),
        "receipt",
        facts=receipt_facts(made.signal),
        now=now,
        only=made.askers,
    )
    return made.signal


def _keep_photo(photo: Attachment, subject: Subject) -> None:
    photo.subject, photo.draft = subject, None
    photo.save(update_fields=["subject", "draft"])


@transaction.atomic
def report_many(
    *, municipality: Municipality, many: Sequence[NewSignal], by: User | None, now: datetime
) -> list[Signal]:
    """The bulk twin of `report`: the same rows and journal lines, no letters, one statement for many rows."""
    roads = router(municipality)
    subjects = new_subjects(municipality=municipality, kind="signal", number=len(many))
    made = [
        build(new, subject=subject, municipality=municipality, roads=roads, now=now)
        for new, subject in zip(many, subjects, strict=True)
    ]
    Signal.objects.bulk_create([each.signal for each in made], batch_size=200)
    Asker.objects.bulk_create([asker for each in made for asker in each.askers], batch_size=500)
    write_many([line for each in made for line in entries(each, by=by, now=now)])
    searching.index_new([each.signal for each in made], now=now)
    return [each.signal for each in made]


def build(
    new: NewSignal, *, subject: Subject, municipality: Municipality, roads: Router, now: datetime
) -> Made:
    """A signal row with owner and terms; nothing is saved. Closed at its source = closed here, outside terms (DESIGN)."""
    received = new.received_at or now
    routed = _routed(new, municipality, roads)
    person = None if new.closed_at else roads.meant_for(routed, today=local_date(now))
    askers = [build_asker(who, subject=subject, now=received) for who in new.askers]
    signal = Signal(
        subject=subject,
        municipality=municipality,
        kind=new.kind,
        theme=new.theme,
        via=new.via,
        visibility="care" if new.care else "team",
        title=new.title or title_from(new.text),
        text=new.text,
        owner_team=routed.team,
        meant_for=person,
        received_at=received,
        askers=len(askers),
        source=new.source,
        source_id=new.source_id,
        source_hash=new.source_hash,
        **_place_columns(new.place),
        **_beginning(municipality, new, received, by_table=routed.by_table),
    )
    return Made(signal, askers, routed.by_table)


def _routed(new: NewSignal, municipality: Municipality, roads: Router) -> Routed:
    if new.care:
        return Routed(care_team(municipality), True)
    if new.source and not new.place.area_path:
        # In another system's file a row without a place of ours says nothing sure: people look at it first.
        return Routed(roads.intake(""), False)
    if new.unsorted:
        return Routed(roads.intake(new.place.area_path), False)
    return roads.route(
        theme=new.theme, kind=new.kind, area_path=new.place.area_path, via=new.via, text=new.text
    )


def _place_columns(place: Place) -> dict[str, Any]:
    return {
        "words": place.words,
        "lon": place.lon,
        "lat": place.lat,
        "precise": place.precise,
        "area_path": place.area_path,
    }


def _beginning(
    municipality: Municipality, new: NewSignal, received: datetime, *, by_table: bool
) -> dict[str, Any]:
    """State, terms and retention of a new row."""
    retention = current(municipality).part(Retention).kept(new.theme)
    kept = {"retention_rule": retention.rule, "retention_years": retention.years, "retention_from": "closed"}
    if new.closed_at:
        ended = {"state": State.CLOSED, "closed_at": new.closed_at, "result": ELSEWHERE}
        return kept | ended | {"destroy_after": years_after(new.closed_at, retention.years)}
    terms = terms_from(municipality, theme=new.theme, area_path=new.place.area_path, received=received)
    if new.decided_on is not None:
        terms["answer_due"] = max(terms["answer_due"], new.decided_on)
    urgent_at = received if cannot_wait(municipality, new) else None
    return kept | {"state": State.ROUTED if by_table else State.RECEIVED, "urgent_at": urgent_at} | terms


def cannot_wait(municipality: Municipality, new: NewSignal) -> bool:
    """Whether staff said so, or a word of the municipality's list stands in what a resident wrote."""
    written = new.via in (Via.WEB, Via.MAIL) and not new.source
    words = current(municipality).part(Urgent).words
    return new.urgent or (written and mentions(f"{new.title}\n{new.text}", words))


def years_after(moment: datetime, years: int) -> date:
    """The local day so many years later; 29 February becomes 28 February in a common year."""
    day = local_date(moment)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def terms_from(
    municipality: Municipality, *, theme: str, area_path: str, received: datetime
) -> dict[str, Any]:
    """The two dates that a new or reopened signal gets, in working days from the local day it came in (D13).

    An area may have terms of its own, with a reason in the settings document (I25).
    """
    terms = part_at(municipality, Terms, area_path)
    day = local_date(received)
    return {
        "confirm_due": add_working_days(day, terms.confirm_days),
        "answer_due": add_working_days(day, terms.answer_days_for(theme)),
    }


def entries(made: Made, *, by: User | None, now: datetime) -> list[Entry]:
    """The journal lines of a new signal: that it came in, and whose it is."""
    signal = made.signal
    actor = by.pk if by else None
    team = {"team": signal.owner_team.name}

    def entry(verb: str, at: datetime, origin: str, result: str, text: Any = None) -> Entry:
        return Entry(signal.municipality_id, verb, at, signal.subject_id, actor, origin, result, text)

    lines = [
        entry("reported", signal.received_at, signal.via, signal.state),
        entry("routed", now, "routing", signal.owner_team.key, team),
    ]
    if signal.urgent_at is not None:
        lines.append(entry("marked_urgent", signal.urgent_at, signal.via, ""))
    return lines


def title_from(text: str, *, most: int = 70) -> str:
    """The first words of a text, as a title for staff until somebody writes a better one."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most + 1].rsplit(" ", 1)[0].rstrip(".,;:!? ")[:most] + "…"


CARE_TITLE: Final = "uw bericht"  # what a letter about care calls it


def asked_of(signal: Signal, municipality: Municipality | None = None) -> Asked:
    """The signal as the room of answers sees it. The title is the asker's own or the public one, fit for a letter.

    About care it says nothing: a letter is read over shoulders (D8).
    """
    care = signal.visibility == Visibility.CARE
    return Asked(
        subject=signal.subject,
        municipality=municipality or signal.municipality,
        title=CARE_TITLE if care else signal.public_title or signal.title,
        place="" if care else signal.public_place or signal.words,
        public_title=signal.public_title,
        public_place=signal.public_place,
        area_path=signal.area_path,
        care=care,
    )


def receipt_facts(signal: Signal) -> dict[str, str]:
    """What the receipt says: whose it is, and by when an answer comes."""
    due = signal.answer_due
    return {"team": signal.owner_team.name, "answer_by": day_words(due) if due else ""}
