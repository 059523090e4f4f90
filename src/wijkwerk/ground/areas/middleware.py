"""Which municipality a request is about: by host name, by /m/CODE/ before the path, or the only one (D10)."""

import re
import threading
import time
from collections.abc import Callable

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from wijkwerk.ground.areas.here import here, leave
from wijkwerk.ground.areas.models import Municipality

PREFIX = re.compile(r"^/m/([A-Za-z0-9_-]{1,12})(/.*)?$")
# How long a process may remember the list of municipalities.
KEEP_SECONDS = 5.0


class Known:
    """The municipalities that are ready to work, remembered for a few seconds by each process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._all: tuple[Municipality, ...] = ()

    def all(self) -> tuple[Municipality, ...]:
        """At most 400 rows; two indexed look-ups a request would cost more than this."""
        if time.monotonic() >= self._until:
            found = Municipality.objects.filter(settings_number__gt=0, working_division__isnull=False)
            rows = tuple(found.select_related("working_division").order_by("name"))
            with self._lock:
                self._all, self._until = rows, time.monotonic() + KEEP_SECONDS
        return self._all

    def forget(self) -> None:
        """Look again at the next request; called by whoever changes a municipality, and by tests."""
        self._until = 0.0


known = Known()
# Not when the view is done: a long file is still being written then.
request_finished.connect(leave, dispatch_uid="areas.here")


class MunicipalityMiddleware:
    """Sets `request.municipality` (or None) and takes /m/CODE off the path as script prefix, so that links keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        all_known, before = known.all(), get_script_prefix()
        at_host = _by_host(request, all_known)
        # At the host of one municipality there is no other, not even under /m/CODE/.
        found = _by_prefix(request, all_known if at_host is None else (at_host,)) or at_host
        if found is None and len(all_known) == 1:
            found = all_known[0]
        request.municipality = found  # type: ignore[attr-defined]
        here.set(found)
        request.municipalities = all_known  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


def _by_prefix(request: HttpRequest, all_known: tuple[Municipality, ...]) -> Municipality | None:
    match = PREFIX.match(request.path_info)
    if match is None:
        return None
    code = match[1].upper()
    for municipality in all_known:
        if municipality.code.upper() == code:
            _shift(request, match[1], match[2] or "/")
            return municipality
    return None


def _shift(request: HttpRequest, code: str, rest: str) -> None:
    prefix = f"{request.META.get('SCRIPT_NAME', '')}/m/{code}"
    request.META["SCRIPT_NAME"] = prefix
    request.path_info = rest
    request.META["PATH_INFO"] = rest
    set_script_prefix(prefix + "/")


def _by_host(request: HttpRequest, all_known: tuple[Municipality, ...]) -> Municipality | None:
    host = request.get_host().partition(":")[0].lower()
    return next((each for each in all_known if each.host and each.host.lower() == host), None)
