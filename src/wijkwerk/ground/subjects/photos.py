"""Photos: taken in raw, kept apart, and made anew by the worker. Nothing is served before that (D4, RELIABILITY 14)."""

import json
import os
import subprocess
import sys
import uuid
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.db import locked
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.subjects.models import Attachment, PhotoState, Subject

KIND = "photo"
GONE = "photo.gone"
MOST_BYTES = 20 * 1024 * 1024
DRAFT_LIFE = timedelta(hours=25)  # an hour more than the draft itself
WAIT_SECONDS = 20
PROGRAM = Path(__file__).with_name("shrink.py")
REFUSED_CODE = 3

EMPTY = "Dit bestand is leeg. Kies een andere foto."
TOO_HEAVY = "Deze foto is te groot. Kies een foto van hoogstens 20 MB."
HEIC = "Dit is een HEIC-foto, van een iPhone. Die kunnen wij niet openen. Maak een schermafdruk van de foto en kies die."
NO_PHOTO = "Dit is geen foto die wij kunnen openen. Kies een bestand dat eindigt op .jpg, .png of .webp."
PROBLEMS = {
    "pixels": "De foto heeft te veel beeldpunten. Maak hem kleiner.",
    "broken": "De foto is kapot of niet heel aangekomen.",
}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


class NotAPhoto(Exception):
    """This file is not taken in; the text says why, in Dutch, for at the field."""


def accept(
    *,
    upload: "UploadedFile[Any]",
    municipality: Municipality,
    now: datetime,
    draft: uuid.UUID | None = None,
    subject: Subject | None = None,
) -> Attachment:
    """Take in one photo for a draft or a subject; the worker makes it anew. Raises NotAPhoto.

    A draft has one photo: a second one takes the place of the first. The name of the file is never used.
    """
    _check(upload)
    key = uuid7()
    stored = f"quarantine/{key}"
    _write(upload, media(stored))
    with transaction.atomic():
        if draft is not None:
            drop(of_draft(municipality, draft))
        made = Attachment.objects.create(
            id=key,
            municipality=municipality,
            draft=draft,
            subject=subject,
            stored=stored,
            bytes=upload.size or 0,
            uploaded_at=now,
        )
        outbox.put(KIND, ids={"photo": str(key)}, now=now)
    return made


def _check(upload: "UploadedFile[Any]") -> None:
    if not upload.size:
        raise NotAPhoto(EMPTY)
    if upload.size > MOST_BYTES:
        raise NotAPhoto(TOO_HEAVY)
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise NotAPhoto(HEIC)
    if not _looks_like_photo(head):
        raise NotAPhoto(NO_PHOTO)


def _looks_like_photo(head: bytes) -> bool:
    """JPEG, PNG or WebP by its first bytes; what the browser or the name says counts for nothing."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )


def media(stored: str) -> Path:
    """The file on disk of a stored name; the name is always one that we made."""
    return Path(settings.MEDIA_ROOT) / stored


def _write(upload: "UploadedFile[Any]", path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "xb", opener=partial(os.open, mode=0o600)) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def of_draft(municipality: Municipality, draft: uuid.UUID) -> QuerySet[Attachment]:
    """The photo of a draft, as rows."""
    return Attachment.objects.filter(municipality=municipality, draft=draft)


def drop(rows: QuerySet[Attachment]) -> int:
    """Remove photos with their files. Returns how many."""
    found = list(rows)
    for row in found:
        _remove_after_commit(row.stored)
    rows.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def _remove_after_commit(stored: str) -> None:
    if stored:
        transaction.on_commit(lambda: media(stored).unlink(missing_ok=True))


def reencode(*, photo: str, now: datetime) -> None:
    """Make one photo anew and let go of the original; the doer of outbox rows of kind `photo`.

    A file that is no usable photo is refused with a reason; a failing disk raises, so that it is tried again.
    """
    waiting = Attachment.objects.filter(pk=photo, state=PhotoState.QUARANTINE)
    found = waiting.first()
    if found is None:
        return
    made, said = _run(media(found.stored))
    with transaction.atomic():
        # While it was made another photo may have taken its place, or it was erased: then nothing of it comes back.
        row = locked(waiting).first()
        if row is not None:
            _keep(row, made, said)


def _keep(row: Attachment, made: bytes | None, said: str) -> None:
    """The photo as it was made, or why it was refused; the original goes. Inside the transaction that holds the row."""
    original = row.stored
    if made is None:
        row.state, row.problem, row.stored = PhotoState.REFUSED, PROBLEMS.get(said, PROBLEMS["broken"]), ""
    else:
        size = json.loads(said)
        row.state, row.stored = PhotoState.READY, f"photos/{row.municipality_id}/{row.pk}.jpg"
        row.bytes, row.width, row.height = len(made), size["width"], size["height"]
        _replace(media(row.stored), made)
    row.save(update_fields=["state", "problem", "stored", "bytes", "width", "height"])
    _remove_after_commit(original)


def _run(path: Path) -> tuple[bytes | None, str]:
    """The fresh JPEG and its size as JSON, or None and a word for what is wrong.

    In a process of its own: a file that breaks the decoder, or wants too much memory, does not take the worker with it.
    """
    if not path.is_file():
        return None, "broken"
    command = [sys.executable, "-I", str(PROGRAM), str(path)]
    try:
        ended = subprocess.run(command, capture_output=True, env={}, timeout=WAIT_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None, "pixels"
    said = ended.stderr.decode(errors="replace")
    if ended.returncode == 0:
        return ended.stdout, said
    return None, said if ended.returncode == REFUSED_CODE else "broken"


def _replace(path: Path, made: bytes) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with open(part, "wb", opener=partial(os.open, mode=0o600)) as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def tidy(*, now: datetime) -> int:
    """Remove photos of drafts that are over, and files that no row knows. A clock of the worker; returns how many."""
    gone = drop(Attachment.objects.filter(subject=None, uploaded_at__lt=now - DRAFT_LIFE))
    for path in media("quarantine").glob("*"):
        old = path.stat().st_mtime < (now - DRAFT_LIFE).timestamp()
        if old and not Attachment.objects.filter(stored=f"quarantine/{path.name}").exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def erase(*, subject: Subject, now: datetime, **rest: Any) -> int:
    """Erase the photos of a subject (D6). Returns how many."""
    return empty(Attachment.objects.filter(subject=subject), now=now)


def empty(photos: QuerySet[Attachment], *, now: datetime) -> int:
    """Erase these photos: files gone, rows empty. Returns how many.

    The outbox owes the removal of the file: no row knows its name any more when we are killed after the commit.
    """
    rows = list(photos.exclude(state=PhotoState.ERASED))
    for row in rows:
        if row.stored:
            outbox.put(GONE, ids={"stored": row.stored}, now=now)
        _remove_after_commit(row.stored)
        row.state, row.stored, row.alt, row.public_at, row.public_by = PhotoState.ERASED, "", "", None, None
        row.save(update_fields=["state", "stored", "alt", "public_at", "public_by"])
    return len(rows)


def remove(*, stored: str, now: datetime) -> None:
    """Remove the file of an erased photo; the doer of outbox rows of kind `photo.gone`."""
    media(stored).unlink(missing_ok=True)
