"""Letters that leave, by e-mail, post or telephone. The caller renders the text, but for the trace link (D5)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.kit.ids import uuid7


class Channel(models.TextChoices):
    """How a person wants to hear from us."""

    EMAIL = "email", "e-mail"
    POST = "post", "post"
    PHONE = "phone", "telefoon"


class LetterState(models.TextChoices):
    QUEUED = "queued", "in de wachtrij"
    SENT = "sent", "verstuurd"
    TO_PRINT = "to_print", "af te drukken"
    TO_CALL = "to_call", "te bellen"
    FAILED = "failed", "niet gelukt"
    WITHDRAWN = "withdrawn", "ingetrokken"
    BOUNCED = "bounced", "niet aangekomen"


TRACE_MARK = "{trace_link}"


class Letter(models.Model):
    """One message. `asker` and `asker_version` make the trace link while sending; the token itself is never stored.

    `link_base` is the address before the token, such as https://wijkwerk.example/spoor/.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.UUIDField()
    subject = models.UUIDField(null=True, blank=True)
    asker = models.UUIDField(null=True, blank=True)
    asker_version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=400)
    sender = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=200)
    body = models.TextField()
    link_base = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.QUEUED)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # Printed together, so that one pile of paper can be marked as posted at once.
    batch = models.UUIDField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(body="") & Q(address="")) | Q(erased_at=None), name="letter_erased_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(body=""), name="letter_says_something"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject", "made_at"], name="letter_subject"),
            models.Index(fields=["municipality", "state", "made_at"], name="letter_state"),
            models.Index(
                fields=["municipality", "batch"], name="letter_batch", condition=Q(batch__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReceivedKind(models.TextChoices):
    """What a letter that came in turned out to be."""

    REPLY = "reply", "antwoord op een brief van ons"
    NEW = "new", "nieuwe melding"
    BOUNCE = "bounce", "een brief van ons kwam niet aan"
    AUTOMATIC = "automatic", "automatisch antwoord"
    REFUSED = "refused", "niet te lezen"


class Received(models.Model):
    """An e-mail that came in, once: the same message twice is one row. `subject` is what it was joined to. Personal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.UUIDField()
    message_id = models.CharField(max_length=250)
    kind = models.CharField(max_length=10, choices=ReceivedKind)
    letter = models.UUIDField(null=True, blank=True)
    asker = models.UUIDField(null=True, blank=True)
    subject = models.UUIDField(null=True, blank=True)
    sender = models.CharField(max_length=254, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "received"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "message_id"], name="received_once"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(body="", sender="", title=""), name="received_erased_is_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject", "received_at"], name="received_subject"),
            models.Index(fields=["municipality", "received_at"], name="received_at_moment"),
        ]

    def __str__(self) -> str:
        return self.kind
