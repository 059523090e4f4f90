"""A page with one form and one verb: show it, do the work once, go back to where it shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.hinting import goes_on


def run(
    request: HttpRequest,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], Any],
    done: str,
    to: str,
    page: dict[str, Any],
) -> HttpResponse:
    """Show the form, or do the work once and go to `to`. What is refused comes back with all that was typed."""
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(f"projects.{verb}", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(to)
    status = 422 if form.errors else 200
    return render(
        request, "projects/step.html", {"form": form, "verb": verb, "back": to, **page}, status=status
    )
