"""Plans of departments with their budget lines, and what became there of what an area wants (O30)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.work.plans.models.item import PlanItem


class DepartmentPlan(models.Model):
    """What a department will do in a budget year, as lines with money."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="department_plans")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "team", "year"], name="departmentplan_once"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="departmentplan_year_known"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "year", "team"], name="departmentplan_year")]

    def __str__(self) -> str:
        return self.title


class DepartmentLine(models.Model):
    """A line of a department's plan and of the budget. `amount` in euro; None = not known. It ends, it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(DepartmentPlan, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "plan", "code"], name="departmentline_once"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="departmentline_amount_counts_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MatchState(models.TextChoices):
    ASKED = "asked", "gevraagd"
    NEGOTIATING = "negotiating", "in gesprek"
    INCLUDED = "included", "opgenomen"
    REFUSED = "refused", "niet opgenomen"


DECIDED = (MatchState.INCLUDED.value, MatchState.REFUSED.value)


class Match(models.Model):
    """An item asks a department to take it up in its plan of a year; the department decides before `decide_by`.

    Included points at the line of that plan; refused has a reason. Both can be opened again, with a note. `amount` is what was
    asked and `granted` what was included, in euro; None = not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="matches")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MatchState, default=MatchState.ASKED)
    ask = models.CharField(max_length=500)
    line = models.ForeignKey(
        DepartmentLine, on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    granted = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    decide_by = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "item", "team", "year"], name="match_once"),
            models.CheckConstraint(condition=Q(state__in=MatchState.values), name="match_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at=None, decided_by=None)),
                name="match_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="included", line__isnull=False) | (~Q(state="included") & Q(line=None)),
                name="match_included_has_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="match_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="match_amount_counts_up"
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__gte=0, state="included"),
                name="match_granted_is_included",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "team", "year", "state"], name="match_team"),
            models.Index(fields=["municipality", "item"], name="match_item"),
            models.Index(fields=["municipality", "year", "state"], name="match_year"),
        ]

    def __str__(self) -> str:
        return self.state


class MatchNote(models.Model):
    """A line of the record of what was said between area and department (T9). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="matchnote_says_something")]
        indexes = [models.Index(fields=["municipality", "match", "written_at"], name="matchnote_match")]

    def __str__(self) -> str:
        return self.text[:40]
