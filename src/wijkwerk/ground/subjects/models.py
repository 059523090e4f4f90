"""The spine: one row per thing that can be spoken of, with its links, attachments, followers and places (D1, D11)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import AreaVersion, Municipality
from wijkwerk.ground.kit.ids import uuid7


class Subject(models.Model):
    """Immutable. `code` is the public code: 8 characters, the last a check, unique in the installation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=8, unique=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "kind", "id"], name="subject_kind")]

    def __str__(self) -> str:
        return self.code


class Link(models.Model):
    """`source` points at `target`: same_place, part_of, follows_from, adopts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "source", "target", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_to_another"),
        ]

    def __str__(self) -> str:
        return self.kind


class Follower(models.Model):
    """An account that wants to hear what becomes of a subject."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject", "user"], name="follower_once")
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class PhotoState(models.TextChoices):
    """A photo is served only when `ready`: taken out of quarantine and made anew by the worker."""

    QUARANTINE = "quarantine", "wordt gecontroleerd"
    READY = "ready", "klaar"
    REFUSED = "refused", "niet bruikbaar"
    ERASED = "erased", "gewist"


class Attachment(models.Model):
    """A photo. Before the report is sent it belongs to a draft; then to a subject. `stored` is a file name in our media."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    draft = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=PhotoState, default=PhotoState.QUARANTINE)
    stored = models.CharField(max_length=200, blank=True, default="")
    bytes = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    uploaded_at = models.DateTimeField()
    public_at = models.DateTimeField(null=True, blank=True)
    public_by = models.UUIDField(null=True, blank=True)
    alt = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | Q(draft__isnull=False),
                name="attachment_belongs_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(public_at=None) | Q(state="ready"), name="attachment_public_only_when_ready"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject"], name="attachment_subject"),
            models.Index(fields=["municipality", "draft"], name="attachment_draft"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Placement(models.Model):
    """In which area of another division than the working one a subject lies."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="placements")
    area_version = models.ForeignKey(AreaVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject", "area_version"], name="placement_once")
        ]
        indexes = [models.Index(fields=["municipality", "area_version"], name="placement_area")]

    def __str__(self) -> str:
        return str(self.area_version_id)
