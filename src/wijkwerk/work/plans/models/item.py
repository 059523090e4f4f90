"""What stands in a plan: priorities and tasks, each with an origin and an owner, and what they answer (O12, O13, I28)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import Precision
from wijkwerk.rules.planning import COUNTED, POINTED_AT, ItemState, Origin
from wijkwerk.work.plans.models.plan import Plan

STATES = [(each.value, each.value) for each in ItemState]
PRECISIONS = [(each.value, each.value) for each in Precision]
SETTLED = (ItemState.DONE.value, ItemState.DROPPED.value)
# Kinds of `subjects.Link` whose source is an item: to the signals it answers, to what it serves, to the promises made by it.
ANSWERS = "answers"
SERVES = "serves"
PROMISED = "promised"


class ItemKind(models.TextChoices):
    PRIORITY = "priority", "prioriteit"
    TASK = "task", "taak"


class OriginWords(models.TextChoices):
    """Where an item came from, in words for the screen."""

    SIGNAL = Origin.SIGNAL.value, own("een melding van {resident.many}")
    RESIDENT = Origin.RESIDENT.value, own("een wens van {resident.many}, op straat of in een gesprek")
    INITIATIVE = Origin.INITIATIVE.value, own("een initiatief van {resident.many}")
    VISION = Origin.VISION.value, own("een ander plan voor {area.this}")
    DEPARTMENT = Origin.DEPARTMENT.value, "een plan van een afdeling"
    PARTNER = Origin.PARTNER.value, "een partner in de wijk"
    COUNCIL = Origin.COUNCIL.value, "de gemeenteraad of het college"


class PlanItem(models.Model):
    """A priority or a task. Never without origin and owner team; `due_until` may be open ("n.t.b.", I41) and is shown so.

    An origin of our own (a signal, another plan) is pointed at by `origin_subject`; any other is said in `origin_words`.
    `rank` is how high it stands (`rules.planning.rank`): what serves something stands lower. `adopted_at` = promised.
    """

    subject = models.OneToOneField(
        Subject, on_delete=models.PROTECT, primary_key=True, related_name="plan_item"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind, default=ItemKind.TASK)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area_path = PathField()
    stream = models.CharField(max_length=40, blank=True, default="")
    rank = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField(default=0)

    origin = models.CharField(max_length=12, choices=OriginWords)
    origin_words = models.CharField(max_length=200, blank=True, default="")
    origin_subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    money_from = models.CharField(max_length=200, blank=True, default="")
    due_until = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.DAY)
    indicator = models.CharField(max_length=200, blank=True, default="")
    target = models.CharField(max_length=200, blank=True, default="")

    state = models.CharField(max_length=10, choices=STATES, default=ItemState.PROPOSED)
    why = models.CharField(max_length=500, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ItemState]), name="planitem_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="planitem_kind_known"),
            models.CheckConstraint(
                condition=Q(origin__in=[each.value for each in Origin]), name="planitem_origin_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(origin__in=[each.value for each in sorted(POINTED_AT)])
                    & Q(origin_subject__isnull=False)
                )
                | (
                    ~Q(origin__in=[each.value for each in sorted(POINTED_AT)])
                    & Q(origin_subject=None)
                    & ~Q(origin_words="")
                ),
                name="planitem_has_an_origin",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="planitem_says_what"),
            models.CheckConstraint(
                condition=Q(money=None) | Q(money__gte=0), name="planitem_money_counts_up"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED, settled_at__isnull=False)
                | (~Q(state__in=SETTLED) & Q(settled_at=None)),
                name="planitem_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(why=""), name="planitem_dropped_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None, adopted_by=None)
                | (Q(adopted_at__isnull=False, adopted_by__isnull=False) & ~Q(state="proposed")),
                name="planitem_adopted_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "plan", "state", "place"], name="planitem_plan"),
            models.Index(fields=["municipality", "area_path", "state", "due_until"], name="planitem_area"),
            models.Index(fields=["municipality", "owner_team", "state", "due_until"], name="planitem_team"),
            models.Index(fields=["municipality", "state", "due_until"], name="planitem_due"),
            models.Index(
                fields=["municipality", "origin_subject"],
                name="planitem_origin",
                condition=Q(origin_subject__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> bool:
        """Whether it counts for the bounds of its plan (I29)."""
        return self.state in COUNTED
