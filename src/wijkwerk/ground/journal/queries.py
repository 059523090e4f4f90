"""Read the history of a subject, and find the lines that no batch holds yet."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from wijkwerk.ground.journal.models import Line, Seal


def history(*, municipality: uuid.UUID, subjects: list[uuid.UUID]) -> QuerySet[Line]:
    """Lines about these subjects with their texts, oldest first."""
    lines = Line.objects.filter(municipality=municipality, subject__in=subjects)
    return lines.select_related("detail").order_by("at", "id")


def unsealed(municipality: uuid.UUID | None = None) -> QuerySet[Line]:
    """Lines without a seal, of one municipality or of all.

    By what is not there, never by "newer than the last": a transaction that took long commits a line with an older
    moment than one that was sealed before it.
    """
    lines = Line.objects.filter(~Exists(Seal.objects.filter(line=OuterRef("pk"))))
    return lines if municipality is None else lines.filter(municipality=municipality)
