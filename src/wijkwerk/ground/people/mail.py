"""Mail about an account leaves by the outbox: the page answers as fast for an unknown address as for a known one,
and a failing mail server loses nothing. The text is sealed, because it holds codes and links that open an account."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage

from wijkwerk.ground.kit import outbox

KIND = "people.mail"


def post(message: EmailMessage, *, now: datetime) -> None:
    """Put a message in the outbox."""
    parts = [message.subject, message.body, message.from_email, message.to]
    outbox.put(KIND, ids={"sealed": seal(parts)}, now=now)


def send(*, now: datetime, sealed: str) -> None:
    """Doer of the outbox: open the seal and send."""
    subject, body, sender, to = unseal(sealed)
    EmailMessage(subject, body, sender, to).send()


def seal(parts: list[Any]) -> str:
    """Text that only this installation can read."""
    return _box().encrypt(json.dumps(parts).encode()).decode()


def unseal(sealed: str) -> list[Any]:
    """What was sealed."""
    found: list[Any] = json.loads(_box().decrypt(sealed.encode()))
    return found


def _box() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), b"wijkwerk sealed mail v1", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
