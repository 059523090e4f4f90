"""Where an asker was before: what they wrote to a signal that was merged or split, and the parts of what was split (D4, D5)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker, AskerRole, Move
from wijkwerk.work.answers.moving import moves_of
from wijkwerk.work.signals.models import Signal, Visibility
from wijkwerk.work.signals.public.history import STATES


@dataclass(frozen=True)
class Own:
    """What this asker reported first, in their own words, under the code of then."""

    pk: uuid.UUID
    code: str
    title: str
    text: str
    place: str
    received_at: datetime


def path_of(asker: Asker, signal: Signal) -> list[Move]:
    """How this asker went along with merges, with the signals left behind. One query; none for who never did.

    Who has a copy on a part of what they asked first, came there by the split.
    """
    if asker.came_from_id is None or asker.came_from_id == signal.split_from_id:
        return []
    return list(moves_of(asker).select_related("source__signal__subject"))


def own_words(asker: Asker, path: Sequence[Move] = ()) -> Own | None:
    """None for who joined there too: it was never theirs to read. Of care nothing is repeated (D8).

    At most one query; none when the way there holds it already.
    """
    if asker.came_from_id is None or asker.came_as == AskerRole.JOINED:
        return None
    if path and path[0].source_id == asker.came_from_id:
        found: Signal | None = path[0].source.signal
    else:
        rows = Signal.objects.filter(municipality=asker.municipality_id, pk=asker.came_from_id)
        found = rows.select_related("subject").first()
    if found is None or found.visibility == Visibility.CARE:
        return None
    return Own(found.pk, found.subject.code, found.title, found.text, found.words, found.received_at)


def photos_for(asker: Asker, signal: Signal, own: Own | None) -> list[Attachment]:
    """The photos that came with what this asker reported: with this signal, and with the one before. One query."""
    subjects = [signal.subject_id] if asker.role != AskerRole.JOINED else []
    subjects += [own.pk] if own else []
    if not subjects:
        return []
    rows = Attachment.objects.filter(municipality=signal.municipality_id, subject__in=subjects)
    return list(rows.exclude(state="erased").order_by("uploaded_at"))


def came_in(asker: Asker, path: Sequence[Move]) -> dict[str, Any] | None:
    """The event with which the story begins for who did not report the first signal of it; None for who did."""
    if (path[0].role if path else asker.role) != AskerRole.JOINED:
        return None
    reported = asker.came_as not in ("", AskerRole.JOINED)
    return {"title": "U meldde dit" if reported else "U deed mee", "moment": asker.asked_at, "icon": "people"}


@dataclass(frozen=True)
class PartOf:
    """A part of a split signal, as the asker of the whole finds it: with their own link to it."""

    code: str
    title: str
    badge: str
    word: str
    token: str


def parts_of(asker: Asker, signal: Signal) -> list[PartOf]:
    """The parts of a signal that was split, each where it went since, with this asker's own link. One query."""
    if signal.state != State.SPLIT:
        return []
    copies = Asker.objects.filter(municipality=asker.municipality_id, copy_of=asker, erased_at=None)
    copies = copies.select_related("subject__signal").order_by("pk")
    return [_part(each) for each in copies]


def _part(copy: Asker) -> PartOf:
    signal: Signal = copy.subject.signal
    badge, word = STATES[State(signal.state)]
    mine = copy.role != AskerRole.JOINED and signal.visibility != Visibility.CARE
    title = (signal.title if mine else "") or signal.public_title or "Een deel van de melding"
    return PartOf(copy.subject.code, title, badge, word, link_token(copy))
