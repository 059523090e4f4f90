"""What strangers may see of a signal: written or confirmed by staff, never the reporter's own words (D4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Attachment, PhotoState
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Answer, Promise
from wijkwerk.work.answers.queries import Told
from wijkwerk.work.signals.actions.steps import locked, log
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import Precise, Signal
from wijkwerk.work.signals.places import Place, public_point

PUBLIC_FIELDS = ["public_title", "public_place", "public_lon", "public_lat", "published_by", "published_at"]


@dataclass(frozen=True)
class PublicWords:
    """The words for everybody: of the signal, of its answer and of its promise."""

    title: str
    place: str = ""
    answer: str = ""
    what: str = ""


def first_words(signal: Signal, last: Told | None) -> dict[str, str]:
    """What the form starts with: the public words of now, else what staff wrote. Never the text of the reporter."""
    answer, promise = (last.answer, last.promise) if last else (None, None)
    place = signal.public_place or (signal.words if signal.precise == Precise.STREET else "")
    return {
        "title": signal.public_title,
        "place": place if not any(sign.isdigit() for sign in place) else "",
        "answer": answer.public_answer if answer else "",
        "what": _promise_words(answer, promise),
    }


def _promise_words(answer: Answer | None, promise: Promise | None) -> str:
    if promise:
        return promise.public_what or promise.what
    return (answer.public_what or answer.what) if answer else ""


@transaction.atomic
def show(*, signal: Signal, words: PublicWords, by: User, now: datetime) -> Signal:
    """Publish title, rounded place, answer and promise in these words. Raises Refused for care and without a title."""
    signal = locked(signal)
    if signal.visibility == "care":
        raise Refused("Een signaal over zorg wordt nooit openbaar.")
    if signal.formal_kind:
        raise Refused("Een officieel bericht wordt niet openbaar.")
    if signal.state == State.MERGED:
        raise Refused("Deze melding is samengevoegd. Maak de andere melding openbaar.")
    if not words.title.strip():
        raise Refused("Schrijf een titel zonder namen en huisnummers.")
    signal.public_title, signal.public_place = words.title.strip(), words.place.strip()
    point = public_point(Place(lon=signal.lon, lat=signal.lat)) if signal.area_path else None
    signal.public_lon, signal.public_lat = point or (None, None)
    signal.published_by, signal.published_at = by, now
    signal.save(update_fields=PUBLIC_FIELDS)
    _show_answer(signal, words)
    log(
        signal, "published", by=by, now=now, text={"title": signal.public_title, "place": signal.public_place}
    )
    searching.index(signal, now=now)
    return signal


def _show_answer(signal: Signal, words: PublicWords) -> None:
    answers = Answer.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, superseded_at=None
    )
    answers.update(public_answer=words.answer.strip(), public_what=words.what.strip())
    promises = Promise.objects.filter(
        municipality=signal.municipality_id, asked=signal.subject_id, care=False
    )
    promises.exclude(state="withdrawn").update(public_what=words.what.strip())


@transaction.atomic
def hide(*, signal: Signal, by: User, now: datetime) -> Signal:
    """Take everything public back."""
    signal = locked(signal)
    signal.public_title = signal.public_place = ""
    signal.public_lon = signal.public_lat = signal.published_by = signal.published_at = None
    signal.save(update_fields=PUBLIC_FIELDS)
    _show_answer(signal, PublicWords(""))
    Promise.objects.filter(municipality=signal.municipality_id, asked=signal.subject_id).update(
        public_what=""
    )
    photos = Attachment.objects.filter(municipality=signal.municipality_id, subject=signal.subject_id)
    photos.update(public_at=None, public_by=None)
    log(signal, "hidden", by=by, now=now)
    searching.index(signal, now=now)
    return signal


@transaction.atomic
def show_photo(*, signal: Signal, photo: Attachment, alt: str, by: User, now: datetime) -> Attachment:
    """Choose a photo for everybody (D4): only one that was made anew, of a published signal, and said in words as well."""
    signal = locked(signal)
    if signal.visibility == "care" or signal.published_at is None:
        raise Refused("Maak eerst de melding zelf openbaar.")
    if photo.state != PhotoState.READY:
        raise Refused("Deze foto is nog niet gecontroleerd.")
    if not alt.strip():
        raise Refused("Schrijf op wat er op de foto staat.")
    photo.public_at, photo.public_by, photo.alt = now, by.pk, alt.strip()
    photo.save(update_fields=["public_at", "public_by", "alt"])
    log(signal, "photo_published", by=by, now=now, text={"alt": photo.alt})
    return photo


@transaction.atomic
def hide_photo(*, signal: Signal, photo: Attachment, by: User, now: datetime) -> Attachment:
    """Take a photo back."""
    signal = locked(signal)
    photo.public_at, photo.public_by = None, None
    photo.save(update_fields=["public_at", "public_by"])
    log(signal, "photo_hidden", by=by, now=now)
    return photo
