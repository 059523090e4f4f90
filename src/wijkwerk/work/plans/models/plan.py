"""One plan for every kind of plan: vision, programme, agenda, theme plan, action list: the kinds are settings (D12)."""

from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Dossier
from wijkwerk.rules.planning import PlanState

STATES = [(each.value, each.value) for each in PlanState]
ONCE_ADOPTED = (
    PlanState.ADOPTED.value,
    PlanState.REVISING.value,
    PlanState.REPLACED.value,
    PlanState.ENDED.value,
)


class WrittenBy(models.TextChoices):
    """Whose words these are. What residents write is theirs: the municipality does not edit it (I26)."""

    MUNICIPALITY = "municipality", "de gemeente"
    TOGETHER = "together", own("{resident.many} en gemeente samen", inside=True)
    RESIDENTS = "residents", own("{resident.many}", inside=True)


class Plan(Dossier):
    """A plan of an area, or of the whole municipality where `area` is empty. Dates are local; `ends` is its last day.

    `kind` is a key of the settings; level, writer and owner are copied from there when the plan begins, so that a later
    change of the settings does not change whose an existing plan is. Strangers see it from `public_at` on.
    """

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="plan")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area_path = PathField()
    starts = models.DateField()
    ends = models.DateField()
    update_due = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=12, choices=WrittenBy, default=WrittenBy.MUNICIPALITY)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=PlanState.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)
    public_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    account = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in PlanState]), name="plan_state_known"
            ),
            models.CheckConstraint(condition=Q(written_by__in=WrittenBy.values), name="plan_writer_known"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="plan_level_known"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_ends_after_start"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=ONCE_ADOPTED, version__gte=1)
                | (~Q(state__in=ONCE_ADOPTED) & Q(version=0)),
                name="plan_adopted_has_version",
            ),
            models.CheckConstraint(
                condition=Q(version=0) | Q(public_at__isnull=False), name="plan_adopted_is_public"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | Q(state="replaced", ended_at__isnull=False)
                | (~Q(state__in=("ended", "replaced")) & Q(ended_at=None)),
                name="plan_ended_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "area_path", "level", "starts"], name="plan_area"),
            models.Index(fields=["municipality", "state", "ends"], name="plan_state"),
            models.Index(fields=["municipality", "kind", "starts"], name="plan_kind"),
            models.Index(fields=["municipality", "destroy_after"], name="plan_destroy"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanPart(models.Model):
    """One part of the text ("wat leeft er", "hoe gaan wij dat aanpakken"), as it is being written. `key` is of the settings."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="parts")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "plan", "key"], name="planpart_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """A plan as it was adopted: title, dates, parts and items in `content`. Never changed, never deleted.

    `body` is who adopted it in the words of that day, `decision` where the decision can be found.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=120)
    decision = models.CharField(max_length=200, blank=True, default="")
    decided_on = models.DateField()
    content = models.JSONField()
    written_down_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_down_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "plan", "number"], name="planversion_once"),
            models.CheckConstraint(condition=~Q(body=""), name="planversion_says_who"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
