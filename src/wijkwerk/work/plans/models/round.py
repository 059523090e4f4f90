"""A round with residents (O12): call, filter, place, adopt, account; and how often people in an area were asked (T25)."""

from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.planning import RoundStep
from wijkwerk.work.plans.models.item import PlanItem
from wijkwerk.work.plans.models.plan import Plan

STEPS = [(each.value, each.value) for each in RoundStep]


class Round(models.Model):
    """One round for a plan. Each date is the last day of its step, local; the call opens on `call_from`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    step = models.CharField(max_length=8, choices=STEPS, default=RoundStep.CALL)
    invitation = models.TextField()
    call_from = models.DateField()
    call_until = models.DateField()
    filter_until = models.DateField()
    place_until = models.DateField()
    adopt_until = models.DateField()
    account_until = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[each.value for each in RoundStep]), name="round_step_known"
            ),
            models.CheckConstraint(
                condition=Q(call_until__gte=F("call_from"))
                & Q(filter_until__gte=F("call_until"))
                & Q(place_until__gte=F("filter_until"))
                & Q(adopt_until__gte=F("place_until"))
                & Q(account_until__gte=F("adopt_until")),
                name="round_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(invitation=""), name="round_says_what_it_asks"),
            models.CheckConstraint(
                condition=Q(step="done", ended_at__isnull=False) | (~Q(step="done") & Q(ended_at=None)),
                name="round_ended_has_moment",
            ),
            models.UniqueConstraint(
                fields=["municipality", "plan"], condition=Q(ended_at=None), name="round_one_running"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "step", "call_until"], name="round_step")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.call_from:%Y}"


class Outcome(models.TextChoices):
    OPEN = "open", "nog niet bekeken"
    THROUGH = "through", "gaat door"
    OUT = "out", "valt af"


class RoundWish(models.Model):
    """A signal that takes part in a round, and what became of it there. `why` is for residents, so no words of a reporter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="wishes")
    wish = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    called = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    criterion = models.CharField(max_length=40, blank=True, default="")
    why = models.CharField(max_length=500, blank=True, default="")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "round wishes"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "round", "wish"], name="roundwish_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="roundwish_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome="out") | (~Q(why="") & ~Q(criterion="")),
                name="roundwish_out_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at=None)
                | (~Q(outcome="open") & Q(decided_at__isnull=False)),
                name="roundwish_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(item=None) | Q(outcome="through"), name="roundwish_placed_went_through"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "round", "outcome", "added_at"], name="roundwish_list"),
            models.Index(fields=["municipality", "wish"], name="roundwish_wish"),
        ]

    def __str__(self) -> str:
        return self.outcome


class Asked(models.Model):
    """Once that people in an area were asked something: a call, a survey, an evening. For the count of T25."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area_path = PathField()
    asked_on = models.DateField()
    what = models.CharField(max_length=160)
    how = models.CharField(max_length=40, blank=True, default="")
    people = models.PositiveIntegerField(null=True, blank=True)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="asked")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "times asked"
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="asked_says_what")]
        indexes = [models.Index(fields=["municipality", "area_path", "asked_on"], name="asked_area")]

    def __str__(self) -> str:
        return self.what
