"""Municipalities, their divisions and areas, the versions of an area's border, and the settings document (D10 to D12)."""

from django.db import models
from django.db.models import F, Q

from wijkwerk.ground.kit.db import PathField
from wijkwerk.ground.kit.ids import uuid7


class Municipality(models.Model):
    """A municipality that this installation serves. `host` is its own host name, empty where it lives under /m/CODE/."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    host = models.CharField(max_length=200, blank=True, default="")
    working_division = models.ForeignKey(
        "Division", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settings_number = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "municipalities"
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="municipality_host_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ready(self) -> bool:
        """Whether a way of working was applied, so that people can report and work."""
        return self.settings_number > 0 and self.working_division_id is not None


class Division(models.Model):
    """One way to divide a municipality: the official one, the police's, a corporation's. `stamp` rises at each import."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="divisions")
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    stamp = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="division_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Area(models.Model):
    """The identity of an area: roles, routing, settings and plans point here. Name, path and level are those of now.

    `key` is short and never changes; `path` is the row of keys from the root down, each ended by a dot.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=30)
    path = PathField()
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "division", "code"], name="area_code_once"),
            models.UniqueConstraint(fields=["municipality", "key"], name="area_key_once"),
        ]
        indexes = [models.Index(fields=["municipality", "division", "path"], name="area_path")]

    def __str__(self) -> str:
        return self.name


class AreaVersion(models.Model):
    """An area as it was from a date on. Immutable: a new parent or border makes a new version.

    `border` is GeoJSON geometry (WGS84 lon/lat); the four bounds are in degrees.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    border = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "area", "valid_from"], name="areaversion_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["municipality", "area"], condition=Q(valid_until=None), name="areaversion_one_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="areaversion_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class SettingsVersion(models.Model):
    """One version of the municipality's settings document. The newest number is in force; none is ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="settings_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="settings_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Backdrop(models.Model):
    """Water, woods, roads and houses under a municipality's maps: GeoJSON features with a `class`; no figures, no people."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="backdrop"
    )
    features = models.JSONField()

    def __str__(self) -> str:
        return str(self.municipality_id)


class Street(models.Model):
    """A street or known place with its middle point, so that a typed address finds a place without another system."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="streets")
    name = models.CharField(max_length=120)
    search = models.CharField(max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "search"], name="street_search")]

    def __str__(self) -> str:
        return self.name
