"""Signals: what people report, whose it is and how far it is (O2, D2, D4, D8, D15, D18)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Dossier
from wijkwerk.rules.workflow import State

STATES = [(each.value, each.value) for each in State]
ENDED = (State.CLOSED.value, State.REDIRECTED.value, State.MERGED.value, State.SPLIT.value)
OPEN = tuple(each.value for each in State if each.value not in ENDED)
TO_ANSWER = tuple(each for each in OPEN if each != State.ANSWERED.value)


class Visibility(models.TextChoices):
    """Who may see it beyond its owner. Care is its own line: nobody else, in nothing (D8)."""

    PUBLIC = "public", "openbaar"
    NETWORK = "network", "netwerk"
    TEAM = "team", "team"
    CARE = "care", "zorg"


class Kind(models.TextChoices):
    REPORT = "report", "Melding"
    QUESTION = "question", "Vraag"
    IDEA = "idea", "Idee"
    WORRY = "worry", "Zorg"
    CHANCE = "chance", "Kans"


class Via(models.TextChoices):
    """The channel by which it came."""

    WEB = "web", "website"
    PHONE = "phone", "telefoon"
    COUNTER = "counter", "balie"
    WALK = "walk", "schouw"
    MEETING = "meeting", "bijeenkomst"
    MAIL = "mail", "e-mail"
    IMPORT = "import", "ander systeem"


class Precise(models.TextChoices):
    """How precise the place is."""

    POINT = "point", "op de kaart"
    STREET = "street", "straat"
    AREA = "area", "ergens in het gebied"
    NONE = "none", "geen plek"
    OUTSIDE = "outside", "buiten de gemeente"


class Signal(Dossier):
    """A signal always has an owner team that lives. `owned_at` = confirmed by a person. Dates are local, moments UTC.

    `text`, `words` (the place in the reporter's words) and the point are personal; `public_*` is what strangers may see.
    """

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="signal")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default=State.RECEIVED)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REPORT)
    theme = models.CharField(max_length=40)
    via = models.CharField(max_length=10, choices=Via, default=Via.WEB)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.TEAM)
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")

    words = models.CharField(max_length=300, blank=True, default="")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    precise = models.CharField(max_length=8, choices=Precise, default=Precise.NONE)
    bag_id = models.CharField(max_length=16, blank=True, default="")
    area_path = PathField()

    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    confirm_due = models.DateField(null=True, blank=True)
    answer_due = models.DateField(null=True, blank=True)
    answer_kind = models.CharField(max_length=8, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    reopen_until = models.DateField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    has_promise = models.BooleanField(default=False)
    askers = models.PositiveIntegerField(default=0)
    formal_kind = models.CharField(max_length=20, blank=True, default="")

    public_title = models.CharField(max_length=120, blank=True, default="")
    public_place = models.CharField(max_length=120, blank=True, default="")
    public_lon = models.FloatField(null=True, blank=True)
    public_lat = models.FloatField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    source = models.CharField(max_length=40, blank=True, default="")
    source_id = models.CharField(max_length=80, blank=True, default="")
    source_hash = models.CharField(max_length=64, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "source_id"],
                condition=~Q(source=""),
                name="signal_source_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="signal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="signal_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(public_title="") & Q(published_by__isnull=False)),
                name="signal_published_says_what_and_who",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="care")
                | (Q(published_at=None) & Q(public_title="") & Q(public_place="") & Q(public_lon=None)),
                name="signal_care_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(owner_person=None) | Q(owned_at__isnull=False), name="signal_person_has_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="signal_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(formal_kind="") | Q(answer_kind=""), name="signal_formal_gets_no_answer"
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | (Q(lon__gte=-180) & Q(lon__lte=180) & Q(lat__gte=-90) & Q(lat__lte=90)),
                name="signal_point_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "owner_team", "state", "received_at"], name="signal_team"),
            models.Index(fields=["municipality", "area_path", "received_at"], name="signal_area"),
            models.Index(fields=["municipality", "received_at", "subject"], name="signal_received"),
            models.Index(
                fields=["municipality", "answer_due"],
                name="signal_to_answer",
                condition=Q(state__in=TO_ANSWER),
            ),
            models.Index(
                fields=["municipality", "area_path", "answered_at"],
                name="signal_public",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["municipality", "answered_at"],
                name="signal_public_all",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["municipality", "public_lat", "public_lon"],
                name="signal_near",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(fields=["municipality", "owner_person", "state"], name="signal_person"),
        ]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """A note of staff on a signal; never seen by askers or the public."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="note_says_something"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "signal", "written_at"], name="note_signal")]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class HandoverState(models.TextChoices):
    SENT = "sent", "gevraagd"
    CONFIRMED = "confirmed", "bevestigd"
    BOUNCED = "bounced", "teruggestuurd"


class Handover(models.Model):
    """A signal offered to another team or person. Until the receiver confirms, the sender stays owner (D2, I9)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="handovers")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.SENT)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=500, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "signal"], condition=Q(state="sent"), name="handover_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", settled_at__isnull=True)
                | (~Q(state="sent") & Q(settled_at__isnull=False)),
                name="handover_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="bounced") | ~Q(settled_why="") | Q(erased_at__isnull=False),
                name="handover_bounced_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "to_team", "state"], name="handover_to")]

    def __str__(self) -> str:
        return self.state


class Draft(models.Model):
    """What a resident typed so far, for 24 hours. Found by the hash of a token in a cookie; personal until it goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    given = models.JSONField(default=dict)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "expires_at"], name="draft_expires")]

    def __str__(self) -> str:
        return str(self.id)
