"""What every dossier carries from its first day (D15): result, retention, hold, and where else it is kept."""

from django.db import models


class Dossier(models.Model):
    """Abstract. `retention_rule` is a code of the selection list; `destroy_after` follows from it when the dossier ends."""

    result = models.CharField(max_length=30, blank=True, default="")
    retention_rule = models.CharField(max_length=20, blank=True, default="")
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_from = models.CharField(max_length=20, blank=True, default="")
    destroy_after = models.DateField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)
    external_system = models.CharField(max_length=60, blank=True, default="")
    external_ref = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True
