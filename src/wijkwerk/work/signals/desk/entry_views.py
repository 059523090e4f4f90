"""Staff enter a signal that came by telephone, at the counter, on a walk or in a meeting: the same action as the web form."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.web import access_of
from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.ground.subjects.photo_field import PhotoField
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import AskerRole, Contact
from wijkwerk.work.signals.desk.forms import Text, area
from wijkwerk.work.signals.desk.steps.classing_views import theme_hint
from wijkwerk.work.signals.hinting import Hinting, goes_on
from wijkwerk.work.signals.intake import NewSignal, report
from wijkwerk.work.signals.maps import map_context
from wijkwerk.work.signals.models import Via
from wijkwerk.work.signals.places import place_of
from wijkwerk.work.signals.sections import Kinds, Themes

CHANNELS = [
    (via.value, via.label.capitalize())
    for via in (Via.PHONE, Via.COUNTER, Via.POST, Via.WALK, Via.MEETING, Via.MAIL)
]
CONTACTS = [
    (Contact.NONE, "Geen bericht"),
    (Contact.EMAIL, "E-mail"),
    (Contact.POST, "Brief"),
    (Contact.PHONE, "Telefoon"),
]


class EntryForm(Hinting, OnceForm):
    """One page: a colleague types while somebody talks."""

    hinted = ("text", "title", "place")
    via = forms.ChoiceField(label="Hoe kwam het binnen?", choices=CHANNELS)
    text = area(
        5,
        label="Wat is er aan de hand?",
        max_length=4000,
        error_messages={"required": "Schrijf op wat er is."},
    )
    title = Text(label="Titel voor collega’s", max_length=120, required=False)
    theme = forms.ChoiceField(label="Waar gaat het over?")
    kind = forms.ChoiceField(label="Wat voor melding is het?")
    place = Text(label="Straat, plein of plek", max_length=300, required=False)
    area_path = forms.ChoiceField(label="Of: ergens in", required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    name = Text(label="Naam van de melder", max_length=120, required=False)
    contact = forms.ChoiceField(label="Hoe wil de melder bericht?", choices=CONTACTS, initial=Contact.NONE)
    address = Text(label="E-mailadres, postadres of telefoonnummer", max_length=400, required=False)
    photo = PhotoField()
    urgent = forms.BooleanField(
        label="Spoed",
        required=False,
        help_text="Dit kan niet wachten. Opent niemand de melding, dan gaat er een alarm. Is er nu gevaar? Bel 112.",
    )
    care = forms.BooleanField(
        label="Dit gaat over de zorg voor één persoon",
        required=False,
        help_text="Dan ziet alleen het zorgteam het.",
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = current(municipality)
        fields: Any = self.fields
        fields["theme"].choices = [(theme.key, theme.label) for theme in document.part(Themes).active()]
        fields["kind"].choices = [(kind.key, kind.label) for kind in document.part(Kinds)]
        names = areas.path_names(municipality)
        fields["area_path"].choices = [("", own("Kies een {area.one}"))] + [
            (path, f"{'– ' * (path.count('.') - 1)}{found.name}") for path, found in sorted(names.items())
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        contact, address = found.get("contact"), found.get("address")
        if contact and contact != Contact.NONE and not address:
            self.add_error("address", "Vul in waar het bericht heen moet.")
        if contact == Contact.EMAIL and address:
            try:
                forms.EmailField(max_length=254).clean(address)
            except forms.ValidationError:
                self.add_error("address", "Dit is geen e-mailadres. Bijvoorbeeld: naam@example.org.")
        return found


@require_http_methods(GET_POST)
def enter(request: HttpRequest) -> HttpResponse:
    access = access_of(request)
    municipality: Municipality | None = getattr(request, "municipality", None)
    if municipality is None or not access.may("enter"):
        raise Http404
    user: Any = request.user
    kept = _waiting(request, municipality, user)
    if request.method == "POST" and ("suggest" in request.POST or "choose" in request.POST):
        return _theme_first(request, municipality, kept)
    form = EntryForm(given(request), municipality=municipality)
    if kept.problem:
        form.add_error("photo", kept.problem)
    if request.method == "POST" and goes_on(form):
        try:
            key = form.cleaned_data["once"]
            signal = report(
                municipality=municipality,
                new=replace(new_signal(form, municipality), photo=kept.photo),
                by=user,
                now=timezone.now(),
                key=key,
            )
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"De melding staat erin. Code: {signal.subject.code}.")
            may_see = access.may("see", signal)
            return redirect("signals:detail", signal.subject.code) if may_see else redirect("signals:desk")
    context = {"form": form, "where": map_context(), "photo": kept.photo}
    return render(request, "signals/enter.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Waiting:
    """The photo that came with this form, also in an earlier try; `problem` is what is wrong with the last one."""

    photo: Attachment | None = None
    problem: str = ""


def _waiting(request: HttpRequest, municipality: Municipality, user: User) -> Waiting:
    """Keep a photo as soon as it comes, so that it stays when another field is wrong. Of care there is none (D8)."""
    once = request.POST.get("once", "")
    if request.method != "POST" or not once or "care" in request.POST:
        return Waiting()
    # As long as it belongs to no signal, only who sent it has the name that it waits under.
    name, upload = uuid.uuid5(user.pk, once[:64]), request.FILES.get("photo")
    try:
        if upload is not None:
            photos.accept(upload=upload, municipality=municipality, draft=name, now=timezone.now())
    except photos.NotAPhoto as problem:
        return Waiting(photos.of_draft(municipality, name).first(), str(problem))
    return Waiting(photos.of_draft(municipality, name).first())


def _theme_first(request: HttpRequest, municipality: Municipality, kept: Waiting) -> HttpResponse:
    """The form as it was typed, with the theme that fits the text; nothing is kept, and the colleague chooses."""
    typed = request.POST.dict()
    if "choose" in typed:
        typed["theme"] = str(typed["choose"])
    hint = None if "care" in typed else theme_hint(municipality, str(typed.get("text", ""))[:4000])
    form = EntryForm(initial=typed, municipality=municipality)
    context = {"form": form, "where": map_context(), "hint": hint, "asked": "choose" not in typed}
    context |= {"photo": kept.photo, "photo_problem": kept.problem}
    return render(request, "signals/enter.html", context)


def new_signal(form: EntryForm, municipality: Municipality) -> NewSignal:
    """The signal as it was filled in; call it on a valid form only."""
    found = form.cleaned_data
    place = place_of(
        municipality, lon=found["lon"], lat=found["lat"], words=found["place"], area_path=found["area_path"]
    )
    who = NewAsker(found["contact"], found["name"], found["address"], AskerRole.REPORTER)
    return NewSignal(
        theme=found["theme"],
        kind=found["kind"],
        text=found["text"],
        title=found["title"],
        place=place,
        via=found["via"],
        care=found["care"],
        urgent=found["urgent"],
        askers=(who,) if found["contact"] != Contact.NONE or found["name"] else (),
    )
