"""Three addresses without a screen: is it alive, what may a search engine read, whom to tell of a leak."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ROBOTS = "User-agent: *\nDisallow: /spoor/\nDisallow: /account/\nDisallow: /media/\n"
PLAIN = "text/plain; charset=utf-8"
SECURITY_TXT_DAYS = 180  # RFC 9116 asks for an expiry date less than a year ahead


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` when the web process and its database answer, 503 when the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return HttpResponse("database unreachable", status=503, content_type=PLAIN)
    return HttpResponse("ok", content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: a trace belongs to its asker."""
    return HttpResponse(ROBOTS, content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=86400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact for who finds a leak (RFC 9116)."""
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=SECURITY_TXT_DAYS)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
