"""The photos of a signal in the query of that signal, so that its page keeps room for what other rooms show on it."""

import uuid
from typing import Any, Final

from django.db.models import OuterRef, QuerySet

from wijkwerk.ground.kit.db import JsonRows, read_moment
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.work.signals.models import Signal

MOST: Final = 40
COLUMNS: Final = {
    "pk": "pk",
    "state": "state",
    "width": "width",
    "height": "height",
    "public_at": "public_at",
}


def with_photos(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    """Signals with their photos, whatever became of those."""
    photos = Attachment.objects.filter(municipality=OuterRef("municipality"), subject=OuterRef("subject_id"))
    return rows.annotate(photo_rows=JsonRows(photos.order_by("pk"), most=MOST, columns=COLUMNS))


def photos_of(signal: Any) -> list[Attachment]:
    """The photos of a signal that was fetched by `with_photos`, oldest first; to look at, not to save."""
    found = [_photo(row) for row in signal.photo_rows or ()]
    return sorted(found, key=lambda photo: photo.pk)


def _photo(row: dict[str, Any]) -> Attachment:
    public_at = read_moment(row["public_at"]) if row["public_at"] else None
    size = {"width": row["width"], "height": row["height"]}
    return Attachment(pk=uuid.UUID(row["pk"]), state=row["state"], public_at=public_at, **size)
