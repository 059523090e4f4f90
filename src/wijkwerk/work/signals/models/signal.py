"""Signals: what people report, whose it is and how far it is (O2, D2, D4, D8, D15, D18)."""

from django.db import models
from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import PathField
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
    POST = "post", "brief"
    IMPORT = "import", "ander systeem"


class FormalKind(models.TextChoices):
    """A message that has its own way by law; it gets no yes or no here (D9)."""

    COMPLAINT = "complaint", "Klacht over een medewerker"
    OBJECTION = "objection", "Bezwaar"
    ENFORCEMENT = "enforcement", "Verzoek om handhaving"
    APPLICATION = "application", "Aanvraag"
    WOO = "woo", "Woo-verzoek"
    AVG = "avg", "AVG-verzoek"


class Precise(models.TextChoices):
    """How precise the place is."""

    POINT = "point", "op de kaart"
    STREET = "street", "straat"
    AREA = "area", own("ergens in {area.with_article}")
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
    # Of the last answer: whether it came within its term. None = no answer yet, or there was no term.
    in_time = models.BooleanField(null=True, blank=True)
    reopen_until = models.DateField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    has_promise = models.BooleanField(default=False)
    askers = models.PositiveIntegerField(default=0)

    # Pointed at by the routing table or a handover, not confirmed yet: `owner_person` is who confirmed.
    meant_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rung = models.CharField(max_length=40, blank=True, default="")
    waiting_until = models.DateField(null=True, blank=True)
    days_left = models.PositiveSmallIntegerField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    more_at = models.DateTimeField(null=True, blank=True)
    urgent_at = models.DateTimeField(null=True, blank=True)
    urgent_seen_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    formal_kind = models.CharField(max_length=20, choices=FormalKind, blank=True, default="")
    legal_due = models.DateField(null=True, blank=True)
    forwarded_to = models.CharField(max_length=120, blank=True, default="")
    forwarded_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )

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
                condition=Q(state__in=ENDED, closed_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(closed_at=None)),
                name="signal_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="signal_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", waiting_until__isnull=False)
                | (~Q(state="waiting") & Q(waiting_until=None, days_left=None, reminded_at=None)),
                name="signal_waiting_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="redirected") | ~Q(forwarded_to=""), name="signal_redirected_says_where"
            ),
            models.CheckConstraint(
                condition=Q(formal_kind="") | Q(formal_kind__in=FormalKind.values), name="signal_formal_known"
            ),
            models.CheckConstraint(
                condition=Q(formal_kind="") | Q(legal_due__isnull=False), name="signal_formal_has_term"
            ),
            models.CheckConstraint(
                condition=Q(urgent_seen_at=None) | Q(urgent_at__isnull=False), name="signal_seen_was_urgent"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="care") | Q(more_at=None), name="signal_care_is_no_pattern"
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
            models.Index(fields=["municipality", "answer_due", "subject"], name="signal_term"),
            models.Index(
                fields=["municipality", "confirm_due"],
                name="signal_to_confirm",
                # Not by state: SQLite does not see that a list of values in a question is this list.
                condition=Q(owner_person=None, confirm_due__isnull=False),
            ),
            models.Index(
                fields=["municipality", "answered_at"],
                name="signal_answered",
                condition=Q(answered_at__isnull=False),
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
            models.Index(
                fields=["municipality", "meant_for"],
                name="signal_meant",
                condition=Q(meant_for__isnull=False),
            ),
            models.Index(
                fields=["municipality", "received_at"], name="signal_promised", condition=Q(has_promise=True)
            ),
            models.Index(
                fields=["municipality", "waiting_until"], name="signal_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["municipality", "urgent_at"],
                name="signal_urgent",
                condition=Q(urgent_at__isnull=False, urgent_seen_at=None),
            ),
            models.Index(
                fields=["municipality", "more_at"], name="signal_more", condition=Q(more_at__isnull=False)
            ),
            models.Index(
                fields=["municipality", "legal_due"],
                name="signal_legal",
                condition=~Q(formal_kind="") & Q(external_ref=""),
            ),
            models.Index(
                fields=["municipality", "destroy_after"],
                name="signal_destroy",
                condition=Q(destroy_after__isnull=False, erased_at=None),
            ),
            models.Index(
                fields=["municipality", "subject"], name="signal_held", condition=Q(legal_hold=True)
            ),
            models.Index(fields=["municipality", "lat", "lon"], name="signal_place"),
        ]

    def __str__(self) -> str:
        return self.title
