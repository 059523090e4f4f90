"""The one place that answers "may somebody log in here with one click?": only in the demo, on this very computer."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from wijkwerk.faces.demo import mark

OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# A proxy in front makes every visitor look near; where one speaks, nobody is near.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def log_in_by_click(request: HttpRequest) -> bool:
    """All three must hold: the settings say demo, the demo made the database, and the visitor is on this computer."""
    municipality = getattr(request, "municipality", None)
    return bool(
        settings.DEMO
        and municipality is not None
        and municipality.is_demo
        and _near(request)
        and _made_by_demo()
    )


def _made_by_demo() -> bool:
    """Whether the file of the database carries the mark; a database on a server never does."""
    return connection.vendor == "sqlite" and mark.has_mark(Path(connection.settings_dict["NAME"]))


def _near(request: HttpRequest) -> bool:
    """Whether server and visitor are the same computer, with nothing in between."""
    if settings.BEHIND_PROXY or any(name in request.META for name in FORWARDED):
        return False
    asked = urlsplit(f"//{request.get_host()}").hostname
    serves = urlsplit(settings.PUBLIC_URL).hostname
    return asked in OWN_NAMES and serves in OWN_NAMES and _loopback(request.META.get("REMOTE_ADDR", ""))


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
