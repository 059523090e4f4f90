"""What hangs on a signal: notes, handovers, questions, later words of askers, the broad look, drafts (O2, O4, I8, I9)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models.signal import Signal, Via


class Note(models.Model):
    """A note of staff on a signal; never seen by askers or the public."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="note_says_something"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "signal", "written_at"], name="note_signal")]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class HandoverState(models.TextChoices):
    SENT = "sent", "gevraagd"
    CONFIRMED = "confirmed", "bevestigd"
    BOUNCED = "bounced", "teruggestuurd"
    WITHDRAWN = "withdrawn", "teruggenomen"


class Handover(models.Model):
    """A signal offered to another team or person. Until the receiver confirms, the sender stays owner (D2, I9)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="handovers")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rung = models.CharField(max_length=40, blank=True, default="")
    confirm_due = models.DateField(null=True, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.SENT)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=500, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "signal"], condition=Q(state="sent"), name="handover_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", settled_at__isnull=True)
                | (~Q(state="sent") & Q(settled_at__isnull=False)),
                name="handover_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="bounced") | ~Q(settled_why="") | Q(erased_at__isnull=False),
                name="handover_bounced_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "settled_at"], name="handover_state"),
            models.Index(fields=["municipality", "signal"], name="handover_up", condition=~Q(rung="")),
            models.Index(fields=["municipality", "to_team", "state"], name="handover_to"),
            models.Index(fields=["municipality", "from_team", "asked_at"], name="handover_from"),
            models.Index(
                fields=["municipality", "confirm_due"], name="handover_due", condition=Q(state="sent")
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Draft(models.Model):
    """What a resident typed so far, for 24 hours. Found by the hash of a token in a cookie; personal until it goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    given = models.JSONField(default=dict)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "expires_at"], name="draft_expires")]

    def __str__(self) -> str:
        return str(self.id)


class QuestionState(models.TextChoices):
    OPEN = "open", "gevraagd"
    ANSWERED = "answered", "beantwoord"
    EXPIRED = "expired", "geen antwoord gekregen"
    WITHDRAWN = "withdrawn", "niet meer nodig"


class Question(models.Model):
    """What we ask the askers before we can answer. While one is open the signal waits and its term stands still."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "signal"], condition=Q(state="open"), name="question_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="question_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="question_says_something"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "signal", "asked_at"], name="question_signal")]

    def __str__(self) -> str:
        return self.state


class Message(models.Model):
    """What an asker wrote after the report: a reply to a question, or of their own accord, on the trace page or by mail.

    `letter` is the incoming letter it came by. Without `seen_at` it stands on the desk of the owner. Personal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="messages")
    asker = models.ForeignKey(Asker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    via = models.CharField(max_length=10, choices=Via, default=Via.WEB)
    letter = models.UUIDField(null=True, blank=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="message_says_something"
            ),
            models.UniqueConstraint(
                fields=["municipality", "letter"],
                condition=Q(letter__isnull=False),
                name="message_letter_once",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "signal", "written_at"], name="message_signal"),
            models.Index(
                fields=["municipality", "written_at"], name="message_unseen", condition=Q(seen_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class BroadLook(models.Model):
    """The question behind the question (I8): what more is going on, who is involved, what one can do oneself."""

    signal = models.OneToOneField(
        Signal, on_delete=models.PROTECT, primary_key=True, related_name="broad_look"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    behind = models.TextField(blank=True, default="")
    others = models.TextField(blank=True, default="")
    tried = models.TextField(blank=True, default="")
    can_self = models.TextField(blank=True, default="")
    domains = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "written_at"], name="broadlook_written")]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"
