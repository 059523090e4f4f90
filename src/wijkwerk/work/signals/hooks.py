"""Where the room of signals joins in: settings, settled promises, ended roles, clocks."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.people.may import access
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.signals import attention, clocks, mail
from wijkwerk.work.signals.actions import apart, asking, bulk, handing, urgent
from wijkwerk.work.signals.finding import learning, searching
from wijkwerk.work.signals.intake import terms_from
from wijkwerk.work.signals.models import OPEN, Signal
from wijkwerk.work.signals.personal import dossier, erasing, own_data
from wijkwerk.work.signals.sections import Terms, give_sections

# What takes an answer away: the asker is owed a new one.
ANSWER_GONE = frozenset({"condition_lapsed", "promise_dropped"})
FALLS_TO = workflow.allowed(State.OWNED, Step.FALL_BACK, frozenset({workflow.CLOCK}))


def promise_moved(*, asked: Asked, what: str, by: User, now: datetime) -> dict[str, str]:
    """Keep the signal in step with its answer: a lapsed condition asks a new answer, a kept promise starts the last term.

    Returns what the letter about it may say: by when an answer comes, or until when one can say "not solved".
    """
    signal = Signal.objects.filter(municipality=asked.municipality, pk=asked.subject.pk).first()
    if signal is None:
        return {}
    running = Promise.objects.filter(asked=asked.subject, state=PromiseState.OPEN).exists()
    signal.has_promise = running
    if what in ANSWER_GONE and signal.state == State.ANSWERED:
        after = workflow.allowed(State.ANSWERED, Step.LAPSE, frozenset({workflow.OWNER_TEAM}))
        signal.state = after or signal.state
        terms = terms_from(asked.municipality, theme=signal.theme, area_path=signal.area_path, received=now)
        signal.answer_due = terms["answer_due"]
    elif not running and what.startswith("promise_") and signal.state == State.ANSWERED:
        days = part_at(asked.municipality, Terms, signal.area_path).reopen_days
        signal.reopen_until = local_date(now) + timedelta(days=days)
    signal.save(update_fields=["has_promise", "state", "answer_due", "reopen_until"])
    dates = {"answer_by": signal.answer_due, "reopen_until": signal.reopen_until}
    return {name: day_words(day) for name, day in dates.items() if day}


def back_to_team(
    *, user: User, municipality: Municipality, now: datetime, by: User | None, **rest: Any
) -> int:
    """A person's role ended or they are away: their open work falls to the team and shows there (D2). Returns how many."""
    mine = Signal.objects.filter(municipality=municipality, owner_person=user, state__in=OPEN)
    subjects = list(mine.values_list("subject_id", flat=True))
    actor = by.pk if by else None
    write_many(
        [
            Entry(
                municipality=municipality.pk,
                verb="back_to_team",
                at=now,
                subject=key,
                actor=actor,
                origin="roles",
            )
            for key in subjects
        ]
    )
    handing.receiver_gone(user=user, municipality=municipality, now=now, by=by)
    mine.filter(state=State.OWNED).update(state=FALLS_TO)
    return mine.update(owner_person=None, owned_at=None)


def landing(*, request: HttpRequest) -> str:
    """The desk, for who has one here. The request was a stranger's when it came in, so it is asked anew."""
    municipality: Municipality | None = getattr(request, "municipality", None)
    found = access(request.user, municipality, today=local_date(timezone.now()))
    return reverse("signals:desk") if found.works else ""


hooks.add("people.landing", landing)
hooks.add("settings.section", give_sections)
hooks.add("answers.settled", promise_moved)
hooks.add("people.role_ended", back_to_team)
hooks.add("care.withdraw", apart.apart_for_care)
hooks.add("worker.clocks", clocks.tell_late_promises)
hooks.add("worker.clocks", clocks.close_finished)
hooks.add("worker.clocks", clocks.forget)
hooks.add("worker.clocks", bulk.forget)
hooks.add("worker.clocks", handing.tell_late_handovers)
hooks.add("worker.clocks", learning.learn_nightly)
hooks.add("worker.clocks", attention.tell_staff)
hooks.add("worker.clocks", clocks.remind_askers)
hooks.add("worker.clocks", clocks.stop_waiting)
hooks.add("worker.clocks", urgent.sound_alarms)
hooks.add("worker.clocks", searching.catch_up)
hooks.add("worker.kinds", lambda: (data_requests.ERASE, own_data.carry_out))
hooks.add("records.due", erasing.due)
hooks.add("records.held", erasing.on_hold)
hooks.add("records.hold", erasing.hold)
hooks.add("records.barred", erasing.barred)
hooks.add("records.erase", erasing.erase)
hooks.add("records.erase", searching.forget)
hooks.add("records.dossier", dossier.report_part)
hooks.add("records.dossier", dossier.talk_part)
hooks.add("journal.held", erasing.journal_held)
hooks.add("letters.received", mail.received)
hooks.add("letters.leaves", asking.question_left)
