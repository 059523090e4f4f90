"""A page with one form and one verb: show it, do the work once, say what came of it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wijkwerk.ground.kit.forms import OnceForm
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars import steps
from wijkwerk.work.calendars.actions import entries

# What is refused by a verb stands at the field that it is about.
FIELDS: Final = {
    entries.NO_ABOUT: "about",
    entries.NO_WHY: "why",
    entries.NOT_THIS_TEAM: "team",
    entries.SAME_MONTH: "to",
    steps.NO_AREA: "area",
    steps.NO_CODE: "code",
    steps.NO_CODE_YEAR: "code_year",
    steps.NO_PERSON: "person",
    steps.NO_TEAM: "team",
}


def run(
    request: HttpRequest,
    form: OnceForm,
    *,
    verb: str,
    work: Callable[[], Any],
    done: str | Callable[[], str],
    to: str,
    page: dict[str, Any],
) -> HttpResponse:
    """Show the form, or do the work once and go to `to`. What is refused comes back at its field, with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            form.do_once(f"calendars.{verb}", work, now=timezone.now())
        except Refused as refused:
            field = FIELDS.get(str(refused), "")
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            messages.success(request, done() if callable(done) else done)
            return redirect(to)
    status = 422 if form.errors else 200
    return render(
        request, "calendars/step.html", {"form": form, "verb": verb, "back": to, **page}, status=status
    )
