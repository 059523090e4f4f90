"""Read the history of a subject."""

import uuid

from django.db.models import QuerySet

from wijkwerk.ground.journal.models import Line


def history(*, municipality: uuid.UUID, subjects: list[uuid.UUID]) -> QuerySet[Line]:
    """Lines about these subjects with their texts, oldest first."""
    lines = Line.objects.filter(municipality=municipality, subject__in=subjects)
    return lines.select_related("detail").order_by("at", "id")
