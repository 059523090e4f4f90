"""A page with one form and one verb: show it, do the work once, go back to where it shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.ground.people.web import access_of
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.hinting import goes_on


def run(
    request: HttpRequest,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], Any],
    done: str | Callable[[], str],
    to: str,
    page: dict[str, Any],
    field_of: Callable[[str], str | None] = lambda said: None,
) -> HttpResponse:
    """Show the form, or do the work once and go to `to`. What is refused comes back with all that was typed.

    `field_of` says at which field a refusal belongs; None = at the top.
    """
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(f"plans.{verb}", work, now=timezone.now())
        except Refused as refused:
            form.add_error(field_of(str(refused)), str(refused))
        else:
            messages.success(request, done() if callable(done) else done)
            return redirect(to)
    context = {"form": form, "verb": verb, "back": to, "has_desk": access_of(request).works, **page}
    return render(request, "plans/matching/step.html", context, status=422 if form.errors else 200)
