"""Organisations that work in the areas: the municipality and its partners."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wijkwerk.ground.people import accounts
from wijkwerk.ground.people.forms import OrganisationForm, RenameForm
from wijkwerk.ground.people.models import Organisation
from wijkwerk.ground.people.web import here_and_who, municipality_of, need, once_only, who


def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations here, and a form for another one."""
    need(request, "manage_people")
    form = OrganisationForm(request.POST or None, initial={"kind": "partner"})
    if request.method == "POST" and form.is_valid():
        given = {
            "name": form.cleaned_data["name"],
            "kind": form.cleaned_data["kind"],
            **here_and_who(request),
        }
        if once_only(request, form, "add_organisation", lambda: accounts.add_organisation(**given)):
            return redirect("people:organisations")
    rows = Organisation.objects.filter(municipality=municipality_of(request)).prefetch_related("teams")
    return render(
        request, "people/organisations.html", {"form": form, "organisations": rows.order_by("name")[:500]}
    )


def rename_organisation(request: HttpRequest, organisation: uuid.UUID) -> HttpResponse:
    """Another name for an organisation."""
    need(request, "manage_people")
    rows = Organisation.objects.filter(municipality=municipality_of(request))
    found = get_object_or_404(rows, pk=organisation)
    form = RenameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        given = {"organisation": found, "name": form.cleaned_data["name"], **who(request)}
        if once_only(request, form, "rename_organisation", lambda: accounts.rename_organisation(**given)):
            return redirect("people:organisations")
    return render(request, "people/rename_organisation.html", {"form": form, "organisation": found})
