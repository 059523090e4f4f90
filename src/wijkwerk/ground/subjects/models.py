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
        # The other way round; without it SQLite reads every link of the municipality to find those to one target.
        indexes = [models.Index(fields=["municipality", "target", "kind"], name="link_back")]

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


class DestructionList(models.Model):
    """Dossiers past their term, proposed, approved by a named role, carried out; the declaration is kept (D15).

    Source: Archiefwet 1995, article 3 (the duty to destroy) and Archiefbesluit 1995, article 8 (the declaration). A list
    with `care` holds dossiers about individual care and nothing else, and only the care line sees it (D8).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    care = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_why = models.CharField(max_length=500, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    declaration = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | (Q(approved_at__isnull=False) & ~Q(declaration="")),
                name="destructionlist_done_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(approved_by__isnull=False),
                name="destructionlist_approved_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(proposed_by=None) | ~Q(proposed_by=F("approved_by")),
                name="destructionlist_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["municipality", "care"],
                condition=Q(done_at=None, withdrawn_at=None),
                name="destructionlist_one_open",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(withdrawn_at=None), name="destructionlist_approved_stays"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "proposed_at"], name="destructionlist_proposed")]

    def __str__(self) -> str:
        return f"{self.proposed_at:%Y-%m-%d}"


class DestructionItem(models.Model):
    """One dossier of a list as it was when it was proposed: theme, result, rule and dates. It holds no personal text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=80, blank=True, default="")
    result = models.CharField(max_length=30, blank=True, default="")
    rule = models.CharField(max_length=20, blank=True)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_on = models.DateField()
    destroy_after = models.DateField()
    left_out = models.CharField(max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "list", "subject"], name="destructionitem_once"),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(done_at=None), name="destructionitem_left_out_stays"
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject_id)
