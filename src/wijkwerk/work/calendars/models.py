"""The year calendar: what an area does in which month, and what was agreed that it must do (O15)."""

from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.yearplan import EntryState

STATES = [(each.value, each.value) for each in EntryState]


class Duty(models.Model):
    """What was agreed: an area has this code so many times a year, and this team does it. `until` is its last year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    code = models.CharField(max_length=12)
    times = models.PositiveSmallIntegerField(default=1)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.PositiveSmallIntegerField()
    until = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "area", "code"], condition=Q(until=None), name="duty_one_running"
            ),
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=12), name="duty_times_in_a_year"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="duty_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "area_path", "code"], name="duty_area")]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """A code in a month of an area. `month` is 202611; `code_year` makes PA12 of PA.

    A row keeps its id when it moves; what stays behind in the old cell is a row of its own with the state `moved`, that
    points at it and says why. `copied_from` is the entry of the year before of which this is a proposal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    month = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    code_year = models.PositiveSmallIntegerField(null=True, blank=True)
    uncertain = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=STATES, default=EntryState.PLANNED)
    moved_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    why = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "copied_from"],
                condition=Q(copied_from__isnull=False),
                name="entry_copied_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in EntryState]), name="entry_state_known"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=200001, month__lte=210012), name="entry_month_in_reach"
            ),
            models.CheckConstraint(
                condition=Q(state="moved", moved_to__isnull=False) & ~Q(why="")
                | (~Q(state="moved") & Q(moved_to=None)),
                name="entry_moved_says_where_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(uncertain=False), name="entry_done_is_certain"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "month", "area_path"], name="entry_month"),
            models.Index(fields=["municipality", "area_path", "month"], name="entry_area"),
            models.Index(fields=["municipality", "team", "month"], name="entry_team"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"
