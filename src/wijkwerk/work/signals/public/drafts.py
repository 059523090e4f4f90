"""What a resident typed so far: one row for 24 hours, found by a token in a cookie of which only the hash is stored."""

import hashlib
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, AskerRole
from wijkwerk.work.signals.intake import NewSignal, report
from wijkwerk.work.signals.models import Draft, Signal
from wijkwerk.work.signals.places import NOWHERE, Place

COOKIE = "wijkwerk_melding"
LIFE = timedelta(hours=24)


def load(request: HttpRequest, municipality: Municipality, *, now: datetime) -> Draft | None:
    """The draft of this browser in this municipality, when it has one that is not over."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    rows = Draft.objects.filter(token_hash=_hash(token), municipality=municipality, expires_at__gt=now)
    found = rows.first()
    if found is not None:
        found.municipality = municipality  # the request knows it already, with its division
    return found


def begin(municipality: Municipality, *, given: dict[str, Any], now: datetime) -> tuple[Draft, str]:
    """A new draft and its token, which goes into a cookie and nowhere else."""
    token = secrets.token_urlsafe(24)
    draft = Draft.objects.create(
        municipality=municipality, token_hash=_hash(token), given=given, expires_at=now + LIFE
    )
    return draft, token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def remember(response: HttpResponse, token: str) -> None:
    """Give the browser the token, readable for this site's server only and for the pages of the form only."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFE,
        path=reverse("signals:report"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep(draft: Draft, **parts: Any) -> None:
    """Store parts of what was typed: `what`, `where`, `who`, `near_seen`."""
    draft.given = {**draft.given, **parts}
    draft.save(update_fields=["given"])


def part(draft: Draft | None, name: str) -> dict[str, Any]:
    """One part of what was typed; empty when it is not there yet."""
    found: dict[str, Any] = draft.given.get(name, {}) if draft else {}
    return found


def done(draft: Draft | None) -> dict[str, str]:
    """The id of the signal that came of it; empty while it is not sent."""
    return part(draft, "done")


def place(draft: Draft) -> Place:
    """The place that was chosen."""
    given = part(draft, "where").get("place")
    return Place(**given) if given else NOWHERE


def place_as_given(found: Place) -> dict[str, Any]:
    """A place as it is stored in a draft."""
    return {name: str(value) if isinstance(value, str) else value for name, value in asdict(found).items()}


def version(draft: Draft) -> str:
    """Changes with what was typed: a page that shows an older text must not send the newer one unseen."""
    told = repr((part(draft, "what"), part(draft, "where")))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def photo_of(draft: Draft) -> Attachment | None:
    """The photo that waits with the draft."""
    return photos.of_draft(draft.municipality, draft.pk).first()


@transaction.atomic(savepoint=False)  # always the outermost one; `report` has a savepoint of its own
def send(*, draft: Draft, who: NewAsker, now: datetime) -> Signal:
    """Make the signal. The draft is its key: sent twice, at once or later, there is one signal and one receipt.

    With it, in the same transaction, the draft lets go of all that was typed and keeps one id. Raises Refused.
    """
    what = part(draft, "what")
    care = bool(what.get("care"))
    new = NewSignal(
        theme=what["theme"],
        kind=what["kind"],
        text=what["text"],
        place=place(draft),
        care=care,
        askers=(who,),
        photo=None if care else photo_of(draft),
    )
    signal = report(municipality=draft.municipality, new=new, by=None, now=now, key=f"report-{draft.pk}")
    draft.given = {"done": {"signal": str(signal.pk)}}
    draft.save(update_fields=["given"])
    return signal


def result(draft: Draft) -> tuple[Signal, Asker | None]:
    """The signal and the asker that came of a draft that was sent."""
    ids = done(draft)
    rows = Signal.objects.select_related("subject", "owner_team", "municipality")
    signal = rows.get(municipality=draft.municipality, pk=UUID(ids["signal"]))
    askers = Asker.objects.filter(municipality=draft.municipality, subject=signal.subject_id, erased_at=None)
    return signal, askers.exclude(role=AskerRole.JOINED).order_by("asked_at", "id").first()
