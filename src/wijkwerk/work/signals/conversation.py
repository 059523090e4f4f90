"""What we asked and what askers wrote, as one story; who a question is meant for (D4)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from wijkwerk.ground.kit import db
from wijkwerk.ground.kit.db import JsonRows
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Asker, AskerRole, Contact
from wijkwerk.work.answers.moving import moves_of
from wijkwerk.work.signals.models import Message, Question, QuestionState, Signal, Via, Visibility

MOST = 200
ASKED = {
    "pk": "pk", "at": "asked_at", "text": "text", "who": "asked_by__name", "word": "state", "done": "settled_at",
}  # fmt: skip
WRITTEN = {
    "pk": "pk", "at": "written_at", "text": "text", "who": "asker__name", "word": "via", "done": "seen_at",
    "answers": "question__state",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One question of ours, or one message of an asker. `word` is the state of a question, or the channel of a message.

    `done_at`: a question was settled, a message seen. `reply`: the message answers a question. `text` is empty when erased.
    """

    pk: uuid.UUID
    ours: bool
    at: datetime
    text: str
    who: str
    word: str
    done_at: datetime | None
    reply: bool

    @property
    def label(self) -> str:
        """The Dutch word for the state of a question."""
        return str(QuestionState(self.word).label) if self.ours else ""

    @property
    def channel(self) -> str:
        """By which way a message came, in Dutch."""
        return "" if self.ours else str(Via(self.word).label)

    @property
    def is_open(self) -> bool:
        """A question that waits for its reply."""
        return self.ours and self.word == QuestionState.OPEN

    @property
    def is_new(self) -> bool:
        """A message that nobody has seen yet."""
        return not self.ours and self.done_at is None


def with_talk(rows: QuerySet[Signal], asker: Asker | None = None) -> QuerySet[Signal]:
    """Signals with all that was asked and written about them, in the same query; for an asker what they may read of it."""
    here = {"municipality": OuterRef("municipality"), "signal": OuterRef("pk")}
    questions, messages = Question.objects.filter(**here), Message.objects.filter(**here)
    if asker is not None:
        # Wherever their signal went since, merged or split, what they wrote is theirs.
        messages = Message.objects.filter(asker=asker)
        questions = _meant_for_them(asker)
    return rows.annotate(
        talk_asked=JsonRows(questions.order_by("-asked_at"), most=MOST, columns=ASKED),
        talk_said=JsonRows(messages.order_by("-written_at"), most=MOST, columns=WRITTEN),
    )


def _meant_for_them(asker: Asker) -> QuerySet[Question]:
    """Our questions to this asker: about this signal, and about those that they reported and that were merged since.

    Those are over: the merge settled what was open.
    """
    where = Q(signal=OuterRef("pk")) if meant_for(asker) else Q(pk__in=[])
    if asker.came_from_id is not None:
        before = moves_of(asker).exclude(role=AskerRole.JOINED).order_by().values("source")
        where |= Q(signal__in=before) & ~Q(signal__visibility=Visibility.CARE)
    return Question.objects.filter(where, municipality=OuterRef("municipality"))


def of_signal(signal: Any) -> list[Said]:
    """All that was asked and written about a signal that was fetched by `with_talk`, oldest first."""
    ours = [_said(True, row) for row in signal.talk_asked or ()]
    theirs = [_said(False, row) for row in signal.talk_said or ()]
    return sorted(ours + theirs, key=lambda each: (each.at, not each.ours))


def of_asker(signal: Signal, asker: Asker) -> list[Said]:
    """What this asker may read of it: the questions that were meant for them, and what they wrote. One query."""
    rows = Signal.objects.filter(municipality=signal.municipality_id, pk=signal.pk)
    return of_signal(with_talk(rows.only("pk"), asker).get())


def _said(ours: bool, row: dict[str, Any]) -> Said:
    done = db.read_moment(row["done"]) if row["done"] else None
    at, reply = db.read_moment(row["at"]), bool(row.get("answers"))
    return Said(uuid.UUID(row["pk"]), ours, at, row["text"], row["who"] or "", row["word"], done, reply)


def meant_for(asker: Asker | None) -> bool:
    """Whether our questions are meant for this asker: not for who joined, also by a merge, for a question may quote (D4).

    Nobody in particular (a colleague wrote it down) counts as the reporter.
    """
    return asker is None or asker.role != AskerRole.JOINED


def open_question(signal: Signal) -> Question | None:
    """The question that the signal waits for."""
    if signal.state != State.WAITING:
        return None
    rows = Question.objects.filter(
        municipality=signal.municipality_id, signal=signal, state=QuestionState.OPEN
    )
    return rows.first()


def reachable(signal: Signal) -> list[Asker]:
    """Whom a question goes to: who reported it and wants to hear."""
    rows = Asker.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, erased_at=None
    )
    rows = rows.exclude(Q(role=AskerRole.JOINED) | Q(contact=Contact.NONE))
    return list(rows.order_by("asked_at", "id"))
