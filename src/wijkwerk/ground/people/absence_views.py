"""Being away: choose who takes over one's work, for oneself or, as an administrator, for a colleague (D2)."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wijkwerk.ground.people import actions, queries
from wijkwerk.ground.people.forms import DeputyForm, OnceForm, new_key
from wijkwerk.ground.people.models import Deputy, User
from wijkwerk.ground.people.web import (
    access_of,
    here_and_who,
    municipality_of,
    need,
    once_only,
    person_of,
    who,
)


def absence(request: HttpRequest) -> HttpResponse:
    """My own absence."""
    if not access_of(request).is_staff:
        raise Http404
    return _set_deputy(request, person_of(request), reverse("people:absence"))


def deputy(request: HttpRequest, user: uuid.UUID) -> HttpResponse:
    """The absence of a colleague, set by an administrator."""
    need(request, "manage_people")
    here = queries.colleagues(municipality_of(request), today=timezone.localdate())
    return _set_deputy(
        request, get_object_or_404(here, pk=user), reverse("people:person", kwargs={"user": user})
    )


def _set_deputy(request: HttpRequest, person: User, after: str) -> HttpResponse:
    municipality, today = municipality_of(request), timezone.localdate()
    form = DeputyForm(request.POST or None, municipality=municipality, person=person, today=today)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("deputy", "since", "until")}
        made = once_only(
            request,
            form,
            "set_deputy",
            lambda: actions.set_deputy(person=person, **data, **here_and_who(request)),
        )
        if made:
            return redirect(after)
    mine = Deputy.objects.filter(municipality=municipality, person=person, until__gte=today)
    rows = mine.select_related("deputy").order_by("since")
    own = person.pk == person_of(request).pk
    context = {"form": form, "person": person, "deputies": rows, "own": own, "key": new_key()}
    return render(request, "people/absence.html", context)


@require_POST
def end_deputy(request: HttpRequest, deputy: uuid.UUID) -> HttpResponse:
    """I am back, or a colleague is."""
    municipality, person = municipality_of(request), person_of(request)
    rows = Deputy.objects.filter(municipality=municipality, until__gte=timezone.localdate())
    if not access_of(request).may("manage_people"):
        rows = rows.filter(person=person)
    found, form = get_object_or_404(rows, pk=deputy), OnceForm(request.POST)
    back = found.person_id
    if form.is_valid():
        once_only(request, form, "end_deputy", lambda: actions.end_deputy(deputy=found, **who(request)))
    return redirect("people:absence") if back == person.pk else redirect("people:person", user=back)
