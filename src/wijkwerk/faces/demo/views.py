"""Look around in the demo as somebody of the cast, with one click."""

from django.contrib.auth import login as enter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.faces.demo import may
from wijkwerk.faces.demo import people as cards
from wijkwerk.faces.demo.cast import CastPerson, cast
from wijkwerk.ground.people.middleware import DEMO_MARK
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.web import municipality_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
LANDING = {
    "resident": "pages:home",
    "administrator": "blueprints:overview",
    "records_keeper": "subjects:records",
    "residents_group": "plans:list",
}


@require_safe
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast with the card of their role."""
    _only_in_the_demo(request)
    return render(request, "demo/people.html", {"groups": cards.groups(municipality_of(request))})


@require_POST
def login(request: HttpRequest, key: str) -> HttpResponse:
    """Log in as this person of the cast, without password or second step."""
    _only_in_the_demo(request)
    person = _person(key)
    user = get_object_or_404(User, email_key=person.email.casefold(), is_active=True)
    enter(request, user, backend=BACKEND)
    # After the login: that flushes what an earlier person left in the session.
    request.session[DEMO_MARK] = True
    return redirect(reverse(LANDING.get(person.role, "signals:desk")))


def _only_in_the_demo(request: HttpRequest) -> None:
    if not may.log_in_by_click(request):
        raise Http404


def _person(key: str) -> CastPerson:
    try:
        return cast().person(key)
    except StopIteration:
        raise Http404 from None
