"""Keeping a list under a name, and throwing it away; each person sees only their own."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.desk.forms import Text
from wijkwerk.work.signals.desk.lists import saved
from wijkwerk.work.signals.desk.lists.filters import Filter, choices_of, read_filter
from wijkwerk.work.signals.desk.lists.frame import chips
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.models import SavedFilter


class SaveForm(OnceForm):
    """The name of a list; the list itself travels as its query string, which is read anew before it is kept."""

    name = Text(
        label="Hoe noemt u deze lijst?",
        max_length=60,
        error_messages={"required": "Geef de lijst een naam, bijvoorbeeld: Verkeer in Noord."},
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def wanted(self, choices: Any) -> Filter:
        """The list to keep: what makes no sense in its query string is gone."""
        given = self.data.get("query", "") if self.is_bound else ""
        return read_filter(QueryDict(given[:2000].lstrip("?")), choices)


@require_http_methods(GET_POST)
def saved_lists(request: HttpRequest) -> HttpResponse:
    """The kept lists of this person; a POST keeps one more."""
    access, municipality = for_desk(request)
    choices, user = choices_of(municipality), request.user
    form = SaveForm(given(request))
    wanted = form.wanted(choices)
    by: Any = user

    def work() -> None:
        name = form.cleaned_data["name"]
        saved.save_filter(municipality=municipality, name=name, wanted=wanted, by=by, now=timezone.now())

    if form.is_bound and form.is_valid():
        try:
            form.do_once("save_filter", work, now=timezone.now())
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, "De lijst is bewaard. U vindt hem op uw bureau.")
            return redirect(reverse("signals:list") + wanted.url())
    context = {
        "form": form if form.is_bound else None,
        "query": wanted.url(),
        "chips": chips(wanted, choices),
        "kept": saved.saved_by(access.user_id, municipality),
        "drop": OnceForm(),
        "most": saved.MOST,
    }
    return render(request, "signals/saved.html", context, status=422 if form.errors else 200)


@require_POST
def drop_saved(request: HttpRequest, kept: uuid.UUID) -> HttpResponse:
    access, municipality = for_desk(request)
    row = SavedFilter.objects.filter(municipality=municipality, user=access.user_id, pk=kept).first()
    if row is None:
        raise Http404
    saved.drop_filter(kept=row)
    messages.success(request, f"De lijst ‘{row.name}’ is weg. Met de meldingen is niets gebeurd.")
    return redirect("signals:saved")
