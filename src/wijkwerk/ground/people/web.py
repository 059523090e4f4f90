"""What a view knows of its request, with types. The middleware of `areas` and `people` put it there."""

from collections.abc import Callable
from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import once
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.forms import OnceForm
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import User


def access_of(request: HttpRequest) -> Access:
    """What the person of this request may."""
    return cast(Access, request.access)  # type: ignore[attr-defined]


def municipality_of(request: HttpRequest) -> Municipality:
    """The municipality of this request. Raises Http404 where there is none."""
    found = request.municipality  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return cast(Municipality, found)


def person_of(request: HttpRequest) -> User:
    """The account of this request. Raises Http404 for a stranger."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def need(request: HttpRequest, verb: str) -> None:
    """Raises Http404 unless the person may do this here: who may not, does not learn that the page exists."""
    if not access_of(request).may(verb):
        raise Http404


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `now` for an action."""
    return {"by": person_of(request), "now": timezone.now()}


def here_and_who(request: HttpRequest) -> dict[str, Any]:
    """`municipality`, `by` and `now` for an action."""
    return {"municipality": municipality_of(request), **who(request)}


def once_only(request: HttpRequest, form: OnceForm, action: str, do: Callable[[], Any]) -> str:
    """Do it once per form. Returns the id of what came of it ("done" without one), or "" when it was refused.

    A form that is sent again gets the first result. A refusal is shown in the form, and leaves nothing behind.
    """
    key = form.cleaned_data["once"]
    try:
        with transaction.atomic():
            once.claim(key, action=f"people.{action}", now=timezone.now())
            made = do()
            result = str(made.pk) if made is not None else "done"
            once.settle(key, result=result)
            return result
    except once.SentBefore as before:
        return before.result or "done"
    except Refused as refused:
        form.refuse(refused)
        return ""
