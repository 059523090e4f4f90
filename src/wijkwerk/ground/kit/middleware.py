"""Headers that every answer carries: pages, files, redirects and errors alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# An address below it holds a key (D5): also its errors and redirects are never kept, passed on or found.
KEY_PATH = "/spoor/"
FOR_KEYS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
}


class Headers:
    """Adds what a view did not set itself, so that a page may ask for a stricter Referrer-Policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in FOR_KEYS.items() if KEY_PATH in request.path else ():
            response.headers[name] = value
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _caching(request, response))
        return response


class NoNul:
    """Refuses a query with the sign NUL: no person types it, and PostgreSQL answers it with an error of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            return HttpResponseBadRequest("bad request", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _caching(request: HttpRequest, response: HttpResponse) -> str:
    """`no-store` for what may hold somebody's own data, `no-cache` for the rest."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    refused = response.status_code >= 400
    return "no-store, private" if known or response.cookies or refused else "no-cache"
