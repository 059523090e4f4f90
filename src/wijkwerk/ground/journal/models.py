"""The journal: who did what, when and why. Lines hold plain ids and outlive what they speak of (D6, D7)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.kit.ids import uuid7


class Line(models.Model):
    """One line: actor, subject, verb, moment, origin, result. Never updated. Its text stands in `Detail`.

    `digest` is the HMAC-SHA256 (hex) of the detail's text with the salt of that line; empty where there is no text.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.UUIDField()
    subject = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    origin = models.CharField(max_length=20)
    result = models.CharField(max_length=40, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "subject", "at", "id"], name="line_subject"),
            models.Index(fields=["municipality", "at"], name="line_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Detail(models.Model):
    """The erasable part of a line: the text and the salt of its digest. Deleting it leaves the chain whole."""

    line = models.OneToOneField(Line, on_delete=models.CASCADE, primary_key=True, related_name="detail")
    municipality = models.UUIDField()
    subject = models.UUIDField(null=True)
    salt = models.CharField(max_length=32)
    text = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "subject"], name="detail_subject")]

    def __str__(self) -> str:
        return str(self.line_id)


class Batch(models.Model):
    """Lines sealed together. `content` is the hash over the lines, `head` that over this row and the head before it.

    The two are apart (see `chain`), so that the head can still be computed when the lines were destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.UUIDField()
    number = models.PositiveIntegerField()
    day = models.DateField()
    lines = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    content = models.CharField(max_length=64, default="")
    head = models.CharField(max_length=64)
    destroy_after = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=Q(lines__gt=0), name="batch_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.head[:8]}"


class Seal(models.Model):
    """Which line lies in which batch at which place. A line is sealed once."""

    line = models.UUIDField(primary_key=True)
    municipality = models.UUIDField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="seals")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "batch", "place"], name="seal_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"


class DestroyedBatch(models.Model):
    """A batch whose term has passed and whose destruction was approved; only then may its lines be deleted."""

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, primary_key=True)
    municipality = models.UUIDField()
    approved_by = models.UUIDField()
    approved_at = models.DateTimeField()
    why = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.batch_id)
