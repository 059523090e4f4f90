"""How often one client may do what strangers may do (RELIABILITY 18). `LIMITS` is the table; each anonymous write has a row."""

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.web import municipality_of


@dataclass(frozen=True)
class Limit:
    """At most so many times per so many minutes for one client."""

    most: int
    minutes: int = 10


# Wide enough for a library or a flat behind one address, narrow enough to stop a script.
LIMITS = {
    "report": Limit(40),
    "report_where": Limit(60),
    "report_who": Limit(30),
    "join": Limit(20),
    "round_wish": Limit(30),
    "photo": Limit(20),
    "photo_day": Limit(100, 24 * 60),
    "trace_reopen": Limit(10),
    "trace_close": Limit(10),
    "trace_reply": Limit(10),
    "trace_message": Limit(10),
    "trace_data": Limit(10),
    "trace_copy": Limit(20),
    "near": Limit(120),
}

View = Callable[..., HttpResponse]
# One statement, so that it counts right over all web processes. `value` of the cache table is text.
COUNT = (
    'INSERT INTO "{table}" (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key) DO UPDATE '
    'SET value = CAST(CAST("{table}".value AS integer) + 1 AS varchar) RETURNING value'
)
TIDY = 'DELETE FROM "{table}" WHERE cache_key LIKE %s AND expires < %s'
PREFIX = "limit:"
TIDIES = ("report", "near")  # not the sending itself, which has enough to do


def limited(what: str, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """Let a view answer 429, with a page that says whom to call, when a client does it too often."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods and not spend(what, request, now=timezone.now()):
                return too_often(request)
            return view(request, *args, **kwargs)

        inner.limit = what  # type: ignore[attr-defined]  # read by the test that looks for writes without a limit
        return inner

    return wrap


def spend(what: str, request: HttpRequest, *, now: datetime) -> bool:
    """Count one more; False when this client has had its share of this stretch of time."""
    limit = LIMITS[what]
    stretch = int(now.timestamp() // (limit.minutes * 60))
    key = f"{PREFIX}{what}:{stretch}:{client(request)}"
    ends = datetime.fromtimestamp((stretch + 1) * limit.minutes * 60, tz=UTC)
    count = _count(key, ends)
    if count == 1 and what in TIDIES:
        _tidy(now)
    return count <= limit.most


def _count(key: str, ends: datetime) -> int:
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=table), [key, "1", _moment(ends)])
        return int(cursor.fetchone()[0])


def _tidy(now: datetime) -> None:
    """A client that comes for the first time clears away what is over: the table stays small without a clock."""
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(TIDY.format(table=table), [f"{PREFIX}%", _moment(now - timedelta(minutes=1))])


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def client(request: HttpRequest) -> str:
    """A name for who sends this: a keyed hash of the address, so that the table holds no addresses.

    X-Forwarded-For counts only behind our own proxy, and then only the last entry, which that proxy wrote itself.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    digest = hmac.new(settings.SECRET_KEY.encode(), _network(address).encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


def _network(address: str) -> str:
    """An IPv6 client has at least a whole /64 to choose addresses from: that counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def too_often(request: HttpRequest) -> HttpResponse:
    """The page with whom to call."""
    house = current(municipality_of(request)).part(Contact)
    answer = render(request, "signals/public/too_often.html", {"house": house}, status=429)
    answer["Retry-After"] = "600"
    return answer
