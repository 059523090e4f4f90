"""What the desk keeps beside the signals: filters, steps on many at once, words to search, learned themes, who wants to hear."""

from django.db import models

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.kit.word_index import WordsField
from wijkwerk.ground.people.models import User
from wijkwerk.work.signals.models.signal import Signal


class SavedFilter(models.Model):
    """A list that somebody wants to see again. `query` is the query string of the list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "name"], name="savedfilter_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class BulkStep(models.Model):
    """One step on many signals at once, by one person; it can be undone for a while."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "user", "done_at"], name="bulkstep_of")]

    def __str__(self) -> str:
        return f"{self.verb} {self.done_at:%Y-%m-%d %H:%M}"


class BulkItem(models.Model):
    """One signal of a bulk step: how it was before and after (state, owner, theme: no text), or why it was refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(BulkStep, on_delete=models.CASCADE, related_name="items")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    refused = models.CharField(max_length=300, blank=True, default="")
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "step", "signal"], name="bulkitem_once")
        ]

    def __str__(self) -> str:
        return str(self.signal_id)


class SearchText(models.Model):
    """The words of a signal to search in: part of the personal compartment, erased with it (D6). Never of care (D8).

    `shown`: words of what everybody who sees the signal reads of it; `words`: of all, for who may read it whole. Kept in the
    form of `rules.finding`. `indexed_at`: the moment of the deed after which they were made.
    """

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="search_text")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    shown = WordsField(blank=True, default="")
    words = WordsField(blank=True, default="")
    indexed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "signal"], name="searchtext_signal")]

    def __str__(self) -> str:
        return str(self.signal_id)


class ThemeModel(models.Model):
    """What was learned about themes from the municipality's own signals: words that stand in several, and how right it is.

    `threshold` None = no suggestion is good enough to be shown.
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    made_at = models.DateTimeField()
    signals = models.PositiveIntegerField(default=0)
    threshold = models.FloatField(null=True, blank=True)
    measured = models.JSONField(default=dict)
    model = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class How(models.TextChoices):
    AT_ONCE = "at_once", "Meteen"
    DAILY = "daily", "Eén keer per dag, om 7 uur"
    NEVER = "never", "Niet, ik kijk zelf op mijn bureau"


class Attention(models.Model):
    """How somebody of staff wants to hear that work waits. `told_until` = what happened before it has been told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How, default=How.DAILY)
    told_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "user"], name="attention_once")]
        indexes = [models.Index(fields=["municipality", "how", "told_until"], name="attention_due")]

    def __str__(self) -> str:
        return self.how
