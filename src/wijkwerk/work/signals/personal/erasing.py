"""What a signal does when its dossier is due, held or erased (D6, D15). Theme, area, dates, states and public words stay."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit import db
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.erasing import Way
from wijkwerk.ground.subjects.models import Attachment, Subject
from wijkwerk.ground.subjects.records import Kept
from wijkwerk.work.answers.models import Asker, Condition, ConditionState, Promise, PromiseState
from wijkwerk.work.signals.models import (
    ENDED,
    BroadLook,
    Handover,
    Message,
    Note,
    Precise,
    Question,
    SearchText,
    Signal,
    Via,
    Visibility,
)
from wijkwerk.work.signals.sections import Themes

# Where a CHECK of the database wants a word.
GONE: Final = "(gewist)"
HELD: Final = "Dit dossier staat vast. Het mag nu niet worden gewist. Vraag het na bij het archief."
OPEN: Final = "Deze melding is nog niet klaar. Sluit haar eerst."
TERM: Final = "De bewaartermijn van dit dossier is nog niet voorbij."
PROMISED: Final = "Er loopt nog een belofte of een voorwaarde. Handel die eerst af. Wissen kan daarna."
WORDS: Final[dict[str, Any]] = {
    "title": "",
    "text": "",
    "words": "",
    "lon": None,
    "lat": None,
    "bag_id": "",
    "source_hash": "",
}


def due(
    *,
    municipality: Municipality,
    today: date,
    care: bool,
    most: int,
    subjects: Iterable[uuid.UUID] | None = None,
) -> list[Kept]:
    """Signals that ended and whose term has passed, not on hold and not erased, the oldest first."""
    # The partial index is used by SQLite only where the query repeats its condition.
    rows = _of_line(municipality, care=care).filter(destroy_after__isnull=False, erased_at=None)
    rows = rows.filter(destroy_after__lt=today, legal_hold=False, state__in=ENDED)
    if subjects is not None:
        rows = rows.filter(pk__in=list(subjects))
    return _kept(rows.order_by("destroy_after")[:most], municipality)


def on_hold(*, municipality: Municipality, care: bool, most: int) -> list[Kept]:
    """Signals on legal hold; those about care as well where `care`."""
    rows = Signal.objects.filter(municipality=municipality, legal_hold=True)
    rows = rows if care else rows.exclude(visibility=Visibility.CARE)
    return _kept(rows.order_by("pk")[:most], municipality)


def _of_line(municipality: Municipality, *, care: bool) -> QuerySet[Signal]:
    """Care and all else never stand on one list (D8)."""
    about = Q(visibility=Visibility.CARE)
    return Signal.objects.filter(about if care else ~about, municipality=municipality)


def _kept(rows: QuerySet[Signal], municipality: Municipality) -> list[Kept]:
    themes = current(municipality).part(Themes)
    return [kept_of(row, themes) for row in rows.select_related("subject")]


def kept_of(signal: Signal, themes: Themes) -> Kept:
    """Code, dates and rules of a signal."""
    return Kept(
        subject=signal.subject_id,
        code=signal.subject.code,
        about=themes.label(signal.theme),
        result=signal.result,
        rule=signal.retention_rule,
        years=signal.retention_years,
        ended_on=local_day(signal.closed_at) if signal.closed_at else None,
        destroy_after=signal.destroy_after,
    )


def barred(*, subject: Subject, municipality: Municipality, way: str, now: datetime) -> str:
    """Why this signal may not be erased now, or nothing; its row is locked till the end of the transaction."""
    signal = db.locked(Signal.objects.filter(municipality=municipality, pk=subject.pk)).first()
    if signal is None:
        return ""
    if signal.legal_hold:
        return HELD
    if way == Way.ASKED.value:
        return PROMISED if promised(subject) else ""
    if signal.state not in ENDED:
        return OPEN
    over = signal.destroy_after is not None and signal.destroy_after < local_day(now)
    return "" if over else TERM


def promised(subject: Subject) -> bool:
    """Whether a promise or condition about it is open: who must keep it, has to know what it is."""
    promises = Promise.objects.filter(asked=subject, state=PromiseState.OPEN)
    conditions = Condition.objects.filter(
        answer__subject=subject, answer__superseded_at=None, state=ConditionState.OPEN
    )
    return promises.exists() or conditions.exists()


def hold(*, subject: Subject, municipality: Municipality, held: bool, care: bool) -> bool | None:
    """Put a signal on hold or let it go. None when it is no signal that one may know of, False when nothing changed."""
    signal = db.locked(Signal.objects.filter(municipality=municipality, pk=subject.pk)).first()
    if signal is None or (signal.visibility == Visibility.CARE and not care):
        return None
    if signal.legal_hold == held:
        return False
    signal.legal_hold = held
    signal.save(update_fields=["legal_hold"])
    return True


def journal_held(*, municipality: uuid.UUID, subjects: list[uuid.UUID]) -> bool:
    """Whether one of these subjects may not be destroyed now. What is on hold is little: read that, not the subjects."""
    held = Signal.objects.filter(municipality=municipality, legal_hold=True).values_list("pk", flat=True)
    return not set(held).isdisjoint(subjects)


def erase(*, subject: Subject, municipality: Municipality, now: datetime, **rest: Any) -> int:
    """Empty all that is personal about a signal. Returns how many rows were emptied.

    A signal that is not over keeps `erased_at` empty: what is still to come of it must be found again by its own term.
    """
    signal = Signal.objects.filter(municipality=municipality, pk=subject.pk).first()
    if signal is None:
        return 0
    count = _around(signal, now=now)
    new = WORDS | {"precise": Precise.AREA if signal.area_path else Precise.NONE}
    new |= {name: GONE for name in ("external_ref", "forwarded_to") if getattr(signal, name)}
    if signal.state in ENDED and signal.erased_at is None:
        new["erased_at"] = now
    return count + _change(signal, new)


def _change(signal: Signal, new: dict[str, Any]) -> int:
    changed = {name: value for name, value in new.items() if getattr(signal, name) != value}
    for name, value in changed.items():
        setattr(signal, name, value)
    if changed:
        signal.save(update_fields=list(changed))
    return int(bool(changed))


def _around(signal: Signal, *, now: datetime) -> int:
    """What hangs on the signal."""
    mine = {"municipality": signal.municipality_id, "signal": signal}
    living = {**mine, "erased_at": None}
    count = SearchText.objects.filter(**mine).delete()[0]
    for model in (Note, Question, Message):
        count += model.objects.filter(**living).update(text="", erased_at=now)
    count += Handover.objects.filter(**living).update(why="", settled_why="", erased_at=now)
    looked = {"behind": "", "others": "", "tried": "", "can_self": "", "domains": []}
    return count + BroadLook.objects.filter(**living).update(**looked, erased_at=now)


def erase_words(signal: Signal, *, now: datetime) -> int:
    """Empty what the reporter themselves gave: text, place, photos, words to search in. The rest stays for the others (D5)."""
    mine = {"municipality": signal.municipality_id, "signal": signal}
    count = SearchText.objects.filter(**mine).delete()[0]
    count += photos.erase(subject=signal.subject, now=now)
    new = WORDS | {"precise": Precise.AREA if signal.area_path else Precise.NONE}
    return count + _change(signal, new)


def erase_messages(signal: Signal, writers: Iterable[Asker], *, now: datetime) -> int:
    """Empty what these askers wrote to a signal later, with the photos that came by the same mail."""
    rows = Message.objects.filter(municipality=signal.municipality_id, signal=signal, asker__in=list(writers))
    rows = rows.filter(erased_at=None)
    moments = list(rows.filter(via=Via.MAIL).values_list("written_at", flat=True))
    sent = Attachment.objects.filter(municipality=signal.municipality_id, subject=signal.pk)
    count = photos.empty(sent.filter(uploaded_at__in=moments), now=now)
    return count + rows.update(text="", erased_at=now)
