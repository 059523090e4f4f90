"""Take apart what was merged, when one of the two turns out to be about care: nothing of it stays behind with the other (D8).

What its askers wrote while they stood elsewhere goes home with them: their messages and photos, our letters to them, the mail
they sent, and why they found it not solved. That holds as well where the merge was undone before. What others wrote to the
care signal while they stood there stays with it: their words may be about it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.models import Detail
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import LetterState, Received
from wijkwerk.ground.subjects.erasing import forget_later
from wijkwerk.ground.subjects.models import Attachment, Subject
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Asker, DataRequest, Move
from wijkwerk.work.answers.moving import been
from wijkwerk.work.answers.persons import doubles
from wijkwerk.work.answers.tell import tell
from wijkwerk.work.signals.actions.merging import OTHER, both, come_back, further, others_than
from wijkwerk.work.signals.actions.steps import locked, log
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.finding.mentions import forget_mentions
from wijkwerk.work.signals.intake import asked_of, receipt_facts
from wijkwerk.work.signals.models import Message, Signal, Via


def apart_for_care(*, subject: Subject, municipality: Municipality, now: datetime, **rest: Any) -> None:
    """A signal that was merged turned out to be about care: it stands alone again, and so does what had come to it (D8).

    Nothing says any more that the two had to do with each other. The caller holds the locks of all of them.
    """
    flagged = _row(municipality, pk=subject.pk)
    if flagged is None:
        return
    pairs = [(flagged, flagged.merged_into)] if flagged.merged_into else []
    came = Signal.objects.filter(municipality=municipality, merged_into=flagged.pk).order_by("pk")
    pairs += [(each, flagged) for each in came.select_related("subject", "municipality")]
    for source, target in pairs:
        _take_apart(*both(source, target), now=now)
    _bring_home(flagged, now=now)
    forget_mentions(subject)


def _row(municipality: Municipality, **which: Any) -> Signal | None:
    rows = Signal.objects.filter(municipality=municipality, **which)
    return rows.select_related(
        "subject", "municipality", "merged_into__subject", "merged_into__municipality"
    ).first()


def _take_apart(source: Signal, target: Signal, *, now: datetime) -> None:
    places = [target, *further(target)]
    back = come_back(source, target, State.REOPENED, now=now)
    for place in places:
        _take_back_letters(place, back)
    log(source, "unmerged", by=None, now=now, origin="care")
    if source.visibility != "care":  # about care no letter leaves by itself: the care line calls
        facts = receipt_facts(source) | {"why": OTHER}
        tell(asked_of(source), "reopened", facts=facts, now=now, only=back)


def _take_back_letters(place: Signal, back: list[Asker]) -> None:
    """What waits for who went back is taken back. What the same person still asks here comes to them by their other link."""
    rows = letters.about(place.municipality_id, place.pk)
    waiting = rows.filter(asker__in=[each.pk for each in back], state__in=letters.WAITING_STATES)
    for key, stays in doubles(back, others_than(place, back)).items():
        own = waiting.filter(asker=key).exclude(kind="merged")
        own.update(asker=stays.pk, asker_version=stays.token_version)
    waiting.update(state=LetterState.WITHDRAWN)


def _bring_home(flagged: Signal, *, now: datetime) -> None:
    """What the askers of this signal wrote elsewhere is nowhere else any more."""
    keys = set(been(flagged.subject)) - {flagged.pk}
    if not keys:
        return
    own = list(Asker.objects.filter(municipality=flagged.municipality_id, subject=flagged.pk).order_by("pk"))
    rows = Signal.objects.filter(municipality=flagged.municipality_id, pk__in=keys).order_by("pk")
    places = [locked(each) for each in rows.select_related("subject", "municipality")]
    for place in places:
        _bring_words(place, flagged, own)
        _bring_whys(place, flagged, own)
        _bring_letters(place, flagged, [each.pk for each in own])
        asked = DataRequest.objects.filter(municipality=flagged.municipality_id, subject=place.pk)
        asked.filter(asker__in=own).update(subject=flagged.subject)
    # The letters that were brought had to wait for nobody either.
    letters.withdraw(municipality=flagged.municipality_id, subject=flagged.pk, now=now)
    searching.index(*places, now=now)
    forget_later(now=now)


def _bring_words(place: Signal, flagged: Signal, own: list[Asker]) -> None:
    """Messages, with the photos that came by the same mail: those are of the same moment."""
    said = Message.objects.filter(municipality=place.municipality_id, signal=place, asker__in=own)
    moments = list(said.filter(via=Via.MAIL).values_list("written_at", flat=True))
    photos = Attachment.objects.filter(municipality=place.municipality_id, subject=place.pk)
    photos.filter(uploaded_at__in=moments).update(subject=flagged.subject, public_at=None, public_by=None)
    said.update(signal=flagged, question=None)


def _bring_whys(place: Signal, flagged: Signal, own: list[Asker]) -> None:
    """Why they found it not solved: a message from now on, for a line of the journal never moves.

    Of an old line it is not known whose words it holds. From when they stood here it goes: it may be theirs.
    """
    said = Detail.objects.filter(municipality=place.municipality_id, subject=place.pk)
    said = said.filter(line__verb="reopened", line__actor=None)
    by_key = {str(each.pk): each for each in own}
    theirs = said.filter(text__asker__in=list(by_key))
    for detail in theirs.select_related("line"):
        Message.objects.create(
            municipality=flagged.municipality,
            signal=flagged,
            asker=by_key[detail.text["asker"]],
            text=detail.text["why"],
            written_at=detail.line.at,
        )
    theirs.delete()
    moves = Move.objects.filter(municipality=place.municipality_id, asker__in=own, target=place.pk)
    since = moves.order_by("moved_at").first()
    if since is not None:
        said.filter(text__asker__isnull=True, line__at__gte=since.moved_at).delete()


def _bring_letters(place: Signal, flagged: Signal, own: list[UUID]) -> None:
    """Our letters to them, and the mail that came from them or as an answer to these letters."""
    here = letters.about(place.municipality_id, place.pk)
    sent = list(here.filter(asker__in=own).values_list("pk", flat=True))
    here.filter(pk__in=sent).update(subject=flagged.pk)
    came = Received.objects.filter(municipality=place.municipality_id, subject=place.pk)
    came.filter(asker__in=own).update(subject=flagged.pk)
    came.filter(asker=None, letter__in=sent).update(subject=flagged.pk)
