"""Tables of the house itself: the outbox (the only queue) and the keys that make a form count once."""

from django.db import models

from wijkwerk.ground.kit.ids import uuid7


class Outbox(models.Model):
    """Work to be done after the transaction: a letter, a photo. `kind` says which function of which room does it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    ids = models.JSONField(default=dict)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"], name="outbox_due", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OnceKey(models.Model):
    """A form that was sent: the same key a second time gives the same result, not a second row."""

    key = models.CharField(max_length=64, primary_key=True)
    action = models.CharField(max_length=60)
    result = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="oncekey_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
