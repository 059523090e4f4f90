"""Individual care: at any step, everything that is open about it is withdrawn and only the care line sees it (D8, I7)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Attachment, Follower, Link, Placement
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.models import Answer, Promise
from wijkwerk.work.answers.moving import been
from wijkwerk.work.signals.actions.steps import locked, log, step, take_back
from wijkwerk.work.signals.models import SearchText, Signal
from wijkwerk.work.signals.owners import care_team

MOVED = "Naar de zorglijn."


@transaction.atomic
def make_care(*, signal: Signal, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """From now on this is about one person's care: out of every list, count, map, link, follower list and queued letter."""
    hooks.run("care.hold", subject=signal.subject, municipality=signal.municipality)
    signal = _held(signal)
    step(signal, Step.MAKE_CARE, roles)
    if signal.visibility == "care":
        return signal
    signal.visibility = "care"
    signal.owner_team = care_team(signal.municipality)
    signal.owner_person = signal.owned_at = signal.meant_for = signal.more_at = None
    signal.public_title = signal.public_place = ""
    signal.public_lon = signal.public_lat = signal.published_by = signal.published_at = None
    signal.save(
        update_fields=[
            "visibility",
            "owner_team",
            "owner_person",
            "owned_at",
            "meant_for",
            "more_at",
            "public_title",
            "public_place",
            "public_lon",
            "public_lat",
            "published_by",
            "published_at",
        ]
    )
    _withdraw(signal, by=by, now=now)
    log(signal, "made_care", by=by, now=now)
    hooks.run("care.withdraw", subject=signal.subject, municipality=signal.municipality, now=now)
    return signal


def _held(signal: Signal) -> Signal:
    """The signal locked, and with it what it was merged with, in the order of `merge`: care takes those apart again.

    What is merged into it before the locks are ours is seen only then. So the locks are let go, and taken anew in order.
    """
    tied = _tied(signal)
    while True:
        with transaction.atomic():
            rows = {each.pk: locked(each) for each in sorted(tied, key=lambda each: each.pk)}
            now_tied = _tied(signal)
            if {each.pk for each in now_tied} <= rows.keys():
                return rows[signal.pk]
            transaction.set_rollback(True)
        tied = now_tied


def _tied(signal: Signal) -> list[Signal]:
    """The signal, what it was merged into, what was merged into it, and where its askers ever were. One query."""
    rows = Signal.objects.filter(municipality=signal.municipality_id)
    into = rows.filter(pk=signal.pk).values("merged_into")
    tied = Q(pk__in=into) | Q(merged_into=signal.pk) | Q(pk__in=been(signal.subject))
    return [signal, *rows.filter(tied).exclude(pk=signal.pk).select_related("subject", "municipality")]


def _withdraw(signal: Signal, *, by: User, now: datetime) -> None:
    """What hangs on the subject: answers' public words, promises, links, followers, letters, handovers, placements."""
    subject = signal.subject
    Answer.objects.filter(municipality=signal.municipality, subject=subject).update(
        public_answer="", public_what=""
    )
    Promise.objects.filter(municipality=signal.municipality, asked=subject).update(
        care=True, public_what="", area_path="", owner_team=signal.owner_team
    )
    Link.objects.filter(municipality=signal.municipality, source=subject).delete()
    Link.objects.filter(municipality=signal.municipality, target=subject).delete()
    Follower.objects.filter(municipality=signal.municipality, subject=subject).delete()
    Placement.objects.filter(municipality=signal.municipality, subject=subject).delete()
    Attachment.objects.filter(municipality=signal.municipality, subject=subject).update(
        public_at=None, public_by=None
    )
    SearchText.objects.filter(municipality=signal.municipality, signal=signal).delete()
    letters.withdraw(municipality=signal.municipality_id, subject=subject.pk, now=now)
    take_back(signal, by=by, why=MOVED, now=now)
