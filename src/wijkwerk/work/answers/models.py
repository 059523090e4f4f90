"""Askers, answers, conditions and promises: the round trip of whatever was asked (O3, D3, D5, D18)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import KeyField, PathField
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.deadlines import Precision
from wijkwerk.rules.finding import name_key, phone_digits

PRECISIONS = [(each.value, each.value) for each in Precision]


class AskerRole(models.TextChoices):
    REPORTER = "reporter", "melder"
    JOINED = "joined", "doet mee"
    ON_BEHALF = "on_behalf", "namens iemand"


class Contact(models.TextChoices):
    EMAIL = "email", "e-mail"
    POST = "post", "post"
    PHONE = "phone", "telefoon"
    NONE = "none", "geen bericht"


class Asker(models.Model):
    """Somebody who asked and wants to hear. The token of the trace link is an HMAC over id and version; only its hash is here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="askers")
    role = models.CharField(max_length=12, choices=AskerRole, default=AskerRole.REPORTER)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=8, choices=Contact, default=Contact.NONE)
    name = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=400, blank=True, default="")
    # By these somebody on the line is looked up; `keep_keys` makes them from name and address.
    name_key = KeyField(max_length=120, blank=True, default="")
    last_key = KeyField(max_length=120, blank=True, default="")
    digits = KeyField(max_length=20, blank=True, default="")
    KEYS: ClassVar = ("name_key", "last_key", "digits")
    token_version = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    # Where this asker asked first, when the signal was merged into another or split (D5).
    came_from = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="askers_gone"
    )
    # As what they asked there: who reported reads their own words again, who joined there does not (D4).
    came_as = models.CharField(max_length=12, choices=AskerRole, blank=True, default="")
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact="none") | ~Q(address="") | Q(erased_at__isnull=False),
                name="asker_reachable",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", address="", name_key="", last_key="", digits=""),
                name="asker_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(came_from=None, came_as="") | (Q(came_from__isnull=False) & ~Q(came_as="")),
                name="asker_came_from_as",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject"], name="asker_subject"),
            models.Index(fields=["municipality", "user"], name="asker_user"),
            models.Index(fields=["municipality", "name_key"], name="asker_name", condition=~Q(name_key="")),
            models.Index(fields=["municipality", "last_key"], name="asker_last", condition=~Q(last_key="")),
            models.Index(fields=["municipality", "digits"], name="asker_digits", condition=~Q(digits="")),
            models.Index(
                fields=["municipality", "came_from"],
                name="asker_came_from",
                condition=Q(came_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or "iemand"

    def keep_keys(self) -> list[str]:
        """Make the keys by which this asker is looked up from name and telephone. Returns the names of fields to save."""
        self.name_key = name_key(self.name)[:120]
        self.last_key = self.name_key.rsplit(" ", 1)[-1]
        self.digits = phone_digits(self.address)[:20] if self.contact == Contact.PHONE else ""
        return list(self.KEYS)


class Move(models.Model):
    """An asker who went along when what they asked was merged into something else; by this it can be undone exactly (D5)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Asker, on_delete=models.PROTECT, related_name="moves")
    source = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=AskerRole)
    moved_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="move_to_another"),
            models.UniqueConstraint(
                fields=["municipality", "source", "asker"],
                condition=Q(undone_at=None),
                name="move_once_from_a_place",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "asker", "moved_at"], name="move_asker")]

    def __str__(self) -> str:
        return f"{self.moved_at:%Y-%m-%d}"


class AnswerKind(models.TextChoices):
    YES = "yes", "Ja"
    YES_IF = "yes_if", "Ja, op voorwaarde dat"
    NO = "no", "Nee, want"


class Answer(models.Model):
    """One answer: yes (what, when) / no, because / yes, provided that. An earlier one stays, with `superseded_at`.

    `text` is the letter to the askers, `what` what we then do. `public_*` is written or confirmed by staff (D4).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=8, choices=AnswerKind)
    text = models.TextField(blank=True, default="")
    what = models.CharField(max_length=300, blank=True, default="")
    reason = models.TextField(null=True, blank=True)
    can_do = models.TextField(blank=True, default="")
    lead_condition = models.ForeignKey(
        "Condition", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_until = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.DAY)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    public_answer = models.TextField(blank=True, default="")
    public_what = models.CharField(max_length=300, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "subject"], condition=Q(superseded_at=None), name="answer_one_current"
            ),
            models.CheckConstraint(condition=Q(kind__in=AnswerKind.values), name="answer_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="yes_if", lead_condition__isnull=False)
                | (~Q(kind="yes_if") & Q(lead_condition__isnull=True)),
                name="answer_yes_if_has_condition",
            ),
            models.CheckConstraint(
                condition=Q(kind="no", reason__isnull=False) | (~Q(kind="no") & Q(reason__isnull=True)),
                name="answer_no_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="no", due_until__isnull=True) | (~Q(kind="no") & Q(due_until__isnull=False)),
                name="answer_yes_has_date",
            ),
            models.CheckConstraint(
                condition=Q(reason=None) | ~Q(reason="") | Q(erased_at__isnull=False),
                name="answer_reason_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind="no") | ~Q(what="") | Q(erased_at__isnull=False), name="answer_yes_says_what"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "given_at"], name="answer_given")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ConditionKind(models.TextChoices):
    BUDGET = "budget", "Geld"
    DECISION = "decision", "Een besluit"
    LEGAL = "legal", "Wet of regels"
    OTHER = "other", "Iets anders"


class ConditionState(models.TextChoices):
    OPEN = "open", "wacht"
    MET = "met", "vervuld"
    LAPSED = "lapsed", "vervallen"


class Condition(models.Model):
    """What must happen first (I5): what, what is needed, who sees to it, and when we expect to know."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="conditions")
    what = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=ConditionKind)
    needed = models.CharField(max_length=300)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    expected_until = models.DateField()
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.DAY)
    state = models.CharField(max_length=8, choices=ConditionState, default=ConditionState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=500, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="condition_kind_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="condition_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="lapsed") | ~Q(settled_why="") | Q(erased_at__isnull=False),
                name="condition_lapsed_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "owner_team", "expected_until"],
                name="condition_open",
                condition=Q(state="open"),
            ),
            models.Index(fields=["municipality", "answer"], name="condition_answer"),
            models.Index(fields=["municipality", "state", "expected_until"], name="condition_expected"),
        ]

    def __str__(self) -> str:
        return self.what


class PromiseState(models.TextChoices):
    OPEN = "open", "beloofd"
    KEPT = "kept", "nagekomen"
    WITHDRAWN = "withdrawn", "ingetrokken"


class Promise(models.Model):
    """What we then do, whose it is and by when. Late is derived: open and today after `due_until` (D3).

    `asked` is the subject whose asker it was promised to; `first_due` is the date that figures use.
    """

    subject = models.OneToOneField(
        Subject, on_delete=models.PROTECT, primary_key=True, related_name="promise"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="promise")
    asked = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="promises")
    what = models.CharField(max_length=300)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    due_until = models.DateField()
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.DAY)
    first_due = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    explanation = models.CharField(max_length=500, blank=True, default="")
    late_told_for = models.DateField(null=True, blank=True)
    care = models.BooleanField(default=False)
    public_what = models.CharField(max_length=300, blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PromiseState.values), name="promise_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="promise_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(explanation="") | Q(erased_at__isnull=False),
                name="promise_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(care=True) | Q(public_what=""), name="promise_care_not_public"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "owner_team", "state", "due_until"], name="promise_team"),
            models.Index(fields=["municipality", "area_path", "state", "due_until"], name="promise_area"),
            models.Index(fields=["municipality", "state", "due_until"], name="promise_due"),
            models.Index(fields=["municipality", "state", "settled_at"], name="promise_settled"),
            models.Index(fields=["municipality", "asked"], name="promise_asked"),
        ]

    def __str__(self) -> str:
        return self.what


class PromiseShift(models.Model):
    """A promise that gets another date, with the reason. The first date stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="shifts")
    old_due = models.DateField()
    new_due = models.DateField()
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.DAY)
    why = models.CharField(max_length=500)
    shifted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shifted_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(old_due=F("new_due")), name="shift_is_another_day"),
            models.CheckConstraint(
                condition=~Q(why="") | Q(erased_at__isnull=False), name="shift_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "promise"], name="shift_promise")]

    def __str__(self) -> str:
        return f"{self.old_due} -> {self.new_due}"


class Wish(models.TextChoices):
    """What somebody may ask about their own data (AVG, art. 15 to 17)."""

    COPY = "copy", "Een kopie van mijn gegevens"
    CORRECT = "correct", "Mijn gegevens verbeteren"
    ERASE = "erase", "Mijn gegevens wissen"


class DataRequest(models.Model):
    """A request of an asker about their own data, with the month that the law gives (AVG, art. 12, third paragraph).

    `text` is what they wrote with it, `why` what we answered. `with_words`: what they wrote is erased too, not only who
    they are. A granted erasure is carried out when our letter about it has left: then `carried_out_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Asker, on_delete=models.PROTECT, related_name="requests")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=8, choices=Wish)
    text = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    due = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    granted = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True, default="")
    with_words = models.BooleanField(default=False)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "asker", "wish"],
                condition=Q(settled_at=None),
                name="datarequest_one_open",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, granted=None)
                | Q(settled_at__isnull=False, granted__isnull=False),
                name="datarequest_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(granted=False) | ~Q(why="") | Q(erased_at__isnull=False),
                name="datarequest_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(text="", why=""), name="datarequest_erased_is_empty"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due"], name="datarequest_open", condition=Q(settled_at=None)
            ),
            models.Index(fields=["municipality", "asker", "asked_at"], name="datarequest_asker"),
        ]

    def __str__(self) -> str:
        return self.get_wish_display()
