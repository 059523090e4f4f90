"""What each request knows of the person: `request.access`, and the second step that staff must have taken (D14)."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from wijkwerk.ground.people import may, queries

Respond = Callable[[HttpRequest], HttpResponse]

# Set by the one-click login of the demo; it counts only while settings.DEMO is on.
DEMO_MARK = "people_demo_login"
# Set when the second step was set up in this very session: the person has just shown to have it.
SET_UP_HERE = "people_second_step_set_up"

PROOFS = frozenset({"mfa", "socialaccount"})
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ALWAYS_OPEN = frozenset({"account_logout", "account_reauthenticate", "healthz", "robots", "security_txt"})
# Who has no second step yet may set one up.
SET_UP = ALWAYS_OPEN | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# Who has one must show it. Not the recovery codes: a stolen password alone would lead to them.
SHOW = (ALWAYS_OPEN - {"account_reauthenticate"}) | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class AccessMiddleware:
    """Sets `request.access`, made at first use: a page that asks nothing costs no query."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def look_up() -> may.Access:
            municipality = getattr(request, "municipality", None)
            return may.access(request.user, municipality, today=timezone.localdate())

        request.access = SimpleLazyObject(look_up)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """The login library calls its host name `site`, which would hide the `site` of our pages."""
        data = response.context_data or {}
        if isinstance(data.get("site"), RequestSite):
            del data["site"]
        return response


class StaffMfaMiddleware:
    """Staff without a second step in this session reach only the pages where they set it up or show it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send the person on, or let the view answer (None)."""
        if not _must_show(request):
            return None
        enabled = is_mfa_enabled(request.user, list(SECOND_STEPS))
        request.second_step_missing = not enabled  # type: ignore[attr-defined]
        request.must_show = enabled  # type: ignore[attr-defined]
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in (SHOW if enabled else SET_UP):
            return None
        if not enabled:
            return redirect("mfa_index")
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{reverse(_where_to_show(request.user))}?{back}")


def _must_show(request: HttpRequest) -> bool:
    # Without a session cookie nobody is logged in; so a public page costs no query and may be cached.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    if _has_shown(request):
        return False
    return queries.is_staff_anywhere(request.user.pk, today=timezone.localdate())


def _has_shown(request: HttpRequest) -> bool:
    if settings.DEMO and request.session.get(DEMO_MARK):
        return True
    if request.session.get(SET_UP_HERE) == str(request.user.pk):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in PROOFS for record in records)


def _where_to_show(user: Any) -> str:
    types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"


def second_step_added(*, request: HttpRequest, user: Any, authenticator: Authenticator, **rest: Any) -> None:
    """Called by the login library when a person has set up a second step and shown it works."""
    if authenticator.type in SECOND_STEPS:
        request.session[SET_UP_HERE] = str(user.pk)
