"""Accounts, organisations, teams, roles on areas, and who stands in for whom (D14, D2)."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes and finds accounts; the e-mail address counts without regard to case."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = self.model(email=email.strip(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email_key=(username or "").strip().casefold())


class User(AbstractBaseUser):
    """An account. `email_key` is the case-folded address and unique; a municipality belongs to roles, not to accounts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    name = models.CharField(max_length=120, blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = self.email.strip().casefold()
        fields = kwargs.get("update_fields")
        if fields is not None and "email" in fields:
            # The login library saves `email` alone when somebody changes their address.
            kwargs["update_fields"] = {*fields, "email_key"}
        super().save(*args, **kwargs)


class Organisation(models.Model):
    """The municipality itself or a partner: housing corporation, welfare, police, residents' body."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, default="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="organisation_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    """What a team is for. The word wijkteam is never used without its kind (I33)."""

    INTAKE = "intake", "intake"
    AREA = "area", "gebiedsteam"
    MAINTENANCE = "maintenance", "wijkbeheer"
    DEPARTMENT = "department", "vakafdeling"
    SOCIAL = "social", "sociaal team"
    CARE = "care", "zorg"
    PARTNER = "partner", "partner"


class Team(models.Model):
    """A team that can own work. `key` is its name in the settings document. It ends, it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="teams")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TeamKind)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="team_key_once"),
            models.CheckConstraint(condition=Q(kind__in=TeamKind.values), name="team_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    """Roles of the catalogue, section 2; what each is called on the screen stands in the settings document."""

    ADMIN = "admin", "beheerder"
    AREA_MANAGER = "area_manager", own("{area_manager.one}", inside=True)
    TEAM_MEMBER = "team_member", "teamlid"
    OFFICIAL = "official", "vakambtenaar"
    ALDERMAN = "alderman", "wethouder"
    CARE = "care", "zorgcoördinator"
    PARTNER = "partner", "partner"
    RECORDS = "records", "archiefbeheerder"
    RESIDENTS = "residents", "bewonersgroep"


# Who enters and handles what residents say; the others read, manage or speak for a group.
ENTERING = frozenset({RoleKind.AREA_MANAGER, RoleKind.TEAM_MEMBER, RoleKind.OFFICIAL, RoleKind.CARE})


class Role(models.Model):
    """What a person is in a municipality, in a team and on an area, from a day until a day (`until` = last day)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    title = models.CharField(max_length=80, blank=True, default="")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True, default="")
    days = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="role_kind_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="role_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "user"], name="role_user"),
            models.Index(fields=["municipality", "team"], name="role_team"),
            models.Index(fields=["municipality", "area"], name="role_area"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"

    def holds_on(self, day: date) -> bool:
        """Whether the role is in force on this local day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Deputy(models.Model):
    """`deputy` does the work of `person` from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="deputies")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stands_in_for")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="deputy_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["municipality", "deputy", "until"], name="deputy_of"),
            models.Index(fields=["municipality", "person", "until"], name="deputy_for"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} voor {self.person}"


class RoleRequest(models.Model):
    """The role of administrator, asked by one administrator; it holds only when a second one confirms it (D14).

    `role` is the role that came of it; refused is decided without a role. After `expires_on` it can no longer be decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="role_requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_requests")
    title = models.CharField(max_length=80, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    role = models.OneToOneField(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role=None) | ~Q(decided_by=F("asked_by")), name="rolerequest_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(role=None) | Q(decided_by__isnull=False), name="rolerequest_confirmed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="rolerequest_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["municipality", "user"],
                condition=Q(decided_at=None),
                name="rolerequest_one_open",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "asked_at"], name="rolerequest_asked")]

    def __str__(self) -> str:
        return f"{self.user} {self.asked_at:%Y-%m-%d}"
