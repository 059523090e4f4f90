"""Projects that an area started and a department takes over (O28, I37), and the internal log of an area (O26)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Dossier


class ProjectState(models.TextChoices):
    STARTED = "started", own("loopt in {area.with_article}")
    OFFERED = "offered", "aangeboden"
    RECEIVED = "received", "overgenomen"
    FINISHED = "finished", "klaar"


class Project(Dossier):
    """Work with a begin and an end. `owner_team` stays responsible until a person of the department received it by name."""

    subject = models.OneToOneField(
        Subject, on_delete=models.PROTECT, primary_key=True, related_name="project"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.STARTED)
    # The department that will receive it one day; known from the start, so that no project is left without (I37).
    receiver = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    # The team that began it and gets it back; None where a department had it before this was kept.
    area_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_over = models.TextField(blank=True, default="")
    offered_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="project_has_a_name"),
            models.CheckConstraint(
                condition=~Q(state__in=("offered", "received"))
                | (Q(offered_at__isnull=False) & ~Q(handed_over="")),
                name="project_offered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_at__isnull=False, owner_person__isnull=False),
                name="project_received_by_name",
            ),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False)
                | (~Q(state="finished") & Q(finished_at=None)),
                name="project_finished_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "area_path", "state"], name="project_area"),
            models.Index(fields=["municipality", "receiver", "state"], name="project_receiver"),
            models.Index(fields=["municipality", "owner_team", "state"], name="project_team"),
            models.Index(fields=["municipality", "destroy_after"], name="project_destroy"),
        ]

    def __str__(self) -> str:
        return self.title


class LogState(models.TextChoices):
    OPEN = "open", "open"
    TAKEN_UP = "taken_up", "opgepakt"
    ARCHIVED = "archived", "opgeborgen"


class LogNote(models.Model):
    """A note in the log of an area: for staff, never for residents, and never about one person's care. `tags` are keys."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=LogState, default=LogState.OPEN)
    taken_by = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LogState.values), name="lognote_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="lognote_says_something"),
            models.CheckConstraint(
                condition=~Q(state="taken_up") | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="lognote_taken_up_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "area_path", "state", "written_at"], name="lognote_area"),
            models.Index(fields=["municipality", "state", "written_at"], name="lognote_state"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class LogTag(models.Model):
    """One tag of a note: a theme or a department's key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(LogNote, on_delete=models.PROTECT, related_name="tags")
    tag = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "note", "tag"], name="logtag_once")]
        indexes = [models.Index(fields=["municipality", "tag"], name="logtag_tag")]

    def __str__(self) -> str:
        return self.tag
