"""The token of a trace link (D5): made from the asker's id and version, never stored, checked by its hash."""

import hashlib
import hmac
import re
import uuid
from base64 import urlsafe_b64encode

from django.conf import settings

TOKEN_BYTES = 16
IN_PATH = re.compile(r"(/spoor/)[A-Za-z0-9_-]{20,}")


def token(asker: uuid.UUID, version: int) -> str:
    """The first 128 bits of HMAC-SHA256(trace key, asker id + version), as 22 URL-safe characters."""
    message = asker.bytes + version.to_bytes(4, "big")
    digest = hmac.new(settings.TRACE_KEY, message, hashlib.sha256).digest()[:TOKEN_BYTES]
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hashed(found: str) -> str:
    """SHA-256 (hex) of a token: what the database holds and what a link is looked up by."""
    return hashlib.sha256(found.encode()).hexdigest()


def without_tokens(text: str) -> str:
    """The text with each trace token cut out, for logs."""
    return IN_PATH.sub(r"\1…", text)
